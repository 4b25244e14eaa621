"""`it = iter(xs)`: a local that is walked step by step, as what it walks over and a place in it.

CPython's list iterator is the list and an index, which every step looks up and moves on; so natively it is the list
and a list of one int. `next(it)`, `for`, `in`, `list(it)`, `zip(it, it)` all take from there. Keeps true: such a local
never leaves its function, and what it walks over is a list, or a copy of what cannot change; an iterator that is
stored otherwise, handed on or returned is refused.
"""

import ast
from dataclasses import dataclass

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.library import END, listed
from pivot_lsp.port.frontend.lowering import lower, lower_as
from pivot_lsp.port.frontend.scope import ExternalSymbol
from pivot_lsp.port.frontend.walks import iterable
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import (
    BOOL,
    BYTES,
    INT,
    NONE,
    STR,
    ListT,
    OptionalT,
    TupleT,
    Type,
    VarTupleT,
)

_MAKERS = {
    ExternalSymbol("builtins", "iter"): "rest",
    ExternalSymbol("itertools", "cycle"): "cycle",
    ExternalSymbol("itertools", "count"): "count",
}


@dataclass(frozen=True)
class Kept:
    """A local iterator. `kind`: rest (of a list), cycle, or count. `parts`: the variables that stand for it, in the
    order of the operation `kind`; of a count its next int and its step."""

    kind: str
    parts: tuple[tuple[str, Type], ...]
    element: Type

    def values(self, span: ir.Span) -> list[ir.Expr]:
        """The variables."""
        return [ir.Var(name, t, span) for name, t in self.parts]


def maker(frame: Frame, node: ast.expr) -> str | None:
    """What kind of iterator a call makes; None of anything else."""
    if not isinstance(node, ast.Call) or node.keywords:
        return None
    symbol = frame.symbol(node.func)
    kind = _MAKERS.get(symbol) if isinstance(symbol, ExternalSymbol) else None
    least, most = (0, 2) if kind == "count" else (1, 1)
    return kind if least <= len(node.args) <= most else None


