"""Instances of plain classes are values like any other: written, read back, generated from what `__init__` sets."""

from pathlib import Path

import pytest

from pivot_lsp.cases.describe import type_of
from pivot_lsp.cases.values import Unencodable, decode_call, encode_call, import_name


class Basket:
    def __init__(self, limit: int, name: str = "") -> None:
        self.limit = limit
        self.name = name
        self.total = 0.0
        self.__items: list[float] = []

    def items(self) -> list[float]:
        return self.__items


class Guarded:
    def __init__(self) -> None:
        self.value = 1

    def __setattr__(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)


class Conditional:
    def __init__(self, size: int) -> None:
        if size > 3:
            self.size = size


class Derived:
    def __init__(self, sizes: list[int]) -> None:
        self.size = max(sizes)


def test_an_instance_is_read_back_as_it_was_with_its_aliases() -> None:
    basket = Basket(3, "a")
    basket.items().append(1.5)
    args, kwargs = encode_call([basket, basket.items()], {})
    (again, items), _ = decode_call(args, kwargs, import_name)
    assert type(again) is Basket
    assert vars(again) == vars(basket)
    assert again.items() is items


def test_what_is_more_than_its_attributes_is_not_written() -> None:
    with pytest.raises(Unencodable):
        encode_call([Guarded()], {})
    with pytest.raises(Unencodable):
        encode_call([Path("a").__class__], {})


def test_what_init_sets_are_the_fields() -> None:
    found = type_of(Basket)
    assert found.kind == "record"
    kinds = [field.kind for field in found.args]
    assert dict(zip(found.fields, kinds, strict=True)) == {
        "limit": "int",
        "name": "str",
        "total": "float",
        "_Basket__items": "list",
    }


@pytest.mark.parametrize("cls", [Guarded, Conditional, Derived])
def test_what_init_does_not_say_is_not_guessed(cls: type) -> None:
    assert type_of(cls).kind == "unknown"
