"""Many files indexed by several processes; few of them in this one, since a process costs more than they do.

Invariant: each file gives one answer, in the order asked. A file that ends its process (a parser can run out of stack)
is named as broken, and costs only itself.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
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
"""Files handed over at a time."""

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
        while (chunk := self._chunks.get()) is not None:
            waiting = list(chunk)
            while waiting:
                done = self._exchange(child, waiting)
                waiting = waiting[done:]
                if waiting:
                    # The file whose turn it was ended the process: the next one begins behind it.
                    _stop(child)
                    child, waiting = _start(self._root), waiting[1:]
        _stop(child)

    def _exchange(self, child: "subprocess.Popen[bytes]", numbers: list[int]) -> int:
        """How many of the files the child answered."""
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            child.stdin.write(b"".join(os.fsencode(self._files[at]) + b"\0" for at in numbers))
            child.stdin.flush()
        except OSError:
            return 0
        for count, at in enumerate(numbers):
            header = child.stdout.read(HEADER.size)
            body = child.stdout.read(*HEADER.unpack(header)) if len(header) == HEADER.size else b""
            if not body or len(body) != HEADER.unpack(header)[0]:
                return count
            self._answers[at] = msgspec.msgpack.decode(body, type=Entry)
        return len(numbers)


def _ended(file: Path, root: Path) -> FileIndex:
    module, package = module_of(file, root)
    return FileIndex(file, module, package, problem="parsing it ended the process that did")


def _start(root: Path) -> "subprocess.Popen[bytes]":
    words = [sys.executable, "-I", "-c", BOOT, PACKAGES, str(root)]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _stop(child: "subprocess.Popen[bytes]") -> None:
    with child:
        child.kill()
