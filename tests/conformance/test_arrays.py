"""Arrays that no table of inputs can hold: views, aliases, odd memory, and what is left when a call falls back."""

import array
import contextlib
import gc
import mmap
import sys
import tracemalloc
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.conformance.harness import build, load

LEGACY = load("arrays")


@pytest.fixture(scope="module", params=["cpp", "go", "rust"])
def vessel(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return build("arrays", request.param, tmp_path_factory.mktemp("arrays"))


def observed(function: Callable[..., Any], args: tuple[Any, ...]) -> tuple[Any, ...]:
    """What a call gives, every argument afterwards to the byte, and the warnings."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            outcome: Any = function(*args)
        except Exception as error:  # noqa: BLE001 - any exception is behaviour
            outcome = error
    after = [a.tobytes() if isinstance(a, np.ndarray) and a.dtype != object else repr(a) for a in args]
    shown = outcome.tobytes() if isinstance(outcome, np.ndarray) else repr(outcome)
    return type(outcome), shown, after, sorted(str(w.message) for w in told)


def read_only() -> Any:
    made = np.arange(4.0)
    made.flags.writeable = False
    return made


def unaligned() -> Any:
    return np.frombuffer(bytearray(8 * 4 + 1), dtype=np.float64, count=4, offset=1)


def in_a_file() -> Any:
    return np.frombuffer(mmap.mmap(-1, 64), dtype=np.float64)


class Own(np.ndarray):
    """A subclass: its own code may run for anything."""


ODD: dict[str, tuple[Callable[[], Any], bool]] = {
    "a view": (lambda: np.arange(10.0)[2:7], True),
    "every second": (lambda: np.arange(10.0)[::2], True),
    "backwards": (lambda: np.arange(10.0)[::-1], True),
    "a column": (lambda: np.arange(12.0).reshape(4, 3)[:, 1], True),
    "one element many times": (lambda: np.broadcast_to(np.float64(2.5), (4,)), True),
    "empty": (lambda: np.empty(0), True),
    "read-only": (read_only, True),
    "of an anonymous map": (in_a_file, True),
    "unaligned": (unaligned, False),
    "no dimension": (lambda: np.array(2.5), False),
    "two dimensions": (lambda: np.ones((2, 2)), False),
    "three dimensions": (lambda: np.ones((2, 2, 2)), False),
    "big-endian": (lambda: np.arange(4.0).astype(">f8"), False),
    "single precision": (lambda: np.arange(4, dtype=np.float32), False),
    "complex": (lambda: np.arange(4, dtype=np.complex128), False),
    "bool": (lambda: np.array([True, False]), False),
    "objects": (lambda: np.array([1, 2.5], dtype=object), False),
    "text": (lambda: np.array(["a", "b"]), False),
    "dates": (lambda: np.array(["2024-02-29"], dtype="M8[D]"), False),
    "records": (lambda: np.array([(1, 2.5)], dtype=[("a", "i8"), ("b", "f8")]), False),
    "a subclass": (lambda: np.arange(4.0).view(Own), False),
    "masked": (lambda: np.ma.array([1.0, 2.0], mask=[0, 0]), False),
    "a matrix": (lambda: np.asmatrix([1.0, 2.0]), False),
    "a list": (lambda: [1.0, 2.0], False),
    "an array of the standard library": (lambda: array.array("d", [1.0, 2.0]), False),
    "None": (lambda: None, False),
}


@pytest.mark.parametrize("name", ["dot", "scale"])
@pytest.mark.parametrize("kind", ODD)
def test_odd_arrays_are_read_exactly_or_left_to_legacy(vessel: dict[str, Any], kind: str, name: str) -> None:
    make, readable = ODD[kind]
    second: Callable[[], Any] = make if name == "dot" else lambda: 3.0
    function = vessel[name]
    before = function.calls.native
    assert observed(function, (make(), second())) == observed(getattr(LEGACY, name), (make(), second()))
    native = function.calls.native > before
    if name == "dot":
        assert native == readable
    else:  # one that is written lies in one piece, and may be written
        assert native == (kind in ("a view", "empty", "of an anonymous map"))


def overlapping() -> tuple[Any, Any]:
    base = np.arange(10.0)
    return base[1:6], base[0:5]


def twice() -> tuple[Any, Any]:
    base = np.arange(4.0)
    return base, base


def crosswise() -> tuple[Any, Any]:
    base = np.arange(10.0)
    return base[:5], base[8::-2]


@pytest.mark.parametrize("name", ["copy_into", "smooth"])
@pytest.mark.parametrize("make", [overlapping, twice, crosswise])
def test_arguments_that_share_memory_see_each_others_writes(
    vessel: dict[str, Any], make: Callable[[], tuple[Any, Any]], name: str
) -> None:
    assert observed(vessel[name], make()) == observed(getattr(LEGACY, name), make())


def test_a_fallback_finds_the_array_as_it_was(vessel: dict[str, Any]) -> None:
    """A division by 0.0 after the first element was written, with what stood there before."""
    given = np.array([5.0, 6.0, 7.0])
    function = vessel["fail_late"]
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        assert function(given, 3) == np.inf
    assert given.tolist() == [0.0, 1.0, 2.0]
    short = np.array([5.0, 6.0]), 4  # ends behind the last element
    assert observed(function, short) == observed(LEGACY.fail_late, (np.array([5.0, 6.0]), 4))
    with pytest.raises(TypeError):  # legacy writes what native code wrote too
        vessel["scale"](np.array([1.0, 2.0]), "a")


def test_what_was_written_before_a_fallback_is_put_back(vessel: dict[str, Any]) -> None:
    """Each element is read after it was written: legacy would count twice what native code left behind."""
    given, expected = np.array([1.0, 2.0, 1e308]), np.array([1.0, 2.0, 1e308])
    before = vessel["scale"].calls.fallback
    with pytest.warns(RuntimeWarning, match="overflow"):
        vessel["scale"](given, 10.0)
    with pytest.warns(RuntimeWarning, match="overflow"):
        LEGACY.scale(expected, 10.0)
    assert given.tolist() == expected.tolist() == [10.0, 20.0, np.inf]
    assert vessel["scale"].calls.fallback == before + 1


def test_the_array_that_was_given_is_what_comes_back(vessel: dict[str, Any]) -> None:
    given = np.array([4.0, 5.0])
    before = vessel["same"].calls.native
    assert vessel["same"](given) is given
    assert vessel["same"].calls.native == before + 1


def test_results_have_numpys_classes(vessel: dict[str, Any]) -> None:
    assert type(vessel["first_greater"](np.array([1.0]), 0.5)) is np.bool_
    assert [type(v) for v in vessel["ints"](np.array([7, 2]))][:5] == [np.int64] * 4 + [np.float64]
    assert type(vessel["dot"](np.array([1.0]), np.array([2.0]))) is np.float64
    assert type(vessel["dot"](np.array([]), np.array([]))) is float


def test_an_underflow_is_left_to_a_program_that_asked_for_it(vessel: dict[str, Any]) -> None:
    function, tiny = vessel["scale"], np.array([1e-300])
    before = function.calls.native
    function(tiny.copy(), 1e-100)
    assert function.calls.native == before + 1
    with np.errstate(under="raise"), pytest.raises(FloatingPointError):
        function(tiny.copy(), 1e-100)
    assert function.calls.native == before + 1


def test_buffers_are_given_back_and_nothing_leaks(vessel: dict[str, Any]) -> None:
    good, short, strided = np.arange(64.0), np.arange(3.0), np.arange(128.0)[::2]
    calls: list[tuple[str, tuple[Any, ...]]] = [
        ("scale", (good, 1.0)),
        ("dot", (good, strided)),
        ("dot", (good, np.ones((2, 2)))),
        ("copy_into", (short, good)),
        ("same", (good,)),
    ]

    def run(times: int) -> None:
        for _ in range(times):
            for name, args in calls:
                with contextlib.suppress(IndexError, ValueError):  # those of legacy, after a fallback
                    vessel[name](*args)

    run(20)
    gc.collect()
    counts = [sys.getrefcount(a) for a in (good, short, strided)]
    tracemalloc.start()
    held = tracemalloc.get_traced_memory()[0]
    run(200)
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - held
    tracemalloc.stop()
    assert [sys.getrefcount(a) for a in (good, short, strided)] == counts
    assert grown < 20_000


def test_recorded_values_come_back_as_they_were(tmp_path: Path) -> None:
    from pivot_lsp.cases.values import Unencodable, decode_all, encode_all, import_name

    grid = np.array([[1.5, np.nan], [-0.0, 3.0]])
    values = [grid, grid, np.float64(0.1), np.int64(-3), np.bool_(True), np.arange(3), np.zeros((0, 2))]
    back = decode_all(encode_all(values), import_name)
    assert back[0] is back[1]
    for value, other in zip(values, back):
        assert type(other) is type(value)
        assert other.dtype == value.dtype
        assert other.shape == value.shape
        assert other.tobytes() == value.tobytes()
    assert back[0].flags.writeable
    base = np.arange(4.0)
    for refused in ([grid.T], [grid[:, 0]], [np.arange(3, dtype=np.int32)], [read_only()], [base[:2], base[1:]]):
        with pytest.raises(Unencodable):
            encode_all(refused)
