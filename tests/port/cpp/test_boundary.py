"""The edges of a call, through the C symbols: limits, signals, versions, and what the caller must not see."""

from pathlib import Path

import pytest

from pivot_lsp.model.target import Target
from pivot_lsp.port.compile import compile_functions
from pivot_lsp.port.types import FLOAT, INT, STR, ListT, OptionalT, TupleT
from tests.port.cpp.conftest import library
from tests.port.cpp.slots import FellBack, Library, Raised, Returned

FUNCTIONS = Path(__file__).parent / "functions"
NAMES = ["endless", "many", "grow", "total", "deep", "extremes", "divide", "echo", "EOF"]


@pytest.fixture(scope="module")
def edges(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Library:
    target = Target(file=FUNCTIONS / "edges.py", module="edges", qualname="many", root=FUNCTIONS)
    checked = compile_functions(target, NAMES, cache / "mypy")
    assert checked.unit is not None, checked.reasons
    return library(checked.unit, tmp_path_factory.mktemp("edges"), cache)


def test_a_signal_ends_a_loop(edges: Library) -> None:
    assert edges.call("pivot_endless", [(1, INT)], INT, python=311, interrupt=True) == FellBack("interrupt")


@pytest.mark.parametrize("limit", [0, 100, 4096, 100_000])
def test_falls_back_at_its_memory_limit(edges: Library, limit: int) -> None:
    assert edges.call("pivot_many", [(100_000, INT)], INT, python=311, memory=limit) == FellBack("memory")


def test_a_list_that_grows_gives_its_blocks_back(edges: Library) -> None:
    """100,000 ints are 800 KB; the blocks before the last one together as much again."""
    answer = edges.call("pivot_many", [(100_000, INT)], INT, python=311, memory=4_000_000)
    assert answer == Returned(100_000)


def test_texts_grow_in_place(edges: Library) -> None:
    """Copying each text anew would take 100 MB here."""
    answer = edges.call("pivot_grow", [(5000, INT)], STR, python=311, memory=1_000_000)
    expected = "".join(map(str, range(5000))) + "".join(f"{i}," for i in range(5000))
    assert answer == Returned(expected)


def test_deep_recursion_falls_back(edges: Library) -> None:
    assert edges.call("pivot_deep", [(399, INT)], INT, python=311) == Returned(399)
    assert edges.call("pivot_deep", [(400, INT)], INT, python=311) == FellBack("depth")
    assert edges.call("pivot_deep", [(399, INT)], INT, python=311) == Returned(399)


@pytest.mark.parametrize(("python", "expected"), [(311, 0.0), (312, 1.0), (313, 1.0)])
def test_sums_as_the_running_python(edges: Library, python: int, expected: float) -> None:
    values = [1e100, 1.0, -1e100]
    assert edges.call("pivot_total", [(values, ListT(FLOAT))], FLOAT, python=python) == Returned(expected)


@pytest.mark.parametrize(
    ("python", "empty", "modulo"),
    [
        (311, "max() arg is an empty sequence", "float modulo"),
        (312, "max() iterable argument is empty", "float modulo"),
        (313, "max() iterable argument is empty", "float modulo by zero"),
    ],
)
def test_words_its_errors_as_the_running_python(edges: Library, python: int, empty: str, modulo: str) -> None:
    assert edges.call("pivot_extremes", [([], ListT(INT))], INT, python=python) == Raised(0, (empty,))
    assert edges.call("pivot_divide", [(1.0, FLOAT), (0.0, FLOAT)], FLOAT, python=python) == Raised(4, (modulo,))


def test_reads_every_shape(edges: Library) -> None:
    shape = ListT(TupleT((OptionalT(STR), INT, TupleT((FLOAT, STR)))))
    value = [(None, 1, (0.5, "é")), ("x", -2, (-0.0, "")), ("日本", 2**63 - 1, (float("inf"), "\U0001f600"))]
    assert edges.call("pivot_echo", [(value, shape)], shape, python=311) == Returned(value)


def test_names_that_c_has_for_itself(edges: Library) -> None:
    assert edges.call("pivot_EOF", [(1, INT)], INT, python=311) == Returned(8)
