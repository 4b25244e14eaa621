"""Expressions: Python's ast to typed IR, bottom up.

`expected` is the type the place wants; it only helps literals that have no type of their own (`[]`, `{}`, a tuple of
any length) and never changes a value: `fit` checks afterwards.
"""

import ast
import math
import string
from collections.abc import Callable

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import (
    array_calls,
    arrays,
    calls,
    classes,
    classnames,
    collections,
    comparisons,
    comprehensions,
    dates,
    displays,
    emptied,
    enums,
    formats,
    formatting,
    iterators,
    keyed,
    marks,
    methods,
    octets,
    operators,
    raised,
    sets,
    strings,
    unions,
)
from pivot_lsp.port.frontend.facts import union
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.oracle import Unknown
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
    IterT,
    KeyedT,
    ListT,
    OptionalT,
    RecordT,
    TupleT,
    Type,
    UnionT,
    VarTupleT,
)

INT64 = range(-(2**63), 2**63)
_BINARY = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.LShift: "<<", ast.RShift: ">>", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
    ast.MatMult: "@",
}  # fmt: skip
_MIXED = {"+", "-", "*", "/", "//", "%", "**"}
_MODULE_CONSTANTS: dict[tuple[str, str], int | float | str] = {
    ("sys", "maxsize"): 2**63 - 1,
    **{("math", n): getattr(math, n) for n in ("pi", "e", "tau", "inf", "nan")},
    **{("string", n): getattr(string, n) for n in ("ascii_letters", "ascii_lowercase", "ascii_uppercase", "digits",
       "hexdigits", "octdigits", "punctuation", "whitespace", "printable")},
}  # fmt: skip


def lower(frame: Frame, node: ast.expr, expected: Type | None = None) -> ir.Expr:
    """`node` as IR. Raises Unportable where it cannot be taken."""
    handler = _HANDLERS.get(type(node))
    if handler is None:
        raise unportable("PV204", f"a {type(node).__name__} expression is not taken", node)
    return handler(frame, node, expected)


def lower_as(frame: Frame, node: ast.expr, expected: Type, what: str = "value") -> ir.Expr:
    """`node` where a value of exactly `expected` is stored."""
    return frame.fit(lower(frame, node, expected), expected, node, what)


def condition(frame: Frame, node: ast.expr) -> ir.Expr:
    """`node` as a bool; `and`, `or` and `not` stay what they are."""
    if isinstance(node, ast.BoolOp):
        op = "and" if isinstance(node.op, ast.And) else "or"
        return ir.BoolOp(op, tuple(condition(frame, v) for v in node.values), BOOL, frame.span(node))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return frame.prim("not", [condition(frame, node.operand)], node)
    return frame.truth(lower(frame, node), node)


def iterable(frame: Frame, node: ast.expr) -> ir.Expr:
    """`node` as something to walk over (an IterT)."""
    members = enums.members(frame, node) or emptied.or_empty(frame, node)
    value = lower(frame, node) if members is None else members
    if isinstance(value.type, IterT):
        return value
    value = emptied.one_kind(frame, value, node)
    if isinstance(value.type, ArrayT) and value.type.ndim == 2:
        return arrays.rows(frame, value, node)
    if (walked := operators.walked(frame, value, node)) is not None:
        return walked
    bindings: list[tuple[str, ir.Expr]] = []
    if isinstance(value, ir.TupleLit):
        items = value.items
    elif isinstance(value.type, TupleT) and not isinstance(value.type, UnionT):
        kinds_of = value.type.items
        value, bindings = frame.named(value, "row")
        items = tuple(ir.TupleItem(value, i, t, value.span) for i, t in enumerate(kinds_of))
    else:
        return frame.prim("iter", [value], node)
    kinds = {i.type for i in items}
    first = next(iter(kinds), None)
    if first is not None and len(kinds) > 1 and all(_apart(first, other) for other in kinds):
        first = union(kinds)
    elif len(kinds) != 1:
        first = None
    if first is None:
        raise unportable("PV207", f"walking over {value.type}", node, "its items must be of one type")
    items = tuple(frame.fit(i, first, node) for i in items)
    return frame.prim("iter", [frame.let(bindings, ir.ListLit(items, ListT(first), value.span))], node)


def numbers(frame: Frame, left: ir.Expr, right: ir.Expr, node: ast.AST) -> tuple[ir.Expr, ir.Expr]:
    """Operands of arithmetic: a bool as the int it is, an int beside a float as a float."""
    left, right = as_int(frame, left, node), as_int(frame, right, node)
    if {left.type, right.type} == {INT, FLOAT}:
        return as_float(frame, left, node), as_float(frame, right, node)
    return left, right


