"""Python values as plain JSON values, with nothing lost: what the recorder writes and case files hold.

`pivot_lsp/model/case.py` says how each value is written, `pivot_lsp/cases/values.py` reads it back. Invariants: the
value read back equals the one written in type, value, order and aliasing, or `encode` raises Unencodable and names
where; what is not exactly of a known type is refused, never flattened; the written form holds no surrogate, so that
any JSON or MessagePack library carries it; the same value always has the same written form (sets are sorted).

Not kept, on purpose: sign and payload of a NaN, the history-dependent iteration order of a set, and which of two
immutable objects (tuple, str, frozenset) is which.
"""

import array
import base64
import collections
import contextlib
import dataclasses
import datetime
import decimal
import enum
import hashlib
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from pivot_lsp.runtime.numpy_values import ARRAY, array_parts, extent, is_array, scalar_name, scalar_part

Encoded = Any

PLAIN_INT = 2**53
DECIMAL_BITS = 2048
"""Wider ints are written in hexadecimal: CPython refuses decimal conversions over 4300 digits."""

_to_json: Callable[[Any], bytes]
try:
    from msgspec.json import Encoder

    _to_json = Encoder().encode
except ImportError:  # a recorded program's interpreter may lack it; the text is the same, ten times slower
    import json

    _plain = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)

    def _to_json(value: Any) -> bytes:
        return _plain.encode(value).encode()


MODULE_NAMES: dict[str, str] = {}
"""Module names to write in place of others: the recorder maps `__main__` to the name others import it by."""


class Unencodable(Exception):
    """A value that cannot be written without loss: `path` from the argument down (`[2].price`), and what was found."""

    def __init__(self, found: str, value: object = None) -> None:
        super().__init__(found)
        self.found = found
        self.value = value
        self.path = ""

    def __str__(self) -> str:
        return f"{self.path or 'value'}: {self.found}"


class _Scope:
    """What one `encode` has met: `seen` mutable objects, those met `again`, and their numbers in the second pass."""

    __slots__ = ("again", "extents", "numbers", "seen")

    def __init__(self) -> None:
        self.seen: set[int] = set()
        self.extents: dict[int, tuple[int, int]] = {}
        """Of each array, the addresses between which its elements lie."""
        self.again: set[int] = set()
        self.numbers: dict[int, int] | None = None


_NOTHING_MET = _Scope()
_Body = Callable[[Any, _Scope], Encoded]


def encode(value: Any) -> Encoded:
    """One value; aliasing inside it is kept. Raises Unencodable."""
    kind = type(value)
    if kind is str and value.isascii():  # what most calls return, and most leaves of a log are, needs no scope
        return value
    if kind is float:
        return {"$f": value.hex()}
    if value is None or kind is bool or (kind is int and -PLAIN_INT <= value <= PLAIN_INT):
        return value
    return encode_all((value,))[0]


def encode_all(values: Iterable[object]) -> list[Encoded]:
    """Several values of one scope: an object that two of them share is written once. Raises Unencodable."""
    roots = values if isinstance(values, tuple | list) else list(values)
    scope = _Scope()
    try:
        written = [_encode(value, scope) for value in roots]
        if scope.again:
            scope.numbers = {}
            written = [_encode(value, scope) for value in roots]
    except Unencodable as error:
        error.path = _locate(roots, error.value)
        raise
    except RecursionError:
        raise Unencodable("nested too deeply") from None
    return written


def encode_plain(values: Iterable[object]) -> list[Encoded]:
    """Scalars, and distinct containers of nothing but scalars: nothing in them can be met twice. Raises Unencodable."""
    written = []
    for value in values:
        body = _MUTABLE.get(type(value))
        written.append(_encode(value, _NOTHING_MET) if body is None else body(value, _NOTHING_MET))
    return written


def encode_observed(values: Sequence[object], result: object) -> tuple[list[Encoded], Encoded, list[Encoded] | None]:
    """`values` in one scope and `result` in its own; and all of them in one, the result last, where the result shares
    a mutable object with the values (None where it does not). Raises Unencodable."""
    together = [*values, result]
    scope = _Scope()
    try:
        written = [_encode(value, scope) for value in together]
    except (Unencodable, RecursionError):
        scope.again.add(0)  # the same again, by the calls that say where
    if not scope.again:
        return written[:-1], written[-1], None
    after, returned = encode_all(values), encode(result)
    seen = [_Scope(), _Scope()]
    for value in values:
        _encode(value, seen[0])
    _encode(result, seen[1])
    return after, returned, None if seen[0].seen.isdisjoint(seen[1].seen) else encode_all(together)


