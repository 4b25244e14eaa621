"""Loads a vessel and gives its functions as callables in place of legacy.

Nothing is guessed: what is not exactly as the manifest says, or cannot be called safely here, raises VesselError and
nothing is opened. The order is manifest, interpreter, legacy, classes, library, bridge.
"""

import enum
import os
import re
import sys
import sysconfig
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from pivot_lsp.runtime.bridge import open_bridge
from pivot_lsp.runtime.calls import Calls, VesselFunction
from pivot_lsp.runtime.errors import VesselError
from pivot_lsp.runtime.legacy import Finder, find_legacy
from pivot_lsp.runtime.library import open_library
from pivot_lsp.runtime.manifest import Manifest, read_manifest
from pivot_lsp.runtime.records import is_named_tuple, objection, raising_objection

MEMORY = 1 << 30
"""Bytes that a vessel may allocate in one call before legacy answers; $PIVOT_MEMORY overrides it."""

_RECORD = re.compile(r"R(\d+);")


def _subinterpreter() -> bool:
    """True outside the main interpreter."""
    name = "_interpreters" if sys.version_info >= (3, 13) else "_xxsubinterpreters"
    try:
        interpreters = __import__(name)
    except ImportError:
        return False
    return bool(interpreters.get_current() != interpreters.get_main())


def _interpreter_objection() -> str | None:
    """Why no vessel may be loaded in this interpreter, or None."""
    if sys.implementation.name != "cpython":
        return f"{sys.implementation.name} is not CPython"
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        return "only CPython 3.11 to 3.13 were tested"
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        return "free-threaded builds are not supported"
    if _subinterpreter():
        return "sub-interpreters are not supported"
    return None


def _made(manifest: Manifest) -> set[int]:
    """Records of which instances are made by calling the class: those that the result of a plain function reaches."""
    return _reached(manifest, [function.result for function in manifest.functions if not function.linked])


def _given(manifest: Manifest) -> set[int]:
    """Records that a linked function may make or change: those that it can reach at all."""
    linked = [function for function in manifest.functions if function.linked]
    shapes = [function.result for function in linked]
    return _reached(manifest, shapes + [one.shape for function in linked for one in function.parameters])


def _reached(manifest: Manifest, shapes: list[str]) -> set[int]:
    found: set[int] = set()
    while shapes:
        for index in map(int, _RECORD.findall(shapes.pop())):
            if index not in found and index < len(manifest.records):
                found.add(index)
                shapes += [shape for _, shape in manifest.records[index].fields]
    return found


def _records(folder: Path, manifest: Manifest, finder: Finder) -> tuple[tuple[Any, ...], ...]:
    made, given = _made(manifest), _given(manifest)
    rows: list[tuple[Any, ...]] = []
    for index, record in enumerate(manifest.records):
        names = tuple(sys.intern(name) for name, _ in record.fields)
        if record.keyed:  # a dict to Python: nothing is asked of the class
            rows.append((dict, names, tuple(shape for _, shape in record.fields), record.keyed == "ordered", ()))
            continue
        cls = finder.named(record.cls, "PV753")
        if record.enum:
            rows.append((cls, _members(folder, record.cls, cls, names), (), False, ()))
            continue
        shapes = tuple(shape for _, shape in record.fields)
        reason = objection(cls, names, index in made, linked=index in given, plain=record.plain)
        if reason is None and index in made and "_" in shapes:
            reason = "a result needs all its fields"
        if reason is not None:
            raise VesselError("PV753", f"{record.cls} cannot cross: {reason}", folder=folder)
        constants = tuple((sys.intern(name), getattr(cls, name, None)) for name in record.constants)
        rows.append((cls, names, shapes, is_named_tuple(cls), constants))
    return tuple(rows)


def _members(folder: Path, name: str, cls: Any, names: tuple[str, ...]) -> tuple[Any, ...]:
    if not isinstance(cls, enum.EnumMeta):
        raise VesselError("PV753", f"{name} cannot cross: it is not an Enum", folder=folder)
    members: tuple[Any, ...] = tuple(cls)
    if tuple(member.name for member in members) != names:
        raise VesselError("PV753", f"{name} cannot cross: its members are not those of the manifest", folder=folder)
    return members


