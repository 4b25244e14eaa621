"""Linked functions: what becomes of the caller's objects when a call commits, raises or falls back."""

import math
import sys
from collections.abc import Callable
from typing import Any

import pytest

from pivot_lsp.runtime import VesselFunction
from tests.runtime.unit import Legacy, StockError
from tests.runtime.vessels import function

Load = Callable[..., VesselFunction]


def linked(symbol: str, shapes: list[str], result: str) -> Any:
    made = function(symbol, shapes, result, "two", "a b") if len(shapes) == 2 else function(
        symbol, shapes, result, "one", "value"
    )  # fmt: skip
    return made.model_copy(update={"linked": True})


def test_changes_the_callers_object_and_gives_it_back(load: Load) -> None:
    push = load(linked("push", ["[i", "i"], "[i"))
    xs = [1, 2]
    assert push(xs, 3) is xs
    assert xs == [1, 2, 3]
    assert (push.calls.native, push.calls.fallback) == (1, 0)


def test_what_has_not_changed_stays_the_very_object(load: Load) -> None:
    push = load(linked("push", ["[f", "f"], "[f"))
    nan, text = math.nan, 0.1
    xs = [nan, text]
    push(xs, 2.5)
    assert xs[0] is nan
    assert xs[1] is text


def test_what_was_done_before_an_exception_stays_done(load: Load) -> None:
    push = load(linked("push_and_raise", ["[i", "i"], "n"))
    xs: list[int] = []
    with pytest.raises(StockError):
        push(xs, 1)
    assert xs == [1]


def test_objects_may_hold_each_other(load: Load) -> None:
    ring = load(linked("ring", ["[[i"], "[[i"))
    given: list[list[int]] = [[1]]
    before = ring.calls.fallback
    answer = ring(given)
    # its elements are said to be lists of int, and it holds a list of lists: no value of that shape
    assert isinstance(answer, Legacy)
    assert (ring.calls.fallback - before, given) == (1, [[1]])


@pytest.mark.parametrize("symbol", ["push_unknown", "lose_objects"])
def test_a_table_that_cannot_be_leaves_the_arguments_untouched(load: Load, symbol: str) -> None:
    broken = load(linked(symbol, ["[i", "i"], "[i"))
    xs = [1]
    answer = broken(xs, 2)
    assert isinstance(answer, Legacy)
    assert answer.args[0] is xs
    assert xs == [1]
    assert broken.calls.reasons == {"internal": 1}


def test_one_object_with_two_shapes_falls_back(load: Load) -> None:
    push = load(linked("push", ["([i[s)", "i"], "[i"))
    empty: list[Any] = []
    assert isinstance(push((empty, empty), 1), Legacy)
    assert push.calls.reasons == {"value": 1}


def test_calls_leave_no_references_behind(load: Load) -> None:
    push = load(linked("push", ["[i", "i"], "[i"))
    failing = load(linked("push_and_raise", ["[i", "i"], "n"))
    xs = [10**6, 10**7]
    before = [sys.getrefcount(xs), *(sys.getrefcount(x) for x in xs)]
    for _ in range(2000):
        push(xs, 1)
        xs.pop()
        push(xs, True)
        with pytest.raises(StockError):
            failing(xs, 1)
        xs.pop()
    assert [sys.getrefcount(xs), *(sys.getrefcount(x) for x in xs)] == before
