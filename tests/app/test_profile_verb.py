"""`pivot profile -- COMMAND`: from nothing to hotspots, and nothing pretended where there is no Python."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pivot_lsp.app.profile import best_profiler
from pivot_lsp.cli.main import main
from pivot_lsp.model.errors import UsageError
from pivot_lsp.profiles import take
from pivot_lsp.profiles.take import python_command

OUT = Path("/o.prof")


@pytest.mark.parametrize(
    ("words", "tail"),
    [
        (["main.py", "-v"], ["main.py", "-v"]),
        (["-m", "pkg.tool", "-c"], ["-m", "pkg.tool", "-c"]),
        (["-X", "dev", "-u", "main.py"], ["main.py"]),
    ],
)
def test_an_interpreter_keeps_its_flags_and_its_program(words: list[str], tail: list[str]) -> None:
    flags = words[: len(words) - len(tail)]
    argv = python_command([sys.executable, *words]).under_cprofile(OUT)
    assert argv == [sys.executable, *flags, "-m", "cProfile", "-o", "/o.prof", *tail]


def test_a_console_script_runs_under_the_interpreter_of_its_first_line(tmp_path: Path) -> None:
    script = tmp_path / "tool"
    script.write_text(f"#!{sys.executable}\nprint(1)\n")
    script.chmod(0o755)
    command = python_command([str(script), "--flag"])
    assert (command.interpreter, command.program) == (sys.executable, (str(script), "--flag"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "no command given"),
        (["nowhere-to-be-found"], "no such command"),
        (["ls"], "ls is not a Python program"),
        ([sys.executable, "-c", "pass"], "runs no file and no module"),
        ([sys.executable], "runs no file and no module"),
    ],
)
def test_what_is_no_python_program_is_refused(words: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=f"PV109 .*{said}"):
        python_command(words)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pivot.toml").write_text("")
    (tmp_path / "main.py").write_text("def f():\n    print('said')\n    return 1\n\nf()\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_one_command_from_nothing_to_hotspots_with_coverage(project: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pivot_lsp",
        "profile",
        "--coverage",
        "--json",
        "--profiler",
        "cProfile",
        "--",
        sys.executable,
        "main.py",
    ]
    home = str(Path(__file__).parents[2])
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, env={"PYTHONPATH": home}, check=True)
    answer = json.loads(done.stdout)
    [spot] = answer["hotspots"]
    assert (spot["function"], spot["call_count"], spot["test_coverage"]) == ("f", 1, 1.0)
    assert done.stderr.count("said") == 2, "the command's own output goes to stderr, once a run"
    kept = sorted(path.suffix for path in (project / ".pivot" / "profiles").iterdir())
    assert kept == [".coverage", ".prof"]
    assert (project / ".pivot" / ".gitignore").read_text() == "*\n"


def test_a_command_that_leaves_no_profile_is_no_verdict(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (project / "main.py").write_text("import os\nos._exit(7)\n")
    assert main(["profile", "--profiler", "cProfile", "--", sys.executable, "main.py"]) == 5
    assert "PV110 the command ended with exit code 7 and left no profile" in capfd.readouterr().err


def test_data_of_parallel_coverage_is_combined(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (project / ".coveragerc").write_text("[run]\nparallel = True\n")
    out = project / "kept"
    words = [
        "profile",
        "--coverage",
        "--out",
        str(out),
        "--json",
        "--profiler",
        "cProfile",
        "--",
        sys.executable,
        "main.py",
    ]
    assert main(words) == 0
    [spot] = json.loads(capfd.readouterr().out)["hotspots"]
    assert spot["test_coverage"] == 1.0
    assert sorted(path.suffix for path in out.iterdir()) == [".coverage", ".prof"]


@pytest.mark.parametrize(("profiler", "kind"), [("py-spy", "speedscope"), ("austin", "austin")])
def test_a_sampler_may_take_the_profile(
    profiler: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "main.py").write_text("def spin(n):\n    return sum(i % 7 for i in range(n))\n\n\nspin(6_000_000)\n")
    monkeypatch.chdir(tmp_path)
    assert main(["profile", "--json", "--profiler", profiler, "--", sys.executable, "main.py"]) == 0
    analysis = json.loads(capfd.readouterr().out)
    assert analysis["profiles"][0]["format"] == kind
    assert analysis["hotspots"][0]["function"] == "spin"


def test_auto_takes_a_sampler_that_works_here_and_says_what_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "main.py").write_text("def f():\n    return 1\n\n\nf()\n")
    command = python_command([sys.executable, str(tmp_path / "main.py")])
    assert best_profiler(command) == ("py-spy", [])
    broken = tmp_path / "py-spy"
    broken.write_text("#!/bin/sh\necho 'cannot attach: not permitted' >&2\nexit 1\n")
    broken.chmod(0o755)
    real = take._found
    monkeypatch.setattr(take, "_found", lambda name: {"py-spy": str(broken), "austin": None}.get(name, real(name)))
    monkeypatch.chdir(tmp_path)
    assert main(["profile", "--json", "--", sys.executable, "main.py"]) == 0
    analysis = json.loads(capfd.readouterr().out)
    assert analysis["profiles"][0]["format"] == "pstats"
    said = "py-spy is installed but takes no profile here (cannot attach: not permitted), so cProfile took it"
    assert analysis["warnings"][0] == said
