"""Runs one `pivot` verb in a child process and brings back its JSON object.

Invariants: when `run` returns or is cancelled, no process of the child's group is left; the child never sees the
caller's stdin or stdout (a language server speaks on both); reading cannot hang on a grandchild that keeps a pipe
open.
"""

import asyncio
import contextlib
import json
import os
import signal
import site
import sys
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pivot_lsp.jobs.parent import VARIABLE

Status = Literal["done", "refused", "failed", "cancelled", "timeout"]

GRACE = 2.0
"""Seconds between SIGTERM and SIGKILL."""

LINGER = 1.0
"""Seconds that pipes may stay open after the child's exit, before what holds them is killed."""

TAIL = 200
"""Lines of stderr kept for the message when a job fails."""

RESULT = 64 << 20
"""Bytes kept of stdout."""

LINE = 2_000
"""Characters kept of one line of stderr."""

NICENESS = 10
REFUSED = 3
"""The exit code with which a verb refuses (docs/commands.md)."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One line of --progress-fd: `total` is None when it is unknown."""

    what: str
    done: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Job:
    """What to run. Jobs with the same `key` are one job; jobs of one `lane` run one after the other."""

    key: str
    argv: tuple[str, ...]
    cwd: Path
    limit: float
    """Seconds, after which the job is stopped."""
    lane: str | None = None
    progress: bool = True
    """Whether argv understands --progress-fd."""
    command: tuple[str, ...] = ()
    """Another program's command line, which the verb runs; it stands after `--`."""
    awaited: bool = False
    """It is short and a person waits for it: it has the server's own priority, and not a low one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended. `result` is the JSON object on its stdout, when there was one."""

    status: Status
    exit_code: int | None
    result: Mapping[str, Any] | None
    stderr: tuple[str, ...] = field(repr=False)
    seconds: float

    @property
    def message(self) -> str:
        """One line for a person: the last thing said on stderr, or how the process ended."""
        if self.status == "timeout":
            return f"stopped after {self.seconds:.0f} s, its time limit"
        if self.status == "cancelled":
            return "cancelled"
        said = next((line.strip() for line in reversed(self.stderr) if line.strip()), "")
        if self.exit_code is not None and self.exit_code < 0:  # what it said before is no reason
            killed = f"killed by {signal.Signals(-self.exit_code).name}"
            return f"{killed}; it said last: {said}" if said else killed
        if said:
            return said
        return "done" if self.status == "done" else f"ended with exit code {self.exit_code}"


def pivot_argv(verb: str, *words: str) -> tuple[str, ...]:
    """The argv of a `pivot` verb under this interpreter.

    -P keeps the working directory, which is the user's project, off the module path: a `json.py` lying there must
    not be imported in the place of the standard library's.
    """
    return (sys.executable, "-P", "-m", "pivot_lsp", verb, *words)


def _environment() -> dict[str, str]:
    """The caller's environment; a source checkout adds itself to the module path, an installed package needs not."""
    home = str(Path(__file__).resolve().parents[2])
    environment = dict(os.environ) | {VARIABLE: str(os.getpid())}
    if home not in (*site.getsitepackages(), site.getusersitepackages()):
        before = environment.get("PYTHONPATH")
        environment["PYTHONPATH"] = home if not before else f"{home}{os.pathsep}{before}"
    return environment


def _kill(group: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


async def _stop(process: asyncio.subprocess.Process) -> None:
    """SIGTERM to the group, SIGKILL to what is left of it after GRACE; returns when all of it is gone."""
    _kill(process.pid, signal.SIGTERM)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), GRACE)
    _kill(process.pid, signal.SIGKILL)
    await process.wait()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(GRACE):
            while _lives(process.pid):
                await asyncio.sleep(0.005)


def _lives(group: int) -> bool:
    """Whether a process of the group is still there; SIGKILL is delivered, not obeyed at once. Zombies are gone."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, its_group, *_ = stat.read_text().rpartition(")")[2].split()
            if int(its_group) == group and state != "Z":
                return True
    return False


async def _to_the_end(work: Coroutine[Any, Any, None]) -> None:
    """Awaits `work` even if this task is cancelled meanwhile, and hands the cancellation on afterwards."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled


