"""JSON of strangers: parsed with bounds, and taken apart with checks that name what is wrong.

Invariant: whatever the text, the answer is a value or `Malformed` with the place; numbers that are used are finite.
"""

import json
import math
from collections.abc import Generator, Iterator
from typing import Any, NoReturn

from pivot_lsp.profiles.formats.given import Source
from pivot_lsp.profiles.malformed import Malformed

SPACE = " \t\r\n"
LARGEST = 64 << 20
"""Bytes of a JSON document that is held as a whole: its values take about nine times as much."""


def parse(source: Source, text: str | None = None, line: int | None = None) -> Any:
    """The document in `source`, or in `text` of it, which is its line `line`."""
    if text is None:
        if len(source.data) > LARGEST:
            raise Malformed(None, f"{len(source.data)} bytes of JSON, more than the {LARGEST} that are read at once")
        text = source.text()
    try:
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise _malformed(text, error, line) from None
    except RecursionError:
        raise Malformed(None, "JSON nested too deep", line=line) from None
    except ValueError as error:
        raise Malformed(None, f"JSON: {error}", line=line) from None


def _malformed(text: str, error: json.JSONDecodeError, line: int | None = None) -> Malformed:
    place = len(text[: error.pos].encode("utf-8", "surrogatepass"))
    return Malformed(place, f"JSON: {error.msg}", line=line or error.lineno)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")


def members(text: str, streamed: str) -> Iterator[tuple[str, Any]]:
    """(key, value) of the object or the array that `text` is; the array under `streamed` gives its items one by one.

    An array at the top gives its items as (`streamed`, item). So a file of a million events is never held as objects.
    """
    decoder = json.JSONDecoder(parse_constant=_refuse)
    at = _blank(text, 0)
    try:
        if text[at : at + 1] == "[":
            at = yield from _items(decoder, text, at, streamed)
        else:
            at = _expect(text, at, "{")
            while text[at : at + 1] != "}":
                key, at = decoder.raw_decode(text, at)
                at = _blank(text, _expect(text, _blank(text, at), ":"))
                if key == streamed and text[at : at + 1] == "[":
                    at = yield from _items(decoder, text, at, streamed)
                else:
                    value, at = decoder.raw_decode(text, at)
                    yield str(key), value
                at = _blank(text, at)
                if text[at : at + 1] == ",":
                    at = _blank(text, at + 1)
                elif text[at : at + 1] != "}":
                    raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
            at += 1
        if _blank(text, at) != len(text):
            raise json.JSONDecodeError("Extra data", text, at)
    except json.JSONDecodeError as error:
        raise _malformed(text, error) from None
    except RecursionError:
        raise Malformed(None, "JSON nested too deep") from None
    except ValueError as error:
        raise Malformed(None, f"JSON: {error}") from None


def _items(decoder: json.JSONDecoder, text: str, at: int, key: str) -> Generator[tuple[str, Any], None, int]:
    """The items of the array at `at`; returns where it ended."""
    at = _blank(text, at + 1)
    while text[at : at + 1] != "]":
        value, at = decoder.raw_decode(text, at)
        yield key, value
        at = _blank(text, at)
        if text[at : at + 1] == ",":
            at = _blank(text, at + 1)
        elif text[at : at + 1] != "]":
            raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
    return at + 1


def _blank(text: str, at: int) -> int:
    while at < len(text) and text[at] in SPACE:
        at += 1
    return at


def _expect(text: str, at: int, token: str) -> int:
    if text[at : at + 1] != token:
        raise json.JSONDecodeError(f"Expecting {token!r}", text, at)
    return at + 1


def wanted(value: Any, kind: type | tuple[type, ...], what: str) -> Any:
    """`value` when it is of `kind` (a bool is no number). Raises Malformed naming `what` it should be."""
    if isinstance(value, kind) and not isinstance(value, bool):
        return value
    raise Malformed(None, f"{value!r:.60} where {what} should be")


def number(value: Any, what: str, largest: float = 1e15) -> float:
    """`value` as a finite number of 0 or more; what rounding made slightly negative is 0."""
    if type(value) in (int, float) and math.isfinite(value) and -1e-3 <= value <= largest:
        return max(float(value), 0.0)
    raise Malformed(None, f"{value!r:.60} is no {what}")


def index(value: Any, size: int, what: str) -> int:
    """`value` when it is an index into a table of `size`; negative ones would silently mean another row."""
    if type(value) is int and 0 <= value < size:
        return value
    raise Malformed(None, f"{value!r:.40} is no index into the {size} {what}")
