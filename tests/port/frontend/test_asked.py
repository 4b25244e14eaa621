"""Many questions about one project that share what was read: each is answered as if it were the only one."""

from pathlib import Path

import pytest

from pivot_lsp.model.target import parse_target
from pivot_lsp.port.compile import Checked, check_unit, compile_unit
from pivot_lsp.port.frontend import asked as module
from pivot_lsp.port.frontend.asked import Asked

FILES = {
    "pyproject.toml": "",
    "rates.py": "RATE = 3\n\n\ndef scaled(x):\n    return x * RATE\n\n\ndef twice(x: float) -> float:\n    return x * 2\n",
    "shop.py": """from rates import RATE, scaled, twice


def total(rows: list[int]) -> int:
    found = 0
    for row in rows:
        found += scaled(row)
    return found


def mean(rows: list[float]) -> float:
    return scaled(twice(sum(rows))) / len(rows)


def rate() -> int:
    return RATE


def shown(rows):
    print(rows)


def doubled(rows: list[float]) -> list[float]:
    return [twice(row) for row in rows]
""",
    "broken.py": "def f(:\n",
    "late.py": "from broken import f\nfrom shop import rate\n\n\ndef g(x: int) -> int:\n    return rate() + x\n",
}
ASKED = ["shop.py::total", "shop.py::mean", "shop.py::rate", "shop.py::shown", "late.py::g", "shop.py::doubled"]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("shop")
    for name, text in FILES.items():
        (root / name).write_text(text)
    return root


@pytest.fixture(scope="module")
def alone(root: Path) -> dict[str, Checked]:
    return {name: compile_unit(parse_target(f"{root}/{name}", root), root / "mypy") for name in ASKED}


@pytest.mark.parametrize("order", [ASKED, ASKED[::-1]], ids=["forwards", "backwards"])
def test_each_answer_is_that_of_the_question_alone(root: Path, alone: dict[str, Checked], order: list[str]) -> None:
    asked = Asked(root, root / "mypy")
    for name in order:
        found = check_unit(parse_target(f"{root}/{name}", root), asked)
        assert (found.reasons, found.inferred) == (alone[name].reasons, alone[name].inferred), name
        assert repr(found.unit) == repr(alone[name].unit), name
    assert {name for name in ASKED if alone[name].unit} >= {"shop.py::mean", "shop.py::rate", "shop.py::doubled"}


def test_the_same_text_is_typed_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, given = module.consult, []

    def consult(*arguments: object) -> object:
        given.append(arguments[1])
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "consult", consult)  # the only way to see that mypy was not asked
    asked = Asked(root, root / "mypy")
    for name in ("doubled", "rate", "doubled"):
        check_unit(parse_target(f"{root}/shop.py::{name}", root), asked)
    assert len(given) == 1
