"""`a, *b = xs`: unpacking what is walked over, with Python's own errors when the number of items is wrong
(Python/ceval.c, unpack_iterable)."""

import ast
from collections.abc import Callable

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import learn
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.library import refuse_kept
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.types import INT, STR, IterT, ListT, OptionalT, TupleT, Type, UnionT, VarTupleT

Store = Callable[[Frame, ast.expr, ir.Expr, ast.stmt], list[ir.Stmt]]
Parts = list[tuple[ast.expr, ir.Expr]]
"""Targets without a star, each with what is stored in it."""


def from_sequence(
    frame: Frame, target: ast.Tuple | ast.List, value: ir.Expr, node: ast.stmt, store: Store
) -> list[ir.Stmt]:
    """Unpacks a list, a tuple of any length, a str, or a list of what is walked over."""
    span = frame.span(node)
    if not isinstance(value.type, ListT | VarTupleT) and value.type != STR:
        if _star(target) is None:
            refuse_kept(value, node)
        value = _listed(frame, value, node)
    starred = _star(target) is not None
    count = len(target.elts) - starred
    name = frame.fresh("items", value.type)
    whole = ir.Var(name, value.type, value.span)
    found: list[ir.Stmt] = [ir.Assign(name, value, False, False, span)]
    length = frame.prim("len", [whole], node)
    wanted = ir.Const(count, INT, span)
    atleast = "at least " if starred else ""
    got = frame.prim("str", [length], node)
    text = ir.Concat(
        (_text(f"not enough values to unpack (expected {atleast}{count}, got ", span), got, _text(")", span)), STR, span
    )
    short = frame.prim("<", [length, wanted], node)
    if count:
        found.append(ir.If(short, (ir.Raise("builtins:ValueError", (text,), span),), (), span))
    if not starred:
        long = ir.Raise("builtins:ValueError", (_text(f"too many values to unpack (expected {count})", span),), span)
        found.append(ir.If(frame.prim(">", [length, wanted], node), (long,), (), span))
    return found + _store_all(frame, _parts_of_sequence(frame, target, whole, node), node, store)


def from_tuple(
    frame: Frame, target: ast.Tuple | ast.List, value: ir.Expr, node: ast.stmt, store: Store
) -> list[ir.Stmt]:
    """Unpacks a tuple of known length where one target has a star: it takes a list."""
    name = frame.fresh("items", value.type)
    whole = ir.Var(name, value.type, value.span)
    first = ir.Assign(name, value, False, False, frame.span(node))
    return [first, *_store_all(frame, _parts_of_tuple(target, whole), node, store)]


def as_row(frame: Frame, target: ast.Tuple | ast.List, value: ir.Expr) -> tuple[ast.expr, ir.Expr]:
    """What `target` takes out of `value`, as a tuple, and its targets without a star; ValueError when the length is
    another: where no statement can stand."""
    if isinstance(value.type, UnionT):
        raise unportable("PV207", f"{value.type} unpacked into {len(target.elts)}", target)
    if isinstance(value.type, TupleT):
        checked, name = value, frame.fresh("parts", value.type)
        parts = _parts_of_tuple(target, ir.Var(name, value.type, value.span))
    else:
        starred = _star(target) is not None
        listed = frame.as_list(value, target) if isinstance(value.type, ListT | VarTupleT) else None
        listed = _listed(frame, value, target) if listed is None else listed
        count = ir.Const(len(target.elts) - starred, INT, listed.span)
        checked = frame.helper("unpacked_least" if starred else "unpacked", [listed, count], target)
        name = frame.fresh("parts", checked.type)
        parts = _parts_of_sequence(frame, target, ir.Var(name, checked.type, checked.span), target)
    items = tuple(item for _, item in parts)
    row = ir.TupleLit(items, TupleT(tuple(i.type for i in items)), frame.span(target))
    plain = ast.copy_location(ast.Tuple([one for one, _ in parts], ast.Store()), target)
    return plain, frame.let([(name, checked)], row)


def _listed(frame: Frame, value: ir.Expr, node: ast.AST) -> ir.Expr:
    walked = value if isinstance(value.type, IterT) else frame.prim("iter", [value], node)
    return frame.prim("list", [walked], node)


def _parts_of_sequence(frame: Frame, target: ast.Tuple | ast.List, whole: ir.Expr, node: ast.AST) -> Parts:
    """Each target with its item of a list, tuple or str that is long enough."""
    star = _star(target)
    parts: Parts = []
    for index, one in enumerate(target.elts):
        after = len(target.elts) - index - 1
        if isinstance(one, ast.Starred):
            parts.append((one.value, _middle(frame, whole, index, after, node)))
        else:
            place = index if star is None or index < star else -(after + 1)
            parts.append((one, frame.prim("getitem", [whole, ir.Const(place, INT, whole.span)], node)))
    return parts


