"""`pivot wrap` and `pivot unwrap` on disk, and what the wrapped program then does."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pivot_lsp.app.wrap import flags_after, plan_wrap, unwrap, wrap
from pivot_lsp.cli.main import main
from pivot_lsp.model.errors import PivotError, Refused, UsageError
from pivot_lsp.model.target import parse_target
from pivot_lsp.model.wrap import WrapReport
from pivot_lsp.parity.implementation import of_target
from pivot_lsp.parity.loading import load
from pivot_lsp.source.unit import collect
from tests.runtime.vessels import compile_vessel, write_vessel
from tests.runtime.vessels import one as exported

SOURCE = '''"""Doubles."""


def one(value):
    """Legacy."""
    return "legacy"


def _private():
    return 0
'''


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    return compile_vessel(tmp_path_factory.mktemp("library"))


@pytest.fixture
def project(tmp_path, library, monkeypatch):
    """A project with a module and a vessel of its function, which returns the int that it is given."""
    for name in ("PIVOT_FLAGS", "PIVOT_VESSELS", "PIVOT_OFF"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "doubles.py").write_text(SOURCE)
    function = exported("echo_1", "i", "i").model_copy(update={"module": "doubles"})
    folder = write_vessel(tmp_path / "vessels" / "doubles.one" / "cpp", library, [function], records=[], exceptions=[])
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["legacy"] |= {"file": "doubles.py", "module": "doubles", "root": "../../.."}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    monkeypatch.chdir(tmp_path)
    return tmp_path


VESSEL = Path("vessels/doubles.one/cpp")


def run(project, code, cache):
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PIVOT_CACHE": str(cache)}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=project, env=environ, capture_output=True, text=True, check=True
    ).stdout


def test_from_wrap_to_a_native_answer_and_back(project, tmp_path_factory, capsys):
    cache = tmp_path_factory.mktemp("cache")
    code = "import doubles; print(doubles.one(5), doubles.one('x'), getattr(doubles.one, 'calls', None))"
    assert run(project, code, cache) == "legacy legacy None\n"
    assert main(["wrap", "doubles.py::one", "--vessel", str(VESSEL), "--flag", "use_cpp_one"]) == 0
    assert "flag use_cpp_one added at 0%" in capsys.readouterr().out
    flags = project / "pivot.flags.json"
    assert json.loads(flags.read_text()) == {"version": 1, "flags": {"use_cpp_one": {"percent": 0, "on": True}}}
    assert run(project, code, cache) == "legacy legacy DispatchedCalls(native=0, fallback=0, off=2)\n"
    flags.write_text(flags.read_text().replace('"percent": 0', '"percent": 100'))
    assert run(project, code, cache) == "5 legacy DispatchedCalls(native=1, fallback=1, off=0)\n"
    assert main(["unwrap", "doubles.py::one"]) == 0
    assert (project / "doubles.py").read_text() == SOURCE
    assert run(project, code, cache) == "legacy legacy None\n"


def test_the_report(project, capsys):
    args = ["wrap", "doubles.py::one", "--vessel", str(VESSEL), "--flag", "f", "--json", "--output", "report.json"]
    assert main(args) == 0
    report = WrapReport.model_validate_json(capsys.readouterr().out)
    assert report == WrapReport.model_validate_json(Path("report.json").read_text())
    assert report.status == "wrapped"
    assert (report.function, report.flag, report.vessel) == ("one", "f", "doubles.one/cpp")
    assert report.flags_file == str(project / "pivot.flags.json")
    assert '+one = _pivot_vessel(_legacy_one, flag="f", vessel="doubles.one/cpp")\n' in report.diff
    assert len(report.edits) == 3


def test_diff_writes_nothing(project, capsys):
    before = {file: file.read_bytes() for file in project.rglob("*") if file.is_file()}
    assert main(["wrap", "doubles.py::one", "--vessel", str(VESSEL), "--flag", "f", "--diff"]) == 0
    assert capsys.readouterr().out.startswith("--- a/doubles.py\n+++ b/doubles.py\n")
    assert {file: file.read_bytes() for file in project.rglob("*") if file.is_file()} == before


def test_a_file_with_one_public_function_needs_no_name(project):
    report = wrap(parse_target("doubles.py", project), VESSEL, "f")
    assert report.function == "one"
    assert unwrap(parse_target("doubles.py", project)).flag == "f"


def test_bytes_encoding_and_mode_stay(project):
    file = project / "doubles.py"
    raw = b"# -*- coding: latin-1 -*-\r\nx = '\xe9'\r\n\r\n\r\ndef one(value):\r\n    return '\xfc'\r\n"
    file.write_bytes(raw)
    file.chmod(0o750)
    target = parse_target("doubles.py::one", project)
    wrap(target, VESSEL, "f")
    assert b"def _legacy_one(value):\r\n    return '\xfc'\r\n" in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o750
    unwrap(target)
    assert file.read_bytes() == raw


def test_a_flag_that_is_there_stays_as_it_is(project):
    flags = project / "pivot.flags.json"
    text = '{"version": 1, "flags": {"f": {"percent": 30, "on": true}}}'
    flags.write_text(text)
    assert wrap(parse_target("doubles.py::one", project), VESSEL, "f").flags_file is None
    assert flags.read_text() == text
    added = flags_after(flags, "g")
    assert added is not None
    assert json.loads(added)["flags"]["f"] == {"percent": 30, "on": True}


def test_a_vessel_elsewhere_is_named_from_the_root(project, tmp_path_factory):
    target = parse_target("doubles.py::one", project)
    inside = project / "ports" / "one"
    inside.parent.mkdir()
    (project / VESSEL).rename(inside)
    assert plan_wrap(SOURCE, target, inside, "f").vessel == "./ports/one"
    outside = tmp_path_factory.mktemp("outside") / "one"
    inside.rename(outside)
    assert plan_wrap(SOURCE, target, outside, "f").vessel == str(outside)


@pytest.mark.parametrize(
    ("change", "kind", "code"),
    [
        (lambda p: (p / VESSEL / "manifest.json").unlink(), UsageError, "PV706"),
        (lambda p: (p / VESSEL / "manifest.json").write_text("{}"), UsageError, "PV706"),
        (lambda p: (p / "doubles.py").write_text("def other(): pass\n"), UsageError, "PV701"),
        (lambda p: (p / "doubles.py").write_text("def one(:\n"), UsageError, "PV707"),
        (lambda p: (p / "doubles.py").write_bytes(b"\xff\xfe"), UsageError, "PV707"),
        (lambda p: (p / "doubles.py").write_text("def one():\n    yield 1\n"), Refused, "PV705"),
        (lambda p: (p / "pivot.flags.json").write_text("{"), UsageError, "PV708"),
        (lambda p: (p / "pivot.flags.json").write_text('{"version": 9, "flags": {}}'), UsageError, "PV708"),
    ],
)
def test_what_is_refused_writes_nothing(project, change, kind, code):
    change(project)
    before = {file: file.read_bytes() for file in project.rglob("*") if file.is_file()}
    with pytest.raises(PivotError) as caught:
        wrap(parse_target("doubles.py::one", project), VESSEL, "f")
    assert (type(caught.value), caught.value.code) == (kind, code)
    assert {file: file.read_bytes() for file in project.rglob("*") if file.is_file()} == before


def test_a_vessel_of_another_function_is_refused(project):
    (project / "doubles.py").write_text("def two(): pass\n")
    with pytest.raises(UsageError, match="of doubles:one, not of doubles:two"):
        wrap(parse_target("doubles.py::two", project), VESSEL, "f")


@pytest.mark.parametrize("flag", ["", "a b", 'a"b', "-x", "x" * 101])
def test_what_is_no_flags_name(project, flag):
    with pytest.raises(UsageError) as caught:
        wrap(parse_target("doubles.py::one", project), VESSEL, flag)
    assert caught.value.code == "PV710"


def test_wrapping_twice_and_unwrapping_what_is_not_wrapped(project, capsys):
    assert main(["unwrap", "doubles.py::one"]) == 2
    assert "PV703" in capsys.readouterr().err
    arguments = ["wrap", "doubles.py::one", "--vessel", str(VESSEL), "--flag", "f"]
    assert main(arguments) == 0
    assert main(arguments) == 2
    assert "PV702" in capsys.readouterr().err


def test_an_importable_callable_has_no_file_to_edit(project):
    with pytest.raises(UsageError) as caught:
        wrap(parse_target("doubles:one", project), VESSEL, "f")
    assert caught.value.code == "PV701"


def test_what_is_hashed_is_legacy_wrapped_or_not(project):
    """A certificate stays valid when its function is put behind a flag, and does not when legacy is edited there."""
    file = project / "doubles.py"

    def hashes():
        return collect(file, "doubles", "one", project, [str(project)]).hashes()

    before = hashes()
    wrap(parse_target("doubles.py::one", project), VESSEL, "f")
    assert hashes() == before
    file.write_text(file.read_text().replace('return "legacy"', 'return "edited"'))
    assert hashes() != before


def test_legacy_is_judged_as_legacy_when_its_flag_is_on(project, monkeypatch):
    monkeypatch.setenv("PIVOT_OFF", "")
    monkeypatch.setattr(sys, "path", list(sys.path))
    target = parse_target("doubles.py::one", project)
    wrap(target, VESSEL, "f")
    (project / "pivot.flags.json").write_text('{"version": 1, "flags": {"f": {"percent": 100, "on": true}}}')
    legacy = load(of_target(target))
    try:
        assert legacy(5) == "legacy"
    finally:
        sys.modules.pop("doubles", None)
