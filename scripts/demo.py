"""`make demo`: the sample ERP from a real profile to three vessels behind flags, by the `pivot` command alone.

Works on a copy under `.pivot-demo/`; prints what each step found and, at the end, one block a function. Exits 1 when a
vessel differs from legacy or a step fails; a language whose compiler is missing is named and the rest goes on, but
under CI=true that is a failure too.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / ".pivot-demo"
ERP = PLACE / "erp"
PORTS = (
    ("reports/sales_aggregator.py", "aggregate_daily_sales", "go"),
    ("inventory/stock_calculator.py", "calculate_reorder_points", "rust"),
    ("pricing/discount_engine.py", "apply_complex_discounts", "cpp"),
)
CASES = 2000
ATTEMPTS = 3
"""Benchmarks tried until the control (legacy against itself) shows no difference; the vessel's figure plays no part."""
PLANNED = "3"
"""Percent of the run from which a function is worth a place in the demo's plan; the compiler is asked about each."""
CONSOLE = Console(width=110)


class StepFailed(Exception):
    """A command ended as it should not have."""


def pivot(*words: str, accept: tuple[int, ...] = (0,)) -> tuple[int, dict[str, Any]]:
    """Runs one verb in the ERP with --json; returns its exit code and object."""
    argv = [sys.executable, "-m", "pivot_lsp", *words, "--json"]
    if "--" in words:
        cut = words.index("--")
        argv = [sys.executable, "-m", "pivot_lsp", *words[:cut], "--json", *words[cut:]]
    done = subprocess.run(argv, cwd=ERP, capture_output=True, text=True, check=False)
    if done.returncode not in accept:
        raise StepFailed(f"pivot {' '.join(words)}: exit {done.returncode}\n{done.stderr[-3000:]}{done.stdout[-3000:]}")
    return done.returncode, json.loads(done.stdout) if done.stdout.strip() else {}


def step(text: str) -> None:
    """Says what begins."""
    CONSOLE.print(f"\n[bold]{text}[/bold]")


def prepare() -> Path:
    """A fresh copy of the ERP, and the facts production would have left."""
    shutil.rmtree(PLACE, ignore_errors=True)
    shutil.copytree(ROOT / "fixtures" / "erp", ERP, ignore=shutil.ignore_patterns("__pycache__", ".pivot", "vessels"))
    sys.path.insert(0, str(ROOT / "scripts"))
    from erp_facts import make_facts

    facts = PLACE / "facts"
    make_facts(facts, ERP)
    return facts


def show_hotspots(facts: Path) -> None:
    """The hotspots with the compiler's verdict."""
    _, found = pivot(
        "analyze", ".", "--profile", str(facts / "erp.prof"), "--coverage", str(facts / ".coverage"), "--top", "10"
    )
    table = Table("function", "self %", "self ms", "cumulative ms", "calls", "complexity", "coverage")
    for row in found["hotspots"][:10]:
        coverage = "unknown" if row["test_coverage"] is None else f"{row['test_coverage']:.0%}"
        table.add_row(
            f"{row['file']}::{row['function']}", f"{row['percentage']:.1f}", f"{row['time_ms']:.0f}",
            f"{row['cumulative_ms']:.0f}", f"{row['call_count']:,}", str(row["complexity"]), coverage,
        )  # fmt: skip
    CONSOLE.print(table)


def judged(file: str, name: str, language: str, facts: Path) -> dict[str, Any]:
    """Ports one function and validates the port."""
    target = f"{file}::{name}"
    began = time.monotonic()
    _, made = pivot("port", target, "--to", language)
    cases = facts / f"{name}.jsonl"
    pivot(
        "generate-tests", target, "--production-logs", str(facts / "production.log"),
        "--count", str(CASES), "--output", str(cases),
    )  # fmt: skip
    vessel = made["vessel"]
    _, report = pivot(
        "validate", "--legacy", target, "--vessel", vessel, "--test-cases", str(cases), "--count", "100", accept=(0, 3)
    )
    CONSOLE.print(
        f"  {target} -> {language}: {len(made['functions'])} functions ported, {report['test_count']:,} cases, "
        f"{report['failed']} differ: {report['level']} ({time.monotonic() - began:.0f} s)"
    )
    return {
        "target": target, "name": name, "language": language, "vessel": vessel, "cases": cases, "report": report,
    }  # fmt: skip


