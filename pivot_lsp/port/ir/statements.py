"""What is done: assignments, branches, loops, exceptions.

Keeps true: a loop has no `else`; every local is definitely assigned before it is read, and `checks/scopes` has said
where it is declared.
"""

from dataclasses import dataclass

from pivot_lsp.port.ir.expressions import Expr, Pattern, Span, TuplePattern
from pivot_lsp.port.types import Type


@dataclass(frozen=True)
class Declare:
    """Declares a variable that is assigned in an inner block and read outside of it. Always before its first use."""

    name: str
    type: Type
    span: Span


@dataclass(frozen=True)
class Assign:
    """`name = value`. `declares`: this is the declaration. `mutable`: assigned again somewhere."""

    name: str
    value: Expr
    declares: bool
    mutable: bool
    span: Span


@dataclass(frozen=True)
class Unpack:
    """`a, b = value`: value is a tuple; every name is declared before (Declare) or here (`declares`, all of them).
    `mutable`: those of the names that are assigned again."""

    pattern: TuplePattern
    value: Expr
    declares: bool
    mutable: frozenset[str]
    span: Span


@dataclass(frozen=True)
class SetField:
    """`record.name = value`: the value first. `record` is a variable."""

    record: Expr
    name: str
    value: Expr
    span: Span


@dataclass(frozen=True)
class ExprStmt:
    """An expression for its effect (`xs.append(1)`, `d[k] = v`)."""

    value: Expr
    span: Span


@dataclass(frozen=True)
class If:
    """`if test: body else: orelse`; an elif is an If alone in orelse."""

    test: Expr
    body: tuple["Stmt", ...]
    orelse: tuple["Stmt", ...]
    span: Span


@dataclass(frozen=True)
class While:
    """`while test: body`. `poll`: ask for signals on each round."""

    test: Expr
    body: tuple["Stmt", ...]
    poll: bool
    span: Span


@dataclass(frozen=True)
class For:
    """`for pattern in iterable: body`; iterable is an IterT; every name of the pattern is fresh in each round (a
    name read after the loop is assigned from a fresh one as the body's first statement). `mutable` as in Unpack."""

    pattern: Pattern
    iterable: Expr
    body: tuple["Stmt", ...]
    mutable: frozenset[str]
    poll: bool
    span: Span


@dataclass(frozen=True)
class Return:
    """`return value`; None is Const(None)."""

    value: Expr
    span: Span


@dataclass(frozen=True)
class Break:
    """`break`."""

    span: Span


@dataclass(frozen=True)
class Continue:
    """`continue`."""

    span: Span


@dataclass(frozen=True)
class Raise:
    """`raise cls(*args)`: args are int, float, bool, str or None. `exception` is `module:qualname`. The last `fields`
    of `args` are no arguments but the instance's attributes, as `Unit.exception_fields` names them."""

    exception: str
    args: tuple[Expr, ...]
    span: Span
    fields: int = 0


@dataclass(frozen=True)
class Reraise:
    """A bare `raise` inside a handler."""

    span: Span


@dataclass(frozen=True)
class Handler:
    """`except classes as name`: `catches` are the indices (into Unit.exceptions) of every kind it takes. `name` is
    read only through ExcText. A fallback passes through every handler."""

    catches: tuple[int, ...]
    name: str | None
    body: tuple["Stmt", ...]
    span: Span


@dataclass(frozen=True)
class Try:
    """`try: body except ...: else: orelse`."""

    body: tuple["Stmt", ...]
    handlers: tuple[Handler, ...]
    orelse: tuple["Stmt", ...]
    span: Span


Stmt = (
    Declare | Assign | Unpack | SetField | ExprStmt | If | While | For | Return | Break | Continue | Raise | Reraise
    | Try
)  # fmt: skip
