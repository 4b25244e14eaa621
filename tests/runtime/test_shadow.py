"""The shadow: both run on snapshots elsewhere; the caller has legacy's answer whatever the vessel does."""

import json
import os
import threading
import time

import pytest

from pivot_lsp.cases.files import read_cases
from pivot_lsp.runtime import shadow, vessel
from pivot_lsp.runtime.counters import SHADOW, SHADOWS, read_counts
from pivot_lsp.runtime.flags import FlagFile
from pivot_lsp.runtime.shadow import mismatch_file
from tests.runtime.vessels import UNIT, function, write_vessel


@pytest.fixture
def project(tmp_path, library, monkeypatch):
    """A flag at 0% whose every call goes to the shadow, without the limits that spare a host."""
    monkeypatch.setenv("PIVOT_VESSELS", str(tmp_path / "vessels"))
    monkeypatch.setenv("PIVOT_FLAGS", str(tmp_path / "pivot.flags.json"))
    monkeypatch.delenv("PIVOT_ROLLOUT", raising=False)
    monkeypatch.setattr("pivot_lsp.runtime.flags.INTERVAL", 0.0)
    monkeypatch.setattr("pivot_lsp.runtime.shadow.SNAPSHOT_SHARE", 1000.0)
    monkeypatch.setattr("pivot_lsp.runtime.shadow.QUEUE", 5000)
    shadow._worker().idle_until = 0.0

    class Project:
        folder = tmp_path / "pivot.rollout"

        def flag(self, **limits):
            more = {"percent": 100, "per_second": 1e6, "cpu": 1.0, "timeout": 30.0} | limits
            flag = {"percent": 0, "on": True, "shadow": more}
            (tmp_path / "pivot.flags.json").write_text(json.dumps({"version": 1, "flags": {"f": flag}}))

        def wrapped(self, symbol, shape):
            """`unit.same` behind the flag; its vessel exports `symbol`."""
            write_vessel(tmp_path / "vessels" / "v", library, [function(symbol, [shape], shape, "same", "value")])

            def _legacy_same(value):
                return value

            _legacy_same.__module__, _legacy_same.__qualname__ = UNIT, "_legacy_same"
            return vessel(_legacy_same, flag="f", vessel="v")

        def counts(self):
            rows, _ = read_counts(self.folder / "counters")
            return {name: n for i, name in enumerate(SHADOWS) if (n := sum(row.at(SHADOW + i) for row in rows))}

        def settled(self, total):
            """The counts when so many calls have been dealt with."""
            deadline = time.monotonic() + 120
            while sum(self.counts().values()) < total and time.monotonic() < deadline:
                time.sleep(0.02)
            return self.counts()

        def trip(self):
            """Why the flag was turned off, once it is."""
            deadline = time.monotonic() + 120
            while not (self.folder / "trips" / "f.json").exists() and time.monotonic() < deadline:
                time.sleep(0.01)
            return json.loads((self.folder / "trips" / "f.json").read_text())

    yield Project()
    shadow._worker().stop()


def test_alike_is_counted_and_nothing_else_happens(project):
    project.flag()
    f = project.wrapped("echo_1", "i")
    assert [f(n) for n in range(50)] == list(range(50))
    assert project.settled(50) == {"compared": 50}
    assert f.calls.off == 50
    assert not (project.folder / "trips").exists()


def test_two_thousand_calls_with_a_vessel_that_writes_into_its_arguments(project, monkeypatch):
    """Patched: a trip would end the shadow at the first difference, and this asks what 2,000 can do to the caller."""
    monkeypatch.setattr(FlagFile, "trip", lambda *_: None)
    project.flag()
    f = project.wrapped("scribble", "s")
    given = [f"text {n}" for n in range(2000)]
    answers = [f(text) for text in given]
    assert project.settled(2000) == {"mismatched": 2000}
    assert answers == given == [f"text {n}" for n in range(2000)]


def test_a_difference_turns_the_flag_off_and_is_kept_as_a_case(project):
    project.flag()
    f = project.wrapped("unlucky", "i")
    assert [f(n) for n in (5, 5, 6)] == [5, 5, 6]
    assert project.settled(1)["mismatched"] >= 1
    assert project.trip()["reason"] == "mismatch"
    assert 'legacy {"returned": [5]}, vessel {"returned": [6]}' in project.trip()["detail"]
    header, cases = read_cases(mismatch_file(project.folder, f"{UNIT}:same"))
    first = next(cases)
    assert (header.function, header.recorder) == (f"{UNIT}:same", "shadow")
    assert (first.args, first.stratum, first.expected.returned) == ([5], "recorded", [5])
    before = f.calls.off
    assert f(9) == 9
    assert f.calls.off == before + 1


@pytest.mark.parametrize(
    ("value", "count", "reason", "timeout"), [(13, "crashed", "crash", 60.0), (14, "timed_out", "timeout", 1.0)]
)
def test_a_vessel_that_dies_or_hangs_takes_the_worker_with_it_and_no_caller(project, value, count, reason, timeout):
    project.flag(timeout=timeout)
    f = project.wrapped("unlucky", "i")
    assert f(value) == value
    assert project.settled(1) == {count: 1}
    assert project.trip()["reason"] == reason
    _, cases = read_cases(mismatch_file(project.folder, f"{UNIT}:same"))
    assert [case.args for case in cases] == [[value]]


def test_what_cannot_be_compared_is_said_so(project):
    project.flag()
    f = project.wrapped("echo_1", "i")
    unpicklable = threading.Lock()
    assert f(unpicklable) is unpicklable
    assert f("text") == "text"
    assert project.settled(2) == {"incomparable": 1, "fell_back": 1}


def test_limits_drop_calls_and_never_wait(project, monkeypatch):
    project.flag(per_second=3)
    monkeypatch.setattr("pivot_lsp.runtime.shadow.time.monotonic", lambda: 100.0)
    f = project.wrapped("echo_1", "i")
    assert [f(n) for n in range(10)] == list(range(10))
    assert project.counts()["dropped"] == 7


def test_a_host_has_two_workers_at_most(project, tmp_path):
    workers = [shadow.Worker() for _ in range(3)]
    project.folder.mkdir()
    assert [worker._take_slot(project.folder) for worker in workers] == [True, True, False]
    workers[0].stop()
    assert workers[2]._take_slot(project.folder)
    for worker in workers:
        worker.stop()


def test_a_forked_child_has_a_shadow_of_its_own(project):
    project.flag()
    f = project.wrapped("echo_1", "i")
    f(1)
    assert project.settled(1) == {"compared": 1}
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            f(2)
            code = 0 if project.settled(2) == {"compared": 2} else 2
            shadow._worker().stop()
        finally:
            os._exit(code)
    assert os.waitpid(pid, 0)[1] == 0
    f(3)
    assert project.settled(3) == {"compared": 3}
