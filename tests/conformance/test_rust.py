"""Every row of every conformance file as Rust: a file of its own, so that the languages are held side by side."""

from pathlib import Path

import pytest

from tests.conformance.harness import FILES, hold


@pytest.mark.parametrize("file", FILES)
def test_behaves_as_cpython(file: str, tmp_path: Path) -> None:
    hold(file, "rust", tmp_path)
