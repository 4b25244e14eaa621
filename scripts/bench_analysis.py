"""The analysis of a large project beside `radon cc` alone: what `make bench-analysis` measures and writes down.

The tree is Django from PyPI. The profile holds 50,000 functions at the places of those of Django, sympy and the
standard library, and was written by cProfile (`scripts/analysis_profile.py`). Processor time is user and system time
of the process and its children; memory is the largest of them. `xN` are N copies of the tree side by side. Wall time
means something only on a machine that does nothing else: the load is in the first line.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from pivot_lsp.source.index import index_project
from pivot_lsp.store.files import FOLDER
from scripts.analysis_profile import write_profile
from scripts.drift import install

RELEASES = (("Django", "5.1"), ("sympy", "1.14.0"))
ROOT = Path(__file__).parents[1]


def run(words: list[str]) -> tuple[float, float, int]:
    """(processor seconds, wall seconds, largest process in MB) of a command, its children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    watched = [sys.executable, "-c", PEAK, *words]
    done = subprocess.run(
        watched, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    wall = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return spent, wall, int(done.stderr.strip().splitlines()[-1]) // 1024


PEAK = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, "
    "stderr=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)"
)


FUNCTIONS = 50_000


def profile(trees: list[Path], path: Path) -> int:
    """Writes a pstats file with `FUNCTIONS` functions at the places of those of `trees`; returns their number."""
    places = [
        (str(file), function.first_line, function.name, function.qualname)
        for tree in trees
        for file, index in index_project(tree, trees=()).files.items()
        for function in index.functions
    ]
    return write_profile(places[:FUNCTIONS], path)


def lines(tree: Path) -> int:
    """Lines of Python below it."""
    return sum(path.read_bytes().count(b"\n") for path in tree.rglob("*.py"))


def indexing(root: Path, kept: Path) -> float:
    """Processor seconds of bringing the kept index up to date, all processes together."""
    before = sum(os.times()[:4])
    index_project(root, kept=kept)
    return sum(os.times()[:4]) - before


def main() -> int:
    """Measures and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=Path)
    parser.add_argument("--copies", type=int, nargs="*", default=[3, 10])
    parser.add_argument("--output", type=Path)
    args = parser.parse_args()
    table = []
    with tempfile.TemporaryDirectory(prefix="pivot-bench-") as name:
        folder = Path(name)
        trees = [install(args.releases or folder, *release) for release in RELEASES]
        django = folder / "project" / "x1"
        shutil.copytree(trees[0], django)
        (django / "pyproject.toml").write_text("")
        count = profile([django, trees[1], Path(sysconfig.get_path("stdlib"))], folder / "run.prof")
        pivot = [sys.executable, "-m", "pivot_lsp", "analyze", str(django), "--profile", str(folder / "run.prof")]
        pivot += ["--no-verdict", "--json"]
        size = lines(django)
        measured = {"radon cc": run([sys.executable, "-m", "radon", "cc", "-j", str(django)])}
        measured["cold"] = run(pivot)
        measured["warm"] = run(pivot)
        edited = next(django.rglob("query.py"))
        edited.write_text(edited.read_text() + "\n")
        measured["one file edited"] = run(pivot)
        for what, (cpu, wall, peak) in measured.items():
            table.append(f"| {what} | {size} | {cpu:.2f} | {wall:.2f} | {peak} |")
            print(table[-1], flush=True)
        kept = django / FOLDER / "index.msgpack"
        for copies in (1, *args.copies):
            root = folder / f"many{copies}"
            for at in range(copies):
                shutil.copytree(trees[0], root / f"copy{at}")
            kept_at = folder / f"many{copies}.msgpack"
            cold, warm = indexing(root, kept_at), indexing(root, kept_at)
            file = next(root.rglob("query.py"))
            file.write_text(file.read_text() + "\n")
            once = indexing(root, kept_at)
            figures = f"cold {cold:.2f}, warm {warm:.2f}, one edited {once:.2f}"
            table.append(f"| index alone, x{copies}: {figures} | {lines(root)} | | | |")
            print(table[-1], flush=True)
            shutil.rmtree(root)
        kept_mb = kept.stat().st_size / 1e6
    text = ["# The analysis of a large project", *(__doc__ or "").strip().split("\n")[1:], ""]
    text += [
        f"Profile: {count} functions. Kept index: {kept_mb:.1f} MB. Python {sys.version.split()[0]}, "
        f"load {os.getloadavg()[1]:.1f} on {os.cpu_count()} processors.",
        "",
    ]
    text += ["| what | lines | processor s | wall s | largest process MB |", "|---|---:|---:|---:|---:|", *table]
    if args.output:
        args.output.parent.mkdir(parents=True, exist_ok=True)
        args.output.write_text("\n".join(text) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
