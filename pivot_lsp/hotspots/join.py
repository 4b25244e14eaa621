"""Joins facts to source: from profiles and coverage of any machine to hotspots of this project.

Several profiles are added up. Shares are of all the time recorded in them, so that hotspots, module bodies, unmatched
rows and the outside add to 100%.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pivot_lsp.hotspots.match import Matched, fits, match
from pivot_lsp.hotspots.paths import Paths
from pivot_lsp.hotspots.tested import reaching_tests, still_fits, tested_share
from pivot_lsp.model.facts import Coverage, CoveredFile, FunctionFact, Profile
from pivot_lsp.model.hotspot import HotLine, Hotspot, Match, PathMapping, Unmatched
from pivot_lsp.source.index import ProjectIndex, SourceFunction
from pivot_lsp.source.reach import Reach
from pivot_lsp.stats.sampling import half_width

NO_FILE = "no file of the project is this one for certain"
BROKEN = "the source file cannot be read"
TESTS = 10
"""Names of tests that are listed for a function; all are counted."""
LINES = 10
"""Lines that are listed for a function."""
TELLING = 3
"""Rows that must all be where the profile has them before a file is taken for one of another folder."""


@dataclass
class Sum:
    """The rows of one function, added up; seconds."""

    self_s: float = 0.0
    own_s: float = 0.0
    cumulative_s: float = 0.0
    waiting_s: float = 0.0
    calls: int | None = None
    primitive: int | None = None
    how: Match = "exact"
    fresh: bool = True
    lines: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    """Self seconds of lines, numbered as in the file that was measured."""

    def add(self, row: FunctionFact, *, inner: bool) -> None:
        """Takes a row; a lambda's or comprehension's gives its time but is no call of the function."""
        self.self_s += row.self_s
        self.own_s += row.own_s
        self.waiting_s += row.waiting_s
        for line in row.lines:
            self.lines[line.line] += line.self_s
        if not inner:
            self.cumulative_s += row.cumulative_s
            if row.calls is not None:
                self.calls = (self.calls or 0) + row.calls
            if row.primitive_calls is not None:
                self.primitive = (self.primitive or 0) + row.primitive_calls


@dataclass
class Joined:
    """Everything that the profiles say, told apart by what it belongs to; seconds."""

    total_s: float = 0.0
    outside_s: float = 0.0
    module_s: float = 0.0
    samples: int = 0
    """Of the sampled profiles together; 0: all were traced."""
    inclusive: bool = False
    """A profile without self time is among them: shares overlap."""
    fitted: dict[str, Path] = field(default_factory=dict)
    """Files found by their rows alone, by their name in the profile."""
    functions: dict[SourceFunction, Sum] = field(default_factory=lambda: defaultdict(Sum))
    unmatched: dict[tuple[str, str, int, str], Sum] = field(default_factory=lambda: defaultdict(Sum))

    @property
    def matched_share(self) -> float:
        """Percent of the project's time that was matched; 0 when there is none."""
        matched = self.module_s + sum(row.self_s for row in self.functions.values())
        project = matched + sum(row.self_s for row in self.unmatched.values())
        return 100 * matched / project if project > 0 else 0.0


def join(project: ProjectIndex, profiles: Sequence[Profile], paths: Paths) -> Joined:
    """Matches every row of every profile. `paths` has learnt from all of them."""
    joined = Joined()
    for profile in profiles:
        joined.total_s += profile.total_s
        joined.outside_s += profile.native_outside_s
        joined.samples += profile.samples or 0
        joined.inclusive |= profile.inclusive
        by_file: dict[str, list[FunctionFact]] = defaultdict(list)
        for row in profile.functions:
            by_file[row.file].append(row)
        for name, rows in by_file.items():
            _place(project, paths, name, rows, profile, joined)
    return joined


def _place(
    project: ProjectIndex, paths: Paths, name: str, rows: list[FunctionFact], profile: Profile, joined: Joined
) -> None:
    path = None if profile.shortened else paths.local(name)
    if path is None:
        path = _by_rows(project, paths, name, rows, 1 if profile.shortened else TELLING)
        if path is not None:
            joined.fitted[name] = path
    if path is None and not paths.plausible(name):
        joined.outside_s += sum(row.self_s for row in rows)
    elif path is None or project.files[path].problem:
        for row in rows:
            reason = NO_FILE if path is None else BROKEN
            joined.unmatched[name, row.qualname or row.name, row.line, reason].add(row, inner=False)
    else:
        index = project.files[path]
        identical = index.sha256 is not None and profile.sources.get(name) == index.sha256
        fresh = identical or index.modified <= profile.taken_at
        _take(match(index, rows, profile.taken_at, identical), str(path.relative_to(project.root)), fresh, joined)


def _by_rows(project: ProjectIndex, paths: Paths, name: str, rows: list[FunctionFact], least: int) -> Path | None:
    """The one file whose path may end as `name` does and in which every row, `least` at least, is where it was seen."""
    found = [path for path in paths.ending(name, whole=least == 1) if fits(project.files[path], rows, least)]
    return found[0] if len(found) == 1 else None


