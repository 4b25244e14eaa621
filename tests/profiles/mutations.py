"""Seeded damage to files: bits, bytes, pieces cut, doubled and moved, and numbers and brackets made extreme."""

import random

EXTREMES = (
    b"-1", b"1e999", b"NaN", b"99999999999999999999", b"[" * 300, b"{", b'"', b"\\ud800", b"\0", b"\xff\xff\xff\x7f",
    b"null", b"true", b"()", b";" * 50, b"\n", b"../../etc/passwd", b"\xc3\x28",
)  # fmt: skip


def mutated(data: bytes, seed: int) -> bytes:
    """`data` with one to six changes that `seed` decides."""
    rng = random.Random(seed)
    changed = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(changed) + 1)
        size = rng.randint(1, 24)
        piece = changed[at : at + size]
        match rng.randrange(7):
            case 0 if at < len(changed):
                changed[at] ^= 1 << rng.randrange(8)
            case 1 if at < len(changed):
                changed[at] = rng.randrange(256)
            case 2:
                del changed[at : at + size]
            case 3:
                changed[at:at] = rng.randbytes(size)
            case 4:
                changed[at:at] = piece * rng.randint(1, 40)
            case 5:
                changed[at : at + rng.randrange(6)] = rng.choice(EXTREMES)
            case _:
                other = rng.randrange(len(changed) + 1)
                changed[other:other] = piece
    return bytes(changed)
