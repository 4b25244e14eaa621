"""One function of the unit: its body lowered, and what Python does where a body ends without a return.

Keeps true: every way through the body of a lowered function ends with a return or an exception.
"""

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import learn, yields
from pivot_lsp.port.frontend.bodies import ends
from pivot_lsp.port.frontend.classes import class_symbol, kind_of, makes, making
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.learn import UNSETTLED, annotated
from pivot_lsp.port.frontend.lowering import block
from pivot_lsp.port.frontend.oracle import FunctionTypes
from pivot_lsp.port.frontend.prepare.names import local_names
from pivot_lsp.port.frontend.scope import FunctionSymbol, Module
from pivot_lsp.port.frontend.signatures import FunctionSignature
from pivot_lsp.port.frontend.typevars import Bound, settled
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import NONE, OptionalT, Type

if TYPE_CHECKING:
    from pivot_lsp.port.frontend.unit.builder import UnitBuilder


def lower_function(unit: "UnitBuilder", symbol: FunctionSymbol, module: Module, bound: Bound) -> ir.Function:
    """The function `symbol`, whose type variables are `bound`. What is wrong with a statement is noted in the unit;
    raises Unportable where the function as a whole is refused."""
    node = symbol.node
    signature = unit.signatures.known(symbol, bound)
    assert signature is not None
    frame = _frame(unit, symbol, module, signature, bound)
    for outer in local_names(node) & unit.signatures.names:
        if any(isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == outer for n in ast.walk(node)):
            raise unportable("PV219", f"{outer!r} is a function and a variable", node)
    before = len(unit.reasons)
    if makes(symbol):
        body = making(frame, symbol, unit.records.read(f"{symbol.module}:{symbol.owner}", node))
    else:
        body = block(frame, node.body, signature.result)
    if not ends(body) and len(unit.reasons) == before:
        body += _end(frame, node, signature.result)
    if unit.signatures.is_generator(symbol) and signature.result != UNSETTLED:
        unit.generators.add(signature.name)
        body = yields.guarded(frame, body, signature.result, node)
    if symbol.qualname in module.cached:
        unit.cached.add(signature.name)
    return as_function(unit, signature, symbol, module, body)


def _frame(
    unit: "UnitBuilder", symbol: FunctionSymbol, module: Module, signature: FunctionSignature, bound: Bound
) -> Frame:
    """What lowering the body needs to know. mypy gives no type to `self` in a def without annotations, and says of
    `*args` what one of them is: the signature knows both."""
    node = symbol.node
    types = settled(unit.signatures.types(symbol, node), bound)
    if node.args.vararg is not None:
        packed = {p.name: p.type for p in signature.params if p.name == node.args.vararg.arg}
        types = replace(types, params={**types.params, **packed})
    kind = kind_of(symbol) if symbol.owner else None
    if kind in ("", "property") and not makes(symbol):
        own = {p.name: p.type for p in signature.params[:1]}
        types = replace(types, params={**types.params, **own})
    frame = Frame(unit, module, types, local_names(node), symbol.qualname, bound=bound)
    frame.parameters = frozenset(p.name for p in signature.params)
    frame.annotated = annotated(node, unit.project.facts, symbol)
    if kind == "classmethod":
        frame.classes[node.args.args[0].arg] = class_symbol(frame, symbol)
    return frame


def _end(frame: Frame, node: ast.FunctionDef | ast.AsyncFunctionDef, result: Type) -> tuple[ir.Stmt, ...]:
    """What runs where the end of the body is reached: Python returns None, and where the function declares that it
    never does, legacy answers."""
    if result == UNSETTLED:
        learn.result(frame, NONE)
        return ()
    span = frame.span(node)
    if isinstance(result, OptionalT) or result == NONE:
        return (ir.Return(frame.fit(ir.Const(None, NONE, span), result, node), span),)
    return (ir.Return(frame.legacy(result, node), span),)


def as_function(
    unit: "UnitBuilder",
    signature: FunctionSignature,
    symbol: FunctionSymbol,
    module: Module,
    body: tuple[ir.Stmt, ...],
) -> ir.Function:
    """`body` as a function; one whose end is reached returns None."""
    node = symbol.node
    span = Frame(unit, module, FunctionTypes({}, NONE, {}), set()).span(node)
    if signature.result == NONE and not ends(body):
        body = (*body, ir.Return(ir.Const(None, NONE, span), span))
    params = tuple(ir.Param(p.name, p.type, False) for p in signature.params)
    return ir.Function(
        name=signature.name,
        qualname=symbol.qualname,
        module=symbol.module,
        params=params,
        result=signature.result,
        body=body,
        doc=ast.get_docstring(node) or "",
        raises=True,
        recursive=True,
        span=span,
    )
