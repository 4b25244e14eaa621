"""`make fuzz`: batches of random programs until a number or a time is reached; a row for docs/evidence/fuzz.md.

Ends with 1 when anything differed; each finding is printed with its program, made small. Counts are cumulative over
runs by their rows: a row names its seeds, so that anyone can run it again.
"""

import argparse
import platform
import shutil
import sys
import tempfile
import time
from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from typing import cast

from pivot_lsp.model.port import LANGUAGES, Language
from tests.fuzz.campaign import ROOT, Verdict, run, unoptimised
from tests.fuzz.programs import batch
from tests.fuzz.shrink import shrink

PAGE = ROOT / "docs" / "evidence" / "fuzz.md"
HEADING = """# Random programs against CPython

Made by `make fuzz`. A row is a run: programs of the seeds named, each called under CPython and in every vessel with
the same inputs, every behaviour compared strictly (value, types, exception, arguments afterwards). Programs that the
compiler refuses are left out. A difference, a crash and a program that a back end's compiler rejects are findings.
QUICK=1 builds without optimisation.

| Python | seeds | programs | refused | calls a language | native share | findings | command |
|---|---|---|---|---|---|---|---|
"""


def main() -> int:
    """Runs, prints, appends."""
    options = _options()
    languages = tuple(cast(Language, name) for name in options.languages.split(","))
    cache = ROOT / ".pivot" / "cache" / "fuzz"
    cache.mkdir(parents=True, exist_ok=True)
    total: Counter[str] = Counter()
    findings = refused = 0
    began = time.monotonic()
    seed = options.seed
    while seed < options.seed + options.batches and time.monotonic() - began < options.seconds:
        mode = unoptimised() if options.quick else nullcontext()
        with mode, tempfile.TemporaryDirectory(prefix="fuzz-", dir=cache) as scratch:
            made = batch(seed, options.programs, small=options.small)
            verdict = run(made, languages, options.inputs, Path(scratch) / "batch", cache)
            total += verdict.counts
            refused += sum(verdict.refused.values())
            findings += len(verdict.findings)
            print(_line(seed, verdict), flush=True)
            _tell(verdict, options.inputs, Path(scratch) / "small", cache, options.shrink)
        seed += 1
    row = _row(options, seed, total, refused, findings, languages)
    print(row)
    if options.record:
        if not PAGE.exists():
            PAGE.parent.mkdir(parents=True, exist_ok=True)
            PAGE.write_text(HEADING, encoding="utf-8")
        with PAGE.open("a", encoding="utf-8") as page:
            page.write(row + "\n")
    return 1 if findings else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.fuzz.run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batches", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--programs", type=int, default=100)
    parser.add_argument("--inputs", type=int, default=16)
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--quick", action="store_true", help="builds without optimisation")
    parser.add_argument("--small", action="store_true", help="programs of a few lines, of one area each")
    parser.add_argument("--record", action="store_true", help="append a row to docs/evidence/fuzz.md")
    parser.add_argument("--shrink", action="store_true", help="make differing programs small")
    return parser.parse_args()


def _line(seed: int, verdict: Verdict) -> str:
    took = " ".join(f"{name} {seconds:.0f}s" for name, seconds in verdict.seconds.items())
    reasons = " ".join(f"{name} {n}" for name, n in verdict.reasons.most_common())
    codes = " ".join(f"{code} {n}" for code, n in verdict.refused.most_common())
    programs = verdict.counts["programs"]
    head = f"seed {seed}: {programs} programs, {len(verdict.findings)} findings"
    return f"{head}; fell back: {reasons}; refused: {codes}; {took}"


def _tell(verdict: Verdict, inputs: int, folder: Path, cache: Path, smaller: bool) -> None:
    told: set[tuple[str, str]] = set()
    for one in verdict.findings:
        program, language = one["program"], one["language"]
        if (program, language) in told:
            continue
        told.add((program, language))
        print(
            f"--- {language} {one['kind']} {program} input {one.get('input')}: {one.get('where', '')} {one['message']}"
        )
        if program and " " not in program:
            found = verdict.program(program)
            if smaller:
                found = shrink(verdict.batch, found, language, inputs, folder, cache, one["kind"])
            print(found.source, flush=True)
    shutil.rmtree(folder, ignore_errors=True)


def _row(
    options: argparse.Namespace, end: int, total: Counter[str], refused: int, findings: int, languages: tuple[str, ...]
) -> str:
    shares = []
    calls = 0
    for language in languages:
        native, fallback = total[f"{language} native"], total[f"{language} fallback"]
        calls = max(calls, native + fallback)
        shares.append(f"{language} {native / max(1, native + fallback):.1%}")
    seeds = f"{options.seed}" if end <= options.seed + 1 else f"{options.seed} to {end - 1}"
    words = f"SEED={options.seed} BATCHES={end - options.seed} PROGRAMS={options.programs} INPUTS={options.inputs}"
    command = f"make fuzz {words}{' QUICK=1' if options.quick else ''}"
    command += " SMALL=1" if options.small else ""
    return (
        f"| {platform.python_version()} | {seeds} | {total['programs']:,} | {refused:,} | {calls:,} "
        f"| {', '.join(shares)} | {findings} | `{command}` |"
    )


if __name__ == "__main__":
    sys.exit(main())
