"""What watched legacy reports to while it runs: which mutants a call reaches, and which ones it could expose.

`infection` writes calls of these functions into legacy's code, under the name `__pivot_watch__` in builtins. Legacy's
own values go on; a slip is tried beside them, and infects the call when it would have given something else. Invariant:
whenever it is not sure, a call counts as infected: then the mutant itself is run on it.
"""

import operator
from collections.abc import Callable, Sequence
from typing import Any

from pivot_lsp.parity import slips

NAME = "__pivot_watch__"

floordiv, mod, truediv, getitem = operator.floordiv, operator.mod, operator.truediv, operator.getitem
"""What the slips of operators stand in place of."""
lt, le, gt, ge = operator.lt, operator.le, operator.gt, operator.ge
"""Comparisons: the edge on the other side shows at equal operands alone."""
_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {"lt": lt, "le": le, "gt": gt, "ge": ge}

_PLAIN = frozenset((int, float, str, bytes, bool, type(None), slice))
_HELD = frozenset((list, tuple, str, bytes))


class Call:
    """Numbers of mutants met by the call under way: reached, infected, and those whose slip met its type."""

    def __init__(self) -> None:
        self.reached: set[int] = set()
        self.infected: set[int] = set()
        self.applied: set[int] = set()

    def clear(self) -> None:
        """Before a call."""
        self.reached.clear()
        self.infected.clear()


call = Call()


def here(*numbers: int) -> None:
    """These mutants are reached, and nothing is known of what they would change."""
    call.reached.update(numbers)
    call.infected.update(numbers)


def watched(number: int, name: str, value: Any) -> Any:
    """Legacy's value; the slip `name` would put another in its place."""
    if number not in call.infected:
        call.reached.add(number)
        _try(number, name, value, (value,), {})
    return value


def compared(rows: Sequence[tuple[int, str]], function: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """Legacy's operation on its operands; each slip is tried on the same."""
    left = [row for row in rows if row[0] not in call.infected]
    for number, _ in left:
        call.reached.add(number)
    try:
        value = function(*args, **options)
    except BaseException:
        for number, _ in left:
            call.infected.add(number)
        raise
    for number, name in left:
        _try(number, name, value, args, options)
    return value


def tested(never: Sequence[int], always: Sequence[int], value: Any) -> Any:
    """What a branch asks; it is dropped in mutants that take it never, or always."""
    call.reached.update(never, always)
    call.infected.update(never if value else always)
    return value


def method(name: str, value: Any, *args: Any, **options: Any) -> Any:
    """A method by its name."""
    return getattr(value, name)(*args, **options)


def _try(number: int, name: str, value: Any, args: tuple[Any, ...], options: dict[str, Any]) -> None:
    """Infects unless the slip gives just the same; what may have effects of its own is not tried."""
    slip: Any = _COMPARISONS.get(name) or getattr(slips, name)
    if name not in _COMPARISONS and not slip.applies(*args):  # then it does what legacy does
        return
    call.applied.add(number)
    if not all(type(each) in _PLAIN or type(each) in _HELD for each in (*args, *options.values())):
        call.infected.add(number)
        return
    try:
        other = slip(*args, **options)
    except Exception:  # noqa: BLE001 - a slip raises what a bad port would
        call.infected.add(number)
    else:
        if other is not value and not (type(other) is type(value) and other == value and repr(other) == repr(value)):
            call.infected.add(number)


IDENTITIES = frozenset(("i32", "i64", "f32", "last_bit", "short_float", "lower_bool"))
"""Slips that are put around a value: each leaves all but one type alone."""
OPERATIONS = frozenset((
    "trunc_div", "c_mod", "int_div", "half_up", "round_truncates", "int_floors", "ascii_int", "byte_len", "byte_item",
    "strict_item", "text_of", "ascii_method",
))  # fmt: skip
"""Slips in place of an operation that depends on its operands alone."""
