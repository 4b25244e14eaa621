"""What many questions about one project share: its modules read once, and mypy's answers remembered.

Of 34 readings that a plan of 31 functions took, 21 were of text that had been read before, and eight modules were
parsed and desugared 107 times. Invariant: each question is answered as if it were the only one. The shared modules are
those of a first reading, which knows annotations, recorded calls and doctests; what a question learns stays its own. An
answer of mypy is given again only for the very same text, or for a part of the modules that it was given for, since
what mypy says of a module depends on its text and on what it imports. It is made for one state of the files, and lives
no longer.
"""

from collections.abc import Mapping
from pathlib import Path

from pivot_lsp.port.frontend.oracle import Oracle, consult
from pivot_lsp.port.frontend.scope import Project

MOST = 3
"""Answers that are kept, the newest: each holds the trees of all that its modules import."""

Modules = Mapping[str, tuple[Path, str]]


class Asked:
    """Shared by the questions about the project at `root`; `cache` is mypy's, `overlay` gives unsaved text by file."""

    def __init__(self, root: Path, cache: Path, overlay: dict[Path, str] | None = None, most: int = MOST) -> None:
        self.project = Project(root, overlay)
        self.cache = cache
        self._most = most
        self._kept: list[tuple[Modules, Oracle]] = []

    def types(self, modules: Modules, python: tuple[int, int]) -> Oracle:
        """The types of `modules`. Raises ValueError as `consult` does."""
        for at, (known, oracle) in enumerate(self._kept):
            if modules.items() <= known.items():
                self._kept.append(self._kept.pop(at))
                return oracle
        oracle = consult(self.project.root, modules, self.cache, python)
        self._kept = [*self._kept, (dict(modules), oracle)][-self._most :]
        return oracle
