"""How a bound function takes its arguments, answers, raises and falls back; its counters never lie."""

import inspect
import pickle
import sys
import threading

import pytest

from pivot_lsp.runtime.abi import ABI, REASONS
from tests.runtime import unit
from tests.runtime.unit import Legacy, Shop, StockError
from tests.runtime.vessels import function, one


def three(symbol="echo_3", shapes="iii", result="(iii)"):
    return function(symbol, list(shapes), result, "three", "a b c")


@pytest.mark.parametrize(
    ("args", "kwargs", "expected"),
    [
        ((1,), {}, (1, 2, 3)),
        ((1, 5), {}, (1, 5, 3)),
        ((1, 5, 6), {}, (1, 5, 6)),
        ((), {"a": 1}, (1, 2, 3)),
        ((1,), {"c": 9}, (1, 2, 9)),
        ((), {"c": 3, "b": 2, "a": 1}, (1, 2, 3)),
        ((1,), {"".join(["", "b"]): 4}, (1, 4, 3)),
    ],
)
def test_keywords_and_defaults_are_those_of_legacy(load, args, kwargs, expected):
    bound = load(three())
    assert bound(*args, **kwargs) == expected
    assert bound.calls.native == 1


@pytest.mark.parametrize(
    ("args", "kwargs"),
    [((), {}), ((1, 2, 3, 4), {}), ((1,), {"a": 1}), ((1,), {"d": 1}), ((), {"b": 1}), ((1, 2, 3), {"c": 1})],
)
def test_wrong_arguments_get_the_exact_error_of_legacy(load, args, kwargs):
    bound = load(three())
    with pytest.raises(TypeError) as expected:
        unit.three(*args, **kwargs)
    with pytest.raises(TypeError) as found:
        bound(*args, **kwargs)
    assert found.value.args == expected.value.args
    assert bound.calls.reasons == {"type": 1}


def test_positional_only_and_keyword_only_are_kept(load):
    bound = load(function("echo_3", list("iii"), "(iii)", "strict", "a b c"))
    assert bound(1, 2) == (1, 2, 7)
    assert bound(1, b=2, c=3) == (1, 2, 3)
    for args, kwargs in (((1, 2, 3), {}), ((), {"a": 1, "b": 2})):
        with pytest.raises(TypeError):
            bound(*args, **kwargs)


def test_a_function_without_parameters(load):
    assert load(function("echo_0", [], "()", "none", ""))() == ()


def test_methods_take_self_and_static_methods_do_not(load):
    tax = load(function("echo_1", ["i"], "i", "Shop.tax", "quantity"))
    assert tax(3) == 3
    price = load(function("echo_1", ["_", "i"], "i", "Shop.price", "self quantity"))
    shop = Shop()
    assert price(shop, 4) == 4
    assert price(shop, "4").args == (shop, "4")


def test_legacy_gets_the_very_same_arguments(load):
    seen = []

    def one_(value):
        seen.append(value)
        return "legacy"

    bound = load(one("echo_2", "[i", "[i"), legacy=one_)
    value = ["not an int"]
    assert bound(value) == "legacy"
    assert bound(value=value) == "legacy"
    assert seen[0] is value
    assert seen[1] is value


def test_a_legacy_of_any_signature_may_answer(load):
    bound = load(three(), legacy=lambda *args, **kwargs: (args, kwargs))
    assert bound(1) == (1, 2, 3)
    assert bound("x", c=4) == (("x",), {"c": 4})


@pytest.mark.parametrize("number", REASONS)
def test_a_fallback_is_counted_under_the_reason_the_vessel_gave(load, number):
    bound = load(one("fall", "i", "i"))
    assert isinstance(bound(number), Legacy)
    assert bound.calls.reasons == {REASONS[number]: 1}
    assert (bound.calls.native, bound.calls.fallback) == (0, 1)


@pytest.mark.parametrize("number", [0, -1, 10, 10**9])
def test_a_reason_that_does_not_exist_is_a_defect_of_the_vessel(load, number):
    bound = load(one("fall", "i", "i"))
    assert isinstance(bound(number), Legacy)
    assert bound.calls.reasons == {"internal": 1}


@pytest.mark.parametrize(("kind", "cls"), [(0, ValueError), (1, StockError), (2, KeyError)])
def test_a_raised_exception_is_native_with_type_and_args(load, kind, cls):
    bound = load(one("throw", "i", "n"))
    with pytest.raises(cls) as caught:
        bound(kind)
    assert type(caught.value) is cls
    assert caught.value.args == (None, -7, 0.5, True, "déjà")
    assert (bound.calls.native, bound.calls.fallback) == (1, 0)


