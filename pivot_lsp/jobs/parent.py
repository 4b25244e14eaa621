"""Ties a job to the server that started it: whatever ends the server, the job ends too.

Linux: prctl(2), PR_SET_PDEATHSIG. The kernel sends SIGTERM when the thread that started the job is gone, by SIGKILL
too, which leaves a server no moment to tidy up.
"""

import os
import signal
import sys

VARIABLE = "PIVOT_SERVER"
"""Environment: the process id of the server. Taken out at once, so that what the job starts is not tied."""

_PR_SET_PDEATHSIG = 1


def tie_to_server() -> None:
    """Does what the environment asks; ends the process when the server is gone. Nothing without the variable."""
    server = os.environ.pop(VARIABLE, "")
    if not server.isdecimal():
        return
    if sys.platform == "linux":
        import ctypes  # not above: the server itself, whose start people wait for, has no use for it

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    if os.getppid() != int(server):  # it ended before the line above
        sys.exit(1)
