"""One process at a time, and a killed one holds nothing."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

from pivot_lsp.port.frontend.oracle import consult
from pivot_lsp.store.locks import exclusive

HOLDER = """
import sys, time
from pathlib import Path
from pivot_lsp.store.locks import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_killed_holder_releases_it(tmp_path: Path) -> None:
    lock = tmp_path / "one.lock"
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(lock)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        entered = threading.Event()

        def enter() -> None:
            with exclusive(lock):
                entered.set()

        waiting = threading.Thread(target=enter, daemon=True)
        waiting.start()
        assert not entered.wait(0.3)
        holder.send_signal(signal.SIGKILL)
        assert entered.wait(60)


def test_the_types_of_one_project_are_asked_by_one_at_a_time(tmp_path: Path) -> None:
    """mypy's cache is a database that a second writer finds locked: it gives up after five seconds."""
    cache = tmp_path / "mypy"
    file = tmp_path / "m.py"
    asked = threading.Thread(
        target=consult, args=(tmp_path, {"m": (file, "x = 1\n")}, cache, sys.version_info[:2]), daemon=True
    )
    with exclusive(cache / "lock"):
        asked.start()
        asked.join(0.3)
        assert asked.is_alive()
        assert not list(cache.glob("*/*"))
    asked.join(120)
    assert not asked.is_alive()
    assert list(cache.glob("*/*"))
