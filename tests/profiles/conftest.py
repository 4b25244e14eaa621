"""Real profiles: one program with every shape of function, run under each Python that lies beside this one."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.profiles import taken

SHAPES = Path(__file__).parent / "shapes.py"


def interpreters() -> list[str]:
    """This Python first, then each other supported one that is installed beside it or on PATH and starts."""
    found = {sys.version_info[:2]: sys.executable}
    beside = Path(sys.base_prefix).parent
    for minor in (11, 12, 13):
        candidates = [*map(str, beside.glob(f"3.{minor}.*/bin/python3")), shutil.which(f"python3.{minor}")]
        for candidate in filter(None, candidates):
            started = subprocess.run([candidate, "-c", "pass"], capture_output=True, check=False).returncode == 0
            if started:
                found.setdefault((3, minor), candidate)
    return list(found.values())


@pytest.fixture(scope="session", params=interpreters(), ids=lambda path: Path(path).parent.parent.name)
def real_profile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A .prof of `shapes.py`, made by cProfile."""
    path = tmp_path_factory.mktemp("prof") / "shapes.prof"
    subprocess.run([request.param, "-m", "cProfile", "-o", path, SHAPES], check=True, stdout=subprocess.DEVNULL)
    return path


@pytest.fixture(scope="session")
def one_profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A .prof of `shapes.py`, made by this Python."""
    path = tmp_path_factory.mktemp("one") / "shapes.prof"
    subprocess.run([sys.executable, "-m", "cProfile", "-o", path, SHAPES], check=True, stdout=subprocess.DEVNULL)
    return path


@pytest.fixture(scope="session")
def coverage_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The coverage of `shapes.py`, with branches, in each form that coverage writes."""
    folder = tmp_path_factory.mktemp("coverage")
    data = f"--data-file={folder / '.coverage'}"
    calls = [
        ["run", "--branch", data, str(SHAPES)],
        ["json", data, "-q", "-o", str(folder / "coverage.json")],
        ["xml", data, "-q", "-o", str(folder / "coverage.xml")],
        ["lcov", data, "-q", "-o", str(folder / "lcov.info")],
    ]
    for words in calls:
        subprocess.run([sys.executable, "-m", "coverage", *words], check=True, cwd=folder, stdout=subprocess.DEVNULL)
    names = {"sqlite": ".coverage", "json": "coverage.json", "xml": "coverage.xml", "lcov": "lcov.info"}
    return {form: folder / name for form, name in names.items()}


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose only file is the workload, older than every profile of it."""
    root = tmp_path_factory.mktemp("workload")
    (root / "pyproject.toml").write_text("[project]\nname = 'workload'\n")
    shutil.copy(taken.WORKLOAD, root / "workload.py")
    return root


@pytest.fixture(scope="session")
def taken_by(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """The profile of the workload that the named tool of `taken.TOOLS` takes, once a session and each time `anew`."""
    done: dict[str, Path] = {}

    def take(tool: str, *, anew: bool = False) -> Path:
        if anew or tool not in done:
            _, name, run = taken.TOOLS[tool]
            path = tmp_path_factory.mktemp("taken") / name
            run(project, path)
            done[tool] = path
        return done[tool]

    return take
