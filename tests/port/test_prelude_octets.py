"""The prelude's bytes are CPython's own: run by CPython itself, each function gives what the methods of bytes give."""

import random

from tests.port.test_prelude import agree, load

OCTETS = load("octets")
R = random.Random(20261)


def some(size: int = 12) -> bytes:
    pool = R.choice(
        (b"ab,= \t\r\n\x0b\x0c", bytes(range(256)), b"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xed\xa0\x80a", b"0aF 'x\"")
    )
    return bytes(R.choice(pool) for _ in range(R.randrange(size)))


def test_bytes_are_made_and_spelled_as_by_cpython() -> None:
    for _ in range(2000):
        data, items = some(), [R.randrange(-2, 258) for _ in range(R.randrange(4))]
        agree(OCTETS.octets_of, lambda xs: list(bytes(xs)), items)
        agree(OCTETS.octets_repr, lambda xs: repr(bytes(xs)), list(data))
        agree(OCTETS.octets_blank, lambda n: list(bytes(n)), R.randrange(-1, 4))
        agree(
            OCTETS.octets_hex,
            lambda xs, by: bytes(xs).hex(by) if by else bytes(xs).hex(),
            list(data),
            R.choice(["", "-"]),
        )
        text = "".join(R.choice("09afAFgx \t\n\x1cé") for _ in range(R.randrange(6)))
        agree(OCTETS.octets_of_hex, lambda s: list(bytes.fromhex(s)), text)


def test_texts_become_bytes_and_bytes_texts_as_by_cpython() -> None:
    decoded = 0
    for _ in range(20000):
        data = list(some(6))
        agree(OCTETS.utf8_text, lambda xs: bytes(xs).decode(), data)
        agree(OCTETS.ascii_text, lambda xs: bytes(xs).decode("ascii"), data)
        agree(OCTETS.latin_text, lambda xs: bytes(xs).decode("latin-1"), data)
        try:
            text = bytes(data).decode()
        except UnicodeDecodeError:
            text = chr(R.choice((0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF)))
        else:
            decoded += OCTETS.utf8_text(data) == text  # valid text is never given up
            agree(lambda xs: xs, lambda xs: list(OCTETS.utf8_text(xs).encode()), data)
        agree(OCTETS.utf8_octets, lambda s: list(s.encode()), text)
        agree(OCTETS.ascii_octets, lambda s: list(s.encode("ascii")), text)
        agree(OCTETS.latin_octets, lambda s: list(s.encode("latin-1")), text)
    assert decoded > 1000


def test_ints_become_bytes_and_bytes_ints_as_by_cpython() -> None:
    for _ in range(5000):
        order, signed = R.choice(("big", "little")), R.random() < 0.5
        data = list(some(9))
        agree(
            OCTETS.int_of_octets,
            lambda xs, big, s, o=order: int.from_bytes(xs, o, signed=s),
            data,
            order == "big",
            signed,
        )
        edge = R.choice((1, 7, 8, 15, 16, 31, 32, 62))
        number = R.choice((-1, 1)) * (2**edge + R.randrange(-2, 3))
        agree(
            OCTETS.octets_of_int,
            lambda n, size, big, s, o=order: list(n.to_bytes(size, o, signed=s)),
            R.choice((number, 0, -1, 1, -128, 127, -129, 128)), R.randrange(-1, 10), order == "big", signed,
        )  # fmt: skip


def test_methods_of_text_are_those_of_bytes() -> None:
    for _ in range(3000):
        text = some().decode("latin-1")
        agree(OCTETS.octets_split, lambda s: [p.decode("latin-1") for p in s.encode("latin-1").split()], text)
        agree(OCTETS.octets_lines, lambda s: [p.decode("latin-1") for p in s.encode("latin-1").splitlines()], text)
        agree(OCTETS.octets_blanks, lambda s: s.encode("latin-1").isspace(), text)