def encode_apart(value: object, ids: AbstractSet[int]) -> list[Encoded] | None:
    """A value as `encode` writes it, in a list; None where it holds one of the mutable objects `ids`. Raises
    Unencodable."""
    kind = type(value)
    if kind is float or kind is str or kind is int or kind is bool or value is None:
        return [encode(value)]
    scope = _Scope()
    try:
        written = _encode(value, scope)
    except (Unencodable, RecursionError):
        scope.again.add(0)  # the same again, by the call that says where
    if scope.again:
        written = encode(value)
    return [written] if ids.isdisjoint(scope.seen) else None


def encode_call(args: Sequence[object], kwargs: Mapping[str, object]) -> tuple[list[Encoded], dict[str, Encoded]]:
    """Arguments of one call, in one scope. Raises Unencodable."""
    if not kwargs:
        return encode_all(args), {}
    for name in kwargs:
        if not name.isascii() and _text(name) is not name:
            raise Unencodable(f"keyword {name!a} holds a surrogate")
    written = encode_all([*args, *kwargs.values()])
    return written[: len(args)], dict(zip(kwargs, written[len(args) :]))


def encode_error(error: BaseException) -> dict[str, Encoded]:
    """An exception as `{"type": "module:qualname", "args": [...]}`. Raises Unencodable for its args."""
    return {"type": class_name(type(error)), "args": encode_all(error.args)}


def class_name(cls: type) -> str:
    """`module:qualname`."""
    return f"{MODULE_NAMES.get(cls.__module__, cls.__module__)}:{cls.__qualname__}"


def canonical(encoded: Encoded) -> bytes:
    """The JSON text of an encoded value."""
    return _to_json(encoded)


def case_id(args: list[Encoded], kwargs: dict[str, Encoded]) -> str:
    """sha256 of the canonical JSON of the arguments, in hexadecimal."""
    return hashlib.sha256(_to_json([args, kwargs])).hexdigest()


def _encode(value: Any, scope: _Scope) -> Encoded:
    kind = type(value)
    if kind is str:
        return value if value.isascii() else _text(value)
    if kind is float:
        return {"$f": value.hex()}
    if kind is int:
        return value if -PLAIN_INT <= value <= PLAIN_INT else _wide(value)
    if kind is bool or value is None:
        return value
    immutable = _IMMUTABLE.get(kind)
    if immutable is not None:
        return immutable(value, scope)
    body = _MUTABLE.get(kind)
    if body is None:
        body, mutable = _plan(value)
        if not mutable:
            return body(value, scope)
    here = id(value)
    if scope.numbers is None:
        if here in scope.seen:
            scope.again.add(here)
            return None
        scope.seen.add(here)
        return body(value, scope)
    if here not in scope.again:
        return body(value, scope)
    number = scope.numbers.get(here)
    if number is not None:
        return {"$ref": number}
    scope.numbers[here] = number = len(scope.numbers)
    return {"$def": number, "v": body(value, scope)}


def _text(value: str) -> Encoded:
    try:
        value.encode()
    except UnicodeEncodeError:
        return {"$u": _b64(value.encode("utf-8", "surrogatepass"))}
    return value


def _wide(value: int) -> Encoded:
    return {"$i": str(value) if value.bit_length() <= DECIMAL_BITS else hex(value)}


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _items(value: Any, scope: _Scope) -> list[Encoded]:
    if len(value) > FEW:
        kinds = set(map(type, value))
        if kinds == _FLOATS:
            return [{"$f": item.hex()} for item in value]
        if kinds == _TEXTS and all(map(str.isascii, value)):
            return list(value)
    return [item if type(item) is int and -PLAIN_INT <= item <= PLAIN_INT else _encode(item, scope) for item in value]


FEW = 2
"""Items that are looked at one by one at once."""
_FLOATS, _TEXTS = {float}, {str}


def _pairs(value: Any, scope: _Scope) -> list[Encoded]:
    return [[_encode(key, scope), _encode(item, scope)] for key, item in value.items()]


def _elements(value: Any, scope: _Scope) -> list[Encoded]:
    """A set's elements in the order of their JSON. Mutable ones would be numbered in hash order: refused."""
    before = len(scope.seen) + len(scope.again)
    written = [_encode(item, scope) for item in value]
    if scope.numbers is None and len(scope.seen) + len(scope.again) != before:
        raise Unencodable("a set of mutable objects", value)
    return sorted(written, key=_to_json)


def _extra(name: str, parts: Callable[[Any], Iterable[Any]]) -> _Body:
    return lambda value, scope: {"$x": name, "v": [_encode(part, scope) for part in parts(value)]}


def _naive(value: Any) -> None:
    if value.tzinfo is not None and value.tzinfo is not datetime.UTC:
        raise Unencodable(f"{type(value).__name__} in time zone {value.tzinfo!r}", value)


