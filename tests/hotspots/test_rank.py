"""Scores, estimates, targets and the order of candidates."""

from pathlib import Path

import pytest

from pivot_lsp.hotspots import rank, score
from pivot_lsp.hotspots.integration import integration
from pivot_lsp.hotspots.rank import Judge, Team
from pivot_lsp.hotspots.score import Assumptions
from pivot_lsp.hotspots.targets import Workload, target
from pivot_lsp.model.hotspot import Hotspot, Portability
from pivot_lsp.model.port import Language
from pivot_lsp.source.index import ProjectIndex, SourceFunction
from pivot_lsp.source.project import index_project


@pytest.mark.parametrize(
    ("runtime", "complexity", "coverage", "expected"),
    [(23.4, 87, 0.89, 287.2), (18.7, 65, 0.92, 239.5), (12.3, 52, 0.85, 170.7)],
)
def test_the_guides_formula_on_its_own_rows(runtime: float, complexity: int, coverage: float, expected: float) -> None:
    assert score.priority_score(runtime, complexity, coverage) == pytest.approx(expected)


def test_unknown_coverage_leaves_its_term_out() -> None:
    assert score.priority_score(10.0, 20, None) == 102.0


def spot(function: SourceFunction, root: Path, percentage: float, calls: int = 1) -> Hotspot:
    return Hotspot(
        function=function.qualname,
        file=str(function.file.relative_to(root)),
        line=function.line,
        end_line=function.end_line,
        time_ms=percentage * 10,
        percentage=percentage,
        call_count=calls,
        primitive_call_count=calls,
        cumulative_ms=percentage * 10,
        own_ms=percentage * 10,
        complexity=1,
        test_coverage=None,
        dependencies=1,
        used_by=0,
        shape="function",
        matched_by="exact",
    )


def test_the_estimate_names_its_formula_and_numbers(tmp_path: Path) -> None:
    project = made(tmp_path, {"m.py": "def f(): pass\n"})
    hotspot = spot(only(project), tmp_path, 10.0, calls=1_000_000)
    found = score.estimate(hotspot, numeric=False, assumptions=Assumptions(general=4.0, call_s=25e-9))
    assert found.speedup == found.low == pytest.approx(0.1 / (0.1 / 4 + 0.025))
    assert found.high == pytest.approx(0.1 / (0.1 / 12.4 + 0.025))
    assert found.text == ("estimate: t/(t/k + calls*b), t=0.1 s, k=4 (general code), calls=1000000, b=2.5e-08 s")


def made(root: Path, files: dict[str, str]) -> ProjectIndex:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return index_project(root)


def only(project: ProjectIndex) -> SourceFunction:
    [function] = [f for index in project.files.values() for f in index.functions]
    return function


NUMERIC = "def f(xs):\n    t = 0.0\n    for x in xs:\n        t = t * x + 1.0\n    return t\n"
GRID = (
    "def f(a, n):\n    t = 0.0\n    for i in range(n):\n        for j in range(n):\n            t += a[i][j] * 2.0\n"
    "    return t\n"
)
ANNOTATED = (
    "def f(rows):\n    found: dict[str, list[tuple[int, str]]] = {}\n    for row in rows:\n        for name in row:\n"
    "            found.setdefault(name, []).append((1 + 1, name))\n    return found\n"
)
TEXT = "def f(names):\n    return {name: name.upper() for name in names}\n"


@pytest.mark.parametrize(
    ("file", "source", "language", "reason"),
    [
        ("m.py", "import threading\ndef f():\n    threading.Thread().start()\n", "go", "concurrent work"),
        ("m.py", "async def f():\n    pass\n", "go", "concurrent work"),
        ("api/m.py", TEXT, "go", "part of a service"),
        ("m.py", "import numpy as np\ndef f(a):\n    return np.dot(a, a)\n", "cpp", "array numerics"),
        ("m.py", GRID, "cpp", "nested loops over grids of numbers"),
        ("m.py", NUMERIC, "rust", "numerics in loops"),
        ("m.py", TEXT, "rust", "data structures and text"),
        ("m.py", ANNOTATED, "rust", "data structures and text"),
        ("m.py", "import threading\n" + TEXT, "rust", "data structures and text"),
    ],
)
def test_targets_by_workload(tmp_path: Path, file: str, source: str, language: str, reason: str) -> None:
    project = made(tmp_path, {file: source})
    function = only(project)
    assert target(Workload(function, project.files[function.file])) == (language, reason)


