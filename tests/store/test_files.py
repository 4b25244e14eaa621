"""Writes are whole or not at all, and .pivot/ ignores itself."""

from pathlib import Path

import pytest

from pivot_lsp.model.errors import UsageError
from pivot_lsp.store.files import cases_file, pivot_folder, profiles_folder, write_atomic
from pivot_lsp.store.settings import choice, read_settings


def test_text_is_utf8_with_its_line_ends_and_folders_are_made(tmp_path: Path) -> None:
    write_atomic(tmp_path / "a" / "b.txt", "é\n")
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"\xc3\xa9\n"


def test_a_replaced_file_keeps_its_mode_and_a_new_one_has_the_usual(tmp_path: Path) -> None:
    usual, private = tmp_path / "usual", tmp_path / "private"
    usual.write_bytes(b"")
    private.write_bytes(b"")
    private.chmod(0o600)
    write_atomic(private, b"new")
    write_atomic(tmp_path / "made", b"new")
    assert private.read_bytes() == b"new"
    assert private.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "made").stat().st_mode == usual.stat().st_mode


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_text("before")
    with pytest.raises(UnicodeEncodeError):
        write_atomic(path, "\udc80")
    assert path.read_text() == "before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["kept"]


def test_the_folder_ignores_itself_and_respects_what_people_wrote(tmp_path: Path) -> None:
    folder = pivot_folder(tmp_path)
    assert (folder / ".gitignore").read_text() == "*\n"
    (folder / ".gitignore").write_text("history.sqlite\n")
    assert profiles_folder(tmp_path) == folder / "profiles"
    assert cases_file(tmp_path, "a.f") == folder / "cases" / "a.f.jsonl"
    assert cases_file(tmp_path, "a.f", "generated") == folder / "cases" / "a.f.generated.jsonl"
    assert (folder / ".gitignore").read_text() == "history.sqlite\n"


def test_settings_come_from_either_file_and_pivot_toml_wins(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == {}
    (tmp_path / "pyproject.toml").write_text('[tool.pivot]\ntarget = "go"\nother = 1\n')
    assert read_settings(tmp_path) == {"target": "go", "other": 1}
    (tmp_path / "pivot.toml").write_text('target = "cpp"\n')
    assert read_settings(tmp_path) == {"target": "cpp", "other": 1}


def test_settings_that_cannot_be_understood_are_usage_errors(tmp_path: Path) -> None:
    (tmp_path / "pivot.toml").write_text("target = \n")
    with pytest.raises(UsageError, match=r"pivot.toml: PV010 not readable as TOML: Invalid value \(at line 1"):
        read_settings(tmp_path)
    with pytest.raises(UsageError, match=r"PV011 tool\.pivot\.target is 'java'; choose from rust, go"):
        choice({"target": "java"}, "target", ("rust", "go"), tmp_path)
