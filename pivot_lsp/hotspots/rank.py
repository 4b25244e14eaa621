"""From hotspots to candidates: judged, ranked by what a port would save, with the guide's score beside it.

The order: portable or not asked before refused; then the share of the run that would be saved. Factors stay separate
columns, so that a reader can disagree with the order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pivot_lsp.hotspots import score
from pivot_lsp.hotspots.integration import integration
from pivot_lsp.hotspots.score import Assumptions, Estimate, Weights
from pivot_lsp.hotspots.targets import Workload, target
from pivot_lsp.model.hotspot import Candidate, Gain, Hotspot, Portability
from pivot_lsp.model.port import Language
from pivot_lsp.source.asked import radon_complexity
from pivot_lsp.source.index import ProjectIndex, SourceFunction
from pivot_lsp.source.reach import is_test
from pivot_lsp.stats import amdahl

Portable = Callable[[str, str], Portability | None]
"""(file relative to the root, qualname) -> the compiler's answer, or None when it was not asked."""
Measured = Callable[[str, str], float | None]
"""(file relative to the root, qualname) -> end-to-end speed-up of its benchmarked vessel, or None."""

ASKED = 2
"""The compiler is asked about this many times as many functions as candidates are wanted."""
CHUNK = 100
"""Functions judged at a time, the hottest first."""
MOSTLY_NATIVE = 0.8
"""Above this share of C callees in self time, a port of the Python around them may bring little."""
WAITS = 0.2
"""Above this share of waiting in self time, it is said."""


@dataclass(frozen=True)
class Team:
    """What the project says of itself: preferred language, and whether it has C++ of its own."""

    preferred: Language | None = None
    has_cpp: bool = False


@dataclass(frozen=True)
class Judge:
    """What candidates are judged with; the callables are handed in by `app`."""

    team: Team = Team()
    assumptions: Assumptions = field(default_factory=Assumptions)
    weights: Weights = field(default_factory=Weights)
    portable: Portable | None = None
    measured: Measured | None = None


def rank(
    project: ProjectIndex, rows: Sequence[Hotspot], judge: Judge, top: int
) -> tuple[list[Candidate], dict[tuple[str, str], Portability]]:
    """The `top` candidates, and what the compiler said of every function it was asked about."""
    worth = sorted((row for row in rows if not is_test(row.file)), key=lambda row: -row.percentage)
    wanted = top * ASKED
    pool: list[Candidate] = []
    for start in range(0, len(worth), CHUNK):
        # No port saves more than the function's share, so the rest cannot come in once the pool is above it.
        if len(pool) >= wanted and pool[wanted - 1].saved_percent >= worth[start].percentage:
            break
        judged = [_judge(project, hotspot, judge) for hotspot in worth[start : start + CHUNK]]
        pool = sorted((*pool, *(row for row in judged if row.saved_percent > 0)), key=_saved)[:wanted]
    answers: dict[tuple[str, str], Portability] = {}
    for row in pool:
        answer = judge.portable(row.file, row.function) if judge.portable else None
        if answer is not None:
            answers[row.file, row.function] = answer
    told = [_told(row, answers.get((row.file, row.function))) for row in pool]
    ordered = sorted(told, key=lambda row: (row.portable is False, *_saved(row)))[:top]
    shown = [_counted(project, row, judge.weights) for row in ordered]
    return [row.model_copy(update={"rank": at}) for at, row in enumerate(shown, 1)], answers


def _counted(project: ProjectIndex, row: Candidate, weights: Weights) -> Candidate:
    """The candidate with radon's complexity, where it was not among the hottest, which have it already."""
    if row.complexity_by == "radon":
        return row
    asked = radon_complexity(_function(project, row))
    if asked is None:
        return row
    scored = score.priority_score(row.runtime_percent, asked, row.test_coverage, weights)
    figures = {"complexity": asked, "complexity_by": "radon", "priority_score": round(scored, 4)}
    if asked != row.complexity:
        figures["rationale"] = f"{row.rationale}; radon counts a complexity of {asked}, the index {row.complexity}"
    return row.model_copy(update=figures)


