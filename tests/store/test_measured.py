"""Which files are taken for profiles and coverage files, by name and first bytes, on what the real tools write."""

import os
from pathlib import Path

import pytest

from pivot_lsp.store import measured
from tests.profiles import coverage_seeds, seeds

NAMES = {
    "cProfile": "out.cprof",
    "sampling pstats": "run.profile",
    "sampling jsonl": "profile.jsonl",
    "sampling gecko": "profile-gecko.json",
    "speedscope sampled": "speedscope.json",
    "speedscope evented": "app.speedscope",
    "pyinstrument session": "my_profile.json",
    "pyinstrument json": "pyinstrument-report.json",
    "Scalene": "scalene-profile.json",
    "VizTracer": "result.json",
    "py-spy chrometrace": "py-spy-trace.json",
    "line_profiler": "main.py.lprof",
    "callgrind": "callgrind.out.1234",
    "perf script": "perf-script.txt",
    "austin MOJO": "run.aprof",
    "austin": "run.austin",
    "collapsed": "stacks.folded",
}
COVERS = {
    "coverage sqlite": ".coverage",
    "coverage json": "coverage-unit.json",
    "coverage xml": "cobertura-coverage.xml",
    "coverage lcov": "unit.lcov",
}


def test_every_format_that_is_read_is_found(tmp_path: Path) -> None:
    files = {name: make() for name, (_, make) in seeds.SEEDS.items()}
    assert files.keys() == NAMES.keys()
    for name, data in files.items():
        (tmp_path / NAMES[name]).write_bytes(data)
    covers = coverage_seeds.files()
    assert covers.keys() == COVERS.keys()
    for name, data in covers.items():
        (tmp_path / COVERS[name]).write_bytes(data)
    found = measured.measured(tmp_path)
    assert {path.name for path in found["profile"]} == set(NAMES.values())
    assert {path.name for path in found["coverage"]} == set(COVERS.values())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("package.json", '{"name": "speedscope"}'),
        ("profile.json", '{"user": "a profile of a person"}'),
        ("result.json", "[1, 2]"),
        ("stacktrace.json", '{"error": "x"}'),
        ("coverage-config.json", '{"meta": {"author": "x"}}'),
        ("app.profile", "export PATH=1"),
        ("notes.raw", "\0\1\2 3\n"),
        ("perf-notes.txt", "perf is better now"),
        ("hotspots.json", '{"root": "/", "profiles": []}'),
        (".coverage.host.1.x", "SQLite format 3\0"),
    ],
)
def test_what_only_has_the_name_is_not(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    assert measured.measured(tmp_path) == {"profile": set(), "coverage": set()}


def test_a_damaged_file_of_a_certain_name_is_found_so_that_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "run.prof").write_text("damaged")
    assert {path.name for path in measured.measured(tmp_path)["profile"]} == {"run.prof"}


def test_a_file_is_looked_into_again_when_it_changes_and_at_most_so_many_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "result.json"
    path.write_text("{}")
    assert not measured.measured(tmp_path)["profile"]
    path.write_text('{"traceEvents": []}')
    assert measured.measured(tmp_path)["profile"] == {path}
    monkeypatch.setattr(measured, "MOST", 1)  # 200 files would show the same
    (tmp_path / "new.prof").write_bytes(b"{0")
    os.utime(path, (1, 1))
    assert measured.measured(tmp_path)["profile"] == {tmp_path / "new.prof"}
