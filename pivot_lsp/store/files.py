"""Files and the `.pivot/` folder: where things lie, and writes that are whole or not at all.

Invariant: a reader never sees half a file, and `.pivot/` is never committed by accident, since it ignores itself.
"""

import os
from pathlib import Path

FOLDER = ".pivot"


def write_atomic(path: Path, content: bytes | str, *, lasting: bool = True) -> None:
    """Writes `content` beside `path`, then renames: text as UTF-8 with `\\n` kept. Parents are made.

    The mode of a file that is replaced is kept. Raises OSError, and then leaves what was there. What is not `lasting`
    may be damaged when the machine loses its power: for what is checked where it is read, and can be made again.
    """
    import tempfile  # which takes a dozen modules with it, and processes that only read import this one

    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, partial = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(content.encode("utf-8") if isinstance(content, str) else content)
            out.flush()
            if lasting:
                os.fsync(out.fileno())
        os.chmod(partial, _mode(path))
        os.replace(partial, path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int:
    """The mode of the file at `path`; for a new one what open() would have given (mkstemp gives 0600)."""
    try:
        return path.stat().st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def pivot_folder(root: Path) -> Path:
    """`root/.pivot`, made when missing, with a .gitignore of `*`."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        write_atomic(ignore, "*\n")
    return folder


def index_cache(root: Path) -> Path | None:
    """`root/.pivot/index.msgpack`; None where the root cannot be written."""
    try:
        return pivot_folder(root) / "index.msgpack"
    except OSError:
        return None


def analysis_cache(root: Path) -> Path | None:
    """`root/.pivot/hotlist.json`; None where the root cannot be written."""
    try:
        return pivot_folder(root) / "hotlist.json"
    except OSError:
        return None


def benchmarks_file(root: Path) -> Path:
    """`.pivot/benchmarks.sqlite` at the project's root."""
    return root / FOLDER / "benchmarks.sqlite"


def facts_cache(root: Path) -> Path | None:
    """`root/.pivot/facts`, which need not exist; None where the root cannot be written."""
    try:
        return pivot_folder(root) / "facts"
    except OSError:
        return None


def profiles_folder(root: Path) -> Path:
    """`root/.pivot/profiles`, made when missing: where `pivot profile` puts what it took."""
    folder = pivot_folder(root) / "profiles"
    folder.mkdir(exist_ok=True)
    return folder


def cases_file(root: Path, dotted: str, kind: str = "") -> Path:
    """`root/.pivot/cases/<module>.<qualname>[.kind].jsonl`: recorded calls, or another kind. Nothing is made."""
    return root / FOLDER / "cases" / f"{dotted}{f'.{kind}' if kind else ''}.jsonl"
