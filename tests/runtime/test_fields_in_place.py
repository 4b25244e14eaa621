"""Fields are read where CPython keeps them; whatever an instance went through, the vessel sees what Python sees."""

import random
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from pivot_lsp.model.target import Target
from pivot_lsp.port.compile import compile_functions
from pivot_lsp.runtime import load_vessel
from pivot_lsp.vessel.build import build_vessel

SOURCE = """
from dataclasses import dataclass


@dataclass
class Sale:
    day: int
    hour: int
    amount: float = 0.5
    shop: str = ""
    paid: bool = False
    returned: bool = False


@dataclass(slots=True)
class Slim:
    day: int
    amount: float
    shop: str


def told(sales: list[Sale]) -> list[str]:
    return [f"{s.day} {s.hour} {s.amount} {s.shop} {s.paid} {s.returned}" for s in sales]


def slim(sales: list[Slim]) -> list[str]:
    return [f"{s.day} {s.amount} {s.shop}" for s in sales]
"""
Functions = tuple[ModuleType, dict[str, Any]]


@pytest.fixture(scope="module")
def functions(tmp_path_factory: pytest.TempPathFactory) -> Functions:
    root = tmp_path_factory.mktemp("fields")
    file = root / "fields.py"
    file.write_text(SOURCE)
    target = Target(file=file, module="fields", qualname="told", root=root)
    checked = compile_functions(target, ["told", "slim"], root / "mypy")
    assert checked.unit is not None, checked.reasons
    vessel = load_vessel(build_vessel(checked.unit, target, "rust", root / "out", root / "cache").folder)
    module = sys.modules["fields"]  # the loader imported it: its classes are the ones that cross
    return module, vessel


def _sales(
    module: ModuleType, rng: random.Random, count: int, spoil: Callable[[Any, random.Random], None]
) -> list[Any]:
    made = []
    for _ in range(count):
        day = rng.choice((0, 1, 7, 2**40, -(2**62)))
        one = module.Sale(day, rng.choice((day, 0, 1)), rng.choice((0.5, -0.0, 1e300)), rng.choice(("", "a", "größe")))
        one.paid, one.returned = rng.random() < 0.5, rng.random() < 0.5
        spoil(one, rng)
        made.append(one)
    return made


def _left_alone(one: Any, rng: random.Random) -> None:
    pass


def _looked_at(one: Any, rng: random.Random) -> None:
    if rng.random() < 0.5:
        vars(one)["day"] += 0


def _more_attributes(one: Any, rng: random.Random) -> None:
    for number in range(rng.choice((0, 1, 40))):
        setattr(one, f"note{number}", one.day)


def _set_again(one: Any, rng: random.Random) -> None:
    shop = one.shop
    del one.shop
    if rng.random() < 0.7:  # else the class's default answers
        one.shop = shop


def _replaced_dict(one: Any, rng: random.Random) -> None:
    if rng.random() < 0.5:
        one.__dict__ = dict(reversed(vars(one).items()))


@pytest.mark.parametrize("spoil", [_left_alone, _looked_at, _more_attributes, _set_again, _replaced_dict])
def test_fields_of_instances_with_a_past(functions: Functions, spoil: Callable[[Any, random.Random], None]) -> None:
    module, vessel = functions
    rng = random.Random(7)
    for count in (1, 2, 3, 70, 200):
        for _ in range(5):
            sales = _sales(module, rng, count, spoil)
            before = vessel["told"].calls.native
            assert vessel["told"](sales) == module.told(sales)
            assert vessel["told"].calls.native == before + 1


def test_slots_are_read_and_a_missing_one_is_legacys(functions: Functions) -> None:
    module, vessel = functions
    sales = [module.Slim(i % 3, i / 2, f"s{i}") for i in range(50)]
    assert vessel["slim"](sales) == module.slim(sales)
    del sales[30].shop
    with pytest.raises(AttributeError):
        vessel["slim"](sales)


def test_a_class_changed_afterwards_is_seen(functions: Functions) -> None:
    module, vessel = functions
    sales = _sales(module, random.Random(3), 20, _left_alone)
    assert vessel["told"](sales) == module.told(sales)
    module.Sale.shop = property(lambda self: "changed" + str(self.day), lambda self, value: None)
    try:
        assert vessel["told"](sales) == module.told(sales)
    finally:
        module.Sale.shop = ""
