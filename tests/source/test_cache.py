"""The index kept between runs: what has not changed is not parsed again, and nothing stale or strange is used."""

import os
from pathlib import Path

import pytest

from pivot_lsp.source import bulk, cache
from pivot_lsp.source.index import ProjectIndex
from pivot_lsp.source.project import index_project


def project(root: Path) -> Path:
    (root / "a.py").write_text("import b\n\n@b.deco\ndef f(x):\n    return [b.g(i) for i in x]\n")
    (root / "b.py").write_text("class C:\n    def m(self):\n        yield 1\n")
    (root / "broken.py").write_text("def (:\n")
    return root


def indexed(root: Path) -> ProjectIndex:
    return index_project(root, kept=root / ".pivot" / "index.msgpack")


def plain(index: ProjectIndex) -> list[object]:
    """Everything in an index that can be compared."""
    keep = (
        "file",
        "module",
        "qualname",
        "line",
        "first_line",
        "end_line",
        "shape",
        "decorators",
        "references",
        "imports",
    )
    return [
        (file.path, file.module, file.classes, file.names, file.imports, file.module_lines, file.modified, file.problem)
        + tuple(tuple(getattr(f, name) for name in (*keep, "inner", "statements")) for f in file.functions)
        for file in index.files.values()
    ]


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are parsed from now on."""
    parsed: list[str] = []
    real = bulk.index_file

    def index_file(path: Path, root: Path, *, trees: bool) -> object:
        parsed.append(path.name)
        return real(path, root, trees=trees)

    monkeypatch.setattr(bulk, "index_file", index_file)  # to see which files are parsed, the real one still runs
    return parsed


def test_what_is_kept_is_what_was_indexed(tmp_path: Path) -> None:
    project(tmp_path)
    cold, warm = indexed(tmp_path), indexed(tmp_path)
    assert plain(warm) == plain(cold) == plain(index_project(tmp_path))


def test_only_what_changed_is_parsed_and_broken_files_are_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexed(project(tmp_path))
    parsed = counted(monkeypatch)
    indexed(tmp_path)
    assert parsed == ["broken.py"]
    (tmp_path / "b.py").write_text("def g(): pass\n")
    (tmp_path / "new.py").write_text("")
    (tmp_path / "a.py").unlink()
    found = indexed(tmp_path)
    assert sorted(parsed[1:]) == ["b.py", "broken.py", "new.py"]
    assert sorted(path.name for path in found.files) == ["b.py", "broken.py", "new.py"]


def test_trees_of_kept_functions_are_parsed_when_asked_for_and_never_of_other_bytes(tmp_path: Path) -> None:
    indexed(project(tmp_path))
    [function] = indexed(tmp_path).files[tmp_path / "a.py"].functions
    assert function.node.name == "f"
    assert function.complexity == 2
    (tmp_path / "b.py").write_text("def other(): pass\n")
    [stale] = indexed(tmp_path).files[tmp_path / "b.py"].functions
    (tmp_path / "b.py").write_text("x = 1\ndef other(): pass\n")
    with pytest.raises(LookupError, match="changed while it was being read"):
        _ = stale.node


@pytest.mark.parametrize("content", [b"", b"garbage", b"\x93\xa1a\xa1b\x80", b"\x93" * 100_000])
def test_a_cache_that_cannot_be_read_is_none(content: bytes, tmp_path: Path) -> None:
    kept = tmp_path / ".pivot" / "index.msgpack"
    cold = plain(indexed(project(tmp_path)))
    kept.write_bytes(content)
    assert plain(indexed(tmp_path)) == cold
    assert len(kept.read_bytes()) > len(content[:100])


def test_another_version_or_another_place_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    indexed(project(tmp_path))
    kept = tmp_path / ".pivot" / "index.msgpack"
    assert len(cache.load(kept, tmp_path)) == 2
    assert cache.load(kept, tmp_path / "elsewhere") == {}
    monkeypatch.setattr(cache, "version", lambda: "of tomorrow")  # the code's own hash cannot be changed otherwise
    assert cache.load(kept, tmp_path) == {}


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    project(tmp_path)
    (tmp_path / ".pivot").write_text("a file is in the way")
    assert len(indexed(tmp_path).files) == 3


def test_a_file_written_again_within_a_tick_is_told_by_its_size_or_inode(tmp_path: Path) -> None:
    indexed(project(tmp_path))
    path = tmp_path / "b.py"
    stat = path.stat()
    other = tmp_path / "other"
    other.write_text("class C:\n    def n(self):\n        yield 1\n")
    os.utime(other, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    other.replace(path)
    assert [f.name for f in indexed(tmp_path).files[path].functions] == ["n"]
