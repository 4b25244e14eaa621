"""Whole arrays in the prelude, run by CPython on NumPy's own arrays: each function gives what NumPy gives, to the bit."""

import importlib.util
import math
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from pivot_lsp.port.frontend.prelude import FOLDER

LENGTHS = (*range(1, 40), 63, 64, 127, 128, 129, 135, 136, 137, 200, 255, 256, 257, 272, 500, 1000, 1023, 2049, 8193)


class GaveUpError(Exception):
    """Legacy is to answer."""


def give_up() -> None:
    raise GaveUpError


@pytest.fixture(scope="module")
def prelude() -> ModuleType:
    spec = importlib.util.spec_from_file_location("prelude_arrays", FOLDER / "arrays.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    vars(module).update(
        give_up=give_up, array1=list, npfloat=np.float64, npint=np.int64, npbool=np.bool_, root=np.sqrt,
        copysign=math.copysign, filled=lambda count, value: np.full(count, value),
    )  # fmt: skip
    spec.loader.exec_module(module)
    return module


def numbers(count: int, seed: int) -> Any:
    """Numbers of many magnitudes, whose sum depends on the order."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=count) * 10.0 ** rng.integers(-12, 12, count)


@pytest.mark.parametrize("step", [1, 2, -1])
def test_sums_and_means_are_numpys(prelude: ModuleType, step: int) -> None:
    for count in LENGTHS:
        array = numbers(count * abs(step), count)[::step]
        assert prelude.sum_floats(array).hex() == array.sum().hex(), count
        assert prelude.mean_floats(array).hex() == array.mean().hex(), count


def test_a_table_is_summed_row_by_row_as_one(prelude: ModuleType) -> None:
    for rows, columns in ((3, 5), (7, 129), (130, 9)):
        table = numbers(rows * columns, rows).reshape(rows, columns)
        assert prelude.sum_floats(table.reshape(-1)).hex() == table.sum().hex()


def test_extremes_places_and_running_sums_are_numpys(prelude: ModuleType) -> None:
    for count in (1, 2, 9, 100):
        array = numbers(count, count)
        assert prelude.least(array) == array.min()
        assert prelude.greatest(array) == array.max()
        assert prelude.place_of_least(array) == array.argmin()
        assert prelude.place_of_greatest(array) == array.argmax()
        assert prelude.cumulated(array, np.float64(0)).tobytes() == array.cumsum().tobytes()


@pytest.mark.parametrize("values", [[0.0, -0.0], [1.0, math.nan], []])
def test_what_numpy_orders_by_its_own_lights_is_given_up(prelude: ModuleType, values: list[float]) -> None:
    array = np.array(values)
    with pytest.raises(GaveUpError):
        prelude.least(array)
    with pytest.raises(GaveUpError):
        prelude.greatest(array)
