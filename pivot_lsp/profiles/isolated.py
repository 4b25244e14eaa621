"""Reads profile and coverage files in a child process with limits on memory and time.

Invariant: a file can end the child, never the caller, and every outcome is a value or one `UsageError` with a PV1xx
code, the file, and the place. The child starts isolated (`-I`), so nothing of the working directory is imported.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.facts import Coverage, Profile
from pivot_lsp.profiles import kept
from pivot_lsp.source.collector import collector_paused

Facts = TypeVar("Facts", Profile, Coverage)

PACKAGES = str(Path(__file__).resolve().parents[2])
BOOT = "import sys; sys.path.append(sys.argv[1]); from pivot_lsp.profiles.child import main; main(sys.argv[2:])"


@dataclass(frozen=True)
class Limits:
    """Bounds of one reading: bytes of the file, bytes of address space, seconds for one file."""

    file_bytes: int = 256 << 20
    memory_bytes: int = 2 << 30
    seconds: int = 60


def read_all(
    paths: Sequence[Path], limits: Limits = Limits(), keep: Path | None = None, callers: bool = True
) -> list[Profile | Coverage | UsageError]:
    """Each file's facts or its error, in order. One child reads them all; a file that ends it costs only itself.

    `keep`: a folder where facts are kept for the next time. Without `callers`, those of Python functions may be left
    out: nothing but a call graph needs them, and they are most of a traced profile.
    """
    outcomes: list[Profile | Coverage | UsageError | None] = [_unreadable(path, limits) for path in paths]
    if keep is not None:
        outcomes = [known or _remembered(keep, path, callers) for known, path in zip(outcomes, paths)]
    while None in outcomes:
        waiting = [at for at, outcome in enumerate(outcomes) if outcome is None]
        heads = [kept.head_of(paths[at], callers) if keep is not None else None for at in waiting]
        lines, ending = _run([paths[at] for at in waiting], limits, callers)
        for at, line, head in zip(waiting, lines, heads):
            outcomes[at] = _outcome(paths[at], line)
            if keep is not None and head is not None and not isinstance(outcomes[at], UsageError):
                kept.save(keep, paths[at], head, line, callers)
        if len(lines) < len(waiting):
            outcomes[waiting[len(lines)]] = UsageError("PV105", ending, file=paths[waiting[len(lines)]])
    return [outcome for outcome in outcomes if outcome is not None]


def load(path: Path, limits: Limits = Limits()) -> Profile:
    """Reads a profile. Raises UsageError PV100 to PV107, one line with file and place."""
    [facts] = read_all([path], limits)
    return expect(Profile, facts, path)


def load_coverage(path: Path, limits: Limits = Limits()) -> Coverage:
    """Reads a coverage file. Raises UsageError PV100 to PV107, one line with file and place."""
    [facts] = read_all([path], limits)
    return expect(Coverage, facts, path)


def expect(kind: type[Facts], facts: Profile | Coverage | UsageError, path: Path) -> Facts:
    """`facts` when they are of `kind`. Raises the error that stands there instead, or PV107 for the other kind."""
    if isinstance(facts, UsageError):
        raise facts
    if isinstance(facts, kind):
        return facts
    wanted, got = kind.__name__.lower(), type(facts).__name__.lower()
    raise UsageError("PV107", f"a {got} file ({facts.format}) where a {wanted} was asked for", file=path)


def _remembered(folder: Path, path: Path, callers: bool) -> Profile | Coverage | None:
    line = kept.load(folder, path, callers)
    found = None if line is None else _outcome(path, line)
    return None if isinstance(found, UsageError) else found


def _unreadable(path: Path, limits: Limits) -> UsageError | None:
    try:
        if not path.is_file():
            what = "is a folder or a device" if path.exists() else "no such file"
            return UsageError("PV100", what, file=path, remedy="name a profile or coverage file")
        size = path.stat().st_size
    except OSError as error:
        return UsageError("PV100", f"cannot be read: {error.strerror}", file=path)
    if size > limits.file_bytes:
        return UsageError("PV104", f"{size} bytes, more than the {limits.file_bytes} that are read", file=path)
    return None


def _run(paths: list[Path], limits: Limits, callers: bool) -> tuple[list[bytes], str]:
    """The lines that came back, and in what way the child ended."""
    with tempfile.TemporaryDirectory(prefix="pivot-facts-") as scratch:
        words = [sys.executable, "-I", "-c", BOOT, PACKAGES, str(limits.memory_bytes), str(limits.seconds), scratch]
        words.append(str(int(callers)))
        try:
            done = subprocess.run(
                words + [str(path.absolute()) for path in paths],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=(limits.seconds + 10) * len(paths),
            )
        except subprocess.TimeoutExpired as error:
            return (error.stdout or b"").split(b"\n")[:-1], f"reading it took over {limits.seconds} s"
    lines = done.stdout.split(b"\n")[:-1]
    if done.returncode == -14:
        return lines, f"reading it took over {limits.seconds} s"
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines, f"the reader ended with {done.returncode}" + (f": {said[-1]:.160}" if said else "")


def _outcome(path: Path, line: bytes) -> Profile | Coverage | UsageError:
    # The readers wrote it under the same models, but what crosses a process is checked where it arrives.
    if line.startswith(b'{"error":'):
        error: dict[str, Any] = json.loads(line)["error"]
        return UsageError(error["code"], error["message"], file=path, line=error["line"])
    kind: type[Profile | Coverage] = Profile if line.startswith(b'{"profile":') else Coverage
    body = memoryview(line)[len(b'{"profile":' if kind is Profile else b'{"coverage":') : -1]
    try:
        with collector_paused():
            return msgspec.json.decode(body, type=kind)
    except msgspec.MsgspecError as error:
        return UsageError("PV103", f"not readable: {str(error).splitlines()[0]:.120}", file=path)
