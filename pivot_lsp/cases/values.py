"""Encoded values read back: the other half of `pivot_lsp.runtime.values`, which is re-exported here.

Invariant: only lists, dicts, sets, scalars of a fixed table, dataclasses, plain classes, NamedTuples and Enums are
made, no `__init__` of theirs is called, and every class comes from `resolve`. Where `resolve` imports, decoding
belongs in a child process. Whatever `encode` has not written is Malformed, never guessed.
"""

import array
import base64
import binascii
import collections
import dataclasses
import datetime
import decimal
import enum
import functools
import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pivot_lsp.cases.numpy_values import read_array, read_scalar
from pivot_lsp.runtime.numpy_values import ARRAY
from pivot_lsp.runtime.values import (
    FACTORIES,
    Encoded,
    Unencodable,
    canonical,
    case_id,
    class_name,
    encode,
    encode_all,
    encode_apart,
    encode_call,
    encode_error,
    encode_observed,
    is_plain,
)

__all__ = [
    "FACTORIES",
    "PLAIN",
    "Encoded",
    "Malformed",
    "Resolve",
    "Unencodable",
    "canonical",
    "case_id",
    "check",
    "class_name",
    "decode",
    "decode_all",
    "decode_call",
    "encode",
    "encode_all",
    "encode_apart",
    "encode_call",
    "encode_error",
    "encode_observed",
    "import_name",
    "is_plain",
]

Resolve = Callable[[str], Any]


class Malformed(ValueError):
    """An encoded value that no `encode` has written."""


def decode(encoded: Encoded, resolve: Resolve) -> Any:
    """The value that `encode` was given; `resolve("module:qualname")` gives its classes. Raises Malformed."""
    return decode_all([encoded], resolve)[0]


def decode_all(encoded: Sequence[Encoded], resolve: Resolve) -> list[Any]:
    """Values of one scope: a `$ref` may point into an earlier one. Raises Malformed."""
    known: dict[int, Any] = {}
    try:
        return [_decode(item, resolve, known, None) for item in encoded]
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError, binascii.Error) as error:
        if isinstance(error, Malformed):
            raise
        raise Malformed(f"not an encoded value: {type(error).__name__}: {error}") from error
    except RecursionError:
        raise Malformed("nested too deeply") from None


def decode_call(
    args: Sequence[Encoded], kwargs: Mapping[str, Encoded], resolve: Resolve
) -> tuple[list[Any], dict[str, Any]]:
    """Arguments of one call. Raises Malformed."""
    values = decode_all([*args, *kwargs.values()], resolve)
    return values[: len(args)], dict(zip(kwargs, values[len(args) :]))


@functools.lru_cache(1024)
def import_name(name: str) -> Any:
    """The `resolve` of a child process: imports the module of `module:qualname` and looks the name up."""
    module, _, qualname = name.partition(":")
    found: Any = importlib.import_module(module)
    for part in qualname.split("."):
        found = getattr(found, part)
    return found


def _decode(encoded: Any, resolve: Resolve, known: dict[int, Any], number: int | None) -> Any:
    """`number`: the object made here is the one that `$ref` number means; it is known before it is filled."""
    kind = type(encoded)
    if kind is dict:
        tag = next(iter(encoded), "")
        reader = _READERS.get(tag)
        if reader is None:
            raise Malformed(f"unknown tag {tag!r}")
        return reader(encoded, resolve, known, number)
    if kind is list:
        if number is None:
            return _decode_items(encoded, resolve, known)
        made = known[number] = []
        for item in encoded:
            made.append(_decode(item, resolve, known, None))
        return made
    if number is not None:
        raise Malformed("$def of an immutable value")
    return encoded


def _decode_items(encoded: list[Any], resolve: Resolve, known: dict[int, Any]) -> list[Any]:
    if len(encoded) > FEW:
        kinds = set(map(type, encoded))
        if kinds <= PLAIN:
            return encoded[:]
        if kinds == _TAGGED and "$f" in encoded[0]:
            try:
                return [_from_hex(item["$f"]) for item in encoded]
            except KeyError:  # not floats alone
                pass
    return [_decode(item, resolve, known, None) for item in encoded]


