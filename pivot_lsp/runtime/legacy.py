"""Finds what the manifest names in Python: legacy functions, record classes, exception classes.

Invariant: the function found is the one whose body was translated. In a wrapped module that is the `_legacy_<name>` to
which the dispatcher with the public name points.
"""

import importlib
import inspect
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from pivot_lsp.runtime.errors import VesselError
from pivot_lsp.runtime.manifest import Function, Manifest

WRAPPED = "__pivot_legacy__"
"""The attribute by which a dispatcher tells which function it stands for."""
_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
_STAR = inspect.Parameter.VAR_POSITIONAL


class Arguments(msgspec.Struct, frozen=True):
    """How legacy takes its arguments. `defaults` has () or (value,) for each name; `star`: one of them is `*args`,
    which comes after the positional ones."""

    names: tuple[str, ...]
    defaults: tuple[tuple[Any, ...], ...]
    positional: int
    positional_only: int
    star: bool


class Finder:
    """Resolves `module:qualname` for one vessel."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self._legacy = manifest.legacy
        self._root = (folder / manifest.legacy.root).resolve()

    def _module(self, name: str) -> ModuleType:
        main = sys.modules.get("__main__")
        file = getattr(main, "__file__", None)
        if (
            main is not None
            and file is not None
            and name == self._legacy.module
            and name not in sys.modules
            and os.path.realpath(file) == os.path.realpath(self._root / self._legacy.file)
        ):
            return main  # a script is not imported a second time under its own name
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name is None or not (name == error.name or name.startswith(error.name + ".")):
                raise
        for folder in (self._root, self._root / "src"):
            if folder.is_dir() and str(folder) not in sys.path:
                sys.path.append(str(folder))
        importlib.invalidate_caches()
        return importlib.import_module(name)

    def _holder(self, module: str, qualname: str) -> tuple[Any, str]:
        """The module or class that holds `qualname`'s last name.

        Names are interned: CPython's cache of type attributes would keep each new string that it meets.
        """
        *outer, name = map(sys.intern, qualname.split("."))
        holder: Any = self._module(module)
        for part in outer:
            holder = getattr(holder, part)
        return holder, name

    def named(self, name: str, code: str) -> Any:
        """What `module:qualname` is. Raises VesselError with `code`."""
        module, _, qualname = name.partition(":")
        try:
            holder, last = self._holder(module, qualname)
            return getattr(holder, last)
        except (ImportError, AttributeError) as error:
            raise VesselError(code, f"{name} is not found: {error}", folder=self.folder) from error

    def function(self, function: Function) -> Callable[..., Any]:
        """The legacy of `function`. Raises VesselError PV754."""
        try:
            holder, name = self._holder(function.module, function.qualname)
            found = getattr(holder, name)
        except (ImportError, AttributeError) as error:
            what = f"{function.module}:{function.qualname}"
            raise VesselError("PV754", f"legacy {what} is not found: {error}", folder=self.folder) from error
        if not callable(found):
            raise VesselError("PV754", f"{function.module}:{function.qualname} is not callable", folder=self.folder)
        legacy: Callable[..., Any] = getattr(found, WRAPPED, found)
        return legacy


def _arguments(function: Function, legacy: Callable[..., Any]) -> Arguments | None:
    """Legacy's own names, kinds and defaults, when they are those of the manifest."""
    names = tuple(parameter.name for parameter in function.parameters)
    try:
        found = list(inspect.signature(legacy).parameters.values())
    except (ValueError, TypeError):  # a builtin that does not tell
        return None
    if tuple(parameter.name for parameter in found) != names or any(
        p.kind is inspect.Parameter.VAR_KEYWORD for p in found
    ):
        return None
    return Arguments(
        names=names,
        defaults=tuple(
            ((),) if p.kind is _STAR else () if p.default is inspect.Parameter.empty else (p.default,) for p in found
        ),
        positional=sum(p.kind in _POSITIONAL for p in found),
        positional_only=sum(p.kind is inspect.Parameter.POSITIONAL_ONLY for p in found),
        star=any(p.kind is _STAR for p in found),
    )


def find_legacy(
    finder: Finder, function: Function, given: Mapping[str, Callable[..., Any]] | None
) -> tuple[Callable[..., Any], Callable[..., Any], Arguments]:
    """`(what answers fallbacks, the translated function, how it takes its arguments)`.

    A given function answers fallbacks; it may take its arguments in its own way (`*args, **kwargs`), then the imported
    one says how. Raises VesselError PV754 when neither has the manifest's parameters.
    """
    answer = given.get(function.name) if given else None
    if answer is not None:
        arguments = _arguments(function, answer)
        if arguments is not None:
            return answer, answer, arguments
    imported = finder.function(function)
    arguments = _arguments(function, imported)
    if arguments is None:
        names = ", ".join(parameter.name for parameter in function.parameters)
        raise VesselError(
            "PV754",
            f"{function.module}:{function.qualname} does not take ({names}) any more",
            folder=finder.folder,
            remedy="port it again",
        )
    return answer or imported, imported, arguments
