from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.port.go.vessels import vessel

Built = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Built:
    """The vessel of a file in `functions/`, built once."""
    known: dict[str, dict[str, Any]] = {}

    def one(file: str) -> dict[str, Any]:
        if file not in known:
            known[file] = vessel(file, tmp_path_factory.mktemp(file), cache)
        return known[file]

    return one
