"""Comprehensions, and the targets of what walks: each clause a walk with a pattern of names and tuples of them.

A generator expression that is consumed on the spot is a list here. A target that takes a list or a str apart
(`for a, b in rows`) gets a clause of its own, so that a row of the wrong length raises when its turn comes.
"""

import ast
from contextlib import nullcontext
from dataclasses import replace

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import groups
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import condition, lower
from pivot_lsp.port.frontend.targets import pattern
from pivot_lsp.port.frontend.unpacking import as_row
from pivot_lsp.port.frontend.walks import iterable
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import (
    BOOL,
    NONE,
    DictT,
    IterT,
    ListT,
    OptionalT,
    SetT,
    Type,
)

Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


def comprehension(frame: Frame, node: Comprehension, kind: str, expected: Type | None = None) -> ir.Expr:
    """A comprehension as `kind`: list, set, dict, any, all or first."""
    frame.generating += isinstance(node, ast.GeneratorExp)
    try:
        return _clauses(frame, node, list(node.generators), [], kind, expected)
    finally:
        frame.generating -= isinstance(node, ast.GeneratorExp)


def of_list(frame: Frame, node: ast.ListComp, expected: Type | None) -> ir.Expr:
    """`[... for ...]`."""
    return comprehension(frame, node, "list", expected)


def of_set(frame: Frame, node: ast.SetComp, expected: Type | None) -> ir.Expr:
    """`{... for ...}`."""
    return comprehension(frame, node, "set", expected)


def of_dict(frame: Frame, node: ast.DictComp, expected: Type | None) -> ir.Expr:
    """`{...: ... for ...}`."""
    return comprehension(frame, node, "dict", expected)


def generator(frame: Frame, node: ast.GeneratorExp, expected: Type | None) -> ir.Expr:
    """`(... for ...)`, which something walks over once."""
    made = comprehension(frame, node, "list")
    assert isinstance(made, ir.Comp)
    return frame.prim("iter", [replace(made, lazy=True)], node)


def _clauses(
    frame: Frame,
    node: Comprehension,
    todo: list[ast.comprehension],
    done: list[ir.Clause],
    kind: str,
    expected: Type | None,
) -> ir.Expr:
    if not todo:
        return _body(frame, node, tuple(done), kind, expected)
    first = todo[0]
    if first.is_async:
        raise unportable("PV213", "an async comprehension is not taken", node)
    found = groups.walked(frame, first.iter, first.target)
    source = iterable(frame, first.iter) if found is None else found.source
    into = first.target if found is None else found.target
    assert isinstance(source.type, IterT)
    bound: dict[str, Type] = {}
    apart: list[tuple[ast.Tuple | ast.List, ir.Name]] = []

    def later(target: ast.Tuple | ast.List, t: Type) -> ir.Name:
        apart.append((target, ir.Name(frame.fresh("row", t), t)))
        return apart[-1][1]

    clauses = [ir.Clause(pattern(into, source.type.element, bound, later), source, ())]
    while apart:
        whole, name = apart.pop(0)
        target, row = as_row(frame, whole, ir.Var(name.name, name.type, frame.span(whole)))
        walk = frame.prim("iter", [ir.ListLit((row,), ListT(row.type), row.span)], target)
        clauses.append(ir.Clause(pattern(target, row.type, bound, later), walk, ()))
    if found is not None:
        span = frame.span(first.iter)
        start = found.start(span)
        once = frame.prim("iter", [ir.ListLit((start,), ListT(start.type), span)], first.iter)
        bound[found.place] = start.type
        clauses.append(ir.Clause(ir.Name(found.place, start.type), once, ()))
    with frame.scope(bound), found.read(frame) if found is not None else nullcontext():
        tests = tuple(condition(frame, t) for t in first.ifs)
        clauses[-1] = replace(clauses[-1], tests=tests)
        return _clauses(frame, node, todo[1:], [*done, *clauses], kind, expected)


def _body(
    frame: Frame,
    node: Comprehension,
    clauses: tuple[ir.Clause, ...],
    kind: str,
    expected: Type | None,
) -> ir.Expr:
    span = frame.span(node)
    if isinstance(node, ast.DictComp):
        wanted = expected if isinstance(expected, DictT) else None
        made_key = lower(frame, node.key, wanted.key if wanted else None)
        made = lower(frame, node.value, wanted.value if wanted else None)
        if wanted is not None:
            made_key = frame.fit(made_key, wanted.key, node.key, "key")
            made = frame.fit(made, wanted.value, node.value, "value")
        found = DictT(made_key.type, made.type)
        frame.unit.use_type(found, node)
        return ir.Comp("dict", made_key, made, clauses, found, span)
    if kind == "first":
        made = lower(frame, node.elt)
        if isinstance(made.type, OptionalT) or made.type == NONE:
            raise unportable("PV207", "next() of what may be None is not taken", node, "write a loop")
        return ir.Comp("first", None, made, clauses, OptionalT(made.type), span)
    if kind in ("any", "all"):
        return ir.Comp(kind, None, condition(frame, node.elt), clauses, BOOL, span)
    element = expected.element if isinstance(expected, ListT | SetT) else None
    made = lower(frame, node.elt, element)
    if element is not None:
        made = frame.fit(made, element, node.elt, "item")
    if kind == "set":
        frame.unit.use_type(SetT(made.type), node)
        return ir.Comp("set", None, made, clauses, SetT(made.type), span)
    return ir.Comp("list", None, made, clauses, ListT(made.type), span)
