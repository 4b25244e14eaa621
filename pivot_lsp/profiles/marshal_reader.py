"""A bounded reader of the marshal data that cProfile and pstats write. It replaces `marshal.load`, which is unsafe.

CPython's own loader dies on 14 crafted bytes (a dict whose key is a tuple that holds itself) and asks for gigabytes
on 5. This one knows the codes a pstats file is made of and no others: no code objects, no lists, no complex numbers.
Invariant: work and memory are linear in the file's size, nesting is at most `DEPTH`, and a back-reference to an object
that is not finished is an error, so no value can hold itself. Format: CPython's Python/marshal.c, versions 2 to 4.
"""

import struct
from collections.abc import Callable
from typing import Any

from pivot_lsp.profiles.malformed import Malformed

DEPTH = 8
REF = 0x80
UNFINISHED = object()
LONGEST = 2 + 255
"""Bytes of the longest object that `items` writes out: a short text."""
INT, DOUBLE = struct.Struct("<i").unpack_from, struct.Struct("<d").unpack_from
REFERENCE, FLOAT, INTEGER = ord("r"), ord("g"), ord("i")
SHORT_TEXT = (ord("z"), ord("Z"))
END_OF_DICT = (ord("0"), ord("0") | REF)


class Reader:
    """Reads the marshal data in `data`; every failure is a `Malformed` with the offset."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.size = len(data)
        self.at = 0
        self.refs: list[Any] = []

    def begin(self) -> None:
        """Enters the dict that the whole data must be."""
        code = self._take(1)[0]
        if code & ~REF != ord("{"):
            raise Malformed(0, f"type code 0x{code:02x} where a dict should begin")
        if code & REF:
            self.refs.append(UNFINISHED)

    def end(self) -> None:
        """Checks that nothing follows the dict."""
        if self.at != len(self.data):
            raise Malformed(self.at, f"{len(self.data) - self.at} bytes follow the end of the data")

    def at_end_of_dict(self) -> bool:
        """Whether the dict ends here; its end is then taken."""
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

    def object(self, depth: int) -> Any:
        """The next object, whatever it is. Raises Malformed."""
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
            self.refs.append(UNFINISHED)
        result = read(self, depth)
        if slot >= 0:
            self.refs[slot] = result
        return result

    def items(self, count: int, depth: int) -> tuple[Any, ...]:
        """So many objects. Nearly all of a profile is short tuples of numbers, texts and back-references, so these
        codes are written out; whatever is not exactly one of them, whole and in its place, goes the common way."""
        data, refs = self.data, self.refs
        whole = self.size - LONGEST if depth < DEPTH else -1
        items: list[Any] = []
        at = self.at
        for _ in range(count):
            code = data[at] if at < whole else 0
            if code == REFERENCE and 0 <= (index := INT(data, at + 1)[0]) < len(refs):
                value = refs[index]
                at += 5
                if value is UNFINISHED:
                    raise Malformed(at - 4, "back-reference to an object that is not finished")
            elif code == FLOAT:
                value = DOUBLE(data, at + 1)[0]
                at += 9
            elif code & ~REF in SHORT_TEXT:
                end = at + 2 + data[at + 1]
                value = data[at + 2 : end].decode("latin-1")
                at = end
            elif code & ~REF == INTEGER:
                value = INT(data, at + 1)[0]
                at += 5
            else:
                self.at = at
                items.append(self.object(depth + 1))
                at = self.at
                continue
            if code & REF:
                refs.append(value)
            items.append(value)
        self.at = at
        return tuple(items)

    def _dict(self, depth: int) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        while not self.at_end_of_dict():
            start = self.at
            key = self.object(depth + 1)
            value = self.object(depth + 1)
            try:
                result[key] = value
            except TypeError:
                raise Malformed(start, "a dict key that cannot be one") from None
        return result

    def _reference(self, depth: int) -> Any:
        start, index = self.at, self._int32()
        if not 0 <= index < len(self.refs):
            raise Malformed(start, f"back-reference to object {index} of {len(self.refs)}")
        if self.refs[index] is UNFINISHED:
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
    ord(")"): lambda r, depth: r.items(r._take(1)[0], depth),
    ord("("): lambda r, depth: r.items(r._size(), depth),
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
