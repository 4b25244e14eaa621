"""One program with every shape of function under every profiler that runs here: what is found, and shares agree."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pivot_lsp.app.analyze import Request, analyze
from pivot_lsp.hotspots.match import NO_LINES
from pivot_lsp.model.hotspot import Analysis
from pivot_lsp.profiles import load
from pivot_lsp.profiles.formats import collapsed, lprof, pstats, speedscope
from tests.profiles.taken import TOOLS

LOOPS = ("spin", "decorated", "Shop.fixed", "Shop.made", "outer.<locals>.closure", "Point.moved", "coroutine")
"""Functions that call nothing, so that tracers do not inflate them."""
SHAPES = (*LOOPS, "Shop.size", "Shop.run", "Stall.run", "Stall.Inner.deep", "countdown")
INCLUSIVE = ("line_profiler",)
THINNED_OUT = {
    "VizTracer": {"countdown"},
    "Scalene": {"Shop.size", "countdown", "Shop.made", "Shop.fixed", "Point.moved"},
}
"""What a tool's own threshold or its few samples may leave out."""
SYSTEMATIC = 15.0
"""Points by which two runs of different tools on a busy machine may differ beside their sampling error."""

Take = Callable[..., Path]


def analysis(project: Path, taken_by: Take, tool: str) -> Analysis:
    return analyze(Request(project, (taken_by(tool),)))


@pytest.mark.parametrize("tool", TOOLS)
def test_the_format_is_recognised_by_its_content(tool: str, taken_by: Take) -> None:
    assert load(taken_by(tool)).format == TOOLS[tool][0]


@pytest.mark.parametrize("tool", TOOLS)
def test_every_shape_of_function_is_found_and_nothing_is_left_over(tool: str, project: Path, taken_by: Take) -> None:
    found = analysis(project, taken_by, tool)
    names = {row.function for row in found.hotspots}
    assert set(SHAPES) - THINNED_OUT.get(tool, set()) <= names
    assert {(row.function, row.reason) for row in found.unmatched} <= {("Shop.size", NO_LINES)}
    assert found.matched_share > (99 if not found.unmatched else 85)


def apart(reference: Analysis, other: Analysis) -> list[tuple[str, list[float], float]]:
    """The loops whose shares of all loops' time differ by more than the error that the profile states."""
    rows = [{row.function: row for row in found.hotspots} for found in (reference, other)]
    known = [name for name in LOOPS if name in rows[1]]
    totals = [sum(table[name].percentage for name in known) for table in rows]
    beyond = []
    for name in known:
        shares = [100 * table[name].percentage / total for table, total in zip(rows, totals)]
        error = SYSTEMATIC + 3 * (rows[1][name].error_percent or 0.0) * 100 / totals[1]
        if abs(shares[0] - shares[1]) >= error:
            beyond.append((name, shares, error))
    return beyond


@pytest.mark.parametrize("tool", [tool for tool in TOOLS if tool not in INCLUSIVE])
def test_shares_agree_within_their_errors(tool: str, project: Path, taken_by: Take) -> None:
    """On at least one of three takes: a machine that stands still gives all of its pause to one function."""
    found = []
    for take in range(3):
        reference, other = (analyze(Request(project, (taken_by(t, anew=take > 0),))) for t in ("cProfile", tool))
        found = apart(reference, other)
        if not found:
            break
    assert found == []


@pytest.mark.parametrize(
    ("tool", "said"),
    [
        ("py-spy raw", collapsed.SHORTENED),
        ("pyinstrument json", speedscope.THINNED),
        ("pyinstrument pstats", pstats.COUNTLESS),
        ("line_profiler", lprof.INCLUSIVE),
        ("yappi pstat", pstats.SWAPPED),
    ],
)
def test_the_known_faults_of_a_format_are_said(tool: str, said: str, taken_by: Take) -> None:
    assert said in load(taken_by(tool)).warnings


@pytest.mark.parametrize("tool", ["cProfile", "yappi pstat", "yappi callgrind"])
def test_tracers_count_calls(tool: str, taken_by: Take) -> None:
    calls = {fact.name: fact.calls for fact in load(taken_by(tool)).functions if fact.file.endswith("workload.py")}
    assert (calls["spin"], calls["moved"], calls["main"]) == (4, 4, 1)


@pytest.mark.parametrize("tool", ["py-spy speedscope", "austin", "austin MOJO", "py-spy raw"])
def test_samplers_keep_the_lines_and_their_number_of_samples(tool: str, taken_by: Take) -> None:
    profile = load(taken_by(tool))
    assert profile.samples is not None
    assert profile.samples > 50
    [spin] = [fact for fact in profile.functions if fact.qualname == "spin"]
    assert spin.line_kind == "executed"
    text = (Path(__file__).parent / "workload.py").read_text().splitlines()
    first = next(at for at, line in enumerate(text, 1) if line.startswith("def spin"))
    assert {line.line for line in spin.lines} <= set(range(first, first + 5))


@pytest.mark.parametrize("tool", ["cProfile", "pyinstrument session"])
def test_waiting_is_told_apart_from_work(tool: str, taken_by: Take) -> None:
    facts = {fact.name: fact for fact in load(taken_by(tool)).functions if fact.file.endswith("workload.py")}
    assert facts["waits"].waiting_s == pytest.approx(0.05, abs=0.04)
    assert facts["spin"].waiting_s == 0


def test_a_sampled_property_and_its_setter_are_split_by_their_lines(project: Path, taken_by: Take) -> None:
    rows = [row for row in analysis(project, taken_by, "austin").hotspots if row.function == "Shop.size"]
    assert len({row.line for row in rows}) == 2


def test_viztracers_embedded_source_proves_that_a_file_has_not_changed(project: Path, taken_by: Take) -> None:
    sources = load(taken_by("VizTracer")).sources
    assert any(name.endswith("workload.py") for name in sources)
