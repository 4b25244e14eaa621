"""Commands under a profiler or coverage: how an argv is rewritten, so that what runs is what would have run.

`python SCRIPT`, `python -m MODULE`, `SCRIPT.py` and console scripts (`pytest`) are Python; anything else is refused,
for a tracer could only see the shell around it. Nothing is started here.
"""

import re
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pivot_lsp.model.errors import UsageError

PYTHON = re.compile(r"(?:python|pypy)(?:\d(?:\.\d+)?)?t?")
TAKES_VALUE = ("-W", "-X", "--check-hash-based-pycs")
REMEDY = "write python SCRIPT ..., python -m MODULE ..., SCRIPT.py ... or a console script such as pytest"


@dataclass(frozen=True)
class PythonCommand:
    """An interpreter, its flags, and what it runs: `["-m", module, ...]` or `[script, ...]`."""

    interpreter: str
    flags: tuple[str, ...]
    program: tuple[str, ...]

    def under_cprofile(self, output: Path) -> list[str]:
        """The same under cProfile, which writes `output` when the program ends."""
        return [self.interpreter, *self.flags, "-m", "cProfile", "-o", str(output), *self.program]

    def under_py_spy(self, output: Path) -> list[str]:
        """The same under py-spy, a hundred samples a second of all threads that run."""
        return [_tool("py-spy"), "record", "-r", "100", "-f", "speedscope", "-o", str(output), "--", *self._words()]

    def under_austin(self, output: Path) -> list[str]:
        """The same under austin, a sample every ten milliseconds."""
        return [_tool("austin"), "-i", "10000", "-o", str(output), *self._words()]

    def _words(self) -> list[str]:
        return [self.interpreter, *self.flags, *self.program]

    def under_coverage(self, output: Path) -> list[str]:
        """The same under coverage, with branches, into the data file `output`."""
        run = ("-m", "coverage", "run", "--branch", f"--data-file={output}")
        return [self.interpreter, *self.flags, *run, *self.program]


PROFILERS: dict[str, tuple[str, Callable[[PythonCommand, Path], list[str]]]] = {
    "cProfile": (".prof", PythonCommand.under_cprofile),
    "py-spy": (".speedscope.json", PythonCommand.under_py_spy),
    "austin": (".austin", PythonCommand.under_austin),
}
"""name -> (the end of its files' names, how a command is rewritten)."""
SAMPLERS = ("py-spy", "austin")


def installed_samplers() -> list[str]:
    """The samplers that are installed, the best first: they slow nothing down, and see every thread."""
    return [name for name in SAMPLERS if _found(name) is not None]


def _found(name: str) -> str | None:
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.is_file() else shutil.which(name)


def _tool(name: str) -> str:
    found = _found(name)
    if found is None:
        raise UsageError("PV109", f"{name} is not installed", remedy=f"pip install {name}, or use --profiler cProfile")
    return found


def python_command(words: Sequence[str]) -> PythonCommand:
    """Reads an argv. Raises UsageError PV109 when it is not a Python program or cannot be found."""
    if not words:
        raise UsageError("PV109", "no command given", remedy="write `pivot profile -- python your_script.py`")
    first, rest = words[0], list(words[1:])
    if PYTHON.fullmatch(Path(first).name):
        return _interpreter(first, rest)
    if first.endswith(".py") and Path(first).is_file():
        return PythonCommand(sys.executable, (), (first, *rest))
    script = shutil.which(first)
    if script is None:
        raise UsageError("PV109", f"no such command: {first}", remedy=REMEDY)
    return PythonCommand(_interpreter_of(Path(script), first), (), (script, *rest))


def _interpreter(first: str, rest: list[str]) -> PythonCommand:
    found = shutil.which(first)
    if found is None:
        raise UsageError("PV109", f"no such command: {first}", remedy=REMEDY)
    at = 0
    while at < len(rest) and rest[at].startswith("-") and rest[at] not in ("-m", "-c", "-"):
        at += 2 if rest[at] in TAKES_VALUE else 1
    program = rest[at:]
    if not program or program[0] in ("-c", "-") or program == ["-m"]:
        raise UsageError("PV109", "a Python that runs no file and no module", remedy=REMEDY)
    return PythonCommand(found, tuple(rest[:at]), tuple(program))


def _interpreter_of(script: Path, name: str) -> str:
    """The interpreter in a console script's first line."""
    try:
        with script.open("rb") as file:
            line = file.readline(1024)
    except OSError as error:
        raise UsageError("PV109", f"cannot be read: {error.strerror}", file=script) from None
    words = line.removeprefix(b"#!").decode("utf-8", "replace").split() if line.startswith(b"#!") else []
    if words and Path(words[0]).name == "env":
        words = words[1:]
    found = shutil.which(words[0]) if words and PYTHON.fullmatch(Path(words[0]).name) else None
    if found is None:
        raise UsageError("PV109", f"{name} is not a Python program", remedy=REMEDY)
    return found
