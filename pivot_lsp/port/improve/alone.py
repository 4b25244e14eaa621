"""Variables that alone hold a list which this call has made: no other name, container or function knows the list.

`changes` tells lists apart by their type; what happens through such a variable happens to no other list besides, and
what happens through others does not happen to its list. A list is known to nobody else from the assignment that makes
it until its variable stands where the handle itself goes on: as a value, an argument, an item. On the safe side.
"""

from collections.abc import Iterator

from pivot_lsp.port import ir, trees
from pivot_lsp.port.types import ListT

_MAKING = {"+", "*", "slice", "list", "sorted", "list.copy"}
"""Operations whose list is always a new one."""
_USING = _MAKING | {
    "len", "truth", "getitem", "setitem", "delitem", "iter", "reversed", "in", "==", "!=", "delslice", "setslice",
    "view", "row", "list.append", "list.reserve", "list.extend", "list.insert", "list.pop", "list.remove", "list.index",
    "list.count", "list.clear", "list.reverse", "list.sort",
}  # fmt: skip
"""Operations that do not let a list go on that they take, unless it is an argument which they keep."""


def after(one: ir.Stmt, alone: frozenset[str]) -> frozenset[str]:
    """The variables that hold such a list behind `one`; `alone` are those of `throughout`."""
    made = isinstance(one, ir.Assign) and type(one.value.type) is ListT and _makes(one.value)
    return alone | {one.name} if made and isinstance(one, ir.Assign) else alone


def throughout(one: ir.Stmt, alone: frozenset[str], bound: frozenset[str]) -> frozenset[str]:
    """Those of `alone` that hold the same list before, in and behind `one`, which binds the names `bound`."""
    return alone - bound - frozenset(_going_on(one))


def _makes(value: ir.Expr) -> bool:
    match value:
        case ir.ListLit():
            return True
        case ir.Comp(kind="list", lazy=False):
            return True
        case ir.Prim(row=row):
            return row.key in _MAKING
        case _:
            return False


def _going_on(one: ir.Stmt) -> Iterator[str]:
    for inner in trees.statements((one,)):
        for own in trees.own_expressions(inner):
            yield from _named(own)


def _named(e: ir.Expr) -> Iterator[str]:
    """The variables in `e` whose value goes on."""
    if isinstance(e, ir.Var):
        yield e.name
        return
    taken = isinstance(e, ir.Prim) and e.row.key in _USING
    for place, operand in enumerate(trees.operands(e)):
        kept = isinstance(e, ir.Prim) and place in e.row.keeps
        if not (taken and not kept and isinstance(operand, ir.Var)):
            yield from _named(operand)
