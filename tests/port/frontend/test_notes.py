"""What the compiler takes and says beforehand: legacy will answer it more often than not."""

import pytest

from pivot_lsp.model.target import parse_target
from pivot_lsp.port.compile import Checked, compile_unit

TEXT = """
def f(words: list[str], nums: list[int]) -> list[str]:
    n = sum(x for x in set(nums))
    return [str(x) for x in set(nums)] + [w for w in set(words)]
"""


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    folder = tmp_path_factory.mktemp("notes")
    (folder / "pyproject.toml").write_text("")
    (folder / "case.py").write_text(TEXT)
    return compile_unit(parse_target("case.py::f", folder), folder / "mypy")


def test_only_an_order_that_differs_from_process_to_process_is_noted(checked: Checked) -> None:
    assert checked.unit is not None
    assert [(n.code, n.line) for n in checked.notes] == [("PV304", 4)]


def test_the_place_is_the_set(checked: Checked) -> None:
    assert TEXT.splitlines()[3][checked.notes[0].column :].startswith("set(words)")