PLAIN = frozenset((int, str, bool, type(None)))
"""What JSON writes as Python has it."""
FEW = 2
"""Items that are looked at one by one at once."""
_TAGGED = {dict}
_from_hex = float.fromhex
_Reader = Callable[[Any, Resolve, dict[int, Any], int | None], Any]


def _many(encoded: Any, resolve: Resolve, known: dict[int, Any]) -> list[Any]:
    if type(encoded) is not list:
        raise Malformed(f"an array was expected, not {type(encoded).__name__}")
    return _decode_items(encoded, resolve, known)


def _filled(made: Any, pairs: Any, resolve: Resolve, known: dict[int, Any]) -> Any:
    for key, item in pairs:
        made_key = _decode(key, resolve, known, None)
        made[made_key] = _decode(item, resolve, known, None)
    return made


def _known(made: Any, known: dict[int, Any], number: int | None) -> Any:
    if number is not None:
        known[number] = made
    return made


def _read_dict(e: Any, resolve: Resolve, known: dict[int, Any], number: int | None) -> Any:
    return _filled(_known({}, known, number), e["$d"], resolve, known)


def _read_set(e: Any, resolve: Resolve, known: dict[int, Any], number: int | None) -> Any:
    made: set[Any] = _known(set(), known, number)
    made.update(_many(e["$s"], resolve, known))
    return made


def _read_def(e: Any, resolve: Resolve, known: dict[int, Any], number: int | None) -> Any:
    if number is not None or type(e["$def"]) is not int or e["$def"] in known:
        raise Malformed("$def twice")
    made = _decode(e["v"], resolve, known, e["$def"])
    if known.get(e["$def"]) is not made:
        raise Malformed("$def of an immutable value")
    return made


@functools.lru_cache(1024)
def _field_names(cls: Any) -> list[str] | None:
    """Of a dataclass; None for a plain class, whose instances hold what they hold."""
    if not isinstance(cls, type) or not (dataclasses.is_dataclass(cls) or is_plain(cls)):
        raise Malformed(f"{cls!r} is no dataclass, and no plain class")
    if not dataclasses.is_dataclass(cls):
        return None
    return [field.name for field in dataclasses.fields(cls)]


def _read_dataclass(e: Any, resolve: Resolve, known: dict[int, Any], number: int | None) -> Any:
    cls = resolve(e["$c"])
    names = _field_names(cls)
    if names is not None and [name for name, _ in e["v"]] != names:
        raise Malformed(f"the fields of {e['$c']} are {', '.join(names)}, not {', '.join(str(n) for n, _ in e['v'])}")
    made = _known(object.__new__(cls), known, number)
    for name, item in e["v"]:
        object.__setattr__(made, name, _decode(item, resolve, known, None))
    return made


def _read_named_tuple(e: Any, resolve: Resolve, known: dict[int, Any], _: int | None) -> Any:
    cls = resolve(e["$n"])
    if not (isinstance(cls, type) and issubclass(cls, tuple) and hasattr(cls, "_fields")):
        raise Malformed(f"{e['$n']} is no NamedTuple")
    items = _many(e["v"], resolve, known)
    if len(items) != len(cls._fields):
        raise Malformed(f"{e['$n']} has {len(cls._fields)} fields, not {len(items)}")
    return tuple.__new__(cls, items)


def _read_enum(e: Any, resolve: Resolve, known: dict[int, Any], _: int | None) -> Any:
    cls = resolve(e["$e"])
    if not (isinstance(cls, type) and issubclass(cls, enum.Enum)):
        raise Malformed(f"{e['$e']} is no Enum")
    return cls.__members__[_decode(e["v"], resolve, known, None)]


def _read_datetime(v: list[Any]) -> datetime.datetime:
    year, month, day, hour, minute, second, microsecond, fold, utc = v
    zone = datetime.UTC if utc else None
    return datetime.datetime(year, month, day, hour, minute, second, microsecond, zone, fold=fold)


