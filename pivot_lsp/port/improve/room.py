"""A list that gets one item in each round of a loop has room for all of them before the loop.

Why the meaning stays. How much room a list has cannot be seen. The list is one that this call alone has made (`alone`),
no round can be the last one or leave out the append but by an exception, and of a loop whose number of rounds is not at
hand nothing is asked. So no room is made that the loop would not have made; the runtimes make room for so many items
at once and no more, lest a loop that ends with an exception has taken all memory before.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from pivot_lsp.port import ir, trees
from pivot_lsp.port.improve import alone, changes
from pivot_lsp.port.improve.changes import Known
from pivot_lsp.port.improve.views import LENGTH
from pivot_lsp.port.table import TABLE
from pivot_lsp.port.table.rows import row
from pivot_lsp.port.types import INT, NONE, STR, ListT, ViewT

_RESERVE = row("list.reserve", "(list[T], int) -> None", "reserve", mutates=True)
_FEW = 16
"""A range that starts so near to 0 has nearly as many rounds as its end says."""


def settle(unit: ir.Unit) -> ir.Unit:
    """`unit` in which lists have room for what loops append to them."""
    if not any(trees.operates(f, "list.append") for f in unit.functions):
        return unit
    known = changes.of_functions(unit)
    return replace(unit, functions=tuple(_of(f, known) for f in unit.functions))


def _of(function: ir.Function, known: Known) -> ir.Function:
    return replace(function, body=_block(function.body, frozenset(), known))


def _block(body: tuple[ir.Stmt, ...], own: frozenset[str], known: Known) -> tuple[ir.Stmt, ...]:
    """`own`: the variables that alone hold their lists."""
    made: list[ir.Stmt] = []
    for one in body:
        own = alone.throughout(one, own, changes.of((one,), known).names)
        if isinstance(one, ir.For):
            made += _reserved(one, own)
        made.append(trees.with_blocks(one, (_block(b, own, known) for b in trees.blocks(one))))
        own = alone.after(one, own)
    return tuple(made)


def _reserved(loop: ir.For, own: frozenset[str]) -> Iterator[ir.Stmt]:
    rounds = rounds_of(loop.iterable)
    if rounds is None or not _goes_through(loop.body, outermost=True):
        return
    appended = [first for one in loop.body if (first := _appended_to(one)) is not None and first.name in own]
    times = Counter(first.name for first in appended)
    for first in appended:
        if times[first.name] == 1:
            yield ir.ExprStmt(ir.Prim(_RESERVE, (first, rounds), NONE, loop.span), loop.span)


def _appended_to(one: ir.Stmt) -> ir.Var | None:
    match one:
        case ir.ExprStmt(value=ir.Prim(row=r, args=(ir.Var() as first, _))) if r.key == "list.append":
            return first
        case _:
            return None


def _goes_through(body: tuple[ir.Stmt, ...], *, outermost: bool) -> bool:
    """Whether nothing but an exception leaves a round before its end, or the loop before its last."""
    for one in body:
        if isinstance(one, ir.Return | ir.Raise | ir.Reraise | ir.Try):
            return False
        if isinstance(one, ir.Break | ir.Continue) and outermost:
            return False
        inner = outermost and not isinstance(one, ir.For | ir.While)
        if not all(_goes_through(b, outermost=inner) for b in trees.blocks(one)):
            return False
    return True


def rounds_of(iterable: ir.Expr) -> ir.Expr | None:
    """How many items are walked over, or a few less, if that is easily said."""
    if not isinstance(iterable, ir.Prim):
        return None
    match iterable.row.key, iterable.args:
        case (("iter" | "points"), (ir.Var() as walked,)) if isinstance(walked.type, ListT) or walked.type == STR:
            found = TABLE.find("len", (walked.type,))
            length = LENGTH if isinstance(walked.type, ViewT) else found[0] if found else None
            return None if length is None else ir.Prim(length, (walked,), INT, iterable.span)
        case "enumerate", (inner, *_):
            return rounds_of(inner)
        case "range", (stop,) if _plain(stop):
            return stop
        case "range", (ir.Const(value=int() as start), stop) if 0 <= start <= _FEW and _plain(stop):
            return stop
        case _:
            return None


def _plain(e: ir.Expr) -> bool:
    """Whether `e` is a number that is at hand: a variable, a length, or such with a number."""
    match e:
        case ir.Var() | ir.Const():
            return True
        case ir.Prim(row=r, args=(inner,)) if r.key == "len":
            return isinstance(inner, ir.Var)
        case ir.Prim(row=r, args=(left, ir.Const())) if r.key in ("+", "-"):
            return _plain(left)
        case _:
            return False
