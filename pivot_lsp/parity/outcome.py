"""What became of one call in a worker: the observable behaviour as bytes, or why there is none.

Invariant: two calls behaved the same exactly when their payloads are equal: the encoding of values is canonical, and
so is MessagePack's of what it holds. Only unequal payloads are ever unpacked.
"""

from typing import Any, Literal, NamedTuple

import msgspec

Status = Literal["ok", "slow", "memory", "not_comparable", "undecodable", "crash", "timeout"]

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder().decode


class Seen(NamedTuple):
    """A behaviour, unpacked. `returned` holds one element or is None; `raised` is (type, args) or None; `after` is
    None when the arguments are as before; `alias` lists the arguments that the result is; `shared` holds arguments and
    result in one scope when they have a mutable object in common; `keepsakes` is what who holds on to objects can see
    ([places of the arguments' objects before, attributes of the exception]), None where nobody looked."""

    returned: list[Any] | None
    raised: list[Any] | None
    after: list[Any] | None
    printed: str
    alias: list[int]
    shared: list[Any] | None
    keepsakes: list[Any] | None = None


def pack_behaviour(
    returned: list[Any] | None,
    raised: list[Any] | None,
    after: list[Any] | None,
    printed: str,
    alias: list[int],
    shared: list[Any] | None = None,
) -> bytes:
    """The payload of a behaviour."""
    return _pack((returned, raised, after, printed, alias, shared))


def unpack_behaviour(payload: bytes) -> Seen:
    """A payload read back."""
    return Seen(*_unpack(payload))


def with_keepsakes(payload: bytes, keepsakes: list[Any]) -> bytes:
    """A payload with what was looked at besides."""
    return _pack((*_unpack(payload)[:6], keepsakes))


def without_keepsakes(payload: bytes) -> bytes:
    """The payload as it is where nobody looked."""
    return _pack(_unpack(payload)[:6])


class Outcome(NamedTuple):
    """One call; a tuple, since three of them are made for each case. `native` None: the callable counts nothing.
    `note` explains every status but ok, and names the reasons of a fallback. `repeated` False: a fresh process did not
    die on it."""

    status: Status
    payload: bytes = b""
    nanoseconds: int = 0
    native: int | None = None
    fallback: int = 0
    note: str = ""
    repeated: bool = True
