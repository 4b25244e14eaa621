"""The use case behind `pivot analyze`: find and read facts, join them to source, judge candidates.

Nothing of the project is imported or run. Files that the user named must be readable; those found by themselves that
are not become warnings, unless nothing is left.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, cast

from pivot_lsp.app.calibration import calibrate
from pivot_lsp.hotspots import join, rank
from pivot_lsp.hotspots.compare import compare
from pivot_lsp.hotspots.paths import Paths
from pivot_lsp.hotspots.rank import Judge, Measured, Portable, Team
from pivot_lsp.hotspots.score import Weights
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.facts import Coverage, Profile
from pivot_lsp.model.hotspot import Analysis, FactSource, Hotspot, Portability
from pivot_lsp.model.port import LANGUAGES, Language
from pivot_lsp.model.target import ROOT_MARKERS, project_root
from pivot_lsp.profiles.isolated import Facts, expect, read_all
from pivot_lsp.source.churn import churn
from pivot_lsp.source.index import SKIPPED_FOLDERS, ProjectIndex, index_project, python_files
from pivot_lsp.source.reach import Reach
from pivot_lsp.store.files import FOLDER, index_cache
from pivot_lsp.store.settings import choice, read_settings

Progress = Callable[[str, int, int | None], None]
"""(what, done, total)."""

TOP = 10
STEPS = 3
PROFILE_NAMES = (
    "*.prof",
    "*.pstats",
    "*.speedscope.json",
    "*.lprof",
    "*.mojo",
    "*.austin",
    "*.pyisession",
    "*.callgrind",
)
COVERAGE_NAMES = (".coverage", "*.coverage", "coverage.json", "coverage.xml", "lcov.info")
CPP_NAMES = (".cpp", ".cc", ".cxx", ".hpp", ".hh")
TAKE_ONE = "take one with `pivot profile -- python your_script.py`, or name it with --profile"


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
    """The analysis, and the profiles that it was made from."""

    analysis: Analysis
    profiles: tuple[Profile, ...]


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
    warnings: list[str] = []
    progress("reading profiles and coverage", 0, STEPS)
    profiles, coverage = _facts(scope, warnings)
    progress("indexing source", 1, STEPS)
    bases = (scope.root, scope.folder, *(path.absolute().parent for path in scope.profiles))
    told = (*request.maps, *_maps(scope.root))
    paths = Paths(scope.root, tuple(python_files(scope.root)), tuple(dict.fromkeys(bases)), told)
    earlier = [expect(Profile, facts, path) for path, facts in zip(request.before, read_all(request.before))]
    names = {fact.file for profile in (*profiles, *earlier) for fact in profile.functions}
    paths.learn(names | {file.file for report in coverage for file in report.files})
    project = index_project(scope.root, paths.files, kept=index_cache(scope.root))
    joined = join.join(project, profiles, paths)
    progress("judging", 2, STEPS)
    covered = join.covered_files(coverage, paths, project)
    rows = join.hotspots(project, joined, covered, Reach(project), churn(scope.root))
    rows = [row for row in rows if scope.only is None or row[1].file.is_relative_to(scope.only)]
    rows = [row for row in rows if row[0].percentage >= request.threshold]
    judge = _judge(scope.root, portable, measured)
    candidates, answers = rank.rank(project, rows, judge, request.top or TOP)
    warnings += _warnings(project, profiles, coverage, joined, covered)
    progress("done", STEPS, STEPS)
    comparison = None
    if earlier:
        same = len({(profile.format, profile.clock) for profile in (*profiles, *earlier)}) == 1
        comparison = compare(project.root, join.join(project, earlier, paths), joined, same)
    analysis = Analysis(
        root=str(scope.root),
        profiles=[_source(scope.root, profile) for profile in profiles],
        coverage=[_source(scope.root, report) for report in coverage],
        total_ms=round(joined.total_s * 1000, 6),
        matched_share=round(joined.matched_share, 4),
        outside_ms=round(joined.outside_s * 1000, 6),
        module_ms=round(joined.module_s * 1000, 6),
        hotspots=[_answered(row, answers) for row, _ in rows[: request.top]],
        candidates=candidates,
        gain=None if joined.inclusive else rank.gain(candidates),
        unmatched=join.unmatched(joined),
        mappings=[*paths.mappings(), *join.fitted(joined, project)],
        skipped=project.skipped,
        warnings=warnings,
        comparison=comparison,
    )
    return Answer(analysis, tuple(profiles))


@dataclass(frozen=True)
class Scope:
    """Where to look: the project's root, the part of it that was asked for, and the fact files."""

    root: Path
    folder: Path
    only: Path | None
    profiles: tuple[Path, ...]
    coverage: tuple[Path, ...]
    found: frozenset[Path]
    """Those of the fact files that were found and not named."""
    passed_over: tuple[Path, ...]


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
    found_profiles, passed = ((), ()) if profiles else _newest(root, PROFILE_NAMES)
    found_coverage, passed_coverage = ((), ()) if request.coverage else _newest(root, COVERAGE_NAMES)
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


