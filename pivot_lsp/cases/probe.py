"""The child process that runs legacy on candidate calls and says where each one went.

Frames of MessagePack, each after its length in 4 bytes, on two descriptors of their own. A batch of calls gives a row
a call: `[outcome, arcs]`, outcome `ok`, `slow`, `bad` (cannot be decoded), `skipped` or the exception's type, arcs the
line transitions inside the unit's files, each as a number. Invariant: a call that outlives its time is interrupted;
where that fails, the parent kills this process.
"""

import importlib
import inspect
import json
import marshal
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType, FunctionType
from typing import Any

import msgspec

from pivot_lsp.cases.sources import read_sources
from pivot_lsp.cases.values import Malformed, decode_call, import_name

MEMORY = 4 << 30
BATCH_SECONDS = 2.0
"""Beyond this the rest of a batch is `skipped`."""


class _Slow(BaseException):
    pass


def _interrupt(_: int, __: FrameType | None) -> None:
    raise _Slow


class Tracer:
    """Collects line transitions in some files."""

    def __init__(self, files: list[str]) -> None:
        self.files = {name: number for number, name in enumerate(files)}
        self.arcs: set[int] = set()

    def enter(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any] | None:
        """The trace function of a frame of those files."""
        number = self.files.get(frame.f_code.co_filename)
        if number is None:
            return None
        base = number << 40
        last = 0
        arcs = self.arcs

        def line(inner: FrameType, what: str, _: Any) -> Callable[..., Any]:
            nonlocal last
            if what == "line":
                arcs.add(base | last << 20 | inner.f_lineno)
                last = inner.f_lineno
            return line

        return line


def run_one(function: Callable[..., Any], tracer: Tracer, call: list[Any], seconds: float) -> list[Any]:
    """Runs one call; `[outcome, arcs]`."""
    try:
        args, kwargs = decode_call(call[0], call[1], import_name)
    except (Malformed, ImportError, AttributeError):
        return ["bad", []]
    tracer.arcs = set()
    outcome = "ok"
    signal.setitimer(signal.ITIMER_REAL, seconds)
    sys.settrace(tracer.enter)
    try:
        function(*args, **kwargs)
    except _Slow:
        outcome = "slow"
    except BaseException as error:  # noqa: BLE001 - whatever legacy raises is what is asked for
        outcome = type(error).__name__
    finally:
        sys.settrace(None)
        signal.setitimer(signal.ITIMER_REAL, 0)
    return [outcome, sorted(tracer.arcs)]


def read_frame(fd: int) -> Any:
    """The next frame; None at the end of the pipe."""
    head = _exactly(fd, 4)
    return None if head is None else msgspec.msgpack.decode(_exactly(fd, int.from_bytes(head)) or b"\xc0")


def write_frame(fd: int, value: Any) -> None:
    """Writes a frame."""
    body = msgspec.msgpack.encode(value)
    left = memoryview(len(body).to_bytes(4) + body)
    while left:
        left = left[os.write(fd, left) :]


def _exactly(fd: int, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        chunk = os.read(fd, size - len(parts))
        if not chunk:
            return None
        parts += chunk
    return bytes(parts)


def swap(functions: list[dict[str, str]]) -> None:
    """Puts other code in place of functions; one that cannot be found stays as it is."""
    for each in functions:
        try:
            found: Any = importlib.import_module(each["module"])
            for part in each["qualname"].split("."):
                found = inspect.getattr_static(found, part)
                found = getattr(found, "__func__", found)
                found = found.fget if isinstance(found, property) else found
            found = inspect.unwrap(found)
            if isinstance(found, FunctionType):
                found.__code__ = marshal.loads(bytes.fromhex(each["code"]))
        except (ImportError, AttributeError, ValueError):
            continue


def main() -> None:
    """Serves the request in `sys.argv[1]`: `{"paths", "module", "qualname", "files", "read", "write", "seconds"}`; the
    first frame is the functions' code with lines of their own, each further one a batch."""
    request = json.loads(sys.argv[1])
    read_sources(request["paths"])
    sys.path[:0] = request["paths"]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    function: Any = importlib.import_module(request["module"])
    for part in request["qualname"].split("."):
        function = getattr(function, part)
    signal.signal(signal.SIGALRM, _interrupt)
    swap(read_frame(request["read"]))
    tracer = Tracer(request["files"])
    while (batch := read_frame(request["read"])) is not None:
        until = time.monotonic() + BATCH_SECONDS
        rows = []
        for call in batch:
            late = time.monotonic() > until
            rows.append(["skipped", []] if late else run_one(function, tracer, call, request["seconds"]))
        write_frame(request["write"], rows)
    os._exit(0)


if __name__ == "__main__":
    main()
