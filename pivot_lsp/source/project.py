"""A whole project indexed: each file anew, or what has changed since the last run and the rest from the cache.

Invariant: with a cache or without, the index is the same but for the trees, which are not kept.
"""

from collections.abc import Container, Iterable
from pathlib import Path

from pivot_lsp.source.bulk import index_many
from pivot_lsp.source.cache import Entry, Files, entry, identity, load, save
from pivot_lsp.source.collector import collector_paused
from pivot_lsp.source.index import FileIndex, ProjectIndex, index_file, python_files


def index_project(
    root: Path,
    files: Iterable[Path] | None = None,
    trees: Container[Path] | None = None,
    kept: Path | None = None,
) -> ProjectIndex:
    """Every file below `root`, or only `files`. Never raises for what a file holds.

    `trees`: the files whose functions keep their trees; None: all. `kept`: a cache file, in which what was indexed
    without trees is kept for the next time.
    """
    root = root.resolve()
    if kept is not None:
        return _index_kept(root, python_files(root) if files is None else files, kept)
    paths = python_files(root) if files is None else files
    with collector_paused():
        indexed = [index_file(path, root, trees=trees is None or path in trees) for path in paths]
    return ProjectIndex(root, {index.path: index for index in indexed})


def _index_kept(root: Path, files: Iterable[Path], path: Path) -> ProjectIndex:
    """The index of `files` without trees; those that have not changed since `path` was written are not read."""
    known = load(path, root)
    found: dict[Path, FileIndex | Entry] = {}
    entries: dict[str, Entry] = {}
    changed: list[Path] = []
    for file in files:
        name = str(file)
        kept = known.get(name)
        if kept is not None and kept.identity == identity(name):
            found[file] = entries[name] = kept
        else:
            changed.append(file)
    anew = False
    for file, made in zip(changed, index_many(changed, root)):
        found[file] = made
        new = made if isinstance(made, Entry) else entry(made)
        if new.identity is not None:
            entries[str(file)] = new
            anew = True
    if anew or len(entries) != len(known):
        save(path, root, entries)
    return ProjectIndex(root, Files(found))
