"""Real editors without a screen, and the sample ERP with a profile that was really taken.

What `tests/e2e/setup.sh` installs is looked for in `.tools/`. A tool that is missing fails its tests when CI=true,
and is listed as skipped otherwise.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.editors import CLIENT, ROOT, TOOLS, VsCode

ERP = ROOT / "fixtures" / "erp"
SCALE = "0.05"
"""A twentieth of a business day: a second under cProfile, with every hot function in its place."""


def need(what: str, there: object) -> None:
    """Ends the test unless `there`."""
    if not there:
        message = f"{what} is missing: run tests/e2e/setup.sh"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)


@pytest.fixture(scope="session")
def measured_erp(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ERP with its profile, as a run of the workload leaves it, and the coverage of its own tests."""
    folder = tmp_path_factory.mktemp("measured") / "erp"
    shutil.copytree(ERP, folder, ignore=shutil.ignore_patterns("__pycache__", ".pivot", "vessels"))
    command = ["-m", "cProfile", "-o", "run.prof", "workload.py", "--out", "out", "--scale", SCALE]
    (folder / "out").mkdir()
    subprocess.run([sys.executable, *command], cwd=folder, check=True, capture_output=True)
    tests = ["-m", "coverage", "run", "--branch", "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    subprocess.run([sys.executable, *tests], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture
def erp(measured_erp: Path) -> Iterator[Path]:
    """The measured ERP where it was measured; what a test changes is put back.

    By renames: a server that is on its way out may still write into the folder that a test had.
    """
    kept, used = (Path(tempfile.mkdtemp(dir=measured_erp.parent)) / "erp" for _ in range(2))
    shutil.copytree(measured_erp, kept)
    yield measured_erp
    measured_erp.rename(used)
    kept.rename(measured_erp)


FILE = "inventory/stock_calculator.py"
HOT = "calculate_reorder_points"


@pytest.fixture
def as_planned(erp: Path) -> Iterator[None]:
    """After the test, the hot function's file on disk is exactly what planning the wrapping of it says."""
    from pivot_lsp.app.wrap import plan_wrap
    from pivot_lsp.model.target import parse_target

    before = (erp / FILE).read_text()
    yield
    target = parse_target(f"{FILE}::{HOT}", erp)
    built = (erp / "vessels" / target.dotted).iterdir()
    vessel = max(built, key=lambda folder: (folder / "manifest.json").stat().st_mtime_ns)
    assert (erp / FILE).read_text() == plan_wrap(before, target, vessel, target.dotted).after
    flags = json.loads((erp / "pivot.flags.json").read_text())["flags"]
    assert flags == {target.dotted: {"percent": 0, "on": True}}


@pytest.fixture(scope="session")
def chromium() -> str:
    """Debian's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    need("chromium", path)
    return str(path)


@pytest.fixture(scope="session")
def vsix() -> Path:
    """The packaged extension, built from its source as it stands."""
    need("npm", shutil.which("npm"))
    if not (CLIENT / "node_modules" / ".package-lock.json").exists():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=CLIENT, check=True)
    subprocess.run(["npm", "run", "--silent", "package"], cwd=CLIENT, check=True)
    return CLIENT / "dist" / "pivot-lsp.vsix"


@contextmanager
def started(edition: str, vsix: Path, chromium: str, folder: Path) -> Iterator[VsCode]:
    """A VS Code with the packaged extension installed, and nothing else.

    `make screenshots` names the folder where the README's pictures are kept.
    """
    need(f"VS Code ({edition})", (TOOLS / edition / "out" / "server-main.js").exists())
    need("playwright-core", (TOOLS / "node" / "node_modules" / "playwright-core").exists())
    shots = ROOT / os.environ.get("PIVOT_SCREENSHOTS", folder / "shots")
    code = VsCode(folder / "vscode", chromium, shots, edition)
    code.install(vsix)
    with code.running():
        yield code


@pytest.fixture
def vscode(vsix: Path, chromium: str, erp: Path, tmp_path: Path) -> Iterator[VsCode]:
    """VS Code 1.100, or the edition that PIVOT_VSCODE names; it is gone before `erp` is put back."""
    assert erp.is_dir()
    with started(os.environ.get("PIVOT_VSCODE", "vscode"), vsix, chromium, tmp_path) as code:
        yield code


@pytest.fixture
def newest_vscode(vsix: Path, chromium: str, erp: Path, tmp_path: Path) -> Iterator[VsCode]:
    """The newest VS Code that runs here."""
    assert erp.is_dir()
    with started("newest", vsix, chromium, tmp_path) as code:
        yield code


@pytest.fixture
def nvim() -> Path:
    """Neovim 0.11."""
    path = TOOLS / "nvim" / "bin" / "nvim"
    need("Neovim 0.11", path.exists())
    return path


@pytest.fixture
def emacs() -> str:
    """Emacs with eglot, which before Emacs 29 is a package of its own."""
    path = shutil.which("emacs")
    need("Emacs", path)
    return str(path)
