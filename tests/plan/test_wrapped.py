"""A plan made again after a function was wrapped: the same component, whichever profile it is made from."""

import subprocess
import sys
from pathlib import Path

import pytest

from pivot_lsp.app.migrate import PlanRequest, migrate
from pivot_lsp.app.status import status
from pivot_lsp.source.edits.wrap import plan_wrap

ROOT = Path(__file__).parents[2]
CORE = "def total(n: int) -> int:\n    found = 0\n    for i in range(n):\n        found += i % 7\n    return found\n"
MAIN = "import sys\nsys.path.insert(0, {root!r})\nfrom core import total\ntotal(300_000)\n"


def profile(root: Path) -> None:
    subprocess.run([sys.executable, "-m", "cProfile", "-o", "run.prof", "main.py"], cwd=root, check=True)


@pytest.mark.parametrize("taken", ["before it was wrapped", "after"])
def test_a_wrapped_function_is_the_same_component(tmp_path: Path, taken: str) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "core.py").write_text(CORE)
    (tmp_path / "main.py").write_text(MAIN.format(root=str(ROOT)))
    profile(tmp_path)
    (tmp_path / "core.py").write_text(plan_wrap(CORE, "total", "use_total", "core.total/rust", "core.py").after)
    if taken == "after":
        profile(tmp_path)
    made = migrate(PlanRequest(tmp_path))
    (row,) = made.phases[0].candidates
    assert (row.id, row.function, row.portable) == ("core.total", "total", True)
    assert row.runtime_percent > 1
    assert status(tmp_path).components == 1
