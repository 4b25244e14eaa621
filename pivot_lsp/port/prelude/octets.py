"""bytes as lists of ints in 0..255, and as texts of one character each (Latin-1), so that methods of str serve them.

As Objects/bytesobject.c, Objects/bytes_methods.c and Objects/longobject.c define them. What ends with an exception
that holds the bytes or the text itself (UnicodeDecodeError) gives up.
"""


def octet(value: int) -> int:
    """An item of bytes(items)."""
    if value < 0 or value > 255:
        raise ValueError("bytes must be in range(0, 256)")
    return value


def octets_of(items: list[int]) -> list[int]:
    """bytes(items)."""
    made: list[int] = []
    for item in items:
        if item < 0 or item > 255:
            raise ValueError("bytes must be in range(0, 256)")
        made.append(item)
    return made


def octets_blank(count: int) -> list[int]:
    """bytes(count)."""
    if count < 0:
        raise ValueError("negative count")
    return [0] * count


def octet_asked(value: int) -> int:
    """An int that is looked for in bytes."""
    if value < 0 or value > 255:
        raise ValueError("byte must be in range(0, 256)")
    return value


def octet_text(value: int) -> str:
    """The text of bytes that are this one."""
    if value < 0 or value > 255:
        raise ValueError("byte must be in range(0, 256)")
    return chr(value)


def latin_text(data: list[int]) -> str:
    """data.decode("latin-1")."""
    return "".join([chr(b) for b in data])


def latin_octets(text: str) -> list[int]:
    """text.encode("latin-1")."""
    made: list[int] = []
    for c in text:
        code = ord(c)
        if code > 255:
            give_up()
        made.append(code)
    return made


def ascii_text(data: list[int]) -> str:
    """data.decode("ascii")."""
    for b in data:
        if b > 127:
            give_up()
    return latin_text(data)


def ascii_octets(text: str) -> list[int]:
    """text.encode("ascii")."""
    made: list[int] = []
    for c in text:
        code = ord(c)
        if code > 127:
            give_up()
        made.append(code)
    return made


def utf8_octets(text: str) -> list[int]:
    """text.encode()."""
    made: list[int] = []
    for c in text:
        code = ord(c)
        if code < 0x80:
            made.append(code)
        elif code < 0x800:
            made.append(0xC0 | code >> 6)
            made.append(0x80 | code & 0x3F)
        elif code < 0x10000:
            made.append(0xE0 | code >> 12)
            made.append(0x80 | code >> 6 & 0x3F)
            made.append(0x80 | code & 0x3F)
        else:
            made.append(0xF0 | code >> 18)
            made.append(0x80 | code >> 12 & 0x3F)
            made.append(0x80 | code >> 6 & 0x3F)
            made.append(0x80 | code & 0x3F)
    return made


def utf8_text(data: list[int]) -> str:
    """data.decode(): Unicode 15, table 3-7, well-formed UTF-8 byte sequences."""
    made: list[str] = []
    at = 0
    while at < len(data):
        first = data[at]
        at += 1
        if first < 0x80:
            made.append(chr(first))
            continue
        more = 1 if first < 0xE0 else 2 if first < 0xF0 else 3
        if first < 0xC2 or first > 0xF4 or at + more > len(data):
            give_up()
        code = first & (0x3F >> more)
        for following in data[at : at + more]:
            if following < 0x80 or following > 0xBF:
                give_up()
            code = code << 6 | following & 0x3F
        at += more
        if (more == 2 and code < 0x800) or (more == 3 and code < 0x10000) or code > 0x10FFFF:
            give_up()
        if code >= 0xD800 and code <= 0xDFFF:
            give_up()
        made.append(chr(code))
    return "".join(made)


def octets_hex(data: list[int], separator: str) -> str:
    """data.hex(separator)."""
    digits = "0123456789abcdef"
    return separator.join([digits[b >> 4] + digits[b & 15] for b in data])


def octets_of_hex(text: str) -> list[int]:
    """bytes.fromhex(text)."""
    if not text.isascii():
        for i in range(len(text)):
            if ord(text[i]) > 127:
                raise ValueError("non-hexadecimal number found in fromhex() arg at position " + str(i))
    made: list[int] = []
    high = -1
    for i in range(len(text)):
        c = text[i]
        if high < 0 and c in " \t\n\r\x0b\x0c":
            continue
        digit = "0123456789abcdef".find(c.lower())
        if digit < 0:
            raise ValueError("non-hexadecimal number found in fromhex() arg at position " + str(i))
        if high < 0:
            high = digit
        else:
            made.append(high << 4 | digit)
            high = -1
    if high >= 0:
        raise ValueError("non-hexadecimal number found in fromhex() arg at position " + str(len(text)))
    return made


def int_of_octets(data: list[int], big: bool, signed: bool) -> int:
    """int.from_bytes(data, byteorder, signed=signed)."""
    size = len(data)
    value = 0
    for i in range(size):
        b = data[i if big else size - 1 - i]
        if i == 0 and signed and b > 127:
            b -= 256
        value = value * 256 + b
    return value


def octets_of_int(value: int, length: int, big: bool, signed: bool) -> list[int]:
    """value.to_bytes(length, byteorder, signed=signed)."""
    if length < 0:
        raise ValueError("length argument must be non-negative")
    if value < 0 and not signed:
        raise OverflowError("can't convert negative int to unsigned")
    made: list[int] = []
    rest = value
    for _ in range(length):
        made.append(rest & 255)
        rest = rest >> 8
    fits = rest == 0
    if signed:
        low = len(made) == 0 or made[-1] < 128
        fits = (rest == 0 and low) or (rest == -1 and (not low or (length == 0 and value == -1)))
    if not fits:
        raise OverflowError("int too big to convert")
    if big:
        made.reverse()
    return made


def octets_repr(data: list[int]) -> str:
    """repr(data)."""
    digits = "0123456789abcdef"
    quote = '"' if 39 in data and 34 not in data else "'"
    made: list[str] = ["b", quote]
    for b in data:
        c = chr(b)
        if c == quote or c == "\\":
            made.append("\\" + c)
        elif c == "\t":
            made.append("\\t")
        elif c == "\n":
            made.append("\\n")
        elif c == "\r":
            made.append("\\r")
        elif b < 32 or b > 126:
            made.append("\\x" + digits[b >> 4] + digits[b & 15])
        else:
            made.append(c)
    made.append(quote)
    return "".join(made)


def octets_split(text: str) -> list[str]:
    """data.split()."""
    parts: list[str] = []
    start = -1
    for i in range(len(text)):
        blank = text[i] in " \t\n\r\x0b\x0c"
        if blank and start >= 0:
            parts.append(text[start:i])
            start = -1
        elif not blank and start < 0:
            start = i
    if start >= 0:
        parts.append(text[start:])
    return parts


def octets_lines(text: str) -> list[str]:
    """data.splitlines()."""
    parts: list[str] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if parts[-1] == "":
        parts.pop()
    return parts


def octets_blanks(text: str) -> bool:
    """data.isspace()."""
    for c in text:
        if c not in " \t\n\r\x0b\x0c":
            return False
    return text != ""


def octets_found(place: int) -> int:
    """data.index(part), by what find gave."""
    if place < 0:
        raise ValueError("subsection not found")
    return place
