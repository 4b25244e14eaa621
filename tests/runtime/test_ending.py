"""How a recorded process ends: once, with all that it kept."""

import signal
import subprocess
import sys

WORKER = """
import signal, threading, time
from pivot_lsp.runtime import ending

def dump():
    print("begun", flush=True)
    time.sleep(20 * ending.AGAIN_SECONDS)
    print("done", flush=True)

end = ending.Ending(dump)
end.begin()
end.watch()
ready = threading.Lock()
ready.acquire()
print("ready", flush=True)
ENDS
"""


def said(ends: str) -> tuple[list[str], int]:
    """What a process printed that was sent SIGTERM when it said `ready`, and how it ended."""
    words = [sys.executable, "-c", WORKER.replace("ENDS", ends)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        rest = process.stdout.read()
    return [first.strip(), *rest.split()], process.returncode


def test_a_signal_that_is_heard_again_does_not_write_again() -> None:
    """The listening thread goes on until the process has died."""
    assert said("ready.acquire()") == (["ready", "begun", "done"], -signal.SIGTERM)


def test_a_process_that_is_leaving_is_let_go() -> None:
    """Of the signal, and of os._exit while its files are written."""
    printed, code = said("import os\nos._exit(7)")
    assert printed == ["ready", "begun", "done"]
    assert code in (7, -signal.SIGTERM)