def stored(frame: Frame, target: ast.expr, value: ast.expr, node: ast.stmt) -> list[ir.Stmt] | None:
    """`it = iter(xs)`, `a, b = iter(xs), iter(ys)`; None of any other assignment."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        names = {t.id for t in target.elts if isinstance(t, ast.Name)}
        read = {n.id for n in ast.walk(value) if isinstance(n, ast.Name)}
        if len(names) != len(target.elts) or names & read or not all(maker(frame, v) for v in value.elts):
            return None
        pairs = zip(target.elts, value.elts, strict=True)
        return [one for t, v in pairs for one in stored(frame, t, v, node) or []]
    kind = maker(frame, value)
    if kind is None or not isinstance(target, ast.Name) or not frame.is_plain_local(target.id):
        return None
    assert isinstance(value, ast.Call)
    made = _parts(frame, kind, value)
    known = frame.iterators.get(target.id)
    types = [e.type for e in made]
    if known is None:
        if target.id in frame.parameters:
            raise unportable("PV213", f"the parameter {target.id!r} becomes an iterator", node, "use another name")
        parts = tuple((frame.fresh(f"{target.id}_{n}", t), t) for n, t in zip(_NAMES[kind], types, strict=True))
        element = types[1].element if isinstance(types[1], ListT) else INT
        known = frame.iterators[target.id] = Kept(kind, parts, element)
    elif known.kind != kind or [t for _, t in known.parts] != types:
        raise unportable("PV213", f"{target.id!r} is one iterator, then another", node, "use another name")
    span = frame.span(node)
    return [ir.Assign(n, e, False, False, span) for (n, _), e in zip(known.parts, made, strict=True)]


_NAMES = {"rest": ("place", "items"), "cycle": ("place", "items", "saved"), "count": ("next", "step")}


def _parts(frame: Frame, kind: str, node: ast.Call) -> list[ir.Expr]:
    span = frame.span(node)

    def cell(value: ir.Expr) -> ir.Expr:
        return ir.ListLit((value,), ListT(INT), span)

    zero, one = ir.Const(0, INT, span), ir.Const(1, INT, span)
    if kind == "count":
        given = [lower_as(frame, a, INT, "start") for a in node.args]
        return [cell(given[0] if given else zero), given[1] if len(given) > 1 else one]
    items = _items(frame, node.args[0])
    assert isinstance(items.type, ListT)
    return [cell(zero), items, *([ir.ListLit((), items.type, span)] if kind == "cycle" else [])]


def _items(frame: Frame, node: ast.expr) -> ir.Expr:
    """What is walked over, as a list: the very list, or a copy of what cannot change while it is walked over."""
    value = lower(frame, node)
    if isinstance(value.type, ListT):
        return value
    if isinstance(value.type, VarTupleT):
        return frame.as_list(value, node)
    if value.type in (STR, BYTES):
        return frame.prim("list", [frame.prim("iter", [value], node)], node)
    if isinstance(value.type, TupleT) or (isinstance(value, ir.Prim) and value.row.key == "range"):
        if isinstance(value, ir.Prim) and endless(value):
            raise unportable("PV213", "an iterator over what has no end is kept", node, "use itertools.count()")
        return frame.prim("list", [iterable(frame, node)], node)
    raise unportable("PV213", f"an iterator over {value.type} is walked step by step", node, "walk over list(...)")


def endless(value: ir.Expr) -> bool:
    """Whether walking over it has no end: count() and cycle()."""
    if not isinstance(value, ir.Prim):
        return False
    if value.row.key == "range":
        return any(isinstance(a, ir.Const) and a.value == END for a in value.args[1:2])
    return value.row.key == "cycle" or (value.row.key == "enumerate" and endless(value.args[0]))


def kept(frame: Frame, node: ast.expr) -> Kept | None:
    """The local iterator that `node` names."""
    known = frame.iterators.get(node.id) if isinstance(node, ast.Name) else None
    return known if known is not None and isinstance(node, ast.Name) and not frame.is_hidden(node.id) else None


def read(frame: Frame, node: ast.Name) -> ir.Expr | None:
    """A local iterator where something walks over it; None of any other name."""
    found = kept(frame, node)
    if found is None:
        return None
    if found.kind == "count":
        raise unportable("PV213", "a stored count() is walked over", node, "call next() on it, or write count() there")
    return frame.prim(found.kind, found.values(frame.span(node)), node)


def advanced(frame: Frame, found: Kept, node: ast.Call) -> ir.Expr:
    """`next(it)`, `next(it, default)`."""
    args = found.values(frame.span(node))
    if found.kind == "count":
        if len(node.args) > 1 and not isinstance(node.args[1], ast.Constant):
            raise unportable("PV205", "next() of count() with a computed default is not taken", node)
        return frame.helper("next_of_count", args, node)
    if len(node.args) == 1:
        if frame.generating:  # its StopIteration becomes a RuntimeError
            return frame.helper(f"next_of_{found.kind}_sure", args, node)
        return frame.helper(f"next_of_{found.kind}", args, node)
    default = lower(frame, node.args[1], found.element)
    if default.type == NONE and isinstance(found.element, OptionalT):
        raise unportable("PV207", "next() of what may be None is not taken", node, "write a loop")
    if default.type == NONE:
        return frame.helper(f"next_of_{found.kind}_or_none", args, node)
    fitted = frame.fit(default, found.element, node, "the default")
    return frame.helper(f"next_of_{found.kind}_or", [*args, fitted], node)


def contained(frame: Frame, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr | None:
    """`x in it`: takes what stands before the first that is equal, and that one."""
    if not isinstance(right, ir.Prim) or right.row.key != "rest":
        return None
    assert isinstance(right.args[1].type, ListT)
    element = right.args[1].type.element
    frame.unit.records.use_equality(element, node)
    return frame.helper("found_ahead", [*right.args, frame.fit(left, element, node, "the left of `in`")], node)


def cycled(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    """`cycle(xs)` where something walks over it."""
    if maker(frame, node) != "cycle":
        raise unportable("PV205", "cycle() with these arguments is not taken", node)
    return frame.prim("cycle", _parts(frame, "cycle", node), node)


def walked(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    """`iter(xs)` where something walks over it."""
    if node.keywords or len(node.args) != 1:
        raise unportable("PV213", "iter() with a sentinel is not taken", node, "write a loop")
    return iterable(frame, node.args[0])


def sliced(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    """`islice(items, stop)`, `islice(items, start, stop, step)`."""
    if node.keywords or not 2 <= len(node.args) <= 4 or any(isinstance(a, ast.Starred) for a in node.args):
        raise unportable("PV205", "islice() with these arguments is not taken", node)
    span = frame.span(node)
    defaults = [ir.Const(0, INT, span), ir.Const(END, INT, span), ir.Const(1, INT, span)]
    given = node.args[1:] if len(node.args) > 2 else [ast.Constant(None), node.args[1]]
    bounds: list[ir.Expr] = []
    items = iterable(frame, node.args[0])
    for bound, default in zip(given, defaults, strict=False):
        missing = isinstance(bound, ast.Constant) and bound.value is None
        value = default if missing else lower(frame, bound, INT)
        if value.type == OptionalT(INT) and frame.simple(value):
            there = frame.prim("not", [ir.IsNone(value, BOOL, span)], node)
            value = ir.IfExp(there, ir.Unwrap(value, INT, span), default, INT, span)
        bounds.append(frame.fit(value, INT, node, "a bound of islice()"))
    return frame.prim("islice", [items, *bounds, *defaults[len(bounds) :]], node)


def chunks(frame: Frame, node: ast.expr) -> tuple[ir.Expr, ir.Expr] | None:
    """(items, n) of `[iter(items)] * n`; None of anything else."""
    match node:
        case ast.BinOp(left=ast.List(elts=[made]) | ast.Tuple(elts=[made]), op=ast.Mult(), right=times):
            pass
        case ast.BinOp(left=times, op=ast.Mult(), right=ast.List(elts=[made]) | ast.Tuple(elts=[made])):
            pass
        case _:
            return None
    if maker(frame, made) != "rest" or not isinstance(made, ast.Call):
        return None
    return listed(frame, made.args[0]), lower_as(frame, times, INT, "times")


def chunked(frame: Frame, items: ir.Expr, times: ir.Expr, node: ast.AST) -> ir.Expr:
    """`zip(*[iter(items)] * times)`."""
    exact = isinstance(times, ir.Const) and times.value in (2, 3)
    name = f"chunked{times.value}" if exact and isinstance(times, ir.Const) else "chunked"
    made = frame.helper(name, [items] if exact else [items, times], node)
    return frame.prim("iter", [made], node)