@contextlib.asynccontextmanager
async def _reading(fd: int) -> AsyncIterator[asyncio.StreamReader]:
    """A stream over the reading end `fd`, closed at the end."""
    reader = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(fd, "rb", buffering=0)
    )
    try:
        yield reader
    finally:
        transport.close()


async def _collect(fd: int, into: bytearray) -> None:
    """Keeps what arrives, so that it is there even when the end never comes; beyond RESULT it is let go."""
    async with _reading(fd) as stream:
        while block := await stream.read(65_536):
            if len(into) <= RESULT:
                into += block


async def _tail(fd: int, lines: deque[str]) -> None:
    pending = b""
    async with _reading(fd) as stream:
        while block := await stream.read(65_536):
            *whole, pending = (pending + block).split(b"\n")
            lines.extend(line.decode(errors="replace")[:LINE] for line in whole)
            pending = pending[-4 * LINE :]
    if pending:
        lines.append(pending.decode(errors="replace")[:LINE])


def _parse_progress(line: bytes) -> Progress | None:
    try:
        told = json.loads(line)
        total = told["total"]
        return Progress(str(told["what"]), int(told["done"]), None if total is None else int(total))
    except (ValueError, TypeError, KeyError):
        return None


async def _follow(fd: int, on_progress: Callable[[Progress], None]) -> None:
    """Reads JSON Lines to the end; a line that is not progress is passed over."""
    async with _reading(fd) as stream:
        try:
            async for line in stream:
                if (progress := _parse_progress(line)) is not None:
                    on_progress(progress)
        except ValueError:  # a line beyond the reader's limit: this child does not speak JSON Lines
            return


def _result(stdout: bytes) -> Mapping[str, Any] | None:
    try:
        value = json.loads(stdout)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _status(code: int, result: Mapping[str, Any] | None) -> Status:
    if code == 0:
        return "failed" if result is None else "done"
    return "refused" if code == REFUSED else "failed"


async def run(job: Job, on_progress: Callable[[Progress], None] = lambda _: None) -> Outcome:
    """Runs `job` to its end, its limit or this task's cancellation.

    Raises OSError when the program cannot be started, and asyncio.CancelledError after the group is gone.
    """
    began = time.monotonic()
    pipes = [os.pipe() for _ in range(3)]
    (out, _), (err, _), (told, _) = pipes
    writers = [write for _, write in pipes]
    argv = (*job.argv, "--progress-fd", str(writers[2])) if job.progress else job.argv
    argv = (*argv, "--", *job.command) if job.command else argv
    try:
        # Pipes of our own: with asyncio's, `wait` returns only when the last process that holds one has closed it.
        process = await asyncio.create_subprocess_exec(
            *argv,
            cwd=job.cwd,
            env=_environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=writers[0],
            stderr=writers[1],
            start_new_session=True,
            pass_fds=(writers[2],),
        )
    except BaseException:
        for fd in (out, err, told):
            os.close(fd)
        raise
    finally:
        for fd in writers:
            os.close(fd)
    if not job.awaited:
        with contextlib.suppress(OSError):  # gone already
            os.setpriority(os.PRIO_PGRP, process.pid, min(19, os.nice(0) + NICENESS))

    lines: deque[str] = deque(maxlen=TAIL)
    stdout = bytearray()
    readers = [
        asyncio.ensure_future(_collect(out, stdout)),
        asyncio.ensure_future(_tail(err, lines)),
        asyncio.ensure_future(_follow(told, on_progress)),
    ]
    timed_out = False
    try:
        try:
            await asyncio.wait_for(process.wait(), job.limit)
        except TimeoutError:
            timed_out = True
        finally:
            await _to_the_end(_stop(process))
        await asyncio.wait(readers, timeout=LINGER)
    finally:
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*readers, return_exceptions=True)
    seconds = time.monotonic() - began
    code = process.returncode
    result = _result(bytes(stdout))
    if timed_out or code is None:
        return Outcome("timeout", code, None, tuple(lines), seconds)
    return Outcome(_status(code, result), code, result, tuple(lines), seconds)
