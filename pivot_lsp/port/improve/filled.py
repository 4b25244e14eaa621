"""A list that a loop fills is filled through a variable of its own, which knows where the items lie and how many.

A list is a handle: each append looks up how long the list is, and writes that down where the next look finds it. In a
loop that does nothing with a list but append to it, index it and ask for its length, a filling does so: it stays in
registers, and hands its items back to the list behind the loop. A loop that only appends keeps to the list.

Why the meaning stays. The list is one that this call alone has made and that nobody else learns of before the loop
ends (`alone`), so nothing else can see it meanwhile. Where the loop ends by an exception, or the function by a return
in it, nobody sees the list any more: functions with a try are left alone, and a list that such a return mentions is one
that somebody else learns of. Appends, items and their errors come in the order in which they stand.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pivot_lsp.port import ir, trees
from pivot_lsp.port.improve import alone, changes
from pivot_lsp.port.improve.changes import Known
from pivot_lsp.port.improve.views import LENGTH
from pivot_lsp.port.table.rows import Row
from pivot_lsp.port.types import NONE, ListT, VarT, ViewT

_T = VarT("T")
_LIST, _VIEW = ListT(_T), ViewT(_T)
_FILLING = Row("view", (_LIST,), _VIEW, rust="{0}.filling()", go="", cpp="rt::filling({0})")
_APPEND = Row(
    "filling.append", (_VIEW, _T), NONE, rust="{0}.push({1})", go="rt.Appended({0}, {1})", cpp="{0}.append({1})",
    mutates=True,
)  # fmt: skip
_DONE = Row("filling.done", (_VIEW, _LIST), NONE, rust="{0}.done()", go="{0}", cpp="{0}.done()", mutates=True)
_INDEXING = {"getitem": "rt.Item({0}, {1})", "setitem": "rt.SetItem({0}, {1}, {2})"}


def settle(unit: ir.Unit) -> ir.Unit:
    """`unit` in which loops fill their lists so."""
    if not any(trees.operates(f, "list.append") for f in unit.functions):
        return unit
    known = changes.of_functions(unit)
    return replace(unit, functions=tuple(_of(f, known) for f in unit.functions))


def _of(function: ir.Function, known: Known) -> ir.Function:
    if any(isinstance(one, ir.Try) for one in trees.statements(function.body)):
        return function
    taken = trees.every_name(function)
    return replace(function, body=_block(function.body, frozenset(), known, taken))


def _block(body: tuple[ir.Stmt, ...], own: frozenset[str], known: Known, taken: set[str]) -> tuple[ir.Stmt, ...]:
    """`own`: the variables that alone hold their lists."""
    made: list[ir.Stmt] = []
    for one in body:
        own = alone.throughout(one, own, changes.of((one,), known).names)
        lists = dict(_filled(one, own))
        inside = own - frozenset(lists)
        loop = trees.with_blocks(one, (_block(b, inside, known, taken) for b in trees.blocks(one)))
        behind: list[ir.Stmt] = []
        for name, handle in lists.items():
            assert isinstance(handle.type, ListT)
            view = ir.Var(trees.fresh(f"{name}_items", taken), ViewT(handle.type.element), handle.span)
            start = ir.Prim(_FILLING, (handle,), view.type, handle.span)
            made.append(ir.Assign(view.name, start, True, True, handle.span))
            loop = _through(loop, name, view)
            behind.append(ir.ExprStmt(ir.Prim(_DONE, (view, handle), NONE, handle.span), handle.span))
        made += [loop, *behind]
        own = alone.after(one, own)
    return tuple(made)


def _filled(one: ir.Stmt, own: frozenset[str]) -> Iterator[tuple[str, ir.Var]]:
    """The lists that the loop `one` appends to and indexes, and with which it does nothing else."""
    if not isinstance(one, ir.For | ir.While) or _endless(one):
        return
    appended = {v.name: v for s in trees.statements(one.body) if (v := _appended_to(s)) is not None and v.name in own}
    for name, handle in appended.items():
        reads = sum(isinstance(e, ir.Var) and e.name == name for e in _everything(one))
        taken = [e.row.key for e in _everything(one) if isinstance(e, ir.Prim) and _fills(e, name)]
        if type(handle.type) is ListT and reads == len(taken) and not _INDEXING.keys().isdisjoint(taken):
            yield name, handle


def _endless(one: ir.For | ir.While) -> bool:
    """Whether there may be nothing behind the loop."""
    return isinstance(one, ir.While) and isinstance(one.test, ir.Const)


def _everything(one: ir.Stmt) -> Iterator[ir.Expr]:
    return (e for s in trees.statements((one,)) for own in trees.own_expressions(s) for e in trees.within(own))


def _appended_to(one: ir.Stmt) -> ir.Var | None:
    match one:
        case ir.ExprStmt(value=ir.Prim(row=r, args=(ir.Var() as first, _))) if r.key == "list.append":
            return first
        case _:
            return None


def _fills(e: ir.Expr, name: str) -> bool:
    """Whether `e` takes the list in a way that a filling has."""
    keys = ("list.append", "list.reserve", "len", *_INDEXING)
    if not (isinstance(e, ir.Prim) and e.row.key in keys and e.args):
        return False
    return isinstance(e.args[0], ir.Var) and e.args[0].name == name


def _through(loop: Any, name: str, view: ir.Var) -> Any:
    """The loop with the view in the list's place."""

    def changed(e: ir.Expr) -> ir.Expr | None:
        if not _fills(e, name):
            return None
        assert isinstance(e, ir.Prim)
        args = (replace(view, span=e.args[0].span), *trees.replaced(e.args[1:], changed))
        if e.row.key in _INDEXING:
            return replace(e, row=replace(e.row, go=_INDEXING[e.row.key]), args=args)
        return replace(e, row=_APPEND if e.row.key == "list.append" else LENGTH, args=args)

    def kept(body: tuple[ir.Stmt, ...]) -> tuple[ir.Stmt, ...]:
        """Without the room that loops inside would make: it is for the list."""
        return tuple(trees.with_blocks(s, map(kept, trees.blocks(s))) for s in body if not _reserves(s, name))

    return trees.replaced(trees.with_blocks(loop, map(kept, trees.blocks(loop))), changed)


def _reserves(one: ir.Stmt, name: str) -> bool:
    match one:
        case ir.ExprStmt(value=ir.Prim(row=r, args=(ir.Var(name=own), _))):
            return r.key == "list.reserve" and own == name
        case _:
            return False
