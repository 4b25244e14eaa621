"""One pass of judged calls through a vessel built with a sanitizer.

`app` hands `validate` a function of type `Sanitize`; building the instrumented library is the vessel package's, running
it is this module's `run_sanitized`. Invariant: a pass is clean only when every call was run, no process died, and the
sanitizer wrote nothing that looks like a finding.
"""

from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path

from pivot_lsp.cases.files import read_cases
from pivot_lsp.model.case import Case
from pivot_lsp.model.errors import NoVerdict
from pivot_lsp.model.evidence import SanitizerResult
from pivot_lsp.parity.implementation import Implementation
from pivot_lsp.parity.process import SANITIZER_MARKS, Setup, Worker

Sanitize = Callable[[Path], SanitizerResult | None]
"""Takes a case file of judged calls; None: no sanitizer can be had here."""

CHUNK = 64


def run_sanitized(
    implementation: Implementation,
    corpus: Path,
    environment: Mapping[str, str],
    tool: str,
    blind_to: str,
    limit: int = 2000,
) -> SanitizerResult:
    """Runs up to `limit` calls of `corpus` in a worker with `environment` (LD_PRELOAD, ASAN_OPTIONS ...).

    `implementation` names the vessel's folder whose manifest points to the instrumented library
    (`implementation.of_vessel`). The worker has no limit on address space, for a sanitizer reserves terabytes. When
    it cannot even be loaded the result has no calls: neither clean nor a finding.
    """
    setup = Setup(implementation, hard_seconds=60.0, address_space=0, environment=environment)
    _, cases = read_cases(corpus)
    ran = 0
    with Worker(setup) as worker:
        try:
            while chunk := list(islice(cases, min(CHUNK, limit - ran))):
                outcomes = worker.run([(case.args, case.kwargs) for case in chunk])
                for case, outcome in zip(chunk, outcomes):
                    if outcome.status in ("crash", "timeout"):
                        return _found(tool, blind_to, ran, f"{outcome.note} (case {case.id[:12]})")
                ran += len(chunk)
                if finding := _line(worker.stderr()):
                    return _found(tool, blind_to, ran, f"{finding} {_ids(chunk)}")
        except NoVerdict as error:
            if ran:
                return _found(tool, blind_to, ran, error.message)
            return SanitizerResult(tool=tool, clean=True, calls=0, finding=error.message, blind_to=blind_to)
    return SanitizerResult(tool=tool, clean=True, calls=ran, blind_to=blind_to)


def _found(tool: str, blind_to: str, ran: int, finding: str) -> SanitizerResult:
    return SanitizerResult(tool=tool, clean=False, calls=ran, finding=finding, blind_to=blind_to)


def _line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if any(mark in line for mark in SANITIZER_MARKS)), "")


def _ids(cases: list[Case]) -> str:
    return f"(among cases {cases[0].id[:12]} to {cases[-1].id[:12]})"
