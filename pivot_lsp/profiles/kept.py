"""Facts kept between runs, as the reading child wrote them: a file that has not changed is not read again.

Under `.pivot/facts/`, a file for each: a line that says what it was made of, and the child's line. Invariant: what is
kept is used only for the very same file (path, time, size, inode) read by the same code, and is decoded as strictly as
what a child says; one that is damaged is the same as none.
"""

import contextlib
import hashlib
import sys
from functools import lru_cache
from pathlib import Path

from pivot_lsp.source.cache import identity
from pivot_lsp.store.files import write_atomic

MOST = 8
"""Files that are kept: the newest."""
LARGEST = 64 << 20
PACKAGE = Path(__file__).resolve().parents[1]


@lru_cache(maxsize=1)
def _code() -> str:
    """Changes with the readers, what they fill in, and the Python that runs them."""
    digest = hashlib.sha256(sys.version.encode())
    for file in sorted((PACKAGE / "profiles").rglob("*.py")):
        digest.update(file.read_bytes())
    digest.update((PACKAGE / "model" / "facts.py").read_bytes())
    return digest.hexdigest()


def head_of(path: Path, callers: bool = True) -> bytes | None:
    """What tells the facts of `path`, with callers or without, from any others; None where there is no such file."""
    told = identity(path)
    if told is None:
        return None
    text = f"{_code()}\0{path.absolute()}\0{told}{callers}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest().encode()


def load(folder: Path, path: Path, callers: bool = True) -> bytes | None:
    """The child's line about `path`, where it is kept."""
    head = head_of(path, callers)
    try:
        kept, _, line = _place(folder, path, callers).read_bytes().partition(b"\n")
    except OSError:
        return None
    return line if kept == head else None


def save(folder: Path, path: Path, head: bytes, line: bytes, callers: bool = True) -> None:
    """Keeps a line that was made while `head` was that of the file. A folder that cannot be written is no error."""
    if len(line) > LARGEST or head != head_of(path, callers):
        return
    with contextlib.suppress(OSError):
        write_atomic(_place(folder, path, callers), head + b"\n" + line, lasting=False)
        files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns, reverse=True)
        for old in files[MOST:]:
            old.unlink()


def _place(folder: Path, path: Path, callers: bool) -> Path:
    return folder / hashlib.sha256(f"{path.absolute()}\0{callers}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
