"""Alerts: a command, or a webhook, that is told of each decision. What becomes of it never changes the decision.

A hook comes from the command line or from $PIVOT_ROLLOUT_HOOK and $PIVOT_ROLLOUT_WEBHOOK, never from the project's
settings: opening a stranger's project must not name anything to run.
"""

import os
import shlex
import subprocess
import urllib.error
import urllib.request

from pivot_lsp.model.rollout import Decision

SECONDS = 10.0


def alert(decision: Decision, command: str | None = None, webhook: str | None = None) -> str | None:
    """Tells the hook, by JSON on stdin or by POST; what became of it, None without one. Never raises."""
    command = command or os.environ.get("PIVOT_ROLLOUT_HOOK")
    webhook = webhook or os.environ.get("PIVOT_ROLLOUT_WEBHOOK")
    told = []
    body = decision.model_dump_json().encode()
    if command:
        told.append(_run(command, body))
    if webhook:
        told.append(_post(webhook, body))
    return "; ".join(told) or None


def _run(command: str, body: bytes) -> str:
    try:
        done = subprocess.run(shlex.split(command), input=body, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return f"hook failed: {error}"
    if done.returncode == 0:
        return "hook told"
    return f"hook failed: exit {done.returncode}: {done.stderr.decode(errors='replace')[-200:].strip()}"


def _post(url: str, body: bytes) -> str:
    if not url.startswith(("http://", "https://")):
        return f"webhook failed: not an http(s) address: {url}"
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"}, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return f"webhook told ({answer.status})"
    except (OSError, ValueError) as error:  # URLError is an OSError
        return f"webhook failed: {error}"
