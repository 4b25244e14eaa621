"""Walking the IR: what is inside a node, in the order of evaluation; which names it reads or binds; rebuilding it."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

from pivot_lsp.port.ir import (
    Assign,
    BoolOp,
    Call,
    Comp,
    Concat,
    Declare,
    DictLit,
    Expr,
    ExprStmt,
    Field,
    For,
    Function,
    If,
    IfExp,
    IsNone,
    Lambda,
    Let,
    ListLit,
    Name,
    New,
    Pattern,
    Prim,
    Raise,
    Return,
    SetField,
    Some,
    Span,
    Stmt,
    Try,
    TupleItem,
    TupleLit,
    Unit,
    Unpack,
    Unwrap,
    Var,
    While,
)

_PARTS = {Var.__module__, Assign.__module__, Unit.__module__}
"""The modules that define the tree."""


def operands(node: Expr) -> tuple[Expr, ...]:
    """The expressions directly inside `node`, in the order of evaluation."""
    match node:
        case Prim(args=args) | Call(args=args) | New(args=args):
            return args
        case BoolOp(values=values):
            return values
        case ListLit(items=items) | TupleLit(items=items):
            return items
        case Concat(parts=parts):
            return parts
        case DictLit(items=pairs):
            return tuple(e for pair in pairs for e in pair)
        case IfExp(test=test, then=then, other=other):
            return (test, then, other)
        case Let(value=value, body=body):
            return (value, body)
        case Lambda(body=body):
            return (body,)
        case Comp(key=key, element=element, clauses=clauses):
            inside = [e for c in clauses for e in (c.iterable, *c.tests)]
            return (*inside, *([key] if key is not None else []), element)
        case (
            TupleItem(tuple=inner) | Field(record=inner) | Some(value=inner) | Unwrap(value=inner) | IsNone(value=inner)
        ):
            return (inner,)
        case _:
            return ()


def within(node: Expr) -> Iterator[Expr]:
    """`node` and every expression inside it."""
    yield node
    for inner in operands(node):
        yield from within(inner)


def still(node: Expr) -> bool:
    """Whether evaluating `node` changes no object that another expression could read."""
    return not any(isinstance(e, Call) or (isinstance(e, Prim) and e.row.mutates) for e in within(node))


def free_names(node: Expr) -> frozenset[str]:
    """The variables that `node` reads from outside: those of its own comprehensions, lambdas and lets left out."""
    match node:
        case Var(name=name):
            return frozenset({name})
        case Let(name=name, value=value, body=body):
            return free_names(value) | (free_names(body) - {name})
        case Lambda(params=params, body=body):
            return free_names(body) - set(params)
        case Comp(key=key, element=element, clauses=clauses):
            inside = free_names(element) | (free_names(key) if key is not None else frozenset())
            for clause in reversed(clauses):
                for test in clause.tests:
                    inside |= free_names(test)
                inside = free_names(clause.iterable) | (inside - set(bound_names(clause.pattern)))
            return inside
        case _:
            return frozenset(n for inner in operands(node) for n in free_names(inner))


def own_expressions(one: Stmt) -> tuple[Expr, ...]:
    """The expressions of a statement itself, not of the blocks in it."""
    match one:
        case Assign(value=value) | Unpack(value=value) | ExprStmt(value=value) | Return(value=value):
            return (value,)
        case SetField(record=record, value=value):
            return (value, record)
        case If(test=test) | While(test=test):
            return (test,)
        case For(iterable=iterable):
            return (iterable,)
        case Raise(args=args):
            return args
        case _:
            return ()


def blocks(one: Stmt) -> tuple[tuple[Stmt, ...], ...]:
    """The blocks inside a statement, in order."""
    match one:
        case If(body=body, orelse=orelse):
            return (body, orelse)
        case While(body=body) | For(body=body):
            return (body,)
        case Try(body=body, handlers=handlers, orelse=orelse):
            return (body, *(h.body for h in handlers), orelse)
        case _:
            return ()


def with_blocks(one: Stmt, inside: Iterator[tuple[Stmt, ...]]) -> Stmt:
    """`one` with other blocks inside, in the order of `blocks`."""
    match one:
        case If():
            return replace(one, body=next(inside), orelse=next(inside))
        case While() | For():
            return replace(one, body=next(inside))
        case Try(handlers=handlers):
            body = next(inside)
            caught = tuple(replace(h, body=next(inside)) for h in handlers)
            return replace(one, body=body, handlers=caught, orelse=next(inside))
        case _:
            return one


def statements(body: tuple[Stmt, ...]) -> Iterator[Stmt]:
    """Every statement of a block and of the blocks inside it."""
    for one in body:
        yield one
        for inner in blocks(one):
            yield from statements(inner)


def expressions(body: tuple[Stmt, ...]) -> Iterator[Expr]:
    """Every expression of a block, at any depth."""
    for one in statements(body):
        for own in own_expressions(one):
            yield from within(own)


def operates(function: Function, *keys: str) -> bool:
    """Whether an operation of one of these keys stands in the function."""
    return any(isinstance(e, Prim) and e.row.key in keys for e in expressions(function.body))


def bound_names(pattern: Pattern) -> tuple[str, ...]:
    """The names a pattern binds, left to right."""
    if isinstance(pattern, Name):
        return (pattern.name,)
    return tuple(n for item in pattern.items for n in bound_names(item))


def rebuilt(node: Any, mark: Callable[[Any], Any]) -> Any:
    """`node` with `mark` applied to everything in it, from the inside out; what did not change is the same object."""
    if isinstance(node, tuple):
        made = tuple(rebuilt(inner, mark) for inner in node)
        return node if all(a is b for a, b in zip(made, node, strict=True)) else made
    if type(node).__module__ not in _PARTS or isinstance(node, Span):
        return node
    old = {f.name: getattr(node, f.name) for f in fields(node)}
    changed = {n: made for n, value in old.items() if (made := rebuilt(value, mark)) is not value}
    return mark(replace(node, **changed) if changed else node)


def every_name(function: Function) -> set[str]:
    """Every name the function binds, those of comprehensions and lambdas included."""
    found = {p.name for p in function.params}
    for one in statements(function.body):
        match one:
            case Assign(name=name) | Declare(name=name):
                found.add(name)
            case For(pattern=pattern) | Unpack(pattern=pattern):
                found.update(bound_names(pattern))
            case Try(handlers=handlers):
                found.update(h.name for h in handlers if h.name)
            case _:
                pass
    for node in expressions(function.body):
        match node:
            case Let(name=name):
                found.add(name)
            case Lambda(params=params):
                found.update(params)
            case Comp(clauses=clauses):
                found.update(n for c in clauses for n in bound_names(c.pattern))
            case _:
                pass
    return found


def replaced(node: Any, change: Callable[[Expr], Expr | None]) -> Any:
    """A statement, an expression or a tuple of them, with every expression for which `change` has another replaced by
    it; inside of what was replaced nothing further is."""
    if isinstance(node, tuple):
        several = tuple(replaced(one, change) for one in node)
        return several if any(a is not b for a, b in zip(several, node, strict=True)) else node
    if type(node).__module__ not in _PARTS or isinstance(node, Span):
        return node
    if isinstance(node, Expr):
        made = change(node)
        if made is not None:
            return made
    found = {f.name: replaced(getattr(node, f.name), change) for f in fields(node)}
    changed = {name: value for name, value in found.items() if value is not getattr(node, name)}
    return replace(node, **changed) if changed else node
