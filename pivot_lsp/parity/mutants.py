"""Bad ports of legacy, made on its syntax tree: the same function with one slip that a port would make.

A mutant is a code object for one function of the unit, to be put in that function's place in a worker; it needs to
run, not to be read. Invariants: nothing is imported or run here; the same unit gives the same mutants in the same
order; each operator gets its share of the functions and lines, so that none crowds out another.
"""

import ast
import copy
import marshal
import types
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from pivot_lsp.model.evidence import MutantAt
from pivot_lsp.parity.operators import Change, changes
from pivot_lsp.source.unit import Unit, UnitFunction, _Definition

PER_OPERATOR = 3
"""Of one operator in one function."""
AT_MOST = 80


@dataclass(frozen=True)
class Mutant:
    """One bad port. `code` is the marshalled code object that replaces `module:qualname`'s; `key` names the mutant
    within its unit. It was made by `change` at the node numbered `index` of `function`."""

    at: MutantAt
    module: str
    qualname: str
    code: bytes
    key: str
    function: UnitFunction = field(compare=False, repr=False)
    index: int = field(compare=False, repr=False)
    change: Change = field(compare=False, repr=False)


def make_mutants(unit: Unit, at_most: int = AT_MOST) -> list[Mutant]:
    """Up to `at_most` mutants of the unit, spread over operators, functions and lines."""
    by_operator: dict[str, list[tuple[UnitFunction, int, Change]]] = defaultdict(list)
    for function in unit.functions:
        sites: dict[str, list[tuple[UnitFunction, int, Change]]] = defaultdict(list)
        for index, change in _sites(function):
            sites[change.operator].append((function, index, change))
        for operator, found in sites.items():
            by_operator[operator] += _spread(found, PER_OPERATOR)
    made: list[Mutant] = []
    queues = [iter(found) for _, found in sorted(by_operator.items())]
    while queues and len(made) < at_most:
        for queue in list(queues):
            site = next(queue, None)
            if site is None:
                queues.remove(queue)
            elif len(made) < at_most and (mutant := _build(unit, *site)) is not None:
                made.append(mutant)
    return made


def _spread(found: list[tuple[UnitFunction, int, Change]], count: int) -> list[tuple[UnitFunction, int, Change]]:
    """`count` of them, first and last included."""
    if len(found) <= count:
        return found
    return [found[i * (len(found) - 1) // (count - 1)] for i in range(count)]


def _sites(function: UnitFunction) -> Iterator[tuple[int, Change]]:
    for index, node in enumerate(nodes_of(function.node)):
        for change in changes(node, function.node):
            yield index, change


def nodes_of(function: ast.AST) -> Iterator[ast.AST]:
    """The function's nodes without its decorators, annotations and defaults, in a fixed order."""
    assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    yield function
    for statement in function.body:
        yield from ast.walk(statement)


class _Replace(ast.NodeTransformer):
    def __init__(self, wanted: ast.AST, by: list[ast.stmt] | ast.expr) -> None:
        self.wanted = wanted
        self.by = by

    def visit(self, node: ast.AST) -> ast.AST | list[ast.stmt]:
        if node is self.wanted:
            return self.by
        found: ast.AST = super().visit(node)
        return found


def _build(unit: Unit, function: UnitFunction, index: int, change: Change) -> Mutant | None:
    chain = list(copy.deepcopy(function.chain))
    node = list(nodes_of(chain[-1]))[index]
    replaced = change.make(node)
    if node is chain[-1]:
        assert isinstance(replaced, list)
        chain[-1].body = replaced
    else:
        _Replace(node, replaced).visit(chain[-1])
    code = code_in_place(function, chain)
    if code is None:
        return None
    line = getattr(node, "lineno", function.node.lineno)
    file = str(function.file.relative_to(unit.root)) if function.file.is_relative_to(unit.root) else str(function.file)
    at = MutantAt(operator=change.operator, file=file, function=function.qualname, line=line, change=change.text)
    key = f"{function.module}:{function.qualname}:{index}:{change.operator}:{change.text}"
    return Mutant(at, function.module, function.qualname, marshal.dumps(code), key, function, index, change)


def code_in_place(function: UnitFunction, chain: list[_Definition]) -> types.CodeType | None:
    """The code object of a changed copy of `function.chain`, as if it stood in its file; None: no valid Python."""
    for outer, inner in pairwise(chain):
        outer.body = [inner]
    chain[-1].decorator_list = []
    futures = ast.parse("from __future__ import annotations").body
    module = ast.Module(body=[*futures, chain[0]], type_ignores=[])
    try:
        return _inner(compile(ast.fix_missing_locations(module), str(function.file), "exec"), chain)
    except (SyntaxError, ValueError, TypeError, RecursionError):
        return None


def _inner(code: types.CodeType, chain: list[_Definition]) -> types.CodeType | None:
    for definition in chain:
        found = [c for c in code.co_consts if isinstance(c, types.CodeType) and c.co_name == definition.name]
        if not found:
            return None
        code = found[-1]
    return code
