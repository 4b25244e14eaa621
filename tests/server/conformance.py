"""Every message against the LSP meta-model, in both directions.

The types of lsprotocol are generated from the specification's meta-model, its converters are lenient: they pass over
keys that the model does not know, and take what can be converted. Here the JSON itself is held against the types:
each key is one of the structure, each required one is there, each value is of the declared type, each enumeration
and integer range is kept. Our own messages (`pivot/...`, docs/protocol.md) have no row in the model.
"""

import enum
import functools
import types as python_types
import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs
from lsprotocol import types

CUSTOM = "pivot/"
_OPEN = {"LSPAny", "Any", "object"}


@functools.cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls, vars(types))


def _camel(name: str) -> str:
    head, *rest = name.rstrip("_").split("_")
    return head + "".join(word.capitalize() for word in rest)


def faults(value: Any, kind: Any, place: str, validator: Any = None) -> Iterator[str]:
    """What is wrong with a JSON value that should be of `kind`; nothing when all is well."""
    if isinstance(kind, str | typing.ForwardRef):
        name = kind if isinstance(kind, str) else kind.__forward_arg__
        kind = getattr(types, name, Any)
    if kind is Any or kind is object or getattr(kind, "__name__", "") in _OPEN:
        return
    origin, given = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, python_types.UnionType):
        if any(not list(faults(value, one, place, validator)) for one in given):
            return
        closest = min((list(faults(value, one, place)) for one in given if one is not type(None)), key=len)
        yield from closest
    elif origin is typing.Literal:
        if value not in given:
            yield f"{place}: {value!r} is none of {given}"
    elif origin is tuple:
        yield from _items(value, kind, given, place)
    elif origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, dict):
            yield f"{place}: {value!r} is no object"
        else:
            for key, item in value.items():
                yield from faults(item, given[1], f"{place}.{key}")
    elif origin is not None and issubclass(origin, Sequence):
        yield from _items(value, kind, given, place)
    elif attrs.has(kind):
        yield from _structure(value, kind, place)
    elif isinstance(kind, type) and issubclass(kind, enum.Enum):
        if value not in [member.value for member in kind] or isinstance(value, bool):
            yield f"{place}: {value!r} is none of {kind.__name__}"
    else:
        yield from _plain(value, kind, place, validator)


def _items(value: Any, kind: Any, given: tuple[Any, ...], place: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{place}: {value!r} is no array"
        return
    for number, item in enumerate(value):
        inner = given[number] if typing.get_origin(kind) is tuple and given[-1] is not ... else given[0]
        yield from faults(item, inner, f"{place}[{number}]")


def _structure(value: Any, kind: Any, place: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{place}: {value!r} is no {kind.__name__}"
        return
    known = {_camel(field.name): field for field in attrs.fields(kind)}
    for key in value.keys() - known.keys():
        yield f"{place}.{key}: {kind.__name__} knows no such key"
    for key, field in known.items():
        if key in value:
            yield from faults(value[key], _hints(kind)[field.name], f"{place}.{key}", field.validator)
        elif field.default is attrs.NOTHING:
            yield f"{place}.{key}: {kind.__name__} must have it"


def _plain(value: Any, kind: Any, place: str, validator: Any) -> Iterator[str]:
    if kind is type(None):
        good = value is None
    elif kind is float:
        good = isinstance(value, int | float) and not isinstance(value, bool)
    elif kind is int:
        low = 0 if "uinteger" in repr(validator) else -(2**31)
        good = isinstance(value, int) and not isinstance(value, bool) and low <= value < 2**31
    else:
        good = isinstance(value, kind)
    if not good:
        yield f"{place}: {value!r} is no {kind.__name__}"


class Transcript:
    """Both sides of a session. `wrong` is what the model does not allow, one line each."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.seen: set[str] = set()
        """Methods that were checked."""
        self._asked: dict[tuple[str, Any], str] = {}

    def take(self, side: str, message: Mapping[str, Any]) -> None:
        """A message that `side` ("client" or "server") sent."""
        method = message.get("method")
        if method is None:
            other = "client" if side == "server" else "server"
            method = self._asked.pop((other, message.get("id")), None)
            if method is not None and not method.startswith(CUSTOM):
                self._check(side, method, message, 1)
            return
        if "id" in message:
            self._asked[side, message["id"]] = method
        if not method.startswith(CUSTOM):
            self._check(side, method, message, 0)

    def _check(self, side: str, method: str, message: Mapping[str, Any], part: int) -> None:
        row = types.METHOD_TO_TYPES.get(method)
        if row is None:
            self.wrong.append(f"{side}: {method} is no method of LSP")
            return
        kind = types.ResponseErrorMessage if "error" in message else row[part]
        self.seen.add(method)
        self.wrong += [f"{side}: {fault}" for fault in faults(dict(message), kind, method)]
