"""Whole-file and method targets: what is taken together, what is left out and why, and what a vessel binds."""

import subprocess
from pathlib import Path

import pytest

from pivot_lsp import load_vessel
from pivot_lsp.app.port import port
from pivot_lsp.model.port import Language
from pivot_lsp.model.target import parse_target
from pivot_lsp.port.compile import compile_unit
from pivot_lsp.port.whole import WholeFile, compile_file
from pivot_lsp.vessel.build import build_sanitized, read_manifest
from pivot_lsp.vessel.describe import exported, legacy_unit

TEXT = """
import time


class Basket:
    def __init__(self, owner: str) -> None:
        self.owner = owner
        self.total = 0.0

    def add(self, price: float, n: int = 1) -> float:
        self.total += price * n
        return self.total

    def stamp(self) -> float:
        return time.time()

    @property
    def empty(self) -> bool:
        return self.total == 0.0

    @staticmethod
    def vat(x: float) -> float:
        return x * 0.25


def when(basket: Basket) -> float:
    return basket.stamp()


def spread(xs: list[int]) -> int:
    return max(xs) - min(xs)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("whole")
    (place / "pyproject.toml").write_text("")
    (place / "shop.py").write_text(TEXT)
    return place


@pytest.fixture(scope="module")
def whole(folder: Path) -> WholeFile:
    return compile_file(parse_target("shop.py", folder), folder / "mypy")


def test_takes_every_portable_function_and_method(whole: WholeFile) -> None:
    assert whole.entries == ("Basket.add", "Basket.vat", "spread")
    assert whole.checked.unit is not None
    named = {row.name: row.linked for row in exported(whole.checked.unit)}
    assert named == {"Basket.add": True, "Basket.vat": False, "spread": False}


def test_says_why_the_rest_is_left_out(whole: WholeFile) -> None:
    assert [(r.function, r.code, r.line) for r in whole.refused] == [
        ("Basket.stamp", "PV210", 15),
        ("when", "PV210", 15),
    ]
    assert whole.refused[1].message.startswith("when needs Basket.stamp")


def test_binds_what_every_function_reaches(whole: WholeFile, folder: Path) -> None:
    assert whole.checked.unit is not None
    target = parse_target("shop.py", folder)
    before = legacy_unit(target, folder, whole.checked.unit).unit_sha256
    changed = TEXT.replace("max(xs) - min(xs)", "max(xs) - 1")
    (folder / "shop.py").write_text(changed)
    after = legacy_unit(target, folder, whole.checked.unit).unit_sha256
    (folder / "shop.py").write_text(TEXT)
    assert before != after


@pytest.mark.parametrize("name", ["Basket.empty", "Basket.__init__", "Basket.missing", "Nothing.add"])
def test_what_cannot_be_called_from_outside_is_no_target(folder: Path, name: str) -> None:
    checked = compile_unit(parse_target(f"shop.py::{name}", folder), folder / "mypy")
    assert checked.unit is None
    assert [r.code for r in checked.reasons] == ["PV200"]
    assert "Basket.add" in checked.reasons[0].message


@pytest.mark.parametrize("language", ["go", "cpp"])
def test_a_method_s_vessel_is_loaded_and_instrumented(folder: Path, tmp_path: Path, language: Language) -> None:
    """Its name is no C name; the library knows it by another, alone, linked with others, and instrumented."""
    report = port(parse_target("shop.py::Basket.add", folder), language, None, lambda *_: None)
    assert (report.status, report.functions) == ("built", ["Basket.add"])
    vessel = Path(report.vessel or "")
    assert set(load_vessel(vessel)) == {"Basket.add"}
    add = load_vessel(vessel)["Basket.add"]
    basket = add.__wrapped__.__globals__["Basket"]("me")
    assert (add(basket, 2.5, 2), basket.total, add.calls.native) == (5.0, 5.0, 1)
    made = build_sanitized(vessel, tmp_path, folder / ".pivot" / "cache")
    symbols = subprocess.run(
        ["nm", "-D", str(made / read_manifest(made).library.file)], capture_output=True, text=True, check=True
    ).stdout
    assert all(f" T {f.symbol}\n" in symbols for f in read_manifest(made).functions)
