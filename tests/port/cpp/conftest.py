"""One cache of the compiled runtime for all C++ tests, and one library of all rows."""

from pathlib import Path

import pytest

from pivot_lsp.port import ir
from pivot_lsp.port.emit.cpp import emit
from pivot_lsp.vessel.cpp import build
from tests.port.cpp.slots import Library


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def library(unit: ir.Unit, folder: Path, cache: Path) -> Library:
    """`unit` emitted, built and opened."""
    sources = folder / "src"
    sources.mkdir(parents=True)
    for name, text in emit(unit).items():
        (sources / name).write_text(text, encoding="utf-8")
    build(sources, folder / "libvessel.so", cache)
    return Library(folder / "libvessel.so")
