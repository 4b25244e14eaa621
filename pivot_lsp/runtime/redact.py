"""Takes the content out of named fields of encoded arguments, and leaves their shape.

A rule is a name with wildcards (`password`, `*_token`), matched without case against parameter names, string keys of
dicts, and fields of dataclasses and named tuples. What lies under a match is replaced leaf by leaf, type, length and
sign kept, by what a keyed hash gives; the key is drawn at the start and thrown away, so equal contents stay equal
within one recording and nothing leads back. Numbers keep their count of digits. True, False and None stay.
Invariant: what cannot be replaced raises Unredactable; nothing passes unreplaced because its form was not known.
Imports the standard library only: the recorder loads it inside the customer's program.
"""

import base64
import fnmatch
import hmac
import importlib
import re
from collections.abc import Callable, Sequence
from typing import Any

Encoded = Any
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Unredactable(Exception):
    """A form that no rule can be applied to."""


class Redaction:
    """Rules with the key of one recording. `key`: at least 16 random bytes, the same in all its processes."""

    def __init__(self, rules: Sequence[str], key: bytes) -> None:
        self._match = re.compile("|".join(fnmatch.translate(rule.lower()) for rule in rules)).match
        self._key = key

    def __call__(
        self, args: Sequence[Encoded], kwargs: dict[str, Encoded], names: Sequence[str]
    ) -> tuple[list[Encoded], dict[str, Encoded], bool]:
        """Arguments without the content of matching fields, and whether there was one. `names`: of the positional
        parameters, as far as they are known; `*name` stands for all that follow. Raises Unredactable."""
        return _Pass(self._match, self._key).call(args, kwargs, names)

    def would_hide(self, values: Sequence[Encoded]) -> bool:
        """Whether there is a matching field in any of these, or a form that cannot be looked through."""
        try:
            return _Pass(self._match, self._key).call(values, {}, ())[2]
        except Unredactable:
            return True


