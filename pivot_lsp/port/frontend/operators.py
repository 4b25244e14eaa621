"""What operators mean on objects of the project's own classes: the methods that Python looks up.

Keeps true: both operands are evaluated before the method is called; where a class has no such method, or the method
takes another type, the port is refused, since Python would go on looking. No class here has subclasses.
"""

import ast
from collections.abc import Sequence

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import learn
from pivot_lsp.port.frontend.classes import kind_of
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower, ordered
from pivot_lsp.port.frontend.lowering import operation as operated
from pivot_lsp.port.frontend.records import RecordInfo
from pivot_lsp.port.frontend.scope import FunctionSymbol
from pivot_lsp.port.refusal import Unportable, unportable
from pivot_lsp.port.types import BOOL, DictT, ListT, RecordT, SetT, TupleT

_ARITHMETIC = {
    "+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod", "**": "pow", "&": "and",
    "|": "or", "^": "xor", "<<": "lshift", ">>": "rshift", "@": "matmul",
}  # fmt: skip
_ORDER = {"<": ("__lt__", "__gt__"), "<=": ("__le__", "__ge__"), ">": ("__gt__", "__lt__"), ">=": ("__ge__", "__le__")}
_UNARY = {"neg": "__neg__", "pos": "__pos__", "invert": "__invert__", "abs": "__abs__"}


def _info(frame: Frame, t: RecordT, node: ast.AST) -> RecordInfo:
    return frame.unit.constructor(frame.unit.class_of(t, node), node)


def has(frame: Frame, value: ir.Expr, name: str, node: ast.AST) -> bool:
    """Whether the class of `value` defines the method. Refuses a class that gives it a value otherwise."""
    if not isinstance(value.type, RecordT):
        return False
    symbol = frame.unit.class_of(value.type, node)
    for statement in symbol.node.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        if any(isinstance(t, ast.Name) and t.id == name for t in targets):
            raise unportable("PV214", f"class {symbol.node.name} assigns {name}", node, "define it")
    return frame.unit.project.method(symbol, name) is not None


def call(frame: Frame, owner: ir.Expr, name: str, args: Sequence[ir.Expr], node: ast.AST) -> ir.Expr:
    """`owner.name(*args)` of a method that the class has."""
    assert isinstance(owner.type, RecordT)
    found = frame.unit.project.method(frame.unit.class_of(owner.type, node), name)
    if not isinstance(found, FunctionSymbol) or kind_of(found):
        raise unportable("PV206", f"{owner.type}.{name}() is not taken", node)
    target = frame.unit.signatures.of(found, node)
    wanted = target.params[1:]
    if len(args) != len(wanted):
        raise unportable("PV205", f"{owner.type}.{name}() takes {len(wanted)} arguments", node)
    values = []
    for value, parameter in zip(args, wanted, strict=True):
        try:
            values.append(frame.fit(value, parameter.type, node, f"argument {parameter.name!r}"))
        except Unportable:
            learn.given(frame, found, parameter.name, parameter.type, value.type)
            raise
    made = ir.Call(target.name, (owner, *values), target.result, frame.span(node))
    return frame.prim("iter", [made], node) if frame.unit.signatures.is_generator(found) else made


