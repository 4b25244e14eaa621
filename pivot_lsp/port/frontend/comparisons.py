"""Comparisons: chains evaluate each operand once, `is` only against None, `in` where its meaning is exact."""

import ast

from pivot_lsp.port import ir
from pivot_lsp.port.frontend import (
    arrays,
    classtests,
    collections,
    membership,
    operators,
    ranks,
    unions,
)
from pivot_lsp.port.frontend.conversions import as_int
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import lower
from pivot_lsp.port.frontend.reads import unnarrowed
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
    DictT,
    ListT,
    MarkT,
    OptionalT,
    RecordT,
    TupleT,
    Type,
    UnionT,
    VarTupleT,
)

_OPS = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip


def compare(frame: Frame, node: ast.Compare, expected: Type | None) -> ir.Expr:
    """`a < b <= c`."""
    tested = classtests.type_test(frame, node)
    if tested is not None:
        return tested
    ops = [_OPS[type(op)] for op in node.ops]
    nodes = [node.left, *node.comparators]
    if len(ops) == 1:
        raw = ops[0] in ("is", "is not") or any(isinstance(n, ast.Constant) and n.value is None for n in nodes)
        read = unnarrowed if raw else lower
        if _empty(nodes[0]) and not _empty(nodes[1]):
            other = _right(frame, ops[0], nodes[1])
            return _one(frame, ops[0], lower(frame, nodes[0], other.type), other, node)
        first = read(frame, nodes[0])
        return _one(frame, ops[0], first, _right(frame, ops[0], nodes[1], first.type), node)
    bindings: list[tuple[str, ir.Expr]] = []
    values: list[ir.Expr] = []
    for op, operand in zip([ops[0], *ops], nodes, strict=True):
        value = lower(frame, operand) if operand is node.left else _right(frame, op, operand)
        steady = isinstance(value, ir.Const | ir.Var | ir.ConstantRef | ir.Field) and frame.simple(value)
        if steady or operand is nodes[-1]:
            values.append(value)
        else:
            # an operand in the middle is evaluated once, and only if the comparisons before it held: nested below
            name = frame.fresh("operand", value.type)
            bindings.append((name, value))
            values.append(ir.Var(name, value.type, value.span))
    return _chain(frame, ops, values, bindings, node)


def _chain(
    frame: Frame, ops: list[str], values: list[ir.Expr], bindings: list[tuple[str, ir.Expr]], node: ast.Compare
) -> ir.Expr:
    """The first comparison needs the first two operands; each further one is evaluated only when all before held."""
    pending = dict(bindings)

    def introduce(names: list[ir.Expr], body: ir.Expr) -> ir.Expr:
        here = [(v.name, pending[v.name]) for v in names if isinstance(v, ir.Var) and v.name in pending]
        return frame.let(here, body)

    rest: ir.Expr | None = None
    tests = [_one(frame, op, a, b, node) for op, a, b in zip(ops, values, values[1:], strict=False)]
    kind = arrays.chained(frame, tests, node)
    for index in range(len(ops) - 1, -1, -1):
        test = frame.truth(tests[index], node)
        body = test if rest is None else ir.BoolOp("and", (test, rest), BOOL, frame.span(node))
        rest = introduce(values[:2] if index == 0 else [values[index + 1]], body)
    assert rest is not None
    whole = _flatten(rest)
    return whole if kind == BOOL else frame.prim("npbool", [whole], node)


def _flatten(value: ir.Expr) -> ir.Expr:
    """`a and (b and c)` as one `and`."""
    if isinstance(value, ir.BoolOp) and isinstance(value.values[-1], ir.BoolOp) and value.values[-1].op == value.op:
        last = _flatten(value.values[-1])
        assert isinstance(last, ir.BoolOp)
        return ir.BoolOp(value.op, (*value.values[:-1], *last.values), value.type, value.span)
    return value


def _empty(node: ast.expr) -> bool:
    """Whether it is a display that does not tell the type of its items."""
    return (isinstance(node, ast.List) and not node.elts) or (isinstance(node, ast.Dict) and not node.keys)


