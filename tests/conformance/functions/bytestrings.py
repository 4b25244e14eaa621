"""bytes: literals, items, slices, walks, search, text methods, codecs, numbers, keys; over the bridge and inside."""

from dataclasses import dataclass

MAGIC = b"\x89PNG\r\n"
TABLE = {b"GET": 1, b"POST": 2, b"": 3}
KINDS = (b"a", b"bc")


def checksum(data: bytes) -> int:
    total = 0
    for i, b in enumerate(data):
        total = (total + (i + 1) * b) % 65521
    return total


def crc(data: bytes) -> int:
    value = 0xFFFFFFFF
    for b in data:
        value ^= b
        for _ in range(8):
            value = (value >> 1) ^ 0xEDB88320 if value & 1 else value >> 1
    return value ^ 0xFFFFFFFF


def xor(a: bytes, key: bytes) -> bytes:
    return bytes(x ^ key[i % len(key)] for i, x in enumerate(a))


def item(data: bytes, i: int) -> int:
    return data[i]


def cut(data: bytes, a: int | None, b: int | None, c: int | None) -> bytes:
    return data[a:b:c]


def records(data: bytes) -> list[tuple[int, bytes]]:
    """Tag, length, value."""
    found: list[tuple[int, bytes]] = []
    at = 0
    while at < len(data):
        if at + 2 > len(data):
            raise ValueError("truncated at " + str(at))
        size = data[at + 1]
        value = data[at + 2 : at + 2 + size]
        if len(value) != size:
            raise ValueError(f"record {data[at]}: {value!r}")
        found.append((data[at], value))
        at += 2 + size
    return found


def runs(data: bytes) -> bytes:
    out = b""
    i = 0
    while i < len(data):
        j = i
        while j < len(data) and data[j] == data[i] and j - i < 255:
            j += 1
        out += bytes([j - i, data[i]])
        i = j
    return out


def walked(data: bytes) -> tuple[list[int], list[int], int, int, bool, list[tuple[int, int]]]:
    pairs = list(zip(data, data[1:]))
    return list(data), sorted(set(data)), sum(data), max(data, default=-1), any(data), pairs


def back(data: bytes) -> tuple[bytes, bytes, list[int]]:
    return data[::-1], bytes(reversed(data)), [b for b in reversed(data)]


def glued(a: bytes, b: bytes, n: int) -> tuple[bytes, bytes, bytes, bool]:
    c = a
    c += b
    return a + b, a * n, n * b, c == a + b


def compared(a: bytes, b: bytes) -> tuple[bool, bool, bool, bool, bool, bool, bytes, bytes, list[bytes]]:
    return a == b, a != b, a < b, a <= b, a > b, a >= b, min(a, b), max(a, b), sorted([b, a, b"m"])


def sought(data: bytes, part: bytes) -> tuple[bool, int, int, int, bool, bool]:
    return part in data, data.find(part), data.rfind(part), data.count(part), data.startswith(part), data.endswith(part)


def sought_between(data: bytes, part: bytes, a: int, b: int) -> tuple[int, int, int, bool]:
    return data.find(part, a, b), data.rfind(part, a), data.count(part, a, b), data.startswith(part, a)


def index_of(data: bytes, part: bytes) -> tuple[int, int]:
    return data.index(part), data.rindex(part)


def has(data: bytes, n: int) -> bool:
    return n in data


def where(data: bytes, n: int) -> tuple[int, int]:
    return data.find(n), data.count(n)


def built(items: list[int]) -> bytes:
    return bytes(items)