def _newest(root: Path, names: Iterable[str]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """The newest fact file at the root and under .pivot/profiles/, and the older ones: runs are not added unasked."""
    folders = (root, root / FOLDER / "profiles")
    found = {path for folder in folders for name in names for path in folder.glob(name) if path.is_file()}
    ordered = sorted(found, key=lambda path: (path.stat().st_mtime_ns, path), reverse=True)
    return tuple(ordered[:1]), tuple(ordered[1:])


def _facts(scope: Scope, warnings: list[str]) -> tuple[list[Profile], list[Coverage]]:
    if not scope.profiles:
        raise UsageError("PV108", "no profile at the root or under .pivot/profiles/", file=scope.root, remedy=TAKE_ONE)
    outcomes = read_all([*scope.profiles, *scope.coverage])
    split = len(scope.profiles)
    profiles = list(_accepted(Profile, scope, scope.profiles, outcomes[:split], warnings))
    coverage = list(_accepted(Coverage, scope, scope.coverage, outcomes[split:], warnings))
    if not profiles:
        raise UsageError("PV108", f"no readable profile: {warnings[0]}", file=scope.root, remedy=TAKE_ONE)
    warnings += [f"{path.relative_to(scope.root)}: not read, a newer one is there" for path in scope.passed_over]
    return profiles, coverage


def _accepted(
    kind: type[Facts],
    scope: Scope,
    paths: Sequence[Path],
    outcomes: Sequence[Profile | Coverage | UsageError],
    warnings: list[str],
) -> Iterator[Facts]:
    for path, outcome in zip(paths, outcomes):
        try:
            yield expect(kind, outcome, path)
        except UsageError as error:
            if path not in scope.found:
                raise
            warnings.append(str(error))


def _judge(root: Path, portable: Portable | None, measured: Measured | None) -> Judge:
    """The team's settings, and this machine's own measurements where there are some."""
    settings = read_settings(root)
    preferred = cast(Language | None, choice(settings, "target", LANGUAGES, root))
    team = Team(preferred, has_cpp=preferred is None and _has_cpp(root))
    assumptions, benchmarked = calibrate(root)
    return Judge(team, assumptions, _weights(settings, root), portable, measured or benchmarked)


def _maps(root: Path) -> tuple[tuple[str, str], ...]:
    """`[tool.pivot.paths]`: "theirs" = "ours", ours relative to the root. Raises UsageError PV011."""
    given = read_settings(root).get("paths", {})
    if not isinstance(given, dict) or not all(isinstance(ours, str) for ours in given.values()):
        remedy = 'a table of "/their/prefix" = "our/folder"'
        raise UsageError("PV011", f"tool.pivot.paths is {given!r:.80}", file=root, remedy=remedy)
    return tuple(given.items())


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


def _warnings(
    project: ProjectIndex,
    profiles: list[Profile],
    coverage: list[Coverage],
    joined: join.Joined,
    covered: dict[Path, join.Covered],
) -> Iterator[str]:
    read: list[Profile | Coverage] = [*profiles, *coverage]
    for facts in read:
        yield from (f"{Path(facts.path).name}: {text}" for text in facts.warnings)
    if not joined.functions:
        yield "no function of the project is in this profile"
    elif not coverage:
        yield "no coverage file: test coverage is unknown"
    newest = max(profile.taken_at for profile in profiles)
    files = {function.file for function in joined.functions}
    edited = {
        "profile": [path for path in files if project.files[path].modified > newest],
        "coverage": [path for path in files if path in covered and covered[path].edited],
    }
    for what, paths in edited.items():
        if paths:
            names = ", ".join(sorted(str(path.relative_to(project.root)) for path in paths)[:5])
            yield f"{len(paths)} of the files measured are newer than the {what}: {names}"


def _source(root: Path, facts: Profile | Coverage) -> FactSource:
    path = Path(facts.path).resolve()
    shown = str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
    source = FactSource(path=shown, format=facts.format, sha256=facts.sha256)
    if isinstance(facts, Coverage):
        return source.model_copy(update={"files": len(facts.files)})
    figures = {"total_ms": round(facts.total_s * 1000, 6), "clock": facts.clock, "functions": len(facts.functions)}
    return source.model_copy(update=figures | {"samples": facts.samples})
