"""`pivot generate-tests`: the cases of a function, from logs, from recordings, and generated.

Invariant: recorded calls are a uniform sample of those seen, with their multiplicity; every case of the file is
distinct; what the file covers and what it could not read is in the report.
"""

import glob
import platform
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from random import Random

import msgspec

from pivot_lsp.cases.domain import Domain, Span
from pivot_lsp.cases.explore import Exploration
from pivot_lsp.cases.files import CaseWriter, read_cases, recorded_file
from pivot_lsp.cases.generate import covered_types, generate, refuse_unknown
from pivot_lsp.cases.hypo import keep_in
from pivot_lsp.cases.infer import completed
from pivot_lsp.cases.logs import LogReport, read_logs
from pivot_lsp.cases.seek import deep_calls
from pivot_lsp.cases.signature import describe, render
from pivot_lsp.cases.source import Literals, mine
from pivot_lsp.model.base import Model
from pivot_lsp.model.case import Case, CaseHeader, Sampling
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.signature import Signature
from pivot_lsp.model.target import Target

Progress = Callable[[str, int, int | None], None]

RECORDED_SHARE = 0.5
"""Of `count`: draws of recorded calls that a file holds at most; the rest is for inputs unlike them."""


class Recording(Model):
    """What `.pivot/cases/` gave."""

    file: str
    calls: int = 0
    distinct: int = 0
    stale: bool = False
    """The function has changed since: its recorded results were dropped, its arguments kept."""


class GenerateReport(Model):
    """What was written and where it comes from."""

    function: str
    signature: str
    output: str
    count: int
    """Cases written, all distinct."""
    asked: int
    strata: dict[str, int]
    recorded_calls: int
    """Calls that the recorded cases stand for, repetitions counted."""
    logs: LogReport | None = None
    recording: Recording | None = None
    explored: Exploration | None = None
    """The search for calls that reach deep, which runs the function in a child process."""
    guessed: list[str] = []
    """Parameters with no, or no full, type: their generated values are guesses."""
    mined: dict[str, int] = {}
    """Literals found in the source, by kind."""
    files: list[str] = []
    """Files mined."""
    domain: dict[str, Span] = {}
    seed: int
    seconds: float


def generate_tests(
    target: Target,
    output: Path,
    *,
    logs: Sequence[str] = (),
    overrides: Mapping[str, str] | None = None,
    count: int = 2000,
    seed: int = 0,
    exploring: float = 15.0,
    progress: Progress = lambda what, done, total: None,
) -> GenerateReport:
    """Writes the case file of `target`.

    `logs`: glob patterns. `exploring`: seconds that the search for deep calls may take; 0: the function is not run.
    Raises UsageError and NoVerdict as its parts do.
    """
    started = time.monotonic()
    progress("types", 0, None)
    signature = describe(target)
    literals = mine(target)
    limit = max(1, int(count * RECORDED_SHARE))
    log_report, recording = None, None
    draws: list[Case] = []
    if logs:
        told = lambda lines: progress("log lines", lines, None)  # noqa: E731 - a name for what follows
        draws, log_report = read_logs(log_files(logs), signature, overrides, limit, seed, told)
    path = recorded_file(target)
    if path.is_file():
        kept, recording = _recording(path, signature, literals, limit, seed)
        draws = _merged([*draws, *kept])
    draws = _at_most(draws, limit, seed)
    signature = completed(signature, draws)
    refuse_unknown(signature)
    found: list[Case] = []
    explored: Exploration | None = None
    if exploring > 0:
        progress("exploring", 0, None)
        candidates = min(6000, 500 + 2 * count)
        found, explored = deep_calls(target, signature, literals, draws, seed=seed, count=candidates, seconds=exploring)
    domain = Domain(signature)
    strata: Counter[str] = Counter()
    with CaseWriter(output) as writer:
        keep_in(target.root)
        for case in _all(signature, literals, draws, found, count, seed):
            writer.write(case)
            domain.add(case)
            strata[case.stratum] += 1
            if writer.count % 200 == 0:
                progress("cases", writer.count, count)
        writer.header = _header(signature, literals, log_report, strata, draws, seed)
    return GenerateReport(
        function=f"{signature.module}.{signature.qualname}",
        signature=render(signature),
        output=str(output),
        count=writer.count,
        asked=count,
        strata=dict(strata),
        recorded_calls=sum(case.n for case in draws),
        logs=log_report,
        recording=recording,
        explored=explored,
        guessed=covered_types(signature),
        mined={
            "ints": len(literals.ints),
            "floats": len(literals.floats),
            "strings": len(literals.strings),
            "keys": len(literals.keys),
            "compared": len(literals.compared),
            "lookups": len(literals.lookups),
        },
        files=literals.files,
        domain=domain.stated(),
        seed=seed,
        seconds=round(time.monotonic() - started, 3),
    )


def log_files(patterns: Iterable[str]) -> list[Path]:
    """The files that patterns name, each once. Raises UsageError PV608 for a pattern that names none."""
    found: dict[Path, None] = {}
    for pattern in patterns:
        matches = [Path(name) for name in sorted(glob.glob(pattern, recursive=True)) if Path(name).is_file()]
        if not matches:
            raise UsageError("PV608", f"no log file matches {pattern!r}")
        found.update(dict.fromkeys(matches))
    return list(found)


def _all(
    signature: Signature, literals: Literals, draws: list[Case], found: list[Case], count: int, seed: int
) -> Iterable[Case]:
    yield from draws
    yield from generate(signature, literals, draws, count - len(draws), seed, found=found)


def _recording(
    path: Path, signature: Signature, literals: Literals, limit: int, seed: int
) -> tuple[list[Case], Recording]:
    """The recorded cases of a file, at most `limit` calls of them."""
    header, cases = read_cases(path, signature)
    stale = header.unit != literals.unit
    kept = [msgspec.structs.replace(case, expected=None) if stale else case for case in cases]
    report = Recording(file=str(path), calls=sum(c.n for c in kept), distinct=len(kept), stale=stale)
    return _at_most([c for c in kept if c.stratum == "recorded"], limit, seed), report


def _merged(cases: Iterable[Case]) -> list[Case]:
    """Cases of one id as one, with the sum of their multiplicities."""
    found: dict[str, Case] = {}
    for case in cases:
        known = found.get(case.id)
        if known is None:
            found[case.id] = case
        else:
            found[case.id] = msgspec.structs.replace(known if known.expected else case, n=known.n + case.n)
    return list(found.values())


def _at_most(cases: list[Case], limit: int, seed: int) -> list[Case]:
    """A uniform sample of `limit` calls; a case stays for as many of its calls as were drawn."""
    total = sum(case.n for case in cases)
    if total <= limit:
        return cases
    drawn = Counter(Random(seed).sample(range(len(cases)), limit, counts=[case.n for case in cases]))
    return [msgspec.structs.replace(case, n=drawn[i]) for i, case in enumerate(cases) if drawn[i] or not case.n]


def _header(
    signature: Signature,
    literals: Literals,
    logs: LogReport | None,
    strata: Mapping[str, int],
    draws: list[Case],
    seed: int,
) -> CaseHeader:
    sampling = logs.sampling if logs else Sampling(seed=seed)
    return CaseHeader(
        function=f"{signature.module}:{signature.qualname}",
        signature=render(signature),
        unit=literals.unit,
        python=platform.python_version(),
        platform=platform.platform(),
        recorder="generate",
        sampling=sampling.model_copy(update={"kept": sum(case.n for case in draws)}),
        dropped={"broken": logs.broken, "unmappable": logs.unmappable} if logs else {},
        strata=dict(strata),
        seed=seed,
    )
