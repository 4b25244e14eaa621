"""What a caller who keeps hold of things can see of a call, beyond values: which objects inside the arguments are still
the same ones, what an exception carries besides its args, and what was handed out and is changed afterwards.

Looked at where calls are judged again (`again`), not on every call: it costs as much as encoding them. Invariant:
`kept` and `spoil` visit the objects of case files' types alone, each once, in an order that hangs on their values.
"""

import dataclasses
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Iterator
from typing import Any

from pivot_lsp.cases.values import Unencodable, class_name, encode, is_plain

SPOILT = "changed by the caller"
"""What is put in place of all that a spoilt object held."""


def mutable_objects(values: list[Any]) -> list[Any]:
    """The mutable objects inside some values, the values themselves included, each once."""
    found: dict[int, Any] = {}
    todo = values[::-1]
    while todo:
        value = todo.pop()
        if id(value) in found:
            continue
        if _is_mutable(value):
            found[id(value)] = value
        todo += list(_inside(value))[::-1]
    return list(found.values())


def kept(before: list[Any], now: list[Any]) -> list[int]:
    """For each mutable object inside the arguments the place it had before the call; -1: a new one."""
    place = {id(value): number for number, value in enumerate(before)}
    return [place.get(id(value), -1) for value in now]


def carried(error: BaseException) -> list[list[Any]]:
    """[name, encoded value] of an exception's attributes; a value that case files cannot carry gives its class."""
    found = []
    for name, value in sorted(vars(error).items()):
        try:
            found.append([name, encode(value)])
        except Unencodable:
            found.append([name, class_name(type(value))])
    return found


def spoil(values: list[Any]) -> None:
    """Changes every mutable object in some values, as their owner may."""
    for value in mutable_objects(values):
        try:
            if isinstance(value, list | deque):
                value.clear()
                value.append(SPOILT)
            elif isinstance(value, bytearray):
                value[:] = SPOILT.encode()
            elif isinstance(value, dict):
                value.clear()
                value[SPOILT] = SPOILT
            elif isinstance(value, set):
                value.clear()
                value.add(SPOILT)
            elif dataclasses.is_dataclass(value) or is_plain(type(value)):
                for name in _names(value):
                    setattr(value, name, SPOILT)
        except (AttributeError, TypeError, ValueError, BufferError):
            continue  # what does not let itself be changed


class Refill:
    """The objects that the call before was given, filled anew: what a caller does who keeps one list for many calls.

    An implementation that knows an argument again by its identity answers for what it held before. Sets are not filled
    anew, since their order would tell of what they held.
    """

    def __init__(self) -> None:
        self._before: list[Any] = []

    def __call__(self, values: list[Any], shared: bool) -> list[Any]:
        """`values` with the objects of the call before in place of those of the same type. `shared`: one object stands
        at two places in them, and stays there."""
        if shared:
            self._before = []
            return values
        old = [*self._before, *[None] * len(values)]
        self._before = [_filled(there, value) for there, value in zip(old, values)]
        return self._before


def _filled(old: Any, new: Any) -> Any:
    kind = type(new)
    if type(old) is not kind:
        return new
    if kind is list:
        old[:] = new
    elif kind in (dict, OrderedDict, Counter) or (kind is defaultdict and old.default_factory is new.default_factory):
        old.clear()
        old.update(new)
    elif kind is deque and old.maxlen == new.maxlen:
        old.clear()
        old.extend(new)
    elif dataclasses.is_dataclass(kind) and _is_mutable(new) and hasattr(new, "__dict__"):
        vars(old).clear()
        vars(old).update(vars(new))
    else:
        return new
    return old


def _names(value: Any) -> list[str]:
    if dataclasses.is_dataclass(value):
        return [field.name for field in dataclasses.fields(value)]
    return list(vars(value))


def _is_mutable(value: Any) -> bool:
    if isinstance(value, list | dict | set | bytearray | deque):
        return True
    if isinstance(value, type):
        return False
    params = getattr(type(value), "__dataclass_params__", None)
    return not params.frozen if params is not None else is_plain(type(value))


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, list | tuple | deque):
        yield from value
    elif isinstance(value, dict):
        yield from value.values()
    elif not isinstance(value, type) and (dataclasses.is_dataclass(value) or is_plain(type(value))):
        for name in _names(value):
            yield getattr(value, name, None)
