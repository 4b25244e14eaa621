"""`match`: each case becomes a test of the subject, the names it binds, and its guard (reference, 8.6).

Keeps true: the subject is evaluated once; a test looks at an item only after the length said that it is there; names
are bound before the guard, and a guard that fails goes on to the next case.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass

from pivot_lsp.port import ir, trees
from pivot_lsp.port.frontend import classtests, keyed, unions
from pivot_lsp.port.frontend.comparisons import ordered, same_kind
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.frontend.lowering import condition, lower, lower_as
from pivot_lsp.port.frontend.oracle import Unknown
from pivot_lsp.port.frontend.reads import unnarrowed
from pivot_lsp.port.frontend.scope import ClassSymbol
from pivot_lsp.port.refusal import unportable
from pivot_lsp.port.types import (
    BOOL,
    INT,
    NONE,
    DequeT,
    DictT,
    IterT,
    KeyedT,
    ListT,
    NamedT,
    OptionalT,
    RecordT,
    TupleT,
    Type,
    UnionT,
    VarTupleT,
)

Lowered = list[ir.Stmt]
Block = Callable[[Frame, list[ast.stmt], Type], tuple[ir.Stmt, ...]]
Store = Callable[[Frame, ast.expr, ir.Expr, ast.stmt], Lowered]


@dataclass(frozen=True)
class _Case:
    """What a pattern asks, in order, all of which must hold; and what it binds then."""

    tests: tuple[ir.Expr, ...]
    binds: tuple[tuple[str, ir.Expr, ast.AST], ...] = ()

    def __add__(self, other: "_Case") -> "_Case":
        return _Case(self.tests + other.tests, self.binds + other.binds)


def match(frame: Frame, node: ast.Match, result: Type, block: Block, store: Store) -> Lowered:
    """The statement, case by case. Every branch is read before a refusal is raised."""
    subject = unnarrowed(frame, node.subject)
    first: Lowered = []
    if not isinstance(subject, ir.Var) or subject.name in _bound(node):
        name = frame.fresh("subject", subject.type)
        first = [ir.Assign(name, subject, False, False, frame.span(node))]
        subject = ir.Var(name, subject.type, subject.span)
    return [*first, *_cases(frame, subject, node.cases, node, result, block, store)]


def _bound(node: ast.Match) -> set[str]:
    """The names that the patterns bind: a case that fails in its guard has bound them all the same."""
    found: set[str] = set()
    for case in node.cases:
        for inner in ast.walk(case.pattern):
            if isinstance(inner, ast.MatchAs | ast.MatchStar) and inner.name is not None:
                found.add(inner.name)
    return found


def _cases(
    frame: Frame,
    subject: ir.Expr,
    cases: list[ast.match_case],
    node: ast.Match,
    result: Type,
    block: Block,
    store: Store,
) -> tuple[ir.Stmt, ...]:
    if not cases:
        return ()
    case, *others = cases
    asked = _pattern(frame, subject, case.pattern)
    span = frame.span(case.pattern)
    binds = [
        one
        for name, value, at in asked.binds
        for one in store(frame, ast.copy_location(ast.Name(name, ast.Store()), at), value, node)
    ]
    test = _all(frame, asked.tests, case.pattern)
    if case.guard is None:
        body = (*binds, *block(frame, case.body, result))
        rest = _cases(frame, subject, others, node, result, block, store)
        if isinstance(test, ir.Const):
            return body if test.value else rest
        return (ir.If(test, body, rest, span),)
    guard = condition(frame, case.guard)
    # bound again where the body begins, so that it is plain that they are; not from what the guard may have changed
    body = (*(binds if trees.still(guard) else ()), *block(frame, case.body, result))
    rest = _cases(frame, subject, others, node, result, block, store)
    if not binds:
        return (ir.If(_all(frame, (*asked.tests, guard), case.pattern), body, rest, span),)
    held = frame.fresh("holds", BOOL)
    clear = ir.Assign(held, ir.Const(False, BOOL, span), False, False, span)
    inner = (*binds, ir.Assign(held, guard, False, False, span))
    return (clear, ir.If(test, inner, (), span), ir.If(ir.Var(held, BOOL, span), body, rest, span))


def _all(frame: Frame, tests: tuple[ir.Expr, ...], node: ast.AST) -> ir.Expr:
    if any(isinstance(t, ir.Const) and t.value is False for t in tests):
        return ir.Const(False, BOOL, frame.span(node))
    kept = tuple(t for t in tests if not isinstance(t, ir.Const))
    if not kept:
        return ir.Const(True, BOOL, frame.span(node))
    return kept[0] if len(kept) == 1 else ir.BoolOp("and", kept, BOOL, frame.span(node))


def _never(frame: Frame, node: ast.AST) -> _Case:
    return _Case((ir.Const(False, BOOL, frame.span(node)),))


def _pattern(frame: Frame, subject: ir.Expr, node: ast.pattern) -> _Case:
    match node:
        case ast.MatchAs(pattern=None, name=None):
            return _Case(())
        case ast.MatchAs(pattern=None, name=str(name)):
            return _Case((), ((name, subject, node),))
        case ast.MatchAs(pattern=ast.pattern() as inner, name=str(name)):
            return _pattern(frame, subject, inner) + _Case((), ((name, subject, node),))
        case ast.MatchOr(patterns=patterns):
            found = [_pattern(frame, subject, p) for p in patterns]
            if any(one.binds for one in found):
                raise unportable("PV203", "alternatives that bind names are not taken", node, "write a case for each")
            tests = tuple(_all(frame, one.tests, node) for one in found)
            if any(isinstance(t, ir.Const) and t.value is True for t in tests):
                return _Case(())
            kept = tuple(t for t in tests if not isinstance(t, ir.Const))
            if not kept:
                return _never(frame, node)
            return _Case((kept[0] if len(kept) == 1 else ir.BoolOp("or", kept, BOOL, frame.span(node)),))
    if isinstance(subject.type, OptionalT):
        return _optional(frame, subject, node)
    if isinstance(subject.type, UnionT):
        return _union(frame, subject, node)
    match node:
        case ast.MatchSingleton(value=single):
            if single is None or subject.type != BOOL:
                return _Case((ir.Const(single is None and subject.type == NONE, BOOL, frame.span(node)),))
            return _Case((subject if single else frame.prim("not", [subject], node),))
        case ast.MatchValue(value=wanted):
            value = lower(frame, wanted)
            if same_kind(subject.type, value.type) is False:
                return _never(frame, node)
            return _Case((ordered(frame, "==", subject, value, node),))
        case ast.MatchSequence(patterns=patterns):
            return _sequence(frame, subject, patterns, node)
        case ast.MatchMapping():
            return _mapping(frame, subject, node)
        case ast.MatchClass():
            return _class(frame, subject, node)
        case _:
            raise unportable("PV203", "this pattern is not taken", node)


def _optional(frame: Frame, subject: ir.Expr, node: ast.pattern) -> _Case:
    none = ir.IsNone(subject, BOOL, subject.span)
    if isinstance(node, ast.MatchSingleton) and node.value is None:
        return _Case((none,))
    assert isinstance(subject.type, OptionalT)
    there = frame.prim("not", [none], node)
    return _Case((there,)) + _pattern(frame, ir.Unwrap(subject, subject.type.inner, subject.span), node)


def _union(frame: Frame, subject: ir.Expr, node: ast.pattern) -> _Case:
    """The pattern on each type that the value may have; names are bound where only one of them can match."""
    assert isinstance(subject.type, UnionT)
    found: list[_Case] = []
    for arm in subject.type.arms:
        inside = _pattern(frame, unions.project(subject, arm), node)
        test = _all(frame, (unions.is_arm(frame, subject, arm, node), *inside.tests), node)
        if not (isinstance(test, ir.Const) and test.value is False):
            found.append(_Case((test,), inside.binds))
    if not found:
        return _never(frame, node)
    if len(found) == 1:
        return found[0]
    if any(one.binds for one in found):
        raise unportable("PV203", f"a pattern that binds names on several types of {subject.type}", node)
    return _Case((ir.BoolOp("or", tuple(one.tests[0] for one in found), BOOL, frame.span(node)),))


def _sequence(frame: Frame, subject: ir.Expr, patterns: list[ast.pattern], node: ast.pattern) -> _Case:
    star = next((i for i, p in enumerate(patterns) if isinstance(p, ast.MatchStar)), None)
    count = len(patterns) - (star is not None)
    span = frame.span(node)
    if isinstance(subject.type, TupleT):
        items = subject.type.items
        if star is not None:
            raise unportable("PV203", f"a star on {subject.type} is not taken", node, "name the items")
        if len(items) != count:
            return _never(frame, node)
        case = _Case(())
        for index, (t, p) in enumerate(zip(items, patterns, strict=True)):
            case += _pattern(frame, ir.TupleItem(subject, index, t, subject.span), p)
        return case
    if isinstance(subject.type, DequeT | IterT):  # both are sequences to `match`
        raise unportable("PV203", f"a sequence pattern on {subject.type} is not taken", node, "make it a list")
    if not isinstance(subject.type, ListT | VarTupleT):
        return _never(frame, node)
    length = frame.prim("len", [subject], node)
    case = _Case((frame.prim("==" if star is None else ">=", [length, ir.Const(count, INT, span)], node),))
    for index, p in enumerate(patterns):
        if isinstance(p, ast.MatchStar):
            if p.name is not None:
                last = len(patterns) - index - 1
                case += _Case((), ((p.name, _middle(frame, subject, index, last, node), p),))
            continue
        place = index if star is None or index < star else index - len(patterns)
        case += _pattern(frame, frame.prim("getitem", [subject, ir.Const(place, INT, span)], node), p)
    return case


def _middle(frame: Frame, subject: ir.Expr, before: int, after: int, node: ast.pattern) -> ir.Expr:
    span, t = frame.span(node), OptionalT(INT)
    last: ir.Expr = ir.Some(ir.Const(-after, INT, span), t, span) if after else ir.Const(None, t, span)
    bounds = [ir.Some(ir.Const(before, INT, span), t, span), last, ir.Const(None, t, span)]
    return frame.prim("slice", [frame.as_list(subject, node), *bounds], node)


def _mapping(frame: Frame, subject: ir.Expr, node: ast.MatchMapping) -> _Case:
    if node.rest is not None:
        raise unportable("PV203", "** in a mapping pattern is not taken", node)
    case = _Case(())
    if isinstance(subject.type, KeyedT):
        fields = frame.unit.record(subject.type, node)
        if not {keyed.key_of(frame, k) for k in node.keys} <= fields.keys():
            return _never(frame, node)
        for key_node, p in zip(node.keys, node.patterns, strict=True):
            case += _pattern(frame, keyed.read(frame, subject, key_node, node), p)
        return case
    if not isinstance(subject.type, DictT):
        return _never(frame, node)
    for key_node, p in zip(node.keys, node.patterns, strict=True):
        key = lower_as(frame, key_node, subject.type.key, "key")
        case += _Case((frame.prim("in", [key, subject], node),))
        case += _pattern(frame, frame.prim("getitem", [subject, key], node), p)
    return case


def _class(frame: Frame, subject: ir.Expr, node: ast.MatchClass) -> _Case:
    symbol = frame.symbol(node.cls)
    if isinstance(subject.type, NamedT) and isinstance(symbol, ClassSymbol):
        return _named(frame, subject, subject.type, symbol, node)
    test = classtests.class_test(frame, subject, [node.cls], node)
    case = _Case((test,))
    if isinstance(test, ir.Const) and test.value is False:
        return case
    if not isinstance(symbol, ClassSymbol):
        if node.kwd_attrs or len(node.patterns) > 1:
            raise unportable("PV203", "this class pattern is not taken", node)
        for p in node.patterns:
            case += _pattern(frame, subject, p)
        return case
    assert isinstance(subject.type, RecordT)
    fields = frame.unit.record(subject.type, node)
    order = list(frame.unit.constructor(symbol, node).given) if node.patterns else []
    if node.patterns and not any("dataclass" in ast.unparse(d) for d in symbol.node.decorator_list):
        raise unportable("PV203", f"{symbol.node.name} has no order of its fields", node, "name the fields")
    if len(node.patterns) > len(order):
        raise unportable("PV203", f"{symbol.node.name} has {len(order)} fields", node)
    names = [*order[: len(node.patterns)], *node.kwd_attrs]
    for name, p in zip(names, [*node.patterns, *node.kwd_patterns], strict=True):
        hint = fields.get(name)
        if hint is None or isinstance(hint, Unknown):
            raise unportable("PV206", f"{subject.type} has no field {name!r}", node)
        case += _pattern(frame, ir.Field(subject, name, hint, subject.span), p)
    return case


def _named(frame: Frame, subject: ir.Expr, t: NamedT, symbol: ClassSymbol, node: ast.MatchClass) -> _Case:
    """`Point(x, y=0)` of a NamedTuple."""
    if f"{symbol.module}:{symbol.node.name}" != t.cls:
        return _never(frame, node)
    names = [*t.names[: len(node.patterns)], *node.kwd_attrs]
    if len(node.patterns) > len(t.names) or not set(node.kwd_attrs) <= set(t.names):
        raise unportable("PV206", f"{t} has no such field", node)
    case = _Case(())
    for name, p in zip(names, [*node.patterns, *node.kwd_patterns], strict=True):
        index = t.names.index(name)
        case += _pattern(frame, ir.TupleItem(subject, index, t.items[index], subject.span), p)
    return case
