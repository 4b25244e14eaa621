"""`isinstance(x, C)` and `type(x) is C`: told by the exact type, or for a value of one of several types asked of it
when it runs.

Keeps true: subclasses do not cross the bridge, so a test of the exact type answers as Python does.
"""

import ast
from collections.abc import Callable

from pivot_lsp.port import ir
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.reads import unnarrowed
from pivot_lsp.port.frontend.scope import ClassSymbol, ExternalSymbol
from pivot_lsp.port.frontend.unions import is_arm
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import (
    BOOL,
    BYTES,
    FLOAT,
    INT,
    NONE,
    NP_BOOL,
    NP_FLOAT,
    NP_INT,
    STR,
    DictT,
    KeyedT,
    ListT,
    MarkT,
    NamedT,
    OptionalT,
    RecordT,
    SetT,
    TupleT,
    Type,
    UnionT,
    VarTupleT,
)

_KINDS: dict[str, Callable[[Type], bool]] = {
    "int": lambda t: t in (INT, BOOL),
    "float": lambda t: t == FLOAT,
    "bool": lambda t: t == BOOL,
    "str": lambda t: t == STR,
    "bytes": lambda t: t == BYTES,
    "list": lambda t: isinstance(t, ListT),
    "dict": lambda t: isinstance(t, DictT | KeyedT),
    "tuple": lambda t: isinstance(t, TupleT | VarTupleT),
    "set": lambda t: isinstance(t, SetT) and not t.frozen,
    "frozenset": lambda t: isinstance(t, SetT) and t.frozen,
    "object": lambda t: True,
}


def instance_test(frame: Frame, node: ast.Call, expected: Type | None) -> ir.Expr:
    """`isinstance(x, classes)`: exact types, since subclasses do not cross the bridge."""
    if len(node.args) != 2 or node.keywords:
        raise unportable("PV205", "isinstance() with these arguments is not taken", node)
    classes = node.args[1].elts if isinstance(node.args[1], ast.Tuple) else [node.args[1]]
    while any(isinstance(c, ast.BinOp) for c in classes):
        classes = [x for c in classes for x in ((c.left, c.right) if isinstance(c, ast.BinOp) else (c,))]
    return _test(frame, unnarrowed(frame, node.args[0]), classes, node, exact=False)


def type_test(frame: Frame, node: ast.Compare) -> ir.Expr | None:
    """`type(x) == C`, `is`, `!=`, `is not`, `in (C, D)`; None for any other comparison."""
    left, right = node.left, node.comparators[0]
    if len(node.ops) != 1 or not (
        isinstance(left, ast.Call) and isinstance(left.func, ast.Name) and len(left.args) == 1
    ):
        return None
    if frame.symbol(left.func) != ExternalSymbol("builtins", "type"):
        return None
    several = isinstance(node.ops[0], ast.In | ast.NotIn)
    if several and not isinstance(right, ast.Tuple | ast.List | ast.Set):
        return None
    classes = right.elts if several and isinstance(right, ast.Tuple | ast.List | ast.Set) else [right]
    test = _test(frame, unnarrowed(frame, left.args[0]), classes, node, exact=True)
    negative = isinstance(node.ops[0], ast.NotEq | ast.IsNot | ast.NotIn)
    return frame.prim("not", [test], node) if negative else test


def _test(frame: Frame, value: ir.Expr, classes: list[ast.expr], node: ast.AST, *, exact: bool) -> ir.Expr:
    named, bindings = frame.named(value, "value")
    return frame.let(bindings, _one_of(frame, named, classes, node, exact=exact))


def class_test(frame: Frame, value: ir.Expr, classes: list[ast.expr], node: ast.AST) -> ir.Expr:
    """`isinstance(value, classes)` for a value that may be evaluated again."""
    return _one_of(frame, value, classes, node, exact=False)


