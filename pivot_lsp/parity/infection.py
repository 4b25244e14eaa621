"""Legacy's functions watched at the places of all mutants at once: one run tells which mutants a call could expose.

A mutant whose place a call never comes by, or whose slip gives there what legacy has, cannot change that call, and
need not run on it. Most mutants that no call exposes are of this kind (32 bits are enough for minutes of a day), and
running each of them on each call was most of what adequacy cost. Source of the idea: weak mutation, Howden (1982).

Invariants: the watched code computes what legacy computes, each operand once and in the same order; a mutant that
cannot be watched here is left out of the numbers, and its runner takes every call.
"""

import ast
import copy
import marshal
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from pivot_lsp.parity.mutants import Mutant, code_in_place, nodes_of
from pivot_lsp.parity.operators import Change
from pivot_lsp.parity.slips import NAME as SLIPS
from pivot_lsp.parity.watching import IDENTITIES, NAME, OPERATIONS
from pivot_lsp.source.unit import UnitFunction


class Watched(NamedTuple):
    """A function's code with its mutants' places watched; `numbers`: which mutants, by their place in the list."""

    module: str
    qualname: str
    code: bytes
    numbers: list[int]

    def fields(self) -> dict[str, Any]:
        """As a worker is told."""
        return {"module": self.module, "qualname": self.qualname, "code": self.code, "numbers": self.numbers}


def watched(mutants: Sequence[Mutant]) -> list[Watched]:
    """The functions of these mutants, watched."""
    by_function: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, mutant in enumerate(mutants):
        by_function[mutant.module, mutant.qualname].append(number)
    found = []
    for (module, qualname), numbers in by_function.items():
        code = _code(mutants[numbers[0]].function, {n: (mutants[n].index, mutants[n].change) for n in numbers})
        if code is not None:
            found.append(Watched(module, qualname, code, numbers))
    return found


def _code(function: UnitFunction, places: dict[int, tuple[int, Change]]) -> bytes | None:
    chain = list(copy.deepcopy(function.chain))
    nodes = list(nodes_of(chain[-1]))
    here: dict[int, list[tuple[int, Change]]] = defaultdict(list)
    for number, (index, change) in places.items():
        here[id(nodes[index])].append((number, change))
    body = chain[-1]
    at_entry = here.pop(id(body), [])
    changer = _Places(here)
    body.body = [made for statement in body.body for made in changer.statements(statement)]
    if at_entry:
        body.body.insert(0, ast.Expr(_call("here", *(number for number, _ in at_entry))))
    code = code_in_place(function, chain)
    return None if code is None else marshal.dumps(code)


def _call(name: str, *args: Any) -> ast.Call:
    values = [arg if isinstance(arg, ast.expr) else ast.Constant(arg) for arg in args]
    return ast.Call(ast.Attribute(ast.Name(NAME, ast.Load()), name, ast.Load()), values, [])


def _numbers(numbers: Sequence[int]) -> ast.expr:
    return ast.Tuple([ast.Constant(number) for number in numbers], ast.Load())


def _slip_of(made: Any) -> tuple[str, ast.Call] | None:
    """The slip that an expression is, and its call."""
    if not isinstance(made, ast.Call) or not isinstance(made.func, ast.Attribute):
        return None
    owner = made.func.value
    return (made.func.attr, made) if isinstance(owner, ast.Name) and owner.id == SLIPS else None


