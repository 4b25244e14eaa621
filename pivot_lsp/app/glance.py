"""What an editor shows of a large project before all of it is indexed: hot functions of a few files, by the profile.

Invariant: each figure is the one that the whole analysis gives for that function. What needs the whole project (rank,
candidates, what depends on a function) or another file (coverage) is left out, and so are source files that can only be
told by their rows.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from pivot_lsp.model.facts import Profile, changed
from pivot_lsp.profiles.isolated import expect, read_all
from pivot_lsp.source.index import ProjectIndex, index_file, python_files

if TYPE_CHECKING:
    from pivot_lsp.hotspots.paths import Paths
    from pivot_lsp.model.hotspot import Glance


def glance(root: Path, profiles: Sequence[Path], files: Sequence[Path], threshold: float = 0.0) -> "Glance":
    """The functions of `files` from `threshold` percent on, the costliest first. Raises UsageError PV100 to PV107."""
    root = root.resolve()
    with ThreadPoolExecutor(1) as pool:
        # By a child of its own; what takes long to import comes meanwhile.
        reading = pool.submit(read_all, profiles, callers=False)
        from pivot_lsp.hotspots import join
        from pivot_lsp.hotspots.paths import Paths
        from pivot_lsp.model.hotspot import Glance, Glanced
        from pivot_lsp.store.settings import path_maps

        known = tuple(python_files(root))
        inside = set(known)
        wanted = {path for path in (file.resolve() for file in files) if path in inside}
        project = ProjectIndex(root, {path: index_file(path, root, trees=False) for path in wanted})
        read = [expect(Profile, facts, path) for path, facts in zip(profiles, reading.result())]
    bases = (root, *(path.absolute().parent for path in profiles))
    paths = Paths(root, known, tuple(dict.fromkeys(bases)), path_maps(root))
    paths.learn({fact.file for profile in read for fact in profile.functions})
    joined = join.join(project, [_about(wanted, profile, paths) for profile in read], paths)
    rows = [
        Glanced(
            function=function.qualname,
            file=str(function.file.relative_to(root)),
            line=function.line,
            time_ms=round(total.self_s * 1000, 6),
            percentage=join.percent(total.self_s, joined.total_s),
            call_count=total.calls,
            cumulative_ms=round(total.cumulative_s * 1000, 6),
            complexity=function.complexity,
            lines=join.hot_lines(function, total, joined),
        )
        for function, total in joined.functions.items()
    ]
    shown = [row for row in rows if row.percentage >= threshold]
    return Glance(
        root=str(root),
        profiles=[str(path) for path in profiles],
        total_ms=round(joined.total_s * 1000, 6),
        hotspots=sorted(shown, key=lambda row: (-row.time_ms, row.file, row.line)),
    )


def _about(wanted: set[Path], profile: Profile, paths: "Paths") -> Profile:
    """The profile with the rows of those files alone; none where it names files without their folders."""
    names = set() if profile.shortened else {fact.file for fact in profile.functions}
    mine = {name for name in names if paths.local(name) in wanted}
    return changed(profile, functions=[fact for fact in profile.functions if fact.file in mine])
