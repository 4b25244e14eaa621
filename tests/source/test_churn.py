"""Churn from a real git repository, whose own configuration is not obeyed."""

import subprocess
from pathlib import Path

from pivot_lsp.source.churn import churn


def git(root: Path, *words: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@b")
    subprocess.run(["git", "-C", str(root), *identity, *words], check=True, capture_output=True)


def test_commits_are_counted_by_file_relative_to_the_root(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "app").mkdir()
    for at in range(3):
        (tmp_path / "app" / "a.py").write_text(f"x = {at}\n")
        (tmp_path / "b \u00fc.py").write_text("y\n" if at < 2 else "z\n")
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-qm", str(at))
    assert churn(tmp_path) == {"app/a.py": 3, "b \u00fc.py": 2}
    assert churn(tmp_path / "app") == {"a.py": 3}


def test_without_git_nothing_is_known(tmp_path: Path) -> None:
    assert churn(tmp_path) is None


def test_a_repository_that_names_programs_runs_none(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "a.py").write_text("x\n")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    for key in ("core.fsmonitor", "diff.external", "core.pager", "gpg.program"):
        git(tmp_path, "config", key, str(trap))
    git(tmp_path, "config", "log.showSignature", "true")
    assert churn(tmp_path) == {"a.py": 1}
    assert not (tmp_path / "sprung").exists()
