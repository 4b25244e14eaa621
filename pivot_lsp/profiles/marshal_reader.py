"""A bounded reader of the marshal data that cProfile and pstats write. It replaces `marshal.load`, which is unsafe.

CPython's own loader dies on 14 crafted bytes (a dict whose key is a tuple that holds itself) and asks for gigabytes
on 5. This one knows the codes a pstats file is made of and no others: no code objects, no lists, no complex numbers.
Invariant: work and memory are linear in the file's size, nesting is at most `DEPTH`, and a back-reference to an object
that is not finished is an error, so no value can hold itself. Format: CPython's Python/marshal.c, versions 2 to 4.
"""

import struct
from collections.abc import Callable, Iterator
from typing import Any

from pivot_lsp.profiles.malformed import Malformed

DEPTH = 8
REF = 0x80
_UNFINISHED = object()
INT, DOUBLE = struct.Struct("<i"), struct.Struct("<d")
REFERENCE, FLOAT, INTEGER = ord("r"), ord("g"), ord("i")
FOUR = ord(")") | 4 << 8
CALLER = struct.Struct("<BiHBiBiBdBd")
END_OF_DICT = (ord("0"), ord("0") | REF)


class Reader:
    """Reads the marshal data in `data`; every failure is a `Malformed` with the offset."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.size = len(data)
        self.at = 0
        self.refs: list[Any] = []

    def entries(self) -> Iterator[tuple[int, Any, Any]]:
        """(offset, key, value) of each entry of the dict that the whole data must be."""
        code = self._take(1)[0]
        if code & ~REF != ord("{"):
            raise Malformed(0, f"type code 0x{code:02x} where a dict should begin")
        if code & REF:
            self.refs.append(_UNFINISHED)
        while not self._at_end_of_dict():
            start = self.at
            yield start, self._object(1), self._object(1)
        if self.at != len(self.data):
            raise Malformed(self.at, f"{len(self.data) - self.at} bytes follow the end of the data")

    def _at_end_of_dict(self) -> bool:
        if self.at < self.size and self.data[self.at] in END_OF_DICT:
            self.at += 1
            return True
        return False

    def _take(self, count: int) -> bytes:
        end = self.at + count
        if count < 0 or end > len(self.data):
            raise Malformed(self.at, f"truncated: {count} bytes wanted, {len(self.data) - self.at} left")
        taken = self.data[self.at : end]
        self.at = end
        return taken

    def _int32(self) -> int:
        # Half of a profile's bytes come through here, so the check of _take is written out.
        start, end = self.at, self.at + 4
        if end > self.size:
            self._take(4)
        self.at = end
        return int.from_bytes(self.data[start:end], "little", signed=True)

    def _size(self) -> int:
        start, size = self.at, self._int32()
        if not 0 <= size <= len(self.data) - self.at:
            raise Malformed(start, f"a size of {size} with {len(self.data) - self.at} bytes left")
        return size

    def _object(self, depth: int) -> Any:
        start = self.at
        if start == self.size:
            self._take(1)
        code = self.data[start]
        self.at = start + 1
        if depth > DEPTH:
            raise Malformed(start, f"nested deeper than {DEPTH}")
        read = _CODES[code & ~REF]
        if read is None:
            raise Malformed(start, f"type code 0x{code:02x}, which no profile holds")
        slot = -1
        if code & REF:
            slot = len(self.refs)
            self.refs.append(_UNFINISHED)
        result = read(self, depth)
        if slot >= 0:
            self.refs[slot] = result
        return result

    def _items(self, count: int, depth: int) -> tuple[Any, ...]:
        # Nearly all of a profile is short tuples of numbers and back-references, so these three codes are written out;
        # whatever is not exactly one of them, whole and in its place, goes the common way.
        data, refs = self.data, self.refs
        whole = self.size - 9 if depth < DEPTH else -1
        items: list[Any] = []
        for _ in range(count):
            at = self.at
            code = data[at] if at < whole else 0
            if code == REFERENCE:
                index = INT.unpack_from(data, at + 1)[0]
                value = refs[index] if 0 <= index < len(refs) else _UNFINISHED
                if value is _UNFINISHED:
                    value = self._object(depth + 1)
                self.at = at + 5
            elif code == FLOAT:
                value = DOUBLE.unpack_from(data, at + 1)[0]
                self.at = at + 9
            elif code == INTEGER:
                value = INT.unpack_from(data, at + 1)[0]
                self.at = at + 5
            else:
                value = self._object(depth + 1)
            items.append(value)
        return tuple(items)

    def _dict(self, depth: int) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        while True:
            self._callers(result, depth)
            if self._at_end_of_dict():
                return result
            start = self.at
            key = self._object(depth + 1)
            value = self._object(depth + 1)
            try:
                result[key] = value
            except TypeError:
                raise Malformed(start, "a dict key that cannot be one") from None

    def _callers(self, result: dict[Any, Any], depth: int) -> None:
        """Takes as many entries as stand in the way cProfile writes a caller: a known key, and its four figures.

        Most of a file is these 35 bytes over and over. The first entry that differs in a code is left where it is.
        """
        data, refs, at = self.data, self.refs, self.at
        last = self.size - CALLER.size if depth < DEPTH - 1 else -1
        while at <= last:
            codes_key, key, codes, one, a, two, b, three, c, four, d = CALLER.unpack_from(data, at)
            if codes_key != REFERENCE or codes != FOUR or three != FLOAT or four != FLOAT:
                break
            found = refs[key] if 0 <= key < len(refs) else _UNFINISHED
            first = self._count(one, a)
            second = self._count(two, b)
            if type(found) is not tuple or first is None or second is None:
                break
            try:
                result[found] = (first, second, c, d)
            except TypeError:
                break
            at += CALLER.size
        self.at = at

    def _count(self, code: int, value: int) -> int | None:
        """An integer that stands there, or one that stood somewhere else before."""
        if code == INTEGER:
            return value
        if code == REFERENCE and 0 <= value < len(self.refs):
            found = self.refs[value]
            return found if type(found) is int else None
        return None

    def _reference(self, depth: int) -> Any:
        start, index = self.at, self._int32()
        if not 0 <= index < len(self.refs):
            raise Malformed(start, f"back-reference to object {index} of {len(self.refs)}")
        if self.refs[index] is _UNFINISHED:
            raise Malformed(start, "back-reference to an object that is not finished")
        return self.refs[index]

    def _long(self, depth: int) -> int:
        start, size = self.at, self._int32()
        if abs(size) > 8:
            raise Malformed(start, f"an integer of {abs(size)} digits")
        total = 0
        for place in range(abs(size)):
            digit = int.from_bytes(self._take(2), "little")
            total |= digit << (15 * place)
        return -total if size < 0 else total

    def _text(self, size: int, encoding: str) -> str:
        start = self.at
        try:
            return self._take(size).decode(encoding, "surrogatepass" if encoding == "utf-8" else "strict")
        except UnicodeDecodeError:
            raise Malformed(start, f"text that is not {encoding}") from None


_BY_CODE: dict[int, Callable[[Reader, int], Any]] = {
    ord("{"): Reader._dict,
    ord(")"): lambda r, depth: r._items(r._take(1)[0], depth),
    ord("("): lambda r, depth: r._items(r._size(), depth),
    ord("z"): lambda r, _: r._text(r._take(1)[0], "latin-1"),
    ord("Z"): lambda r, _: r._text(r._take(1)[0], "latin-1"),
    ord("a"): lambda r, _: r._text(r._size(), "latin-1"),
    ord("A"): lambda r, _: r._text(r._size(), "latin-1"),
    ord("u"): lambda r, _: r._text(r._size(), "utf-8"),
    ord("t"): lambda r, _: r._text(r._size(), "utf-8"),
    ord("i"): lambda r, _: r._int32(),
    ord("l"): Reader._long,
    ord("g"): lambda r, _: struct.unpack("<d", r._take(8))[0],
    ord("r"): Reader._reference,
    ord("N"): lambda _r, _d: None,
    ord("T"): lambda _r, _d: True,
    ord("F"): lambda _r, _d: False,
}
_CODES = tuple(_BY_CODE.get(code) for code in range(REF))