def test_the_teams_preference_wins_and_existing_cpp_counts_where_nothing_speaks(tmp_path: Path) -> None:
    project = made(tmp_path, {"api/m.py": TEXT, "m.py": TEXT.replace("def f", "def g")})
    service, plain = (project.modules[name].functions[0] for name in ("api.m", "m"))
    chosen: Language = "cpp"
    assert target(Workload(service, project.files[service.file]), chosen) == ("cpp", "the team's preference")
    assert target(Workload(plain, project.files[plain.file]), None, has_cpp=True)[0] == "cpp"
    assert target(Workload(service, project.files[service.file]), None, has_cpp=True)[0] == "go"


FILES = {
    "m.py": "def a(): pass\ndef b(): pass\ndef c(): pass\n",
    "test_m.py": "def test_a(): pass\n",
}


def ranked(tmp_path: Path, judge: Judge, top: int = 10) -> list[tuple[int, str, bool | None]]:
    project = made(tmp_path, FILES)
    shares = {"a": 30.0, "b": 20.0, "c": 5.0, "test_a": 40.0}
    functions = [f for index in project.files.values() for f in index.functions]
    rows = [spot(function, tmp_path, shares[function.qualname]) for function in functions]
    candidates, _ = rank.rank(project, rows, judge, top)
    return [(row.rank, row.function, row.portable) for row in candidates]


def test_the_order_is_by_what_would_be_saved_and_tests_are_no_candidates(tmp_path: Path) -> None:
    assert ranked(tmp_path, Judge()) == [(1, "a", None), (2, "b", None), (3, "c", None)]


def test_what_the_compiler_refuses_comes_last_and_says_why(tmp_path: Path) -> None:
    def answer(file: str, qualname: str) -> Portability | None:
        assert file == "m.py"
        return Portability(portable=qualname != "a", reasons=["PV203 line 1: no"] if qualname == "a" else [])

    judge = Judge(portable=answer)
    assert ranked(tmp_path, judge) == [(1, "b", True), (2, "c", True), (3, "a", False)]
    project = index_project(tmp_path)
    function = project.modules["m"].by_qualname["a"][0]
    [row], answers = rank.rank(project, [spot(function, tmp_path, 30.0)], judge, 1)
    assert row.rationale.endswith("not portable: PV203 line 1: no")
    assert answers["m.py", "a"].portable is False
    assert rank.gain([row]) is None


def test_a_measured_speed_up_replaces_the_estimate(tmp_path: Path) -> None:
    judge = Judge(measured=lambda file, qualname: 1.01 if qualname == "a" else None)
    assert [name for _, name, _ in ranked(tmp_path, judge)] == ["b", "c", "a"]


def test_only_as_many_as_asked_for(tmp_path: Path) -> None:
    assert [name for _, name, _ in ranked(tmp_path, Judge(), top=1)] == ["a"]


def test_a_call_that_costs_more_than_it_saves_is_no_candidate(tmp_path: Path) -> None:
    slow = Judge(assumptions=Assumptions(call_s=1.0))
    assert ranked(tmp_path, slow) == []


def test_the_gain_is_amdahls_with_its_ceiling(tmp_path: Path) -> None:
    project = made(tmp_path, {"m.py": "def a(): pass\n"})
    function = only(project)
    judge = Judge(Team(), measured=lambda file, qualname: 4.0)
    candidates, _ = rank.rank(project, [spot(function, tmp_path, 50.0)], judge, 5)
    gain = rank.gain(candidates)
    assert gain is not None
    assert (gain.runtime_percent, gain.speedup, gain.ceiling) == (50.0, 1.6, 2.0)
    assert candidates[0].estimate.startswith("measured")


def test_waiting_is_not_made_shorter(tmp_path: Path) -> None:
    project = made(tmp_path, {"m.py": "def f(): pass\n"})
    hotspot = spot(only(project), tmp_path, 10.0, calls=0).model_copy(update={"waiting_ms": 60.0})
    found = score.estimate(hotspot, numeric=False, assumptions=Assumptions(general=4.0))
    assert found.speedup == pytest.approx(0.1 / (0.06 + 0.04 / 4))
    assert "60% of it waiting" in rank.rationale(hotspot)


@pytest.mark.parametrize(
    ("file", "users", "expected"),
    [
        ("m.py", 0, "ffi"),
        ("api/m.py", 0, "service"),
        ("jobs/nightly/m.py", 0, "batch"),
        ("api/m.py", 40, "ffi"),
    ],
)
def test_integration_is_the_guides_matrix(tmp_path: Path, file: str, users: int, expected: str) -> None:
    project = made(tmp_path, {file: TEXT})
    function = only(project)
    assert integration(Workload(function, project.files[function.file]), users)[0] == expected
