"""A hundred thousand calls, refused ones among them, keep nothing."""

import contextlib
import gc
import sys

import pytest

from pivot_lsp.runtime import load_vessel
from tests.runtime.unit import Key, Pair, Sale
from tests.runtime.vessels import one, write_vessel


def blocks_after(action, times):
    for _ in range(200):
        action()
    gc.collect()
    before = sys.getallocatedblocks()
    for _ in range(times):
        action()
    gc.collect()
    return sys.getallocatedblocks() - before


def test_calls_of_every_outcome_keep_nothing(load):
    shape = "(is?f[s{s(ib)R0;R1;R3;*i)"
    value = (
        1, "é", 2.0, ["a", "日本"], {"k": (1, True)}, Sale("mon", 1, 2.0), Key("k", 2), Pair(1, "x"), (1, 2),
    )  # fmt: skip
    late = (*value[:-1], (1, 2**70))
    surrogate = (1, "\ud800", *value[2:])
    bare = Sale.__new__(Sale)
    half = (*value[:5], bare, *value[6:])

    def legacy(value):
        return None

    bound = load(one("echo_21", shape, shape), legacy=legacy)
    throw = load(one("throw", "i", "n"), legacy=legacy)

    def calls():
        bound(value)
        bound(late)
        bound(surrogate)
        bound(half)
        bound(value=value)
        for kind in (0, 3):
            with contextlib.suppress(ValueError):
                throw(kind)
        with contextlib.suppress(TypeError):
            bound()

    gc.collect()
    references = [sys.getrefcount(item) for item in (value, late, bare, Sale, Key, legacy)]
    drift = blocks_after(calls, 12_500)
    assert bound(value) == value
    assert abs(drift) < 50
    assert [sys.getrefcount(item) for item in (value, late, bare, Sale, Key, legacy)] == references


def test_loading_again_and_again_keeps_nothing_of_the_functions(tmp_path, library):
    folder = write_vessel(tmp_path / "vessel", library, [one("echo_2", "[R2;", "[R2;")])

    def keep_none():
        assert load_vessel(folder)["one"]([]) == []

    drift = blocks_after(keep_none, 200)
    assert abs(drift) < 50


def test_a_shape_that_cannot_be_read_keeps_nothing(tmp_path, library):
    from pivot_lsp.runtime import VesselError

    folder = write_vessel(tmp_path / "vessel", library, [one("echo_2", "[(i", "i")])

    def refuse():
        with pytest.raises(VesselError):
            load_vessel(folder)

    assert abs(blocks_after(refuse, 200)) < 50
