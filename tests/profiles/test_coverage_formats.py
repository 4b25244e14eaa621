"""Coverage in four forms says the same about the same run."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pivot_lsp.model.facts import CoveredFile
from pivot_lsp.profiles import load_coverage

FORMS = ("sqlite", "json", "xml", "lcov")


def of_shapes(path: Path) -> CoveredFile:
    [file] = [file for file in load_coverage(path).files if file.file.endswith("shapes.py")]
    return file


def expected(coverage_files: dict[str, Path]) -> tuple[list[int], list[int]]:
    [entry] = json.loads(coverage_files["json"].read_text())["files"].values()
    return entry["executed_lines"], entry["missing_lines"]


@pytest.mark.parametrize("form", FORMS)
def test_the_lines_that_ran_are_those_of_coverages_report(form: str, coverage_files: dict[str, Path]) -> None:
    executed, missing = expected(coverage_files)
    file = of_shapes(coverage_files[form])
    # The data file also has lines inside statements that go over several; reports name the first.
    assert set(executed) <= set(file.executed) if form == "sqlite" else set(executed) == set(file.executed)
    assert file.missing == (None if form == "sqlite" else missing)
    assert not set(missing) & set(file.executed)


def test_branches_tell_which_functions_were_entered(coverage_files: dict[str, Path]) -> None:
    text = (Path(__file__).parent / "shapes.py").read_text().splitlines()
    line = {name: at for at, code in enumerate(text, 1) for name in ("never_called", "double") if f"def {name}" in code}
    entered = of_shapes(coverage_files["sqlite"]).entered
    assert entered is not None
    assert line["double"] - 1 in entered, "the line of its decorator"
    assert line["never_called"] not in entered
    assert of_shapes(coverage_files["xml"]).entered is None


def test_contexts_name_the_tests_that_ran_a_line(tmp_path: Path) -> None:
    (tmp_path / "m.py").write_text("def f():\n    return 1\n")
    (tmp_path / "run.py").write_text("import m\n\n\ndef test_one():\n    m.f()\n\n\ntest_one()\n")
    (tmp_path / ".coveragerc").write_text("[run]\ndynamic_context = test_function\n")
    subprocess.run([sys.executable, "-m", "coverage", "run", "run.py"], cwd=tmp_path, check=True)
    [file] = [file for file in load_coverage(tmp_path / ".coverage").files if file.file.endswith("m.py")]
    assert file.contexts == {"__main__.test_one": [2]}
