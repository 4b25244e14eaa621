"""Child processes: argv, progress, cancel, limits. Imports no area.

Whatever runs the user's code, or takes more than 50 ms, runs here, in a process of its own: a server thread would
hold the interpreter lock, cannot be cancelled, and dies of what the user's code dies of.
"""

from pivot_lsp.jobs.process import Job, Outcome, Progress, Status, pivot_argv, run
from pivot_lsp.jobs.table import Handle, JobTable

__all__ = ["Handle", "Job", "JobTable", "Outcome", "Progress", "Status", "pivot_argv", "run"]
