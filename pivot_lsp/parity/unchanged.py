"""Whether a call left its arguments as they were, without writing them down: most calls do, and to encode what is
known already would cost more than a small function's call.

Invariant: `is_kept` says True only when every container inside the arguments holds the very objects that it held
before, in the same order, and everything else in them cannot change. Whenever it is not sure, an argument counts as
changed: then it is encoded and compared.
"""

import datetime
import decimal
import enum
import functools
from operator import is_
from typing import Any

LEAVES = frozenset((
    int, float, str, bool, type(None), bytes, complex, range, decimal.Decimal, datetime.date, datetime.datetime,
    datetime.time, datetime.timedelta,
))  # fmt: skip
"""What holds nothing that can change."""


class Snapshot:
    """What the containers inside some values hold at present. `ids` are the containers' own."""

    def __init__(self, values: list[Any]) -> None:
        self.sure = True
        self.ids: set[int] = set()
        self._lists: list[tuple[Any, list[Any]]] = []
        self._dicts: list[tuple[dict[Any, Any], list[Any], list[Any]]] = []
        self._objects: list[tuple[Any, type, list[str], list[Any]]] = []
        todo = values
        while todo:
            todo = self._look(todo)

    def is_kept(self) -> bool:
        """Whether all of it is as it was."""
        return (
            self.sure
            and all(len(now) == len(then) and all(map(is_, now, then)) for now, then in self._lists)
            and all(_same(now, keys, held) for now, keys, held in self._dicts)
            and all(type(now) is kind and _same(vars(now), names, held) for now, kind, names, held in self._objects)
        )

    def _look(self, values: list[Any]) -> list[Any]:
        """Takes down one level; what lies inside and may hold more."""
        inside: list[Any] = []
        for value in values:
            kind: Any = type(value)
            if kind in LEAVES or id(value) in self.ids:
                continue
            if kind is list or kind is set:
                held = list(value)
                self._lists.append((value, held))
            elif kind is dict:
                keys, held = list(value), list(value.values())
                self._dicts.append((value, keys, held))
                if not LEAVES.issuperset(map(type, keys)):
                    inside += keys
            elif kind is tuple or kind is frozenset or _is_named_tuple(kind):
                held = list(value)
            elif is_enum(kind):
                continue
            elif _lives_in_dict(kind):
                state = vars(value)
                held = list(state.values())
                self._objects.append((value, kind, list(state), held))
            else:
                self.sure = False
                return []
            self.ids.add(id(value))
            if not LEAVES.issuperset(map(type, held)):
                inside += held
        return inside


def _same(now: dict[Any, Any], keys: list[Any], held: list[Any]) -> bool:
    return len(now) == len(keys) and all(map(is_, now, keys)) and all(map(is_, now.values(), held))


@functools.cache
def _is_named_tuple(kind: type) -> bool:
    return issubclass(kind, tuple) and hasattr(kind, "_fields") and not kind.__dictoffset__


@functools.cache
def is_enum(kind: type) -> bool:
    """Whether its instances are the members of an Enum."""
    return issubclass(kind, enum.Enum)


@functools.cache
def _lives_in_dict(kind: type) -> bool:
    """Whether an instance is what its `__dict__` holds."""
    bases = [base for base in kind.__mro__ if base is not object]
    return bool(kind.__dictoffset__) and all(
        base.__flags__ & 1 << 9 and "__slots__" not in vars(base) for base in bases
    )