def _read_time(v: list[Any]) -> datetime.time:
    hour, minute, second, microsecond, fold, utc = v
    return datetime.time(hour, minute, second, microsecond, datetime.UTC if utc else None, fold=fold)


_SCALARS: dict[str, Callable[[list[Any]], Any]] = {
    "Decimal": lambda v: decimal.Decimal(*v),
    "date": lambda v: datetime.date(*v),
    "datetime": _read_datetime,
    "time": _read_time,
    "timedelta": lambda v: datetime.timedelta(*v),
    "complex": lambda v: complex(*v),
    "range": lambda v: range(*v),
}
_FACTORY_OF = {name: factory for factory, name in FACTORIES.items()}
_DICTS: dict[str, Callable[[], Any]] = {"Counter": collections.Counter, "OrderedDict": collections.OrderedDict}


def _read_extra(e: Any, resolve: Resolve, known: dict[int, Any], number: int | None) -> Any:
    name, v = e["$x"], e["v"]
    if name in _SCALARS:
        return _SCALARS[name](_many(v, resolve, known))
    if name in _DICTS:
        return _filled(_known(_DICTS[name](), known, number), v, resolve, known)
    if name == "defaultdict":
        return _filled(_known(collections.defaultdict(_FACTORY_OF[v[0]]), known, number), v[1], resolve, known)
    if name == "deque":
        made = _known(collections.deque(maxlen=v[0]), known, number)
        made.extend(_many(v[1], resolve, known))
        return made
    if name == "bytearray":
        return _known(bytearray(base64.b64decode(v, validate=True)), known, number)
    if name == "array":
        return _known(array.array(v[0], base64.b64decode(v[1], validate=True)), known, number)
    if name == ARRAY:
        return _known(read_array(v), known, number)
    if name.startswith("numpy."):
        return read_scalar(name.removeprefix("numpy."), *_many(v, resolve, known))
    raise Malformed(f"unknown type {name!r}")


def _b64_bytes(text: Any) -> bytes:
    return base64.b64decode(text, validate=True)


_READERS: dict[str, _Reader] = {
    "$f": lambda e, r, k, n: float.fromhex(e["$f"]),
    "$i": lambda e, r, k, n: int(e["$i"], 0),
    "$u": lambda e, r, k, n: _b64_bytes(e["$u"]).decode("utf-8", "surrogatepass"),
    "$b": lambda e, r, k, n: _b64_bytes(e["$b"]),
    "$t": lambda e, r, k, n: tuple(_many(e["$t"], r, k)),
    "$z": lambda e, r, k, n: frozenset(_many(e["$z"], r, k)),
    "$d": _read_dict,
    "$s": _read_set,
    "$c": _read_dataclass,
    "$n": _read_named_tuple,
    "$e": _read_enum,
    "$x": _read_extra,
    "$def": _read_def,
    "$ref": lambda e, r, k, n: k[e["$ref"]],
}


# --- check: the shape of encoded values, without making anything and without importing ---


def check(encoded: Sequence[Encoded]) -> None:
    """Raises Malformed when the values of one scope cannot have been written by `encode_all`.

    Classes are not looked up: whether they exist is told by `decode`.
    """
    known: set[int] = set()
    try:
        for item in encoded:
            _check(item, known)
    except RecursionError:
        raise Malformed("nested too deeply") from None


def _check(encoded: Any, known: set[int]) -> None:
    kind = type(encoded)
    if kind is list:
        _check_each(encoded, known)
    elif kind is dict:
        tag = next(iter(encoded), "")
        if tag in _LEAVES:
            if len(encoded) != 1:
                raise Malformed(f"{tag} with further keys")
            try:
                _READERS[tag](encoded, import_name, {}, None)
            except (TypeError, ValueError, OverflowError) as error:
                raise Malformed(f"{tag}: {error}") from None
        else:
            rule = _CHECKS.get(tag)
            if rule is None:
                raise Malformed(f"unknown tag {tag!r}")
            rule(encoded, known)
    elif kind is not str and kind is not int and kind is not bool and kind is not float and encoded is not None:
        raise Malformed(f"a {kind.__name__} is no JSON value")


