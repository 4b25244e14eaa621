"""Many files indexed by several processes; few of them in this one, since a process costs more than they do.

Invariant: each file gives one answer, in the order asked. A file that ends its process (a parser can run out of stack)
is named as broken, and costs only itself.
"""

import contextlib
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from queue import SimpleQueue

import msgspec

from pivot_lsp.source.cache import Entry
from pivot_lsp.source.collector import collector_paused
from pivot_lsp.source.index import FileIndex, index_file, module_of
from pivot_lsp.source.worker import HEADER

MANY = 100
"""Files from which other processes are worth their start."""
PROCESSES = 4
"""At most; as many as there are processors."""
CHUNK = 8
"""Files handed over at a time; twice their paths must fit into a pipe, or both sides would wait for each other."""

PACKAGES = str(Path(__file__).resolve().parents[2])
BOOT = "import sys; sys.path.append(sys.argv[1]); from pivot_lsp.source.worker import work; work(sys.argv[2])"


def index_many(files: Sequence[Path], root: Path) -> Iterator[FileIndex | Entry]:
    """The index of each file, in order, as it is kept where it can be."""
    processes = min(PROCESSES, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)
    if len(files) < MANY or processes < 2:
        with collector_paused():
            yield from (index_file(file, root, trees=False) for file in files)
        return
    yield from _Pool(files, root).run(processes)


class _Pool:
    """Threads that each hand files to a process of their own until none are left."""

    def __init__(self, files: Sequence[Path], root: Path) -> None:
        self._files = files
        self._root = root
        self._answers: list[FileIndex | Entry | None] = [None] * len(files)
        self._chunks: SimpleQueue[range | None] = SimpleQueue()

    def run(self, processes: int) -> Iterator[FileIndex | Entry]:
        for start in range(0, len(self._files), CHUNK):
            self._chunks.put(range(start, min(start + CHUNK, len(self._files))))
        threads = [threading.Thread(target=self._drive, daemon=True) for _ in range(processes)]
        for thread in threads:
            self._chunks.put(None)
            thread.start()
        for thread in threads:
            thread.join()
        for file, answer in zip(self._files, self._answers):
            yield _ended(file, self._root) if answer is None else answer

    def _drive(self) -> None:
        child = _start(self._root)
        waiting: deque[int] = deque()
        more = True
        while more or waiting:
            # A chunk more than is being answered, so that the child need not wait for this process.
            while more and len(waiting) <= CHUNK:
                chunk = self._chunks.get()
                more = chunk is not None
                waiting.extend(chunk or ())
                self._ask(child, chunk or ())
            if waiting and not self._answered(child, waiting.popleft()):
                # The file whose turn it was ended the process: the next one begins behind it.
                _stop(child)
                child = _start(self._root)
                self._ask(child, waiting)
        _stop(child)

    def _ask(self, child: "subprocess.Popen[bytes]", numbers: Iterable[int]) -> None:
        assert child.stdin is not None
        with contextlib.suppress(OSError):  # that the child has ended is seen where its answer is missing
            child.stdin.write(b"".join(os.fsencode(self._files[at]) + b"\0" for at in numbers))
            child.stdin.flush()

    def _answered(self, child: "subprocess.Popen[bytes]", at: int) -> bool:
        """Whether the child answered."""
        assert child.stdout is not None
        header = child.stdout.read(HEADER.size)
        body = child.stdout.read(*HEADER.unpack(header)) if len(header) == HEADER.size else b""
        if not body or len(body) != HEADER.unpack(header)[0]:
            return False
        self._answers[at] = found = msgspec.msgpack.decode(body, type=Entry)
        _ = found.decoded  # now, while this process waits for others
        return True


def _ended(file: Path, root: Path) -> FileIndex:
    module, package = module_of(file, root)
    return FileIndex(file, module, package, problem="parsing it ended the process that did")


def _start(root: Path) -> "subprocess.Popen[bytes]":
    words = [sys.executable, "-I", "-c", BOOT, PACKAGES, str(root)]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _stop(child: "subprocess.Popen[bytes]") -> None:
    # What it was asked and did not read any more is flushed, in vain, where its pipe is closed.
    with contextlib.suppress(BrokenPipeError), child:
        child.kill()