class _Pass:
    """One call's arguments on their way; other threads have their own."""

    def __init__(self, match: Callable[[str], Any], key: bytes) -> None:
        self._match = match
        self._key = key
        self._hit = False

    def call(
        self, args: Sequence[Encoded], kwargs: dict[str, Encoded], names: Sequence[str]
    ) -> tuple[list[Encoded], dict[str, Encoded], bool]:
        starred = names[-1][1:] if names and names[-1].startswith("*") else ""
        plain = [name for name in names if not name.startswith("*")]
        padded = [*plain[: len(args)], *[starred] * (len(args) - len(plain))]
        written = [self._field(name, value) for name, value in zip(padded, args)]
        named = {name: self._field(name, value) for name, value in kwargs.items()}
        return written, named, self._hit

    def _field(self, name: Encoded, value: Encoded) -> Encoded:
        if isinstance(name, str) and self._match(name.lower()):
            self._hit = True
            return self._hidden(value)
        return self._searched(value)

    def _searched(self, value: Encoded) -> Encoded:
        """`value` with the fields below it that match replaced."""
        if isinstance(value, list):
            return [self._searched(item) for item in value]
        if not isinstance(value, dict):
            return value
        if "$c" in value:
            return {**value, "v": [[name, self._field(name, item)] for name, item in value["v"]]}
        if "$n" in value:
            names = _fields_of(value["$n"], len(value["v"]))
            return {**value, "v": [self._field(name, item) for name, item in zip(names, value["v"])]}
        if "$d" in value:
            return {"$d": self._pairs(value["$d"], self._field)}
        for plain in ("$t", "$s", "$z"):
            if plain in value:
                return {plain: self._searched(value[plain])}
        if "$def" in value:
            return {**value, "v": self._searched(value["v"])}
        if "$x" in value:
            return self._extra(value, self._searched, self._field)
        return value

    def _pairs(self, pairs: list[Any], each: Callable[[Encoded, Encoded], Encoded]) -> list[Any]:
        return [[self._searched(key), each(key, item)] for key, item in pairs]

    def _extra(
        self, value: Encoded, inner: Callable[[Encoded], Encoded], each: Callable[[Encoded, Encoded], Encoded]
    ) -> Encoded:
        name, body = value["$x"], value["v"]
        if name in ("Counter", "OrderedDict"):
            return {"$x": name, "v": self._pairs(body, each)}
        if name == "defaultdict":
            return {"$x": name, "v": [body[0], self._pairs(body[1], each)]}
        if name == "deque":
            return {"$x": name, "v": [body[0], inner(body[1])]}
        return value

    def _hidden(self, value: Encoded) -> Encoded:
        """Every leaf of `value` replaced."""
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, int):
            return self._whole(value)
        if isinstance(value, list):
            return [self._hidden(item) for item in value]
        for form, replace in self._forms.items():
            if form in value:
                return replace(self, value)
        raise Unredactable(", ".join(value))

    def _bytes(self, text: str, length: int) -> bytes:
        found = b""
        while len(found) < length:
            found += hmac.digest(self._key, f"{len(found)}:{text}".encode("utf-8", "surrogatepass"), "sha256")
        return found[:length]

    def _text(self, text: str) -> str:
        """Letters for letters, digits for digits; what separates them stays."""
        drawn = self._bytes(text, len(text))
        return "".join(
            _LETTERS[byte % 26] if letter.isalpha() else str(byte % 10) if letter.isdigit() else letter
            for letter, byte in zip(text, drawn)
        )

    def _whole(self, value: int) -> int:
        digits = self._digits(str(abs(value)))
        return -int(digits) if value < 0 else int(digits)

    def _digits(self, text: str) -> str:
        drawn = self._bytes(text, len(text))
        first = "0" if text == "0" else str(1 + drawn[0] % 9)
        return first + "".join(str(byte % 10) for byte in drawn[1:]) if text else ""

    def _number(self, text: str) -> str:
        """A float's hexadecimal form, its mantissa drawn anew; the exponent is the magnitude and stays."""
        found = re.fullmatch(r"(-?0x[01]\.)([0-9a-f]+)(p[+-]\d+)", text)
        if not found or text.lstrip("-") == "0x0.0p+0":
            return text
        mantissa = self._bytes(text, len(found[2])).hex()[: len(found[2])]
        return f"{found[1]}{mantissa}{found[3]}"

    def _hidden_extra(self, value: Encoded) -> Encoded:
        if value["$x"] == "Decimal":
            return {"$x": "Decimal", "v": [re.sub(r"\d+", lambda m: self._digits(m[0]), value["v"][0], count=1)]}
        if value["$x"] in ("date", "datetime"):
            month, day = self._bytes(str(value["v"][:3]), 2)
            return {"$x": value["$x"], "v": [value["v"][0], 1 + month % 12, 1 + day % 28, *value["v"][3:]]}
        if value["$x"] in ("Counter", "OrderedDict", "defaultdict", "deque"):
            return self._extra(value, self._hidden, lambda _, item: self._hidden(item))
        raise Unredactable(value["$x"])

    def _hidden_dict(self, value: Encoded) -> Encoded:
        return {"$d": [[self._hidden(key), self._hidden(item)] for key, item in value["$d"]]}

    _forms: dict[str, Callable[["_Pass", Any], Any]] = {
        "$f": lambda self, v: {"$f": self._number(v["$f"])},
        "$i": lambda self, v: {"$i": str(self._whole(int(v["$i"], 0)))},
        "$u": lambda self, v: self._text(base64.b64decode(v["$u"]).decode("utf-8", "replace")),
        "$b": lambda self, v: {"$b": base64.b64encode(self._bytes(v["$b"], len(base64.b64decode(v["$b"])))).decode()},
        "$t": lambda self, v: {"$t": self._hidden(v["$t"])},
        "$s": lambda self, v: {"$s": sorted(self._hidden(v["$s"]), key=repr)},
        "$z": lambda self, v: {"$z": sorted(self._hidden(v["$z"]), key=repr)},
        "$d": _hidden_dict,
        "$c": lambda self, v: {**v, "v": [[name, self._hidden(item)] for name, item in v["v"]]},
        "$n": lambda self, v: {**v, "v": self._hidden(v["v"])},
        "$e": lambda self, v: v,
        "$def": lambda self, v: {**v, "v": self._hidden(v["v"])},
        "$ref": lambda self, v: v,
        "$x": _hidden_extra,
    }


def _fields_of(name: str, width: int) -> list[str]:
    """Names of a named tuple's fields; empty ones where its class cannot be had."""
    module, _, qualname = name.partition(":")
    try:
        found: Any = importlib.import_module(module)
        for part in qualname.split("."):
            found = getattr(found, part)
        return list(found._fields)
    except (ImportError, AttributeError):
        return [""] * width
