"""A variable that Python may find unbound, as an optional that starts as None: a read that comes too early falls back,
and legacy raises its UnboundLocalError.

Keeps true: where every read comes after a store, as it nearly always does, the value is the one that was stored.
"""

from dataclasses import dataclass, replace
from typing import Any

from pivot_lsp.port import ir, trees
from pivot_lsp.port.checks import assigned
from pivot_lsp.port.types import OptionalT, TupleT, Type


def settle(function: ir.Function) -> ir.Function:
    """`function` with no variable that may be unbound."""
    while True:
        try:
            assigned.check(function)
            return function
        except assigned.Unassigned as problem:
            function = guard(function, problem)


def guard(function: ir.Function, problem: assigned.Unassigned) -> ir.Function:
    """`function` with the variable of `problem` as an optional. Raises it again where that cannot be said simply."""
    name, t = problem.name, problem.type
    if _rebound(function, name):
        raise problem
    start = ir.Assign(name, ir.Const(None, OptionalT(_held(t)), function.span), False, False, function.span)
    return replace(function, body=(start, *_block(function.body, _Variable(name, t, _fresh(function, name)))))


def _rebound(function: ir.Function, name: str) -> bool:
    """Whether a comprehension, lambda or let has a variable of the same name, or the name is a parameter's."""
    inner: set[str] = {p.name for p in function.params}
    for node in trees.expressions(function.body):
        match node:
            case ir.Let(name=own):
                inner.add(own)
            case ir.Lambda(params=params):
                inner.update(params)
            case ir.Comp(clauses=clauses):
                inner.update(n for c in clauses for n in trees.bound_names(c.pattern))
            case _:
                pass
    return name in inner


def _fresh(function: ir.Function, name: str) -> str:
    """A name for what a loop or an unpacking gives the variable."""
    taken = {e.name for e in trees.expressions(function.body) if isinstance(e, ir.Var)}
    for one in trees.statements(function.body):
        if isinstance(one, ir.Unpack | ir.For):
            taken.update(trees.bound_names(one.pattern))
        elif isinstance(one, ir.Assign):
            taken.add(one.name)
    fresh = f"{name}_here"
    while fresh in taken | {p.name for p in function.params}:
        fresh += "_"
    return fresh


@dataclass(frozen=True)
class _Variable:
    """The variable, its type, and the name that patterns bind in its place."""

    name: str
    type: Type
    fresh: str


def _block(body: tuple[ir.Stmt, ...], v: _Variable) -> tuple[ir.Stmt, ...]:
    return tuple(made for one in body for made in _statement(one, v))


def _statement(one: ir.Stmt, v: _Variable) -> tuple[ir.Stmt, ...]:
    """The statement, its reads unwrapped and its stores wrapped; a pattern's through a variable of its own."""
    match one:
        case ir.Assign(name=target, value=value) if target == v.name:
            return (replace(one, value=_stored(_reads(value, v), v.type)),)
        case ir.Unpack(pattern=pattern, value=value) if v.name in trees.bound_names(pattern):
            renamed = _renamed(pattern, v.name, v.fresh)
            assert isinstance(renamed, ir.TuplePattern)
            return replace(one, pattern=renamed, value=_reads(value, v)), _copy(v.name, v.fresh, v.type, one.span)
        case ir.For(pattern=pattern, iterable=iterable, body=body):
            inner = _block(body, v)
            if v.name in trees.bound_names(pattern):
                pattern, inner = _renamed(pattern, v.name, v.fresh), (_copy(v.name, v.fresh, v.type, one.span), *inner)
            return (replace(one, pattern=pattern, iterable=_reads(iterable, v), body=inner),)
        case ir.If(test, body, orelse):
            made = replace(one, test=_reads(test, v), body=_block(body, v), orelse=_block(orelse, v))
            return (made,)
        case ir.While(test, body):
            return (replace(one, test=_reads(test, v), body=_block(body, v)),)
        case ir.Try(body, handlers, orelse):
            caught = tuple(replace(h, body=_block(h.body, v)) for h in handlers)
            return (replace(one, body=_block(body, v), handlers=caught, orelse=_block(orelse, v)),)
        case _:
            return (_reads(one, v),)


def _held(t: Type) -> Type:
    """What the optional holds: the value, or a tuple of it where it is an optional of its own."""
    return TupleT((t,)) if isinstance(t, OptionalT) else t


def _stored(value: ir.Expr, t: Type) -> ir.Expr:
    held = ir.TupleLit((value,), _held(t), value.span) if isinstance(t, OptionalT) else value
    return ir.Some(held, OptionalT(_held(t)), value.span)


def _read(variable: ir.Var, t: Type) -> ir.Expr:
    there = ir.Unwrap(replace(variable, type=OptionalT(_held(t))), _held(t), variable.span)
    return ir.TupleItem(there, 0, t, variable.span) if isinstance(t, OptionalT) else there


def _copy(name: str, fresh: str, t: Type, span: ir.Span) -> ir.Stmt:
    return ir.Assign(name, _stored(ir.Var(fresh, t, span), t), False, False, span)


def _renamed(pattern: ir.Pattern, name: str, fresh: str) -> ir.Pattern:
    if isinstance(pattern, ir.Name):
        return replace(pattern, name=fresh) if pattern.name == name else pattern
    return replace(pattern, items=tuple(_renamed(p, name, fresh) for p in pattern.items))


def _reads(node: Any, v: _Variable) -> Any:
    """`node`, an expression or a statement without blocks, with each read of the variable unwrapped."""
    return trees.rebuilt(node, lambda e: _read(e, v.type) if isinstance(e, ir.Var) and e.name == v.name else e)
