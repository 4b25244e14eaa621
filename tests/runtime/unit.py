"""The legacy side of the hand-written vessel: classes, exceptions and functions that say that they answered."""

import dataclasses
import enum
from typing import NamedTuple


@dataclasses.dataclass
class Sale:
    day: str
    qty: int
    price: float = 1.0


@dataclasses.dataclass(frozen=True, slots=True)
class Key:
    name: str
    number: int


@dataclasses.dataclass
class Tree:
    label: str
    children: "list[Tree]"


class Pair(NamedTuple):
    left: int
    right: str


class Level(enum.IntEnum):
    LOW = 1


class SubStr(str):
    __slots__ = ()


class SubList(list):
    pass


@dataclasses.dataclass
class SubSale(Sale):
    pass


class StockError(ValueError):
    """An exception of the unit."""


class PickyError(Exception):
    """Its constructor refuses what the vessel gives."""

    def __init__(self, *, code):
        super().__init__(code)


class Legacy:
    """What `one` returns: legacy answered, with these arguments."""

    def __init__(self, *args):
        self.args = args


def one(value):
    """Answers any call."""
    return Legacy(value)


def same(value):
    """A legacy whose answers can be written and compared."""
    return value


def two(a, b):
    return Legacy(a, b)


def three(a, b=2, c=3):
    return Legacy(a, b, c)


def strict(a, /, b, *, c=7):
    return Legacy(a, b, c)


def none():
    return Legacy()


class Shop:
    def __init__(self):
        self.kept = None

    def price(self, quantity):
        return Legacy(self, quantity)

    @staticmethod
    def tax(quantity):
        return Legacy(quantity)
