"""The parent's side of a worker: starts it, feeds it calls, replaces it when it dies, and says what each call became.

Invariants: every call given to `run` comes back as exactly one outcome, in order (`deaths_enough` gives up the rest);
a call that killed its process is tried once more in a fresh one, and what the others of its batch became is neither
lost nor taken twice; nothing of a worker's process group outlives `close`. A worker is started by the one thread that
serves it, because the kernel ties the child's life to its parent thread (PR_SET_PDEATHSIG).
"""

import contextlib
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import msgspec

from pivot_lsp.cases.values import canonical
from pivot_lsp.model.errors import NoVerdict
from pivot_lsp.parity.answers import Answers
from pivot_lsp.parity.channel import Frames, send
from pivot_lsp.parity.implementation import Implementation
from pivot_lsp.parity.outcome import Outcome
from pivot_lsp.parity.worker import MARK, Orders

Call = tuple[list[Any], dict[str, Any]]
"""Encoded positional and keyword arguments."""

_BOOT = "import sys; sys.path.append(sys.argv[1]); from pivot_lsp.parity.worker import start; start(sys.argv[2])"
_HOME = str(Path(__file__).resolve().parents[2])
LOAD_SECONDS = 120.0
IDLE_SECONDS = 60.0
GIB = 1 << 30


@dataclass(frozen=True)
class Setup:
    """How a worker is run. `soft_seconds` interrupts a Python call, `hard_seconds` kills the process group. `spoil`:
    what a call returned is changed afterwards."""

    implementation: Implementation
    hash_seed: int = 0
    soft_seconds: float | None = None
    hard_seconds: float = 10.0
    address_space: int = 4 * GIB
    file_size: int = GIB // 4
    spoil: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Death:
    """A worker's end: the call under way (None: between calls), and the outcome that it gives that call."""

    index: int | None
    outcome: Outcome


class _Process:
    """One child. Not replaced: `Worker` makes a new one."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        request_read, self.request = os.pipe()
        self.reply, reply_write = os.pipe()
        mark = os.memfd_create("mark")
        self.errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self.killed = False
        self.frames = Frames()
        os.pwrite(mark, MARK.pack(time.monotonic_ns(), -1), 0)
        self.mark = mark
        orders = Orders(
            implementation=setup.implementation,
            request_fd=request_read,
            reply_fd=reply_write,
            mark_fd=mark,
            soft_seconds=setup.soft_seconds,
            address_space=setup.address_space,
            file_size=setup.file_size,
            spoil=setup.spoil,
        )
        environment = {
            **os.environ,
            "PYTHONHASHSEED": str(setup.hash_seed),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TZ": "UTC",
            "LC_ALL": "C.UTF-8",
            **setup.environment,
        }
        try:
            self.child = subprocess.Popen(
                [sys.executable, "-P", "-c", _BOOT, _HOME, msgspec.json.encode(orders).decode()],
                stdin=subprocess.DEVNULL,
                stdout=self.errors,
                stderr=self.errors,
                pass_fds=(request_read, reply_write, mark),
                cwd=setup.implementation.root,
                env=environment,
                start_new_session=True,
            )
        finally:
            os.close(request_read)
            os.close(reply_write)

    def under_way(self) -> tuple[int | None, float]:
        """The call under way and its seconds so far."""
        began, index = MARK.unpack(os.pread(self.mark, MARK.size, 0))
        return (None, 0.0) if index < 0 else (index, (time.monotonic_ns() - began) / 1e9)

    def messages(self, idle_seconds: float) -> Iterator[dict[str, Any]]:
        """What the child says, until it dies or a deadline has it killed."""
        poll = select.poll()
        poll.register(self.reply, select.POLLIN)
        quiet_since = time.monotonic()
        while True:
            left = self.setup.hard_seconds - self.under_way()[1]
            if not poll.poll(max(left, 0.001) * 1000):
                index, spent = self.under_way()
                late = time.monotonic() - quiet_since > idle_seconds if index is None else False
                if late or spent > self.setup.hard_seconds:
                    self.killed = True
                    self.kill()
                    return
                continue
            data = os.read(self.reply, 1 << 20)
            if not data:
                return
            quiet_since = time.monotonic()
            yield from self.frames.feed(data)

    def kill(self) -> None:
        """Ends the child and all that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.child.pid, signal.SIGKILL)

    def close(self) -> None:
        """Ends it and releases every descriptor."""
        self.kill()
        self.child.wait()
        for fd in (self.request, self.reply, self.mark):
            os.close(fd)
        self.errors.close()

    def error_text(self) -> str:
        """The last of what it wrote to standard error, faulthandler's trace included."""
        self.errors.flush()
        size = self.errors.seek(0, os.SEEK_END)
        self.errors.seek(max(0, size - 65536))
        return self.errors.read().decode("utf-8", "backslashreplace").strip()

    def post_mortem(self) -> Death:
        """After the last message: how it ended."""
        try:
            self.child.wait(2.0)
        except subprocess.TimeoutExpired:
            self.kill()
            self.child.wait()
        index, spent = self.under_way()
        if self.killed:
            note = f"no answer within {self.setup.hard_seconds:g} s"
            return Death(index, Outcome("timeout", nanoseconds=int(spent * 1e9), note=note))
        code = self.child.returncode
        how = f"exited with code {code}" if code >= 0 else f"killed by {_signal_name(-code)}"
        return Death(index, Outcome("crash", note="; ".join([how, *_innermost(self.error_text())])))


