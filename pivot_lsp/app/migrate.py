"""`pivot migrate`: the phases of a migration, from a project's facts, kept on disk.

Nothing of the project is imported or run. The compiler is asked about the functions whose units are large enough to
become components, the costliest first, and about no more than `ASKED`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pivot_lsp.app.analyze import Request, analyze
from pivot_lsp.app.hotlist import Progress
from pivot_lsp.app.portable import portability
from pivot_lsp.app.vessels import milestones, shelf
from pivot_lsp.model.bench import Ratio
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.hotspot import Analysis
from pivot_lsp.model.plan import Plan
from pivot_lsp.model.progress import VesselState
from pivot_lsp.plan.assumptions import read
from pivot_lsp.plan.build import plan
from pivot_lsp.plan.component import Facts, Hot, public_name
from pivot_lsp.plan.keep import keep, merged, read_plan
from pivot_lsp.plan.units import Key, closure
from pivot_lsp.source.index import ProjectIndex, SourceFunction
from pivot_lsp.source.project import index_project
from pivot_lsp.source.reach import Reach
from pivot_lsp.store.settings import read_settings

CONSIDERED = 400
"""Hot functions that are looked at, the hottest first."""
ASKED = 60


@dataclass(frozen=True)
class PlanRequest:
    """What is asked for. `given`: figures of the command line, by the names of `plan/assumptions.py`."""

    project: Path
    profiles: tuple[Path, ...] = ()
    coverage: tuple[Path, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)


def _quiet(what: str, done: int, total: int | None) -> None:
    """Progress that nobody listens to."""


def migrate(request: PlanRequest, progress: Progress = _quiet) -> Plan:
    """Plans and keeps the plan. Raises UsageError PV100 to PV109 as `analyze`, PV750 to PV753."""
    if not request.project.is_dir():
        raise UsageError("PV750", "not a project's folder", file=request.project, remedy="name a folder")
    analysis = analyze(Request(request.project, request.profiles, request.coverage, top=CONSIDERED), progress=progress)
    if analysis.candidates and analysis.gain is None:
        raise UsageError(
            "PV756",
            "the profile has no self time: its shares overlap",
            remedy="take another with cProfile",
        )
    root = Path(analysis.root)
    assumptions, figures, _ = read(read_settings(root), request.given, root)
    progress("reading vessels", 0, 1)
    states = shelf(root)
    hot, callees = _hot(analysis, root, assumptions.minimum_percent, progress)
    measured = {key: ratio for key, ratio in ((state.id, _gain(state)) for state in states) if ratio is not None}
    reached = milestones(states)

    def make(old: Plan | None) -> Plan:
        done = reached_steps(old, reached)
        new = plan(Facts(analysis, hot, callees, assumptions, figures, measured, done))
        return merged(new, old, reached)

    made = keep(root, make)
    progress("done", 1, 1)
    return made


def reached_steps(old: Plan | None, reached: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """What was reached before, and what is reached now."""
    steps = {} if old is None else {key: dict(each) for key, each in old.milestones.items()}
    for key, each in reached.items():
        steps[key] = {**each, **steps.get(key, {})}
    return steps


def kept_plan(root: Path) -> Plan:
    """The kept plan. Raises UsageError PV754 when there is none."""
    found = read_plan(root)
    if found is None:
        raise UsageError(
            "PV754",
            "there is no plan yet",
            file=root,
            remedy="`pivot migrate PROJECT` makes one",
        )
    return found


def _gain(state: VesselState) -> Ratio | None:
    """What counts as measured: the benchmark of a vessel whose certificate holds, on a machine that was quiet."""
    return state.speedup if state.certificate == "valid" and state.level != "failed" else None


def _hot(
    analysis: Analysis, root: Path, minimum_percent: float, progress: Progress
) -> tuple[list[Hot], dict[Key, list[Key]]]:
    """The hot functions with the compiler's answers, and which of them reach which."""
    project = index_project(root, trees=frozenset())
    judged = {(row.file, row.function): row for row in analysis.candidates}
    spots = {(spot.file, spot.function): spot for spot in analysis.hotspots if spot.percentage > 0}
    functions = {key: found for key in spots if (found := _function(project, key)) is not None}
    callees = _callees(project, functions)
    reach = {key: closure(key, callees) | {key} for key in functions}
    weight = {key: sum(spots[each].percentage for each in found) for key, found in reach.items()}
    ask = sorted((key for key in functions if weight[key] >= minimum_percent), key=lambda key: (-weight[key], key))
    verdict, answers = portability(root), {}
    # Functions of one file one after the other: mypy is asked once about what they share.
    for at, key in enumerate(sorted(ask[:ASKED])):
        progress("asking the compiler", at, min(len(ask), ASKED))
        answers[key] = verdict(key[0], public_name(key[1]))
    hot = [
        Hot(spots[key], judged.get(key), function, project.files[function.file], answers.get(key))
        for key, function in functions.items()
    ]
    return hot, callees


def _function(project: ProjectIndex, key: Key) -> SourceFunction | None:
    file = project.files.get(project.root / key[0])
    found = file.by_qualname.get(key[1], ()) if file else ()
    return found[-1] if found else None


def _callees(project: ProjectIndex, functions: Mapping[Key, SourceFunction]) -> dict[Key, list[Key]]:
    reach, keys = Reach(project), {id(function): key for key, function in functions.items()}
    return {
        key: sorted({keys[id(found)] for found in reach.callees(function) if id(found) in keys})
        for key, function in functions.items()
    }
