"""Lines of log files, whatever they are packed in and however they are written, streamed.

A line is JSON, logfmt or a combined access log; which, is seen from the line itself. Invariants: one line is in
memory at a time and none is longer than MAX_LINE; a broken line or the broken end of a packed file is told to
`broken` and passed over; only a file that cannot be opened is an error.
"""

import codecs
import gzip
import importlib
import io
import json
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import parse_qsl, urlsplit

from pivot_lsp.model.errors import UsageError

MAX_LINE = 16 << 20
Broken = Callable[[Path, int, str, bytes], None]
"""(file, 1-based line, what is wrong, the line)."""

TEXTUAL = "\0textual"
"""Key of a parsed line whose values are text and take the type that the parameter declares."""


def read_lines(path: Path, broken: Broken) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a log file with their 1-based line numbers. Raises UsageError PV608 when it cannot be opened."""
    for number, line in _raw_lines(path, broken):
        stripped = line.strip()
        if not stripped:
            continue
        try:
            parsed = parse_line(stripped)
        except (ValueError, RecursionError) as error:
            broken(path, number, str(error) or type(error).__name__, stripped)
            continue
        yield number, parsed


def parse_line(line: bytes) -> dict[str, Any]:
    """One line as an object. Raises ValueError when it is none."""
    if line.startswith(b"{"):
        parsed = json.loads(line)
        if not isinstance(parsed, dict):
            raise ValueError("no JSON object")
        return parsed
    text = line.decode("utf-8")
    access = _ACCESS.fullmatch(text)
    if access:
        return _access(access)
    pairs = _LOGFMT.findall(text)
    if not pairs:
        raise ValueError("neither JSON, logfmt nor an access log")
    return {TEXTUAL: True, **{key: _unquoted(quoted) if quoted else bare for key, quoted, bare in pairs}}


_ACCESS = re.compile(
    r'(?P<host>\S+) \S+ (?P<user>\S+) \[(?P<time>[^\]]*)\] "(?P<method>[A-Z]+) (?P<target>\S+)[^"]*" '
    r'(?P<status>\d{3}) (?P<bytes>\d+|-)(?: "(?P<referer>[^"]*)" "(?P<agent>[^"]*)")?.*'
)
_LOGFMT = re.compile(r'([A-Za-z_][\w.\-]*)=(?:("(?:[^"\\]|\\.)*")|(\S*))')


def _access(found: "re.Match[str]") -> dict[str, Any]:
    fields: dict[str, Any] = {key: value for key, value in found.groupdict().items() if value is not None}
    url = urlsplit(fields["target"])
    fields["path"] = url.path
    fields.update(parse_qsl(url.query, keep_blank_values=True))
    return {TEXTUAL: True, **fields}


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(text))
    except ValueError:
        return text[1:-1]


def _raw_lines(path: Path, broken: Broken) -> Iterator[tuple[int, bytes]]:
    number = 0
    try:
        with _open(path) as file:
            while True:
                try:
                    line = file.readline(MAX_LINE)
                except (EOFError, gzip.BadGzipFile, zlib.error, Unpackable) as error:
                    broken(path, number + 1, f"the packed file breaks off: {error}", b"")
                    return
                if not line:
                    return
                number += 1
                line = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
                if len(line) == MAX_LINE and not line.endswith(b"\n"):
                    broken(path, number, f"longer than {MAX_LINE >> 20} MiB", line)
                    while line and not line.endswith(b"\n"):
                        line = file.readline(MAX_LINE)
                    continue
                yield number, line
    except OSError as error:
        raise UsageError("PV608", f"cannot read: {error.strerror or error}", file=path) from error


def _open(path: Path) -> AbstractContextManager[BinaryIO]:
    if path.suffix == ".gz":
        return cast(AbstractContextManager[BinaryIO], gzip.open(path, "rb"))
    if path.suffix == ".zst":
        try:
            zstandard = importlib.import_module("zstandard")
        except ImportError:
            raise UsageError(
                "PV608", "reading .zst needs a package", file=path, remedy="pip install zstandard, or unpack the file"
            ) from None
        return cast(AbstractContextManager[BinaryIO], io.BufferedReader(_Zstandard(path.open("rb"), zstandard)))
    return path.open("rb")


class Unpackable(Exception):
    """A packed file that is damaged."""


class _Zstandard(io.RawIOBase):
    """What frames of zstandard hold, one after another. The package's own reader has no lines and takes a file that
    was cut for one that ended."""

    STEP = 2048
    """Bytes that are unpacked at once: they hold 32 MiB at most."""

    def __init__(self, file: BinaryIO, zstandard: Any) -> None:
        self._file = file
        self._zstandard = zstandard
        self._frame: Any = None
        self._held = memoryview(b"")

    def readable(self) -> bool:
        """It can be read, and that is all it can."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As `io.RawIOBase`. Raises Unpackable for what is no frame, EOFError for a frame without its end."""
        rest = b""
        while not self._held:
            packed = rest or self._file.read(self.STEP)
            if not packed:
                if self._frame is not None:
                    raise EOFError("the last frame has no end")
                return 0
            self._frame = self._frame or self._zstandard.ZstdDecompressor().decompressobj()
            try:
                self._held = memoryview(self._frame.decompress(packed))
            except self._zstandard.ZstdError as error:
                raise Unpackable(str(error)) from None
            rest = b""
            if self._frame.eof:
                rest, self._frame = self._frame.unused_data, None
            if rest and self._held:
                self._file.seek(-len(rest), io.SEEK_CUR)
        count = min(len(buffer), len(self._held))
        buffer[:count] = self._held[:count]
        self._held = self._held[count:]
        return count

    def close(self) -> None:
        """Closes the file."""
        self._file.close()
        super().close()
