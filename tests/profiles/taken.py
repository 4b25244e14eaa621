"""Real profiles of `workload.py` in every format whose tool runs here, each taken once a session by the tool itself."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

WORKLOAD = Path(__file__).parent / "workload.py"
BIN = Path(sys.executable).parent
ROUNDS = {"traced": "4", "sampled": "20"}


def _run(*words: object, cwd: Path) -> None:
    done = subprocess.run([str(word) for word in words], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def py_spy(form: str) -> Callable[[Path, Path], None]:
    """py-spy's `form`, 500 samples a second."""

    def take(project: Path, output: Path) -> None:
        program = (sys.executable, project / "workload.py", ROUNDS["sampled"])
        _run(BIN / "py-spy", "record", "-r", 500, "-f", form, "-o", output, "--", *program, cwd=project)

    return take


def austin(*flags: str) -> Callable[[Path, Path], None]:
    """austin every millisecond."""

    def take(project: Path, output: Path) -> None:
        program = (sys.executable, project / "workload.py", ROUNDS["sampled"])
        _run(BIN / "austin", *flags, "-i", 1000, "-o", output, *program, cwd=project)

    return take


def pyinstrument(renderer: str) -> Callable[[Path, Path], None]:
    """pyinstrument's `renderer`."""

    def take(project: Path, output: Path) -> None:
        program = ("workload.py", ROUNDS["sampled"])
        _run(sys.executable, "-m", "pyinstrument", "-o", output, "-r", renderer, *program, cwd=project)

    return take


def yappi(form: str, *flags: str) -> Callable[[Path, Path], None]:
    """yappi's `form`, CPU time."""

    def take(project: Path, output: Path) -> None:
        program = (project / "workload.py", ROUNDS["traced"])
        _run(sys.executable, "-m", "yappi", "-c", "cpu", *flags, "-f", form, "-o", output, *program, cwd=project)

    return take


def cprofile(project: Path, output: Path) -> None:
    """cProfile of this Python."""
    _run(sys.executable, "-m", "cProfile", "-o", output, "workload.py", ROUNDS["traced"], cwd=project)


def scalene(project: Path, output: Path) -> None:
    """Scalene, CPU only."""
    words = ("run", "--cpu-only", "-o", output, project / "workload.py", "---", ROUNDS["sampled"])
    _run(sys.executable, "-m", "scalene", *words, cwd=project)


def kernprof(project: Path, output: Path) -> None:
    """line_profiler of all of the module."""
    words = ("-l", "-p", project / "workload.py", "-o", output, project / "workload.py", "2")
    _run(sys.executable, "-m", "kernprof", *words, cwd=project)


def viztracer(project: Path, output: Path) -> None:
    """VizTracer, without the shortest calls, which would be a hundred megabytes."""
    words = ("--min_duration", "0.05ms", "-o", output, project / "workload.py", ROUNDS["traced"])
    _run(sys.executable, "-m", "viztracer", *words, cwd=project)


TOOLS: dict[str, tuple[str, str, Callable[[Path, Path], None]]] = {
    "cProfile": ("pstats", "a.prof", cprofile),
    "py-spy speedscope": ("speedscope", "a.speedscope.json", py_spy("speedscope")),
    "py-spy raw": ("collapsed", "a.txt", py_spy("raw")),
    "py-spy chrometrace": ("trace-events", "a.json", py_spy("chrometrace")),
    "austin": ("austin", "a.austin", austin()),
    "austin MOJO": ("austin-mojo", "a.mojo", austin("-b")),
    "pyinstrument session": ("pyinstrument", "a.pyisession", pyinstrument("session")),
    "pyinstrument json": ("pyinstrument-json", "b.json", pyinstrument("json")),
    "pyinstrument pstats": ("pstats", "b.prof", pyinstrument("pstats")),
    "Scalene": ("scalene", "c.json", scalene),
    "line_profiler": ("line_profiler", "a.lprof", kernprof),
    "VizTracer": ("viztracer", "d.json", viztracer),
    "yappi pstat": ("pstats", "y.pstat", yappi("pstat", "-b")),
    "yappi callgrind": ("callgrind", "y.callgrind", yappi("callgrind")),
}
"""name -> (format, file name, how it is taken)."""
