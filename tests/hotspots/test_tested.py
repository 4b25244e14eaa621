"""Coverage of a function: what its tests ran of its body; unknown is not zero, and a `def` line proves nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pivot_lsp.hotspots.tested import reaching_tests, still_fits
from pivot_lsp.hotspots.tested import tested_share as share_of
from pivot_lsp.model.facts import CoveredFile
from pivot_lsp.profiles import load_coverage
from pivot_lsp.source.index import index_file
from pivot_lsp.source.project import index_project

PROGRAM = '''
def all_of_it(n):  #@ 1.0
    """Documented."""
    total = 0
    for i in range(n):
        total += i
    return total

def half(n):  #@ 0.6
    if n:
        a = 1
        return a
    a = 2
    return a

def never(n):  #@ 0.0
    return n

def one_line_called(): return 1  #@ 1.0 unknown

def one_line_never(): return 1  #@ 0.0 unknown

def default_on_its_own_line(
    a=1,
    b=2): return a  #@ 0.0 unknown

def over_lines(n):  #@ 1.0
    return max(
        n,
        2,
    )

def raised(n):  #@ 0.6666667
    try:
        x = 1 / n
    except ZeroDivisionError:
        return 0
    finally:
        n = 1
    return x

def nothing_to_run():  #@ 0.0 unknown
    ...

class Shop:
    def method(self):  #@ 0.5
        if self:
            return 1
        global G
        G = 2
        return G

all_of_it(3)
half(1)
one_line_called()
over_lines(1)
raised(1)
Shop().method()
'''


def measured(tmp_path: Path, *flags: str) -> tuple[Path, CoveredFile]:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    data = tmp_path / ".coverage"
    command = [sys.executable, "-m", "coverage", "run", *flags, f"--data-file={data}", str(path)]
    subprocess.run(command, check=True, cwd=tmp_path)
    [file] = load_coverage(data).files
    return path, file


def wanted() -> dict[int, list[str]]:
    return {at: line.split("#@")[1].split() for at, line in enumerate(PROGRAM.splitlines(), 1) if "#@" in line}


@pytest.mark.parametrize("branch", [True, False])
def test_each_function_has_the_share_in_its_mark(tmp_path: Path, branch: bool) -> None:
    path, file = measured(tmp_path, *(["--branch"] if branch else []))
    functions = index_file(path).functions
    got = {function.qualname: share_of(function, [file]) for function in functions}
    expected = {}
    for function in functions:
        [words] = [words for line, words in wanted().items() if function.first_line <= line <= function.end_line]
        unknown = "unknown" in words and not branch
        expected[function.qualname] = None if unknown else pytest.approx(float(words[0]))
    assert got == expected


def test_without_branches_the_share_is_that_of_coverages_own_report(tmp_path: Path) -> None:
    path, file = measured(tmp_path)
    report = tmp_path / "coverage.json"
    command = ["json", f"--data-file={tmp_path / '.coverage'}", "-q", "-o", str(report)]
    subprocess.run([sys.executable, "-m", "coverage", *command], check=True, cwd=tmp_path)
    [entry] = json.loads(report.read_text())["files"].values()
    shares = {function.qualname: share_of(function, [file]) for function in index_file(path).functions}
    for name in ("all_of_it", "half", "never", "over_lines", "raised", "Shop.method"):
        summary = entry["functions"][name]["summary"]
        assert shares[name] == pytest.approx(summary["covered_lines"] / summary["num_statements"]), name


def test_a_file_that_was_not_measured_is_unknown_and_one_that_never_ran_is_zero(tmp_path: Path) -> None:
    path = tmp_path / "m.py"
    path.write_text("def f():\n    return 1\n")
    [function] = index_file(path).functions
    assert share_of(function, []) is None
    assert share_of(function, [CoveredFile(file="m.py", executed=[])]) == 0.0


def test_two_measurements_of_a_file_are_one(tmp_path: Path) -> None:
    path = tmp_path / "m.py"
    path.write_text("def f(a):\n    if a:\n        return 1\n    return 2\n")
    [function] = index_file(path).functions
    first, second = CoveredFile(file="m.py", executed=[1, 2, 3]), CoveredFile(file="m.py", executed=[1, 2, 4])
    assert share_of(function, [first]) == pytest.approx(2 / 3)
    assert share_of(function, [first, second]) == 1.0


def fits(tmp_path: Path, source: str, file: CoveredFile) -> dict[str, bool]:
    path = tmp_path / "today.py"
    path.write_text(source)
    index = index_file(path)
    return {function.qualname: still_fits(index, function, [file]) for function in index.functions}


def test_measurements_fit_the_source_that_was_measured(tmp_path: Path) -> None:
    _, file = measured(tmp_path)
    assert set(fits(tmp_path, PROGRAM, file).values()) == {True}


def test_lines_of_an_older_source_do_not_fit_behind_an_edit(tmp_path: Path) -> None:
    _, file = measured(tmp_path)
    before, behind = PROGRAM.split("def never(n)")
    found = fits(tmp_path, f"{before}# one line more\ndef never(n){behind}", file)
    assert set(found.values()) == {False}, "even those before it are too near to be sure"
    far = fits(tmp_path, PROGRAM + "\n\ndef added(): return 1\n", file)
    assert far["all_of_it"]
    assert not far["Shop.method"]


def test_a_line_that_ran_and_holds_nothing_today_does_not_fit(tmp_path: Path) -> None:
    source = "def f(a):\n    b = a\n\n    return b\n"
    assert fits(tmp_path, source, CoveredFile(file="m.py", executed=[1, 2, 4])) == {"f": True}
    assert fits(tmp_path, source, CoveredFile(file="m.py", executed=[1, 2, 3])) == {"f": False}
    assert fits(tmp_path, source, CoveredFile(file="m.py", executed=[])) == {"f": True}


def test_lines_that_a_report_excludes_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "m.py"
    path.write_text("def f(a):\n    if a:\n        return 1\n    raise AssertionError  # pragma: no cover\n")
    [function] = index_file(path).functions
    assert share_of(function, [CoveredFile(file="m.py", executed=[1, 2, 3], missing=[])]) == 1.0


def test_which_tests_reach_a_function_is_told_by_contexts(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def f():\n    return 1\n\n\ndef g():\n    return 2\n")
    f, g = index_project(tmp_path).modules["a"].functions
    contexts = {"t::two": [2, 6], "t::one": [2], "defs": [1, 5]}
    covered = [CoveredFile(file="a.py", executed=[1, 2, 5, 6], contexts=contexts)]
    assert (reaching_tests(f, covered), reaching_tests(g, covered)) == (["t::one", "t::two"], ["t::two"])
    assert reaching_tests(f, [CoveredFile(file="a.py", executed=[2])]) == []