def _exceptions(
    folder: Path, manifest: Manifest, finder: Finder
) -> tuple[tuple[type[BaseException], tuple[str, ...]], ...]:
    """Each class with the names of the attributes that its instances are given."""
    found = tuple(finder.named(name, "PV756") for name in manifest.exceptions)
    for name, cls in zip(manifest.exceptions, found):
        if not (isinstance(cls, type) and issubclass(cls, BaseException)):
            raise VesselError("PV756", f"{name} is not an exception class", folder=folder)
        if name in manifest.exception_fields and (reason := raising_objection(cls)) is not None:
            raise VesselError("PV756", f"{name} cannot be raised: {reason}", folder=folder)
    fields = manifest.exception_fields
    return tuple((cls, tuple(map(sys.intern, fields.get(name, ())))) for name, cls in zip(manifest.exceptions, found))


def cache_folder(root: Path) -> Path:
    """`$PIVOT_CACHE`, else `.pivot/cache` of the project at `root`."""
    chosen = os.environ.get("PIVOT_CACHE")
    return Path(chosen) if chosen else root / ".pivot" / "cache"


def _memory(folder: Path) -> int:
    text = os.environ.get("PIVOT_MEMORY", "")
    if not text:
        return MEMORY
    if not text.isdecimal():
        raise VesselError("PV752", f"PIVOT_MEMORY is {text!r}, not a number of bytes", folder=folder)
    return min(int(text), (1 << 63) - 1)


def _describe(bound: Any, translated: Callable[..., Any], name: str) -> VesselFunction:
    """Gives the callable what a Python function has for its readers: name, documentation, signature."""
    bound.calls = Calls(bound._counts)
    bound.__wrapped__ = translated
    bound.__name__ = name.rpartition(".")[2]
    bound.__qualname__ = name
    bound.__module__ = translated.__module__
    bound.__doc__ = translated.__doc__
    described: VesselFunction = bound
    return described


def _bind_all(
    vessel: Path, manifest: Manifest, legacy: Mapping[str, Callable[..., Any]] | None
) -> dict[str, VesselFunction]:
    reason = _interpreter_objection()
    if reason is not None:
        raise VesselError("PV752", reason, folder=vessel)
    memory = _memory(vessel)
    finder = Finder(vessel, manifest)
    found = [find_legacy(finder, function, legacy) for function in manifest.functions]
    records = _records(vessel, manifest, finder)
    exceptions = _exceptions(vessel, manifest, finder)
    symbols = [function.symbol for function in manifest.functions]
    bind = open_bridge(vessel, cache_folder((vessel / manifest.legacy.root).resolve()))
    addresses, process = open_library(vessel, vessel / manifest.library.file, manifest.library.sha256, symbols)
    functions: dict[str, VesselFunction] = {}
    for function, (answer, translated, arguments) in zip(manifest.functions, found):
        try:
            bound = bind(
                addresses[function.symbol],
                tuple(parameter.shape for parameter in function.parameters),
                function.result,
                tuple(map(sys.intern, arguments.names)),
                arguments.defaults,
                arguments.positional,
                arguments.positional_only,
                arguments.star,
                records,
                exceptions,
                answer,
                0 if manifest.fork_safe else process,
                memory,
                function.linked,
            )
        except ValueError as error:
            raise VesselError("PV750", f"{function.name}: {error}", folder=vessel, remedy="rebuild it") from error
        functions[function.name] = _describe(bound, translated, function.qualname)
    return functions


def load_vessel(
    folder: str | os.PathLike[str], legacy: Mapping[str, Callable[..., Any]] | None = None
) -> dict[str, VesselFunction]:
    """`{function name: callable}` of the vessel in `folder`.

    Each has `.calls` (`native`, `fallback`, `reasons`). `legacy` answers fallbacks by function name; without it the
    module of the manifest is imported, and behind a dispatcher the function that it stands for is used. Raises
    VesselError.
    """
    vessel = Path(folder).resolve()
    return _bind_all(vessel, read_manifest(vessel), legacy)


def load_function(folder: str | os.PathLike[str], qualname: str, legacy: Callable[..., Any]) -> VesselFunction:
    """The vessel's function called `qualname` in its module, with `legacy` behind it. Raises VesselError."""
    vessel = Path(folder).resolve()
    manifest = read_manifest(vessel)
    wanted = tuple(function for function in manifest.functions if function.qualname == qualname)
    if not wanted:
        raise VesselError("PV750", f"the vessel does not export {qualname}", folder=vessel)
    name = wanted[0].name
    return _bind_all(vessel, msgspec.structs.replace(manifest, functions=wanted[:1]), {name: legacy})[name]
