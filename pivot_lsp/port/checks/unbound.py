"""A variable that Python may find unbound, as an optional that starts as None: a read that comes too early falls back,
and legacy raises its UnboundLocalError.

Keeps true: where every read comes after a store, as it nearly always does, the value is the one that was stored.
"""

from dataclasses import fields, is_dataclass, replace
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
    return replace(function, body=(start, *_block(function.body, name, t)))


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


def _block(body: tuple[ir.Stmt, ...], name: str, t: Type) -> tuple[ir.Stmt, ...]:
    return tuple(made for one in body for made in _statement(one, name, t))


def _statement(one: ir.Stmt, name: str, t: Type) -> tuple[ir.Stmt, ...]:
    """The statement, its reads unwrapped and its stores wrapped; a pattern's through a variable of its own."""
    fresh = f"{name}_here"
    match one:
        case ir.Assign(name=target, value=value) if target == name:
            return (replace(one, value=_stored(_reads(value, name, t), t)),)
        case ir.Unpack(pattern=pattern, value=value) if name in trees.bound_names(pattern):
            renamed = _renamed(pattern, name, fresh)
            assert isinstance(renamed, ir.TuplePattern)
            return replace(one, pattern=renamed, value=_reads(value, name, t)), _copy(name, fresh, t, one.span)
        case ir.For(pattern=pattern, iterable=iterable, body=body):
            inner = _block(body, name, t)
            if name in trees.bound_names(pattern):
                pattern, inner = _renamed(pattern, name, fresh), (_copy(name, fresh, t, one.span), *inner)
            return (replace(one, pattern=pattern, iterable=_reads(iterable, name, t), body=inner),)
        case ir.If(test, body, orelse):
            made = replace(one, test=_reads(test, name, t), body=_block(body, name, t), orelse=_block(orelse, name, t))
            return (made,)
        case ir.While(test, body):
            return (replace(one, test=_reads(test, name, t), body=_block(body, name, t)),)
        case ir.Try(body, handlers, orelse):
            caught = tuple(replace(h, body=_block(h.body, name, t)) for h in handlers)
            return (replace(one, body=_block(body, name, t), handlers=caught, orelse=_block(orelse, name, t)),)
        case _:
            return (_reads(one, name, t),)


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


def _reads(node: Any, name: str, t: Type) -> Any:
    """`node`, an expression or a statement without blocks, with each read of the variable unwrapped."""
    if isinstance(node, ir.Var):
        return _read(node, t) if node.name == name else node
    if isinstance(node, tuple):
        return tuple(_reads(one, name, t) for one in node)
    if (
        is_dataclass(node)
        and not isinstance(node, type)
        and type(node).__module__ == ir.__name__
        and not isinstance(node, ir.Span)
    ):
        found = {f.name: _reads(getattr(node, f.name), name, t) for f in fields(node)}
        changed = {k: v for k, v in found.items() if v is not getattr(node, k)}
        return replace(node, **changed) if changed else node
    return node
