"""`make wrong-ports`: every wrong port of the kit is judged, and what became of each is written down.

Each slip of `tests/wrong_ports` is judged as a Python callable, with generated cases alone, and ported to Rust, Go and
C++ (the wrong text is translated and built, so the vessel is wrong and otherwise faultless) and judged against the
right legacy, adequacy and all. A module is ported whole with one slip in each of its functions: a build gives a dozen
wrong vessels. A slip that a language refuses is counted apart.

    scripts/wrong_ports.py [--native-minutes M] [--python-minutes M] [--count N] [--seed N] [--modules A,B] [--log F]
                           [--only KIND:FUNCTION:SLIP ...] [--page F] [--exploring S]

Slips that show only in calls that a vessel gives to legacy make no wrong vessel: `tests/wrong_ports/right_as_vessels`
names them with the reason, and they are judged as callables alone. The slips of refactorings in `office_slips` are
`scripts/wrong_refactorings.py`'s.

Results are appended to a log as they come (`.pivot-demo/wrong-ports.jsonl`), each with the commit it was judged at, so
that a run that was cut goes on where it stopped; the page is `docs/evidence/wrong-ports.md`. Exit 1 when one was
certified or more than one in twenty-four was not failed with a minimal case.
"""

import argparse
import json
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pivot_lsp.app.port import port  # noqa: E402
from pivot_lsp.app.validate import ValidateRequest, cases_of, validate  # noqa: E402
from pivot_lsp.cases.files import write_cases  # noqa: E402
from pivot_lsp.model.case import CaseHeader  # noqa: E402
from pivot_lsp.model.errors import PivotError  # noqa: E402
from pivot_lsp.model.port import Language  # noqa: E402
from pivot_lsp.model.target import parse_target  # noqa: E402
from pivot_lsp.parity.page import call_text  # noqa: E402
from tests.wrong_ports.kit import Wrong, in_rounds, together, write_legacy, write_wrong, wrong_functions  # noqa: E402
from tests.wrong_ports.office_slips import CALLABLES  # noqa: E402
from tests.wrong_ports.right_as_vessels import RIGHT_AS_VESSELS  # noqa: E402

PAGE = ROOT / "docs" / "evidence" / "wrong-ports.md"
LANGUAGES: tuple[Language, ...] = ("rust", "go", "cpp")


def commit() -> str:
    """The commit that is judged with."""
    words = ["git", "rev-parse", "--short=7", "HEAD"]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def quiet(_what: str, _done: int, _total: int | None) -> None:
    """No progress: a line is printed for each port judged."""


def made_cases(target: str, legacy: Path, options: argparse.Namespace) -> Path:
    """The cases that `validate` makes for a function, in a file: they hang on legacy alone, so that all its wrong
    ports are judged on the same ones, and they are made once."""
    file = legacy / "made" / f"{target.rpartition('::')[2]}.jsonl"
    if not file.is_file():
        file.parent.mkdir(exist_ok=True)
        shutil.rmtree(legacy / ".pivot" / "cases", ignore_errors=True)
        request = ValidateRequest(
            legacy=target,
            vessel=target,
            cwd=legacy,
            count=options.count,
            seed=options.seed,
            exploring=options.exploring,
        )
        function = target.replace(".py::", ":")
        write_cases(file, CaseHeader(function=function, seed=options.seed), list(cases_of(request, quiet)))
    return file


def judged(wrong: Wrong, legacy: Path, vessel: str, kind: str, options: argparse.Namespace) -> dict[str, Any]:
    """What `validate` says of one wrong port."""
    cases = made_cases(wrong.legacy, legacy, options)
    request = ValidateRequest(
        legacy=wrong.legacy, vessel=vessel, cwd=legacy, test_cases=cases, count=0, seed=options.seed
    )
    regressions = legacy / ".pivot" / "cases"
    shutil.rmtree(regressions, ignore_errors=True)  # what another slip's failure left would help this one
    report = validate(request, quiet)
    first = report.failures[0] if report.failures else None
    return {
        "kind": kind,
        "function": wrong.function,
        "slip": wrong.what,
        "level": report.level,
        "calls": report.test_count,
        "failed": report.failed,
        "class": first.kind if first else "",
        "minimal": call_text(wrong.function, first.args, first.kwargs)[:120] if first else "",
        "seconds": round(report.seconds, 1),
    }


def native(several: list[Wrong], language: Language, folder: Path) -> tuple[dict[str, Any], str]:
    """Ports a module with a slip in each of several functions: what was built, and where or why not."""
    (folder / "pivot.toml").write_text("", encoding="utf-8")
    file = folder / f"kit_{several[0].module}.py"
    file.write_text(together(several), encoding="utf-8")
    made = port(parse_target(file.name, folder), language, None, quiet)
    reasons = "; ".join(f"{reason.code} {reason.message}" for reason in made.reasons)[:200]
    built = dict.fromkeys(made.functions) if made.status == "built" and made.vessel is not None else {}
    return built, str((folder / made.vessel).resolve()) if built and made.vessel else reasons or made.log[:200]


