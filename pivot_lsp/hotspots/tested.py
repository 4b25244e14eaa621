"""How much of a function its tests ran: 0..1, or None where nothing can tell.

Executing a `def` line only defines the function, so lines that the header holds prove nothing: a one-line function
that was never called is unknown, not covered, unless branches tell whether it was entered. A file that the coverage
file does not list was not measured: unknown too, not zero.
"""

import ast
from collections.abc import Sequence

from pivot_lsp.model.facts import CoveredFile
from pivot_lsp.source.index import FileIndex, SourceFunction

NEIGHBOURS = 3
"""On each side; one may be where it was by chance, seven hardly."""


def tested_share(function: SourceFunction, covered: Sequence[CoveredFile]) -> float | None:
    """Share of the body's statements that ran, over all measurements of its file together."""
    if not covered:
        return None
    executed = {line for file in covered for line in file.executed}
    known = _statements_listed(covered)
    header = function.header_end
    ran: dict[int, bool] = {}
    for first, last in function.statements:
        lines = range(first, last + 1)
        if first > header and (known is None or any(line in known for line in lines)):
            ran[first] = ran.get(first, False) or any(line in executed for line in lines)
    if ran:
        return sum(ran.values()) / len(ran)
    return _entered(function, covered)


def reaching_tests(function: SourceFunction, covered: Sequence[CoveredFile]) -> list[str]:
    """The contexts (tests) in which a line of the body ran, in order; empty where coverage recorded none."""
    if not any(file.contexts for file in covered):
        return []
    body = set(range(function.header_end + 1, function.end_line + 1))
    return sorted({name for file in covered for name, lines in file.contexts.items() if not body.isdisjoint(lines)})


def still_fits(index: FileIndex, function: SourceFunction, covered: Sequence[CoveredFile]) -> bool:
    """Whether measurements of an older source can speak of `function` in today's: lines do not move with their code.

    Loading a file runs each `def` line outside functions. So of this function and its neighbours the `def` must have
    run, and nothing of the body on a line that holds no statement today. In doubt it does not fit.
    """
    executed = {line for file in covered for line in file.executed}
    defined = [f for f in index.functions if "<locals>" not in f.qualname]
    at = max((i for i, f in enumerate(defined) if f.first_line <= function.line), default=0)
    near = defined[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
    ran = all(f.line in executed or f.first_line in executed for f in near)
    return not executed or (ran and not any(_shifted(f, executed) for f in near))


def _shifted(function: SourceFunction, executed: set[int]) -> bool:
    """Whether a line of the body ran that no statement of today holds."""
    code: set[int] = set()
    for node in ast.walk(function.node):
        if isinstance(node, ast.stmt | ast.ExceptHandler):
            body = getattr(node, "body", None)
            last = body[0].lineno - 1 if body else (node.end_lineno or node.lineno)
            code.update(range(node.lineno, max(node.lineno, last) + 1))
        elif isinstance(node, ast.expr | ast.pattern):
            code.add(node.lineno)
    body_lines = range(function.header_end + 1, function.end_line + 1)
    return any(line in executed and line not in code for line in body_lines)


def _statements_listed(covered: Sequence[CoveredFile]) -> set[int] | None:
    """Lines that the coverage files list as statements, ran or not; None when one of them lists only what ran."""
    known: set[int] = set()
    for file in covered:
        if file.missing is None:
            return None
        known.update(file.executed, file.missing)
    return known


def _entered(function: SourceFunction, covered: Sequence[CoveredFile]) -> float | None:
    # Line 1 is also where the module itself begins, whose entry looks the same.
    if function.first_line == 1 or any(file.entered is None for file in covered):
        return None
    return float(any(function.first_line in (file.entered or ()) for file in covered))
