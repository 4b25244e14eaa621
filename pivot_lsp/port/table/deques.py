"""deque: a ring. Changing one while walking over it falls back, where CPython raises RuntimeError."""

from typing import Unpack

from pivot_lsp.port.table.rows import More, Row, row


def _row(key: str, signature: str, rust: str, go: str, cpp: str, **more: Unpack[More]) -> Row:
    return row(key, signature, rust=rust, go=go, cpp=cpp, **more)


_INDEX = ("IndexError",)

ROWS = (
    _row("len", "(deque[T]) -> int", "{0}.len()", "rt.LenDeque({0})", "rt::len({0})"),
    _row("truth", "(deque[T]) -> bool", "!{0}.is_empty()", "rt.LenDeque({0}) != 0", "!{0}.empty()"),
    _row("getitem", "(deque[T], int) -> T", "{0}.at({1})", "rt.AtDeque({0}, {1})", "{0}[{1}]", raises=_INDEX, shares=True),
    _row("setitem", "(deque[T], int, T) -> None", "{0}.set_at({1}, {2})", "rt.SetDequeAt({0}, {1}, {2})", "{0}.set({1}, {2})",
         raises=_INDEX, mutates=True, keeps=(2,)),
    _row("iter", "(deque[T]) -> iter[T]", "{0}.iter()", "rt.IterDeque({0})", "{0}", shares=True),
    _row("reversed", "(deque[T]) -> iter[T]", "{0}.reversed()", "rt.ReversedDeque({0})", "rt::reversed({0})", shares=True),
    _row("in", "(T, deque[T]) -> bool", "{1}.contains({0})", "rt.InDeque({1}, {0})", "{1}.has({0})"),
    _row("==", "(deque[T], deque[T]) -> bool", "{0}.equal({1})", "rt.EqualDeque({0}, {1})", "rt::eq({0}, {1})"),
    _row("!=", "(deque[T], deque[T]) -> bool", "!{0}.equal({1})", "!rt.EqualDeque({0}, {1})", "!rt::eq({0}, {1})"),
    _row("deque", "(iter[T]) -> deque[T]", "rt::deque_of({cx}, {0})", "rt.DequeOf({0})", "rt::deque_of({0})", shares=True),
    _row("deque", "(iter[T], int) -> deque[T]", "rt::deque_within({cx}, {0}, {1})", "rt.DequeWithin({0}, {1})",
         "rt::deque_within({0}, {1})", shares=True),
    _row("deque.append", "(deque[T], T) -> None", "{0}.push({1})", "rt.Append({0}, {1})", "{0}.append({1})", mutates=True,
         keeps=(1,)),
    _row("deque.appendleft", "(deque[T], T) -> None", "{0}.push_left({1})", "rt.AppendLeft({0}, {1})", "{0}.appendleft({1})",
         mutates=True, keeps=(1,)),
    _row("deque.pop", "(deque[T]) -> T", "{0}.pop()", "rt.PopRight({0})", "{0}.pop()", raises=_INDEX, mutates=True, shares=True),
    _row("deque.popleft", "(deque[T]) -> T", "{0}.pop_left()", "rt.PopLeft({0})", "{0}.popleft()", raises=_INDEX,
         mutates=True, shares=True),
    _row("deque.extend", "(deque[T], iter[T]) -> None", "{0}.extend({1})", "rt.ExtendDeque({0}, {1})", "{0}.extend({1})",
         mutates=True, keeps=(1,)),
    _row("deque.extendleft", "(deque[T], iter[T]) -> None", "{0}.extend_left({1})", "rt.ExtendLeft({0}, {1})",
         "{0}.extendleft({1})", mutates=True, keeps=(1,)),
    _row("deque.clear", "(deque[T]) -> None", "{0}.clear()", "rt.ClearDeque({0})", "{0}.clear()", mutates=True),
    _row("deque.rotate", "(deque[T], int) -> None", "{0}.rotate({1})", "rt.Rotate({0}, {1})", "{0}.rotate({1})", mutates=True),
    _row("deque.reverse", "(deque[T]) -> None", "{0}.reverse()", "rt.ReverseDeque({0})", "{0}.reverse()", mutates=True),
    _row("deque.copy", "(deque[T]) -> deque[T]", "{0}.copy({cx})", "rt.CopyDeque({0})", "{0}.copy()", shares=True),
    _row("deque.count", "(deque[T], T) -> int", "{0}.count_of({1})", "rt.CountInDeque({0}, {1})", "{0}.count({1})"),
)  # fmt: skip
