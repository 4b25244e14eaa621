"""A small project that the tests describe, record and generate for."""

import sys
from pathlib import Path

import pytest

from pivot_lsp.model.target import Target, parse_target

SALES = '''
"""Sales by day."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Iterable, Literal, Mapping, NamedTuple, Sequence, TypedDict

if TYPE_CHECKING:
    from decimal import Decimal

print("a module may print when it is imported")

FLOOR_LIMIT = 400
UNITS = {"dozen-pack": 12, "gross": 144}


class Kind(enum.Enum):
    SALE = "sale"
    RETURN = "return"


@dataclass
class Sale:
    day: str
    sku: str
    qty: int
    price: float
    kind: Kind = Kind.SALE


@dataclass
class Tree:
    value: int
    children: list[Tree] = field(default_factory=list)


class Point(NamedTuple):
    x: int
    y: float | None


class Options(TypedDict):
    a: int


def aggregate(rows: list[Sale], floor: int, prices: dict[str, float]) -> dict[str, float]:
    if floor > FLOOR_LIMIT:
        raise ValueError(f"floor too high: {floor}")
    totals: dict[str, float] = {}
    for row in rows:
        if row.sku not in prices:
            raise KeyError(row.sku)
        if row.qty < floor:
            continue
        totals[row.day] = totals.get(row.day, 0.0) + row.qty * prices[row.sku]
    return totals


def every_kind(
    a: Sequence[int],
    b: Mapping[str, float],
    c: tuple[Point, ...],
    d: tuple[int, str],
    e: Literal["x", 3, None],
    f: Tree | None,
    g: int | str,
    h: frozenset[bytes],
    i: Options,
    j: "Decimal",
    k,
    l: Iterable[bool] = (),
    *,
    m: set[float] | None = None,
) -> None: ...


def drop_negative(values: list[int]) -> int:
    before = len(values)
    values[:] = [value for value in values if value >= 0]
    return before - len(values)


def factorial(n: int) -> int:
    return 1 if n < 2 else n * factorial(n - 1)


class Till:
    rate = 2

    @staticmethod
    def tax(amount: float) -> float:
        return amount * 0.2

    @classmethod
    def doubled(cls, amount: int) -> int:
        return amount * cls.rate
'''

SCRIPT = """
import sys

from shop import sales
from shop.sales import Kind, Sale, aggregate

rows = [Sale("2024-03-0" + str(1 + i % 3), "A" if i % 2 else "B", i, 1.5 * i) for i in range(6)]
for floor in (0, 1, 2, 1, 500):
    try:
        aggregate(rows, floor, {"A": 1.0, "B": -0.0})
    except ValueError as error:
        print("refused", error)
try:
    aggregate(rows, floor=0, prices={})
except KeyError as error:
    print("missing", error)
numbers = [3, -1, 4, -1, 5]
print(sales.drop_negative(numbers), numbers)
print(sales.factorial(30))
print(sales.Till.tax(10.0), sales.Till.doubled(4))
class Odd(list):
    pass
sales.drop_negative(Odd([-1]))
sys.exit(3)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project's root."""
    root = tmp_path / "project"
    (root / "shop").mkdir(parents=True)
    (root / "pyproject.toml").write_text("")
    (root / "shop" / "sales.py").write_text(SALES)
    (root / "run.py").write_text(SCRIPT)
    return root


@pytest.fixture
def target(project: Path) -> Target:
    return parse_target("shop/sales.py::aggregate", project)


@pytest.fixture
def importable(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project on this process's own path, where a test plays the child that imports it."""
    monkeypatch.syspath_prepend(str(project))
    yield project
    for name in [name for name in sys.modules if name == "shop" or name.startswith("shop.")]:
        del sys.modules[name]