def _right(frame: Frame, op: str, node: ast.expr, expected: Type | None = None) -> ir.Expr:
    if op in ("in", "not in") and isinstance(node, ast.Set):
        return lower(frame, ast.copy_location(ast.List(node.elts, ast.Load()), node))
    return lower(frame, node, expected if op in ("==", "!=") and _empty(node) else None)


def _one(frame: Frame, op: str, left: ir.Expr, right: ir.Expr, node: ast.Compare) -> ir.Expr:
    if op in ("is not", "not in"):
        return frame.prim("not", [_one(frame, op[:2] if op == "is not" else "in", left, right, node)], node)
    if op == "is" or (op in ("==", "!=") and right.type == NONE):
        found = _is_none(frame, left, right, node)
        return frame.prim("not", [found], node) if op == "!=" else found
    if op == "in":
        return membership.contained(frame, left, right, node)
    return ordered(frame, op, left, right, node)


def _is_none(frame: Frame, left: ir.Expr, right: ir.Expr, node: ast.Compare) -> ir.Expr:
    if right.type != NONE:
        return _is_same(frame, left, right, node)
    if isinstance(left.type, OptionalT):
        return ir.IsNone(left, BOOL, frame.span(node))
    if not frame.simple(left):
        raise unportable("PV207", f"{left.type} is never None", node, "remove the test")
    return ir.Const(left.type == NONE, BOOL, frame.span(node))