def built_lazily(items: list[int]) -> bytes:
    return bytes(100 // i for i in items)


def blank(n: int) -> bytes:
    return bytes(n) + bytes()


def fields(line: bytes, sep: bytes) -> list[bytes]:
    return [f.strip() for f in line.split(sep)]


def words(text: bytes) -> tuple[list[bytes], list[bytes], tuple[bytes, bytes, bytes], tuple[bytes, bytes, bytes]]:
    return text.split(), text.splitlines(), text.partition(b"="), text.rpartition(b"=")


def cleaned(text: bytes) -> tuple[bytes, bytes, bytes, bytes, bytes, bytes]:
    return (text.strip(), text.lstrip(b"x\xff"), text.rstrip(b" \n"), text.replace(b"a", b"bb"),
            text.replace(b"\xff", b"", 1), text.removeprefix(b"x").removesuffix(b"\n"))  # fmt: skip


def cased(text: bytes) -> tuple[bytes, bytes, bytes, bool, bool, bool]:
    return text.upper(), text.lower(), text.title(), text.isdigit(), text.isalpha(), text.isspace()


def padded(text: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    return text.ljust(6), text.rjust(6, b"\xff"), text.center(7, b"*"), text.zfill(6)


def joined(parts: list[bytes], sep: bytes) -> bytes:
    return sep.join(parts)


def decoded(data: bytes) -> str:
    return data.decode()


def decoded_ascii(data: bytes) -> str:
    return data.decode("ascii")


def decoded_latin(data: bytes) -> str:
    return data.decode("latin-1")


def decoded_loosely(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


def encoded(text: str) -> tuple[bytes, int]:
    data = text.encode("utf-8")
    return data, len(data)


def encoded_ascii(text: str) -> bytes:
    return text.encode("ascii")


def there_and_back(text: str) -> bool:
    return bytes(text, "utf-8").decode() == text


def hexed(data: bytes) -> tuple[str, str, bytes]:
    return data.hex(), data.hex(":"), bytes.fromhex(data.hex(" "))


def unhexed(text: str) -> bytes:
    return bytes.fromhex(text)


def number(data: bytes) -> tuple[int, int, int, int]:
    return (int.from_bytes(data, "big"), int.from_bytes(data, "little"), int.from_bytes(data, "big", signed=True),
            int.from_bytes(data, byteorder="little", signed=True))  # fmt: skip


def packed(n: int, size: int) -> tuple[bytes, bytes]:
    return n.to_bytes(size, "big"), n.to_bytes(size, "little")


def packed_signed(n: int, size: int) -> bytes:
    return n.to_bytes(size, "little", signed=True)


def shown(data: bytes) -> tuple[str, str, str, str]:
    return f"{data!r}", f"<{data}>", str(data), str([data])


def method_of(line: bytes) -> int:
    name, _, _ = line.partition(b" ")
    return TABLE.get(name, -1)


def kind(data: bytes) -> str:
    if data.startswith((b"GIF8", MAGIC)):
        return "image"
    if data in KINDS or data == b"z":
        return "known"
    match data:
        case b"":
            return "empty"
        case b"PK":
            return "zip"
    return "unknown"


def counted(words: list[bytes]) -> dict[bytes, int]:
    counts: dict[bytes, int] = {}
    for w in words:
        counts[w] = counts.get(w, 0) + 1
    return counts


def keyed(table: dict[bytes, str], key: bytes) -> str:
    return table[key]


def unique(words: list[bytes]) -> int:
    return len({w[:1] for w in words})


def maybe(data: bytes | None, other: bytes = b"none") -> bytes:
    return data or other


def either(value: bytes | str | int) -> str:
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def two(data: bytes) -> int:
    a, b = data
    return a * 256 + b


@dataclass
class Frame:
    kind: int
    body: bytes


def parsed(data: bytes) -> Frame:
    return Frame(data[0], data[1:])


def emptied(frame: Frame) -> bytes:
    body = frame.body
    frame.body = b""
    frame.kind += 1
    return body


def pushed(stack: list[bytes], data: bytes) -> list[bytes]:
    stack.append(data)
    stack[0] = stack[0] + b"!"
    return stack


def tallied(counts: dict[bytes, int], words: list[bytes]) -> int:
    for w in words:
        counts[w] = counts.get(w, 0) + 1
    return counts.pop(b"gone", -1)


def placed(spots: dict[tuple[int, ...], str], at: tuple[int, ...]) -> bool:
    known = at in spots
    spots[at] = spots.get(at, "") + "!"
    spots.pop((9, 9), "")
    return known


ALL = bytes(range(256))
CASES = {
    "checksum": [(b"",), (b"hello world",), (ALL,)],
    "crc": [(b"",), (b"123456789",), (ALL,)],
    "xor": [(b"", b"k"), (b"secret\xff\x00", b"k\x80"), (b"ab", b"")],
    "item": [(b"abc", 0), (b"abc", -1), (b"abc", 3), (b"abc", -4), (b"", 0), (ALL, 255)],
    "cut": [(ALL, 250, None, None), (ALL, None, None, -50), (b"abc", 5, 1, None), (b"abc", None, None, 0), (b"", 0, 9, 1)],
    "records": [(b"",), (b"\x01\x02ab\x02\x00\xff\x01\xfe",), (b"\x01",), (b"\x01\x05ab",)],
    "runs": [(b"",), (b"aaabbc",), (b"x" * 300,)],
    "walked": [(b"",), (b"\x00\x00",), (b"hello",), (ALL,)],
    "back": [(b"",), (b"abc\xff",)],
    "glued": [(b"", b"", 3), (b"a\xff", b"\x00", 2), (b"ab", b"c", 0), (b"ab", b"c", -1)],
    "compared": [(b"", b""), (b"a", b"ab"), (b"\xff", b"\x7f"), (b"b", b"ab"), (b"ab", b"ab")],
    "sought": [(b"", b""), (b"abcabc", b"bc"), (b"abc", b""), (b"\xff\xfe\xff", b"\xff"), (b"abc", b"abcd"), (b"\xc3\xa9", b"\xa9")],
    "sought_between": [(b"abcabc", b"c", 3, 6), (b"abcabc", b"", 2, 4), (b"abcabc", b"a", -3, -1), (b"abc", b"", 5, 9)],
    "index_of": [(b"abcabc", b"bc"), (b"abc", b"x"), (b"", b"")],
    "has": [(b"abc", 97), (b"abc", 0), (b"", 5), (b"abc", 256), (b"abc", -1)],
    "where": [(b"abca", 97), (b"abc", 0), (b"abc", 256), (b"abc", -1), (b"\xff\xff", 255)],
    "built": [([],), ([0, 255, 10],), ([256],), ([1, -1],)],
    "built_lazily": [([],), ([1, 50, 100],), ([-1, 0],), ([0, -1],), ([1, -3, 0],)],
    "blank": [(0,), (3,), (-1,)],
    "fields": [(b"a, b ,c\n", b","), (b"", b","), (b"a\x00b\x85", b"\x00"), (b"ab", b"")],
    "words": [(b"",), (b" a\tb\x0bc\x1cd\x85e\xa0 \n",), (b"a=b=c\r\nd\re\n\n",), (b"no\x0cend\x1c",)],
    "cleaned": [(b"",), (b"x\xffxab a\n \n",), (b"\xa0 a\xff\xff\x85\x1c",)],
    "cased": [(b"",), (b"heLLo wOrld's",), (b"123",), (b" \t\n",), (b"abc",)],
    "padded": [(b"",), (b"-12",), (b"\xffab",), (b"12345678",), (b"+",), (b"ab",)],
    "joined": [([], b","), ([b"a"], b","), ([b"a", b"", b"\xff"], b"\xfe-")],
    "decoded": [(b"",), (b"plain",), ("grüße € 𝄞\x00".encode(),), ("\u07ff\u0800\ud7ff\ue000\uffff\U00010000\U0010ffff".encode(),)],
    "decoded_ascii": [(b"",), (b"plain\x7f\x00",)],
    "decoded_latin": [(b"",), (ALL,)],
    "decoded_loosely": [("grüße".encode(),)],
    "encoded": [("",), ("plain",), ("grüße € 𝄞\x00",), ("\u07ff\u0800\ud7ff\ue000\uffff\U00010000\U0010ffff",)],
    "encoded_ascii": [("",), ("plain\x7f",)],
    "there_and_back": [("",), ("häßlich 𝄞",)],
    "hexed": [(b"",), (ALL,), (b"\x00\xff",)],
    "unhexed": [("",), (" 0a\tFf\n",), ("0",), ("0g",), ("zz",), ("0 a",), ("0aé",), ("é",), ("0a 1",), ("0a\x1c",), ("00" * 40,)],
    "number": [(b"",), (b"\x01",), (b"\xff",), (b"\x80\x00",), (b"\x00\x80",), (b"\x7f" + b"\xff" * 6,), (b"\x00" * 12,)],
    "packed": [(0, 0), (0, 4), (255, 1), (256, 2), (65535, 2), (65536, 2), (-1, 2), (2**62, 8), (1, 0), (1, -1), (5, 20)],
    "packed_signed": [(0, 0), (-1, 0), (-1, 1), (-128, 1), (-129, 1), (127, 1), (128, 1), (-(2**63), 8), (2**63 - 1, 8),
                      (-5, 12), (1, 0), (-2, 0), (1, -1)],
    "shown": [(b"",), (ALL,), (b"it's",), (b'"',), (b"it's \"so\"",)],
    "method_of": [(b"GET /",), (b"POST",), (b" x",), (b"PUT /",)],
    "kind": [(b"GIF89a",), (MAGIC + b"..",), (b"bc",), (b"z",), (b"",), (b"PK",), (b"q",)],
    "counted": [([],), ([b"b", b"a", b"b", b"", b"\xff"],)],
    "keyed": [({b"a": "x", b"\xff": "y"}, b"\xff")],
    "unique": [([],), ([b"ab", b"ac", b"", b"\xff"],)],
    "maybe": [(None,), (b"",), (b"x",), (None, b"y")],
    "either": [(b"\x01\xff",), ("s",), (7,)],
    "two": [(b"ab",), (b"a",), (b"abc",), (b"",)],
    "parsed": [(b"\x05abc",), (b"",)],
    "emptied": [(Frame(1, b"abc"),), (Frame(255, b""),)],
    "tallied": [({}, []), ({b"a": 2, b"gone": 7, b"": 1}, [b"a", b"", b"\xff", b"a"])],
    "placed": [({}, (1, 2)), ({(1, 2): "x", (): "y", (9, 9): "z"}, (1, 2)), ({(1, 2): "x", (): "y"}, ())],
    "pushed": [([b"a", b"b"], b"c"), ([], b"")],
}  # fmt: skip
FALLBACK = {
    "decoded": [(b"\xff",), (b"\xc3",), (b"\xc0\x80",), (b"\xed\xa0\x80",), (b"\xf4\x90\x80\x80",), (b"\xe0\x80\x80",),
                (b"ok \xe2\x82",), (b"\xf0\x8f\xbf\xbf",), (b"\x80",), (b"\xf5\x80\x80\x80",), (b"\xc3(",)],
    "decoded_ascii": [(b"\x80",)],
    "decoded_loosely": [(b"a\xffb",)],
    "encoded": [("\ud800",)],
    "encoded_ascii": [("é",)],
    "cased": [(b"caf\xe9",)],
    "number": [(b"\xff" * 8,), (b"\x01" * 9,)],
    "keyed": [({b"a": "x"}, b"b")],
    "checksum": [(bytearray(b"abc"),), ("abc",)],
    "joined": [([b"a", bytearray(b"b")], b",")],
}  # fmt: skip