def test_a_raised_exception_has_the_context_it_would_have(load):
    bound = load(one("throw", "i", "n"))
    try:
        raise LookupError("first")
    except LookupError:
        with pytest.raises(ValueError, match="déjà") as caught:
            bound(0)
    assert isinstance(caught.value.__context__, LookupError)


@pytest.mark.parametrize(
    ("symbol", "result", "argument"),
    [
        ("throw", "n", 4),
        ("throw", "n", -1),
        ("throw", "n", 3),
        ("bad_tag", "n", 0),
        ("bad_text", "s", 0),
        ("bad_count", "[i", 0),
        ("bad_status", "i", 0),
    ],
)
def test_a_broken_promise_of_the_vessel_is_answered_by_legacy(load, symbol, result, argument):
    bound = load(one(symbol, "i", result))
    assert isinstance(bound(argument), Legacy)
    assert bound.calls.reasons == {"internal": 1}


def test_an_unhashable_key_of_a_result_is_answered_by_legacy(load):
    bound = load(one("echo_2", "{s[i", "{[ii"), legacy=lambda value: "legacy")
    assert bound({}) == {}
    bound = load(one("echo_2", "[([ii)", "{[ii"), legacy=lambda value: "legacy")
    assert bound([([1], 2)]) == "legacy"


def test_the_context_tells_abi_python_and_memory(load, monkeypatch):
    version = sys.version_info[0] * 100 + sys.version_info[1]
    assert load(one("context", "i", "(iii)"))(0) == (ABI, version, 1 << 30)
    monkeypatch.setenv("PIVOT_MEMORY", "4096")
    assert load(one("context", "i", "(iii)"))(0) == (ABI, version, 4096)


def test_memory_beyond_the_limit_is_not_given(load, monkeypatch):
    monkeypatch.setenv("PIVOT_MEMORY", "100000")
    allocate = load(one("allocate", "i", "b"))
    assert [allocate(size) for size in (0, 1, 8, 99_999, 100_001, 2**62)] == [True, True, True, True, False, False]
    countdown = load(one("countdown", "i", "[f"))
    assert countdown(4) == [4.0, 3.0, 2.0, 1.0]
    assert isinstance(countdown(20_000), Legacy)
    assert countdown.calls.reasons == {"memory": 1}


def test_an_exception_of_legacy_comes_through(load):
    def refuse(value):
        raise StockError(value)

    bound = load(one("echo_1", "i", "i"), legacy=refuse)
    with pytest.raises(StockError):
        bound("x")
    assert bound.calls.fallback == 1


def test_it_looks_like_the_function_it_stands_for(load):
    bound = load(one("echo_1", "i", "i"))
    assert bound.__name__ == bound.__qualname__ == "one"
    assert bound.__doc__ == unit.one.__doc__
    assert bound.__module__ == unit.one.__module__
    assert bound.__wrapped__ is unit.one
    assert inspect.signature(bound) == inspect.signature(unit.one)
    assert callable(bound)
    with pytest.raises(TypeError):
        type(bound)()
    with pytest.raises((TypeError, pickle.PicklingError)):
        pickle.dumps(bound)


def test_calls_shows_both_sides(load):
    bound = load(one("echo_1", "i", "i"))
    bound(1)
    bound("x")
    assert repr(bound.calls) == "Calls(native=1, fallback=1, reasons={'type': 1})"


def test_threads_lose_no_call(load):
    bound = load(one("echo_2", "[s", "[s"))
    wrong = []

    def work():
        for i in range(500):
            value = ["a" * (i % 7), "é"] if i % 5 else [None]
            result = bound(value)
            if i % 5 and result != value:
                wrong.append(value)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert (bound.calls.native, bound.calls.fallback) == (3200, 800)


def test_a_function_may_call_itself_through_legacy(load):
    def countdown(value):
        return 0 if value == [] else 1 + bound(value[1:])

    bound = load(one("fall", "i", "i"), legacy=countdown)
    assert bound(list(range(50))) == 50
    assert bound.calls.fallback == 51


def test_the_vessels_own_code_is_clocked_once_it_is_asked_for(load):
    bound = load(three())
    bound(1)
    assert bound._kernel()[:2] == (0, 0)
    for _ in range(3):
        bound(1)
    bound("text")
    own, entries, look = bound._kernel()
    assert entries == 3, "a call that the walk refuses does not reach the vessel"
    assert own > 0
    assert look >= 0
    assert bound._kernel()[:2] == (0, 0)
