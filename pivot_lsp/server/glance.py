"""The first hotspots of a large project: those of open files, from the profile alone, before everything is indexed.

Invariant: what a glance said stands only until the whole analysis has come, and never replaces it.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pivot_lsp.jobs import Job, pivot_argv
from pivot_lsp.server.facts import Facts, Spot, real, spot_of

if TYPE_CHECKING:
    from pivot_lsp.server.freshness import Found

MANY = 100
"""Python files from which the whole analysis is worth not waiting for."""

LOOKED = 5_000
"""Entries of folders after which a project is large without more counting."""

LIMIT = 120.0
"""Seconds for one glance."""

PASSED = frozenset({"__pycache__", "node_modules", "site-packages", "vessels", "build", "dist"})


def large(root: Path) -> bool:
    """Whether a project has many Python files; looks at a bounded number of entries."""
    looked = found = 0
    folders = [str(root)]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    looked += 1
                    found += entry.name.endswith(".py")
                    if found >= MANY or looked >= LOOKED:
                        return True
                    if entry.is_dir(follow_symlinks=False) and entry.name not in PASSED and entry.name[0] != ".":
                        folders.append(entry.path)
        except OSError:
            continue
    return False


def job(root: Path, found: "Found", files: Iterable[str], threshold: float) -> Job:
    """The job that looks at `files`."""
    profiles, _ = found.chosen()
    words = (str(root), "--profile", *profiles, "--glance", *files, "--threshold", str(min(threshold, 100.0)))
    key = "\0".join(("glance", *words, str(found)))
    return Job(key, (*pivot_argv("analyze", *words), "--json"), root, LIMIT, awaited=True)


def facts(result: Mapping[str, Any], folder: Path, before: Facts | None) -> Facts:
    """What was seen, beside what was seen of other files before. Raises pydantic.ValidationError."""
    from pivot_lsp.model.hotspot import Glance  # not above: initialize does not wait for pydantic

    seen = Glance.model_validate(result)
    spots: dict[str, list[Spot]] = {}
    for hot in seen.hotspots:
        spots.setdefault(real(Path(seen.root) / hot.file), []).append(spot_of(hot))
    together = {**(before.spots if before else {}), **{path: tuple(here) for path, here in spots.items()}}
    return Facts(Path(real(folder)), together, seen.total_ms, tuple(seen.profiles), whole=False)
