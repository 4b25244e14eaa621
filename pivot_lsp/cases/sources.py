"""Imports of the project read its sources, never compiled files, in the processes that run its code to judge it.

CPython takes a compiled file for that of a source by its second and its size, so an edit within the second that keeps
the size would leave the old code to be judged, and a certificate bound to text that nobody ran (importlib,
`SourceLoader.get_code`; PEP 552). Installed packages are left as they are: compiling them would take seconds.
"""

import sys
from collections.abc import Iterable
from importlib.machinery import (
    BYTECODE_SUFFIXES,
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    SourceFileLoader,
    SourcelessFileLoader,
)
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.abc import PathEntryFinder

INSTALLED = frozenset({"site-packages", "dist-packages"})


class FromSource(SourceFileLoader):
    """Compiles the source as it is now; reads and writes no compiled file."""

    def get_code(self, fullname: str) -> CodeType:
        """Of the module's source file."""
        path = self.get_filename(fullname)
        code: CodeType = self.source_to_code(self.get_data(path), path)
        return code


_finder = FileFinder.path_hook(
    (ExtensionFileLoader, EXTENSION_SUFFIXES),
    (FromSource, SOURCE_SUFFIXES),
    (SourcelessFileLoader, BYTECODE_SUFFIXES),
)


def read_sources(roots: Iterable[str]) -> None:
    """From now on, what lies under one of `roots` and is imported is compiled from its source."""
    tops = [Path(root).resolve() for root in roots]

    def hook(folder: str) -> "PathEntryFinder":
        place = Path(folder or ".").resolve()
        if not any(map(place.is_relative_to, tops)) or not INSTALLED.isdisjoint(place.parts):
            raise ImportError
        return _finder(folder)

    sys.path_hooks.insert(0, hook)
    sys.path_importer_cache.clear()
