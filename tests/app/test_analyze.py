"""`pivot analyze`: from real files to the JSON that everything else reads."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pivot_lsp.app.analyze import Request, analyze
from pivot_lsp.cli.main import main
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.hotspot import Analysis, Portability

PROGRAM = """
from lib.work import spin

def total(rows):
    return sum(row * row for row in rows)

class Shop:
    def run(self):
        return sorted(spin(n) for n in range(300))

def untested(): return 1

if __name__ == "__main__":
    total(range(50_000))
    Shop().run()
"""
WORK = "def spin(n):\n    t = 0\n    for i in range(n):\n        t += i\n    return t\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a real profile at its root and coverage beside it."""
    root = tmp_path_factory.mktemp("project")
    (root / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    (root / "lib").mkdir()
    (root / "lib" / "work.py").write_text(WORK)
    (root / "main.py").write_text(PROGRAM)
    subprocess.run([sys.executable, "-m", "cProfile", "-o", "production.prof", "main.py"], cwd=root, check=True)
    subprocess.run([sys.executable, "-m", "coverage", "run", "--data-file=.coverage", "main.py"], cwd=root, check=True)
    return root


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    """A copy to break, with the times of the original's files."""
    root = tmp_path / "project"
    subprocess.run(["cp", "-rp", str(made), str(root)], check=True)
    return root


def run_json(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    assert main(["analyze", *map(str, words), "--json"]) == 0
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


def test_facts_are_found_by_themselves_and_names_are_those_of_the_contract(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = run_json(capsys, project)
    spots = {row["function"]: row for row in answer["hotspots"]}
    assert set(spots) == {"total", "Shop.run", "spin"}
    assert answer["matched_share"] == 100.0
    assert answer["unmatched"] == []
    spin = spots["spin"]
    assert (spin["file"], spin["line"], spin["call_count"]) == ("lib/work.py", 1, 300)
    assert (spin["complexity"], spin["test_coverage"], spin["dependencies"], spin["used_by"]) == (2, 1.0, 0, 1)
    assert spots["Shop.run"]["dependencies"] == 1
    assert spin["time_ms"] <= spin["cumulative_ms"] + 1e-6
    for row in answer["candidates"]:
        assert {
            "rank", "file", "function", "priority_score", "runtime_percent", "complexity", "test_coverage",
            "dependencies", "target", "estimated_speedup", "rationale",
        } <= set(row)  # fmt: skip
        assert row["estimate"].startswith("estimate: ")
    assert [row["rank"] for row in answer["candidates"]] == [1, 2, 3]


def test_shares_modules_and_the_outside_add_up(project: Path) -> None:
    answer = analyze(Request(project))
    parts = sum(row.time_ms for row in answer.hotspots) + answer.module_ms + answer.outside_ms
    assert parts == pytest.approx(answer.total_ms, abs=1e-4)
    assert sum(row.percentage for row in answer.hotspots) < 100


def test_the_time_of_a_generator_expression_is_its_functions(project: Path) -> None:
    [total] = [row for row in analyze(Request(project)).hotspots if row.function == "total"]
    assert total.time_ms == pytest.approx(total.cumulative_ms, rel=0.05)


def test_path_may_be_a_file_a_folder_or_the_profile(project: Path) -> None:
    of_file = analyze(Request(project / "lib" / "work.py"))
    assert [row.function for row in of_file.hotspots] == ["spin"]
    assert of_file.root == str(project)
    of_folder = analyze(Request(project / "lib"))
    assert of_folder.hotspots == of_file.hotspots
    of_profile = analyze(Request(project / "production.prof"))
    assert {row.function for row in of_profile.hotspots} == {"total", "Shop.run", "spin"}
    assert of_profile.root == str(project)


def test_output_writes_the_same_object_and_top_limits_the_lists(project: Path, tmp_path: Path) -> None:
    output = tmp_path / "hotspots.json"
    assert main(["analyze", str(project), "--top", "1", "--output", str(output)]) == 0
    answer = Analysis.model_validate_json(output.read_text())
    assert len(answer.hotspots) == len(answer.candidates) == 1


def test_a_person_reads_tables(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    assert main(["analyze", str(project), "--no-verdict"]) == 0
    text = capsys.readouterr().out
    assert "Hotspots" in text
    assert "lib/work.py:1" in text
    assert "Amdahl" in text


def test_of_several_profiles_found_the_newest_is_read_and_the_others_named(project: Path) -> None:
    older = project / "older.prof"
    older.write_bytes((project / "production.prof").read_bytes())
    os.utime(older, (1, 1))
    answer = analyze(Request(project))
    assert [source.path for source in answer.profiles] == ["production.prof"]
    assert "older.prof: not read, a newer one is there" in answer.warnings


def test_profiles_that_are_named_are_added_up(project: Path) -> None:
    profile = project / "production.prof"
    once, twice = analyze(Request(project, (profile,))), analyze(Request(project, (profile, profile)))
    assert twice.total_ms == pytest.approx(2 * once.total_ms)
    assert twice.hotspots[0].percentage == pytest.approx(once.hotspots[0].percentage)
    assert twice.hotspots[0].call_count == 2 * (once.hotspots[0].call_count or 0)


def test_without_coverage_it_is_unknown_and_said_so(project: Path) -> None:
    (project / ".coverage").unlink()
    answer = analyze(Request(project))
    assert {row.test_coverage for row in answer.hotspots} == {None}
    assert "no coverage file: test coverage is unknown" in answer.warnings
    assert "test coverage unknown" in answer.candidates[0].rationale


def test_the_compilers_answer_is_shown_with_hotspot_and_candidate(project: Path) -> None:
    asked = []

    def portable(file: str, qualname: str) -> Portability:
        asked.append((file, qualname))
        return Portability(portable=qualname == "spin", reasons=[] if qualname == "spin" else ["PV201 line 2: why"])

    answer = analyze(Request(project), portable)
    assert sorted(asked) == [("lib/work.py", "spin"), ("main.py", "Shop.run"), ("main.py", "total")]
    assert {row.function: row.portable for row in answer.hotspots} == {"spin": True, "Shop.run": False, "total": False}
    assert answer.candidates[0].function == "spin"
    assert answer.gain is not None
    assert answer.gain.candidates == 1


def test_the_teams_language_wins(project: Path) -> None:
    (project / "pivot.toml").write_text('target = "go"\n')
    assert {row.target for row in analyze(Request(project)).candidates} == {"go"}


def test_edits_since_are_matched_by_name_and_said(project: Path) -> None:
    source = project / "lib" / "work.py"
    source.write_text("# added\n" + WORK)
    answer = analyze(Request(project))
    [spin] = [row for row in answer.hotspots if row.function == "spin"]
    assert (spin.line, spin.matched_by) == (2, "name")
    assert "1 of the files measured are newer than the profile: lib/work.py" in answer.warnings
    assert "1 of the files measured are newer than the coverage: lib/work.py" in answer.warnings


def test_a_function_that_is_gone_is_unmatched_and_lowers_the_share(project: Path) -> None:
    (project / "lib" / "work.py").write_text("def other():\n    pass\n")
    answer = analyze(Request(project))
    [row] = answer.unmatched
    assert (row.file, row.function) == ("lib/work.py", "spin")
    assert row.reason == "no function of this name in the file today"
    assert answer.matched_share < 100


def test_a_broken_source_file_is_named_and_its_time_unmatched(project: Path) -> None:
    (project / "lib" / "work.py").write_text("def spin(:\n")
    answer = analyze(Request(project))
    assert answer.skipped == ["lib/work.py: line 1: syntax error: invalid syntax"]
    assert {row.reason for row in answer.unmatched} == {"the source file cannot be read"}


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "PV101"), (b"{c", "PV103"), (b"plain text", "PV102")], ids=["empty", "cut", "other"]
)
def test_a_bad_file_that_was_named_is_one_line_and_exit_code_2(
    project: Path, capsys: pytest.CaptureFixture[str], content: bytes, code: str
) -> None:
    bad = project / "bad.prof"
    bad.write_bytes(content)
    assert main(["analyze", str(project), "--profile", str(bad), "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    [line] = captured.err.splitlines()
    assert line.startswith(f"pivot analyze: {bad}: {code} ")


def test_a_bad_file_that_was_found_is_a_warning(project: Path) -> None:
    (project / ".coverage").write_bytes(b"SQLite format 3\0")
    answer = analyze(Request(project))
    assert any("PV103" in warning for warning in answer.warnings)
    assert answer.coverage == []


def test_without_any_profile_the_way_to_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"PV108 no profile at the root .*`pivot profile --"):
        analyze(Request(tmp_path))
    with pytest.raises(UsageError, match="PV100 no such file or folder"):
        analyze(Request(tmp_path / "nowhere"))


def test_a_name_with_markup_or_escapes_is_shown_and_not_obeyed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = (project / "production.prof").read_bytes()
    (project / "production.prof").write_bytes(data.replace(b"work.py", b"work\x1b[k").replace(b"spin", b"[b]n"))
    assert main(["analyze", str(project)]) == 0
    assert "\x1b" not in capsys.readouterr().out
