"""What an expression reads: literals, variables, constants, attributes, items.

Keeps true: `unnarrowed` gives the declared type, an Optional even where the flow knows better; the handlers narrow it.
"""

import ast
import math
import string

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import (
    arrays,
    calendars,
    classes,
    classnames,
    collections,
    displays,
    enums,
    iterators,
    keyed,
    lists,
    marks,
    octets,
    operators,
    raised,
    unions,
)
from pivot_lsp.port.frontend.conversions import as_index
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower, lower_as
from pivot_lsp.port.frontend.scope import ConstantSymbol, ExternalSymbol
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import (
    BOOL,
    BYTES,
    FLOAT,
    INT,
    NONE,
    STR,
    ArrayT,
    DictT,
    ExcT,
    KeyedT,
    RecordT,
    TupleT,
    Type,
    UnionT,
    VarTupleT,
)

INT64 = range(-(2**63), 2**63)
_MODULE_CONSTANTS: dict[tuple[str, str], int | float | str] = {
    ("sys", "maxsize"): 2**63 - 1,
    **{("math", n): getattr(math, n) for n in ("pi", "e", "tau", "inf", "nan")},
    **{("string", n): getattr(string, n) for n in ("ascii_letters", "ascii_lowercase", "ascii_uppercase", "digits",
       "hexdigits", "octdigits", "punctuation", "whitespace", "printable")},
}  # fmt: skip


def constant(frame: Frame, node: ast.Constant, expected: Type | None) -> ir.Expr:
    kinds: dict[type, Type] = {int: INT, float: FLOAT, bool: BOOL, str: STR, type(None): NONE}
    value = node.value
    if isinstance(value, bytes):
        return octets.literal(frame, value, node)
    if value is not None and not isinstance(value, int | float | str):
        raise unportable("PV204", f"the literal {ast.unparse(node)} is not taken", node)
    found = kinds[type(value)]
    if found == INT and value not in INT64:
        raise unportable("PV221", f"{ast.unparse(node)} does not fit in 64 bits", node)
    if isinstance(value, str) and any(0xD800 <= ord(c) <= 0xDFFF for c in value):
        raise unportable("PV204", "a str with a lone surrogate is not taken", node)
    return ir.Const(value, found, frame.span(node))


def name(frame: Frame, node: ast.Name, expected: Type | None) -> ir.Expr:
    return frame.narrowed(unnarrowed(frame, node), node)


def unnarrowed(frame: Frame, node: ast.expr) -> ir.Expr:
    """A name, attribute or item with its declared type, an Optional even where the flow knows better."""
    if isinstance(node, ast.Attribute):
        return _read_attribute(frame, node)
    if isinstance(node, ast.Subscript):
        return _read_item(frame, node)
    if not isinstance(node, ast.Name):
        return lower(frame, node)
    if (walked := iterators.read(frame, node)) is not None:
        return walked
    if frame.is_local(node.id):
        found = frame.variable_type(node.id, node)
        if isinstance(found, ExcT):
            raise unportable("PV217", f"{node.id!r} is used other than as str({node.id})", node)
        return ir.Var(node.id, found, frame.span(node))
    return _module_value(frame, node)


def _module_value(frame: Frame, node: ast.expr) -> ir.Expr:
    symbol = frame.symbol(node)
    name = ast.unparse(node)
    if isinstance(symbol, ConstantSymbol) and (of_class := enums.member(frame, symbol, node)) is not None:
        return of_class
    match symbol:
        case ConstantSymbol():
            return frame.unit.constants.of(symbol, node, frame)
        case ExternalSymbol(module, member) if (module, member) in _MODULE_CONSTANTS:
            value = _MODULE_CONSTANTS[module, member]
            kinds: dict[type, Type] = {str: STR, float: FLOAT, int: INT}
            return ir.Const(value, kinds[type(value)], frame.span(node))
        case None:
            raise unportable("PV218", f"{name} is not known", node)
        case _:
            raise unportable("PV218", f"{name} is not a constant", node)


def attribute(frame: Frame, node: ast.Attribute, expected: Type | None) -> ir.Expr:
    return frame.narrowed(_read_attribute(frame, node), node)


