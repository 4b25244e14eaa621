"""Frames between parent and worker: 4 bytes of length, big-endian, then MessagePack.

Invariant: a frame is whole or absent; what is left of a frame when the other side dies is dropped with it.
"""

import os
import struct
from typing import Any

import msgspec

_LENGTH = struct.Struct(">I")
_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder().decode


def send(fd: int, message: Any) -> None:
    """Writes one frame; blocks. Raises BrokenPipeError when nobody reads."""
    body = _pack(message)
    view = memoryview(_LENGTH.pack(len(body)) + body)
    while view:
        view = view[os.write(fd, view) :]


def receive(fd: int) -> Any:
    """Reads one frame; blocks. Raises EOFError at the end."""
    (length,) = _LENGTH.unpack(_exactly(fd, _LENGTH.size))
    return _unpack(_exactly(fd, length))


def _exactly(fd: int, count: int) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        part = os.read(fd, min(count - len(parts), 1 << 20))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


class Frames:
    """Frames out of bytes that arrive in any portions."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> list[Any]:
        """The frames completed by `data`."""
        self._bytes += data
        found = []
        start = 0
        while len(self._bytes) - start >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._bytes, start)
            end = start + _LENGTH.size + length
            if len(self._bytes) < end:
                break
            found.append(_unpack(memoryview(self._bytes)[start + _LENGTH.size : end].tobytes()))
            start = end
        del self._bytes[:start]
        return found
