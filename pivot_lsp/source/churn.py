"""How often each file changed lately, from git, when there is one.

A stranger's repository can name programs in its own configuration; none of them is run: no hooks, no signatures, no
fetching of missing objects, no external diff, no pager. Invariant: whatever git says or does not say, the answer is a
table or None, in bounded time.
"""

import os
import subprocess
from collections import Counter
from pathlib import Path

SINCE = "1 year ago"
SECONDS = 20
QUIET = (
    "--no-optional-locks", "--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
    "-c", "log.showSignature=false", "-c", "diff.external=", "-c", "core.quotePath=false",
)  # fmt: skip
LOG = ("log", f"--since={SINCE}", "--format=", "--name-only", "--no-ext-diff", "--no-textconv", "--no-renames", "-z")


def churn(root: Path) -> dict[str, int] | None:
    """Commits of the last year that changed each file, by its path relative to `root`; None where git tells nothing."""
    environment = {
        **os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_TERMINAL_PROMPT": "0",
        "GIT_CONFIG_NOSYSTEM": "1",
    }  # fmt: skip
    words = ["git", *QUIET, "-C", str(root), *LOG, "--relative", "--", "."]
    try:
        done = subprocess.run(
            words, capture_output=True, env=environment, stdin=subprocess.DEVNULL, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode != 0:
        return None
    names = done.stdout.decode("utf-8", "replace").split("\0")
    return dict(Counter(name.strip("\n") for name in names if name.strip("\n")))