def _read_attribute(frame: Frame, node: ast.Attribute) -> ir.Expr:
    if (called := classnames.read(frame, node)) is not None:
        return called
    if (day := calendars.extreme(frame, node) or calendars.part(frame, node)) is not None:
        return day
    symbol = frame.symbol(node.value)
    if symbol is not None and not isinstance(symbol, ConstantSymbol):
        return _module_value(frame, node)
    if (held := raised.read(frame, node)) is not None:
        return held
    return _attribute_of(frame, lower(frame, node.value), node)


def _attribute_of(frame: Frame, owner: ir.Expr, node: ast.Attribute) -> ir.Expr:
    """`owner.name`; of a value of several classes, whichever it has."""
    if isinstance(owner.type, UnionT) and all(isinstance(arm, RecordT) for arm in owner.type.arms):
        return unions.spread(frame, [owner], lambda parts: _attribute_of(frame, parts[0], node), node)
    if (read := marks.attribute(frame, owner, node)) is not None:
        return read
    if (read := arrays.attribute(frame, owner, node)) is not None:
        return read
    if not isinstance(owner.type, RecordT):
        raise unportable("PV206", f"attribute {node.attr!r} of {owner.type} is not taken", node)
    hint = frame.unit.record(owner.type, node).get(node.attr)
    if hint is None:
        return classes.read(frame, owner, node)
    return ir.Field(owner, node.attr, frame.known(hint, f"field {node.attr!r}", node), frame.span(node))


def subscript(frame: Frame, node: ast.Subscript, expected: Type | None) -> ir.Expr:
    return frame.narrowed(_read_item(frame, node), node)


def _read_item(frame: Frame, node: ast.Subscript) -> ir.Expr:
    if (day := calendars.part(frame, node)) is not None:
        return day
    if (member := enums.by_name(frame, node)) is not None:
        return member
    value = lower(frame, node.value)
    if isinstance(value.type, KeyedT):
        return keyed.read(frame, value, node.slice, node)
    if isinstance(value.type, ArrayT):
        return arrays.item(frame, value, node)
    if (own := operators.item(frame, value, node.slice, node)) is not None:
        return own
    if isinstance(node.slice, ast.Slice) and not displays.known_bounds(node.slice):
        value = frame.as_row(value, node)
    if isinstance(node.slice, ast.Slice) and not isinstance(value.type, TupleT):
        bounds = lists.bounds(frame, node.slice, node)
        if value.type == BYTES:
            return octets.part(frame, value, bounds, node)
        if isinstance(value.type, VarTupleT):
            part = frame.prim("slice", [frame.as_list(value, node), *bounds], node)
            return frame.prim("tuple", [frame.prim("iter", [part], node)], node)
        return frame.prim("slice", [value, *bounds], node)
    if isinstance(value.type, UnionT):
        raise unportable("PV207", f"an item of {value.type}", node, "narrow it with isinstance first")
    if isinstance(value.type, TupleT):
        if isinstance(node.slice, ast.Slice):
            return displays.tuple_slice(frame, value, node)
        index = lower(frame, node.slice)
        size = len(value.type.items)
        if isinstance(index, ir.Const) and type(index.value) is int and -size <= index.value < size:
            return ir.TupleItem(value, index.value % size, value.type.items[index.value], frame.span(node))
        value = frame.as_row(value, node)
        if isinstance(value.type, TupleT):
            raise unportable("PV207", "a tuple's index must be a constant inside it", node, "declare tuple[T, ...]")
    return collections.item(frame, value, key(frame, value, node.slice), node)


def key(frame: Frame, container: ir.Expr, node: ast.expr) -> ir.Expr:
    """The index or key in `container[node]`."""
    wanted = container.type.key if isinstance(container.type, DictT) else INT
    if wanted == INT and not isinstance(container.type, DictT):
        value = as_index(frame, lower(frame, node, INT), node)
        return frame.fit(value, INT, node, "index")
    return lower_as(frame, node, wanted, "key" if isinstance(container.type, DictT) else "index")
