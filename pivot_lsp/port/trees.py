"""Walking the IR: what is inside a node, in the order of evaluation; which names it reads or binds; rebuilding it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from operator import attrgetter
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


def _of_comp(node: Comp) -> tuple[Expr, ...]:
    inside = [e for c in node.clauses for e in (c.iterable, *c.tests)]
    return (*inside, *([node.key] if node.key is not None else []), node.element)


_OPERANDS: Mapping[type, Callable[[Any], tuple[Expr, ...]]] = {
    **dict.fromkeys((Prim, Call, New), attrgetter("args")),
    BoolOp: attrgetter("values"),
    **dict.fromkeys((ListLit, TupleLit), attrgetter("items")),
    Concat: attrgetter("parts"),
    DictLit: lambda node: tuple(e for pair in node.items for e in pair),
    IfExp: attrgetter("test", "then", "other"),
    Let: attrgetter("value", "body"),
    Lambda: lambda node: (node.body,),
    Comp: _of_comp,
    TupleItem: lambda node: (node.tuple,),
    Field: lambda node: (node.record,),
    **dict.fromkeys((Some, Unwrap, IsNone), lambda node: (node.value,)),
}
"""What gives the expressions directly inside one of that kind; the others have none."""


def operands(node: Expr) -> tuple[Expr, ...]:
    """The expressions directly inside `node`, in the order of evaluation."""
    inside = _OPERANDS.get(type(node))
    return () if inside is None else inside(node)


def within(node: Expr) -> Iterator[Expr]:
    """`node` and every expression inside it."""
    todo = [node]
    while todo:
        one = todo.pop()
        yield one
        todo.extend(reversed(operands(one)))


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


class _Parts(dict[type, tuple[str, ...]]):
    """The names of the fields of each class of the tree; none of what is no part of it, and of places."""

    def __missing__(self, kind: type) -> tuple[str, ...]:
        inside = kind.__module__ in _PARTS and kind is not Span
        self[kind] = found = tuple(f.name for f in fields(kind)) if inside else ()
        return found


_parts = _Parts()


def rebuilt(node: Any, mark: Callable[[Any], Any]) -> Any:
    """`node` with `mark` applied to everything in it, from the inside out; what did not change is the same object."""
    if isinstance(node, tuple):
        made = tuple(rebuilt(inner, mark) for inner in node)
        return node if all(a is b for a, b in zip(made, node, strict=True)) else made
    kind = type(node)
    if not _parts[kind] and (kind.__module__ not in _PARTS or kind is Span):
        return node
    changed = {}
    for name in _parts[kind]:
        value = getattr(node, name)
        made = rebuilt(value, mark)
        if made is not value:
            changed[name] = made
    return mark(replace(node, **changed) if changed else node)


def fresh(base: str, taken: set[str]) -> str:
    """`base`, numbered where it is taken; it is taken from now on."""
    name, count = base, 2
    while name in taken:
        name, count = f"{base}_{count}", count + 1
    taken.add(name)
    return name


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
    kind = type(node)
    if not _parts[kind] and (kind.__module__ not in _PARTS or kind is Span):
        return node
    if isinstance(node, Expr):
        made = change(node)
        if made is not None:
            return made
    changed = {}
    for name in _parts[kind]:
        value = getattr(node, name)
        made = replaced(value, change)
        if made is not value:
            changed[name] = made
    return replace(node, **changed) if changed else node
