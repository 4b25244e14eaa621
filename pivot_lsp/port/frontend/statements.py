"""Statements: the table of their kinds, and those that need no module of their own."""

import ast
from collections.abc import Callable

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import assignments, augmented, learn, lists, loops, matching, printing, raised
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import Lowered, block, condition, lower
from pivot_lsp.port.frontend.reads import key
from pivot_lsp.port.frontend.scope import ExternalSymbol
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.types import (
    BOOL,
    INT,
    NONE,
    DictT,
    IterT,
    KeyedT,
    OptionalT,
    Type,
)


def _delete(frame: Frame, node: ast.Delete, result: Type) -> Lowered:
    found: Lowered = []
    for target in node.targets:
        if not isinstance(target, ast.Subscript):
            raise unportable("PV203", "deleting a name or attribute is not taken", target)
        container = lower(frame, target.value)
        if isinstance(container.type, KeyedT):
            raise unportable("PV203", f"a {container.type} without one of its keys", target, "make another dict")
        if isinstance(target.slice, ast.Slice):
            bounds = lists.bounds(frame, target.slice, target)
            made = frame.prim("delslice", [container, *bounds], node)
            found.append(ir.ExprStmt(made, frame.span(node)))
            continue
        place = key(frame, container, target.slice)
        if (
            isinstance(container.type, DictT) and container.type.kind == "Counter"
        ):  # a key that is not there is no error
            made = frame.prim("dict.pop", [container, place, ir.Const(0, INT, frame.span(node))], node)
        else:
            made = frame.prim("delitem", [container, place], node)
        found.append(ir.ExprStmt(made, frame.span(node)))
    return found


def _if(frame: Frame, node: ast.If, result: Type) -> Lowered:
    test = loops.tested(frame, node, result)
    if isinstance(test, ir.Prim) and test.row.key == "not" and isinstance(test.args[0], ir.Const):
        test = ir.Const(not test.args[0].value, BOOL, test.span)
    if isinstance(test, ir.Const):  # isinstance() of what can be nothing else: the other branch is never run
        return list(block(frame, node.body if test.value else node.orelse, result))
    return [ir.If(test, block(frame, node.body, result), block(frame, node.orelse, result), frame.span(node))]


def _return(frame: Frame, node: ast.Return, result: Type) -> Lowered:
    if result == learn.UNSETTLED:
        if node.value is not None:
            learn.result_from(frame, node.value, None)
        found: ir.Expr = ir.Const(None, NONE, frame.span(node)) if node.value is None else lower(frame, node.value)
        learn.result(frame, found.type)
        return [ir.Return(found, found.span)]
    if isinstance(node.value, ast.Name) and frame.symbol(node.value) == ExternalSymbol("builtins", "NotImplemented"):
        return [ir.Return(frame.legacy(result, node), frame.span(node))]
    if node.value is None:
        value: ir.Expr = ir.Const(None, NONE, frame.span(node))
        return [ir.Return(frame.fit(value, result, node, "the result"), frame.span(node))]
    try:
        made = lower(frame, node.value, result)
    except Unportable:
        learn.result_from(frame, node.value, result)
        raise
    if isinstance(made.type, OptionalT) and "" in frame.annotated and not isinstance(result, OptionalT):
        made = ir.Unwrap(made, made.type.inner, made.span)  # None where none was declared: legacy returns it
    if made.type == NONE and "" in frame.annotated and result != NONE and not isinstance(result, OptionalT):
        return [ir.Return(frame.legacy(result, node), frame.span(node))]
    if result == NONE and made.type == NONE and not isinstance(made, ir.Const):
        return [ir.ExprStmt(made, made.span), ir.Return(ir.Const(None, NONE, made.span), frame.span(node))]
    if isinstance(made.type, IterT):
        raise unportable("PV213", "an iterator is returned", node, "wrap it in list()")
    try:
        return [ir.Return(frame.fit(made, result, node, "the result"), frame.span(node))]
    except Unportable:
        learn.result(frame, made.type, result)
        raise


