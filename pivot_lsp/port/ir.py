"""The unit as a tree that keeps Python's structure: typed, with source ranges.

What each pass may rely on: every expression carries its exact type (`types.py`); operators, built-ins and methods are
`Prim` nodes that point to a row of the table; names are Python's own; `and`/`or`/chains have boolean operands; loops
have no `else`; every local is definitely assigned before it is read, and `scopes` has said where it is declared.
Lists, dicts and records are handles: assigning one aliases it, in Python and in all three runtimes.
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


# ---------------------------------------------------------------- expressions


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

# ---------------------------------------------------------------- patterns: targets of for and of assignment


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

# ---------------------------------------------------------------- statements


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

# ---------------------------------------------------------------- the unit


@dataclass(frozen=True)
class Param:
    """A parameter; `mutable`: assigned in the body."""

    name: str
    type: Type
    mutable: bool


@dataclass(frozen=True)
class Function:
    """A function of the unit. `name` is unique in the unit. `raises`: can end with a Python exception. `recursive`:
    can reach itself, so every entry must count its depth. `python_lines` are first and last line of its def."""

    name: str
    qualname: str
    module: str
    params: tuple[Param, ...]
    result: Type
    body: tuple[Stmt, ...]
    doc: str
    raises: bool
    recursive: bool
    span: Span


@dataclass(frozen=True)
class RecordField:
    """A field; `carried`: read by the unit, or needed to build a result."""

    name: str
    type: Type
    carried: bool


@dataclass(frozen=True)
class Record:
    """A class. `name` is unique in the unit. `frozen` ones are values: their identity cannot be observed. `assigned`:
    the fields that the unit assigns. `plain`: no dataclass. `by_call`: calling it with its fields makes one and does
    nothing else. `constants`: variables of the class that instances are asked for. `keyed`: a TypedDict, a dict to
    Python; `ordered`: the unit shows the order of its keys, which must be the declared one."""

    cls: str
    name: str
    fields: tuple[RecordField, ...]
    frozen: bool
    eq: bool
    doc: str
    span: Span
    assigned: frozenset[str] = frozenset()
    plain: bool = False
    by_call: bool = True
    keyed: bool = False
    ordered: bool = False
    constants: tuple[str, ...] = ()


@dataclass(frozen=True)
class Named:
    """A class of which no struct is made: a NamedTuple, with the types of its fields, or an Enum, with its members
    (aliases apart), which have no types."""

    cls: str
    names: tuple[str, ...]
    types: tuple[Type, ...] = ()
    enum: bool = False


@dataclass(frozen=True)
class Constant:
    """A module constant: `value` is built of Const, TupleLit, ListLit, DictLit and Prims that cannot fail."""

    name: str
    value: Expr
    type: Type
    span: Span


@dataclass(frozen=True)
class Unit:
    """What is ported together. `entries` are the names of the exported functions (those callable from Python).
    `exceptions`: `module:qualname` by kind index: the built-in ones of `port/exceptions.py` first, then the unit's
    own. `exception_bases`: the bases of each of the unit's own, nearest first, by its name; `exception_fields`: the
    attributes that its instances hold. `linked`: the entries
    whose lists, dicts and records cross as numbered objects, since the caller can see what becomes of them.
    `identities`: somewhere it matters which object something is. `named`: its NamedTuples and Enums. `constants` and
    `functions` come in the order of definition, what is used before what uses it not assured."""

    file: str
    module: str
    entries: tuple[str, ...]
    functions: tuple[Function, ...]
    records: tuple[Record, ...]
    constants: tuple[Constant, ...]
    exceptions: tuple[str, ...]
    exception_bases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    linked: frozenset[str] = frozenset()
    identities: bool = False
    named: tuple[Named, ...] = ()
    exception_fields: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def function(self, name: str) -> Function:
        """The function called `name` in the unit."""
        return next(f for f in self.functions if f.name == name)

    def record(self, cls: str) -> Record:
        """The record of class `module:qualname`."""
        return next(r for r in self.records if r.cls == cls)
