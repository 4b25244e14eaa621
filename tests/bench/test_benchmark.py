"""`pivot benchmark` end to end, on calls of the test's own making."""

import json
from pathlib import Path

import pytest

from pivot_lsp.app.benchmark import BenchmarkRequest, benchmark
from pivot_lsp.cases.files import write_cases
from pivot_lsp.cases.values import case_id, encode_call
from pivot_lsp.cli.main import main
from pivot_lsp.model.case import Case, CaseHeader
from pivot_lsp.model.errors import Refused

LEGACY = """
def total(xs: list[int], n: int) -> int:
    found = 0
    for x in xs:
        for _ in range(n):
            found += x
    xs.append(found)
    return found
"""
QUICK = """
def total(xs, n):
    found = sum(xs) * max(n, 0)
    xs.append(found)
    return found

def wrong(xs, n):
    return 0
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A function that changes its argument, a quicker port, and 30 recorded calls."""
    (tmp_path / "pivot.toml").write_text("")
    (tmp_path / "shop.py").write_text(LEGACY)
    (tmp_path / "quick.py").write_text(QUICK)
    cases = []
    for size in range(30):
        args, kwargs = encode_call([list(range(size)), 40], {})
        cases.append(Case(id=case_id(args, kwargs), stratum="recorded", args=args, kwargs=kwargs))
    write_cases(tmp_path / ".pivot" / "cases" / "shop.total.jsonl", CaseHeader(recorder="wrapper"), cases)
    return tmp_path


def request(shop: Path, vessel: str, **changes: object) -> BenchmarkRequest:
    """Two processes of three rounds."""
    options = {"processes": 2, "rounds": 3, "seconds": 1.0, **changes}
    return BenchmarkRequest(legacy="shop.py::total", vessel=vessel, cwd=shop, **options)


def nothing(_what: str, _done: int, _total: int | None) -> None:
    """No progress."""


def test_a_quicker_port_is_measured_on_recorded_calls(shop: Path) -> None:
    report = benchmark(request(shop, "quick:total", compare=True), nothing)
    assert (report.basis, report.processes, report.rounds) == ("recorded", 2, 6)
    assert [(group.name, group.calls) for group in report.groups] == [("small", 8), ("medium", 8), ("large", 8)]
    assert report.groups[0].largest < report.groups[2].smallest
    assert report.wall.low <= report.wall.estimate <= report.wall.high
    assert report.memory is not None
    assert (report.kernel, report.conversion_share, report.native_share) == (None, None, None)
    assert (report.speedup is None) == (report.verdict is None) == (not report.control.passed)
    assert report.compared is None


def test_a_port_that_differs_is_not_timed(shop: Path) -> None:
    with pytest.raises(Refused, match="differs from legacy on 30 of 30"):
        benchmark(request(shop, "quick:wrong"), nothing)


def test_an_accepted_run_is_compared_with(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from pivot_lsp.bench.history import accept, compare
    from pivot_lsp.model.bench import Control, Ratio
    from pivot_lsp.store.files import benchmarks_file

    report = benchmark(request(shop, "quick:total"), nothing)
    one = Ratio(estimate=1.0, low=0.99, high=1.01)

    def run(low: float, high: float, passed: bool = True):
        ratio = Ratio(estimate=(low + high) / 2, low=low, high=high)
        return report.model_copy(
            update={"speedup": ratio if passed else None, "control": Control(ratio=one, passed=passed)}
        )

    history = benchmarks_file(shop / "elsewhere")
    accept(history, run(5.0, 5.2, passed=False))
    assert compare(history, run(4.0, 4.2)) is None
    accept(history, run(5.0, 5.2))
    worse, same, better = (compare(history, run(*bounds)) for bounds in ((4.0, 4.2), (5.1, 5.4), (6.0, 6.1)))
    assert (worse.regression, same.regression, better.regression) == (True, False, False)


def test_the_command_prints_one_object(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The numbers are the machine's; the shape is fixed."""
    monkeypatch.chdir(shop)
    import pivot_lsp.cli.benchmark as verb

    def quick(asked: BenchmarkRequest, progress: object):
        return benchmark(request(shop, asked.vessel), nothing)

    monkeypatch.setattr(verb, "benchmark", quick)
    assert main(["benchmark", "--legacy", "shop.py::total", "--vessel", "quick:total", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert {"speedup", "verdict", "control", "groups", "machine", "clock", "kernel"} <= set(shown)
