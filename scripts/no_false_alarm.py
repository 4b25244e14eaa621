"""`make no-false-alarm`: right ports are judged as wrong ones are, and none may be failed.

The functions of the conformance suite are ported to each language and judged against themselves, on the suite's own
rows (aliases, NaN, changes in place, exceptions with arguments of their own ...) and on generated cases, by the same
comparison as in `pivot validate`. A file is compiled once, its vessels come from what the suite has built where the
sources are the same, and all its functions share long-lived workers: a call goes through a route that takes the
function's name first. Legacy runs twice for all three languages together. What is judged is logged
(`.pivot-demo/no-false-alarm.jsonl`) with the commit, so that a run that was cut goes on where it stopped and adds up;
the page is `docs/evidence/no-false-alarm.md`. Exit 1 when anything was failed.

    scripts/no_false_alarm.py [--count N] [--minutes M] [--languages rust,go,cpp] [--files a,b] [--log F]
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
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pivot_lsp.cases.domain import Domain  # noqa: E402
from pivot_lsp.cases.generate import generate  # noqa: E402
from pivot_lsp.cases.signature import describe  # noqa: E402
from pivot_lsp.cases.source import mine  # noqa: E402
from pivot_lsp.cases.values import Unencodable, case_id, encode_call  # noqa: E402
from pivot_lsp.model.case import Case  # noqa: E402
from pivot_lsp.model.errors import PivotError  # noqa: E402
from pivot_lsp.model.port import Language  # noqa: E402
from pivot_lsp.model.signature import Signature, Type  # noqa: E402
from pivot_lsp.model.target import Target, parse_target  # noqa: E402
from pivot_lsp.parity.again import judge_again  # noqa: E402
from pivot_lsp.parity.campaign import CHUNK, Budget, Campaign, Corpus, Known, Tally  # noqa: E402
from pivot_lsp.parity.floats import STRICT  # noqa: E402
from pivot_lsp.parity.implementation import of_target, of_vessel  # noqa: E402
from pivot_lsp.port.compile import compile_functions  # noqa: E402
from pivot_lsp.port.ir import Unit  # noqa: E402
from pivot_lsp.vessel.build import build_vessel  # noqa: E402
from tests.conformance.harness import FILES, FUNCTIONS, load, names  # noqa: E402
from tests.conformance.kept import KEPT, libraries_kept  # noqa: E402

PAGE = ROOT / "docs" / "evidence" / "no-false-alarm.md"
BUDGET = Budget(legacy=0.1)
"""Most functions of the suite take microseconds; a case that takes longer than this is set aside."""


def quiet(_what: str, _done: int, _total: int | None) -> None:
    """A line is printed for each function instead."""


def commit() -> str:
    """The commit that is judged with."""
    words = ["git", "rev-parse", "--short=7", "HEAD"]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def unit_of(file: str, root: Path) -> tuple[Target, Unit]:
    """All functions of a conformance file, which lies in `root`, compiled together."""
    target = parse_target(f"{file}.py::{names(file)[0]}", root)
    checked = compile_functions(target, names(file), root / ".cache")
    assert checked.unit is not None, checked.reasons
    return target, checked.unit


def built(target: Target, unit: Unit, language: Language, root: Path) -> Path:
    """The vessel of a unit."""
    with libraries_kept():
        return build_vessel(unit, target, language, root / "vessels" / language, KEPT).folder


def cases(file: str, name: str, root: Path, count: int) -> Iterator[Case]:
    """The suite's rows as cases, then generated ones."""
    module = load(file)
    for row in (*module.CASES.get(name, ()), *module.FALLBACK.get(name, ())):
        try:
            args, kwargs = encode_call(list(row), {})
        except Unencodable:
            continue
        yield Case(id=case_id(args, kwargs), stratum="boundary", args=args, kwargs=kwargs)
    target = parse_target(f"{file}.py::{name}", root)
    try:
        yield from islice(generate(describe(target), mine(target), [], count, 1), count)
    except PivotError:  # of an untyped parameter nothing is known: its rows are all there is
        return


LEGACY_ROUTE = """\
from operator import attrgetter
import {file}

def route(name, *args, **kwargs):
    return attrgetter(name)({file})(*args, **kwargs)
"""
VESSEL_ROUTE = """\
from collections import Counter
from pivot_lsp.runtime import load_vessel

FUNCTIONS = load_vessel({folder!r})

class Route:
    def __init__(self):
        self.calls, self.native, self.fallback, self.reasons = self, 0, 0, Counter()

    def __call__(self, name, *args, **kwargs):
        counts = FUNCTIONS[name].calls
        before = counts.native, counts.fallback, Counter(counts.reasons)
        try:
            return FUNCTIONS[name](*args, **kwargs)
        finally:
            self.native += counts.native - before[0]
            self.fallback += counts.fallback - before[1]
            self.reasons += Counter(counts.reasons) - before[2]

route = Route()
"""


def routed(case: Case, name: str) -> Case:
    """The call of `name` as a call of the route: all functions of a file are judged by the same three workers."""
    args = [name, *case.args]
    return msgspec.structs.replace(case, args=args, id=case_id(args, case.kwargs))


