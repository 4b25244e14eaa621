"""The vessel's side of making cases: its constants, and where its own branches lie when it is Python.

A case set that is made from legacy alone meets an edge that only the vessel has by chance. Invariant: nothing of the
vessel is imported here; a vessel whose text cannot be read adds nothing.
"""

import json
from pathlib import Path

from pivot_lsp.cases.both import merged, with_text
from pivot_lsp.cases.source import Literals, mine
from pivot_lsp.model.target import Target
from pivot_lsp.parity.implementation import Implementation

READ_AT_MOST = 400_000
"""Characters of a vessel's sources."""


def target_of(vessel: Implementation) -> Target | None:
    """The Python function that a vessel is, where its file can be found."""
    if vessel.folder is not None:
        return None
    file = Path(vessel.file) if vessel.file is not None else _find(vessel)
    if file is None:
        return None
    return Target(file=file, module=vessel.module, qualname=vessel.qualname, root=Path(vessel.root))


def _find(vessel: Implementation) -> Path | None:
    tail = Path(*vessel.module.split("."))
    for path in map(Path, vessel.paths):
        for file in (path / tail.with_suffix(".py"), path / tail / "__init__.py"):
            if file.is_file():
                return file.resolve()
    return None


def literals_of_both(legacy: Literals, vessel: Implementation) -> Literals:
    """Legacy's literals with the vessel's."""
    target = target_of(vessel)
    if target is not None:
        return merged(legacy, mine(target))
    return with_text(legacy, _sources(Path(vessel.folder))) if vessel.folder is not None else legacy


def _sources(folder: Path) -> list[str]:
    """The texts that the manifest names, but for the glue that is the same in all vessels."""
    try:
        names = json.loads((folder / "manifest.json").read_text(encoding="utf-8")).get("sources", {})
        own = [name for name in names if not Path(name).name.startswith(("glue", "Cargo", "go."))]
        return [(folder / name).read_text(encoding="utf-8", errors="replace")[:READ_AT_MOST] for name in own]
    except (OSError, ValueError, TypeError, AttributeError):
        return []
