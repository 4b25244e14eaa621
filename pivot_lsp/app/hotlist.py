"""Every function of a project that its profiles name, joined to source: made once, and kept until a file changes.

Invariant: what is kept is used only for the very same files (time, size and inode of every source, profile and coverage
file), read by the same code with the same mappings; and one that cannot be read is the same as none.
"""

import contextlib
import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from pivot_lsp.hotspots import join
from pivot_lsp.hotspots.compare import compare
from pivot_lsp.hotspots.paths import Paths
from pivot_lsp.model.base import Model
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.facts import Coverage, Profile
from pivot_lsp.model.hotspot import Analysis, FactSource
from pivot_lsp.profiles.isolated import Facts, expect, read_all
from pivot_lsp.source import cache
from pivot_lsp.source.collector import collector_paused
from pivot_lsp.source.index import ProjectIndex, index_project, python_files
from pivot_lsp.source.reach import Reach
from pivot_lsp.store.files import analysis_cache, facts_cache, index_cache, write_atomic

Progress = Callable[[str, int, int | None], None]
"""(what, done, total)."""
STEPS = 3
FEW = 100
"""Samples below which a share of 5% is uncertain by more than itself."""
TAKE_ONE = "take one with `pivot profile -- python your_script.py`, or name it with --profile"
PACKAGE = Path(__file__).resolve().parents[1]
CODE = ("source", "profiles", "hotspots", "model", "stats", "app/hotlist.py")
"""What the hot list depends on, of this project."""


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


def hotlist(scope: Scope, told: Sequence[tuple[str, str]], before: Sequence[Path], progress: Progress) -> Hotlist:
    """The hot list of what `scope` names. Raises UsageError PV100 to PV109 for what cannot be read."""
    if not scope.profiles:
        raise UsageError("PV108", "no profile at the root or under .pivot/profiles/", file=scope.root, remedy=TAKE_ONE)
    files = tuple(python_files(scope.root))
    bases = (scope.root, scope.folder, *(path.absolute().parent for path in scope.profiles))
    paths = Paths(scope.root, files, tuple(dict.fromkeys(bases)), tuple(told))
    place = analysis_cache(scope.root)
    key = _key(scope, paths, files)
    kept = None if place is None or before else _load(place, key)
    if kept is not None:
        progress("indexing source", 1, STEPS)
        project = index_project(scope.root, files, kept=index_cache(scope.root))
        return Hotlist(kept.analysis, project, kept.inclusive, lambda: tuple(_facts(scope, [])[0]))
    made = _made(scope, paths, before, progress)
    if place is not None and not before:
        content = Kept(key=key, inclusive=made.inclusive, analysis=made.analysis).model_dump_json()
        with contextlib.suppress(OSError):
            write_atomic(place, content)
    return made


def _made(scope: Scope, paths: Paths, before: Sequence[Path], progress: Progress) -> Hotlist:
    warnings: list[str] = []
    progress("reading profiles and coverage", 0, STEPS)
    with ThreadPoolExecutor(1) as pool:
        # The facts are read by a child of their own, so that reading and indexing share the processors.
        reading = pool.submit(_facts, scope, warnings)
        progress("indexing source", 1, STEPS)
        project = index_project(scope.root, paths.files, kept=index_cache(scope.root))
        profiles, coverage = reading.result()
    read = read_all(before, keep=facts_cache(scope.root))
    earlier = [expect(Profile, facts, path) for path, facts in zip(before, read)]
    names = {fact.file for profile in (*profiles, *earlier) for fact in profile.functions}
    with collector_paused():
        paths.learn(names | {file.file for report in coverage for file in report.files})
        joined = join.join(project, profiles, paths)
        covered = join.covered_files(coverage, paths, project)
        rows = join.hotspots(project, joined, covered, Reach(project))
    warnings += _warnings(project, profiles, coverage, joined, covered)
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
        hotspots=[row for row, _ in rows],
        candidates=[],
        gain=None,
        unmatched=join.unmatched(joined),
        mappings=[*paths.mappings(), *join.fitted(joined, project)],
        skipped=project.skipped,
        warnings=warnings,
        comparison=comparison,
    )
    return Hotlist(analysis, project, joined.inclusive, lambda: tuple(profiles))


def _load(place: Path, key: str) -> Kept | None:
    try:
        content = place.read_bytes()
        if not content.startswith(b'{"key":"%s"' % key.encode()):
            return None
        with collector_paused():
            return Kept.model_validate_json(content)
    except (OSError, ValidationError):
        return None


def _key(scope: Scope, paths: Paths, files: Iterable[Path]) -> str:
    """A hash of everything that the hot list depends on."""
    digest = hashlib.sha256(repr((_code(), scope, paths.bases, paths.told)).encode("utf-8", "surrogatepass"))
    for path in (*scope.profiles, *scope.coverage, *files):
        digest.update(f"{path}\0{cache.identity(path)}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _code() -> str:
    """Changes with the code that makes the list and with the Python that runs it."""
    digest = hashlib.sha256(sys.version.encode())
    for part in CODE:
        path = PACKAGE / part
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _facts(scope: Scope, warnings: list[str]) -> tuple[list[Profile], list[Coverage]]:
    outcomes = read_all([*scope.profiles, *scope.coverage], keep=facts_cache(scope.root))
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
