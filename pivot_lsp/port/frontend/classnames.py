"""`type(x).__name__`: what a value is called, told by its exact type, or by the class of a caught exception."""

import ast

from pivot_lsp.port import ir, trees
from pivot_lsp.port.frontend import unions
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower
from pivot_lsp.port.frontend.scope import ExternalSymbol
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import (
    BOOL,
    NONE,
    STR,
    BytesT,
    DequeT,
    DictT,
    ListT,
    MarkT,
    NamedT,
    OptionalT,
    RecordT,
    Scalar,
    SetT,
    TupleT,
    Type,
    UnionT,
    VarTupleT,
)

_KINDS: dict[type, str] = {ListT: "list", TupleT: "tuple", VarTupleT: "tuple", BytesT: "bytes", DequeT: "deque"}


def read(frame: Frame, node: ast.Attribute) -> ir.Expr | None:
    """`type(x).__name__` or `x.__class__.__name__`; None when `node` is another attribute."""
    if node.attr not in ("__name__", "__qualname__"):
        return None
    match node.value:
        case ast.Call(func=ast.Name() as func, args=[subject], keywords=[]) if frame.symbol(func) == ExternalSymbol(
            "builtins", "type"
        ):
            pass
        case ast.Attribute(value=subject, attr="__class__"):
            pass
        case _:
            return None
    if isinstance(subject, ast.Name) and subject.id in frame.handler_names:
        return ir.ExcName(subject.id, STR, frame.span(node))
    value, bindings = frame.named(lower(frame, subject), "value")
    if bindings and not isinstance(value.type, OptionalT | UnionT) and _quiet(bindings[0][1]):
        bindings = []  # what nobody can see need not be done
    return frame.let(bindings, _name(frame, value, node))


def _quiet(value: ir.Expr) -> bool:
    """Whether evaluating `value` shows only in its result."""
    return not any(
        isinstance(e, ir.Call | ir.Lambda) or (isinstance(e, ir.Prim) and (e.row.raises or e.row.mutates))
        for e in trees.within(value)
    )


def _name(frame: Frame, value: ir.Expr, node: ast.Attribute) -> ir.Expr:
    t = value.type
    if isinstance(t, OptionalT):
        some = _name(frame, ir.Unwrap(value, t.inner, value.span), node)
        return ir.IfExp(ir.IsNone(value, BOOL, value.span), _text("NoneType", value), some, STR, value.span)
    if isinstance(t, UnionT):
        return unions.spread(frame, [value], lambda parts: _name(frame, parts[0], node), node)
    name = _called(t)
    if name is None:
        raise unportable("PV206", f"the class of {t} is not taken", node)
    return _text(name, value)


def _text(name: str, at: ir.Expr) -> ir.Expr:
    return ir.Const(name, STR, at.span)


def _called(t: Type) -> str | None:
    match t:
        case Scalar(name):
            return "NoneType" if t == NONE else name
        case NamedT(cls=cls) | RecordT(cls):
            return cls.rpartition(":")[2].rpartition(".")[2]
        case MarkT(kind=kind, cls=cls):
            return cls.rpartition(":")[2].rpartition(".")[2] or kind
        case DictT(kind=kind):
            return kind
        case SetT(frozen=frozen):
            return "frozenset" if frozen else "set"
        case _:
            return _KINDS.get(type(t))
