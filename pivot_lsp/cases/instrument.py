"""Legacy's functions with their comparisons made visible: the code that the search for edges runs in place of theirs.

Every operand of a comparison, every number that a branch asks for its truth, both sides of `//`, `%` and `/`, an index
with the length it must lie in, and what `round` rounds pass through `see` on their way; evaluation order, short
circuits and values stay as they are. For the search that counts ways through the code (`explore`), what stands
behind a condition inside an expression is given a line of its own. Invariant: nothing is imported or run here.
"""

import ast
import copy
import marshal
import types
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pivot_lsp.source.unit import Unit, UnitFunction

NAME = "__pivot_see__"
FIRST_LINE, LAST_LINE = 500_000, (1 << 20) - 1
"""Lines of their own; who watches packs a line in 20 bits."""
STEP = 64
"""Sites are numbered `place * STEP + operand`."""


@dataclass(frozen=True)
class Instrumented:
    """The marshalled code that takes the place of `module:qualname`'s."""

    module: str
    qualname: str
    code: bytes


def instrument(unit: Unit) -> list[Instrumented]:
    """Every function of the unit that can be compiled so."""
    return list(_all(unit, _Places()))


def with_own_lines(unit: Unit) -> list[Instrumented]:
    """The same functions with `a if t else b`, the further operands of `and` and `or`, and what a comprehension makes
    on lines of their own, so that who watches lines sees which of them ran."""
    return list(_all(unit, _OwnLines()))


def _all(unit: Unit, change: ast.NodeTransformer) -> Iterator[Instrumented]:
    for function in unit.functions:
        code = _compiled(function, change)
        if code is not None:
            yield Instrumented(function.module, function.qualname, marshal.dumps(code))


def _compiled(function: UnitFunction, change: ast.NodeTransformer) -> types.CodeType | None:
    chain = list(copy.deepcopy(function.chain))
    for outer, inner in pairwise(chain):
        outer.body = [inner]
    last = chain[-1]
    last.body = [change.visit(statement) for statement in last.body]
    last.decorator_list = []
    futures = ast.parse("from __future__ import annotations").body
    module = ast.Module(body=[*futures, chain[0]], type_ignores=[])
    try:
        code = compile(ast.fix_missing_locations(module), str(function.file), "exec")
    except (SyntaxError, ValueError, RecursionError):
        return None
    for definition in chain:
        found = [c for c in code.co_consts if isinstance(c, types.CodeType) and c.co_name == definition.name]
        if not found:
            return None
        code = found[-1]
    return code


class _OwnLines(ast.NodeTransformer):
    """Moves what runs under a condition to lines that no file has."""

    def __init__(self) -> None:
        self.line = FIRST_LINE

    def _move(self, *nodes: ast.expr) -> None:
        self.line = min(self.line + 1, LAST_LINE)
        for node in nodes:
            for each in ast.walk(node):
                if isinstance(each, ast.expr | ast.keyword | ast.arg):
                    each.lineno = each.end_lineno = self.line
                    each.col_offset = each.end_col_offset = 0

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        self._move(node.body)
        self._move(node.orelse)
        return self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        for value in node.values[1:]:
            self._move(value)
        return self.generic_visit(node)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> ast.AST:
        self._move(node.elt)
        return self.generic_visit(node)

    visit_ListComp = visit_SetComp = visit_GeneratorExp = _comprehension

    def visit_DictComp(self, node: ast.DictComp) -> ast.AST:
        self._move(node.key, node.value)
        return self.generic_visit(node)


class _Places(ast.NodeTransformer):
    """Numbers the places of a unit as it goes through its functions."""

    def __init__(self) -> None:
        self.count = 0

    def _place(self) -> int:
        self.count += 1
        return self.count * STEP

    def _see(self, kind: str, number: int, node: ast.expr) -> ast.expr:
        call = ast.Call(ast.Attribute(ast.Name(NAME, ast.Load()), kind, ast.Load()), [ast.Constant(number), node], [])
        return ast.copy_location(call, node)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        number = self._place()
        node.left = self._see("side", number, node.left)
        node.comparators = [self._see("side", number + i, side) for i, side in enumerate(node.comparators, 1)]
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.FloorDiv | ast.Mod | ast.Div):
            number = self._place()
            node.left = self._see("divided", number, node.left)
            node.right = self._see("divisor", number, node.right)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load) and not isinstance(node.slice, ast.Slice | ast.Constant | ast.Tuple):
            number = self._place()
            node.value = self._see("indexed", number, node.value)
            node.slice = self._see("index", number, node.slice)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "round" and node.args and not any(isinstance(arg, ast.Starred) for arg in node.args):
            digits = node.args[1].value if len(node.args) > 1 and isinstance(node.args[1], ast.Constant) else 0
            if isinstance(digits, int) and 0 <= digits < 12:
                node.args[0] = self._see(f"rounded{digits}", self._place(), node.args[0])
        elif name in ("max", "min") and len(node.args) == 2 and not any(isinstance(a, ast.Starred) for a in node.args):
            number = self._place()
            node.args = [self._see("side", number + i, arg) for i, arg in enumerate(node.args)]
        return node

    def _test(self, node: ast.expr) -> ast.expr:
        plain = ast.Name | ast.Attribute | ast.Subscript | ast.BinOp
        return self._see("truth", self._place(), node) if isinstance(node, plain) else node

    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        node.test = self._test(node.test)
        return node

    def visit_While(self, node: ast.While) -> ast.AST:
        self.generic_visit(node)
        node.test = self._test(node.test)
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        self.generic_visit(node)
        node.test = self._test(node.test)
        return node
