"""Generators that were made lists: that nobody can see the difference.

Python runs a generator and what consumes it by turns. Running it to its end first is the same when neither changes
what the other reads, and when it ends without an exception. The first is checked here, by the types of what could be
shared, else the unit is refused (PV213); on an exception the call falls back.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pivot_lsp.port import ir, trees
from pivot_lsp.port.checks.lazy import mutable, shared
from pivot_lsp.port.frontend.frame import Frame
from pivot_lsp.port.refusal import Unportable
from pivot_lsp.port.types import RecordT, Type, walk


def guarded(frame: Frame, body: tuple[ir.Stmt, ...], result: Type, node: ast.AST) -> tuple[ir.Stmt, ...]:
    """`body`, falling back on an exception, where it can raise one."""
    return otherwise(frame, body, ir.Return(frame.legacy(result, node), frame.span(node)), node)


def otherwise(frame: Frame, body: tuple[ir.Stmt, ...], handling: ir.Stmt, node: ast.AST) -> tuple[ir.Stmt, ...]:
    """`body`, and `handling` where it raises an exception, if it can."""
    raising = any(isinstance(e, ir.Call) or (isinstance(e, ir.Prim) and e.row.raises) for e in trees.expressions(body))
    if not raising and not any(isinstance(s, ir.Raise | ir.Reraise) for s in trees.statements(body)):
        return body
    span = frame.span(node)
    frame.unit.exceptions.catches[span] = ("builtins:Exception",)
    return (ir.Try(body, (ir.Handler((), None, (handling,), span),), (), span),)


def check(
    functions: Sequence[ir.Function], generators: frozenset[str], records: Sequence[ir.Record]
) -> Iterator[tuple[ir.Function, Unportable]]:
    """Every place where a generator and its consumer may change what the other reads."""
    if not generators:
        return
    known = {f.name: f for f in functions}
    fields = {r.cls: r for r in records}
    changes = changed_types(functions)
    shared = {name: _containers([p.type for p in known[name].params], fields) for name in generators if name in known}
    for name, types in shared.items():
        if changes[name] & types:
            yield known[name], _refusal(known[name].span, "this generator changes what it is given")
    for function in functions:
        for span, sources, bodies, inside in _walks(function):
            mine = {
                t
                for s in sources
                for e in trees.within(s)
                if isinstance(e, ir.Call)
                for t in shared.get(e.function, ())
            }
            done = set(bodies) | {t for n in inside for t in changes.get(n, ())}
            if mine & done:
                yield function, _refusal(span, "what walks over a generator changes what that may read")


def _refusal(span: ir.Span, why: str) -> Unportable:
    return Unportable("PV213", why, span.line, span.column, "collect its items in a list first")


def _containers(types: Sequence[Type], fields: Mapping[str, ir.Record]) -> set[Type]:
    found: set[Type] = set()
    todo = list(types)
    while todo:
        for t in walk(todo.pop()):
            if mutable(t) and shared(t) not in found:
                found.add(shared(t))
                if isinstance(t, RecordT) and t.cls in fields:
                    todo += [f.type for f in fields[t.cls].fields]
    return found


def _own_changes(expressions: Iterable[ir.Expr], private: frozenset[str]) -> set[Type]:
    return {
        shared(e.args[0].type)
        for e in expressions
        if isinstance(e, ir.Prim)
        and e.row.mutates
        and not (isinstance(e.args[0], ir.Var) and e.args[0].name in private)
    }


def _set_fields(body: tuple[ir.Stmt, ...]) -> set[Type]:
    """Types of the records of which a field is assigned."""
    return {one.record.type for one in trees.statements(body) if isinstance(one, ir.SetField)}


def _private(function: ir.Function) -> frozenset[str]:
    """Variables that only ever hold a container made here, of which nothing else gets hold but the caller."""
    made: set[str] = set()
    other = {p.name for p in function.params}
    for one in trees.statements(function.body):
        if isinstance(one, ir.Assign):
            fresh = isinstance(one.value, ir.ListLit | ir.DictLit | ir.Comp | ir.Empty)
            (made if fresh else other).add(one.name)
        elif isinstance(one, ir.Unpack | ir.For):
            other.update(trees.bound_names(one.pattern))
        for own in trees.own_expressions(one):
            if isinstance(one, ir.Return) and isinstance(own, ir.Var):
                continue
            for e in trees.within(own):
                owner = e.args[0] if isinstance(e, ir.Prim) and e.args else None
                other.update(v.name for v in trees.operands(e) if isinstance(v, ir.Var) and v is not owner)
            if isinstance(own, ir.Var):
                other.add(own.name)
    return frozenset(made - other)


def changed_types(functions: Sequence[ir.Function]) -> dict[str, set[Type]]:
    """Types of what each function changes, itself or through what it calls."""
    found = {f.name: _own_changes(trees.expressions(f.body), _private(f)) | _set_fields(f.body) for f in functions}
    calls = {
        f.name: {e.function for e in trees.expressions(f.body) if isinstance(e, ir.Call)} & found.keys()
        for f in functions
    }
    while True:
        more = {n: {t for c in calls[n] for t in found[c]} - found[n] for n in found}
        if not any(more.values()):
            return found
        for name, types in more.items():
            found[name] |= types


def _walks(
    function: ir.Function,
) -> Iterator[tuple[ir.Span, list[ir.Expr], set[Type], set[str]]]:
    """Each loop and comprehension: what it walks over, the types that its rounds change, the functions they call."""
    private = _private(function)
    for one in trees.statements(function.body):
        if isinstance(one, ir.For):
            inside = list(trees.expressions(one.body))
            called = {e.function for e in inside if isinstance(e, ir.Call)}
            yield one.span, [one.iterable], _own_changes(inside, private) | _set_fields(one.body), called
    for e in trees.expressions(function.body):
        if isinstance(e, ir.Comp):
            parts = [x for c in e.clauses for x in c.tests] + [e.element] + ([e.key] if e.key is not None else [])
            inside = [x for part in parts for x in trees.within(part)]
            called = {x.function for x in inside if isinstance(x, ir.Call)}
            yield e.span, [c.iterable for c in e.clauses], _own_changes(inside, private), called