HANGING = 6
"""Deaths that a call which hung twice counts for besides its two: each took the whole deadline."""
SANITIZER_MARKS = ("AddressSanitizer", "LeakSanitizer", "UndefinedBehaviorSanitizer", "runtime error:")


def _innermost(errors: str) -> list[str]:
    """What a sanitizer found, and the innermost frame of the user's in faulthandler's trace."""
    found = [line.strip() for line in errors.splitlines() if any(mark in line for mark in SANITIZER_MARKS)][:1]
    frames = [line.strip() for line in errors.splitlines() if line.startswith('  File "')]
    return (
        found + [frame for frame in frames if str(Path(__file__).parent) not in frame and "<string>" not in frame][:1]
    )


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


class Worker:
    """A long-lived worker that survives what it runs. Its methods may be called from any thread, one at a time."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.deaths = 0
        self._process: _Process | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="worker")

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, calls: Sequence[Call]) -> "Future[Answers]":
        """Runs the calls; one outcome each, in order. The future raises NoVerdict PV622 when loading fails."""
        return self.submit_texts([canonical(call) for call in calls])

    def submit_texts(
        self, texts: Sequence[bytes], backwards: bool = False, deaths_enough: int | None = None
    ) -> "Future[Answers]":
        """As `submit`, of calls given as JSON of [args, kwargs]. `backwards`: the last is run first. `deaths_enough`:
        a worker that has died so often runs no more of them, and of some there is no outcome (`Answers.places`)."""
        return self._thread.submit(self._run, texts, backwards, deaths_enough)

    def run(self, calls: Sequence[Call]) -> Answers:
        """`submit`, waited for."""
        return self.submit(calls).result()

    def ask(self, op: str, **fields: Any) -> Any:
        """One other operation; its result, or the Death of the process that ran it."""
        return self._thread.submit(self._ask, {"op": op, **fields}).result()

    def close(self) -> None:
        """Ends the process."""
        self._thread.submit(self._discard).result()
        self._thread.shutdown()

    def pid(self) -> int:
        """The present process's id, which is its process group's; 0: there is none now."""
        return 0 if self._process is None else self._process.child.pid

    def stderr(self) -> str:
        """The end of what the present process wrote to standard error."""
        return "" if self._process is None else self._process.error_text()

    def _discard(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.close()

    def _ready(self) -> _Process:
        if self._process is not None:
            return self._process
        process = self._process = _Process(self.setup)
        for message in process.messages(LOAD_SECONDS):
            if "ready" in message:
                return process
            failed = message["failed"]
            self._discard()
            raise NoVerdict("PV622", f"{self.setup.implementation.target} cannot be loaded: {failed}")
        death = process.post_mortem()
        self._discard()
        raise NoVerdict("PV622", f"{self.setup.implementation.target} cannot be loaded: {death.outcome.note}")

    def _ask(self, request: dict[str, Any]) -> Any:
        process = self._ready()
        try:
            send(process.request, request)
            for message in process.messages(IDLE_SECONDS):
                if "done" in message:
                    return message["done"]
        except BrokenPipeError:
            pass
        return self._buried(process)

    def _buried(self, process: _Process) -> Death:
        death = process.post_mortem()
        self.deaths += 1
        self._discard()
        return death

    def _run(self, texts: Sequence[bytes], backwards: bool, deaths_enough: int | None) -> Answers:
        answers = Answers(len(texts))
        if not texts:
            return answers
        order: Sequence[int] = range(len(texts) - 1, -1, -1) if backwards else range(len(texts))
        left: Sequence[int] = order
        while (death := self._round(texts, left, answers)) is not None:
            blamed = death.index
            if blamed is None:
                blamed = next((i for i in left if not answers.has(i)), left[-1])
            answers.put(blamed, self._again(texts, blamed, death.outcome))
            left = [i for i in order if not answers.has(i)]
            if not left or (deaths_enough is not None and self.deaths >= deaths_enough):
                break
        return answers

    def _again(self, texts: Sequence[bytes], index: int, first: Outcome) -> Outcome:
        """The blamed call alone in a fresh process. A timeout that does not repeat was the machine's; a crash that
        does not repeat stays a crash: something before it may have corrupted memory."""
        alone = Answers(len(texts))
        death = self._round(texts, [index], alone)
        if death is not None:
            if first.status == death.outcome.status == "timeout":
                self.deaths += HANGING
            return death.outcome
        if first.status == "timeout":
            return alone[index]
        return Outcome("crash", note=first.note, repeated=False)

    def _round(self, texts: Sequence[bytes], indices: Sequence[int], answers: Answers) -> Death | None:
        """Runs some calls in this order; what came of them is put down also where the process died over one."""
        process = self._ready()
        calls = b"[" + b",".join([texts[i] for i in indices]) + b"]"
        place = 0
        try:
            send(process.request, {"op": "run", "indices": list(indices), "calls": calls})
            for message in process.messages(IDLE_SECONDS):
                part = message.get("ran") or message["done"]
                answers.take(indices[place : place + len(part[0])], part)
                place += len(part[0])
                if "done" in message:
                    return None
        except BrokenPipeError:
            pass
        return self._buried(process)