def _datetime(value: datetime.datetime) -> tuple[Any, ...]:
    _naive(value)
    return (*value.timetuple()[:6], value.microsecond, value.fold, value.tzinfo is not None)


def _time(value: datetime.time) -> tuple[Any, ...]:
    _naive(value)
    return (value.hour, value.minute, value.second, value.microsecond, value.fold, value.tzinfo is not None)


FACTORIES: dict[Any, str] = {int: "int", float: "float", str: "str", list: "list", dict: "dict", set: "set", None: ""}


def _default_dict(value: Any, scope: _Scope) -> Encoded:
    factory = value.default_factory
    if factory not in FACTORIES:
        raise Unencodable(f"defaultdict with factory {factory!r}", value)
    return {"$x": "defaultdict", "v": [FACTORIES[factory], _pairs(value, scope)]}


_IMMUTABLE: dict[type, _Body] = {
    tuple: lambda value, scope: {"$t": _items(value, scope)},
    bytes: lambda value, _: {"$b": _b64(value)},
    frozenset: lambda value, scope: {"$z": _elements(value, scope)},
    decimal.Decimal: _extra("Decimal", lambda v: (str(v),)),
    datetime.date: _extra("date", lambda v: (v.year, v.month, v.day)),
    datetime.datetime: _extra("datetime", _datetime),
    datetime.time: _extra("time", _time),
    datetime.timedelta: _extra("timedelta", lambda v: (v.days, v.seconds, v.microseconds)),
    complex: _extra("complex", lambda v: (v.real, v.imag)),
    range: _extra("range", lambda v: (v.start, v.stop, v.step)),
}
_MUTABLE: dict[type, _Body] = {
    list: _items,
    dict: lambda value, scope: {"$d": _pairs(value, scope)},
    set: lambda value, scope: {"$s": _elements(value, scope)},
    bytearray: lambda value, _: {"$x": "bytearray", "v": _b64(value)},
    array.array: lambda value, _: {"$x": "array", "v": [value.typecode, _b64(value.tobytes())]},
    collections.deque: lambda value, scope: {"$x": "deque", "v": [value.maxlen, _items(value, scope)]},
    collections.Counter: lambda value, scope: {"$x": "Counter", "v": _pairs(value, scope)},
    collections.OrderedDict: lambda value, scope: {"$x": "OrderedDict", "v": _pairs(value, scope)},
    collections.defaultdict: _default_dict,
}
_PLANS: dict[type, tuple[_Body, bool]] = {}


def _plan(value: Any) -> tuple[_Body, bool]:
    """How an instance of a user's class is written, and whether its identity matters; worked out once a class."""
    cls = type(value)
    plan = _PLANS.get(cls)
    if plan is None:
        if is_array(cls):
            plan = _PLANS[cls] = _array, True
            return plan
        if (scalar := scalar_name(cls)) is not None:
            plan = _PLANS[cls] = _extra(f"numpy.{scalar}", lambda v: (scalar_part(v),)), False
            return plan
        if issubclass(cls, enum.Enum):
            plan = _enum_plan(cls), False
        elif issubclass(cls, tuple) and hasattr(cls, "_fields"):
            plan = _named_tuple_plan(cls), False
        elif dataclasses.is_dataclass(cls):
            params: Any = getattr(cls, "__dataclass_params__")  # noqa: B009 - typeshed does not know it
            plan = _dataclass_plan(cls, value), not (params.frozen and params.eq)
        elif is_plain(cls):
            plan = _plain_plan(cls), True
        else:
            raise Unencodable(f"a {class_name(cls)} is no type that case files carry", value)
        _check_name(cls, value)
        _PLANS[cls] = plan
    return plan


def _array(value: Any, scope: _Scope) -> Encoded:
    parts = array_parts(value)
    if isinstance(parts, str):
        raise Unencodable(parts, value)
    start, stop = extent(value)
    if any(start < end and begin < stop for other, (begin, end) in scope.extents.items() if other != id(value)):
        raise Unencodable("arrays that share memory", value)
    scope.extents[id(value)] = start, stop
    return {"$x": ARRAY, "v": parts}


def _check_name(cls: type, value: object) -> None:
    found: Any = sys.modules.get(cls.__module__)
    for part in cls.__qualname__.split("."):
        found = getattr(found, part, None)
    if found is not cls:
        raise Unencodable(f"{class_name(cls)} cannot be imported by that name", value)


def _enum_plan(cls: Any) -> _Body:
    name, members = class_name(cls), cls.__members__

    def body(value: Any, _: _Scope) -> Encoded:
        if members.get(value._name_) is not value:
            raise Unencodable(f"{value!r} is no single member of {name}", value)
        return {"$e": name, "v": _text(value._name_)}

    return body


