"""A small file of each format: recognised by content, read to the same function, and never trusted."""

import pickle
from collections import Counter
from pathlib import Path

import pytest

from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.facts import Profile
from pivot_lsp.profiles import load
from pivot_lsp.profiles.formats import perf_script, sampling, scalene
from pivot_lsp.profiles.isolated import Limits, read_all
from tests.profiles import coverage_seeds
from tests.profiles.mutations import mutated
from tests.profiles.seeds import SEEDS
from tests.profiles.seeds import scalene as scalene_seed

MUTANTS = 15


def read(tmp_path: Path, data: bytes) -> Profile:
    path = tmp_path / "no-suffix-tells"
    path.write_bytes(data)
    return load(path)


@pytest.mark.parametrize("name", SEEDS)
def test_a_format_is_known_by_its_content_and_self_times_add_to_the_whole(name: str, tmp_path: Path) -> None:
    kind, make = SEEDS[name]
    profile = read(tmp_path, make())
    assert profile.format == kind
    assert any(fact.name == "f" and fact.file.endswith("a.py") for fact in profile.functions)
    if not profile.inclusive:
        whole = sum(fact.self_s for fact in profile.functions) + profile.native_outside_s
        assert whole == pytest.approx(profile.total_s)


@pytest.mark.parametrize(
    ("name", "self_s", "cumulative_s", "samples"),
    [
        ("sampling pstats", 0.005, 0.006, 6),
        ("sampling jsonl", 0.005, 0.005, 6),
        ("sampling gecko", 0.002, 0.002, 3),
        ("speedscope sampled", 0.02, 0.02, 3),
        ("speedscope evented", 0.002, 0.002, None),
        ("VizTracer", 30e-6, 30e-6, None),
        ("callgrind", 30e-6, 30e-6, None),
        ("perf script", 0.001, 0.001, 2),
        ("austin MOJO", 0.002, 0.002, 2),
        ("pyinstrument session", 0.03, 0.03, 2),
        ("Scalene", 0.9, 0.9, 2),
    ],
)
def test_times_counted_by_hand(
    name: str, self_s: float, cumulative_s: float, samples: int | None, tmp_path: Path
) -> None:
    profile = read(tmp_path, SEEDS[name][1]())
    [fact] = [fact for fact in profile.functions if fact.name == "f"]
    assert (fact.self_s, fact.cumulative_s, profile.samples) == (
        pytest.approx(self_s),
        pytest.approx(cumulative_s),
        samples,
    )


def test_samples_by_line_say_so_and_are_no_calls(tmp_path: Path) -> None:
    profile = read(tmp_path, SEEDS["sampling pstats"][1]())
    [fact] = [fact for fact in profile.functions if fact.name == "f"]
    assert (fact.calls, [line.line for line in fact.lines]) == (None, [4, 5])
    assert profile.warnings == [sampling.PER_LINE]
    assert profile.native_outside_s == 0.001


def test_perf_without_python_frames_says_how_to_get_them(tmp_path: Path) -> None:
    text = SEEDS["perf script"][1]().replace(b"py::", b"cc::")
    assert perf_script.NO_PYTHON in read(tmp_path, text).warnings


def test_scalenes_lines_of_functions_are_never_used(tmp_path: Path) -> None:
    twice = scalene_seed().replace(
        b'"files": {', b'"files": {"/app/b.py": {"lines": [], "functions": [{"line": "A.f"}]}, '
    )
    profile = read(tmp_path, twice)
    assert scalene.SAME_NAME in profile.warnings
    assert {fact.line_kind for fact in profile.functions if fact.name == "f"} == {"none"}


class Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return print, ("LineStats was executed",)


def test_a_pickle_that_calls_something_is_refused_before_it_can(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"PV103 a pickle that names builtins\.print"):
        read(tmp_path, pickle.dumps([Evil(), "LineStats"]))


def test_an_archive_is_not_unpacked(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="PV102 compressed: unpack it first"):
        read(tmp_path, b"\x1f\x8b\x08\x00" + bytes(100))


def test_damaged_files_of_every_format_end_in_a_value_or_one_line(tmp_path: Path) -> None:
    files = {name: make() for name, (_, make) in SEEDS.items()} | coverage_seeds.files()
    paths = []
    for name, data in files.items():
        for seed in range(MUTANTS):
            paths.append(tmp_path / f"{name.replace(' ', '-')}-{seed}")
            paths[-1].write_bytes(mutated(data, seed) or b" ")
    found = read_all(paths, Limits(seconds=10))
    codes = Counter(outcome.code if isinstance(outcome, UsageError) else "read" for outcome in found)
    assert set(codes) <= {"read", "PV101", "PV102", "PV103", "PV106"}
    assert min(codes["read"], codes["PV103"]) > len(paths) / 20
    assert all("\n" not in str(outcome) for outcome in found if isinstance(outcome, UsageError))