def _is_same(frame: Frame, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr:
    """`a is b` of two records, of which either may be None, or of bools: there is one True and one False."""
    if right.type == BOOL and left.type in (BOOL, OptionalT(BOOL)):
        return ordered(frame, "==", left, right, node)
    kinds = {t.inner if isinstance(t, OptionalT) else t for t in (left.type, right.type)}
    t = next(iter(kinds))
    if right.type == BOOL and isinstance(right, ir.Const):  # there is one True and one False
        return _is_bool(frame, left, right, node)
    if len(kinds) == 1 and isinstance(t, MarkT) and t.cls:  # a member is one object
        return ordered(frame, "==", left, right, node)
    if len(kinds) != 1 or not isinstance(t, RecordT) or frame.unit.records.is_frozen(t):
        raise unportable("PV303", "`is` compares identity", node)
    if left.type != right.type:
        left, right = (frame.fit(v, OptionalT(t), node) for v in (left, right))
    frame.unit.records.identities = True
    return frame.prim("is", [left, right], node)


def _is_bool(frame: Frame, left: ir.Expr, right: ir.Const, node: ast.AST) -> ir.Expr:
    """`x is True` of a value of several types: only a bool is it."""
    span = frame.span(node)
    value, bindings = frame.named(left, "value")
    tests: list[ir.Expr] = []
    if isinstance(value.type, OptionalT):
        tests.append(frame.prim("not", [ir.IsNone(value, BOOL, span)], node))
        value = ir.Unwrap(value, value.type.inner, span)
    if isinstance(value.type, UnionT) and BOOL in value.type.arms:
        tests.append(unions.is_arm(frame, value, BOOL, node))
        value = unions.project(value, BOOL)
    if value.type != BOOL:
        return frame.let(bindings, ir.Const(False, BOOL, span))
    tests.append(frame.prim("==", [value, right], node))
    body = tests[0] if len(tests) == 1 else ir.BoolOp("and", tuple(tests), BOOL, span)
    return frame.let(bindings, body)


def ordered(frame: Frame, op: str, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr:
    """`left op right`, `op` one of the six that order or equate."""
    if isinstance(left.type, UnionT) or isinstance(right.type, UnionT):
        return unions.spread(frame, [left, right], lambda v: _same_or_ordered(frame, op, v[0], v[1], node), node)
    if (made := arrays.compared(frame, op, left, right, node)) is not None:
        return made
    if {left.type, right.type} <= {INT, FLOAT, BOOL} and left.type != right.type:
        left, right = as_int(frame, left, node), as_int(frame, right, node)
    if (own := operators.compare(frame, op, left, right, node)) is not None:
        return own
    if (made := _of_lengths(frame, op, left, right, node)) is not None:
        return made
    if {type(left.type), type(right.type)} == {ListT, VarTupleT}:
        raise unportable("PV207", f"{op}({left.type}, {right.type}) is not taken", node, "a tuple is no list")
    if (made := collections.operation(frame, op, left, right, node)) is not None:
        return made
    if op in ("==", "!="):
        if left.type == OptionalT(right.type):
            right = ir.Some(right, left.type, right.span)
        elif right.type == OptionalT(left.type):
            left = ir.Some(left, right.type, left.span)
        if (
            isinstance(left.type, RecordT)
            and left.type == right.type
            and not frame.unit.records.has_equality(left.type, node)
        ):
            return _by_identity(frame, op, left, right, node)
        frame.unit.records.use_equality(left.type, node)
    elif left.type == BOOL and right.type == BOOL:
        left, right = as_int(frame, left, node), as_int(frame, right, node)
    elif left.type == right.type and ranks.ranked(frame, left.type, node):
        (first, one), (second, two) = frame.named(left, "first"), frame.named(right, "second")
        rows = [ranks.fields_of(frame, record, node) for record in (first, second)]
        return frame.let([*one, *two], frame.prim(op, rows, node))
    return frame.prim(op, [left, right], node)


_SHORTER = {"<": "<=", "<=": "<=", ">": ">", ">=": ">"}
_LONGER = {"<": "<", "<=": "<", ">": ">=", ">=": ">="}


def _of_lengths(frame: Frame, op: str, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr | None:
    """Two tuples of different known lengths, the shorter of the types that the longer begins with: it comes first
    where the longer begins with its items (Objects/tupleobject.c, tuplerichcompare). None of anything else."""
    sides = (left.type, right.type)
    if not all(type(t) is TupleT and t.items for t in sides):
        return None
    assert isinstance(left.type, TupleT)
    assert isinstance(right.type, TupleT)
    shared = min(len(left.type.items), len(right.type.items))
    if len(left.type.items) == len(right.type.items) or left.type.items[:shared] != right.type.items[:shared]:
        return None
    (first, one), (second, two) = frame.named(left, "first"), frame.named(right, "second")
    if op in ("==", "!="):
        return frame.let([*one, *two], ir.Const(op == "!=", BOOL, frame.span(node)))
    parts: list[ir.Expr] = []
    for side in (first, second):
        assert isinstance(side.type, TupleT)
        items = tuple(ir.TupleItem(side, i, t, side.span) for i, t in enumerate(side.type.items[:shared]))
        parts.append(ir.TupleLit(items, TupleT(side.type.items[:shared]), side.span))
    within = (_SHORTER if len(left.type.items) == shared else _LONGER)[op]
    return frame.let([*one, *two], frame.prim(within, parts, node))


def _same_or_ordered(frame: Frame, op: str, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr:
    """A comparison of what two unions hold: values of different kinds are simply not equal."""
    if op in ("==", "!=") and same_kind(left.type, right.type) is False:
        return ir.Const(op == "!=", BOOL, frame.span(node))
    return ordered(frame, op, left, right, node)


def same_kind(a: Type, b: Type) -> bool | None:
    """Whether values of these types can be equal; None where that is not known."""
    kinds = {_kind(a), _kind(b)}
    return None if None in kinds else len(kinds) == 1


def _kind(t: Type) -> str | None:
    """What values can be equal to: numbers to numbers, a str to a str, a list to a list."""
    match t:
        case ListT():
            return "list"
        case DictT():
            return "dict"
        case _:
            return "number" if t in (INT, FLOAT, BOOL) else "str" if t == STR else None


def _by_identity(frame: Frame, op: str, left: ir.Expr, right: ir.Expr, node: ast.AST) -> ir.Expr:
    found = _is_same(frame, left, right, node)
    return frame.prim("not", [found], node) if op == "!=" else found
