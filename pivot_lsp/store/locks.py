"""A lock between processes on one machine: who holds it is alone with what it guards, and its end releases it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Waits for the lock file `path` (made when missing, never removed: removing it would let two in).

    flock(2): the kernel releases it when the holder dies, however it dies. Raises OSError when it cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
