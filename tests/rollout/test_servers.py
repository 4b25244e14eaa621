"""Under a real gunicorn, preloaded, with workers and threads: right answers, each call counted once, no hang."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from pivot_lsp.runtime import counters
from pivot_lsp.runtime.counters import read_counts
from tests.rollout.projects import VESSEL

APP = """
import os
import doubles

doubles.one(0)  # the master opens the vessel before it forks


def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    path = environ["PATH_INFO"][1:]
    return [str(os.getpid() if path == "pid" else doubles.one(int(path))).encode()]
"""


@pytest.fixture
def server(project):
    """`(start, stop)` of gunicorn on the project; `start` gives a function that asks it."""
    (project / "app.py").write_text(APP)
    flag = {"percent": 100, "on": True}
    (project / "pivot.flags.json").write_text(json.dumps({"version": 1, "flags": {"f": flag}}))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(project), *sys.path])}
    argv = [
        sys.executable, "-m", "gunicorn", "app:app", "--preload", "--workers", "2", "--threads", "2",
        "--bind", f"127.0.0.1:{port}", "--log-level", "warning",
    ]  # fmt: skip
    started = []

    def ask(path):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=30) as answer:
            return answer.read().decode()

    def start():
        process = subprocess.Popen(argv, cwd=project, env=environ)
        started.append(process)
        deadline = time.monotonic() + 60
        while True:
            try:
                ask("pid")
                return ask
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.05)

    def stop():
        for process in started:
            process.terminate()
            process.wait(timeout=60)

    yield start, stop
    stop()


def hammer(ask, count):
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, map(str, range(count)))) == list(map(str, range(count)))


def sums(project):
    rows, _ = read_counts(project / "pivot.rollout" / "counters")
    calls = sum(row.at(first + bucket) for row in rows for first in (128, 192) for bucket in range(64))
    forks = sum(row.at(counters.REASON + 8) for row in rows)
    return calls, sum(row.at(counters.NATIVE) for row in rows), forks


def test_preloaded_workers_answer_natively_and_each_call_is_counted_once(project, server):
    start, stop = server
    ask = start()
    hammer(ask, 200)
    pid = int(ask("pid"))
    os.kill(pid, signal.SIGKILL)
    hammer(ask, 100)
    stop()
    assert sums(project)[0] == 301, "the master's own call is one of them, and a killed worker's stay"


def test_a_go_vessel_that_the_master_opened_is_answered_by_legacy_in_its_workers(project, server):
    manifest = project / VESSEL / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"fork_safe": true', '"fork_safe": false'))
    start, stop = server
    hammer(start(), 200)
    stop()
    assert sums(project) == (201, 1, 200)
