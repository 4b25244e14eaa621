"""Builds vessel folders round the hand-written library: the manifest is the model's own, so both must agree."""

import hashlib
import os
import subprocess
from collections.abc import Sequence
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
from pivot_lsp.runtime.manifest import platform_tag, python_tag

HERE = Path(__file__).parent
UNIT = "tests.runtime.unit"
SALE = RecordClass(cls=f"{UNIT}:Sale", fields=[("day", "s"), ("qty", "i"), ("price", "f")])
KEY = RecordClass(cls=f"{UNIT}:Key", fields=[("name", "s"), ("number", "i")])
TREE = RecordClass(cls=f"{UNIT}:Tree", fields=[("label", "s"), ("children", "[R2;")])
PAIR = RecordClass(cls=f"{UNIT}:Pair", fields=[("left", "i"), ("right", "s")])
RECORDS = [SALE, KEY, TREE, PAIR]
EXCEPTIONS = ["builtins:ValueError", f"{UNIT}:StockError", "builtins:KeyError", f"{UNIT}:PickyError"]


def compile_vessel(folder: Path) -> Path:
    """The hand-written library."""
    library = folder / "libvessel.so"
    argv = ["cc", "-O1", "-Wall", "-Wextra", "-fPIC", "-shared", "-o", str(library), str(HERE / "vessel.c")]
    subprocess.run(argv, check=True)
    return library


def function(symbol: str, shapes: Sequence[str], result: str, qualname: str, names: str) -> ExportedFunction:
    """An exported function; `names` are its parameters, separated by blanks."""
    parameters = [Parameter(name=name, shape=shape) for name, shape in zip(names.split(), shapes, strict=True)]
    return ExportedFunction(
        name=qualname, module=UNIT, qualname=qualname, symbol=symbol, parameters=parameters, result=result
    )


def one(symbol: str, shape: str, result: str) -> ExportedFunction:
    """A function of one argument; legacy is `unit.one`."""
    return function(symbol, [shape], result, "one", "value")


def write_vessel(
    folder: Path,
    library: Path,
    functions: Sequence[ExportedFunction],
    records: Sequence[RecordClass] = RECORDS,
    exceptions: Sequence[str] = EXCEPTIONS,
    **changes: object,
) -> Path:
    """A vessel's folder; `changes` are fields of the manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    sha256 = hashlib.sha256(library.read_bytes()).hexdigest()
    manifest = Manifest(
        target="cpp",
        legacy=LegacyUnit(
            file="tests/runtime/unit.py",
            module=UNIT,
            root=os.path.relpath(HERE.parents[1], folder),
            files={},
            unit_sha256="",
        ),
        functions=list(functions),
        records=list(records),
        exceptions=list(exceptions),
        python=[python_tag()],
        platform=platform_tag(),
        toolchain=Toolchain(compiler="cc", flags=[]),
        sources={},
        library=Library(file=os.path.relpath(library, folder), sha256=sha256),
        fork_safe=True,
    ).model_copy(update=changes)
    (folder / "manifest.json").write_text(manifest.model_dump_json())
    return folder
