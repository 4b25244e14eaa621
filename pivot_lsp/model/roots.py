"""The root of a project. It imports nothing heavy, since the analysis begins its child processes with it."""

from pathlib import Path

ROOT_MARKERS = ("pyproject.toml", "pivot.toml", ".git")


def project_root(path: Path) -> Path:
    """The nearest folder at or above `path` with a project marker, else the file's own folder."""
    start = path if path.is_dir() else path.parent
    for folder in (start, *start.parents):
        if is_root(folder):
            return folder
    return start


def is_root(folder: Path) -> bool:
    """Whether a project's marker lies in it."""
    return any((folder / marker).exists() for marker in ROOT_MARKERS)
