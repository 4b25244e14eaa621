"""The process that indexes files for another one: paths on stdin, each ended by a NUL; answers on stdout.

It imports what indexing needs and no more, for several of them start before anything else can happen.
"""

import gc
import os
import struct
import sys
from pathlib import Path

import msgspec

from pivot_lsp.source.cache import entry
from pivot_lsp.source.index import index_file

HEADER = struct.Struct("<I")
"""Bytes of the encoded Entry that follows."""


def work(root: str) -> None:
    """Answers until stdin ends."""
    # Nothing that indexing makes lives in a cycle, and the process is short-lived.
    gc.disable()
    left = b""
    while data := os.read(0, 1 << 16):
        *names, left = (left + data).split(b"\0")
        for name in names:
            index = index_file(Path(os.fsdecode(name)), Path(root), trees=False)
            body = msgspec.msgpack.encode(entry(index))
            sys.stdout.buffer.write(HEADER.pack(len(body)) + body)
            sys.stdout.buffer.flush()
