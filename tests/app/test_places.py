"""Nothing is written but `.pivot/`, vessels, what `--output` names and the edits that were asked for."""

import cProfile
import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SHOP = """def total(prices: list[int], factor: int) -> int:
    found = 0
    for price in prices:
        found += price * factor
    return found
"""
VERBS = (
    ("analyze", "run.prof"),
    ("port", "shop.py::total", "--to", "rust", "--check"),
    ("generate-tests", "shop.py::total", "--count", "40", "--output", "cases.jsonl"),
    ("validate", "--legacy", "shop.py::total", "--vessel", "shop:total", "--count", "40", "--no-adequacy"),
    ("wrap", "shop.py::total", "--vessel", ".", "--flag", "use_total", "--diff"),
    ("migrate", "."),
)


def held(folder: Path) -> dict[str, bytes]:
    """The files below a folder, with what is in them."""
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def test_verbs_write_only_where_they_may(tmp_path: Path) -> None:
    project, home, scratch = (tmp_path / name for name in ("project", "home", "scratch"))
    for folder in (project, home, scratch):
        folder.mkdir()
    (project / "pyproject.toml").write_text("[project]\nname = 'shop'\n")
    (project / "shop.py").write_text(SHOP)
    profiler = cProfile.Profile()
    profiler.runcall(
        exec, compile(SHOP + "\nfor _ in range(99): total([1, 2, 3], 4)\n", project / "shop.py", "exec"), {}
    )
    profiler.dump_stats(project / "run.prof")
    before = held(project)
    around = os.environ | {"HOME": str(home), "TMPDIR": str(scratch), "PYTHONPATH": str(REPOSITORY)}
    codes = {}
    for words in VERBS:
        argv = [sys.executable, "-P", "-m", "pivot_lsp", *words]
        done = subprocess.run(argv, cwd=project, env=around, capture_output=True, text=True, timeout=600, check=False)
        codes[words[0]] = done.returncode
        assert "internal error" not in done.stderr, done.stderr
    assert codes == {"analyze": 0, "port": 0, "generate-tests": 0, "validate": 3, "wrap": 2, "migrate": 0}
    after = {name: text for name, text in held(project).items() if not name.startswith(".pivot/")}
    assert after.pop("cases.jsonl")
    assert after == before
    assert (held(home), held(scratch)) == ({}, {})
