"""`pivot port --check` answers again without compiling while nothing has changed; when anything has it compiles."""

import os
import time
from pathlib import Path

import pytest

from pivot_lsp.app import port as app
from pivot_lsp.app.checks import SETTLED
from pivot_lsp.model.port import PortReport
from pivot_lsp.model.target import parse_target


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A function that calls one of another module."""
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "helper.py").write_text("def twice(x: int) -> int:\n    return 2 * x\n")
    (tmp_path / "main.py").write_text("from helper import twice\n\ndef go(x: int) -> int:\n    return twice(x)\n")
    return tmp_path


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The targets that were compiled. In place of a look at the compiler, which leaves nothing behind to see."""
    found: list[str] = []
    real = app._compiled

    def noted(target: object, cache: Path) -> object:
        found.append(str(target))
        return real(target, cache)  # type: ignore[arg-type]

    monkeypatch.setattr(app, "_compiled", noted)
    return found


def ask(project: Path) -> PortReport:
    """The answer, asked for when the files have rested for long enough to be told from what comes."""
    time.sleep(4 * SETTLED / 1e9)
    target = parse_target(f"{project / 'main.py'}::go", project)
    return app.port(target, "rust", None, lambda *_: None, check=True)


def test_an_answer_is_given_again(project: Path, compiled: list[str]) -> None:
    first, again = ask(project), ask(project)
    assert (first.status, first.functions) == ("portable", ["go"])
    assert again.model_copy(update={"seconds": first.seconds}) == first
    assert len(compiled) == 1


def test_a_module_that_has_changed_is_compiled_anew(project: Path, compiled: list[str]) -> None:
    assert ask(project).status == "portable"
    helper = project / "helper.py"
    before = helper.stat()
    helper.write_text("def twice(x: int) -> int:\n    return id(x)\n")
    os.utime(helper, ns=(before.st_atime_ns, before.st_mtime_ns))  # as a copy that keeps times
    assert ask(project).status == "refused"
    assert len(compiled) == 2


def test_a_file_that_comes_or_goes_is_a_change(project: Path, compiled: list[str]) -> None:
    ask(project)
    (project / "src").mkdir()
    (project / "src" / "other.py").touch()
    ask(project)
    (project / "src" / "other.py").unlink()
    ask(project)
    assert len(compiled) == 3


def test_recorded_calls_are_what_an_answer_rests_on(project: Path, compiled: list[str]) -> None:
    (project / "main.py").write_text("def go(x):\n    return [x]\n")
    assert ask(project).status == "refused"
    cases = project / ".pivot" / "cases"
    cases.mkdir(parents=True)
    (cases / "main.go.jsonl").write_text("")
    ask(project)
    assert len(compiled) == 2


def test_what_lies_behind_a_link_is_compiled_each_time(
    project: Path, compiled: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    (project / "linked").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    ask(project)
    ask(project)
    assert len(compiled) == 2


def test_a_file_changed_a_moment_ago_is_not_trusted(project: Path, compiled: list[str]) -> None:
    ahead = time.time() + 3600
    os.utime(project / "main.py", (ahead, ahead))
    ask(project)
    ask(project)
    assert len(compiled) == 2
