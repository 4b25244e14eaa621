"""The hot list kept between runs: nothing is read again while no file changes, and everything is when one does."""

import marshal
import os
from pathlib import Path

import pytest

from pivot_lsp.app import ahead
from pivot_lsp.app.analyze import Request, analyze
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.hotspot import Analysis

SOURCE = "def f():\n    return g()\n\ndef g():\n    return 1\n"


def row(line: int, name: str, seconds: float) -> dict[object, object]:
    return {("a.py", line, name): (1, 1, seconds, seconds, {})}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "a.py").write_text(SOURCE)
    (tmp_path / "run.prof").write_bytes(marshal.dumps(row(1, "f", 1.0) | row(4, "g", 3.0)))
    return tmp_path


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows with each reading of profiles, which still happens."""
    seen: list[str] = []
    real = ahead.read_all

    def read_all(paths: list[Path], keep: Path | None, callers: bool) -> object:
        seen.extend(path.name for path in paths)
        return real(paths, keep=keep, callers=callers)

    monkeypatch.setattr(ahead, "read_all", read_all)  # the only way to see that a file was not read
    return seen


def spots(analysis: Analysis) -> list[tuple[str, float]]:
    return [(spot.function, spot.percentage) for spot in analysis.hotspots]


def test_the_second_answer_is_the_first_and_reads_no_profile(root: Path, reads: list[str]) -> None:
    first = analyze(Request(root))
    assert reads == ["run.prof"]
    assert analyze(Request(root)) == first
    assert [row.function for row in analyze(Request(root, threshold=50.0)).hotspots] == ["g"]
    assert reads == ["run.prof"]


def test_a_changed_profile_source_or_mapping_is_read_again(root: Path, reads: list[str]) -> None:
    analyze(Request(root))
    (root / "run.prof").write_bytes(marshal.dumps(row(1, "f", 1.0) | row(4, "g", 1.0)))
    assert spots(analyze(Request(root))) == [("f", 50.0), ("g", 50.0)]
    (root / "a.py").write_text(SOURCE.replace("def g", "def h"))
    assert spots(analyze(Request(root))) == [("f", 50.0)]
    analyze(Request(root, maps=(("/app", "."),)))
    (root / "new.py").write_text("")
    analyze(Request(root))
    assert len(reads) == 5


def test_a_file_replaced_within_a_tick_by_one_of_its_size_is_another(root: Path) -> None:
    analyze(Request(root))
    stat = (root / "run.prof").stat()
    (root / "other").write_bytes(marshal.dumps(row(1, "f", 3.0) | row(4, "g", 1.0)))
    os.utime(root / "other", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    (root / "other").replace(root / "run.prof")
    assert spots(analyze(Request(root))) == [("f", 75.0), ("g", 25.0)]


@pytest.mark.parametrize("damage", [lambda data: b"", lambda data: data[:100], lambda data: data.replace(b'"', b"'")])
def test_what_is_damaged_is_made_again(root: Path, damage: object) -> None:
    first = analyze(Request(root))
    kept = root / ".pivot" / "hotlist.json"
    kept.write_bytes(damage(kept.read_bytes()))  # type: ignore[operator]
    assert analyze(Request(root)) == first


def test_an_unreadable_profile_is_told_each_time(root: Path) -> None:
    (root / "bad.prof").write_bytes(b"{")
    for _ in range(2):
        with pytest.raises(UsageError, match="truncated"):
            analyze(Request(root, (root / "bad.prof",)))
