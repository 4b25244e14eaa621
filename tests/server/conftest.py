"""A small project with a profile that was really taken."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.project import DRIVER, SHOP


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The project beside its profile, in a folder whose name needs escaping in a URI."""
    root = tmp_path / "projekt ü"
    root.mkdir()
    (root / "pyproject.toml").write_text("[project]\nname = 'shop'\nversion = '1'\n")
    (root / "shop.py").write_text(SHOP)
    (root / "drive.py").write_text(DRIVER)
    profile(root)
    return root


def profile(root: Path) -> None:
    """Takes run.prof anew."""
    subprocess.run([sys.executable, "-m", "cProfile", "-o", "run.prof", "drive.py"], cwd=root, check=True)
