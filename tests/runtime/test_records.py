"""Only classes whose reading and making run no user's code may cross as records."""

import abc
import dataclasses
import enum
from collections import namedtuple
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

import pytest

from pivot_lsp.runtime.records import objection

T = TypeVar("T")


@dataclass
class Plain:
    x: int
    y: str = "y"


@dataclass(frozen=True)
class Frozen:
    x: int
    y: str = "y"


@dataclass(slots=True, frozen=True, order=True)
class Slots:
    x: int
    y: str = field(default_factory=str)


@dataclass
class Child(object):  # noqa: UP004 - the bare base is the point
    x: int
    y: str


@dataclass
class Base:
    x: int


@dataclass
class Inherits(Base):
    y: str

    def double(self):
        return self.x * 2

    @property
    def other(self):
        return self.y


@dataclass
class Abstract(abc.ABC):
    x: int
    y: str


@dataclass
class Parametric(Generic[T]):
    x: T
    y: str


class Tuple(NamedTuple):
    x: int
    y: str = "y"


@pytest.mark.parametrize(
    "cls", [Plain, Frozen, Slots, Child, Inherits, Abstract, Parametric, Tuple, namedtuple("N", "x y")]
)
def test_generated_classes_cross_both_ways(cls):
    assert objection(cls, ["x", "y"], whole=True) is None


def variant(**body):
    """A dataclass of x and y with something of the user's in its body."""
    return dataclass(type("Variant", (), {"__annotations__": {"x": int, "y": str}, **body}))


class Meta(type):
    pass


class Descriptor:
    def __get__(self, instance, owner):
        return 1

    def __set__(self, instance, value):
        pass


class SubTuple(Tuple):
    pass


@dataclass
class Metaclassed(metaclass=Meta):
    x: int
    y: str


@dataclass
class FromHooked(variant(__getattr__=lambda self, name: 1)):
    pass


@pytest.mark.parametrize(
    "cls",
    [
        3,
        object,
        enum.Enum("E", "x y"),
        Metaclassed,
        SubTuple,
        FromHooked,
        variant(__getattribute__=lambda self, name: 1),
        variant(__getattr__=lambda self, name: 1),
        variant(y=property(lambda self: 1, lambda self, value: None)),
        variant(y=Descriptor()),
        dataclasses.make_dataclass("Other", ["x", "z"]),
        dataclasses.make_dataclass("Order", ["y", "x"]),
        dataclasses.make_dataclass("More", ["x", "y", "z"]),
    ],
)
def test_classes_that_may_not_even_be_read(cls):
    assert objection(cls, ["x", "y"], whole=False)


@pytest.mark.parametrize(
    "cls",
    [
        variant(__init__=lambda self, x, y: None),
        variant(__new__=lambda cls, *args: object.__new__(cls)),
        variant(__post_init__=lambda self: None),
        variant(__setattr__=lambda self, name, value: None),
        variant(__del__=lambda self: None),
        variant(y=field(init=False)),
        variant(y=field(kw_only=True)),
        dataclasses.make_dataclass("V", ["x", "y", ("z", dataclasses.InitVar[int])]),
    ],
)
def test_classes_that_may_be_read_but_not_made(cls):
    assert objection(cls, ["x", "y"], whole=False) is None
    assert objection(cls, ["x", "y"], whole=True)
