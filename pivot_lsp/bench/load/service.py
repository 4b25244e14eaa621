"""One side of the service: started, waited for, watched (memory, processor time), ended with all its processes."""

import http.client
import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pivot_lsp.bench.load.config import split
from pivot_lsp.model.errors import NoVerdict, UsageError
from pivot_lsp.model.load import LoadConfig, Side

HOST = "127.0.0.1"
GRACE = 5.0
"""Seconds between asking a service to end and ending it."""
SAMPLED = 0.2
TAIL = 2000


@dataclass
class Usage:
    """Of all processes of a service, while it was watched; None when it is not ours."""

    cpu_seconds: float | None = None
    memory_mb: float | None = None


@dataclass(frozen=True)
class Service:
    """Where it listens; `session` is that of its processes, None when it was not started here."""

    host: str
    port: int
    session: int | None

    @contextmanager
    def watched(self) -> Iterator[Usage]:
        """Fills the usage when it ends."""
        usage = Usage()
        if self.session is None:
            yield usage
            return
        ended = threading.Event()
        peaks: list[int] = []

        def sample() -> None:
            while not ended.wait(SAMPLED):
                peaks.append(_processes(self.session)[1])

        before, now = _processes(self.session)
        thread = threading.Thread(target=sample, daemon=True)
        thread.start()
        try:
            yield usage
        finally:
            ended.set()
            thread.join()
            after, last = _processes(self.session)
            usage.cpu_seconds = max(0.0, after - before)
            usage.memory_mb = max([now, last, *peaks]) / 2**20


def _processes(session: int | None) -> tuple[float, int]:
    """(processor seconds, resident bytes) of a session's processes that live."""
    ticks, page = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
    seconds, resident = 0.0, 0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (OSError, UnicodeDecodeError):
            continue
        if int(fields[3]) == session:
            seconds += sum(map(int, fields[11:15])) / ticks  # with the children that it waited for
            resident += int(fields[21]) * page
    return seconds, resident


@contextmanager
def running(side: Side, config: LoadConfig, folder: Path) -> Iterator[Service]:
    """A side that answers. Raises UsageError PV790 for a command that is none, NoVerdict PV793 if it never answers."""
    if side.url is not None:
        parts = split(side.url, folder)
        service = Service(parts.hostname or HOST, parts.port or 80, None)
        _wait(service, config, None, None)
        yield service
        return
    port = _free_port()
    command = [word.replace("{port}", str(port)) for word in side.command]
    with tempfile.TemporaryFile() as said:
        try:
            process = subprocess.Popen(
                command, cwd=folder, env=os.environ | side.env | {"PORT": str(port)}, stdin=subprocess.DEVNULL,
                stdout=said, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        except (OSError, ValueError) as error:
            raise UsageError("PV790", f"cannot be started: {command[0]}: {error}", file=folder) from None
        try:
            service = Service(HOST, port, process.pid)
            _wait(service, config, process, said)
            yield service
        finally:
            _end(process)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _wait(
    service: Service, config: LoadConfig, process: subprocess.Popen[bytes] | None, said: IO[bytes] | None
) -> None:
    deadline = time.monotonic() + config.ready_seconds
    problem = "no answer"
    while time.monotonic() < deadline:
        if process is not None and process.poll() is not None:
            problem = f"it ended with {process.returncode}"
            break
        connection = http.client.HTTPConnection(service.host, service.port, timeout=config.timeout)
        try:
            connection.request("GET", config.ready)
            status = connection.getresponse().status
            if status < 500:
                return
            problem = f"{config.ready} answers {status}"
        except (OSError, http.client.HTTPException) as error:
            problem = f"{type(error).__name__}: {error}"
        finally:
            connection.close()
        time.sleep(0.05)
    raise NoVerdict("PV793", f"the service at port {service.port} is not ready: {problem}{_tail(said)}")


def _tail(said: IO[bytes] | None) -> str:
    """The last line that the service wrote."""
    if said is None:
        return ""
    said.seek(max(0, said.seek(0, os.SEEK_END) - TAIL))
    lines = [line for line in said.read().decode(errors="replace").splitlines() if line.strip()]
    shown = "".join(c for c in lines[-1] if c.isprintable()) if lines else ""
    return f"; it said: {shown}" if shown else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the session's processes, at first politely."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            break
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            continue
    process.wait()