def as_int(frame: Frame, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """A bool as an int; anything else as it is."""
    return frame.prim("int", [value], node) if value.type == BOOL else value


def as_float(frame: Frame, value: ir.Expr, node: ast.AST) -> ir.Expr:
    """An int, or an element of an array, as a float; anything else as it is."""
    if value.type != INT:
        return arrays.as_plain(frame, value, node)
    if isinstance(value, ir.Const) and isinstance(value.value, int) and abs(value.value) <= 2**53:
        return ir.Const(float(value.value), FLOAT, value.span)
    return frame.prim("float", [value], node)


# ---------------------------------------------------------------- atoms


def _constant(frame: Frame, node: ast.Constant, expected: Type | None) -> ir.Expr:
    kinds: dict[type, Type] = {int: INT, float: FLOAT, bool: BOOL, str: STR, type(None): NONE}
    if isinstance(node.value, bytes):
        return octets.literal(frame, node.value, node)
    found = kinds.get(type(node.value))
    if found is None:
        raise unportable("PV204", f"the literal {ast.unparse(node)} is not taken", node)
    if found == INT and node.value not in INT64:
        raise unportable("PV221", f"{ast.unparse(node)} does not fit in 64 bits", node)
    if isinstance(node.value, str) and any(0xD800 <= ord(c) <= 0xDFFF for c in node.value):
        raise unportable("PV204", "a str with a lone surrogate is not taken", node)
    return ir.Const(node.value, found, frame.span(node))  # type: ignore[arg-type]


def _name(frame: Frame, node: ast.Name, expected: Type | None) -> ir.Expr:
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
            return frame.unit.constant(symbol, node, frame)
        case ExternalSymbol(module, member) if (module, member) in _MODULE_CONSTANTS:
            value = _MODULE_CONSTANTS[module, member]
            kinds: dict[type, Type] = {str: STR, float: FLOAT, int: INT}
            return ir.Const(value, kinds[type(value)], frame.span(node))
        case None:
            raise unportable("PV218", f"{name} is not known", node)
        case _:
            raise unportable("PV218", f"{name} is not a constant", node)


def _attribute(frame: Frame, node: ast.Attribute, expected: Type | None) -> ir.Expr:
    return frame.narrowed(_read_attribute(frame, node), node)


def _read_attribute(frame: Frame, node: ast.Attribute) -> ir.Expr:
    if (called := classnames.read(frame, node)) is not None:
        return called
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


def _subscript(frame: Frame, node: ast.Subscript, expected: Type | None) -> ir.Expr:
    return frame.narrowed(_read_item(frame, node), node)


def _read_item(frame: Frame, node: ast.Subscript) -> ir.Expr:
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
        bounds = [
            ir.Const(None, OptionalT(INT), frame.span(node))
            if b is None
            else lower_as(frame, b, OptionalT(INT), "bound")
            for b in (node.slice.lower, node.slice.upper, node.slice.step)
        ]
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
        value = arrays.as_index(frame, lower(frame, node, INT), node)
        return frame.fit(value, INT, node, "index")
    return lower_as(frame, node, wanted, "key" if isinstance(container.type, DictT) else "index")


# ---------------------------------------------------------------- operators


def _binary(frame: Frame, node: ast.BinOp, expected: Type | None) -> ir.Expr:
    op = _BINARY.get(type(node.op))
    if op == "%" and isinstance(node.left, ast.Constant) and isinstance(node.left.value, str):
        return formatting.percent(frame, node.left.value, node.right, node)
    if op is None:
        raise unportable("PV204", f"the operator {type(node.op).__name__} is not taken", node)
    if op == "%" and isinstance(node.left, ast.Constant) and isinstance(node.left.value, str):
        return formats.percent(frame, node, node.left.value)
    return operation(frame, op, lower(frame, node.left, expected), lower(frame, node.right, expected), node)


def operator_of(op: ast.operator) -> str | None:
    """The table's key of an ast operator."""
    return _BINARY.get(type(op))


def operation(frame: Frame, op: str, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr:
    """`left op right` on values."""
    if (made := dates.operation(frame, op, left, right, node)) is not None:
        return made
    if isinstance(left.type, UnionT) or isinstance(right.type, UnionT):
        return unions.spread(frame, [left, right], lambda v: operation(frame, op, v[0], v[1], node), node)
    if (made := arrays.operation(frame, op, left, right, node)) is not None:
        return made
    if (made := octets.operation(frame, op, left, right, node)) is not None:
        return made
    if (made := operators.operation(frame, op, left, right, node)) is not None:
        return made
    if (made := methods.merged(frame, op, left, right, node)) is not None:
        return made
    if left.type == BOOL and right.type == BOOL and op in ("&", "|", "^"):
        return frame.prim(op, [left, right], node)
    if left.type == FLOAT == right.type and (_is_bare_sum(left) or _is_bare_sum(right)):
        left, right = _from_zero(frame, left, right, node), _from_zero(frame, right, left, node)
    if op in _MIXED:
        numeric = {left.type, right.type} <= {INT, FLOAT, BOOL}
        left, right = numbers(frame, left, right, node) if numeric else (left, right)
    if op == "*" and (left.type == STR or isinstance(left.type, ListT)):
        right = as_int(frame, right, node)
    if op == "*" and left.type == INT and (right.type == STR or isinstance(right.type, ListT)):
        bound, bindings = frame.named(left, "times")
        return frame.let(bindings, frame.prim("*", [right, bound], node))
    if op == "**" and isinstance(right, ir.Const) and right.type == INT and int(right.value or 0) < 0:
        left, right = as_float(frame, left, node), as_float(frame, right, node)  # as CPython's long_pow does
    return frame.prim(op, [left, right], node)


def _is_bare_sum(e: ir.Expr) -> bool:
    return isinstance(e, ir.Prim) and e.row.key == "sum" and len(e.args) == 1


def _from_zero(frame: Frame, e: ir.Expr, other: ir.Expr, node: ast.AST) -> ir.Expr:
    """A sum of floats, of which none may be there, beside a float: the int 0 that Python gives then counts as 0.0."""
    if not isinstance(e, ir.Prim) or not _is_bare_sum(e) or _is_bare_sum(other):
        return e
    return frame.prim("sum", [*e.args, ir.Const(0.0, FLOAT, e.span)], node)


def _unary(frame: Frame, node: ast.UnaryOp, expected: Type | None) -> ir.Expr:
    if isinstance(node.op, ast.Not):
        return condition(frame, node)
    minus = isinstance(node.op, ast.USub)
    literal = node.operand.value if isinstance(node.operand, ast.Constant) else None
    if minus and isinstance(literal, int | float) and not isinstance(literal, bool):
        value = -literal
        if isinstance(value, int) and value not in INT64:
            raise unportable("PV221", f"{value} does not fit in 64 bits", node)
        return ir.Const(value, INT if isinstance(value, int) else FLOAT, frame.span(node))
    keys = {ast.USub: "neg", ast.UAdd: "pos", ast.Invert: "invert"}
    operand = lower(frame, node.operand)
    if (made := operators.unary(frame, keys[type(node.op)], operand, node)) is not None:
        return made
    number = as_int(frame, operand, node)
    whole = array_calls.unary(frame, keys[type(node.op)], number, node)
    return whole if whole is not None else frame.prim(keys[type(node.op)], [number], node)


def _boolop(frame: Frame, node: ast.BoolOp, expected: Type | None) -> ir.Expr:
    """`and`/`or` as a value: one of its operands, so all must be of one type (or Optional with a last resort)."""
    values = [lower(frame, v, expected) for v in node.values]
    if all(v.type == BOOL for v in values):
        return condition(frame, node)
    is_or = isinstance(node.op, ast.Or)
    result = values[-1]
    for value in reversed(values[:-1]):
        name = frame.fresh("value", value.type)
        var: ir.Expr = ir.Var(name, value.type, value.span)
        test = frame.truth(var, node)
        if is_or and isinstance(var.type, OptionalT) and var.type.inner == result.type:
            var = ir.Unwrap(var, var.type.inner, var.span)
        joined = result.type
        if var.type != result.type:
            either = union((var.type, result.type)) if _apart(var.type, result.type) else None
            if either is None:
                raise unportable("PV207", f"{var.type} and {result.type} in one and/or", node, "write if and else")
            joined, var, result = either, frame.fit(var, either, node), frame.fit(result, either, node)
        then, other = (var, result) if is_or else (result, var)
        chosen = ir.IfExp(test, then, other, joined, frame.span(node))
        result = ir.Let(name, value, chosen, chosen.type, frame.span(node))
    return result


def _ifexp(frame: Frame, node: ast.IfExp, expected: Type | None) -> ir.Expr:
    test = condition(frame, node.test)
    then, other = lower(frame, node.body, expected), lower(frame, node.orelse, expected)
    joined = _join(then.type, other.type)
    if joined is None and isinstance(expected, UnionT):
        joined = expected
    if joined is None:
        joined = union((then.type, other.type)) if _apart(then.type, other.type) else None
    if joined is None:
        if {then.type, other.type} == {INT, FLOAT}:
            raise unportable("PV208", "one branch is int, the other float", node)
        raise unportable("PV207", f"{then.type} or {other.type}", node, "both branches must be of one type")
    parts = frame.fit(then, joined, node), frame.fit(other, joined, node)
    return ir.IfExp(test, *parts, joined, frame.span(node))


def _apart(a: Type, b: Type) -> bool:
    """Whether a value of either type can be told from one of the other when it runs: scalars can."""
    kinds = [t.arms if isinstance(t, UnionT) else (t.inner if isinstance(t, OptionalT) else t,) for t in (a, b)]
    return all(t in (INT, FLOAT, BOOL, STR, NONE, *arrays.SCALARS) for kind in kinds for t in kind)


def _join(a: Type, b: Type) -> Type | None:
    if a == b:
        return a
    for one, other in ((a, b), (b, a)):
        if one == NONE:
            return other if isinstance(other, OptionalT) else OptionalT(other)
        if one == OptionalT(other):
            return one
    return None


# ---------------------------------------------------------------- displays and comprehensions


def _list(frame: Frame, node: ast.List, expected: Type | None) -> ir.Expr:
    wanted = expected.element if isinstance(expected, ListT) else None
    if any(isinstance(e, ast.Starred) for e in node.elts):
        return displays.starred_list(frame, node, wanted)
    if not node.elts:
        if wanted is None:
            wanted = _inferred_element(frame, node)
        return ir.ListLit((), ListT(wanted), frame.span(node))
    element, items = same_type(frame, node.elts, wanted, node)
    return ir.ListLit(items, ListT(element), frame.span(node))


def _inferred_element(frame: Frame, node: ast.List) -> Type:
    hint = frame.hint(node)
    if not isinstance(hint, ListT):
        raise unportable("PV201", "the type of this empty list is not known", node, "annotate its variable")
    return frame.known(hint.element, "element", node)


def same_type(
    frame: Frame, nodes: list[ast.expr], wanted: Type | None, node: ast.expr
) -> tuple[Type, tuple[ir.Expr, ...]]:
    items = [lower(frame, n, wanted) for n in nodes]
    element = wanted if wanted is not None else items[0].type
    if wanted is None:
        for item in items[1:]:
            joined = _join(element, item.type)
            if joined is None and _apart(element, item.type):
                joined = union((element, item.type))
            if joined is None:
                code = "PV208" if {element, item.type} == {INT, FLOAT} else "PV207"
                raise unportable(code, f"{element} and {item.type} in one display", node, "items must be of one type")
            element = joined
    return element, tuple(frame.fit(i, element, n, "item") for i, n in zip(items, nodes, strict=True))


def _tuple(frame: Frame, node: ast.Tuple, expected: Type | None) -> ir.Expr:
    if any(isinstance(e, ast.Starred) for e in node.elts):
        return displays.starred_tuple(frame, node, expected)
    if isinstance(expected, VarTupleT):
        items = tuple(lower_as(frame, n, expected.element, "item") for n in node.elts)
        return ir.ListLit(items, expected, frame.span(node))
    wanted: tuple[Type | None, ...] = (None,) * len(node.elts)
    if isinstance(expected, TupleT) and not isinstance(expected, UnionT) and len(expected.items) == len(node.elts):
        wanted = expected.items
    lowered = [lower(frame, n, w) for n, w in zip(node.elts, wanted, strict=True)]
    fitted = tuple(
        i if w is None else frame.fit(i, w, n, "item") for i, w, n in zip(lowered, wanted, node.elts, strict=True)
    )
    return ir.TupleLit(fitted, TupleT(tuple(i.type for i in fitted)), frame.span(node))


def _dict(frame: Frame, node: ast.Dict, expected: Type | None) -> ir.Expr:
    if (made := keyed.display(frame, node, expected)) is not None:
        return made
    key_type, value_type = (expected.key, expected.value) if isinstance(expected, DictT) else (None, None)
    if any(k is None for k in node.keys):
        return displays.starred_dict(frame, node, expected)
    if not node.keys:
        if expected is None or not isinstance(expected, DictT):
            at = frame.hint(node)
            if not isinstance(at, DictT):
                raise unportable("PV201", "the type of this empty dict is not known", node, "annotate its variable")
            expected = at
        return ir.DictLit((), expected, frame.span(node))
    key_type, keys = same_type(frame, [k for k in node.keys if k is not None], key_type, node)
    value_type, values = same_type(frame, node.values, value_type, node)
    found = DictT(key_type, value_type)
    frame.unit.use_type(found, node)
    return ir.DictLit(tuple(zip(keys, values, strict=True)), found, frame.span(node))


_HANDLERS: dict[type[ast.expr], Callable[..., ir.Expr]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _boolop,
    ast.Compare: comparisons.compare,
    ast.IfExp: _ifexp,
    ast.List: _list,
    ast.Tuple: _tuple,
    ast.Dict: _dict,
    ast.Set: sets.display,
    ast.ListComp: comprehensions.of_list,
    ast.SetComp: comprehensions.of_set,
    ast.GeneratorExp: comprehensions.generator,
    ast.DictComp: comprehensions.of_dict,
    ast.JoinedStr: strings.fstring,
    ast.Call: calls.call,
}

__all__ = [
    "Unknown",
    "as_float",
    "as_int",
    "condition",
    "iterable",
    "lower",
    "lower_as",
    "same_type",
]