def operation(frame: Frame, op: str, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr | None:
    """`left op right`; None when neither class has the method."""
    name = _ARITHMETIC.get(op)
    if name is None:
        return None
    if has(frame, left, f"__{name}__", node):
        return call(frame, left, f"__{name}__", [right], node)
    if not isinstance(left.type, RecordT) and has(frame, right, f"__r{name}__", node):
        value, first = frame.named(left, "left")
        owner, second = frame.named(right, "right")
        return frame.let([*first, *second], call(frame, owner, f"__r{name}__", [value], node))
    return None


def unary(frame: Frame, key: str, value: ir.Expr, node: ast.AST) -> ir.Expr | None:
    """`-value` and the like; None when the class has no such method."""
    name = _UNARY.get(key)
    return call(frame, value, name, [], node) if name is not None and has(frame, value, name, node) else None


def compare(frame: Frame, op: str, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr | None:
    """`left op right` of the six comparisons; None where the classes define nothing of it."""
    if op in ("==", "!="):
        return _equal(frame, op, left, right, node)
    if op not in _ORDER:
        return None
    name, other = _ORDER[op]
    if has(frame, left, name, node):
        return frame.fit(call(frame, left, name, [right], node), BOOL, node, f"the result of {name}")
    if has(frame, right, other, node):
        value, first = frame.named(left, "left")
        owner, second = frame.named(right, "right")
        made = frame.fit(call(frame, owner, other, [value], node), BOOL, node, f"the result of {other}")
        return frame.let([*first, *second], made)
    return None


def _equal(frame: Frame, op: str, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr | None:
    if not isinstance(left.type, RecordT) or left.type != right.type:
        return None
    if op == "!=" and has(frame, left, "__ne__", node):
        return frame.fit(call(frame, left, "__ne__", [right], node), BOOL, node, "the result of __ne__")
    found: ir.Expr | None = None
    info = _info(frame, left.type, node)
    if has(frame, left, "__eq__", node):
        found = frame.fit(call(frame, left, "__eq__", [right], node), BOOL, node, "the result of __eq__")
    elif info.eq and info.uncompared:
        compared = [n for n in info.fields if n not in info.uncompared]
        found = _by_fields(frame, "==", left, right, compared, node)
    if found is None or op == "==":
        return found
    return frame.prim("not", [found], node)


def _by_fields(frame: Frame, op: str, left: ir.Expr, right: ir.Expr, names: Sequence[str], node: ast.AST) -> ir.Expr:
    """As a dataclass compares: the tuples of its fields."""
    (a, first), (b, second) = frame.named(left, "left"), frame.named(right, "right")
    found = ordered(frame, op, key(frame, a, names, node), key(frame, b, names, node), node)
    return frame.let([*first, *second], found)


def key(frame: Frame, value: ir.Expr, names: Sequence[str], node: ast.AST) -> ir.Expr:
    """The fields by which a dataclass compares its instances, as a tuple."""
    assert isinstance(value.type, RecordT)
    hints = _info(frame, value.type, node).fields
    parts = tuple(ir.Field(value, n, frame.known(hints[n], f"field {n!r}", node), frame.span(node)) for n in names)
    return ir.TupleLit(parts, TupleT(tuple(p.type for p in parts)), frame.span(node))


def contained(frame: Frame, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr | None:
    """`left in right` by an own __contains__; None when there is none."""
    if not has(frame, right, "__contains__", node):
        return None
    (value, first), (owner, second) = frame.named(left, "value"), frame.named(right, "owner")
    return frame.let([*first, *second], frame.truth(call(frame, owner, "__contains__", [value], node), node))


def item(frame: Frame, owner: ir.Expr, where: ast.expr, node: ast.AST) -> ir.Expr | None:
    """`owner[where]`; None when the class has no __getitem__."""
    if isinstance(where, ast.Slice) or not has(frame, owner, "__getitem__", node):
        return None
    return call(frame, owner, "__getitem__", [lower(frame, where)], node)


def set_item(
    frame: Frame, owner: ir.Expr, where: ast.expr, value: ir.Expr, node: ast.AST
) -> tuple[list[tuple[str, ir.Expr]], ir.Expr] | None:
    """`owner[where] = value`: what is named first, the value before all, and the call; None when the class has no
    __setitem__."""
    if isinstance(where, ast.Slice) or not has(frame, owner, "__setitem__", node):
        return None
    named, first = frame.named(value, "item")
    holder, second = frame.named(owner, "owner")
    place, third = frame.named(lower(frame, where), "place")
    return [*first, *second, *third], call(frame, holder, "__setitem__", [place, named], node)


def augment_item(
    frame: Frame, owner: ir.Expr, where: ast.expr, op: str, node: ast.AugAssign
) -> tuple[list[tuple[str, ir.Expr]], ir.Expr]:
    """`owner[where] op= value`: what is named first, and the call of __setitem__."""
    place, first = frame.named(lower(frame, where), "place")
    current, second = frame.named(call(frame, owner, "__getitem__", [place], node), "current")
    if isinstance(current.type, ListT | SetT | DictT | RecordT):
        raise unportable("PV203", "this augmented assignment is not taken", node)
    made, third = frame.named(operated(frame, op, current, lower(frame, node.value), node), "made")
    return [*first, *second, *third], call(frame, owner, "__setitem__", [place, made], node)


def walked(frame: Frame, value: ir.Expr, node: ast.AST) -> ir.Expr | None:
    """What `for` walks over; None when the class has no __iter__ that is a generator."""
    if not has(frame, value, "__iter__", node):
        return None
    return call(frame, value, "__iter__", [], node)
