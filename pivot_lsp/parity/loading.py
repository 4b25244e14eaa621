"""How a worker gets hold of an implementation's callable; the parent passes the `Implementation` along as plain data.

Invariants: `load` runs only in a worker, since it imports the user's code; nothing heavy is imported here (pydantic
would double the time that a worker takes to start).
"""

import importlib
import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import msgspec

from pivot_lsp.cases.sources import read_sources


class Implementation(msgspec.Struct, frozen=True):
    """A function of a file, an importable callable, or a vessel's function. `paths` go to the front of sys.path."""

    kind: Literal["function", "callable", "vessel"]
    module: str
    qualname: str
    paths: list[str]
    root: str
    file: str | None = None
    folder: str | None = None

    @property
    def target(self) -> str:
        """How a person names it."""
        if self.folder is not None:
            return self.folder
        return f"{self.module}:{self.qualname}" if self.file is None else f"{self.file}::{self.qualname}"


def load(implementation: Implementation) -> Callable[..., Any]:
    """The callable. Runs the user's import code; whatever that raises passes through.

    Legacy behind a flag is judged as legacy: the kill switch keeps what it calls from reaching a vessel.
    """
    os.environ["PIVOT_OFF"] = "1"
    read_sources([implementation.root, *implementation.paths])
    for path in reversed(implementation.paths):
        if path in sys.path:
            sys.path.remove(path)
        sys.path.insert(0, path)
    if implementation.folder is not None:
        from pivot_lsp.runtime import load_vessel  # not above: a worker that runs legacy does without it

        return load_vessel(implementation.folder)[implementation.qualname]
    found: Any = _module(implementation)
    for part in implementation.qualname.split("."):
        found = getattr(found, part)
    if not callable(found):
        raise TypeError(f"{implementation.target} is not callable")
    function: Callable[..., Any] = found
    return function


def _module(implementation: Implementation) -> Any:
    """The module by its name; by its file when the name finds nothing, or another file."""
    file = implementation.file
    try:
        module = importlib.import_module(implementation.module)
    except ModuleNotFoundError:
        if file is None:
            raise
        module = None
    found = getattr(module, "__file__", None)
    if file is None or (found is not None and Path(found).resolve() == Path(file)):
        return module
    spec = importlib.util.spec_from_file_location(implementation.module, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is no Python module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[implementation.module] = module
    spec.loader.exec_module(module)
    return module
