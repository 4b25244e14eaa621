"""A real, headless Neovim 0.11 with our client alone."""

from pathlib import Path

import pytest

from tests.e2e.editors import run_nvim
from tests.server.conftest import profile
from tests.server.project import DRIVER, SHOP

pytestmark = pytest.mark.e2e


def test_nvim_sees_hotspots(nvim: Path, erp: Path) -> None:
    said = run_nvim(nvim, "sees.lua", erp)
    assert "FAIL" not in said
    assert "7 passed, 0 failed" in said


@pytest.mark.usefixtures("as_planned")
def test_nvim_ports_proves_and_wraps(nvim: Path, erp: Path) -> None:
    said = run_nvim(nvim, "ports.lua", erp)
    assert "FAIL" not in said
    assert "12 passed, 0 failed" in said


def test_nvim_extracts_a_hot_loop_and_ports_it(nvim: Path, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'shop'\nversion = '1'\n")
    (tmp_path / "shop.py").write_text(SHOP.replace("    result = 0\n", "    open(__file__).close()\n    result = 0\n"))
    (tmp_path / "drive.py").write_text(DRIVER)
    profile(tmp_path)
    said = run_nvim(nvim, "extracts.lua", tmp_path)
    assert "FAIL" not in said
    assert "5 passed, 0 failed" in said
