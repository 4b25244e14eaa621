"""`make evidence-erp`: what takes too long for every commit, measured and written to `docs/evidence/erp.md`.

Each of the ERP's three hot functions is ported to each language and validated on COUNT cases (10,000 unless given),
recorded ones from its production log among them. CI does the same with a few percent of the cases
(`tests/wrong_ports`, the demo). The page says the command, the machine's Python and each figure.
"""

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
    count = sys.argv[1] if len(sys.argv) > 1 else "10000"
    shutil.rmtree(PLACE, ignore_errors=True)
    shutil.copytree(ROOT / "fixtures" / "erp", PLACE / "erp", ignore=shutil.ignore_patterns("__pycache__", ".pivot"))
    subprocess.run(
        [sys.executable, "workload.py", "--out", "day"], cwd=PLACE / "erp", check=True, stdout=subprocess.DEVNULL
    )
    rows, differing = [], 0
    for target in FUNCTIONS:
        name = target.rpartition("::")[2]
        words = ("--production-logs", "day/production.log", "--count", count, "--output", f"{name}.jsonl")
        pivot("generate-tests", target, *words)
        for language in LANGUAGES:
            began = time.monotonic()
            vessel = pivot("port", target, "--to", language)["vessel"]
            report = pivot(
                "validate", "--legacy", target, "--vessel", vessel, "--test-cases", f"{name}.jsonl", "--count", "0"
            )
            differing += report["failed"]
            adequacy, strata = report["adequacy"], {row["stratum"]: row for row in report["strata"]}
            rows.append(
                f"| {name} | {language} | {report['level']} | {report['test_count']:,} | {report['failed']} "
                f"| {strata['recorded']['judged']:,} | {report['fallback_share']:.1%} "
                f"| {adequacy['killed']} of {adequacy['told_apart']} (made {adequacy['made']}) "
                f"| {time.monotonic() - began:.0f} |"
            )
            print(rows[-1], flush=True)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(
        "# The sample ERP's hot functions in three languages\n\n"
        f"Made by `make evidence-erp` ({count} cases asked for a function), CPython {platform.python_version()} on "
        f"{platform.system()} {platform.machine()}.\n\n"
        "| function | target | level | cases judged | differ | recorded among them | answered by legacy "
        "| bad ports killed | seconds |\n|---|---|---|---|---|---|---|---|---|\n" + "\n".join(rows) + "\n",
        encoding="utf-8",
    )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
