"""What goes wrong around a wrapped call: a full disk, a signal's exception, a reader that hangs, files that pile up."""

import contextvars
import errno
import json
import os
import shutil
import subprocess
import sys
import threading

import pytest

from pivot_lsp.runtime import context, counters, dispatch, flags, vessel, watching
from pivot_lsp.runtime.counters import PLACES, SPARE, read_counts
from pivot_lsp.runtime.flags import FlagFile
from pivot_lsp.runtime.keys import _current
from pivot_lsp.runtime.shadow import mismatch_file
from pivot_lsp.runtime.trips import TripFolder, quoted
from tests.runtime.vessels import UNIT, function, write_vessel

PATIENCE = 120.0


@pytest.fixture
def project(tmp_path, library, monkeypatch):
    monkeypatch.setenv("PIVOT_VESSELS", str(tmp_path / "vessels"))
    monkeypatch.setenv("PIVOT_FLAGS", str(tmp_path / "pivot.flags.json"))
    monkeypatch.setattr(flags, "INTERVAL", 0.0)
    write_vessel(tmp_path / "vessels" / "v", library, [function("echo_1", ["i"], "i", "same", "value")])
    (tmp_path / "pivot.flags.json").write_text('{"version": 1, "flags": {"f": {"percent": 100, "on": true}}}')
    return tmp_path


def wrapped():
    def _legacy_same(value):
        return value

    _legacy_same.__module__, _legacy_same.__qualname__ = UNIT, "_legacy_same"
    return vessel(_legacy_same, flag="f", vessel="v")


def row(project):
    (found,) = read_counts(project / "pivot.rollout" / "counters")[0]
    return found


def counted(project):
    """Calls in the files, of legacy and of the vessel."""
    found = row(project)
    return tuple(sum(found.at(arm + bucket) for bucket in range(64)) for arm in (counters.LEGACY, counters.VESSEL))


def test_where_the_disk_is_full_calls_are_answered_and_not_counted(project, monkeypatch, caplog):
    """Room is asked for by a stand-in that says there is none: a full disk needs a file system of one's own. Without
    the question a store into the mapping would end the process by SIGBUS."""

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "posix_fallocate", full)
    f = wrapped()
    assert [f(7) for _ in range(3)] == [7, 7, 7]
    assert f.calls.native == 3
    assert "not counted" in caplog.text


@pytest.mark.parametrize("percent", [0, 100])
def test_an_exception_out_of_a_signal_leaves_no_start_behind_and_loses_no_count(project, monkeypatch, percent):
    """The clock's second call of the call raises, as the handler of a signal does that arrives in it."""
    flag = {"percent": percent, "on": True, "shadow": {"percent": 0.001}}
    (project / "pivot.flags.json").write_text(json.dumps({"version": 1, "flags": {"f": flag}}))
    f = wrapped()
    f(1)
    seen, real = [], dispatch.clock

    def clock():
        seen.append(1)
        if len(seen) == 2:
            raise TimeoutError("the request took too long")
        return real()

    monkeypatch.setattr(dispatch, "clock", clock)
    with pytest.raises(TimeoutError):
        f(2)
    assert f(3) == 3
    words = f.calls._switch.now[1].words
    assert [words[place] for place in (*PLACES, SPARE) if words[place]] == []
    assert counted(project) == ((3, 0) if percent == 0 else (0, 3))


def test_a_first_call_does_not_wait_for_who_holds_the_counters(project):
    folder = project / "pivot.rollout" / "counters"
    folder.mkdir(parents=True)
    held, go = threading.Event(), threading.Event()

    def holds():
        with counters._alone(folder, counters.fcntl.LOCK_EX):
            held.set()
            go.wait(PATIENCE)

    holder = threading.Thread(target=holds)
    holder.start()
    try:
        assert held.wait(PATIENCE)
        answers = []
        caller = threading.Thread(target=lambda: answers.append(wrapped()(5)), daemon=True)
        caller.start()
        caller.join(PATIENCE)
        assert answers == [5]
    finally:
        go.set()
        holder.join(PATIENCE)


def test_files_of_processes_that_are_gone_do_not_pile_up_where_nobody_watches(project):
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    folder = project / "pivot.rollout" / "counters"
    code = (
        "import sys; from pathlib import Path; from pivot_lsp.runtime.counters import *\n"
        "open_meter(Path(sys.argv[1]), Label('f', 'm:same', 7, 'v'), (), 0, 0).words[LEGACY + 9] += 2\n"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], env=environ, check=True)
    (file,) = folder.glob("*.counts")
    for number in range(watching.MANY):
        shutil.copy(file, folder / f"1-{number}.counts")
    assert wrapped()(1) == 1
    assert len(list(folder.glob("*.counts"))) == 1, "this process's own"
    assert sum(found.at(counters.LEGACY + 9) for found in read_counts(folder)[0]) >= 2 * (watching.MANY + 1)


def test_while_another_thread_opens_the_vessel_calls_are_legacys_and_no_failure(project):
    f = wrapped()
    with dispatch._loading:
        assert f(1) == 1
    assert (f.calls.off, f.calls.fallback, f.calls.native) == (1, 0, 0)
    assert f(1) == 1
    assert (f.calls.off, f.calls.fallback, f.calls.native) == (1, 0, 1)


def test_a_context_left_in_another_one_than_it_was_entered_in_raises_nothing():
    def request():
        with context(user="u7"):
            yield

    generator = request()
    contextvars.copy_context().run(next, generator)
    with context(user="outer") as outer:
        assert list(generator) == []
        assert _current.get() in (None, outer)


def test_a_flags_file_written_in_place_twice_within_a_tick_is_read_twice(tmp_path, monkeypatch):
    monkeypatch.setattr(flags, "INTERVAL", 0.0)
    path = tmp_path / "pivot.flags.json"
    text = '{"version": 1, "flags": {"f": {"percent": %d, "on": true}}}'
    path.write_text(text % 10)
    file = FlagFile(path)
    assert file.look().flags["f"].threshold == 10_000
    when = path.stat().st_mtime_ns
    path.write_text(text % 90)
    os.utime(path, ns=(when, when))
    assert file.look().flags["f"].threshold == 90_000
    serial = file.look().serial
    assert file.look().serial == serial, "what did not change is not put in force anew"


@pytest.mark.parametrize("name", ["/" * 100, "f" * 300, "ü" * 99], ids=["slashes", "letters", "umlauts"])
def test_a_flag_with_a_long_name_is_switched_off_for_every_process(tmp_path, name):
    assert TripFolder(tmp_path).trip(name, "mismatch", "differs")
    assert quoted(name) in TripFolder(tmp_path).names()
    assert quoted(name + "x") not in TripFolder(tmp_path).names()
    mismatch_file(tmp_path, name).parent.mkdir()
    mismatch_file(tmp_path, name).write_text("")


def test_a_call_under_way_when_the_flag_goes_off_is_counted_as_what_it_was(project, monkeypatch):
    """The flags change between the vessel's answer and the end of the call, which the clock's second call is in."""
    f = wrapped()
    f(1)
    seen, real = [], dispatch.clock

    def clock():
        seen.append(1)
        if len(seen) == 1:
            (project / "pivot.flags.json").write_text('{"version": 1, "flags": {}}')
            f.calls._switch.refresh()
        return real()

    monkeypatch.setattr(dispatch, "clock", clock)
    f(2)
    assert f.calls._switch.now[1] is None
    f.calls._switch.sync()
    assert counted(project) == (0, 2)
    assert row(project).at(counters.NATIVE) == 2
