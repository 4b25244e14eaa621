"""A real, headless Neovim 0.11 with our client alone."""

from pathlib import Path

import pytest

from tests.e2e.editors import run_nvim

pytestmark = pytest.mark.e2e


def test_nvim_sees_hotspots(nvim: Path, erp: Path) -> None:
    said = run_nvim(nvim, "sees.lua", erp)
    assert "FAIL" not in said
    assert "7 passed, 0 failed" in said


@pytest.mark.usefixtures("as_planned")
def test_nvim_ports_proves_and_wraps(nvim: Path, erp: Path) -> None:
    said = run_nvim(nvim, "ports.lua", erp)
    assert "FAIL" not in said
    assert "10 passed, 0 failed" in said
