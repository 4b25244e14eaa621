"""Estimates stand on this machine's own measured ports once there are enough of them."""

import sqlite3
from pathlib import Path

import pytest

from pivot_lsp.app.calibration import calibrate
from pivot_lsp.bench.history import _SCHEMA
from pivot_lsp.bench.machine import this_machine
from pivot_lsp.hotspots.score import Assumptions
from pivot_lsp.store.files import benchmarks_file


def history(root: Path, *runs: tuple[str, str, float, str]) -> None:
    path = benchmarks_file(root)
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute(_SCHEMA)
        connection.executemany(
            "insert into runs (created, machine, legacy, vessel, estimate, low, high, report)"
            " values ('2026-01-01', ?, ?, ?, ?, 1, 1, '{}')",
            [(machine, legacy, vessel, estimate) for legacy, vessel, estimate, machine in runs],
        )
    connection.close()


def test_without_a_history_the_projects_factors_stand(tmp_path: Path) -> None:
    assumptions, measured = calibrate(tmp_path)
    assert assumptions == Assumptions()
    assert measured("a.py", "f") is None


def test_three_measured_ports_take_their_place_with_their_range(tmp_path: Path) -> None:
    here = this_machine().fingerprint
    runs = [("a.py::f", "v", 99.0, here), ("a.py::f", "v", 2.0, here), ("a.py::g", "v", 4.0, here)]
    history(tmp_path, *runs, (f"{tmp_path}/b.py::h", "v", 8.0, here), ("a.py::x", "v", 50.0, "another machine"))
    assumptions, measured = calibrate(tmp_path)
    assert assumptions.general == assumptions.numeric == pytest.approx(4.0)
    assert (assumptions.low, assumptions.high_general) == (2.0, 8.0)
    assert assumptions.source == "geometric mean of 3 ports measured on this machine"
    assert [measured("a.py", "f"), measured("b.py", "h"), measured("a.py", "x")] == [2.0, 8.0, None]


def test_two_are_not_enough_but_are_measured(tmp_path: Path) -> None:
    here = this_machine().fingerprint
    history(tmp_path, ("a.py::f", "v", 2.0, here), ("a.py::f", "w", 3.0, here))
    assumptions, measured = calibrate(tmp_path)
    assert assumptions == Assumptions()
    assert measured("a.py", "f") == 3.0
