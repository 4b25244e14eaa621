"""What an analysis is asked for, and where it therefore looks: the project's root, the part of it, the fact files.

It imports nothing heavy: reading and indexing begin with it, in processes of their own, before the rest is imported.
"""

from dataclasses import dataclass
from pathlib import Path

from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.roots import is_root, project_root
from pivot_lsp.store.files import FOLDER
from pivot_lsp.store.measured import Kind, measured

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

    @property
    def bases(self) -> tuple[Path, ...]:
        """Where relative paths in the facts may start."""
        return tuple(dict.fromkeys((self.root, self.folder, *(path.absolute().parent for path in self.profiles))))


def scope_of(request: Request) -> Scope:
    """Raises UsageError PV100 for a path that is not there, PV108 where there is no profile."""
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
    if not profiles and not found_profiles:
        raise UsageError("PV108", "no profile at the root or under .pivot/profiles/", file=root, remedy=TAKE_ONE)
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
    if is_root(root):
        return root
    if FOLDER in path.parent.parts:
        return Path(*path.parent.parts[: path.parent.parts.index(FOLDER)])
    here = project_root(Path.cwd())
    return here if is_root(here) else root


def _newest(root: Path, kind: Kind) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """The newest fact file at the root and under .pivot/profiles/, and the older ones: runs are not added unasked."""
    found = {path for folder in (root, root / FOLDER / "profiles") for path in measured(folder)[kind]}
    ordered = sorted(found, key=lambda path: (path.stat().st_mtime_ns, path), reverse=True)
    return tuple(ordered[:1]), tuple(ordered[1:])