class _Places(ast.NodeTransformer):
    """Watches nodes, those inside first."""

    def __init__(self, here: dict[int, list[tuple[int, Change]]]) -> None:
        self.here = here

    def statements(self, node: ast.stmt) -> list[ast.stmt]:
        """A statement with what watches it."""
        made = self.visit(node)
        return made if isinstance(made, list) else [made]

    def visit(self, node: ast.AST) -> Any:
        """The node itself where nobody looks."""
        changes = self.here.get(id(node))
        self.generic_visit(node)
        if not changes:
            return node
        if isinstance(node, ast.stmt):
            return self._statement(node, changes)
        if isinstance(node, ast.FormattedValue):
            for number, change in changes:
                found = _slip_of(change.make(node).value)
                node.value = _around(number, found, node.value)
            return node
        return ast.copy_location(_expression(node, changes), node)

    def _statement(self, node: ast.stmt, changes: list[tuple[int, Change]]) -> list[ast.stmt]:
        before: list[int] = []
        never: list[int] = []
        always: list[int] = []
        after: list[ast.stmt] = []
        for number, change in changes:
            made = change.make(copy.deepcopy(node))
            found = _slip_of(getattr(made[-1], "value", None)) if made else None
            if isinstance(node, ast.Return) and found is not None and found[0] in IDENTITIES and node.value is not None:
                node.value = _around(number, found, node.value)
            elif isinstance(node, ast.If) and change.text.endswith((": never", ": always")):
                (never if change.text.endswith(": never") else always).append(number)
            elif (
                isinstance(node, ast.AugAssign)
                and isinstance(node.target, ast.Name)
                and found is not None
                and found[0] in IDENTITIES
            ):
                after.append(ast.Expr(_call("watched", number, found[0], ast.Name(node.target.id, ast.Load()))))
            else:
                before.append(number)
        if isinstance(node, ast.If) and (never or always):
            node.test = _call("tested", _numbers(never), _numbers(always), node.test)
        ahead: list[ast.stmt] = [ast.Expr(_call("here", *before))] if before else []
        return [*ahead, node, *after]


def _around(number: int, found: tuple[str, ast.Call] | None, value: ast.expr) -> ast.expr:
    if found is not None and found[0] in IDENTITIES:
        return _call("watched", number, found[0], value)
    return ast.BoolOp(ast.Or(), [_call("here", number), value])


def _expression(node: Any, changes: list[tuple[int, Change]]) -> ast.expr:
    identities: list[tuple[int, str]] = []
    operations: list[tuple[int, str]] = []
    reached: list[int] = []
    operands: ast.Call | None = None
    for number, change in changes:
        made_here = change.make(node)
        found = _slip_of(made_here)
        name = found[0] if found is not None else ""
        if isinstance(node, ast.Compare) and isinstance(made_here, ast.Compare) and len(node.ops) == 1:
            operations.append((number, _COMPARISONS[type(made_here.ops[0])]))
            operands = ast.Call(node, [node.left, node.comparators[0]], [])
            continue
        if found is not None and name in IDENTITIES and found[1].args == [node]:
            identities.append((number, name))
        elif found is not None and name in OPERATIONS and (function := _function(node)) is not None:
            operations.append((number, name))
            operands = found[1]
        else:
            reached.append(number)
    made: ast.expr = node
    if operations and operands is not None:
        rows = ast.Tuple([ast.Tuple([ast.Constant(n), ast.Constant(s)], ast.Load()) for n, s in operations], ast.Load())
        function = _function(node)
        assert function is not None
        made = _call("compared", rows, function, *operands.args)
        made.keywords = operands.keywords
    for number, name in identities:
        made = _call("watched", number, name, made)
    return ast.BoolOp(ast.Or(), [_call("here", *reached), made]) if reached else made


_COMPARISONS: dict[type[ast.cmpop], str] = {ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge"}
_OPERATORS: dict[type[ast.operator], str] = {ast.FloorDiv: "floordiv", ast.Mod: "mod", ast.Div: "truediv"}


def _function(node: Any) -> ast.expr | None:
    """What legacy itself calls with the operands that a slip takes."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARISONS:
        return ast.Attribute(ast.Name(NAME, ast.Load()), _COMPARISONS[type(node.ops[0])], ast.Load())
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return ast.Attribute(ast.Name(NAME, ast.Load()), _OPERATORS[type(node.op)], ast.Load())
    if isinstance(node, ast.Subscript):
        return ast.Attribute(ast.Name(NAME, ast.Load()), "getitem", ast.Load())
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return ast.Attribute(ast.Name(NAME, ast.Load()), "method", ast.Load())
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func
    return None
