"""What is ported together: functions, the records and classes they use, their constants."""

from dataclasses import dataclass

from pivot_lsp.port.ir.expressions import Expr, Span
from pivot_lsp.port.ir.statements import Stmt
from pivot_lsp.port.types import Type


@dataclass(frozen=True)
class Param:
    """A parameter; `mutable`: assigned in the body."""

    name: str
    type: Type
    mutable: bool


@dataclass(frozen=True)
class Function:
    """A function of the unit. `name` is unique in the unit. `raises`: can end with a Python exception. `recursive`:
    can reach itself, so every entry must count its depth."""

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
