"""set and frozenset: the same handle natively, in the order of insertion. Where a walk shows its order it is CPython's
(`in_order`, `as_given`, `tabled`: see `checks/tables`); where it does not, `checks/unordered` has made sure of that.

The order of a set that reaches the caller is CPython's or legacy answers: `blurred` and `following` mark what
`checks/settables` has found to be filled in another way than the native set can tell.
An element must be hashable; a NaN falls back (CPython would find it by identity). Where two sets hold equal elements
that can be told apart (0.0 and -0.0) the result keeps the one CPython keeps (Objects/setobject.c).
"""

from collections.abc import Iterator

from pivot_lsp.port.table.rows import Row, row

_KINDS = ("set", "frozenset")
_ALGEBRA = {"|": "union", "&": "intersection", "-": "difference", "^": "symmetric_difference"}
_CPP = {"union": "union_with"}  # a keyword there
_IN_PLACE = {"|=": "update_set", "&=": "intersect", "-=": "subtract_set", "^=": "toggle"}
_ORDER = {"<=": ("is_subset", "{0}", "{1}"), ">=": ("is_subset", "{1}", "{0}"),
          "<": ("is_proper_subset", "{0}", "{1}"), ">": ("is_proper_subset", "{1}", "{0}")}  # fmt: skip


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _common(kind: str) -> Iterator[Row]:
    """What both kinds have."""
    this = f"{kind}[T]"
    yield row("len", f"({this}) -> int", rust="{0}.len()", go="rt.LenSet({0})", cpp="rt::len({0})")
    yield row("truth", f"({this}) -> bool", rust="!{0}.is_empty()", go="rt.LenSet({0}) != 0", cpp="!{0}.empty()")
    yield row("in", f"(T, {this}) -> bool", rust="{1}.has({0})", go="rt.HasElement({1}, {0})", cpp="{1}.has({0})")
    yield row("iter", f"({this}) -> iter[T]", rust="{0}.iter()", go="rt.Elements({0})", cpp="{0}")
    yield row(f"{kind}.copy", f"({this}) -> {this}", rust="{0}.copy({cx})", go="rt.CopySet({0})", cpp="{0}.copy()")
    make = "set_of"
    yield row(
        kind, f"(iter[T]) -> {this}", rust=f"rt::{make}({{cx}}, {{0}})", go="rt.SetOf({0})", cpp="rt::set_of({0})"
    )
    yield row(f"{kind}.of_dict", f"(dict[T, V]) -> {this}", rust="rt::set_of_dict({cx}, {0})", go="rt.SetOfDict({0})",
              cpp="rt::set_of_dict({0})")  # fmt: skip
    yield row("blurred", f"({this}) -> {this}", rust="{0}.blurred()", go="rt.Blurred({0})", cpp="{0}.blurred()",
              shares=True)  # fmt: skip
    for key in ("tabled", "in_order", "as_given"):
        yield row(key, f"({this}) -> {this}", rust=f"{{0}}.{key}()", go=f"rt.{_camel(key)}({{0}})",
                  cpp=f"{{0}}.{key}()", shares=True)  # fmt: skip
    for source in (f"{k}[K]" for k in _KINDS):
        yield row("following", f"({this}, {source}) -> {this}", rust="{0}.following({1})",
                  go="rt.Following({0}, {1})", cpp="{0}.following({1})", shares=True)  # fmt: skip
    for other in (f"{k}[T]" for k in _KINDS):
        pair = f"({this}, {other})"
        for op, name in _ALGEBRA.items():
            yield row(op, f"{pair} -> {this}", rust=f"{{0}}.{name}({{cx}}, {{1}})", go=f"rt.{_camel(name)}({{0}}, {{1}})",
                      cpp=f"{{0}}.{_CPP.get(name, name)}({{1}})")  # fmt: skip
        for op, (name, a, b) in _ORDER.items():
            yield row(
                op,
                f"{pair} -> bool",
                rust=f"{a}.{name}({b})",
                go=f"rt.{_camel(name)}({a}, {b})",
                cpp=f"{a}.{name}({b})",
            )
        yield row(
            "==", f"{pair} -> bool", rust="{0}.equal_set({1})", go="rt.EqualSet({0}, {1})", cpp="{0}.equal_set({1})"
        )
        yield row(
            "!=", f"{pair} -> bool", rust="!{0}.equal_set({1})", go="!rt.EqualSet({0}, {1})", cpp="!{0}.equal_set({1})"
        )
        yield row(f"{kind}.isdisjoint", f"{pair} -> bool", rust="{0}.is_disjoint({1})", go="rt.IsDisjoint({0}, {1})",
                  cpp="{0}.is_disjoint({1})")  # fmt: skip


def _changes() -> Iterator[Row]:
    """What changes a set."""
    for name, go, raises in (
        ("add", "AddElement", ()),
        ("discard", "Discard", ()),
        ("remove", "RemoveElement", ("KeyError",)),
    ):
        yield row(f"set.{name}", "(set[T], T) -> None", rust=f"{{0}}.{name}({{1}})", go=f"rt.{go}({{0}}, {{1}})",
                  cpp=f"{{0}}.{name}({{1}})", raises=raises, mutates=True)  # fmt: skip
    yield row("set.pop", "(set[T]) -> T", rust="{0}.pop()", go="rt.PopElement({0})", cpp="{0}.pop()",
              raises=("KeyError",), mutates=True, shares=True)  # fmt: skip
    yield row(
        "set.clear", "(set[T]) -> None", rust="{0}.clear()", go="rt.ClearSet({0})", cpp="{0}.clear()", mutates=True
    )
    yield row("set.extend", "(set[T], iter[T]) -> None", rust="{0}.extend({1})", go="rt.ExtendSet({0}, {1})",
              cpp="{0}.extend({1})", mutates=True)  # fmt: skip
    for op, name in _IN_PLACE.items():
        for other in _KINDS:
            yield row(op, f"(set[T], {other}[T]) -> None", rust=f"{{0}}.{name}({{1}})", go=f"rt.{_camel(name)}({{0}}, {{1}})",
                      cpp=f"{{0}}.{name}({{1}})", mutates=True)  # fmt: skip


ROWS = (
    *(one for kind in _KINDS for one in _common(kind)),
    *_changes(),
    # what an order of elements that CPython does not fix would show: legacy answers
    row("give_up", "() -> None", rust="rt::give_up()", go="rt.GiveUp()", cpp="rt::give_up()"),
)
