"""What has a value: literals, names, operations, displays, comprehensions; and the patterns that values are bound to.

Keeps true: every expression carries its exact type and where it stands; an operand of `and`, `or` and `if` is a bool.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pivot_lsp.port.types import Type

if TYPE_CHECKING:
    from pivot_lsp.port.table.rows import Row


@dataclass(frozen=True)
class Span:
    """Where it stands: file relative to the root, 1-based lines, 0-based columns in UTF-8 bytes."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Const:
    """A literal: int (64 bits), float, bool, str or None."""

    value: int | float | bool | str | None
    type: Type
    span: Span


@dataclass(frozen=True)
class Var:
    """A local variable or parameter."""

    name: str
    type: Type
    span: Span


@dataclass(frozen=True)
class ConstantRef:
    """A module constant of the unit (`Unit.constants[name]`)."""

    name: str
    type: Type
    span: Span


@dataclass(frozen=True)
class Prim:
    """An operation of the table. `args` match the row's parameters."""

    row: "Row"
    args: tuple["Expr", ...]
    type: Type
    span: Span


@dataclass(frozen=True)
class Call:
    """A call of a function of the unit, by its name there; every parameter is given (defaults filled in)."""

    function: str
    args: tuple["Expr", ...]
    type: Type
    span: Span


@dataclass(frozen=True)
class Lambda:
    """A function handed to a runtime function; type is a FuncT."""

    params: tuple[str, ...]
    body: "Expr"
    type: Type
    span: Span


@dataclass(frozen=True)
class BoolOp:
    """`and` (all true) or `or` over operands of type bool, left to right, short-circuit."""

    op: str
    values: tuple["Expr", ...]
    type: Type
    span: Span


@dataclass(frozen=True)
class IfExp:
    """`then if test else other`; test is bool, both branches have this node's type."""

    test: "Expr"
    then: "Expr"
    other: "Expr"
    type: Type
    span: Span


@dataclass(frozen=True)
class Let:
    """Evaluates `value` once, names it, then `body`: the expression's value. From chains and `a or b`."""

    name: str
    value: "Expr"
    body: "Expr"
    type: Type
    span: Span


@dataclass(frozen=True)
class ListLit:
    """`[a, b]`; type is a ListT, or a VarTupleT for a tuple that is declared of any length."""

    items: tuple["Expr", ...]
    type: Type
    span: Span


@dataclass(frozen=True)
class Empty:
    """A new empty container that has no display: `set()`."""

    type: Type
    span: Span


@dataclass(frozen=True)
class TupleLit:
    """`(a, b)`; type is a TupleT."""

    items: tuple["Expr", ...]
    type: Type
    span: Span


@dataclass(frozen=True)
class DictLit:
    """`{k: v}`; type is a DictT. Later duplicates win and keep the first's place."""

    items: tuple[tuple["Expr", "Expr"], ...]
    type: Type
    span: Span


@dataclass(frozen=True)
class Comp:
    """A comprehension. kind: list, set (element), dict (key, element), any, all (element is bool; stops early), first
    (the first element, or None; stops there). `lazy`: a generator expression, whose elements Python makes when they are
    asked for (`checks/lazy`)."""

    kind: str
    key: "Expr | None"
    element: "Expr"
    clauses: tuple["Clause", ...]
    type: Type
    span: Span
    lazy: bool = False


@dataclass(frozen=True)
class Clause:
    """`for pattern in iterable` (an IterT) and its `if` tests, each bool."""

    pattern: "Pattern"
    iterable: "Expr"
    tests: tuple["Expr", ...]


@dataclass(frozen=True)
class TupleItem:
    """`t[i]` with a constant index, already counted from the front."""

    tuple: "Expr"
    index: int
    type: Type
    span: Span


@dataclass(frozen=True)
class Field:
    """`record.name`."""

    record: "Expr"
    name: str
    type: Type
    span: Span


@dataclass(frozen=True)
class New:
    """A new record; `args` are all its fields in order."""

    args: tuple["Expr", ...]
    type: Type
    span: Span


@dataclass(frozen=True)
class Some:
    """A value where an Optional is stored; type is an OptionalT."""

    value: "Expr"
    type: Type
    span: Span


@dataclass(frozen=True)
class Unwrap:
    """An Optional that the flow has shown not to be None; falls back should it be None all the same."""

    value: "Expr"
    type: Type
    span: Span


@dataclass(frozen=True)
class IsNone:
    """`x is None` on an OptionalT; type bool. (`is not None` is Prim `not` of it.)"""

    value: "Expr"
    type: Type
    span: Span


@dataclass(frozen=True)
class Concat:
    """An f-string: every part is of type str, joined in order. At least one part."""

    parts: tuple["Expr", ...]
    type: Type
    span: Span


@dataclass(frozen=True)
class ExcText:
    """`str(e)` of a caught exception."""

    name: str
    type: Type
    span: Span


@dataclass(frozen=True)
class ExcField(ExcText):
    """`e.attribute` of a caught exception, its `index`th; a value that an exception's argument may be."""

    attribute: str
    index: int


@dataclass(frozen=True)
class ExcName(ExcText):
    """`type(e).__name__` of a caught exception."""


Expr = (
    Const | Var | ConstantRef | Prim | Call | Lambda | BoolOp | IfExp | Let | ListLit | Empty | TupleLit | DictLit
    | Comp | TupleItem | Field | New | Some | Unwrap | IsNone | Concat | ExcText | ExcField | ExcName
)  # fmt: skip


@dataclass(frozen=True)
class Name:
    """Binds a fresh or an existing variable. `_`-like unused names are kept as written."""

    name: str
    type: Type


@dataclass(frozen=True)
class TuplePattern:
    """Binds the items of a tuple."""

    items: tuple["Pattern", ...]
    type: Type


Pattern = Name | TuplePattern
