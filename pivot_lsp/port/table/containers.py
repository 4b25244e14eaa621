"""list, dict, tuple, and what walks over them. Handles: reading an element aliases it.

Wherever CPython compares elements by identity before equality (`in`, index, count, remove, list and dict equality,
dict keys), a NaN makes the runtimes fall back, since a native NaN has no identity. Sorting with a NaN falls back.
Changing a dict while walking over it falls back; walking over a list looks at its length in each step, as CPython.
"""

from typing import Unpack

from pivot_lsp.port.table.rows import Row, Texts, method, row


def _list(name: str, signature: str, function: str = "", **more: Unpack[Texts]) -> Row:
    return row(f"list.{name}", signature, function or name, cpp=method(name, signature), **more)


def _dict(name: str, signature: str, function: str = "", **more: Unpack[Texts]) -> Row:
    return row(f"dict.{name}", signature, function or name, cpp=method(name, signature), **more)


_INDEX = ("IndexError",)
_KEY = ("KeyError",)
_COMPARE = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}

ROWS = (
    # ---- list
    row("len", "(list[T]) -> int", "len"),
    row("truth", "(list[T]) -> bool", rust="!{0}.is_empty()", go="rt.Len({0}) != 0", cpp="!{0}.empty()"),
    row("getitem", "(list[T], int) -> T", "at", cpp="{0}[{1}]", raises=_INDEX, shares=True),
    row("setitem", "(list[T], int, T) -> None", "set_at", cpp="{0}.set({1}, {2})", raises=_INDEX, mutates=True, keeps=(2,)),
    row("delitem", "(list[T], int) -> None", "delete_at", cpp="{0}.erase({1})", raises=_INDEX, mutates=True),
    row("slice", "(list[T], int | None, int | None, int | None) -> list[T]", "slice", alloc=True, raises=("ValueError",),
        shares=True),
    row("iter", "(list[T]) -> iter[T]", "iter", cpp="{0}", shares=True),
    row("reversed", "(list[T]) -> iter[T]", "reversed", shares=True),
    row("+", "(list[T], list[T]) -> list[T]", "concat_list", alloc=True, shares=True),
    row("*", "(list[T], int) -> list[T]", "repeat", alloc=True, shares=True),
    row("in", "(T, list[T]) -> bool", rust="{1}.contains({0})", go="rt.Contains({1}, {0})", cpp="rt::contains({1}, {0})"),
    row("==", "(list[T], list[T]) -> bool", "equal"),
    row("!=", "(list[T], list[T]) -> bool", rust="!{0}.equal({1})", go="!rt.Equal({0}, {1})", cpp="!rt::equal({0}, {1})"),
    *(row(op, "(list[T], list[T]) -> bool", name, orderable="T") for op, name in _COMPARE.items()),
    row("delslice", "(list[T], int | None, int | None, int | None) -> None", "delete_slice", mutates=True,
        raises=("ValueError",)),
    row("setslice", "(list[T], int | None, int | None, int | None, list[T]) -> None", "set_slice", mutates=True, keeps=(4,),
        raises=("ValueError",)),
    _list("append", "(list[T], T) -> None", "push", mutates=True, keeps=(1,)),
    _list("extend", "(list[T], iter[T]) -> None", mutates=True, keeps=(1,)),
    _list("insert", "(list[T], int, T) -> None", mutates=True, keeps=(2,)),
    _list("pop", "(list[T]) -> T", "pop", raises=_INDEX, mutates=True, shares=True),
    _list("pop", "(list[T], int) -> T", "pop_at", raises=_INDEX, mutates=True, shares=True),
    _list("remove", "(list[T], T) -> None", raises=("ValueError",), mutates=True),
    _list("index", "(list[T], T) -> int", "index_of", raises=("ValueError",)),
    _list("count", "(list[T], T) -> int", "count_of"),
    _list("clear", "(list[T]) -> None", mutates=True),
    _list("copy", "(list[T]) -> list[T]", "copy", alloc=True, shares=True),
    _list("reverse", "(list[T]) -> None", mutates=True),
    # sort(reverse), sort(key, reverse): stable, reverse keeps the order of equals; the bool is always given
    _list("sort", "(list[T], bool) -> None", "sort", mutates=True, orderable="T"),
    _list("sort", "(list[T], fn[T, K], bool) -> None", "sort_by", mutates=True, orderable="K", raises=("Exception",)),
    # ---- dict
    row("len", "(dict[K, V]) -> int", "len_dict", cpp="rt::len({0})"),
    row("truth", "(dict[K, V]) -> bool", rust="!{0}.is_empty()", go="rt.LenDict({0}) != 0", cpp="!{0}.empty()"),
    row("getitem", "(dict[K, V], K) -> V", "get_item", cpp="{0}[{1}]", raises=_KEY, shares=True),
    row("setitem", "(dict[K, V], K, V) -> None", "set", cpp="{0}.set({1}, {2})", mutates=True, keeps=(2,)),
    row("delitem", "(dict[K, V], K) -> None", "delete", cpp="{0}.erase({1})", raises=_KEY, mutates=True),
    row("in", "(K, dict[K, V]) -> bool", rust="{1}.has({0})", go="rt.Has({1}, {0})", cpp="{1}.has({0})"),
    row("iter", "(dict[K, V]) -> iter[K]", "keys", cpp="{0}"),
    row("==", "(dict[K, V], dict[K, V]) -> bool", "equal_dict", cpp="rt::equal({0}, {1})"),
    row("!=", "(dict[K, V], dict[K, V]) -> bool", rust="!{0}.equal_dict({1})", go="!rt.EqualDict({0}, {1})",
        cpp="!rt::equal({0}, {1})"),
    _dict("keys", "(dict[K, V]) -> iter[K]", "keys"),
    _dict("values", "(dict[K, V]) -> iter[V]", "values", shares=True),
    _dict("items", "(dict[K, V]) -> iter[tuple[K, V]]", "items", shares=True),
    _dict("get", "(dict[K, V], K) -> V | None", "get", shares=True),
    _dict("get", "(dict[K, V], K, V) -> V", "get_or", shares=True),
    _dict("setdefault", "(dict[K, V], K, V) -> V", "set_default", mutates=True, keeps=(2,), shares=True),
    # d[key] of a defaultdict whose empty value is made anew
    row("default", "(dict[K, V], K, fn[V]) -> V", rust="{0}.get_or_make({1}, {2})", go="rt.GetOrMake({0}, {1}, {2})",
        cpp="{0}.get_or_make({1}, {2})", mutates=True, shares=True),
    _dict("pop", "(dict[K, V], K) -> V", "pop_item", raises=_KEY, mutates=True, shares=True),
    _dict("pop", "(dict[K, V], K, V) -> V", "pop_or", mutates=True, shares=True),
    _dict("clear", "(dict[K, V]) -> None", "clear_dict", mutates=True),
    _dict("copy", "(dict[K, V]) -> dict[K, V]", "copy_dict", alloc=True, shares=True),
    _dict("update", "(dict[K, V], dict[K, V]) -> None", "update", mutates=True, keeps=(1,)),
    # ---- tuple of any length: the same handle as a list, read-only
    row("as_list", "(vartuple[T]) -> list[T]", rust="{0}", go="{0}", cpp="{0}", shares=True),
    row("tuple", "(iter[T]) -> vartuple[T]", rust="rt::list_of({cx}, {0})", go="rt.ListOf({0})", cpp="rt::tuple_of({0})", shares=True),
    # ---- records: which object it is
    row("is", "(T, T) -> bool", rust="rt::is({0}, {1})", go="{0} == {1}", cpp="{0} == {1}"),
    # ---- tuple: equality and order are structural
    row("==", "(T, T) -> bool", rust="rt::eq({0}, {1})", go="rt.Eq({0}, {1})", cpp="rt::eq({0}, {1})"),
    row("!=", "(T, T) -> bool", rust="!rt::eq({0}, {1})", go="!rt.Eq({0}, {1})", cpp="!rt::eq({0}, {1})"),
    *(
        row(op, "(T, T) -> bool", rust=f"rt::{name}({{0}}, {{1}})", go=f"rt.{name.capitalize()}({{0}}, {{1}})",
            cpp=f"rt::{name}({{0}}, {{1}})", orderable="T")
        for op, name in _COMPARE.items()
    ),
    # ---- iterators and what consumes them
    row("range", "(int) -> iter[int]", rust="0..{0}", go="rt.Range(0, {0}, 1)", cpp="rt::range({0})"),
    row("range", "(int, int) -> iter[int]", rust="{0}..{1}", go="rt.Range({0}, {1}, 1)",
        cpp="rt::range({0}, {1})"),
    row("range", "(int, int, int) -> iter[int]", rust="rt::range_step({0}, {1}, {2})", go="rt.RangeStep({0}, {1}, {2})",
        cpp="rt::range({0}, {1}, {2})", raises=("ValueError",)),
    row("enumerate", "(iter[T]) -> iter[tuple[int, T]]", rust="rt::enumerate({0}, 0)", go="rt.Enumerate({0}, 0)",
        cpp="rt::enumerate({0})", shares=True),
    row("enumerate", "(iter[T], int) -> iter[tuple[int, T]]", rust="rt::enumerate({0}, {1})", go="rt.Enumerate({0}, {1})",
        cpp="rt::enumerate({0}, {1})", shares=True),
    row("zip", "(iter[T], iter[U]) -> iter[tuple[T, U]]", rust="rt::zip({0}, {1})", go="rt.Zip({0}, {1})",
        cpp="rt::zip({0}, {1})", shares=True),
    row("zip", "(iter[T], iter[U], iter[V]) -> iter[tuple[T, U, V]]", rust="rt::zip3({0}, {1}, {2})",
        go="rt.Zip3({0}, {1}, {2})", cpp="rt::zip({0}, {1}, {2})", shares=True),
    # what stands at a place that lies in a list of one int: whoever walks over it moves that place
    row("rest", "(list[int], list[T]) -> iter[T]", rust="rt::rest({0}, {1})", go="rt.Rest({0}, {1})",
        cpp="rt::rest({0}, {1})", mutates=True, shares=True),
    row("cycle", "(list[int], list[T], list[T]) -> iter[T]", rust="rt::cycle({0}, {1}, {2})",
        go="rt.Cycle({0}, {1}, {2})", cpp="rt::cycle({0}, {1}, {2})", mutates=True, shares=True),
    row("islice", "(iter[T], int, int, int) -> iter[T]", rust="rt::islice({0}, {1}, {2}, {3})",
        go="rt.Islice({0}, {1}, {2}, {3})", cpp="rt::islice({0}, {1}, {2}, {3})", shares=True),
    row("chain", "(iter[T], iter[T]) -> iter[T]", rust="{0}.chain({1})", go="rt.Chained({0}, {1})",
        cpp="rt::chained({0}, {1})", shares=True),
    row("list", "(iter[T]) -> list[T]", rust="rt::list_of({cx}, {0})", go="rt.ListOf({0})", cpp="rt::list_of({0})", shares=True),
    row("dict", "(iter[tuple[K, V]]) -> dict[K, V]", rust="rt::dict_of({cx}, {0})", go="rt.DictOf({0})",
        cpp="rt::dict_of({0})", shares=True),
    # sorted(reverse), sorted(key, reverse): the bool is always given
    row("sorted", "(iter[T], bool) -> list[T]", rust="rt::sorted({cx}, {0}, {1})", go="rt.Sorted({0}, {1})",
        cpp="rt::sorted({0}, {1})", orderable="T", shares=True),
    row("sorted", "(iter[T], fn[T, K], bool) -> list[T]", rust="rt::sorted_by({cx}, {0}, {1}, {2})",
        go="rt.SortedBy({0}, {1}, {2})", cpp="rt::sorted({0}, {1}, {2})", orderable="K", raises=("Exception",), shares=True),
    # sum starts from int 0: an empty iterator of floats gives the int 0 in Python, so it falls back
    row("sum", "(iter[int]) -> int", rust="rt::sum_int({0})", go="rt.SumInt({0})", cpp="rt::sum_int({0})"),
    row("sum", "(iter[float]) -> float", rust="rt::sum_float({0})", go="rt.SumFloat({0})", cpp="rt::sum_float({0})"),
    row("sum", "(iter[float], float) -> float", rust="rt::sum_float_from({0}, {1})", go="rt.SumFloatFrom({0}, {1})",
        cpp="rt::sum_float({0}, {1})"),
    row("sum", "(iter[int], int) -> int", rust="rt::sum_int_from({0}, {1})", go="rt.SumIntFrom({0}, {1})",
        cpp="rt::sum_int({0}, {1})"),
    *(
        one
        for name in ("min", "max")
        for one in (
            row(name, "(iter[T]) -> T", rust=f"rt::{name}({{0}})", go=f"rt.{name.capitalize()}({{0}})",
                cpp=f"rt::{name}({{0}})", orderable="T", raises=("ValueError",), shares=True),
            row(f"{name}.default", "(iter[T], T) -> T", rust=f"rt::{name}_or({{0}}, {{1}})",
                go=f"rt.{name.capitalize()}Or({{0}}, {{1}})", cpp=f"rt::{name}_or({{0}}, {{1}})", orderable="T", shares=True),
            row(f"{name}.key", "(iter[T], fn[T, K]) -> T", rust=f"rt::{name}_by({{0}}, {{1}})",
                go=f"rt.{name.capitalize()}By({{0}}, {{1}})", cpp=f"rt::{name}_by({{0}}, {{1}})", orderable="K",
                raises=("ValueError", "Exception"), shares=True),
        )
    ),
    row("next", "(T | None) -> T", rust="rt::next({0})", go="rt.NextOf({0})", cpp="rt::next({0})", raises=("StopIteration",),
        shares=True),
    row("any", "(iter[bool]) -> bool", rust="rt::any({0})", go="rt.Any({0})", cpp="rt::any({0})"),
    row("all", "(iter[bool]) -> bool", rust="rt::all({0})", go="rt.All({0})", cpp="rt::all({0})"),
)  # fmt: skip
