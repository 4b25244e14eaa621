"""Encoded values: whatever goes in comes out, exactly, or is refused by name."""

import array
import collections
import dataclasses
import datetime
import decimal
import enum
import hashlib
import json
import math
import string
import typing
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pivot_lsp.cases.values import (
    Malformed,
    Unencodable,
    canonical,
    case_id,
    check,
    decode,
    decode_call,
    encode,
    encode_call,
    encode_error,
    import_name,
)


@dataclasses.dataclass
class Row:
    name: Any
    items: Any


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    x: Any
    y: Any


class Pair(typing.NamedTuple):
    left: Any
    right: Any


class Colour(enum.Enum):
    RED = 1
    CRIMSON = 1
    BLUE = "b"


class Flags(enum.Flag):
    A = 1
    B = 2


class MyList(list):  # type: ignore[type-arg]
    pass


class MyInt(int):
    pass


def through(value: Any) -> Any:
    """Encoded, written as JSON, read as JSON, checked, decoded."""
    written = encode(value)
    read = msgspec.json.decode(canonical(written))
    check([read])
    return decode(read, import_name)


def same(a: Any, b: Any) -> bool:
    """Equality as strict as the contract: type, sign of zero, NaN, order, code points."""
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        return (math.isnan(a) and math.isnan(b)) or (a == b and math.copysign(1, a) == math.copysign(1, b))
    if isinstance(a, dict):
        return same(list(a.items()), list(b.items()))
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, set | frozenset):
        return len(a) == len(b) and all(any(same(x, y) for y in b) for x in a)
    if dataclasses.is_dataclass(a):
        return all(same(getattr(a, f.name), getattr(b, f.name)) for f in dataclasses.fields(a))
    return bool(a == b)


atoms = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters(exclude_categories=()), max_size=6),
    st.binary(max_size=8),
    st.sampled_from(list(Colour)),
)
hashables = st.recursive(
    atoms.filter(lambda v: v == v),
    lambda inner: (
        st.tuples(inner, inner)
        | st.frozensets(inner, max_size=3)
        | st.tuples(inner, inner).map(lambda pair: Cell(*pair))
    ),
    max_leaves=3,
)
values = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.tuples(inner, inner),
        st.dictionaries(hashables, inner, max_size=3),
        st.sets(hashables, max_size=3),
        st.tuples(inner, inner).map(lambda pair: Row(*pair)),
        st.tuples(inner, inner).map(lambda pair: Pair(*pair)),
    ),
    max_leaves=8,
)


@given(values)
@settings(max_examples=150, deadline=None)
def test_every_value_comes_back_exactly(value: Any) -> None:
    back = through(value)
    assert same(value, back)
    assert encode(back) == encode(value)


