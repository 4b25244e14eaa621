"""Starts the processes of a benchmark one after another and gathers their rounds.

Invariant: a process that dies or hangs ends the benchmark with its reason; none outlives it.
"""

import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from pivot_lsp.bench.timing import Group, Orders, Result
from pivot_lsp.model.errors import NoVerdict
from pivot_lsp.parity.implementation import Implementation

_BOOT = "import sys; sys.path.append(sys.argv[1]); from pivot_lsp.bench.{} import start; start(sys.argv[2])"
_HOME = str(Path(__file__).resolve().parents[2])
GRACE_SECONDS = 120.0

Progress = Callable[[str, int, int | None], None]


def run_processes(
    legacy: Implementation,
    vessel: Implementation,
    groups: list[Group],
    processes: int,
    rounds: int,
    seconds: float,
    seed: int,
    progress: Progress,
) -> list[Result]:
    """One Result a process; each has another hash seed. `seconds`: about how long one measures.

    Raises NoVerdict PV640 when one dies.
    """
    found = []
    for number in range(processes):
        progress("measuring", number, processes)
        orders = Orders(
            legacy=legacy,
            vessel=vessel,
            groups=groups,
            rounds=rounds,
            seed=seed * 1000 + number,
            seconds=seconds,
            result_fd=-1,
            address_space=8 << 30,
        )
        body = run_child("timing", orders, legacy.root, number, seconds + GRACE_SECONDS)
        found.append(msgspec.json.decode(body, type=Result))
    progress("measuring", processes, processes)
    return found


def run_child(module: str, orders: Any, root: str, hash_seed: int, seconds: float) -> bytes:
    """What the child of `bench.<module>` answers to its orders, a Struct with `result_fd`.

    Raises NoVerdict PV640 when it dies or is not done after `seconds`.
    """
    read, write = os.pipe()
    with tempfile.TemporaryDirectory(prefix="pivot-") as folder, tempfile.TemporaryFile() as errors:
        file = Path(folder) / "orders.json"
        file.write_bytes(msgspec.json.encode(msgspec.structs.replace(orders, result_fd=write)))
        environment = {
            **os.environ,
            "PYTHONHASHSEED": str(hash_seed),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TZ": "UTC",
            "LC_ALL": "C.UTF-8",
        }
        try:
            child = subprocess.Popen(
                [sys.executable, "-P", "-c", _BOOT.format(module), _HOME, str(file)],
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                pass_fds=(write,),
                cwd=root,
                env=environment,
                start_new_session=True,
            )
        finally:
            os.close(write)
        try:
            body = _read(read, time.monotonic() + seconds)
        finally:
            os.close(read)
            if child.poll() is None:
                try:
                    child.wait(2.0)
                except subprocess.TimeoutExpired:
                    os.killpg(child.pid, signal.SIGKILL)
            code = child.wait()
        if body is None or code != 0 or not body:
            errors.seek(0)
            lines = errors.read()[-4000:].decode("utf-8", "backslashreplace").strip().splitlines()
            how = "no result in time" if body is None else f"ended with {code}"
            raise NoVerdict("PV640", f"the measuring process died: {how}; {lines[-1] if lines else 'it said nothing'}")
        return body


def _read(fd: int, deadline: float) -> bytes | None:
    """Everything up to the end; None after the deadline."""
    parts = bytearray()
    poll = select.poll()
    poll.register(fd, select.POLLIN)
    while poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
        part = os.read(fd, 1 << 20)
        if not part:
            return bytes(parts)
        parts += part
    return None
