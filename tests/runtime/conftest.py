import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pivot_lsp.model.manifest import ExportedFunction
from pivot_lsp.runtime import VesselFunction, load_vessel
from tests.runtime.vessels import compile_vessel, one, write_vessel


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The bridge is compiled once a session, away from the project."""
    folder = tmp_path_factory.mktemp("cache")
    before = os.environ.get("PIVOT_CACHE")
    os.environ["PIVOT_CACHE"] = str(folder)
    yield folder
    del os.environ["PIVOT_CACHE"]
    if before is not None:
        os.environ["PIVOT_CACHE"] = before


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_vessel(tmp_path_factory.mktemp("library"))


@pytest.fixture
def load(tmp_path: Path, library: Path) -> Callable[..., VesselFunction]:
    """Loads a vessel of one function."""

    def loaded(function: ExportedFunction, legacy: Any = None, **changes: Any) -> VesselFunction:
        folder = write_vessel(tmp_path / "vessel", library, [function], **changes)
        return load_vessel(folder, legacy and {function.name: legacy})[function.name]

    return loaded


@pytest.fixture
def echo(load: Callable[..., VesselFunction]) -> Callable[[str, int], VesselFunction]:
    """A function that returns its argument of the given shape, which takes so many slots."""
    return lambda shape, slots: load(one(f"echo_{slots}", shape, shape))
