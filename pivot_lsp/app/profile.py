"""The use case behind `pivot profile`: one command from nothing to hotspots.

The command runs once under a profiler and, when coverage is wanted, once more under coverage: a single run would time
the tracer of the other. What it does to the world happens that often, and never once more: whether a sampler works on
this machine is tried on a program of our own first. Results lie under `.pivot/profiles/`.
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pivot_lsp.app.analyze import Request, analyze
from pivot_lsp.app.hotlist import Progress
from pivot_lsp.hotspots.rank import Measured, Portable
from pivot_lsp.model.errors import NoVerdict
from pivot_lsp.model.hotspot import Analysis
from pivot_lsp.model.target import project_root
from pivot_lsp.profiles.take import PROFILERS, PythonCommand, installed_samplers, python_command
from pivot_lsp.store.files import profiles_folder


@dataclass(frozen=True)
class Taken:
    """What a run left: the profile, the coverage when it was asked for, and what to warn of."""

    profile: Path
    coverage: Path | None
    warnings: tuple[str, ...]


def profile(
    words: Sequence[str],
    *,
    cwd: Path,
    coverage: bool = False,
    out: Path | None = None,
    top: int | None = None,
    quiet: bool = False,
    progress: Progress = lambda what, done, total: None,
    portable: Portable | None = None,
    measured: Measured | None = None,
    profiler: str = "cProfile",
) -> Analysis:
    """Runs the command in `cwd`, keeps what was measured, analyzes the project there.

    `quiet` sends the command's own output to stderr. Raises UsageError PV109 for what is no Python program, NoVerdict
    PV110 when the command left no profile. `profiler` is one of `PROFILERS`, or `auto` for the best that is installed.
    """
    command = python_command(words)
    root = project_root(cwd)
    notes: list[str] = []
    if profiler == "auto":
        profiler, notes = best_profiler(command)
    taken = take(
        command,
        cwd=cwd,
        folder=out or profiles_folder(root),
        coverage=coverage,
        quiet=quiet,
        progress=progress,
        profiler=profiler,
    )
    covered = () if taken.coverage is None else (taken.coverage,)
    analysis = analyze(Request(root, (taken.profile,), covered, top), portable, measured)
    return analysis.model_copy(update={"warnings": [*notes, *taken.warnings, *analysis.warnings]})


TRIAL = "import time\nend = time.perf_counter() + 0.3\nwhile time.perf_counter() < end:\n    pass\n"
TRIAL_SECONDS = 20


def best_profiler(command: PythonCommand) -> tuple[str, list[str]]:
    """(the first sampler that works here with the command's interpreter, else cProfile; what did not work, and why)."""
    notes: list[str] = []
    for name in installed_samplers():
        reason = _trial(name, command)
        if reason is None:
            return name, []
        notes.append(f"{name} is installed but takes no profile here ({reason}), so cProfile took it")
    return "cProfile", notes[:1]


def _trial(name: str, command: PythonCommand) -> str | None:
    """Why the sampler cannot take a profile of a small program, or None when it can."""
    suffix, under = PROFILERS[name]
    with tempfile.TemporaryDirectory(prefix="pivot-trial-") as folder:
        script, output = Path(folder, "trial.py"), Path(folder, f"trial{suffix}")
        script.write_text(TRIAL)
        argv = under(PythonCommand(command.interpreter, (), (str(script),)), output)
        try:
            done = subprocess.run(
                argv, capture_output=True, text=True, errors="replace", timeout=TRIAL_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return type(error).__name__
        if output.is_file() and output.stat().st_size:
            return None
        said = done.stderr.strip().splitlines() or [_ended(done.returncode)]
        return f"{said[-1]:.120}"


def take(
    command: PythonCommand,
    *,
    cwd: Path,
    folder: Path,
    coverage: bool,
    quiet: bool,
    progress: Progress,
    profiler: str = "cProfile",
) -> Taken:
    """Runs the command once or twice and names what it left in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = folder.absolute() / datetime.now().strftime("run-%Y%m%d-%H%M%S-%f")
    steps = 1 + coverage
    progress(profiler, 0, steps)
    suffix, under = PROFILERS[profiler]
    profiled = stem.with_suffix(suffix)
    code = _run(under(command, profiled), cwd, quiet)
    if not profiled.is_file() or not profiled.stat().st_size:
        short = "" if profiler == "cProfile" else "it may be too short to sample: use --profiler cProfile"
        remedy = ", or ".join(filter(None, ["run it without pivot first" if code else "", short]))
        raise NoVerdict("PV110", f"the command {_ended(code)} and left no profile", remedy=remedy)
    warnings = [f"under {profiler} the command {_ended(code)}"] if code else []
    covered = None
    if coverage:
        progress("coverage", 1, steps)
        covered = stem.with_suffix(".coverage")
        code = _run(command.under_coverage(covered), cwd, quiet)
        _combine(command, covered, cwd)
        if not covered.is_file():
            covered = None
            warnings.append(
                f"no coverage: under coverage the command {_ended(code)}; is coverage installed for "
                f"{command.interpreter}?"
            )
        elif code:
            warnings.append(f"under coverage the command {_ended(code)}")
    progress("analyze", steps, steps)
    return Taken(profiled, covered, tuple(warnings))


def _run(argv: list[str], cwd: Path, quiet: bool) -> int:
    sys.stdout.flush()
    return subprocess.run(argv, cwd=cwd, stdout=sys.stderr.fileno() if quiet else None, check=False).returncode


def _combine(command: PythonCommand, covered: Path, cwd: Path) -> None:
    """Where the project's settings ask for parallel data files, coverage has left several beside `covered`."""
    parts = sorted(covered.parent.glob(f"{covered.name}.*"))
    if parts:
        argv = [command.interpreter, "-m", "coverage", "combine", "-q", f"--data-file={covered}", *map(str, parts)]
        subprocess.run(argv, cwd=cwd, stdout=sys.stderr.fileno(), check=False)


def _ended(code: int) -> str:
    return f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
