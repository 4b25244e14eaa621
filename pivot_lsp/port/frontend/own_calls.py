"""Calls of what the unit itself defines: its functions, and methods of its objects. The arguments are evaluated in the
order in which they are written, and stand in the order of the parameters."""

import ast
from dataclasses import replace

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import classes, generics, learn
from pivot_lsp.port.frontend.arguments import arranged, without_first
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower_as
from pivot_lsp.port.frontend.scope import FunctionSymbol
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.types import BOOL, INT, Type

Default = ast.expr | None


def arguments(
    frame: Frame,
    node: ast.Call,
    wanted: list[tuple[str, Type, Default]],
    name: str,
    module: str,
    symbol: FunctionSymbol | None = None,
) -> tuple[list[tuple[str, ir.Expr]], tuple[ir.Expr, ...]]:
    """Arguments in the order of the parameters, evaluated in the order they are written."""
    if len(node.args) > len(wanted):
        raise unportable("PV205", f"{name}() takes {len(wanted)} arguments", node)
    by_name = {n: i for i, (n, _, _) in enumerate(wanted)}
    written: list[tuple[int, ast.expr]] = list(enumerate(node.args))
    for keyword in node.keywords:
        if keyword.arg not in by_name:
            raise unportable("PV205", f"{name}() has no parameter {keyword.arg!r}", node)
        written.append((by_name[keyword.arg], keyword.value))
    values: dict[int, ir.Expr] = {}
    for index, argument in written:
        if index in values:
            raise unportable("PV205", f"{name}() got {wanted[index][0]!r} twice", node)
        try:
            values[index] = lower_as(frame, argument, wanted[index][1], f"argument {wanted[index][0]!r}")
        except Unportable:
            if symbol is not None:
                learn.call(frame, node, symbol)
                learn.passed(frame, argument, wanted[index][1])
            raise
    order = [index for index, _ in written]
    bindings: list[tuple[str, ir.Expr]] = []
    if order != sorted(order):
        for index in order:
            values[index], more = frame.named(values[index], wanted[index][0])
            bindings += more
    for index, (parameter, t, default) in enumerate(wanted):
        if index not in values:
            if default is None:
                raise unportable("PV205", f"{name}() misses {parameter!r}", node)
            values[index] = frame.unit.constants.default(module, default, t, node)
    return bindings, tuple(values[i] for i in range(len(wanted)))


def unit_call(frame: Frame, node: ast.Call, symbol: FunctionSymbol, owner: ir.Expr | None = None) -> ir.Expr:
    """A call of a function of the unit; `owner` is the object before the dot of a method that takes it."""
    try:
        target = frame.unit.signatures.of(symbol, node, generics.of(frame, node, symbol, owner))
    except Unportable:
        learn.call(frame, node, symbol)
        raise
    if symbol.owner and owner is None and not classes.makes(symbol) and not classes.kind_of(symbol).endswith("method"):
        raise unportable(
            "PV205", f"{symbol.qualname}() without an instance is not taken", node, "call it on the object"
        )
    if owner is not None:
        target = replace(target, params=target.params[1:])
    if symbol.node.name != "__post_init__":  # that one takes what the dataclass's generated __init__ does
        hidden = (
            owner is not None or classes.makes(symbol) or (symbol.owner and classes.kind_of(symbol) == "classmethod")
        )
        taken = without_first(symbol.node.args) if hidden else symbol.node.args
        node = arranged(frame, node, taken, target.name)
    anew = symbol.node.name == "__post_init__"  # the defaults of a dataclass are made for each object
    given = {p.name for p, _ in zip(target.params, node.args)} | {k.arg for k in node.keywords}
    for p in target.params:
        if isinstance(p.default, ast.List | ast.Dict) and p.name not in given and not anew:
            raise unportable("PV222", f"the default of {p.name!r} is one object for all calls", node)
    wanted = [(p.name, p.type, p.default) for p in target.params]
    bindings, values = arguments(frame, node, wanted, target.name, target.module, symbol)
    if owner is not None and bindings:
        owner, first = frame.named(owner, "owner")
        bindings = first + bindings
    made: ir.Expr = ir.Call(target.name, values if owner is None else (owner, *values), target.result, frame.span(node))
    made = frame.let(bindings, made)
    return frame.prim("iter", [made], node) if frame.unit.signatures.is_generator(symbol) else made


def own_method(frame: Frame, node: ast.Call, func: ast.Attribute, owner: ir.Expr) -> ir.Expr:
    """A method of a class of the unit."""
    found = classes.member(frame, owner, func)
    if not isinstance(found, FunctionSymbol) or classes.kind_of(found) == "property":
        raise unportable("PV206", f"{owner.type} has no method {func.attr!r}", node)
    if not classes.kind_of(found):
        return unit_call(frame, node, found, owner)
    if not frame.simple(owner):
        raise unportable("PV206", f"{func.attr!r} takes no instance", node, "call it on the class")
    return unit_call(frame, node, found)


def truth(frame: Frame, value: ir.Expr, method: str, node: ast.AST) -> ir.Expr:
    """`if value` of an object whose class has `method`, __bool__ or __len__."""
    func = ast.Attribute(ast.Name("self", ast.Load()), method, ast.Load())
    called = ast.Call(func, [], [])
    for made in (func.value, func, called):
        ast.copy_location(made, node)
    found = own_method(frame, called, func, value)
    if method == "__bool__":
        return frame.fit(found, BOOL, node, "the truth")
    return frame.prim("!=", [length(frame, found, node), ir.Const(0, INT, value.span)], node)


def length(frame: Frame, found: ir.Expr, node: ast.AST) -> ir.Expr:
    """What an own __len__ gave, as a length: a negative one, which Python refuses, falls back."""
    named, bindings = frame.named(frame.fit(found, INT, node, "the length"), "length")
    negative = frame.prim("<", [named, ir.Const(0, INT, named.span)], node)
    return frame.let(bindings, ir.IfExp(negative, frame.legacy(INT, node), named, INT, named.span))
