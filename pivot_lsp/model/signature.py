"""The types of a function as its cases need them: what to generate, and how a log's JSON becomes arguments."""

from typing import Literal

from pivot_lsp.model.base import Model

Kind = Literal[
    "int", "float", "bool", "str", "bytes", "none", "list", "tuple", "vartuple", "dict", "set", "frozenset",
    "optional", "union", "record", "typed_dict", "enum", "literal", "extra", "unknown",
]  # fmt: skip


class Type(Model):
    """A type. `args` are its element types in order; `name` is `module:qualname` for records and enums, and the tag in
    case files (`date`, `deque` ...) for those of kind `extra`."""

    kind: Kind
    args: list["Type"] = []
    name: str = ""
    fields: list[str] = []
    """Record, typed dict: field names, in the order of `args`."""
    values: list[str | int | bool | None] = []
    """Literal: its values. Enum: its member names. Typed dict: keys that may be missing."""
    member_values: list[str | int | bool | float | None] = []
    """Enum: the members' values in the same order; None for a value of another type."""
    named_tuple: bool = False
    """Record: a NamedTuple, not a dataclass."""
    hashable: bool = True
    """Record: may be a dict key or a set's element (a NamedTuple of hashable fields, a frozen dataclass)."""


class Argument(Model):
    """One parameter."""

    name: str
    type: Type
    has_default: bool = False
    keyword_only: bool = False
    positional_only: bool = False


class Signature(Model):
    """A function's parameters and result."""

    module: str
    qualname: str
    arguments: list[Argument]
    rest: Type | None = None
    """Of each of the further positional arguments, where there is `*args`."""
    result: Type
