"""Every shape crosses in and out unchanged; whatever is not exactly of the shape is left to legacy."""

import gc
import math
import struct
import sys

import pytest

from tests.runtime.unit import Key, Legacy, Level, Pair, Sale, SubList, SubSale, SubStr, Tree
from tests.runtime.vessels import one

NAN = struct.unpack("<d", struct.pack("<Q", 0x7FF8DEADBEEF0001))[0]

ROUND_TRIPS = [
    ("i", 1, [0, -1, 2**63 - 1, -(2**63), 255]),
    ("f", 1, [0.0, -0.0, 1.5, math.inf, -math.inf, 5e-324]),
    ("b", 1, [True, False]),
    ("n", 1, [None]),
    ("s", 2, ["", "a", "x" * 5000, "é", "déjà vu", "a\0b", "日本語", "\U0001f600 astral", "\x7f\x80\xff"]),
    ("?i", 2, [None, 0, 7]),
    ("?s", 3, [None, "", "x"]),
    ("??i", 3, [None, 3]),
    ("[i", 2, [[], [1], list(range(5000))]),
    ("[f", 2, [[], [-0.0, 1e300]]),
    ("[s", 2, [[], ["a", "é", ""]]),
    ("[[?f", 2, [[], [[]], [[1.0, None], []]]),
    ("*i", 2, [(), (1, 2, 3)]),
    ("(is)", 3, [(1, "a")]),
    ("()", 0, [()]),
    ("(i(fb)s)", 5, [(1, (2.0, True), "x")]),
    ("{sf", 2, [{}, {"b": 1.0, "a": 2.0, "é": 3.0}]),
    ("{(is)[i", 2, [{(1, "a"): [1], (0, "b"): []}]),
    ("{iR0;", 2, [{3: Sale("mon", 1, 2.0), 1: Sale("", 0, 0.0)}]),
    ("R0;", 4, [Sale("mon", 2, 0.5)]),
    ("R1;", 3, [Key("k", -1)]),
    ("R3;", 3, [Pair(1, "x")]),
    ("{R1;s", 2, [{Key("a", 1): "x", Key("b", 2): "y"}]),
    ("R2;", 4, [Tree("root", [Tree("left", []), Tree("right", [Tree("leaf", [])])])]),
    ("(R0;?R1;[R3;)", 10, [(Sale("mon", 1), None, [Pair(1, "x")]), (Sale("", 0), Key("k", 1), [])]),
]


@pytest.mark.parametrize(("shape", "slots", "values"), ROUND_TRIPS, ids=[row[0] for row in ROUND_TRIPS])
def test_a_value_of_the_shape_comes_back_as_it_went(echo, shape, slots, values):
    function = echo(shape, slots)
    for value in values:
        result = function(value)
        assert result == value
        assert repr(result) == repr(value)
        assert type(result) is type(value)
    assert function.calls.native == len(values)
    assert function.calls.fallback == 0


def test_the_bits_of_a_nan_survive(echo):
    result = echo("f", 1)(NAN)
    assert struct.pack("<d", result) == struct.pack("<d", NAN)


NOT_OF_THE_SHAPE = [
    ("i", 1, [True, 1.0, "1", None, Level.LOW]),
    ("f", 1, [1, True, "1.0", None]),
    ("b", 1, [1, 0, None, 1.0]),
    ("n", 1, [0, False]),
    ("s", 2, [b"a", SubStr("a"), None, 1]),
    ("?i", 2, [True, "x"]),
    ("[i", 2, [(1,), SubList([1]), [True], [1, 2.0], range(2), None]),
    ("*i", 2, [[1], (True,), Pair(1, "x")]),
    ("(is)", 3, [(1,), (1, "a", 2), [1, "a"], ("a", 1), Pair(1, "x")]),
    ("{si", 2, [{1: 1}, {"a": True}, [("a", 1)]]),
    ("R0;", 4, [SubSale("a", 1, 2.0), Key("a", 1), Sale("a", True, 1.0), Sale("a", 1, 1), Sale.__new__(Sale), None]),
    ("R3;", 3, [(1, "x"), Pair(1, 2)]),
]


@pytest.mark.parametrize(("shape", "slots", "values"), NOT_OF_THE_SHAPE, ids=[row[0] for row in NOT_OF_THE_SHAPE])
def test_a_value_not_exactly_of_the_shape_is_left_to_legacy(echo, shape, slots, values):
    function = echo(shape, slots)
    for value in values:
        answer = function(value)
        assert isinstance(answer, Legacy)
        assert answer.args[0] is value
    assert function.calls.native == 0
    assert function.calls.reasons == {"type": len(values)}