def _named_tuple_plan(cls: Any) -> _Body:
    name, width = class_name(cls), len(cls._fields)

    def body(value: Any, scope: _Scope) -> Encoded:
        if tuple.__len__(value) != width or getattr(value, "__dict__", None):
            raise Unencodable(f"a {name} with more state than its fields", value)
        return {"$n": name, "v": [_encode(item, scope) for item in tuple.__iter__(value)]}

    return body


def _dataclass_plan(cls: Any, sample: object) -> _Body:
    name = class_name(cls)
    fields = [field.name for field in dataclasses.fields(cls)]
    width = len(fields)
    if any(not base.__flags__ & 1 << 9 for base in cls.__mro__ if base is not object):
        raise Unencodable(f"{name} inherits the state of a built-in type", sample)
    slots = {
        slot: vars(base)[slot]
        for base in reversed(cls.__mro__)
        for slot in _slot_names(base)
        if slot in vars(base) and slot not in ("__dict__", "__weakref__")
    }

    getters = [(slot, member.__get__) for slot, member in slots.items()]
    in_order = [(field, slots[field].__get__) for field in fields if field in slots]

    def fits(state: dict[str, Any], value: object) -> dict[str, Any]:
        if len(state) != width or any(field not in state for field in fields):
            odd = ", ".join(repr(name) for name in sorted(set(fields) ^ set(state)))
            raise Unencodable(f"a {name} whose attributes are not its fields ({odd})", value)
        return state

    def body(value: Any, scope: _Scope) -> Encoded:
        state = fits(value.__dict__, value)
        return {"$c": name, "v": [[field, _encode(state[field], scope)] for field in fields]}

    def slotted(value: Any, scope: _Scope) -> Encoded:
        state = dict(getattr(value, "__dict__", ()))
        for slot, get in getters:
            with contextlib.suppress(AttributeError):
                state[slot] = get(value)
        fits(state, value)
        return {"$c": name, "v": [[field, _encode(state[field], scope)] for field in fields]}

    def all_slots(value: Any, scope: _Scope) -> Encoded:
        try:
            return {"$c": name, "v": [[field, _encode(get(value), scope)] for field, get in in_order]}
        except AttributeError:
            return slotted(value, scope)

    if slots and not cls.__dictoffset__ and set(slots) == set(fields):
        return all_slots
    return slotted if slots else body


_OWN_WAYS = (
    "__slots__", "__new__", "__getattribute__", "__getattr__", "__setattr__", "__delattr__", "__reduce__", "__del__",
    "__reduce_ex__", "__getstate__", "__setstate__",
)  # fmt: skip


def is_plain(cls: type) -> bool:
    """A user's class whose instances are what their `__dict__` holds, and nothing else: none of the library's, which
    hold files, threads and processes."""
    bases = [base for base in cls.__mro__ if base is not object]
    return (
        bool(cls.__dictoffset__)
        and type(cls) is type
        and cls.__module__.partition(".")[0] not in sys.stdlib_module_names
        and all(base.__flags__ & 1 << 9 and not any(way in vars(base) for way in _OWN_WAYS) for base in bases)
    )


def _plain_plan(cls: type) -> _Body:
    name = class_name(cls)
    return lambda value, scope: {"$c": name, "v": [[_text(k), _encode(v, scope)] for k, v in value.__dict__.items()]}


def _slot_names(base: type) -> list[str]:
    names = vars(base).get("__slots__", ())
    plain = [names] if isinstance(names, str) else list(names)
    private = f"_{base.__name__.lstrip('_')}"
    return [private + name if name.startswith("__") and not name.endswith("__") else name for name in plain]


def _locate(roots: Sequence[object], wanted: object) -> str:
    """The path of `wanted` from the values down, for the error message only."""
    seen: set[int] = set()
    todo: list[tuple[str, object]] = [(f"[{index}]" if len(roots) > 1 else "", v) for index, v in enumerate(roots)]
    while todo:
        path, value = todo.pop(0)
        if value is wanted:
            return path
        if id(value) not in seen:
            seen.add(id(value))
            todo += [(path + step, child) for step, child in _children(value)]
    return ""


def _children(value: Any) -> list[tuple[str, object]]:
    if isinstance(value, list | tuple | collections.deque):
        return [(f"[{index}]", item) for index, item in enumerate(value)]
    if isinstance(value, dict):
        return [(f" key {key!r}", key) for key in value] + [(f"[{key!r}]", item) for key, item in value.items()]
    if isinstance(value, set | frozenset):
        return [(" element", item) for item in value]
    if is_plain(type(value)) and not dataclasses.is_dataclass(value):
        return [(f".{name}", item) for name, item in vars(value).items()]
    if dataclasses.is_dataclass(value):
        return [(f".{f.name}", getattr(value, f.name, None)) for f in dataclasses.fields(value)]
    return []