def _expr(frame: Frame, node: ast.Expr, result: Type) -> Lowered:
    if isinstance(node.value, ast.Constant):
        return []
    if isinstance(node.value, ast.Call) and printing.is_print(frame, node.value):
        return printing.statement(frame, node.value)
    if isinstance(node.value, ast.Call) and frame.symbol(node.value.func) in _NEVER:
        return [ir.Return(frame.legacy(result, node), frame.span(node))]  # its words are legacy's to raise
    return _done(lower(frame, node.value), frame.span(node))


_NEVER = tuple(ExternalSymbol(module, "assert_never") for module in ("typing", "typing_extensions"))


def _done(e: ir.Expr, span: ir.Span) -> Lowered:
    """`e` for its effect; what is chosen by the class of an object is an `if`."""
    match e:
        case ir.Let(name=name, value=value, body=body):
            return [ir.Assign(name, value, False, False, span), *_done(body, span)]
        case ir.IfExp(test=test, then=then, other=other):
            return [ir.If(test, tuple(_done(then, span)), tuple(_done(other, span)), span)]
        case ir.Some(value=inner):
            return _done(inner, span)
        case ir.Const():
            return []
        case _:
            return [ir.ExprStmt(e, span)]


def _match(frame: Frame, node: ast.Match, result: Type) -> Lowered:
    return matching.match(frame, node, result, block, assignments.store_value)


def _pass(frame: Frame, node: ast.Pass, result: Type) -> Lowered:
    return []


def _break(frame: Frame, node: ast.Break, result: Type) -> Lowered:
    return [ir.Break(frame.span(node))]


def _continue(frame: Frame, node: ast.Continue, result: Type) -> Lowered:
    return [ir.Continue(frame.span(node))]


def _assert(frame: Frame, node: ast.Assert, result: Type) -> Lowered:
    test = frame.prim("not", [condition(frame, node.test)], node)
    args = () if node.msg is None else (raised.argument(frame, node.msg),)
    span = frame.span(node)
    return [ir.If(test, (ir.Raise("builtins:AssertionError", args, span),), (), span)]


def _try(frame: Frame, node: ast.Try, result: Type) -> Lowered:
    if node.finalbody:
        raise unportable("PV203", "`finally` is not taken", node)
    handlers: list[ir.Handler] = []
    body = block(frame, node.body, result)
    for handler in node.handlers:
        # what only a bare except takes (KeyboardInterrupt, SystemExit) is never raised natively: legacy answers then
        names = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type] if handler.type else []
        classes = tuple(raised.exception(frame, n) for n in names) or ("builtins:Exception",)
        if handler.name is not None:
            frame.handler_names.append(handler.name)
            frame.handled[handler.name] = tuple(frame.symbol(n) for n in names)
        inner = block(frame, handler.body, result)
        if handler.name is not None:
            frame.handler_names.pop()
        span = frame.span(handler)
        frame.unit.exceptions.catches[span] = classes
        handlers.append(ir.Handler((), handler.name, inner, span))
    return [ir.Try(body, tuple(handlers), block(frame, node.orelse, result), frame.span(node))]


REFUSED: dict[type[ast.stmt], tuple[str, str]] = {
    ast.Global: ("PV209", "`global` writes a module variable"),
    ast.Nonlocal: ("PV209", "`nonlocal` writes an enclosing variable"),
    ast.With: ("PV210", "`with` opens a resource"),
    ast.Import: ("PV203", "an import inside a function is not taken"),
    ast.ImportFrom: ("PV203", "an import inside a function is not taken"),
}
HANDLERS: dict[type[ast.stmt], Callable[..., Lowered]] = {
    ast.Assign: assignments.assign,
    ast.AnnAssign: assignments.annotated,
    ast.AugAssign: augmented.augassign,
    ast.Delete: _delete,
    ast.If: _if,
    ast.While: loops.while_loop,
    ast.For: loops.for_loop,
    ast.Return: _return,
    ast.Expr: _expr,
    ast.Pass: _pass,
    ast.Break: _break,
    ast.Continue: _continue,
    ast.Assert: _assert,
    ast.Raise: raised.statement,
    ast.Try: _try,
    ast.Match: _match,
}
