"""The use case behind `pivot analyze`: find and read facts, join them to source, judge candidates.

Nothing of the project is imported or run. Files that the user named must be readable; those found by themselves that
are not become warnings, unless nothing is left.
"""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, cast

from pivot_lsp.app.calibration import calibrate
from pivot_lsp.app.hotlist import STEPS, Progress, Scope, hotlist
from pivot_lsp.hotspots import rank
from pivot_lsp.hotspots.rank import Judge, Measured, Portable, Team
from pivot_lsp.hotspots.score import Weights
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.facts import Profile
from pivot_lsp.model.hotspot import Analysis, Hotspot, Portability
from pivot_lsp.model.port import LANGUAGES, Language
from pivot_lsp.model.target import ROOT_MARKERS, project_root
from pivot_lsp.source.churn import churn
from pivot_lsp.source.index import SKIPPED_FOLDERS
from pivot_lsp.store.files import FOLDER
from pivot_lsp.store.measured import Kind
from pivot_lsp.store.measured import measured as measured_files
from pivot_lsp.store.settings import choice, path_maps, read_settings

TOP = 10
CPP_NAMES = (".cpp", ".cc", ".cxx", ".hpp", ".hh")


@dataclass(frozen=True)
class Request:
    """What is asked for. `path` is a file, a folder, or a profile; `top` None: all hotspots and ten candidates."""

    path: Path
    profiles: tuple[Path, ...] = ()
    coverage: tuple[Path, ...] = ()
    top: int | None = None
    threshold: float = 0.0
    """Functions below this percentage are not listed."""
    maps: tuple[tuple[str, str], ...] = ()
    """(theirs, ours): path prefixes that are told and not voted for; before those of the settings."""
    before: tuple[Path, ...] = ()
    """Profiles of the same program before a change, to compare with."""


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
) -> Answer:
    """The hotspots and candidates of a project, with the profiles they come from.

    `portable` is the compiler's answer, asked only for functions that may become candidates; `measured` the end-to-end
    speed-up of a vessel that was benchmarked. Raises UsageError PV100 to PV109 for what cannot be read.
    """
    scope = _scope(request)
    told = (*request.maps, *path_maps(scope.root))
    with ThreadPoolExecutor(1) as pool:
        # While other processes read the facts and the source.
        beside = pool.submit(lambda: (churn(scope.root), _judge(scope.root, portable, measured)))
        found = hotlist(scope, told, request.before, progress)
        listed = found.analysis
        progress("judging", STEPS - 1, STEPS)
        changes, judge = beside.result()
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


def _scope(request: Request) -> Scope:
    path = request.path.absolute()
    if not path.exists():
        raise UsageError("PV100", "no such file or folder", file=request.path)
    profiles = request.profiles
    only: Path | None = path.resolve()
    if path.is_file() and path.suffix != ".py":
        # The guide's spelling: `analyze production.prof`.
        profiles, only = (request.path, *profiles), None
    root = _root_of_profile(path) if only is None else project_root(path)
    root = root.resolve()
    found_profiles, passed = ((), ()) if profiles else _newest(root, "profile")
    found_coverage, passed_coverage = ((), ()) if request.coverage else _newest(root, "coverage")
    return Scope(
        root=root,
        folder=path if path.is_dir() else path.parent,
        only=only,
        profiles=profiles or found_profiles,
        coverage=request.coverage or found_coverage,
        found=frozenset(found_profiles + found_coverage),
        passed_over=passed + passed_coverage,
    )


def _root_of_profile(path: Path) -> Path:
    """A profile lies in its project, or is read from inside the project that it is of."""
    root = project_root(path)
    if any((root / marker).exists() for marker in ROOT_MARKERS):
        return root
    if FOLDER in path.parent.parts:
        return Path(*path.parent.parts[: path.parent.parts.index(FOLDER)])
    here = project_root(Path.cwd())
    return here if any((here / marker).exists() for marker in ROOT_MARKERS) else root


def _newest(root: Path, kind: Kind) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """The newest fact file at the root and under .pivot/profiles/, and the older ones: runs are not added unasked."""
    found = {path for folder in (root, root / FOLDER / "profiles") for path in measured_files(folder)[kind]}
    ordered = sorted(found, key=lambda path: (path.stat().st_mtime_ns, path), reverse=True)
    return tuple(ordered[:1]), tuple(ordered[1:])


def _judge(root: Path, portable: Portable | None, measured: Measured | None) -> Judge:
    """The team's settings, and this machine's own measurements where there are some."""
    settings = read_settings(root)
    preferred = cast(Language | None, choice(settings, "target", LANGUAGES, root))
    team = Team(preferred, has_cpp=preferred is None and _has_cpp(root))
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


def _has_cpp(root: Path) -> bool:
    for _, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in SKIPPED_FOLDERS]
        if any(name.endswith(CPP_NAMES) for name in names):
            return True
    return False


def _answered(row: Hotspot, answers: dict[tuple[str, str], Portability]) -> Hotspot:
    answer = answers.get((row.file, row.function))
    return row if answer is None else row.model_copy(update=answer.model_dump())