def test_an_int_beyond_64_bits_is_left_to_legacy(echo):
    function = echo("[i", 2)
    for value in ([2**63], [0, -(2**63) - 1], [10**400]):
        assert function(value).args[0] is value
    assert function.calls.reasons == {"overflow": 3}


def test_a_lone_surrogate_is_left_to_legacy_and_leaves_no_exception(echo):
    function = echo("s", 2)
    assert function("a\ud800").args == ("a\ud800",)
    assert function.calls.reasons == {"value": 1}
    assert function("fine") == "fine"


def test_a_string_tells_its_bytes_and_its_code_points(load):
    function = load(one("lengths", "s", "(ii)"))
    for text in ("", "abc", "é", "日本語", "\U0001f600", "a\0b"):
        assert function(text) == (len(text.encode()), len(text))


def test_a_field_that_the_unit_never_reads_takes_no_slot_and_no_look(load):
    """Skipped fields may hold anything."""
    from tests.runtime.vessels import SALE, UNIT

    skipping = SALE.model_copy(update={"fields": [("day", "_"), ("qty", "i"), ("price", "_")]})
    function = load(one("echo_1", "R0;", "i"), records=[skipping])
    assert SALE.cls == f"{UNIT}:Sale"
    assert function(Sale(object(), 5, None)) == 5


def test_a_structure_deeper_than_the_walk_goes_is_left_to_legacy(echo):
    function = echo("R2;", 4)
    tree = Tree("leaf", [])
    for _ in range(300):
        tree = Tree("node", [tree])
    assert isinstance(function(tree), Legacy)
    assert function.calls.reasons == {"depth": 1}


def test_a_structure_that_contains_itself_is_left_to_legacy(echo):
    tree = Tree("loop", [])
    tree.children.append(tree)
    function = echo("R2;", 4)
    assert isinstance(function(tree), Legacy)
    assert function.calls.reasons == {"depth": 1}


def test_results_are_new_objects(echo):
    value = [[1.0], [2.0]]
    result = echo("[[f", 2)(value)
    result[0].append(3.0)
    assert value == [[1.0], [2.0]]


def test_collection_is_held_while_a_result_that_looks_into_the_arguments_is_built(echo):
    """A finaliser that empties the argument in the middle of the build would leave the result's views dangling."""
    function = echo("[[s", 2)
    threshold = gc.get_threshold()
    junk = []

    class Garbage:
        def __init__(self, victim):
            self.me = self
            self.victim = victim

        def __del__(self):
            self.victim.clear()
            junk.extend(f"overwritten {i:06}" for i in range(20_000))

    for _ in range(5):
        gc.collect()
        gc.set_threshold(700)
        try:
            value = [[f"text number {i}"] for i in range(3000)]
            expected = [[f"text number {i}"] for i in range(3000)]
            gc.collect()
            Garbage(value)
            result = function(value)
        finally:
            gc.set_threshold(*threshold)
        assert result == expected
        assert gc.isenabled()


def test_a_collector_that_was_off_stays_off(echo):
    function = echo("[i", 2)
    gc.disable()
    try:
        function([1, 2])
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_class_that_got_a_property_after_bind_is_left_to_legacy(echo, monkeypatch):
    function = echo("R0;", 4)
    sale = Sale("mon", 1, 2.0)
    assert function(sale) == sale
    monkeypatch.setattr(Sale, "day", property(lambda self: f"made for {self.qty}"), raising=False)
    assert isinstance(function(sale), Legacy)
    assert function.calls.reasons == {"type": 1}


def test_code_that_runs_while_records_are_made_may_change_the_arguments(echo):
    """Making a record runs bytecode, where threads switch and tracers look on; by then no text is borrowed."""
    function = echo("[R0;", 2)
    value = [Sale(f"some day number {i}", i, 0.5) for i in range(3000)]
    expected = [Sale(f"some day number {i}", i, 0.5) for i in range(3000)]
    junk = []

    def look(frame, event, arg):
        if value and frame.f_code is Sale.__init__.__code__:
            value.clear()
            junk.extend(f"overwritten day {i:06}" for i in range(20_000))

    sys.setprofile(look)
    try:
        result = function(value)
    finally:
        sys.setprofile(None)
    assert junk
    assert result == expected
