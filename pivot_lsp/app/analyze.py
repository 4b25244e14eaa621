"""The use case behind `pivot analyze`: find and read facts, join them to source, judge candidates.

Nothing of the project is imported or run. Files that the user named must be readable; those found by themselves that
are not become warnings, unless nothing is left.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, cast

from pivot_lsp.app.ahead import Ahead, Later, begin
from pivot_lsp.app.calibration import calibrate
from pivot_lsp.app.hotlist import STEPS, Progress, hotlist
from pivot_lsp.app.scope import Request as Request
from pivot_lsp.app.scope import Scope
from pivot_lsp.hotspots import rank
from pivot_lsp.hotspots.rank import Judge, Measured, Portable, Team
from pivot_lsp.hotspots.score import Weights
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.facts import Profile
from pivot_lsp.model.hotspot import Analysis, Hotspot, Portability
from pivot_lsp.model.port import LANGUAGES, Language
from pivot_lsp.source.churn import churn
from pivot_lsp.store.settings import choice, read_settings

TOP = 10


@dataclass(frozen=True)
class Answer:
    """The analysis; `profiles` reads those that it was made from, where somebody needs more of them."""

    analysis: Analysis
    profiles: Callable[[], tuple[Profile, ...]]


def analyze(
    request: Request,
    portable: Portable | None = None,
    measured: Measured | None = None,
    progress: Progress = lambda what, done, total: None,
) -> Analysis:
    """The hotspots and candidates of a project; as `answer`, without the profiles."""
    return answer(request, portable, measured, progress).analysis


def answer(
    request: Request,
    portable: Portable | None = None,
    measured: Measured | None = None,
    progress: Progress = lambda what, done, total: None,
    ahead: Ahead | None = None,
) -> Answer:
    """The hotspots and candidates of a project, with the profiles they come from.

    `portable` is the compiler's answer, asked only for functions that may become candidates; `measured` the end-to-end
    speed-up of a vessel that was benchmarked, `ahead` the same request where it was begun before.

    Raises UsageError PV100 to PV109 for what cannot be read.
    """
    ahead = ahead or begin(request)
    try:
        return _answer(ahead, portable, measured, progress)
    finally:
        ahead.wait()


def _answer(ahead: Ahead, portable: Portable | None, measured: Measured | None, progress: Progress) -> Answer:
    request, scope = ahead.request, ahead.scope
    # While other processes read the facts and the source.
    changed = Later(lambda: churn(scope.root))
    judge = _judge(scope.root, ahead.cpp, portable, measured)
    found = hotlist(ahead, progress)
    listed = found.analysis
    progress("judging", STEPS - 1, STEPS)
    changes = changed.result()
    asked = _asked_for(scope, {row.file for row in listed.hotspots})
    rows = [
        _changed(row, changes) for row in listed.hotspots if row.percentage >= request.threshold and row.file in asked
    ]
    candidates, answers = rank.rank(found.project, rows, judge, request.top or TOP)
    progress("done", STEPS, STEPS)
    figures = {
        "hotspots": [_answered(row, answers) for row in rows[: request.top]],
        "candidates": candidates,
        "gain": None if found.inclusive else rank.gain(candidates),
    }
    return Answer(listed.model_copy(update=figures), found.profiles)


def _asked_for(scope: Scope, files: set[str]) -> set[str]:
    """Those of the files that lie in the part of the project that was asked for."""
    return {file for file in files if scope.only is None or (scope.root / file).is_relative_to(scope.only)}


def _changed(row: Hotspot, changes: Mapping[str, int] | None) -> Hotspot:
    return row if changes is None else row.model_copy(update={"churn": changes.get(row.file, 0)})


def _judge(root: Path, cpp: bool, portable: Portable | None, measured: Measured | None) -> Judge:
    """The team's settings, and this machine's own measurements where there are some."""
    settings = read_settings(root)
    preferred = cast(Language | None, choice(settings, "target", LANGUAGES, root))
    team = Team(preferred, has_cpp=preferred is None and cpp)
    assumptions, benchmarked = calibrate(root)
    return Judge(team, assumptions, _weights(settings, root), portable, measured or benchmarked)


def _weights(settings: dict[str, Any], root: Path) -> Weights:
    """`[tool.pivot.priority]`: runtime, complexity, coverage. Raises UsageError PV011 for what is no number."""
    given = settings.get("priority", {})
    known = {field.name for field in fields(Weights)}
    good = isinstance(given, dict) and given.keys() <= known
    if not good or any(type(v) not in (int, float) or not 0 <= v < 1e9 for v in given.values()):
        remedy = f"a table of numbers: {', '.join(sorted(known))}"
        raise UsageError("PV011", f"tool.pivot.priority is {given!r:.80}", file=root, remedy=remedy)
    return Weights(**given)


def _answered(row: Hotspot, answers: dict[tuple[str, str], Portability]) -> Hotspot:
    answer = answers.get((row.file, row.function))
    return row if answer is None else row.model_copy(update=answer.model_dump())
