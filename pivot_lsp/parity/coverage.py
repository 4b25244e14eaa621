"""Which lines and branches of the legacy unit the judged calls reach, with names for those they do not.

Measured in a worker with coverage.py. Invariant: only the bodies of the unit's functions count; a function that no
call enters is listed, not left out. A method that no call enters is listed and not counted: the unit takes every
method of a class by whose name anything is called.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pivot_lsp.model.evidence import UnitCoverage, Unreached
from pivot_lsp.parity.campaign import Judged, Progress
from pivot_lsp.parity.implementation import Implementation
from pivot_lsp.parity.process import Death, Setup, Worker
from pivot_lsp.source.unit import Unit, UnitFunction

SECONDS = 20.0
SEND = 500


def measure_coverage(
    legacy: Implementation, unit: Unit, judged: Sequence[Judged], progress: Progress, seconds: float = SECONDS
) -> UnitCoverage | None:
    """Coverage of the unit by `judged`; None when the worker died over it."""
    progress("coverage", 0, None)
    setup = Setup(legacy, soft_seconds=10.0, hard_seconds=60.0, environment={"PIVOT_OFF": "1"})
    files = sorted({str(function.file) for function in unit.functions})
    with Worker(setup) as worker:
        for start in range(0, len(judged), SEND):
            rows = [[each.case.args, each.case.kwargs, b"", 0] for each in judged[start : start + SEND]]
            if isinstance(worker.ask("corpus", calls=rows, clear=start == 0), Death):
                return None
        answer = worker.ask("cover", files=files, seconds=seconds)
    return None if isinstance(answer, Death) else _summed(unit, answer, legacy.qualname)


def _summed(unit: Unit, answer: dict[str, Any], target: str) -> UnitCoverage:
    lines = covered = branches = taken = 0
    unreached: list[Unreached] = []
    for function in unit.functions:
        body = _body(function)
        entry = answer["files"].get(str(function.file), {})
        ran = [line for line in entry.get("executed_lines", ()) if line in body]
        missed = [line for line in entry.get("missing_lines", ()) if line in body]
        if not entry:
            missed = [function.node.body[0].lineno]
        went = [pair for pair in entry.get("executed_branches", ()) if pair[0] in body]
        stayed = [pair for pair in entry.get("missing_branches", ()) if pair[0] in body]
        unreached += [_unreached(unit, function, line, None) for line in missed]
        unreached += [_unreached(unit, function, start, end) for start, end in stayed if start not in missed]
        if not ran and len(function.chain) > 1 and function.qualname != target:
            continue
        lines += len(ran) + len(missed)
        covered += len(ran)
        branches += len(went) + len(stayed)
        taken += len(went)
    return UnitCoverage(
        lines=lines,
        lines_covered=covered,
        branches=branches,
        branches_covered=taken,
        unreached=unreached,
        calls=answer["calls"],
    )


def _body(function: UnitFunction) -> range:
    return range(function.node.body[0].lineno, function.lines.stop)


def _unreached(unit: Unit, function: UnitFunction, line: int, to_line: int | None) -> Unreached:
    file = function.file
    shown = str(Path(file).relative_to(unit.root)) if file.is_relative_to(unit.root) else str(file)
    out = None if to_line is None else (to_line if to_line in function.lines else -1)
    return Unreached(file=shown, function=function.qualname, line=line, to_line=out)