def _parts_of_tuple(target: ast.Tuple | ast.List, whole: ir.Expr) -> Parts:
    """Each target, of which one has a star, with its item of a tuple of known length."""
    star = _star(target)
    if not isinstance(whole.type, TupleT) or star is None:
        raise unportable("PV207", f"{whole.type} unpacked into {len(target.elts)}", target)
    items = whole.type.items
    after = len(target.elts) - star - 1
    middle = items[star : len(items) - after]
    if len(items) < len(target.elts) - 1 or len(set(middle)) != 1:
        raise unportable("PV207", f"{whole.type} unpacked into {len(target.elts)} with a star", target)
    every: list[ir.Expr] = [ir.TupleItem(whole, i, t, whole.span) for i, t in enumerate(items)]
    starred = ir.ListLit(tuple(every[star : len(items) - after]), ListT(middle[0]), whole.span)
    values = [*every[:star], starred, *every[len(items) - after :]]
    targets = [one.value if isinstance(one, ast.Starred) else one for one in target.elts]
    return list(zip(targets, values, strict=True))


def _store_all(frame: Frame, parts: Parts, node: ast.stmt, store: Store) -> list[ir.Stmt]:
    """Everything is taken out before anything is stored, which shows when a target is an item of something."""
    if all(isinstance(target, ast.Name) for target, _ in parts):
        return [one for target, value in parts for one in store(frame, target, value, node)]
    found: list[ir.Stmt] = []
    named: Parts = []
    for target, value in parts:
        name = frame.fresh("part", value.type)
        found.append(ir.Assign(name, value, False, False, frame.span(node)))
        named.append((target, ir.Var(name, value.type, value.span)))
    return found + [one for target, value in named for one in store(frame, target, value, node)]


def _middle(frame: Frame, whole: ir.Expr, before: int, after: int, node: ast.AST) -> ir.Expr:
    """What a starred target takes: a new list."""
    span = frame.span(node)
    if not isinstance(whole.type, ListT | VarTupleT):
        whole = frame.prim("list", [frame.prim("iter", [whole], node)], node)
    whole = frame.as_list(whole, node)
    t: Type = OptionalT(INT)
    none = ir.Const(None, t, span)
    ends = [
        ir.Some(ir.Const(before, INT, span), t, span),
        none if after == 0 else ir.Some(ir.Const(-after, INT, span), t, span),
    ]
    return frame.prim("slice", [whole, *ends, none], node)


def _star(target: ast.Tuple | ast.List) -> int | None:
    return next((i for i, t in enumerate(target.elts) if isinstance(t, ast.Starred)), None)


def _text(value: str, span: ir.Span) -> ir.Expr:
    return ir.Const(value, STR, span)


def fit_variable(frame: Frame, target: ast.Name, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """`value` as the variable holds it; one that does not fit is a fact about the variable."""
    try:
        t = frame.variable_type(target.id, target)
        return frame.fit(value, t, node, f"variable {target.id!r}")
    except Unportable:
        learn.variable(frame, target.id, value.type)
        raise


def plain(frame: Frame, target: ast.Tuple | ast.List, value: ir.Expr, span: ir.Span) -> ir.Stmt:
    """`a, b = value` of as many names as the tuple has items."""
    names = [t.id for t in target.elts if isinstance(t, ast.Name)]
    assert isinstance(value.type, TupleT)
    for name, t in zip(names, value.type.items, strict=True):
        frame.learn(name, t)
    for one, given in zip(target.elts, value.type.items, strict=True):
        if isinstance(one, ast.Name):
            fit_variable(frame, one, ir.Var("", given, span), target)
    wanted = TupleT(tuple(frame.variable_type(t.id, t) for t in target.elts if isinstance(t, ast.Name)))
    if isinstance(value, ir.TupleLit):
        items = tuple(frame.fit(i, t, target) for i, t in zip(value.items, wanted.items, strict=True))
        value = ir.TupleLit(items, wanted, value.span)
    if not isinstance(value.type, TupleT) or value.type.items != wanted.items:
        value = _fit_items(frame, value, wanted, target)
    pairs = enumerate(zip(names, wanted.items, strict=True))  # of a name that stands twice the last one counts
    last = [frame.fresh("ignored", t) if n in names[i + 1 :] else n for i, (n, t) in pairs]
    made = ir.TuplePattern(tuple(ir.Name(n, t) for n, t in zip(last, wanted.items, strict=True)), wanted)
    return ir.Unpack(made, value, False, frozenset(), span)


def _fit_items(frame: Frame, value: ir.Expr, wanted: TupleT, node: ast.AST) -> ir.Expr:
    """The tuple `value` with each item where its own type is expected."""
    assert isinstance(value.type, TupleT)
    row, bindings = frame.named(value, "row")
    given = [ir.TupleItem(row, i, t, value.span) for i, t in enumerate(value.type.items)]
    items = tuple(frame.fit(i, t, node, "what is unpacked") for i, t in zip(given, wanted.items, strict=True))
    return frame.let(bindings, ir.TupleLit(items, wanted, value.span))
