"""The files of a project, found in one way through its folders; nothing in them is opened.

Invariant: the order is that of names, a folder's files before what lies in its folders. Hidden folders, environments,
built things and links to folders are left out.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SKIPPED_FOLDERS = frozenset({"__pycache__", "node_modules", "site-packages", "vessels", "build", "dist"})
ENVIRONMENT = "pyvenv.cfg"
CPP_NAMES = (".cpp", ".cc", ".cxx", ".hpp", ".hh")


@dataclass(frozen=True)
class Listing:
    """What lies below a folder."""

    python: tuple[Path, ...]
    cpp: bool
    """Whether there are C++ files of the project's own."""


def listing(root: Path) -> Listing:
    """The .py files below `root`, and what else is told by names. Folders that cannot be read are left out."""
    python: list[Path] = []
    cpp = False
    for folder, names in _folders(str(root)):
        within = folder if folder.endswith("/") else f"{folder}/"
        python += [Path(within + name) for name in names if name.endswith(".py")]
        cpp = cpp or any(name.endswith(CPP_NAMES) for name in names)
    return Listing(tuple(python), cpp)


def _folders(root: str) -> Iterator[tuple[str, list[str]]]:
    """(folder, its files' names, sorted), `root` first."""
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        names: list[str] = []
        below: list[tuple[str, str]] = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if not entry.is_symlink() and entry.is_dir(follow_symlinks=False):
                        below.append((entry.name, entry.path))
                    elif not entry.is_symlink() or not os.path.isdir(entry.path):
                        names.append(entry.name)
        except OSError:
            continue
        if ENVIRONMENT in names and folder != root:
            continue
        kept = ((name, path) for name, path in below if not name.startswith(".") and name not in SKIPPED_FOLDERS)
        waiting += [path for _, path in sorted(kept, reverse=True)]
        yield folder, sorted(names)