def judge_file(
    file: str, left: dict[Language, list[str]], root: Path, count: int, until: float
) -> Iterator[dict[str, Any]]:
    """The functions of a file against themselves, a row for each and each language that it is left for."""
    (root / "legacy_route.py").write_text(LEGACY_ROUTE.format(file=file))
    legacy = of_target(parse_target("legacy_route.py::route", root))
    signature = Signature(module="legacy_route", qualname="route", arguments=[], result=Type(kind="unknown"))
    target, unit = unit_of(file, root)
    with ExitStack() as stack:
        campaigns: dict[Language, Campaign] = {}
        whole: dict[Language, Tally] = {}
        for language in left:
            folder = built(target, unit, language, root)
            (root / f"{language}_route.py").write_text(VESSEL_ROUTE.format(folder=str(folder)))
            vessel = of_vessel(f"{language}_route:route", legacy, root)
            campaigns[language] = stack.enter_context(Campaign(legacy, vessel, STRICT, signature, BUDGET))
            whole[language] = Tally(Domain(signature), corpus=Corpus(seed=1))
        leading = next(iter(campaigns.values()))
        for name in dict.fromkeys(name for several in left.values() for name in several):
            made = [routed(case, name) for case in cases(file, name, root, count)]
            leading.tally = Tally(Domain(signature))
            leading.forget_slow()
            known = references(leading, made)
            for language, campaign in campaigns.items():
                if name not in left[language]:
                    continue
                tally = campaign.tally = Tally(Domain(signature), aside=leading.tally.aside.copy())
                for each in known:
                    campaign.judge(each)
                sample = list(tally.corpus)
                whole[language].corpus.add_all([each.case for each in sample], [each.legacy for each in sample])
                yield row_of(language, file, name, tally)
            if time.monotonic() > until:
                return
        for language, campaign in campaigns.items():
            campaign.tally = whole[language]
            judge_again(campaign, 1, quiet)
            if whole[language].failed:
                yield row_of(language, file, "when called again", whole[language])


def references(campaign: Campaign, made: list[Case]) -> list[Known]:
    """The cases on which legacy agrees with itself."""
    found: list[Known] = []
    for start in range(0, len(made), CHUNK):
        fresh, texts = campaign.fresh(made[start : start + CHUNK])
        first, second = campaign.legacy.submit_texts(texts), campaign.again.submit_texts(texts, backwards=True)
        found.append(campaign.references(fresh, texts, first.result(), second.result()))
    return found


def row_of(language: Language, file: str, name: str, tally: Tally) -> dict[str, Any]:
    """A row of the log."""
    first = tally.mismatches[0] if tally.mismatches else None
    return {
        "language": language,
        "file": file,
        "function": name,
        "judged": tally.judged,
        "native": sum(row["native"] for row in tally.strata.values()),
        "failed": tally.failed,
        "aside": dict(tally.aside),
        "why": f"{json.dumps(first.case.args)[:200]}: {first.found.message[:200]}" if first else "",
    }


def main() -> int:
    """Judges what the log does not hold yet, and writes the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--languages", default="rust,go,cpp")
    parser.add_argument("--files", default=",".join(FILES))
    parser.add_argument("--log", type=Path, default=ROOT / ".pivot-demo" / "no-false-alarm.jsonl")
    options = parser.parse_args()
    options.log.parent.mkdir(parents=True, exist_ok=True)
    rows = [json.loads(line) for line in options.log.read_text().splitlines()] if options.log.is_file() else []
    done = {(row["language"], row["file"], row["function"]) for row in rows}
    until = time.monotonic() + 60 * options.minutes
    here = commit()
    for file in options.files.split(","):
        left = {
            language: [name for name in names(file) if (language, file, name) not in done]
            for language in options.languages.split(",")
        }
        left = {language: several for language, several in left.items() if several}
        if not left or time.monotonic() > until:
            continue
        with tempfile.TemporaryDirectory(prefix="alarm-") as folder, options.log.open("a") as log:
            root = Path(folder)
            (root / "pivot.toml").write_text("")
            for each in FUNCTIONS.glob("*.py"):
                shutil.copy(each, root)
            began = time.monotonic()
            for row in judge_file(file, left, root, options.count, until):
                rows.append({**row, "commit": here})
                log.write(json.dumps(rows[-1]) + "\n")
                log.flush()
            failed = sum(row["failed"] > 0 for row in rows)
            print(file, f"{time.monotonic() - began:.0f} s,", len(rows), "judged,", failed, "failed", flush=True)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(_page(rows, options.count), encoding="utf-8")
    return int(any(row["failed"] for row in rows))


def _page(rows: list[dict[str, Any]], count: int) -> str:
    total = sum(len(names(file)) for file in FILES)
    lines = [
        "# No false alarm",
        "",
        f"Made by `make no-false-alarm`: right ports of the conformance suite's {total} functions, each judged on the "
        f"suite's rows and {count} generated cases, a part of each file's again in another order. At commit "
        + ", ".join(dict.fromkeys(row["commit"] for row in rows))
        + f", CPython {platform.python_version()} on {platform.system()} {platform.machine()}.",
        "",
        "| language | functions | calls judged | answered natively | failed | without a judged call |",
        "|---|---|---|---|---|---|",
    ]
    for language in dict.fromkeys(row["language"] for row in rows):
        own = [row for row in rows if row["language"] == language]
        lines.append(
            f"| {language} | {len(own)} | {sum(r['judged'] for r in own):,} | {sum(r['native'] for r in own):,} "
            f"| {sum(r['failed'] > 0 for r in own)} | {sum(not r['judged'] for r in own)} |"
        )
    aside: Counter[str] = Counter()
    for row in rows:
        aside.update(row["aside"])
    if aside:
        lines += ["", "Set aside: " + ", ".join(f"{n:,} {why}" for why, n in aside.most_common()) + "."]
    for row in rows:
        if row["failed"] or not row["judged"]:
            lines.append(f"- {row['language']}, {row['file']}, {row['function']}: {row['why']}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
