"""What a caller who keeps hold of things can see of a call, beyond values: which objects inside the arguments are still
the same ones, what an exception carries besides its args, and what was handed out and is changed afterwards.

Looked at where calls are judged again (`again`), not on every call: it costs as much as encoding them. Invariant:
`kept` and `spoil` visit the objects of case files' types alone, each once, in an order that hangs on their values.
"""

import dataclasses
from collections import deque
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