def _one_of(frame: Frame, value: ir.Expr, classes: list[ast.expr], node: ast.AST, *, exact: bool) -> ir.Expr:
    if isinstance(value.type, OptionalT):
        inner = _one_of(frame, ir.Unwrap(value, value.type.inner, value.span), classes, node, exact=exact)
        there = frame.prim("not", [ir.IsNone(value, BOOL, value.span)], node)
        none = any(_is_class(frame, c, NONE, node, exact=exact) for c in classes)
        if none:
            return ir.BoolOp("or", (ir.IsNone(value, BOOL, value.span), inner), BOOL, frame.span(node))
        return ir.BoolOp("and", (there, inner), BOOL, frame.span(node))
    if isinstance(value.type, UnionT):
        tests = [
            is_arm(frame, value, arm, node)
            for arm in value.type.arms
            if any(_is_class(frame, c, arm, node, exact=exact) for c in classes)
        ]
        if not tests:
            return ir.Const(False, BOOL, frame.span(node))
        return tests[0] if len(tests) == 1 else ir.BoolOp("or", tuple(tests), BOOL, frame.span(node))
    found = any(_is_class(frame, c, value.type, node, exact=exact) for c in classes)
    return ir.Const(found, BOOL, frame.span(node))


def _is_class(frame: Frame, cls: ast.expr, t: Type, node: ast.AST, *, exact: bool) -> bool:
    symbol = frame.symbol(cls)
    if t in (NP_FLOAT, NP_INT, NP_BOOL) and isinstance(symbol, ExternalSymbol) and symbol.module == "builtins":
        return not exact and (symbol.name == "object" or (symbol.name == "float" and t == NP_FLOAT))
    if isinstance(t, MarkT | NamedT):
        return _is_marked(symbol, t, cls, exact=exact)
    if isinstance(symbol, ExternalSymbol) and symbol.module == "datetime":
        return False
    if isinstance(symbol, ExternalSymbol) and symbol.module == "builtins" and symbol.name in _KINDS:
        if exact and symbol.name in ("int", "object"):
            return symbol.name == "int" and t == INT
        return _KINDS[symbol.name](t)
    if isinstance(symbol, ClassSymbol):
        name = f"{symbol.module}:{symbol.node.name}"
        if not isinstance(t, RecordT) or (t.cls == name and not isinstance(t, KeyedT)):
            return t == RecordT(name)
        here = t.cls.partition(":")[0] == symbol.module == frame.module.name
        if here and not isinstance(t, KeyedT) and _stands_alone(symbol.node):
            return False
    if isinstance(cls, ast.Call) and ast.unparse(cls) == "type(None)":
        return t == NONE
    raise unportable("PV207", f"whether {t} is a {ast.unparse(cls)} is not known", node)


def _stands_alone(node: ast.ClassDef) -> bool:
    """Whether a class says nothing of what its instances are: within a module no other's are, since records have no
    bases there (`prepare/bases` asks for the classes of a family by name)."""
    hooks = {"__instancecheck__", "__subclasshook__"}
    plain = all("dataclass" in ast.unparse(d) for d in node.decorator_list)
    own = {s.name for s in node.body if isinstance(s, ast.FunctionDef)}
    return plain and not node.bases and not node.keywords and not own & hooks


def _is_marked(symbol: object, t: MarkT | NamedT, cls: ast.expr, *, exact: bool) -> bool:
    """Whether a NamedTuple, a member of an Enum, a date or a time span is of a class: a datetime is a date, a member
    of an IntEnum an int, a NamedTuple a tuple."""
    if isinstance(symbol, ClassSymbol):
        return t.cls == f"{symbol.module}:{symbol.node.name}"
    if not isinstance(symbol, ExternalSymbol) or symbol.module not in ("builtins", "datetime"):
        raise unportable("PV207", f"whether {t} is a {ast.unparse(cls)} is not known", cls)
    also = {"tuple"} if isinstance(t, NamedT) else {t.base, "date" if t.kind == "datetime" else t.kind}
    own = t.kind if isinstance(t, MarkT) and not t.cls else None
    return symbol.name == own if exact else symbol.name in also | {own, "object"}
