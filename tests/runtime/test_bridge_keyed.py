"""TypedDicts through the bridge: which dicts are taken, in which order, and that no code of a key runs."""

import gc
import json
import sys
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import pytest

from pivot_lsp.model.manifest import RecordClass
from pivot_lsp.runtime import VesselFunction
from tests.runtime.unit import Legacy
from tests.runtime.vessels import UNIT, one

Load = Callable[..., VesselFunction]
FIELDS = [("name", "s"), ("qty", "i"), ("größe", "f")]


def rows(load: Load, keyed: str = "any", shape: str = "R0;", slots: int = 4) -> VesselFunction:
    """Gives its argument back as another object; a dict of the three keys is a value of `R0;`."""
    row = RecordClass(cls=f"{UNIT}:NotAsked", fields=FIELDS, keyed=keyed)
    return load(one(f"echo_{slots}", shape, shape), records=[row])


ROW = {"name": "a", "qty": 1, "größe": 2.5}
TURNED = {"größe": 2.5, "name": "a", "qty": 1}


class Text(str):
    pass


class Curious:
    """As a key it is taken for `qty`, and notes whether somebody asked."""

    asked = 0

    def __hash__(self) -> int:
        return hash("qty")

    def __eq__(self, other: object) -> bool:
        Curious.asked += 1
        return True


@pytest.mark.parametrize("value", [ROW, TURNED, json.loads('{"qty": 1, "gr\\u00f6\\u00dfe": 2.5, "name": "a"}')])
def test_any_order_is_taken_and_made_in_the_declared_one(load: Load, value: dict[str, Any]) -> None:
    echo = rows(load)
    found = echo(value)
    assert found == ROW
    assert list(found) == list(ROW)
    assert (echo.calls.native, echo.calls.fallback) == (1, 0)


def test_rows_of_one_call_may_differ_in_order_and_in_their_keys_objects(load: Load) -> None:
    echo = rows(load, shape="[R0;", slots=2)
    given = [ROW, TURNED, json.loads(json.dumps(TURNED)), dict(ROW), json.loads(json.dumps(ROW))]
    assert echo(given) == given
    assert echo.calls.native == 1


@pytest.mark.parametrize(
    "value",
    [
        {"name": "a", "qty": 1},
        {**ROW, "more": 1},
        {"name": "a", "qty": 1, "grösse": 2.5},
        {"name": "a", "qty": 1, 7: 2.5},
        {"name": "a", Text("qty"): 1, "größe": 2.5},
        {**ROW, "qty": True},
        {**ROW, "größe": 2},
        {},
        OrderedDict(ROW),
        list(ROW.items()),
        None,
    ],
)
def test_anything_else_is_answered_by_legacy(load: Load, value: Any) -> None:
    echo = rows(load)
    answer = echo(value)
    assert isinstance(answer, Legacy)
    assert answer.args[0] is value
    assert echo.calls.reasons == {"type": 1}


def test_no_code_of_a_key_runs(load: Load) -> None:
    value = {"name": "a", Curious(): 1, "größe": 2.5}
    asked = Curious.asked
    assert isinstance(rows(load)(value), Legacy)
    assert Curious.asked == asked


def test_where_the_order_shows_only_the_declared_one_is_taken(load: Load) -> None:
    echo = rows(load, keyed="ordered")
    assert echo(ROW) == ROW
    assert isinstance(echo(TURNED), Legacy)
    assert (echo.calls.native, echo.calls.fallback) == (1, 1)


def test_a_dict_that_lost_keys_and_got_them_back_is_taken(load: Load) -> None:
    value: dict[str, Any] = {"x": 1, **ROW, "y": 2}
    del value["x"], value["y"]
    value["name"] = value.pop("name")
    assert rows(load)(value) == ROW


def test_attributes_of_an_object_are_such_a_dict(load: Load) -> None:
    class Plain:
        pass

    one_, other = Plain(), Plain()
    one_.__dict__.update(ROW)
    other.größe, other.qty, other.name = 1.5, 2, "b"  # type: ignore[attr-defined]
    echo = rows(load, shape="[R0;", slots=2)
    assert echo([vars(one_), vars(other)]) == [ROW, {"name": "b", "qty": 2, "größe": 1.5}]
    assert echo.calls.native == 1


def test_a_hundred_thousand_rows_keep_nothing(load: Load) -> None:
    echo = rows(load, shape="[R0;", slots=2)
    given = [dict(ROW) if i % 2 else dict(TURNED) for i in range(1000)]
    broken = [*given, {"name": "a"}]
    for _ in range(3):
        echo(given), echo(broken)
    gc.collect()
    before = sys.getallocatedblocks()
    for _ in range(100):
        echo(given), echo(broken)
    gc.collect()
    assert abs(sys.getallocatedblocks() - before) < 50
