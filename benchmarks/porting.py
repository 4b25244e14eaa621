"""`make bench-port`: what a warm `pivot port` costs beside the compiler that it calls, in CPU time.

Each kernel is ported several times by the command as a person calls it, in a project of its own whose caches the first
port has filled. A compiler on the PATH in front of the real one notes what the real one took on the very source that
the port gave it; everything else of the command, the interpreter's start included, is the port's own.

    python -m benchmarks.porting [--kernel NAME]... [--rounds N] [--page FILE]
"""

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.kernels.contest import HERE
from benchmarks.kernels.inputs import KERNELS
from pivot_lsp.model.port import LANGUAGES, Language

ROOT = Path(__file__).resolve().parent.parent
COMPILERS: Mapping[Language, str] = {"rust": "rustc", "go": "go", "cpp": "g++"}
USUAL = ("sieve", "words", "groups", "tree", "parsing", "report")
BUILD, MORE = 1.5, 1.5
"""The bars: building over the bare compiler, and as much again for everything else."""
# `times` prints the shell's own times, then those of what it ran
_WRAPPER = """#!/bin/bash
"{real}" "$@"
code=$?
times > "{log}.$$" && tail -n 1 "{log}.$$" >> "{log}"
exit $code
"""
_TIMES = re.compile(r"(\d+)m([\d.]+)s (\d+)m([\d.]+)s")


@dataclass(frozen=True)
class Cost:
    """CPU seconds of one port: of the compiler alone, and of the whole command."""

    compiler: float
    whole: float


def ported(folder: Path, kernel: str, function: str, language: Language, log: Path) -> Cost:
    """Ports once, in the project `folder`."""
    log.write_text("")
    environ = {**os.environ, "PATH": f"{log.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    target = f"{folder / kernel}.py::{function}"
    command = [sys.executable, "-m", "pivot_lsp", "port", target, "--to", language, "--json"]
    child = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert child.stderr is not None
    said = child.stderr.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"{kernel} to {language}: exit code {child.returncode}\n{said[-2000:]}")
    # the longest run is the compilation; the others ask for a version
    compiler = max(
        int(m[1]) * 60 + float(m[2]) + int(m[3]) * 60 + float(m[4]) for m in _TIMES.finditer(log.read_text())
    )
    return Cost(compiler, usage.ru_utime + usage.ru_stime)


def measure(kernel: str, language: Language, rounds: int) -> Cost:
    """The median port of a kernel when all caches are warm."""
    function = next(k.function for k in KERNELS if k.name == kernel)
    with tempfile.TemporaryDirectory(prefix="porting-") as scratch:
        place = Path(scratch)
        real = shutil.which(COMPILERS[language])
        if real is None:
            raise SystemExit(f"{COMPILERS[language]} is not on the PATH")
        (place / "bin").mkdir()
        log, wrapper = place / "bin" / "log", place / "bin" / COMPILERS[language]
        wrapper.write_text(_WRAPPER.format(real=real, log=log))
        wrapper.chmod(0o755)
        project = place / "project"
        project.mkdir()
        (project / "pyproject.toml").touch()
        source = (HERE / "python" / f"{kernel}.py").read_text(encoding="utf-8")
        costs = []
        for round_ in range(rounds + 1):
            # the source is another each time, as it is when somebody ports again
            (project / f"{kernel}.py").write_text(f"{source}\n\nROUND = {round_}\n", encoding="utf-8")
            costs.append(ported(project, kernel, function, language, log))
    warm = costs[1:]
    return Cost(median(c.compiler for c in warm), median(c.whole for c in warm))


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the table; 1 where a port is above the bar."""
    parser = argparse.ArgumentParser(description="a warm port beside the bare compiler")
    parser.add_argument("--kernel", action="append", choices=[k.name for k in KERNELS])
    parser.add_argument("--to", action="append", choices=LANGUAGES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--page", type=Path)
    options = parser.parse_args(argv)
    rows, good = [], True
    for kernel in options.kernel or USUAL:
        for language in options.to or LANGUAGES:
            cost = measure(kernel, language, options.rounds)
            share = cost.whole / cost.compiler
            good = good and share <= BUILD + MORE
            rows.append(f"| {kernel} | {language} | {cost.compiler:.2f} | {cost.whole:.2f} | {share:.2f} |")
            print(rows[-1], file=sys.stderr, flush=True)
    text = (
        f"# What a warm port costs\n\nMade by `make bench-port` on CPython {platform.python_version()}: CPU seconds, "
        f"medians of {options.rounds} ports by the command, the interpreter's start included; the compiler alone is "
        "what it took on the same source, in the same ports. The bar: 1.5 times the compiler, and as much again for "
        f"typing and translation, {BUILD + MORE:.1f} in all.\n\n"
        "| kernel | to | compiler alone, s | port, s | times the compiler |\n|---|---|---|---|---|\n"
    ) + "\n".join(rows)
    print(text)
    if options.page:
        options.page.write_text(text + "\n", encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