@pytest.mark.parametrize(
    "value",
    [
        0.0, -0.0, math.inf, -math.inf, math.nan, 5e-324, 2**53, 2**53 + 1, -(2**63), 2**20_000, -(10**5000),
        "\ud800", "a\udfff\ud83d\ude00", "\ud83d\ude00", "\x00\x1f\x7f\u2028", b"", bytes(range(256)),
        (), (1,), [(), []], {1: "a", "1": 1, None: [], (1, 2): {}}, set(), frozenset({frozenset()}), {3, 1, 2},
        True, [1, True, 1.0], Colour.CRIMSON, Pair(1, [2]), Cell(0.5, (1,)), Row([], {}),
        decimal.Decimal("1.10"), decimal.Decimal("-0E-7"), datetime.date(2024, 2, 29),
        datetime.datetime(2024, 2, 29, 23, 59, 59, 999999, fold=1), datetime.datetime(1, 1, 1, tzinfo=datetime.UTC),
        datetime.time(1, 2, 3, 4), datetime.timedelta(-1, 5, 7), complex(-0.0, 2.5), range(1, 10, 3),
        bytearray(b"ab"), array.array("d", [0.5, -0.0]), collections.deque([1, [2]], maxlen=3),
        collections.Counter("abca"), collections.OrderedDict(b=1, a=2), collections.defaultdict(list, {"k": [1]}),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_each_kind_of_value_comes_back(value: Any) -> None:
    back = through(value)
    assert same(value, back)
    assert isinstance(value, int) or repr(back) == repr(value)


def test_a_deque_keeps_its_bound_and_a_defaultdict_its_factory() -> None:
    assert through(collections.deque([1], maxlen=2)).maxlen == 2
    assert through(collections.defaultdict(int))["new"] == 0
    assert through(datetime.datetime(2024, 1, 1, fold=1)).fold == 1


def test_one_object_at_two_places_stays_one_object_across_all_arguments() -> None:
    shared = [1]
    row = Row("r", shared)
    args, kwargs = encode_call([shared, {"k": shared}, row], {"again": row})
    (first, mapping, third), named = decode_call(args, kwargs, import_name)
    assert first is mapping["k"] is third.items
    assert third is named["again"]


def test_equal_objects_at_two_places_stay_two() -> None:
    first, second = decode(encode([[1], [1]]), import_name)
    assert first == second
    assert first is not second


def test_a_value_inside_itself_comes_back_so() -> None:
    loop: list[Any] = [1]
    loop.append({"me": loop})
    row = Row("r", None)
    row.items = [row]
    back, back_row = through([loop, row])
    assert back[1]["me"] is back
    assert back_row.items[0] is back_row


def test_sets_are_written_alike_whatever_their_history() -> None:
    one = {f"k{i}" for i in range(50)}
    other: set[str] = set()
    for i in reversed(range(50)):
        other |= {f"k{i}"}
    assert canonical(encode(one)) == canonical(encode(other))


def test_ids_tell_argument_kinds_and_dict_order_apart() -> None:
    calls = [[1], [True], [1.0], ["1"], [[1]], [(1,)], [{1: 1, 2: 2}], [{2: 2, 1: 1}], [0.0], [-0.0], []]
    ids = {case_id(*encode_call(call, {})) for call in calls} | {case_id(*encode_call([], {"x": 1}))}
    assert len(ids) == len(calls) + 1
    assert case_id([], {}) == hashlib.sha256(b"[[],{}]").hexdigest()


def _bad_row() -> Row:
    row = Row(1, 2)
    row.extra = 3  # type: ignore[attr-defined]
    return row


class _Unimportable:
    @staticmethod
    def make() -> Any:
        local = dataclasses.make_dataclass("Local", ["x"])
        return local(1)


@pytest.mark.parametrize(
    ("value", "path", "found"),
    [
        ([1, {"k": MyList()}], "[1]['k']", "MyList"),
        (MyInt(3), "value", "MyInt"),
        (Row(1, [object()]), ".items[0]", "object"),
        ({"a": {MyInt(1): 2}}, "['a'] key 1", "MyInt"),
        (_bad_row(), "value", "'extra'"),
        (Flags.A | Flags.B, "value", "Flags"),
        (_Unimportable.make(), "value", "Local"),
        ([lambda: 0], "[0]", "function"),
        (collections.defaultdict(lambda: 1), "value", "defaultdict"),
        (datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=1))), "value", "time zone"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_would_be_flattened_is_refused_with_its_place(value: Any, path: str, found: str) -> None:
    with pytest.raises(Unencodable) as caught:
        encode(value)
    assert str(caught.value).startswith(path)
    assert found in str(caught.value)


def test_a_subclass_of_a_dataclass_keeps_its_own_class() -> None:
    assert type(through(Sub("n", [], 3))) is Sub


@dataclasses.dataclass
class Sub(Row):
    more: int


def test_nesting_without_end_is_refused_not_a_crash() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(Unencodable, match="deeply"):
        encode(deep)


def test_an_exception_keeps_type_and_arguments() -> None:
    assert encode_error(KeyError("a", 1)) == {"type": "builtins:KeyError", "args": ["a", 1]}
    assert encode_error(decimal.InvalidOperation())["type"] == "decimal:InvalidOperation"


def test_the_text_is_the_same_where_msgspec_is_missing() -> None:
    sample = encode(
        ["".join(map(chr, range(0x250))) + "\u2028\U0001f600", string.printable, 2**60, [None, True], {"k": -0.0}]
    )
    plain = json.dumps(sample, separators=(",", ":"), ensure_ascii=False).encode()
    assert canonical(sample) == plain


@pytest.mark.parametrize(
    "hostile",
    [
        {}, {"$zz": 1}, {"$f": "fast"}, {"$f": 1}, {"$i": "1x"}, {"$i": 5}, {"$b": "*"}, {"$t": 3}, {"$d": [[1]]},
        {"$d": [1]}, {"$d": [], "x": 1}, {"$ref": 0}, {"$def": 0, "v": 1, "w": 2}, {"$def": "0", "v": []},
        {"$c": "os:system"},
        {"$c": "nomodule", "v": []}, {"$c": "a b:c", "v": []}, {"$n": "m:N", "v": {}}, {"$e": "m:E", "v": 3},
        {"$x": "eval", "v": ["1"]}, {"$u": "!!"}, [[{"$s": 1}]], {"$x": "defaultdict", "v": ["int"]},
    ],
    ids=repr,
)  # fmt: skip
def test_what_encode_never_wrote_is_malformed(hostile: Any) -> None:
    with pytest.raises(Malformed):
        check([hostile])


@pytest.mark.parametrize(
    "hostile",
    [
        {"$c": "subprocess:Popen", "v": []},
        {"$c": "collections:OrderedDict", "v": []},
        {"$n": "builtins:tuple", "v": []},
        {"$e": "os:PathLike", "v": "x"},
        {"$c": f"{__name__}:Row", "v": [["name", 1]]},
        {"$n": f"{__name__}:Pair", "v": [1]},
        {"$e": f"{__name__}:Colour", "v": "GREEN"},
        {"$d": [[[1], 2]]},
        {"$x": "range", "v": [1, 2, 0]},
        {"$def": 0, "v": 1},
    ],
    ids=repr,
)
def test_decoding_makes_only_what_the_format_knows(hostile: Any) -> None:
    with pytest.raises(Malformed):
        decode(hostile, import_name)
