"""How a frame is written tells who wrote the stacks; what each means is counted by hand here."""

from pathlib import Path

import pytest

from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.facts import FunctionFact, Profile
from pivot_lsp.profiles import load
from pivot_lsp.profiles.formats import collapsed
from pivot_lsp.profiles.stacks import NOMINAL


def read(tmp_path: Path, text: str) -> Profile:
    path = tmp_path / "stacks"
    path.write_text(text)
    return load(path)


def by_name(profile: Profile) -> dict[str, FunctionFact]:
    return {fact.qualname or fact.name: fact for fact in profile.functions}


def test_py_spys_raw_stacks(tmp_path: Path) -> None:
    text = " 2\n<module> (main.py:9);A.run (app/a.py:3) 5\n<module> (main.py:9);A.run (app/a.py:4) 3\n"
    profile = read(tmp_path, text)
    run = by_name(profile)["A.run"]
    assert (run.file, run.self_s, run.cumulative_s) == ("app/a.py", pytest.approx(0.08), pytest.approx(0.08))
    assert [(line.line, line.self_s) for line in run.lines] == [(3, 0.05), (4, 0.03)]
    assert (profile.samples, profile.native_outside_s) == (10, pytest.approx(0.02))
    assert profile.warnings == [NOMINAL, collapsed.SHORTENED]


def test_austins_text_is_in_microseconds_and_recursion_counts_once(tmp_path: Path) -> None:
    frame = "/app/a.py:fib:2"
    profile = read(tmp_path, f"# austin: 3.7.0\n# mode: cpu\n\nP1;T0:1;{frame};{frame};{frame} 1500\nP1;T0:1 500\n")
    fib = by_name(profile)["fib"]
    assert (fib.self_s, fib.cumulative_s) == (0.0015, 0.0015)
    assert (profile.clock, profile.samples, profile.threads, profile.total_s) == ("cpu", 2, 1, 0.002)


def test_frames_austin_could_not_read_are_said(tmp_path: Path) -> None:
    profile = read(tmp_path, "# austin: 3.7.0\nP1;T0:1;/a.py:f:2;:INVALID: 100\nP1;T0:1;/a.py:f:2 100\n")
    assert profile.warnings == [f"1 {collapsed.INVALID.format(share=50.0)}"]
    [fact] = profile.functions
    assert (fact.self_s, fact.own_s) == pytest.approx((0.0002, 0.0001)), "its time is that of the frame below"


def test_pythons_own_collapsed_stacks_name_no_folders(tmp_path: Path) -> None:
    profile = read(tmp_path, "tid:12;main.py:<module>:3;a.py:A.run:7 4\ntid:12;main.py:<module>:3;<GC> 1\n")
    assert profile.shortened
    assert profile.threads == 1
    assert by_name(profile)["<module>"].self_s == pytest.approx(0.01), "collecting garbage is native"


def test_perf_through_stackcollapse(tmp_path: Path) -> None:
    profile = read(tmp_path, "python;py::<module>:/app/a.py;py::A.run:/app/a.py 3\n")
    run = by_name(profile)["A.run"]
    assert (run.file, run.line_kind) == ("/app/a.py", "none")


def test_a_line_without_a_count_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r":7: PV103 a.py:g:2 is not `frame;frame count`"):
        read(tmp_path, "a.py:f:1;a.py:g:2 1\n" * 6 + "a.py:g:2\n")