def _check_each(encoded: list[Any], known: set[int]) -> None:
    if len(encoded) > FEW:
        kinds = set(map(type, encoded))
        if kinds <= PLAIN:
            return
        if kinds == _TAGGED and "$f" in encoded[0] and set(map(len, encoded)) == _ONE:
            try:
                for item in encoded:
                    _from_hex(item["$f"])
                return
            except (KeyError, TypeError, ValueError, OverflowError):
                pass  # the same again, by what says why
    for item in encoded:
        _check(item, known)


_ONE = {1}


def _check_items(tag: str, encoded: Any, known: set[int]) -> None:
    if len(encoded) != 1 or type(encoded[tag]) is not list:
        raise Malformed(f"{tag} takes an array")
    _check_each(encoded[tag], known)


def _check_pairs(pairs: Any, known: set[int]) -> None:
    if type(pairs) is not list:
        raise Malformed("an array of pairs was expected")
    for pair in pairs:
        if type(pair) is not list or len(pair) != 2:
            raise Malformed("a pair [key, value] was expected")
        _check(pair[0], known)
        _check(pair[1], known)


def _named(tag: str, encoded: Any) -> Any:
    name = encoded[tag]
    if set(encoded) != {tag, "v"} or type(name) is not str:
        raise Malformed(f"{tag} takes a name and v")
    module, _, qualname = name.partition(":")
    if not module or not qualname or not name.replace(":", ".").replace("_", "").replace(".", "").isalnum():
        raise Malformed(f"{name!r} is not module:qualname")
    return encoded["v"]


def _check_dict(encoded: Any, known: set[int]) -> None:
    if len(encoded) != 1:
        raise Malformed("$d with further keys")
    _check_pairs(encoded["$d"], known)


def _check_dataclass(encoded: Any, known: set[int]) -> None:
    pairs = _named("$c", encoded)
    _check_pairs(pairs, known)
    if any(type(pair[0]) is not str for pair in pairs):
        raise Malformed("a field's name is a string")


def _check_named_tuple(encoded: Any, known: set[int]) -> None:
    items = _named("$n", encoded)
    if type(items) is not list:
        raise Malformed("$n takes an array")
    _check(items, known)


def _check_enum(encoded: Any, _: set[int]) -> None:
    if type(_named("$e", encoded)) not in (str, dict):
        raise Malformed("$e takes a member's name")


def _check_extra(encoded: Any, known: set[int]) -> None:
    name, v = encoded["$x"], encoded.get("v")
    if name not in _EXTRA_NAMES:
        raise Malformed(f"unknown type {name!r}")
    if name in _DICTS:
        _check_pairs(v, known)
    elif name == "defaultdict":
        if type(v) is not list or len(v) != 2 or v[0] not in _FACTORY_OF:
            raise Malformed("defaultdict takes a factory and pairs")
        _check_pairs(v[1], known)
    else:
        _check(v, known)


def _check_def(encoded: Any, known: set[int]) -> None:
    number = encoded["$def"]
    if type(number) is not int or number in known or set(encoded) != {"$def", "v"}:
        raise Malformed("$def takes a new number and v")
    known.add(number)
    _check(encoded["v"], known)


def _check_ref(encoded: Any, known: set[int]) -> None:
    number = encoded["$ref"]
    if type(number) is not int or number not in known:
        raise Malformed(f"$ref to {number!r}, which nothing defines before")


_LEAVES = {"$f", "$i", "$u", "$b"}
_EXTRA_NAMES = {*_SCALARS, *_DICTS, "defaultdict", "deque", "bytearray", "array"}
_CHECKS: dict[str, Callable[[Any, set[int]], None]] = {
    "$t": lambda e, known: _check_items("$t", e, known),
    "$s": lambda e, known: _check_items("$s", e, known),
    "$z": lambda e, known: _check_items("$z", e, known),
    "$d": _check_dict,
    "$c": _check_dataclass,
    "$n": _check_named_tuple,
    "$e": _check_enum,
    "$x": _check_extra,
    "$def": _check_def,
    "$ref": _check_ref,
}
