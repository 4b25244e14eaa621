"""`make evidence-erp`: what takes too long for every commit, measured and written to `docs/evidence/erp.md`.

Each of the ERP's three hot functions is ported to each language and validated on COUNT cases (10,000 unless given),
recorded ones from its production log among them. CI does the same with a few percent of the cases
(`tests/wrong_ports`, the demo). The page says the command, the machine's Python and each figure.

`make evidence-guide` does it for the guide's own case: one function, its tolerance, a page of its own.
"""

import argparse
import json
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / ".pivot-demo" / "evidence"
PAGE = ROOT / "docs" / "evidence" / "erp.md"
FUNCTIONS = (
    "reports/sales_aggregator.py::aggregate_daily_sales",
    "inventory/stock_calculator.py::calculate_reorder_points",
    "pricing/discount_engine.py::apply_complex_discounts",
)
LANGUAGES = ("rust", "go", "cpp")


def pivot(*words: str) -> dict[str, Any]:
    """One verb in the ERP's copy; its JSON. Raises RuntimeError when it gives none."""
    argv = [sys.executable, "-m", "pivot_lsp", *words, "--json"]
    done = subprocess.run(argv, cwd=PLACE / "erp", capture_output=True, text=True, check=False)
    if not done.stdout.strip():
        raise RuntimeError(f"pivot {' '.join(words)}: exit {done.returncode}: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> int:
    """Measures and writes the page; 1 when a case differed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", default="10000")
    parser.add_argument("--only", default="", help="the name of one function")
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--tolerance", default="", help="as for `pivot validate`")
    parser.add_argument("--page", type=Path, default=PAGE)
    parser.add_argument("--command", default="make evidence-erp")
    options = parser.parse_args()
    count, allowed = options.count, ["--tolerance", options.tolerance] if options.tolerance else []
    shutil.rmtree(PLACE, ignore_errors=True)
    shutil.copytree(ROOT / "fixtures" / "erp", PLACE / "erp", ignore=shutil.ignore_patterns("__pycache__", ".pivot"))
    subprocess.run(
        [sys.executable, "workload.py", "--out", "day"], cwd=PLACE / "erp", check=True, stdout=subprocess.DEVNULL
    )
    rows, differing = [], 0
    for target in (each for each in FUNCTIONS if options.only in each):
        name = target.rpartition("::")[2]
        words = ("--production-logs", "day/production.log", "--count", count, "--output", f"{name}.jsonl")
        began = time.monotonic()
        pivot("generate-tests", target, *words)
        print(f"{count} cases of {name} in {time.monotonic() - began:.0f} s", flush=True)
        for language in options.languages.split(","):
            began = time.monotonic()
            vessel = pivot("port", target, "--to", language)["vessel"]
            report = pivot(
                "validate",
                "--legacy",
                target,
                "--vessel",
                vessel,
                "--test-cases",
                f"{name}.jsonl",
                "--count",
                "0",
                *allowed,
            )
            differing += report["failed"]
            adequacy, strata = report["adequacy"], {row["stratum"]: row for row in report["strata"]}
            rows.append(
                f"| {name} | {language} | {report['level']} | {report['test_count']:,} | {report['failed']} "
                f"| {strata['recorded']['judged']:,} | {report['fallback_share']:.1%} "
                f"| {adequacy['killed']} of {adequacy['told_apart']} (made {adequacy['made']}) "
                f"| {report['statistics']['max_absolute']:g} | {report['performance']['legacy_ms']:.1f} "
                f"| {report['performance']['vessel_ms']:.1f} | {time.monotonic() - began:.0f} |"
            )
            print(rows[-1], flush=True)
    options.page.parent.mkdir(parents=True, exist_ok=True)
    options.page.write_text(
        "# The sample ERP's hot functions in three languages\n\n"
        f"Made by `{options.command}` ({count} cases asked for a function{' '.join(['', *allowed])}), "
        f"CPython {platform.python_version()} on {platform.system()} {platform.machine()}.\n\n"
        "| function | target | level | cases judged | differ | recorded among them | answered by legacy "
        "| bad ports killed | largest error | legacy ms | vessel ms | seconds |\n|"
        + "---|" * 12
        + "\n"
        + "\n".join(rows)
        + "\n",
        encoding="utf-8",
    )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
