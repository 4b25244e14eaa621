"""Where an implementation is found, and how a worker gets hold of the callable.

Invariant: `load` runs only in a worker: it imports the user's code. The parent passes an `Implementation` along as
plain data.
"""

import importlib
import importlib.util
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import msgspec

from pivot_lsp.cases.signature import import_paths
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.target import Target, parse_target


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


def _paths(target: Target) -> list[str]:
    """As for cases; an importable callable may lie under `src` as well."""
    src = target.root / "src"
    return import_paths(target) + ([str(src)] if target.file is None and src.is_dir() else [])


def of_target(target: Target) -> Implementation:
    """A TARGET with a function as an implementation. Raises UsageError PV001 for a whole file."""
    if target.qualname is None:
        raise UsageError("PV001", "a function is needed, not a whole file", file=target.file, remedy="add ::function")
    return Implementation(
        kind="callable" if target.file is None else "function",
        module=target.module,
        qualname=target.qualname,
        paths=_paths(target),
        root=str(target.root),
        file=None if target.file is None else str(target.file),
    )


def of_vessel(text: str, legacy: Implementation, cwd: Path) -> Implementation:
    """`--vessel DIR|TARGET`: a folder with a manifest, else a target. Raises UsageError PV621 or PV001."""
    folder = (cwd / text).resolve()
    if not folder.is_dir():
        found = of_target(parse_target(text, cwd))
        return msgspec.structs.replace(found, paths=list(dict.fromkeys([*found.paths, *legacy.paths])))
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        names = [(row["name"], row["module"], row["qualname"]) for row in manifest["functions"]]
    except OSError as error:
        raise UsageError("PV621", f"no vessel: {error.strerror}", file=folder / "manifest.json") from None
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError("PV621", f"not a manifest: {error!r}", file=folder / "manifest.json") from None
    exact = [name for name, module, qualname in names if (module, qualname) == (legacy.module, legacy.qualname)]
    same = exact or [name for name, _, qualname in names if qualname == legacy.qualname]
    if len(same) != 1:
        raise UsageError(
            "PV621",
            f"the vessel has no function {legacy.qualname}",
            file=folder / "manifest.json",
            remedy=f"it has {', '.join(name for name, _, _ in names) or 'none'}",
        )
    return Implementation(
        kind="vessel", module=legacy.module, qualname=same[0], paths=legacy.paths, root=legacy.root, folder=str(folder)
    )


def load(implementation: Implementation) -> Callable[..., Any]:
    """The callable. Runs the user's import code; whatever that raises passes through.

    Legacy behind a flag is judged as legacy: the kill switch keeps what it calls from reaching a vessel.
    """
    os.environ["PIVOT_OFF"] = "1"
    for path in reversed(implementation.paths):
        if path in sys.path:
            sys.path.remove(path)
        sys.path.insert(0, path)
    if implementation.folder is not None:
        from pivot_lsp.runtime import load_vessel

        return load_vessel(implementation.folder)[implementation.qualname]
    found: Any = _module(implementation)
    for part in implementation.qualname.split("."):
        found = getattr(found, part)
    if not callable(found):
        raise TypeError(f"{implementation.target} is not callable")
    return found  # type: ignore[no-any-return]


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
