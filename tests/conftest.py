"""The whole suite: with CI=true a skip is a failure, for a skip that nobody sees tests nothing."""

import os
import signal

import pytest


def pytest_configure() -> None:
    """Hears Ctrl-C, which tests send to themselves: a shell has what it starts in the background ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turns a run with skips into a failed one under CI=true."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = len(reporter.stats.get("skipped", [])) if reporter is not None else 0
    if skipped and os.environ.get("CI") == "true" and session.exitstatus == pytest.ExitCode.OK:
        print(f"\n{skipped} skipped, and CI=true: a skip is a failure")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
