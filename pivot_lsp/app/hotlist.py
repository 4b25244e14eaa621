"""Every function of a project that its profiles name, joined to source: made once, and kept until a file changes.

Invariant: what is kept is used only for the very same files (time, size and inode of every source, profile and coverage
file), read by the same code with the same mappings; and one that cannot be read is the same as none.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from pivot_lsp.app.ahead import Ahead, Outcomes, read
from pivot_lsp.app.scope import TAKE_ONE, Scope
from pivot_lsp.hotspots import join
from pivot_lsp.hotspots.compare import compare
from pivot_lsp.hotspots.counted import counted
from pivot_lsp.model.base import Model
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.facts import Coverage, Profile
from pivot_lsp.model.hotspot import Analysis, FactSource
from pivot_lsp.profiles.isolated import Facts, expect
from pivot_lsp.source.collector import collector_paused
from pivot_lsp.source.index import ProjectIndex
from pivot_lsp.source.reach import Reach
from pivot_lsp.store.files import analysis_cache, write_atomic

Progress = Callable[[str, int, int | None], None]
"""(what, done, total)."""
STEPS = 3
FEW = 100
"""Samples below which a share of 5% is uncertain by more than itself."""


class Kept(Model):
    """The hot list as it lies on disk."""

    key: str
    inclusive: bool
    analysis: Analysis


@dataclass(frozen=True)
class Hotlist:
    """An analysis that is not judged yet: all hotspots, no candidates, no churn."""

    analysis: Analysis
    project: ProjectIndex
    inclusive: bool
    """A profile without self time is among them: shares overlap."""
    profiles: Callable[[], tuple[Profile, ...]]


def hotlist(ahead: Ahead, progress: Progress) -> Hotlist:
    """The hot list of what was begun. Raises UsageError PV100 to PV109 for what cannot be read."""
    scope, before = ahead.scope, ahead.request.before
    kept = None if ahead.kept is None else _decoded(ahead.kept)
    if kept is not None:
        progress("indexing source", 1, STEPS)
        return Hotlist(kept.analysis, ahead.index.result(), kept.inclusive, lambda: _called(scope))
    made = _made(ahead, progress)
    place = analysis_cache(scope.root)
    if place is not None and not before:
        content = Kept(key=ahead.key, inclusive=made.inclusive, analysis=made.analysis).model_dump_json()
        with contextlib.suppress(OSError):
            write_atomic(place, content, lasting=False)
    return made


def _called(scope: Scope) -> tuple[Profile, ...]:
    """The profiles with their callers, which the list does without."""
    return tuple(_accept(scope, read(scope.root, scope.profiles, callers=True), [])[0])


def _made(ahead: Ahead, progress: Progress) -> Hotlist:
    scope, paths, before = ahead.scope, ahead.paths, ahead.request.before
    warnings: list[str] = []
    progress("reading profiles and coverage", 0, STEPS)
    # They are None only where a kept list was promised that turned out to be damaged.
    wanted = [*scope.profiles, *scope.coverage]
    progress("indexing source", 1, STEPS)
    project = ahead.index.result()
    reach = Reach(project)
    reach.prepare()  # while the facts may still be read
    outcomes = read(scope.root, wanted, ahead.callers) if ahead.facts is None else ahead.facts.result()
    profiles, coverage = _accept(scope, outcomes, warnings)
    earlier = [expect(Profile, facts, path) for path, facts in zip(before, read(scope.root, before))]
    names = {fact.file for profile in (*profiles, *earlier) for fact in profile.functions}
    with collector_paused():
        paths.learn(names | {file.file for report in coverage for file in report.files})
        joined = join.join(project, profiles, paths)
        covered = join.covered_files(coverage, paths, project)
        rows = join.hotspots(project, joined, covered, reach)
    hot, told = counted(rows)
    warnings += _warnings(project, profiles, coverage, joined, covered)
    warnings += told
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
        hotspots=hot,
        candidates=[],
        gain=None,
        unmatched=join.unmatched(joined),
        mappings=[*paths.mappings(), *join.fitted(joined, project)],
        skipped=project.skipped,
        warnings=warnings,
        comparison=comparison,
    )
    whole = tuple(profiles)
    return Hotlist(analysis, project, joined.inclusive, lambda: whole if ahead.callers else _called(scope))


def _decoded(content: bytes) -> Kept | None:
    try:
        with collector_paused():
            return Kept.model_validate_json(content)
    except ValidationError:
        return None


def _accept(scope: Scope, outcomes: Outcomes, warnings: list[str]) -> tuple[list[Profile], list[Coverage]]:
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
    for profile in profiles:
        if profile.samples is not None and profile.samples < FEW:
            few = f"only {profile.samples} {'sample' if profile.samples == 1 else 'samples'}"
            yield f"{Path(profile.path).name}: {few}, so shares are rough: measure a longer run, or use cProfile"
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
