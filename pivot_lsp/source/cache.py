"""The index of a project kept between runs, so that only files that changed are parsed again.

One file under `.pivot/`, MessagePack: by path, the size and time that the index was made of, and the index itself,
which is decoded when it is asked for.
Invariant: an entry is used only for a file of the very same size, time and place that was indexed by the same code; a
cache that cannot be read, or is of another version, is the same as none. Nothing in it is ever executed.
"""

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import msgspec

from pivot_lsp.source import complexity, index, parse, walk, wrapped
from pivot_lsp.source.collector import collector_paused
from pivot_lsp.source.index import FileIndex, index_file
from pivot_lsp.store.files import write_atomic

LARGEST = 1 << 30

Identity = tuple[int, int, int]
"""Time in ns, bytes, inode: what tells a file's content."""


class Entry(msgspec.Struct, array_like=True, dict=True):
    """What one file was when it was indexed, and what it held."""

    identity: Identity | None
    """None: not kept, since the file is broken or was changed meanwhile, and is tried again."""
    index: msgspec.Raw

    @cached_property
    def decoded(self) -> FileIndex:
        """The index. Raises msgspec.MsgspecError where it is none."""
        with collector_paused():
            return _decoder().decode(self.index)


class Kept(msgspec.Struct, array_like=True):
    """The whole cache."""

    version: str
    root: str
    entries: dict[str, Entry]


class Files(Mapping[Path, FileIndex]):
    """Files by path, decoded one by one when they are asked for."""

    def __init__(self, found: dict[Path, FileIndex | Entry]) -> None:
        self._found = found

    def __getitem__(self, path: Path) -> FileIndex:
        found = self._found[path]
        if isinstance(found, Entry):
            found = self._found[path] = _whole(found, path)
        return found

    def __iter__(self) -> Iterator[Path]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def _whole(entry: Entry, path: Path) -> FileIndex:
    try:
        return entry.decoded
    except (msgspec.MsgspecError, ValueError, RecursionError):
        # What lies under `.pivot/` may have been damaged; the file itself is there.
        return index_file(path, trees=False)


@lru_cache(maxsize=1)
def version() -> str:
    """Changes with the code that makes indexes and with the Python that parses."""
    digest = hashlib.sha256(sys.version.encode())
    for module in (index, walk, parse, wrapped, complexity):
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()[:16]


def _to_builtin(value: object) -> object:
    if isinstance(value, Path):
        return str(value)
    raise NotImplementedError(type(value).__name__)


def _decoder() -> "msgspec.msgpack.Decoder[FileIndex]":
    """A decoder for one file: all its functions share the one Path."""
    seen: dict[Any, Path] = {}

    def from_builtin(kind: type, value: Any) -> object:
        if issubclass(kind, Path):
            return seen.get(value) or seen.setdefault(value, Path(value))
        raise NotImplementedError(kind.__name__)

    return msgspec.msgpack.Decoder(FileIndex, dec_hook=from_builtin)


def load(path: Path, root: Path) -> dict[str, Entry]:
    """The entries of `path` for `root`; empty when there are none that can be used."""
    try:
        if path.stat().st_size > LARGEST:
            return {}
        kept = msgspec.msgpack.decode(path.read_bytes(), type=Kept)
    except (OSError, msgspec.MsgspecError, ValueError, RecursionError):
        return {}
    return kept.entries if (kept.version, kept.root) == (version(), str(root)) else {}


def save(path: Path, root: Path, entries: dict[str, Entry]) -> None:
    """Writes the cache whole; a folder that cannot be written is no error, the next run is only slower."""
    content = msgspec.msgpack.encode(Kept(version(), str(root), entries))
    with contextlib.suppress(OSError):
        write_atomic(path, content, lasting=False)


def identity(path: str | Path) -> Identity | None:
    """What tells the content of the file that is there now; None when there is none."""
    try:
        stat = os.stat(path)
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def entry(index: FileIndex) -> Entry:
    """The entry of a file just indexed."""
    encoded = msgspec.Raw(msgspec.msgpack.encode(index, enc_hook=_to_builtin))
    kept = index.problem is None and index.identity == identity(index.path)
    return Entry(index.identity if kept else None, encoded)
