"""Signals, fork and threads, seen from outside: the signals come from another process, as in life."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.runtime.vessels import HERE, function, one, write_vessel

PRELUDE = """
import os, signal, sys
sys.path.insert(0, {root!r})
from pivot_lsp import load_vessel
folder = {vessel!r}
functions = load_vessel(folder, {{"one": lambda value: "legacy"}})
"""


@pytest.fixture
def child(tmp_path, library):
    """Starts a script with a loaded vessel: `one(n)` polls n times, `two(n, texts)` does and returns the texts."""
    running = []

    def start(body, fork_safe=True):
        listed = function("spin_and_return", ["i", "[s"], "[s", "two", "a b")
        vessel = write_vessel(tmp_path / "vessel", library, [one("spin", "i", "i"), listed], fork_safe=fork_safe)
        script = PRELUDE.format(root=str(HERE.parents[1]), vessel=str(vessel)) + body
        process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def ticks(pid):
    """Hundredths of a second of processor time that a process has had in its own code (proc(5), utime)."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11])


def interrupted(process, number):
    """What the process says after `ready`, sent the signal while it is in the vessel: it has worked since."""
    assert process.stdout.readline() == "ready\n"
    before, deadline = ticks(process.pid), time.monotonic() + 60
    while ticks(process.pid) < before + 10 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(number)
    out, _ = process.communicate(timeout=60)
    return out


FOR_EVER = 10**15


def test_ctrl_c_ends_a_long_call_at_once(child):
    process = child(f"""
one = functions["one"]
print("ready", flush=True)
try:
    one({FOR_EVER})
    for _ in range(100): pass
except KeyboardInterrupt:
    print("interrupted", one.calls)
""")
    expected = "interrupted Calls(native=0, fallback=1, reasons={'interrupt': 1})\n"
    assert interrupted(process, signal.SIGINT) == expected


def test_a_function_seen_to_poll_runs_every_handler_and_goes_on(child):
    process = child(f"""
one = functions["one"]
seen = []
signal.signal(signal.SIGUSR1, lambda *a: (seen.append("usr1"), os.kill(os.getpid(), signal.SIGINT)))
assert one(3) == 3
print("ready", flush=True)
try:
    one({FOR_EVER})
except KeyboardInterrupt:
    print(seen, one.calls)
""")
    expected = "['usr1'] Calls(native=1, fallback=1, reasons={'interrupt': 1})\n"
    assert interrupted(process, signal.SIGUSR1) == expected


def test_what_a_handler_does_to_the_arguments_does_not_reach_the_vessel(child):
    process = child("""
two = functions["two"]
texts = [f"text number {i}" for i in range(50_000)]
def handler(*_):
    texts.clear()
    junk.extend("x" * 30 for _ in range(100_000))
junk = []
signal.signal(signal.SIGUSR1, handler)
assert two(1, []) == []
print("ready", flush=True)
found = two(60_000_000, texts)
print(texts == [], found == [f"text number {i}" for i in range(50_000)], two.calls)
""")
    assert interrupted(process, signal.SIGUSR1) == "True True Calls(native=2, fallback=0, reasons={})\n"


def test_a_handlers_own_exception_comes_through(child):
    process = child(f"""
class Timeout(Exception): pass
def handler(*_):
    raise Timeout("now")
signal.signal(signal.SIGALRM, handler)
one = functions["one"]
assert one(3) == 3
print("ready", flush=True)
try:
    one({FOR_EVER})
except Timeout as error:
    print(repr(error), one.calls.reasons)
""")
    assert interrupted(process, signal.SIGALRM) == "Timeout('now') {'interrupt': 1}\n"


def test_an_ignored_interrupt_stops_nothing(child):
    process = child("""
signal.signal(signal.SIGINT, signal.SIG_IGN)
one = functions["one"]
assert one(3) == 3
print("ready", flush=True)
print(one(60_000_000) == 60_000_000, one.calls.fallback)
""")
    assert interrupted(process, signal.SIGINT) == "True 0\n"


@pytest.mark.parametrize(("fork_safe", "expected"), [(True, "5 {}\n"), (False, "legacy {'fork': 1}\n")])
def test_after_fork_a_library_that_does_not_survive_it_is_not_called(child, fork_safe, expected):
    process = child(
        """
one = functions["one"]
assert one(5) == 5
sys.stdout.flush()
pid = os.fork()
if pid == 0:
    print(one(5), one.calls.reasons, flush=True)
    os._exit(0)
os.waitpid(pid, 0)
assert one(5) == 5
""",
        fork_safe,
    )
    out, _ = process.communicate(timeout=60)
    assert out == expected


def test_a_library_opened_before_the_fork_is_not_called_when_it_is_loaded_again_after_it(child):
    process = child(
        """
pid = os.fork()
if pid == 0:
    again = load_vessel(folder, {"one": lambda value: "legacy"})["one"]
    print(again(5), again.calls.reasons, flush=True)
    os._exit(0)
os.waitpid(pid, 0)
""",
        fork_safe=False,
    )
    out, _ = process.communicate(timeout=60)
    assert out == "legacy {'fork': 1}\n"
