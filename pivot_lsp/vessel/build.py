"""Builds a vessel: emits, compiles, and puts the finished folder in place in one step.

A vessel's folder holds `manifest.json`, the sources under `src/`, the library and the bridge. Keeps true: a reader
never sees half a vessel; a vessel that is already exactly what would be built is left alone, its evidence with it.
"""

import shutil
import tempfile
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from pydantic import ValidationError

from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.manifest import Library, Manifest
from pivot_lsp.model.port import Language
from pivot_lsp.model.target import Target
from pivot_lsp.port import ir
from pivot_lsp.port.shapes import symbol
from pivot_lsp.runtime.bridge import SHIPPED, ensure_bridge
from pivot_lsp.vessel import shared
from pivot_lsp.vessel.backends import builder, emitter
from pivot_lsp.vessel.describe import legacy_unit, manifest, sha256_of

LIBRARY, MANIFEST, SOURCES = "libvessel.so", "manifest.json", "src"


@dataclass(frozen=True)
class Built:
    """A finished vessel, and how long emitting and compiling took, in seconds."""

    folder: Path
    translate: float
    build: float


def vessel_folder(target: Target, language: Language, dest: Path | None) -> Path:
    """Where the vessel of `target` lies."""
    return (dest if dest is not None else target.root / "vessels") / target.dotted / language


def build_vessel(unit: ir.Unit, target: Target, language: Language, dest: Path | None, cache: Path) -> Built:
    """Emits and builds `unit`. Raises BuildFailed PV501, PV502."""
    started = perf_counter()
    files = emitter(language).emit(unit)
    translated = perf_counter()
    folder = vessel_folder(target, language, dest)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".building-", dir=folder.parent) as scratch:
        made = Path(scratch) / language
        for name, text in files.items():
            path = made / SOURCES / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        tidy = getattr(builder(language), "tidy", None)  # where the language's formatter lays out what was emitted
        if tidy is not None:
            tidy(made / SOURCES)
        sources = {f"{SOURCES}/{name}": sha256_of(made / SOURCES / name) for name in files}
        legacy = legacy_unit(target, folder, unit)
        with shared.turn(folder.parent.parent) if language == "go" and dest is None else nullcontext():
            if language == "go" and dest is None:
                joined = shared.join(folder.parent.parent, target.dotted, made / SOURCES, cache)
                found = manifest(unit, legacy, language, sources, joined.library, joined.toolchain)
                found = found.model_copy(update={"functions": shared.symbols(target.dotted, found.functions)})
            else:
                toolchain = builder(language).build(made / SOURCES, made / LIBRARY, cache)
                library = Library(file=LIBRARY, sha256=sha256_of(made / LIBRARY))
                found = manifest(unit, legacy, language, sources, library, toolchain)
            _finish(made, found, cache)
            if not _same(folder, found):
                _replace(folder, made)
    return Built(folder, translated - started, perf_counter() - translated)


def rebuild(folder: Path, cache: Path) -> Manifest:
    """Compiles a vessel again from sources that a person has edited; its evidence is gone, for it judged another."""
    known = read_manifest(folder)
    names = sorted(str(p.relative_to(folder)) for p in (folder / SOURCES).rglob("*") if p.is_file())
    with tempfile.TemporaryDirectory(prefix=".building-", dir=folder.parent) as scratch:
        made = Path(scratch) / folder.name
        shutil.copytree(folder / SOURCES, made / SOURCES)
        vessels = folder.resolve().parent.parent
        with shared.turn(vessels) if shared.is_member(known) else nullcontext():
            if shared.is_member(known):
                joined = shared.join(vessels, folder.resolve().parent.name, made / SOURCES, cache)
                toolchain, library = joined.toolchain, joined.library
            else:
                toolchain = builder(known.target).build(made / SOURCES, made / LIBRARY, cache)
                library = Library(file=LIBRARY, sha256=sha256_of(made / LIBRARY))
            hashes = {name: sha256_of(folder / name) for name in names}
            found = known.model_copy(update={"toolchain": toolchain, "sources": hashes, "library": library})
            _finish(made, found, cache)
            if not _same(folder, found):
                _replace(folder, made)
    return found


def build_sanitized(folder: Path, scratch: Path, cache: Path) -> Path:
    """A copy of the vessel in `scratch` whose library is instrumented. Raises BuildFailed when it cannot be."""
    known = read_manifest(folder)
    made = scratch / folder.parent.name / folder.name
    shutil.copytree(folder / SOURCES, made / SOURCES)
    toolchain = builder(known.target).build(made / SOURCES, made / LIBRARY, cache, sanitize=True)
    root = (folder / known.legacy.root).resolve()
    found = known.model_copy(
        update={
            "toolchain": toolchain,
            "library": Library(file=LIBRARY, sha256=sha256_of(made / LIBRARY)),
            "functions": [f.model_copy(update={"symbol": symbol(f.source_name)}) for f in known.functions],
            "legacy": known.legacy.model_copy(update={"root": str(root)}),
        }
    )
    _finish(made, found, cache)
    return made


def read_manifest(folder: Path) -> Manifest:
    """The manifest in `folder`. Raises UsageError PV505."""
    path = folder / MANIFEST
    try:
        return Manifest.model_validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError("PV505", f"{folder} is no vessel: it has no {MANIFEST}", remedy="port the function") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UsageError("PV505", f"not a manifest: {where}: {first['msg']}", file=path) from None


def _finish(made: Path, found: Manifest, cache: Path) -> None:
    shutil.copy2(ensure_bridge(cache), made / SHIPPED)
    (made / MANIFEST).write_text(found.model_dump_json(indent=2) + "\n", encoding="utf-8")


def _same(folder: Path, found: Manifest) -> bool:
    """Whether `folder` already holds exactly this vessel, untouched."""
    try:
        known = read_manifest(folder)
        if known != found or sha256_of(folder / known.library.file) != known.library.sha256:
            return False
        return all(sha256_of(folder / name) == digest for name, digest in known.sources.items())
    except (OSError, UsageError):
        return False


def _replace(folder: Path, made: Path) -> None:
    """Puts `made` in the place of `folder`."""
    if folder.exists():
        old = made.with_name("old")
        folder.rename(old)
    made.rename(folder)
