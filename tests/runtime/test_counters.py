"""Counts of many processes: each call once, and a death inside a vessel is known."""

import json
import os
import subprocess
import sys
import threading

import pytest

from pivot_lsp.runtime import counters, dispatch
from pivot_lsp.runtime.counters import Label, fold, note_deaths, open_meter, read_counts
from pivot_lsp.runtime.trips import TripFolder, quoted

LABEL = Label("f", "m:one", 1, "v")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "pivot.rollout" / "counters"


def child(folder, code):
    """A process that counts and then ends as `code` says."""
    head = (
        "import os, sys\nfrom pathlib import Path\n"
        "from pivot_lsp.runtime.counters import *\n"
        f"meter = open_meter(Path({str(folder)!r}), Label('f', 'm:one', 1, 'v'), (), 0, 0)\n"
    )
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run([sys.executable, "-c", head + code], env=environ, check=False).returncode


def calls(folder):
    rows, _ = read_counts(folder)
    return {row.label: (sum(row.words[0:64]), sum(row.words[64:128])) for row in rows}


def test_the_dispatcher_has_the_same_places():
    for name in ("LEGACY", "VESSEL", "LEGACY_ERRORS", "VESSEL_ERRORS", "LAST", "SPARE"):
        assert getattr(dispatch, name) == getattr(counters, name)


def test_processes_are_summed_also_when_they_are_gone(folder):
    meter = open_meter(folder, LABEL, (), 0, 0)
    meter.words[counters.LEGACY + 10] += 3
    meter.words[counters.LAST] = 5
    assert child(folder, "meter.words[LEGACY + 11] += 4; meter.words[VESSEL] += 1; meter.words[LAST] = 9") == 0
    (row,) = read_counts(folder)[0]
    assert (row.label, calls(folder)[LABEL]) == (LABEL, (7, 1))
    assert row.at(counters.LAST) == 9, "a time, not a count"
    assert fold(folder) == 1
    assert fold(folder) == 0
    assert calls(folder)[LABEL] == (7, 1)
    assert len(list(folder.glob("*.counts"))) == 1


def test_what_was_folded_but_not_yet_removed_is_not_counted_twice(folder):
    child(folder, "meter.words[LEGACY] += 4")
    (file,) = folder.glob("*.counts")
    kept = file.read_bytes()
    fold(folder)
    file.write_bytes(kept)
    assert calls(folder)[LABEL] == (4, 0)
    fold(folder)
    assert calls(folder)[LABEL] == (4, 0)
    assert not list(folder.glob("*.counts"))


def test_a_forked_child_counts_for_itself(folder):
    meter = open_meter(folder, LABEL, (), 0, 0)
    meter.words[counters.LEGACY] += 1
    pid = os.fork()
    if pid == 0:
        open_meter(folder, LABEL, (), 0, 0).words[counters.LEGACY] += 1
        os._exit(0)
    os.waitpid(pid, 0)
    assert calls(folder)[LABEL] == (2, 0)
    assert len(list(folder.glob("*.counts"))) == 2


def test_a_death_inside_a_vessel_is_told_once_and_its_counts_stay(folder):
    code = "meter.words[VESSEL] += 2; meter.words[PLACES[3]] = 77; os.kill(os.getpid(), 9)"
    assert child(folder, code) == -9
    (death,) = note_deaths(folder)
    assert (death.label, death.since, death.alive) == (LABEL, (77,), False)
    assert note_deaths(folder) == []
    assert fold(folder) == 1
    assert calls(folder)[LABEL] == (0, 2)


def test_a_death_elsewhere_and_an_end_in_order_are_none(folder):
    child(folder, "os.kill(os.getpid(), 9)")
    child(folder, "meter.words[PLACES[0]] = 77; sys.exit(3)")
    assert note_deaths(folder) == []


def test_a_living_process_inside_a_vessel_is_seen(folder):
    meter = open_meter(folder, LABEL, (), 0, 0)
    meter.words[counters.PLACES[0]] = 5
    ((inside),) = read_counts(folder)[1]
    assert (inside.alive, inside.since, inside.pid) == (True, (5,), os.getpid())
    meter.words[counters.PLACES[0]] = 0


def test_files_that_are_none_are_passed_over(folder):
    open_meter(folder, LABEL, (), 0, 0).words[counters.LEGACY] += 1
    (folder / "1-a.counts").write_bytes(b"")
    (folder / "2-b.counts").write_bytes(b"x" * 9000)
    (folder / "3-c.counts").write_bytes(counters.MAGIC + bytes(4088) + b"{" * 4096 + b"half a page")
    assert calls(folder)[LABEL] == (1, 0)
    fold(folder)


def test_a_label_longer_than_its_place_still_tells_functions_apart(folder):
    for name in ("m:" + "é" * 3000 + "1", "m:" + "é" * 3000 + "2"):
        open_meter(folder, Label("f", name, 1, "v" * 3000), (), 0, 0).words[counters.LEGACY] += 1
    assert len(read_counts(folder)[0]) == 2


def test_threads_lose_no_count(folder):
    words = open_meter(folder, LABEL, (), 0, 0).words

    def count():
        for _ in range(20_000):
            words[counters.LEGACY + (5).bit_length()] += 1

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=count) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert words[counters.LEGACY + 3] == 160_000


def test_what_the_bridge_counted_before_is_not_this_meters(folder):
    meter = open_meter(folder, LABEL, (5, 1), 2, 0)
    meter.sync((9, 1, 0, 0, 0, 0, 0, 3), 4, 1)
    (row,) = read_counts(folder)[0]
    assert row.at(counters.NATIVE) == 4
    assert [row.at(counters.REASON + reason) for reason in range(1, 11)] == [0, 0, 0, 0, 0, 0, 3, 0, 2, 1]


def test_the_first_trip_stays_and_only_a_person_takes_it_away(tmp_path):
    trips = TripFolder(tmp_path)
    assert trips.names() == frozenset()
    assert trips.trip("a/b.c", "crash", "first") is True
    assert trips.trip("a/b.c", "errors", "second") is False
    assert TripFolder(tmp_path).names() == trips.names() == {quoted("a/b.c")}
    (file,) = (tmp_path / "trips").iterdir()
    assert json.loads(file.read_text())["detail"] == "first"
    trips.clear("a/b.c")
    assert TripFolder(tmp_path).names() == frozenset()


def test_a_trip_that_cannot_be_written_holds_here(tmp_path):
    (tmp_path / "trips").write_text("a file where the folder should be")
    trips = TripFolder(tmp_path)
    trips.trip("f", "crash", "")
    assert trips.names() == {"f"}
