"""Loops: `while` and `for`, their `else`, and a `for` over a generator expression, whose rounds become the loop's."""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import groups, learn
from pivot_lsp.port.frontend.assignments import store_value
from pivot_lsp.port.frontend.bodies import has_inner_work, mark_breaks
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import Lowered, block, condition
from pivot_lsp.port.frontend.stepped import opened
from pivot_lsp.port.frontend.targets import pattern
from pivot_lsp.port.frontend.walks import iterable
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.types import (
    BOOL,
    IterT,
    Type,
)


def tested(frame: Frame, node: ast.If | ast.While, result: Type) -> ir.Expr:
    """The condition; where it is refused what hangs on it is read all the same, for its own reasons and facts."""
    try:
        return condition(frame, node.test)
    except Unportable:
        block(frame, node.body, result)
        block(frame, node.orelse, result)
        raise


def while_loop(frame: Frame, node: ast.While, result: Type) -> Lowered:
    test = tested(frame, node, result)
    body, after = _with_else(frame, node, block(frame, node.body, result), result)
    return [*after[:1], ir.While(test, body, True, frame.span(node)), *after[1:]]


def for_loop(frame: Frame, node: ast.For, result: Type) -> Lowered:
    if isinstance(node.iter, ast.GeneratorExp):
        return _for_generator(frame, node, node.iter, result)
    if (found := groups.walked(frame, node.iter, node.target)) is not None:
        return _for_groups(frame, node, found, result)
    try:
        source = iterable(frame, node.iter)
    except Unportable:
        block(frame, node.body, result)
        raise
    assert isinstance(source.type, IterT)
    made, first = _loop_target(frame, node, source.type.element, result)
    inner = (*first, *block(frame, node.body, result))
    body, after = _with_else(frame, node, inner, result)
    loop = ir.For(made, source, body, frozenset(), has_inner_work(body), frame.span(node))
    return [*after[:1], loop, *after[1:]]


def _for_groups(frame: Frame, node: ast.For, found: groups.Groups, result: Type) -> Lowered:
    """`for key, group in groupby(...)`: a round starts at the group's begin."""
    assert isinstance(found.source.type, IterT)
    span = frame.span(node)
    walked = ast.copy_location(ast.For(found.target, node.iter, node.body, node.orelse), node)
    made, first = _loop_target(frame, walked, found.source.type.element, result)
    before = found.before(frame)
    start = ir.Assign(found.place, found.start(span), False, False, span)
    with found.read(frame):
        inner = (*first, start, *block(frame, node.body, result))
    body, after = _with_else(frame, node, inner, result)
    loop = ir.For(made, found.source, body, frozenset(), has_inner_work(body), span)
    return [*before, *after[:1], loop, *after[1:]]


def _loop_target(frame: Frame, node: ast.For, t: Type, result: Type) -> tuple[ir.Pattern, Lowered]:
    """The pattern of a for, and what a round starts with where the target is more than names and tuples of them, or
    holds other types than the loop gives."""
    bound: dict[str, Type] = {}
    try:
        made = pattern(node.target, t, bound)
        for name, given in bound.items():
            if name == "_":  # mypy gives it no type: it is not meant to be read
                continue
            frame.learn(name, given)
            try:
                declared = frame.variable_type(name, node.target)
            except Unportable:
                learn.variable(frame, name, given)
                raise
            if declared != given:
                learn.variable(frame, name, given)
                raise unportable("PV207", f"variable {name!r} is {declared}, the loop gives {given}", node.target)
    except Unportable as problem:
        name = frame.fresh("item", t)
        try:
            return ir.Name(name, t), store_value(frame, node.target, ir.Var(name, t, frame.span(node.target)), node)
        except Unportable:
            block(frame, node.body, result)
            raise problem from None
    return made, []


def _for_generator(frame: Frame, node: ast.For, generator: ast.GeneratorExp, result: Type) -> Lowered:
    source, made, head, element = opened(frame, generator)
    unread = isinstance(node.target, ast.Name) and node.target.id == "_"
    store = [ir.ExprStmt(element, element.span)] if unread else store_value(frame, node.target, element, node)
    body, after = _with_else(frame, node, block(frame, node.body, result), result)
    body = (*head, *store, *body)
    loop = ir.For(made, source, body, frozenset(), has_inner_work(body), frame.span(node))
    return [*after[:1], loop, *after[1:]]


def _with_else(
    frame: Frame, node: ast.For | ast.While, body: tuple[ir.Stmt, ...], result: Type
) -> tuple[tuple[ir.Stmt, ...], Lowered]:
    """A loop's `else`, by a flag that every `break` of the loop sets: (body, [flag = False, if not flag: else])."""
    if not node.orelse:
        return body, []
    span = frame.span(node)
    flag = frame.fresh("broke", BOOL)
    body = mark_breaks(body, ir.Assign(flag, ir.Const(True, BOOL, span), False, False, span))
    clear = ir.Assign(flag, ir.Const(False, BOOL, span), False, False, span)
    test = frame.prim("not", [ir.Var(flag, BOOL, span)], node)
    return body, [clear, ir.If(test, block(frame, node.orelse, result), (), span)]
