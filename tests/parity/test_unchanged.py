"""Arguments are taken for unchanged only when nothing in them can have changed."""

import datetime
import decimal
import enum
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from pivot_lsp.cases.values import encode, encode_all, encode_apart, encode_observed
from pivot_lsp.parity.outcome import unpack_behaviour
from pivot_lsp.parity.process import Setup, Worker
from pivot_lsp.parity.unchanged import Snapshot
from tests.parity.conftest import Project


@dataclass
class Item:
    name: str
    tags: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Held:
    rows: list[int]


class Plain:
    def __init__(self, value: object) -> None:
        self.value = value


class Pair(NamedTuple):
    left: int
    right: list[int]


class Colour(enum.Enum):
    RED = 1


KEPT: list[Any] = [
    1, 2.5, "text", None, True, b"bytes", decimal.Decimal("1.5"), datetime.date(2024, 1, 1), Colour.RED, [], {}, set(),
    [1, [2, [3.5]]], {"a": {"b": [1]}}, {(1, 2): "x"}, (1, [2], {3}), frozenset({1}), Item("a", ["b"]), Held([1]),
    Plain([1]), Pair(1, [2]), [Item("a"), Item("b", ["c"])],
]  # fmt: skip


@pytest.mark.parametrize("value", KEPT, ids=lambda value: type(value).__name__)
def test_what_nobody_touches_is_kept(value: Any) -> None:
    snapshot = Snapshot([value, value])
    assert snapshot.is_kept()


@pytest.mark.parametrize(
    ("value", "touch"),
    [
        ([1, 2], lambda v: v.append(3)),
        ([1, 2], lambda v: v.reverse()),
        ([1, 2], lambda v: v.pop()),
        ([1], lambda v: v.__setitem__(0, True)),
        ([1], lambda v: v.__setitem__(0, 1.0)),
        ([[1]], lambda v: v[0].append(2)),
        ([[1]], lambda v: v.__setitem__(0, [1])),
        (([1],), lambda v: v[0].clear()),
        ({"a": 1}, lambda v: v.update(b=2)),
        ({"a": 1}, lambda v: v.update(a=2)),
        ({"a": 1, "b": 2}, lambda v: v.update(a=v.pop("a"))),
        ({"a": {"b": [1]}}, lambda v: v["a"]["b"].append(1)),
        ({1: 2}, lambda v: (v.clear(), v.update({True: 2}))),
        ({1, 2}, lambda v: v.add(3)),
        ({1, 2}, lambda v: v.discard(1)),
        (Item("a"), lambda v: setattr(v, "name", "b")),
        (Item("a"), lambda v: v.tags.append("b")),
        (Item("a"), lambda v: setattr(v, "extra", 1)),
        (Item("a"), lambda v: delattr(v, "name")),
        (Item("a"), lambda v: setattr(v, "__dict__", {"name": "b", "tags": []})),
        (Item("a"), lambda v: setattr(v, "__class__", Plain)),
        (Held([1]), lambda v: v.rows.append(2)),
        (Held([1]), lambda v: object.__setattr__(v, "rows", [])),
        (Plain([1]), lambda v: v.value.append(2)),
        (Pair(1, [2]), lambda v: v.right.append(3)),
        ({Pair(1, 2): Item("a")}, lambda v: v[Pair(1, 2)].tags.append("b")),  # type: ignore[arg-type]
    ],
)
def test_whatever_changes_is_seen(value: Any, touch: Callable[[Any], object]) -> None:
    snapshot = Snapshot([value])
    assert snapshot.is_kept()
    touch(value)
    assert not snapshot.is_kept()


@pytest.mark.parametrize("value", [bytearray(b"a"), deque([1]), OrderedDict(a=1), SimpleNamespace(a=1), object()])
def test_what_is_not_known_counts_as_changed(value: object) -> None:
    assert not Snapshot([[value]]).is_kept()


@pytest.mark.parametrize("result", [3, 2.5, "é", "\ud800", [1.5, 2.5, 3.5], {"a": (1, None)}, [[1], [1]], 2**70])
def test_a_result_of_its_own_is_written_as_beside_the_arguments(result: object) -> None:
    given = [[1], {"k": [2]}]
    snapshot = Snapshot(given)
    assert encode_apart(result, snapshot.ids) == [encode(result)] == [encode_observed(given, result)[1]]


def test_a_result_with_something_of_the_arguments_is_none_of_its_own() -> None:
    rows = [[1], [2]]
    ids = Snapshot([rows]).ids
    for result in (rows, rows[0], [rows[1]], {"k": rows[0]}, (rows[0],), [rows[0], rows[0]]):
        assert encode_apart(result, ids) is None
    same = [1]
    assert encode_apart([same, same], ids) == encode_all([[same, same]])


def test_changes_and_identity_are_told_as_ever(project: Project) -> None:
    project.write(
        "legacy",
        """
        from decimal import Decimal
        def f(what, rows):
            if what == "append": rows.append([9])
            if what == "deep": rows[0].append(9)
            if what == "equal": rows[0] = list(rows[0])
            if what == "bool": rows[0][0] = True
            if what == "raise": rows.clear(); raise ValueError(rows)
            if what == "only raise": raise ValueError(len(rows))
            if what == "alias": return rows
            if what == "part": return [rows[0]]
            return len(rows)
        """,
    )
    words = ["append", "deep", "equal", "bool", "raise", "only raise", "alias", "part", "nothing"]
    with Worker(Setup(project.implementation("legacy.py::f"))) as worker:
        found = worker.run([([word, [[1, 2], [3]]], {}) for word in words])
    seen = {word: unpack_behaviour(each.payload) for word, each in zip(words, found)}
    assert {word: each.after and each.after[1] for word, each in seen.items()} == {
        "append": [[1, 2], [3], [9]],
        "deep": [[1, 2, 9], [3]],
        "equal": None,
        "bool": [[True, 2], [3]],
        "raise": [],
        "only raise": None,
        "alias": None,
        "part": None,
        "nothing": None,
    }
    assert seen["alias"].alias == [1]
    assert [word for word, each in seen.items() if each.shared is not None] == ["alias", "part"]
    assert seen["part"].returned == [[[1, 2]]]
    assert seen["raise"].raised == ["builtins:ValueError", [[]]]


def test_who_gives_an_equal_value_that_cannot_change_gives_the_same(project: Project) -> None:
    project.write("legacy", "from decimal import Decimal\ndef f(x):\n    return x")
    project.write("port", "from decimal import Decimal\ndef f(x):\n    return type(x)(str(x))")
    tally = project.judge("legacy.py::f", "port:f", project.cases((decimal.Decimal("1.5"),), ("text",)))
    assert (tally.judged, tally.failed) == (2, 0)
