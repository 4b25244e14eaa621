"""The index of a project kept between runs, so that only files that changed are parsed again.

One file under `.pivot/`, MessagePack: by path, the size and time that the index was made of, and the index itself.
Invariant: an entry is used only for a file of the very same size, time and place that was indexed by the same code; a
cache that cannot be read, or is of another version, is the same as none. Nothing in it is ever executed.
"""

import contextlib
import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec

from pivot_lsp.source import index, parse, walk, wrapped
from pivot_lsp.source.collector import collector_paused
from pivot_lsp.source.index import FileIndex, ProjectIndex, index_file
from pivot_lsp.store.files import write_atomic

LARGEST = 512 << 20


class Entry(msgspec.Struct, array_like=True):
    """What one file was when it was indexed, and what it held."""

    modified_ns: int
    size: int
    inode: int
    index: FileIndex


class Kept(msgspec.Struct, array_like=True):
    """The whole cache."""

    version: str
    root: str
    entries: dict[str, Entry]


def version() -> str:
    """Changes with the code that makes indexes and with the Python that parses."""
    digest = hashlib.sha256(sys.version.encode())
    for module in (index, walk, parse, wrapped):
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()[:16]


def _to_builtin(value: object) -> object:
    if isinstance(value, Path):
        return str(value)
    raise NotImplementedError(type(value).__name__)


def _from_builtin(kind: type, value: object) -> object:
    if issubclass(kind, Path):
        return Path(str(value))
    raise NotImplementedError(kind.__name__)


def load(path: Path, root: Path) -> dict[str, Entry]:
    """The entries of `path` for `root`; empty when there are none that can be used."""
    try:
        if path.stat().st_size > LARGEST:
            return {}
        kept = msgspec.msgpack.decode(path.read_bytes(), type=Kept, dec_hook=_from_builtin)
    except (OSError, msgspec.MsgspecError, ValueError, RecursionError):
        return {}
    return kept.entries if (kept.version, kept.root) == (version(), str(root)) else {}


def save(path: Path, root: Path, entries: dict[str, Entry]) -> None:
    """Writes the cache whole; a folder that cannot be written is no error, the next run is only slower."""
    content = msgspec.msgpack.encode(Kept(version(), str(root), entries), enc_hook=_to_builtin)
    with contextlib.suppress(OSError):
        write_atomic(path, content)


def fresh(entries: dict[str, Entry], path: Path) -> FileIndex | None:
    """The kept index of a file, where it is the same file still."""
    entry = entries.get(str(path))
    if entry is None:
        return None
    try:
        stat = path.stat()
    except OSError:
        return None
    same = (entry.modified_ns, entry.size, entry.inode) == (stat.st_mtime_ns, stat.st_size, stat.st_ino)
    return entry.index if same else None


def entry(index: FileIndex) -> Entry | None:
    """The entry of a file just indexed; None when it changed meanwhile or was broken, which is tried again."""
    if index.problem is not None:
        return None
    try:
        stat = index.path.stat()
    except OSError:
        return None
    if stat.st_mtime != index.modified:
        return None
    return Entry(stat.st_mtime_ns, stat.st_size, stat.st_ino, index)


def index_kept(root: Path, files: Iterable[Path], path: Path) -> ProjectIndex:
    """The index of `files` without trees; those that have not changed since `path` was written are not read."""
    known = load(path, root)
    found: dict[Path, FileIndex] = {}
    entries: dict[str, Entry] = {}
    changed = False
    with collector_paused():
        for file in files:
            kept = fresh(known, file)
            if kept is not None:
                found[file] = kept
                entries[str(file)] = known[str(file)]
                continue
            made = index_file(file, root, trees=False)
            found[made.path] = made
            new = entry(made)
            if new is not None:
                entries[str(made.path)] = new
                changed = True
        if changed or len(entries) != len(known):
            save(path, root, entries)
    return ProjectIndex(root, found)
