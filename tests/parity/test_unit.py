"""What belongs to the legacy unit, and what changes its hash."""

from pathlib import Path

import pytest

from pivot_lsp.model.errors import UsageError
from pivot_lsp.source.unit import Unit, collect
from tests.parity.conftest import Project

MAIN = """
    import math
    from other import helper
    from package import facade
    import package.deep as deep
    LIMIT = 3
    UNUSED = 4

    class Box:
        size: int = LIMIT
        def grow(self, n): return self._step(n) + facade(n)
        def _step(self, n): return n + deep.inner(n)
        def idle(self): return UNUSED

    def outside(n): return n

    def run(box: Box, n: int) -> int:
        '''Words.'''
        return box.grow(helper(n)) + math.floor(n)
    """


@pytest.fixture
def tree(project: Project) -> Project:
    project.write("main", MAIN)
    project.write("other", "def helper(n): return rate(n)\ndef rate(n): return n * 2\ndef far(n): return 0\n")
    (project.root / "package").mkdir()
    project.write("package/__init__", "from .deep import thing as facade\n")
    project.write("package/deep", "def thing(n): return n\ndef inner(n): return n\ndef not_used(n): return n\n")
    return project


def unit_of(project: Project) -> Unit:
    return collect(project.root / "main.py", "main", "run", project.root, [str(project.root)])


def test_the_unit_is_what_the_function_reaches_in_the_project(tree: Project) -> None:
    found = unit_of(tree)
    assert {function.qualname for function in found.functions} == {
        "run", "Box.grow", "Box._step", "helper", "rate", "thing", "inner",
    }  # fmt: skip
    assert set(found.hashes()) == {"main.py", "other.py", "package/deep.py"}


@pytest.mark.parametrize(
    ("file", "before", "after", "stale"),
    [
        ("other.py", "n * 2", "n * 3", {"other.py"}),
        ("other.py", "return 0", "return 1", set()),
        ("main.py", "LIMIT = 3", "LIMIT = 5", {"main.py"}),
        ("main.py", "UNUSED = 4", "UNUSED = 5", set()),
        ("main.py", "return UNUSED", "return -UNUSED", {"main.py"}),
        ("main.py", "'''Words.'''", "'''Other words.'''  # more", set()),
        ("main.py", "def outside(n): return n", "def outside(n): return -n", set()),
        ("package/deep.py", "def inner(n): return n", "def inner(n): return -n", {"package/deep.py"}),
    ],
)
def test_a_hash_changes_with_what_the_unit_takes(
    tree: Project, file: str, before: str, after: str, stale: set[str]
) -> None:
    """A class is taken whole, even a method that nothing names; what only that method names is not."""
    then = unit_of(tree).hashes()
    path = tree.root / file
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))
    now = unit_of(tree).hashes()
    assert {name for name in then if then[name] != now[name]} == stale


def test_a_method_can_be_the_target(tree: Project) -> None:
    found = collect(tree.root / "main.py", "main", "Box.grow", tree.root, [str(tree.root)])
    assert {function.qualname for function in found.functions} == {"Box.grow", "Box._step", "thing", "inner"}


@pytest.mark.parametrize("qualname", ["absent", "LIMIT", "Box.absent"])
def test_what_is_no_function_is_an_error(tree: Project, qualname: str) -> None:
    with pytest.raises(UsageError, match="no function"):
        collect(Path(tree.root / "main.py"), "main", qualname, tree.root, [str(tree.root)])
