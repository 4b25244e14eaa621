"""`make bench-port`: what a warm `pivot port` costs beside the compiler that it calls, in CPU time.

Kernels are ported by the command as a person calls it, all in one project, whose caches the first port of each language
fills; the source is another each time, as it is when somebody ports again. A compiler on the PATH in front of the real
one notes what the real one took on the very source that the port gave it; everything else of the command, the
interpreter's start included, is the port's own. `pivot port --check` on another such source tells what the command
takes before it builds: its start, typing, translation; asked again about the same source it gives the answer it kept.

    python -m benchmarks.porting [--kernel NAME]... [--to LANGUAGE]... [--rounds N] [--page FILE]
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
BUILD, TYPES, CHECK = 1.5, 1.5, 0.25
"""The bars: building, and all that comes before it, over the bare compiler; `--check` over the whole port."""
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
    """CPU seconds: of the compiler alone, of a port, of a check, of a check of the same source again."""

    compiler: float
    port: float
    check: float
    again: float

    @property
    def shares(self) -> tuple[float, float, float, float]:
        """Building over the compiler, what comes before over the compiler, the two checks over a port."""
        compiling = (self.port - self.check) / self.compiler, self.check / self.compiler
        return (*compiling, self.check / self.port, self.again / self.port)


class Project:
    """One project, in a folder of its own; `offline`: its commands are cut off from every network."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.folder = place / "project"
        self.folder.mkdir()
        (self.folder / "pyproject.toml").touch()
        self.log = place / "bin" / "log"
        self.log.parent.mkdir()
        for compiler in COMPILERS.values():
            real = shutil.which(compiler)
            if real is None:
                raise SystemExit(f"{compiler} is not on the PATH")
            wrapper = self.log.parent / compiler
            wrapper.write_text(_WRAPPER.format(real=real, log=self.log))
            wrapper.chmod(0o755)
        cut = ["unshare", "--net"]
        self.offline = subprocess.run([*cut, "true"], capture_output=True, check=False).returncode == 0
        self._before = cut if self.offline else []
        self._round = 0

    def run(self, kernel: str, language: Language, *more: str, edited: bool = True) -> float:
        """CPU seconds of one command, on a source that it has not seen where that was `edited`."""
        function = next(k.function for k in KERNELS if k.name == kernel)
        source = (HERE / "python" / f"{kernel}.py").read_text(encoding="utf-8")
        file = self.folder / f"{kernel}.py"
        if edited:
            self._round += 1
            file.write_text(f"{source}\n\nROUND = {self._round}\n", encoding="utf-8")
        self.log.write_text("")
        # compiled modules are kept, as those of an installed package are
        environ = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environ |= {"PATH": f"{self.log.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
        environ |= {"PYTHONPYCACHEPREFIX": str(self.place / "compiled")}
        command = [sys.executable, "-m", "pivot_lsp", "port", f"{file}::{function}", "--to", language, "--json", *more]
        child = subprocess.Popen(
            [*self._before, *command], env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        assert child.stderr is not None
        said = child.stderr.read().decode()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            raise SystemExit(f"{kernel} to {language}: exit code {child.returncode}\n{said[-2000:]}")
        return usage.ru_utime + usage.ru_stime

    def compiled(self) -> float:
        """CPU seconds of the compiler in the latest port: its longest run, for the others ask for a version."""
        return max(
            int(m[1]) * 60 + float(m[2]) + int(m[3]) * 60 + float(m[4]) for m in _TIMES.finditer(self.log.read_text())
        )

    def cost(self, kernel: str, language: Language, rounds: int) -> Cost:
        """The medians of several rounds."""
        found = []
        for _ in range(rounds):
            check = self.run(kernel, language, "--check")
            again = self.run(kernel, language, "--check", edited=False)
            port = self.run(kernel, language)
            found.append(Cost(self.compiled(), port, check, again))
        return Cost(*(median(getattr(c, name) for c in found) for name in ("compiler", "port", "check", "again")))


def _page(rounds: int, first: list[str], offline: bool, rows: list[str]) -> str:
    network = "had no network at all" if offline else "could not be cut off from the network here"
    return (
        f"# What a warm port costs\n\nMade by `make bench-port` on CPython {platform.python_version()}: CPU seconds, "
        f"medians of {rounds} ports by the command, the interpreter's start included; the compiler alone is what it "
        "took on the same source, in the same ports. A check is `pivot port --check` of a source that has changed: "
        "what the command does before it builds; asked again about the same source it gives the answer that it kept."
        f"\n\nThe bars: building at most {BUILD} times the compiler, what comes before it {TYPES} times, either check "
        f"{CHECK} of a port. All ports were of one project and share its caches; the first of each language also "
        f"compiles that language's runtime, in seconds: {', '.join(first)}. They {network}.\n\n"
        "| kernel | to | compiler alone | port | check | again | building, times the compiler | before it "
        "| check of a port | again |\n|---|---|---|---|---|---|---|---|---|---|\n"
    ) + "\n".join(rows)


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the table; 1 where a port is above the bar."""
    parser = argparse.ArgumentParser(description="a warm port beside the bare compiler")
    parser.add_argument("--kernel", action="append", choices=[k.name for k in KERNELS])
    parser.add_argument("--to", action="append", choices=LANGUAGES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--page", type=Path)
    options = parser.parse_args(argv)
    kernels, languages = options.kernel or USUAL, options.to or LANGUAGES
    rows, first, good = [], [], True
    with tempfile.TemporaryDirectory(prefix="porting-") as scratch:
        project = Project(Path(scratch))
        for language in languages:
            first.append(f"{language} {project.run(kernels[0], language):.0f}")
            for kernel in kernels:
                cost = project.cost(kernel, language, options.rounds)
                cells = [f"{cost.compiler:.2f}", f"{cost.port:.2f}", f"{cost.check:.2f}", f"{cost.again:.2f}"]
                for share, bar in zip(cost.shares, (BUILD, TYPES, CHECK, CHECK), strict=True):
                    good = good and share <= bar
                    cells.append(f"{share:.2f}{'' if share <= bar else ' (missed)'}")
                rows.append(f"| {kernel} | {language} | {' | '.join(cells)} |")
                print(rows[-1], file=sys.stderr, flush=True)
    text = _page(options.rounds, first, project.offline, rows)
    print(text)
    if options.page:
        options.page.write_text(text + "\n", encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
