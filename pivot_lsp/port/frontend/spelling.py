"""str() and repr() of containers: CPython's list_repr, tuple_repr and dict_repr, item by item.

Keeps true: a text is spelled only where its order is Python's, so a set is refused; a container cannot hold itself,
since its type would.
"""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import keyed, octets, texts
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import (
    BOOL,
    INT,
    NONE,
    STR,
    BytesT,
    DictT,
    IterT,
    KeyedT,
    ListT,
    NamedT,
    OptionalT,
    RecordT,
    TupleT,
    Type,
    VarTupleT,
)


def spelled(frame: Frame, key: str, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """`str(value)` or `repr(value)`, as `key` says, of what no row spells: inside of a container it is always repr.
    PV207 where Python's text is not known."""
    t, span = value.type, value.span
    match t:
        case _ if t == NONE:
            if frame.simple(value):
                return _text("None", span)
        case BytesT():
            return octets.text(frame, value, node)
        case OptionalT(inner):
            named, bindings = frame.named(value, "value")
            some = frame.prim(key, [ir.Unwrap(named, inner, span)], node)
            chosen = ir.IfExp(ir.IsNone(named, BOOL, span), _text("None", span), some, STR, span)
            return frame.let(bindings, chosen)
        case KeyedT():
            return keyed.text(frame, value, node)
        case RecordT() | NamedT():
            return texts.text_of(frame, key, value, node)
        case TupleT(items):
            named, bindings = frame.named(value, "row")
            parts: list[ir.Expr] = [_text("(", span)]
            for index, one in enumerate(items):
                parts += [_text(", ", span)] if index else []
                parts.append(frame.prim("repr", [ir.TupleItem(named, index, one, span)], node))
            parts.append(_text(",)" if len(items) == 1 else ")", span))
            return frame.let(bindings, ir.Concat(tuple(parts), STR, span))
        case ListT(element):
            return ir.Concat((_text("[", span), _joined(frame, value, element, node), _text("]", span)), STR, span)
        case VarTupleT(element):
            named, bindings = frame.named(value, "row")
            size = frame.prim("==", [frame.prim("len", [named], node), ir.Const(1, INT, span)], node)
            end = ir.IfExp(size, _text(",)", span), _text(")", span), STR, span)
            parts = [_text("(", span), _joined(frame, named, element, node), end]
            return frame.let(bindings, ir.Concat(tuple(parts), STR, span))
        case DictT(keys, inner, "dict"):
            return _pairs(frame, value, TupleT((keys, inner)), node)
        case _:
            pass
    raise unportable("PV207", f"str({t}) is not taken", node)


def _text(text: str, span: ir.Span) -> ir.Expr:
    return ir.Const(text, STR, span)


def _joined(frame: Frame, value: ir.Expr, element: Type, node: ast.AST) -> ir.Expr:
    """The items' own texts, with commas."""
    name = frame.fresh("item", element)
    return _comma(
        frame, frame.prim("iter", [value], node), ir.Name(name, element), _repr_of(frame, name, element, node)
    )


def _pairs(frame: Frame, value: ir.Expr, pair: TupleT, node: ast.AST) -> ir.Expr:
    span = value.span
    names = [frame.fresh(base, t) for base, t in zip(("key", "value"), pair.items, strict=True)]
    pattern = ir.TuplePattern(tuple(ir.Name(n, t) for n, t in zip(names, pair.items, strict=True)), pair)
    key, inner = (_repr_of(frame, n, t, node) for n, t in zip(names, pair.items, strict=True))
    element = ir.Concat((key, _text(": ", span), inner), STR, span)
    inside = _comma(frame, frame.prim("dict.items", [value], node), pattern, element)
    return ir.Concat((_text("{", span), inside, _text("}", span)), STR, span)


def _repr_of(frame: Frame, name: str, t: Type, node: ast.AST) -> ir.Expr:
    return frame.prim("repr", [ir.Var(name, t, frame.span(node))], node)


def _comma(frame: Frame, walked: ir.Expr, pattern: ir.Pattern, element: ir.Expr) -> ir.Expr:
    assert isinstance(walked.type, IterT)
    texts = ir.Comp("list", None, element, (ir.Clause(pattern, walked, ()),), ListT(STR), walked.span)
    node = ast.Constant("")
    node.lineno, node.col_offset = walked.span.line, walked.span.column
    node.end_lineno, node.end_col_offset = walked.span.end_line, walked.span.end_column
    return frame.prim("str.join", [_text(", ", walked.span), frame.prim("iter", [texts], node)], node)
