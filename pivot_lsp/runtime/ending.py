"""How a process that is recorded ends without losing what it kept, and without living on.

Python runs a signal's handler between two instructions of the main thread. A SIGTERM that arrives just before that
thread blocks in a system call, or that another thread takes, waits there for ever; without a handler the process
would have died. A pool of `multiprocessing` ends its workers by one SIGTERM and then waits for them without a limit,
so its workers watch the signal besides: the C handler writes to a pipe (signal.set_wakeup_fd), and a thread interrupts
the main thread until the handler has run. Invariant: a recorded process that would have died of SIGTERM dies of it.
Imports the standard library only: it runs inside the customer's program.
"""

import _thread
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any, NoReturn

AGAIN_SECONDS = 0.02
"""Between two interruptions of a main thread that has not yet run the handler."""


class Ending:
    """Calls `dump` before this process ends by os._exit or by SIGTERM."""

    def __init__(self, dump: Callable[[], None]) -> None:
        self.dump = dump
        self._exit = os._exit
        self._dying = False
        self._pipe: tuple[int, int] | None = None

    def begin(self) -> None:
        """From now on; a handler that the program has already is left alone."""
        os._exit = self.leave
        if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, self.terminated)

    def leave(self, status: int) -> NoReturn:
        """os._exit, with the part files written first: workers that were forked end by it."""
        self._dying = True
        try:
            self.dump()
        finally:
            self._exit(status)

    def terminated(self, number: int, _: Any) -> None:
        """SIGTERM where the program leaves it to the system: writes the part files and dies of it. Heard again
        meanwhile it does nothing: it would die of that with the first writing half done."""
        if self._dying:
            return
        self._dying = True
        self.dump()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def watch(self) -> None:
        """In a worker of multiprocessing: SIGTERM is heard also while the main thread is blocked."""
        if self._pipe is not None or signal.getsignal(signal.SIGTERM) != self.terminated:
            return
        pipe = os.pipe()
        os.set_blocking(pipe[1], False)
        before = signal.set_wakeup_fd(pipe[1], warn_on_full_buffer=False)
        if before != -1:  # an event loop of the program's hears it
            signal.set_wakeup_fd(before)
            _close(pipe)
            return
        self._pipe = pipe
        _thread.start_new_thread(self._listen, (pipe[0],))

    def forget(self) -> None:
        """In a forked child: the pipe is its parent's, and the thread did not come along."""
        if self._pipe is None:
            return
        pipe, self._pipe = self._pipe, None
        current = signal.set_wakeup_fd(-1)
        if current != pipe[1]:  # an event loop took it meanwhile
            signal.set_wakeup_fd(current)
        _close(pipe)

    def _listen(self, end: int) -> None:
        main = threading.main_thread().ident or 0
        while signal.SIGTERM not in os.read(end, 1):
            pass
        while signal.getsignal(signal.SIGTERM) == self.terminated:
            signal.pthread_kill(main, signal.SIGTERM)
            time.sleep(AGAIN_SECONDS)


def _close(pipe: tuple[int, int]) -> None:
    for end in pipe:
        os.close(end)
