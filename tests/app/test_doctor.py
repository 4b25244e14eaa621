"""`pivot doctor`: what is here, what is not and how to get it, and exit code 0 either way."""

import json
from pathlib import Path

import pytest

from pivot_lsp.app import doctor
from pivot_lsp.cli.main import main


def tool(folder: Path, name: str, says: str, code: int = 0) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{says}'\nexit {code}\n")
    path.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose only tools are in one folder; scripts stand for tools, so that versions can be old."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.setattr(doctor, "USUAL_PLACES", ())
    return tmp_path


def states() -> dict[str, tuple[str, str | None]]:
    return {tool.name: (tool.state, tool.version) for tool in doctor.doctor().tools}


def test_found_too_old_and_missing_are_told_apart(machine: Path) -> None:
    tool(machine, "go", "go version go1.19.8 linux/amd64")
    tool(machine, "rustc", "rustc 1.95.0 (5980 2026-04-14)")
    tool(machine, "cargo", "cargo 1.95.0", code=1)
    tool(machine, "node", "v20.20.2")
    found = states()
    assert found["go"] == ("too old", "1.19.8")
    assert found["rustc"] == ("found", "1.95.0")
    assert found["cargo"] == ("missing", None)
    assert found["node"] == ("found", "20.20.2")
    assert found["python"][0] == "found"
    assert found["py:pydantic"][0] == "found"


def test_a_compiler_must_take_cpp20(machine: Path) -> None:
    tool(machine, "g++", "g++ 9.1.0")
    assert states()["g++"][0] == "found", "this one takes anything"
    (machine / "g++").write_text('#!/bin/sh\n[ "$1" = --version ] && echo "g++ 9.1.0"\n')
    assert states()["g++"] == ("too old", "9.1.0")


def test_every_tool_has_a_command_that_installs_it_and_the_exit_code_is_0(
    machine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor"]) == 0
    text = capsys.readouterr().out
    assert "target languages ready: " in text
    assert "clang-format" in text
    assert "apt-get install clang-format" in text
    assert main(["doctor", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert all(row["install"] for row in report["tools"])