def main() -> int:
    """Judges what the log does not hold yet, and writes the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--native-minutes", type=float, default=60.0)
    parser.add_argument("--python-minutes", type=float, default=60.0)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--modules", default="", help="of tests/wrong_ports/functions; all ported ones unless given")
    parser.add_argument("--only", nargs="+", default=[], metavar="KIND:FUNCTION:SLIP", help="judges these again")
    parser.add_argument("--log", type=Path, default=ROOT / ".pivot-demo" / "wrong-ports.jsonl")
    parser.add_argument("--page", type=Path, default=PAGE)
    parser.add_argument("--exploring", type=float, default=9.0, help="seconds of the search for calls that reach deep")
    options = parser.parse_args()
    options.log.parent.mkdir(parents=True, exist_ok=True)
    rows = [json.loads(line) for line in options.log.read_text().splitlines()] if options.log.is_file() else []
    again = {tuple(each.split(":", 2)) for each in options.only}
    rows = [row for row in rows if (row["kind"], row["function"], row["slip"]) not in again]
    done = {(row["kind"], row["function"], row["slip"]) for row in rows}
    kit = wrong_functions()
    modules = options.modules.split(",") if options.modules else {each.module for each in kit} - set(CALLABLES)
    kit = [each for each in kit if each.module in modules]

    def wanted(kind: str, wrong: Wrong) -> bool:
        name = (kind, wrong.function, wrong.what)
        if kind != "python" and (wrong.module in CALLABLES or name[1:] in RIGHT_AS_VESSELS):
            return False
        return name not in done and (not again or name in again)

    with tempfile.TemporaryDirectory(prefix="kit-") as folder, options.log.open("a", encoding="utf-8") as log:
        legacy = Path(folder)
        write_legacy(legacy)

        here = commit()

        def take(row: dict[str, Any]) -> None:
            row["commit"] = here
            rows.append(row)
            log.write(json.dumps(row) + "\n")
            log.flush()
            print(row["kind"], row["function"], row["slip"], row["level"], row["minimal"], flush=True)

        def attempt(kind: str, wrong: Wrong, vessel: str) -> None:
            try:
                take(judged(wrong, legacy, vessel, kind, options))
            except PivotError as error:
                take({"kind": kind, "function": wrong.function, "slip": wrong.what, "level": "no verdict",
                      "minimal": str(error)[:100]})  # fmt: skip

        until = time.monotonic() + 60 * options.native_minutes
        for turn in range(len(LANGUAGES)):  # each slip in one language first, whatever the time allows
            for place, several in enumerate(in_rounds(kit)):
                language = LANGUAGES[(place + turn) % len(LANGUAGES)]
                left = [wrong for wrong in several if wanted(language, wrong)]
                if not left or time.monotonic() > until:
                    continue
                with tempfile.TemporaryDirectory(prefix="wrong-") as scratch:
                    built, where = native(left, language, Path(scratch))
                    for wrong in left:
                        if wrong.function not in built:
                            why = "left out of its file" if built else where
                            take({"kind": language, "function": wrong.function, "slip": wrong.what,
                                  "level": "refused", "minimal": why})  # fmt: skip
                        elif time.monotonic() < until:
                            attempt(language, wrong, where)
        until = time.monotonic() + 60 * options.python_minutes
        for wrong in (each for several in in_rounds(kit) for each in several):
            if wanted("python", wrong) and time.monotonic() < until:
                attempt("python", wrong, write_wrong(legacy, wrong))
    options.page.parent.mkdir(parents=True, exist_ok=True)
    options.page.write_text(_page(rows, options), encoding="utf-8")
    told = [row for row in rows if row["level"] in ("failed", "tested", "certified")]
    missed = sum(row["level"] != "failed" for row in told)
    return int(any(row["level"] == "certified" for row in told) or missed * 24 > len(told))


def _page(rows: list[dict[str, Any]], options: argparse.Namespace) -> str:
    lines = [
        "# Wrong ports, judged",
        "",
        f"Made by `make wrong-ports` ({options.count} generated cases for each, none recorded, seed {options.seed}), "
        f"CPython {platform.python_version()} on {platform.system()} {platform.machine()}. Each wrong port is a right "
        "one with one slip: as a Python callable, or translated and built.",
        "",
        "| judged as | wrong ports | functions | failed with a minimal case | tested | certified | not built |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind in ("python", *LANGUAGES):
        own = [row for row in rows if row["kind"] == kind]
        told = [row for row in own if row["level"] in ("failed", "tested", "certified")]
        levels = Counter(row["level"] for row in told)
        failed = sum(row["level"] == "failed" and bool(row["minimal"]) for row in told)
        lines.append(
            f"| {kind} | {len(told)} | {len({row['function'] for row in told})} | {failed} | {levels['tested']} "
            f"| {levels['certified']} | {len(own) - len(told)} |"
        )
    commits = Counter(row["commit"] for row in rows)
    lines += ["", "Judged at commit " + ", ".join(f"{name} ({count})" for name, count in commits.most_common()) + "."]
    left = [row for row in rows if row["level"] in ("tested", "certified")]
    if left:
        lines += ["", "Not failed:", ""]
        lines += [f"- {row['kind']}: {row['function']}, {row['slip']}" for row in left]
    refused = Counter(row["minimal"] for row in rows if row["level"] in ("refused", "no verdict"))
    if refused:
        lines += ["", "Refused, with the reason:", ""]
        lines += [f"- {count} times: {reason}" for reason, count in refused.most_common()]
    lines += ["", "Slips that make no wrong vessel, judged as callables alone:", ""]
    lines += [f"- {function}, {slip}: {reason}" for (function, slip), reason in RIGHT_AS_VESSELS.items()]
    lines += ["", "| judged as | function | slip | class | minimal case |", "|---|---|---|---|---|"]
    for row in rows:
        if row["level"] == "failed" and row.get("class"):
            shown = row["minimal"].replace("|", "\\|").replace("\n", "\\n")
            lines.append(f"| {row['kind']} | {row['function']} | {row['slip']} | {row['class']} | `{shown}` |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
