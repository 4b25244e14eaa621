"""The whole suite: with CI=true a skip is a failure, for a skip that nobody sees tests nothing.

What waits for a foreign program under a deadline (an editor, a profiler, a browser, a server's child) has a second
go, because a machine may stand still for longer than any deadline; each second go is named in the report. What judges
the translation or a verdict has none: an answer that changes from run to run is the defect there.
"""

import os
import signal
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
FOREIGN = ("app", "bench", "e2e", "jobs", "load", "profiles", "rollout", "runtime", "server", "web")
"""The areas whose tests wait for foreign programs."""


def pytest_configure() -> None:
    """Hears Ctrl-C, which tests send to themselves: a shell has what it starts in the background ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Gives the tests of `FOREIGN` their second go."""
    for item in items:
        if item.path.relative_to(TESTS).parts[0] in FOREIGN:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turns a run with skips into a failed one under CI=true."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = len(reporter.stats.get("skipped", [])) if reporter is not None else 0
    if skipped and os.environ.get("CI") == "true" and session.exitstatus == pytest.ExitCode.OK:
        print(f"\n{skipped} skipped, and CI=true: a skip is a failure")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