def measured(found: dict[str, Any]) -> dict[str, Any]:
    """Benchmarks one vessel, alone on the machine, and puts the function behind a flag."""
    target, vessel = found["target"], found["vessel"]
    for _ in range(ATTEMPTS):
        _, bench = pivot("benchmark", "--legacy", target, "--vessel", vessel, "--test-cases", str(found["cases"]))
        if bench["control"]["passed"]:
            break
        CONSOLE.print(f"  {target}: {bench['reason']}; measured again")
    _, wrapped = pivot("wrap", target, "--vessel", vessel, "--flag", f"use_{found['language']}_{found['name']}")
    return found | {"bench": bench, "flag": wrapped["flag"]}


def show(results: list[dict[str, Any]]) -> None:
    """One block a function: source, certificate, speed-up."""
    step("What was made")
    for found in results:
        report, bench = found["report"], found["bench"]
        missing = "; ".join(report["missing"]) or "nothing"
        CONSOLE.print(f"[bold]{found['target']}[/bold] -> {found['language']}")
        CONSOLE.print(f"  source       {found['vessel']}/src", soft_wrap=True)
        CONSOLE.print(f"  certificate  {report['level']}; for the next level it lacks: {missing}", soft_wrap=True)
        CONSOLE.print(
            f"  cases        {report['test_count']:,} judged, {report['passed']:,} equal, "
            f"{report['fallback_share']:.1%} answered by legacy"
        )
        CONSOLE.print(f"  end to end   {speed(bench)}")
        CONSOLE.print(f"  wrapped      behind the flag {found['flag']}, at 0%: legacy answers until it is raised")


def speed(bench: dict[str, Any]) -> str:
    """The measured end-to-end ratio with its interval, or why there is none."""
    ratio = bench["speedup"]
    if ratio is None:
        return f"no figure: {bench['reason']}"
    return f"{ratio['estimate']:.2f} times (95% {ratio['low']:.2f} to {ratio['high']:.2f}); {bench['verdict']}"


def show_plan(facts: Path) -> None:
    """The phases with what was measured, and the page that shows them."""
    step("The migration plan, with what was measured")
    profile, coverage = str(facts / "erp.prof"), str(facts / ".coverage")
    facts_given = ("--profile", profile, "--coverage", coverage, "--minimum", PLANNED)
    _, plan = pivot("migrate", ".", *facts_given, "--engineers", "2")
    for phase in plan["phases"]:
        names = ", ".join(row["function"] for row in phase["candidates"]) or phase["note"]
        CONSOLE.print(f"  {phase['phase']} {phase['name']}: {names}", soft_wrap=True)
    gain = plan["overall_speedup"]
    CONSOLE.print(f"  whole run {gain['estimate']:.2f}x ({gain['low']:.2f} to {gain['high']:.2f}) by Amdahl's law")
    page = PLACE / "dashboard.html"
    pivot("dashboard", ".", "--export", str(page))
    CONSOLE.print(f"  as a page: {page}", soft_wrap=True)


def main() -> int:
    """The whole way."""
    began = time.monotonic()
    step("Making a real profile, coverage file and production log of the sample ERP")
    facts = prepare()
    step("Hotspots")
    show_hotspots(facts)
    compilers = {"go": ("go",), "rust": ("rustc",), "cpp": ("g++", "clang++")}
    here = [p for p in PORTS if any(map(shutil.which, compilers[p[2]]))]
    skipped = [
        f"{name}: {compilers[language][0]} is missing, `pivot doctor` says how to get it"
        for _, name, language in PORTS
        if not any(map(shutil.which, compilers[language]))
    ]
    step("Porting, making cases and validating, side by side")
    with ThreadPoolExecutor(len(PORTS)) as pool:
        certified = list(pool.map(lambda p: judged(*p, facts), here))
    step("Benchmarking, one at a time, and wrapping")
    results = [measured(found) for found in certified]
    show(results)
    show_plan(facts)
    for line in skipped:
        CONSOLE.print(f"[yellow]skipped[/yellow] {line}")
    differing = [r["target"] for r in results if r["report"]["failed"]]
    step(f"{len(results)} functions in {time.monotonic() - began:.0f} s; the ERP's copy is in {ERP}")
    return 1 if differing or (skipped and os.environ.get("CI") == "true") else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (StepFailed, subprocess.CalledProcessError) as problem:
        print(f"demo: {problem}", file=sys.stderr)
        sys.exit(1)