def _take(matched: Matched, file: str, fresh: bool, joined: Joined) -> None:
    for inner, found in ((False, matched.functions), (True, matched.inner)):
        for function, rows in found.items():
            total = joined.functions[function]
            total.how = matched.how[function]
            total.fresh &= fresh
            for row in rows:
                total.add(row, inner=inner)
    joined.module_s += sum(row.self_s for row in matched.module)
    for row, reason in matched.unmatched:
        joined.unmatched[file, row.qualname or row.name, row.line, reason].add(row, inner=False)


@dataclass
class Covered:
    """The measurements of one project file; `edited`: it is newer than one of them."""

    files: list[CoveredFile] = field(default_factory=list)
    edited: bool = False


NOTHING = Covered()


def covered_files(coverage: Sequence[Coverage], paths: Paths, project: ProjectIndex) -> dict[Path, Covered]:
    """What was measured of each project file."""
    found: dict[Path, Covered] = defaultdict(Covered)
    for report in coverage:
        for file in report.files:
            path = paths.local(file.file)
            if path is not None:
                found[path].files.append(file)
                found[path].edited |= project.files[path].modified > report.taken_at
    return dict(found)


def hotspots(
    project: ProjectIndex,
    joined: Joined,
    covered: dict[Path, Covered],
    reach: Reach,
) -> list[tuple[Hotspot, SourceFunction]]:
    """Every matched function, the costliest first, with the source it was matched to."""
    names = {path: str(path.relative_to(project.root)) for path in {function.file for function in joined.functions}}
    rows = [
        (_hotspot(project, names[function.file], function, total, joined, covered, reach), function)
        for function, total in joined.functions.items()
    ]
    return sorted(rows, key=lambda row: (-row[0].time_ms, row[0].file, row[0].line))


def _hotspot(
    project: ProjectIndex,
    file: str,
    function: SourceFunction,
    total: Sum,
    joined: Joined,
    covered: dict[Path, Covered],
    reach: Reach,
) -> Hotspot:
    measured = covered.get(function.file) or NOTHING
    known = not measured.edited or still_fits(project.files[function.file], function, measured.files)
    share = tested_share(function, measured.files) if known else None
    tests = reaching_tests(function, measured.files) if known else []
    return Hotspot(
        function=function.qualname,
        file=file,
        line=function.line,
        end_line=function.end_line,
        time_ms=round(total.self_s * 1000, 6),
        percentage=percent(total.self_s, joined.total_s),
        error_percent=error(total.self_s, joined),
        call_count=total.calls,
        primitive_call_count=total.primitive,
        cumulative_ms=round(total.cumulative_s * 1000, 6),
        own_ms=round(total.own_s * 1000, 6),
        waiting_ms=round(total.waiting_s * 1000, 6),
        complexity=function.complexity,
        test_coverage=None if share is None else round(share, 4),
        dependencies=reach.dependency_count(function),
        used_by=len(reach.users(function)),
        shape=function.shape,
        matched_by=total.how,
        staleness="fresh" if total.fresh else "edited",
        tests=tests[:TESTS],
        test_count=len(tests),
        lines=hot_lines(function, total, joined),
        reasons=[],
    )


def hot_lines(function: SourceFunction, total: Sum, joined: Joined) -> list[HotLine]:
    """The costliest lines of a function whose file is as it was measured; lines of another text would mislead."""
    if not total.lines:
        return []
    inside = {n: s for n, s in total.lines.items() if s > 0 and function.first_line <= n <= function.end_line}
    costliest = sorted(inside, key=lambda line: (-inside[line], line))[:LINES] if total.fresh else []
    return [
        HotLine(line=n, time_ms=round(inside[n] * 1000, 6), percentage=percent(inside[n], joined.total_s))
        for n in costliest
    ]


def fitted(joined: Joined, project: ProjectIndex) -> list[PathMapping]:
    """Files that were found by their rows, as mappings of a single file without votes."""
    pairs = ((name, str(path.relative_to(project.root))) for name, path in sorted(joined.fitted.items()))
    return [PathMapping(theirs=name, ours=ours, votes=0) for name, ours in pairs if name != ours]


def unmatched(joined: Joined) -> list[Unmatched]:
    """The rows without a function, the costliest first."""
    rows = [
        Unmatched(
            file=file,
            function=name,
            line=line,
            time_ms=round(total.self_s * 1000, 6),
            percentage=percent(total.self_s, joined.total_s),
            call_count=total.calls,
            reason=reason,
        )
        for (file, name, line, reason), total in joined.unmatched.items()
    ]
    return sorted(rows, key=lambda row: (-row.time_ms, row.file, row.line))


def error(part_s: float, joined: Joined) -> float | None:
    """Half the 95% interval of a share that samples gave, in points; None where calls were traced."""
    if not joined.samples or joined.total_s <= 0:
        return None
    return round(100 * half_width(min(1.0, part_s / joined.total_s), joined.samples), 4)


def percent(part: float, whole: float) -> float:
    """0..100; 0 of nothing."""
    return round(100 * part / whole, 4) if whole > 0 else 0.0
