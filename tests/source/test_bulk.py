"""Many files are indexed by several processes: the same answers in the same order, and a death costs one file."""

from pathlib import Path

import pytest

from pivot_lsp.source import bulk
from pivot_lsp.source.cache import Entry
from pivot_lsp.source.index import FileIndex, python_files
from pivot_lsp.source.project import index_project


def project(root: Path, count: int) -> Path:
    for number in range(count):
        body = "def (:\n" if number == 7 else f"def f{number}(x):\n    return [i for i in x if i]\n"
        (root / f"m{number:03}.py").write_text(body)
    return root


def seen(files: list[FileIndex]) -> list[object]:
    return [(f.path, f.module, f.problem, [(g.qualname, g.line, g.complexity) for g in f.functions]) for f in files]


def test_several_processes_say_what_one_says(tmp_path: Path) -> None:
    root = project(tmp_path, bulk.MANY + 20)
    made = list(bulk.index_many(list(python_files(root)), root))
    assert all(isinstance(answer, Entry) for answer in made), "this machine has one processor"
    alone = [*index_project(root).files.values()]
    assert seen([answer.decoded for answer in made if isinstance(answer, Entry)]) == seen(alone)
    assert [at for at, answer in enumerate(made) if isinstance(answer, Entry) and answer.identity is None] == [7]


@pytest.mark.parametrize("name", ["m050", "m048", "m099"], ids=["in a chunk", "first of a chunk", "last of all"])
def test_a_file_that_ends_its_process_costs_itself(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(tmp_path, bulk.MANY)
    # No source is known to kill the parser of this Python, so the child is told to die of one name.
    dies = f"b.index_file = lambda p, r, **k: os._exit(9) if p.stem == {name!r} else real(p, r, **k)"
    start = "import pivot_lsp.source.worker as b, os; real = b.index_file"
    boot = bulk.BOOT.replace("from pivot_lsp.source.worker import work; work", f"{start}; {dies}; b.work")
    monkeypatch.setattr(bulk, "BOOT", boot)
    made = list(bulk.index_many(list(python_files(root)), root))
    broken = [answer.module for answer in made if isinstance(answer, FileIndex)]
    assert broken == [name]
    assert len(made) == bulk.MANY
