"""A unit's manifest: how to call the library, and what it was made from."""

import hashlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from pivot_lsp.model.manifest import (
    ExportedFunction,
    LegacyUnit,
    Library,
    Manifest,
    Parameter,
    RecordClass,
    Toolchain,
)
from pivot_lsp.model.port import Language
from pivot_lsp.model.target import Target
from pivot_lsp.port import ir
from pivot_lsp.port.checks.written import written
from pivot_lsp.port.shapes import record_order, shape, stays, symbol
from pivot_lsp.runtime.manifest import platform_tag
from pivot_lsp.source.unit import collect
from pivot_lsp.vessel.backends import FORK_SAFE


def sha256_of(path: Path) -> str:
    """The sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def exported(unit: ir.Unit) -> list[ExportedFunction]:
    """The functions callable from Python, with their wire shapes."""
    order = record_order(unit)
    found = []
    for name in unit.entries:
        function = unit.function(name)
        changed = written(unit, name)
        shapes = {p.name: shape(p.type, order) for p in function.params}
        shapes |= {n: shapes[n].replace("A", "W", 1) for n in changed}
        parameters = [Parameter(name=n, shape=s) for n, s in shapes.items()]
        found.append(
            ExportedFunction(
                name=function.qualname if "." in function.qualname else name,
                module=function.module,
                qualname=function.qualname,
                symbol=symbol(name),
                parameters=parameters,
                result=shape(function.result, order),
                linked=name in unit.linked,
                entry=name if "." in function.qualname else None,
            )
        )
    return found


def records(unit: ir.Unit) -> list[RecordClass]:
    """The classes that cross the bridge; a field that is not carried, or that keeps its record
    from crossing, has shape `_`."""
    order = record_order(unit)
    found = [
        RecordClass(
            cls=r.cls,
            fields=[(f.name, "_" if not f.carried or stays(f.type) else shape(f.type, order)) for f in r.fields],
            plain=r.plain,
            constants=list(r.constants),
            keyed=("ordered" if r.ordered else "any") if r.keyed else "",
        )
        for r in unit.records
    ]
    for one in unit.named:
        shapes = [shape(t, order) for t in one.types] or ["_"] * len(one.names)
        found.append(RecordClass(cls=one.cls, fields=list(zip(one.names, shapes, strict=True)), enum=one.enum))
    return found


def legacy_unit(target: Target, folder: Path, unit: ir.Unit) -> LegacyUnit:
    """The hashes of the Python that was translated."""
    assert target.file is not None
    names = [target.qualname] if target.qualname is not None else [unit.function(e).qualname for e in unit.entries]
    files = collect(target.file, target.module, names, target.root, [str(target.root)]).hashes()
    whole = hashlib.sha256("\n".join(f"{k} {v}" for k, v in sorted(files.items())).encode()).hexdigest()
    return LegacyUnit(
        file=str(target.file.relative_to(target.root)),
        module=target.module,
        root=_relative(target.root, folder),
        files=files,
        unit_sha256=whole,
    )


def _relative(root: Path, folder: Path) -> str:
    return os.path.relpath(root, folder)


def manifest(
    unit: ir.Unit,
    legacy: LegacyUnit,
    language: Language,
    sources: Mapping[str, str],
    library: Library,
    toolchain: Toolchain,
) -> Manifest:
    """The manifest of a vessel just built; `sources` maps file to sha256."""
    return Manifest(
        target=language,
        legacy=legacy,
        functions=exported(unit),
        records=records(unit),
        exceptions=list(unit.exceptions),
        exception_fields={name: list(fields) for name, fields in unit.exception_fields},
        python=[f"{sys.version_info.major}.{sys.version_info.minor}"],
        platform=platform_tag(),
        toolchain=toolchain,
        sources=dict(sources),
        library=library,
        fork_safe=FORK_SAFE[language],
    )
