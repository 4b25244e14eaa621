"""What the command says of bad input: one line on stderr, with a code and what to do, and exit code 2 or 3."""

import errno
import os
import re
from pathlib import Path

import pytest

from pivot_lsp.cli import doctor
from pivot_lsp.cli.main import VERBS, main

ONE_LINE = re.compile(r"pivot( [a-z-]+)?: (\S+: )?(PV\d{3}) [^\n]+\n")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the command is given: a function, a file that does not parse, a folder that is no vessel."""
    (tmp_path / "a.py").write_text("def f(x: int) -> int:\n    return x + 1\n")
    (tmp_path / "none.py").write_text("x = 1\n")
    (tmp_path / "cases.jsonl").write_text("{\n")
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ("frobnicate", "PV003", "`pivot --help` lists them"),
        ("port a.py::f", "PV003", "--to"),
        ("port a.py::f --to java", "PV003", "'rust', 'go', 'cpp'"),
        ("port a.py::f --to rust --fast", "PV003", "--fast"),
        ("port nofile.py::f --to rust", "PV001", "path/to/file.py::function"),
        ("port folder --to rust", "PV001", "path/to/file.py::function"),
        ("port os:getcwd --to rust", "PV001", "path/to/file.py::function"),
        ("port none.py --to rust --check", "PV002", "name another file"),
        ("build folder", "PV505", "manifest.json"),
        ("validate --legacy a.py::f --vessel nodir", "PV621", "`pivot port` makes"),
        ("validate --legacy a.py::f --vessel folder", "PV621", "`pivot port` makes"),
        ("validate --legacy a.py::f --vessel a:f --tolerance 0.0001", "PV623", "abs=X"),
        ("validate --legacy a.py::f --vessel a:f --count x", "PV003", "--count"),
        ("validate --legacy a.py::f --vessel a:f --test-cases no.jsonl", "PV601", "`pivot generate-tests` writes one"),
        ("validate --legacy a.py::f --vessel a:f --test-cases cases.jsonl", "PV602", "`pivot record`"),
        ("analyze nosuch", "PV100", "no such file"),
        ("analyze . --profile a.py", "PV102", "known are"),
        ("record a.py::f", "PV611", "-- python"),
        ("profile --", "PV109", "-- python"),
        ("wrap a.py::f --vessel folder --flag x", "PV706", "`pivot port` makes one"),
        ("rollout advance", "PV721", "`pivot rollout status` lists them"),
        ("migrate --status", "PV754", "`pivot migrate PROJECT` makes one"),
        ("load no.toml", "PV790", "cannot be read"),
        ("doctor --output nodir/report.json", "PV013", "--output"),
    ],
)
def test_an_error_is_one_line_with_a_code_and_a_remedy(
    project: Path, capsys: pytest.CaptureFixture[str], words: str, code: str, told: str
) -> None:
    assert main(words.split()) == 2
    printed, said = capsys.readouterr()
    line = ONE_LINE.fullmatch(said)
    assert line is not None, said
    assert (line[3], printed) == (code, "")
    assert told in said


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC])
def test_what_the_disk_denies_is_no_internal_error(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Raised by a mock: the tests may be run by root, to whom nothing is denied."""

    def denied(_args: object) -> int:
        raise OSError(number, os.strerror(number), ".pivot")

    monkeypatch.setattr(doctor, "run", denied)
    assert main(["doctor"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"pivot doctor: .pivot: PV004 {os.strerror(number)}")
    assert said.count("\n") == 1


def test_an_interrupted_verb_says_so_and_no_more(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a mock: where a signal meets a verb is not to be told."""

    def interrupted(_args: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(doctor, "run", interrupted)
    assert main(["doctor"]) == 130
    assert capsys.readouterr().err == "pivot doctor: interrupted\n"


def test_every_verb_tells_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    """No option is left without a word, and values are named in capitals."""
    for verb in VERBS:
        with pytest.raises(SystemExit) as ended:
            main([verb, "--help"])
        assert ended.value.code == 0
        text = capsys.readouterr().out
        options = text.partition("options:")[2]
        assert options, verb
        for row in re.split(r"\n  (?=-)", options)[1:]:
            assert len(re.split(r"\s{2,}|\n", row.strip(), maxsplit=1)) == 2, (verb, row)
