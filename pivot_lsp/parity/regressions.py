"""Calls on which a vessel once failed: kept, and replayed before all others.

Invariant: a call stays until its file is deleted by a person; the newest come first and the file never outgrows
`KEPT`.
"""

from collections.abc import Sequence
from pathlib import Path

from pivot_lsp.cases.files import read_cases, write_cases
from pivot_lsp.cases.values import case_id
from pivot_lsp.model.case import Case, CaseHeader
from pivot_lsp.model.evidence import Failure
from pivot_lsp.model.target import Target
from pivot_lsp.store.files import cases_file

KEPT = 500
NEW_AT_MOST = 8
"""Of one run: failures come one a class and place first."""


def regressions_file(target: Target) -> Path:
    """`.pivot/cases/<module>.<qualname>.regressions.jsonl` at the project's root."""
    return cases_file(target.root, target.dotted, "regressions")


def kept(file: Path) -> list[Case]:
    """What earlier runs have kept; none when there is no file. Raises UsageError as `read_cases`."""
    return list(read_cases(file)[1]) if file.is_file() else []


def keep(file: Path, failures: Sequence[Failure]) -> None:
    """Adds the shrunk calls of `failures`. They count as mutated cases: made from another, seen in no recording."""
    new = [
        Case(id=case_id(found.args, found.kwargs), stratum="mutated", args=found.args, kwargs=found.kwargs)
        for found in failures[:NEW_AT_MOST]
    ]
    if new:
        before = kept(file)
        distinct = {case.id: case for case in [*new, *before]}
        write_cases(file, CaseHeader(recorder="parity"), list(distinct.values())[:KEPT])