def _function(project: ProjectIndex, row: Hotspot | Candidate) -> SourceFunction:
    file = project.files[project.root / row.file]
    return next(function for function in file.by_qualname[row.function] if function.line == row.line)


def _saved(row: Candidate) -> tuple[float, str, int]:
    return -row.saved_percent, row.file, row.line


def _judge(project: ProjectIndex, hotspot: Hotspot, judge: Judge) -> Candidate:
    workload = Workload(_function(project, hotspot), project.files[project.root / hotspot.file])
    language, reason = target(workload, judge.team.preferred, judge.team.has_cpp)
    measured = judge.measured(hotspot.file, hotspot.function) if judge.measured else None
    if measured is None:
        found = score.estimate(hotspot, workload.numeric, judge.assumptions)
    else:
        found = Estimate(measured, measured, measured, "measured: end to end, by this vessel's benchmark")
    how, why = integration(workload, hotspot.used_by)
    scored = score.priority_score(hotspot.percentage, hotspot.complexity, hotspot.test_coverage, judge.weights)
    return Candidate(
        rank=0,
        file=hotspot.file,
        function=hotspot.function,
        line=hotspot.line,
        priority_score=round(scored, 4),
        runtime_percent=hotspot.percentage,
        complexity=hotspot.complexity,
        complexity_by=hotspot.complexity_by,
        test_coverage=hotspot.test_coverage,
        dependencies=hotspot.dependencies,
        used_by=hotspot.used_by,
        call_count=hotspot.call_count,
        target=language,
        target_reason=reason,
        estimated_speedup=round(found.speedup, 2),
        speedup_low=round(found.low, 2),
        speedup_high=round(found.high, 2),
        estimate=found.text,
        saved_percent=round(score.saved_percent(hotspot.percentage, found.speedup), 4),
        integration=how,
        integration_reason=why,
        churn=hotspot.churn,
        staleness=hotspot.staleness,
        error_percent=hotspot.error_percent,
        portable=None,
        rationale=rationale(hotspot),
    )


def _told(row: Candidate, answer: Portability | None) -> Candidate:
    if answer is None:
        return row
    refused = "" if answer.portable else f"; not portable: {answer.reasons[0] if answer.reasons else 'no reason given'}"
    return row.model_copy(update={"portable": answer.portable, "rationale": row.rationale + refused})


def rationale(hotspot: Hotspot) -> str:
    """One line of what is measured, in the order in which it matters."""
    parts = [f"{hotspot.percentage:.1f}% of runtime"]
    if hotspot.test_coverage is None:
        parts.append("test coverage unknown")
    else:
        parts.append(f"{100 * hotspot.test_coverage:.0f}% covered by tests")
    parts.append(f"{hotspot.dependencies} {'dependency' if hotspot.dependencies == 1 else 'dependencies'}")
    if hotspot.waiting_ms > WAITS * hotspot.time_ms:
        parts.append(f"{100 * hotspot.waiting_ms / hotspot.time_ms:.0f}% of it waiting, which no port shortens")
    native = 1 - hotspot.own_ms / hotspot.time_ms if hotspot.time_ms > 0 else 0.0
    if native > MOSTLY_NATIVE:
        parts.append(f"{100 * native:.0f}% of it already in C")
    if hotspot.shape not in ("function", "method"):
        parts.append(f"a {hotspot.shape}, which cannot be ported by itself")
    return ", ".join(parts)


def gain(candidates: Sequence[Candidate]) -> Gain | None:
    """Amdahl over the candidates that are not refused; None without any."""
    parts = [(row.runtime_percent / 100, row.estimated_speedup) for row in candidates if row.portable is not False]
    shares = [share for share, _ in parts]
    if not parts:
        return None
    ceiling = amdahl.ceiling(shares)
    return Gain(
        candidates=len(parts),
        runtime_percent=round(100 * sum(shares), 4),
        speedup=round(amdahl.overall(parts), 3),
        ceiling=round(min(ceiling, 1e6), 3),
        formula="1/(1 - sum(p) + sum(p/s)) over the candidates, p their share of self time, s their estimated speed-up",
    )
