"""`pivot extract`: what the compiler has taken, with annotations a person would write, and the same results."""

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from pivot_lsp.cli.main import main

REPORT = '''\
"""Reports of a shop."""

import json
import pathlib
from collections import defaultdict


class Shop:
    """A shop."""

    def best(self, path: str, least: float) -> "list[Line]":
        found: list[Line] = []
        for line in load(path):
            if line.price * line.amount >= least:
                found.append(line)
        pathlib.Path(path).touch()
        return found


class Line:
    """A line of a bill."""

    def __init__(self, region: str, price: float, amount: int) -> None:
        self.region = region
        self.price = price
        self.amount = amount


def load(path: str) -> list[Line]:
    return [Line(**row) for row in json.loads(pathlib.Path(path).read_text())]


def totals(path: str) -> tuple[dict[str, float], int]:
    lines = load(path)
    by_region: defaultdict[str, float] = defaultdict(float)
    sold = 0
    for line in lines:  # each counts
        by_region[line.region] += line.price * line.amount
        sold += line.amount
    pathlib.Path(path).touch()
    return dict(by_region), sold


def shown(path: str) -> int:
    count = 0
    for line in load(path):
        pathlib.Path(path).touch()
        for _ in range(line.amount):
            count += 1
    return count


def stuck(path: str) -> None:
    for line in load(path):
        pathlib.Path(path).touch()


def plain(values: list[int]) -> int:
    total = 0
    for value in values:
        total += value
    return total
'''
ROWS = [{"region": "n", "price": 2.5, "amount": 3}, {"region": "s", "price": 1.0, "amount": 1}] * 3


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose functions read a file."""
    root = tmp_path_factory.mktemp("extract")
    (root / "pyproject.toml").write_text("[project]\nname = 'shop'\nversion = '1'\n")
    (root / "shop.py").write_text(REPORT)
    (root / "rows.json").write_text(json.dumps(ROWS))
    return root


def module(path: Path) -> Any:
    """The file, imported under no name."""
    spec = importlib.util.spec_from_file_location("extracted", path)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def extract(shop: Path, capsys: pytest.CaptureFixture[str], name: str, *words: str) -> tuple[int, dict[str, Any]]:
    """Runs the verb; its exit code and its object."""
    code = main(["extract", f"{shop / 'shop.py'}::{name}", "--json", *words])
    return code, json.loads(capsys.readouterr().out or "{}")


def test_a_loop_is_a_portable_function_and_means_the_same(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = module(shop / "shop.py").totals(str(shop / "rows.json"))
    code, planned = extract(shop, capsys, "totals", "--diff")
    assert (code, planned["status"], planned["extracted"]) == (0, "planned", "_totals_loop")
    assert (shop / "shop.py").read_text() == REPORT
    code, done = extract(shop, capsys, "totals")
    text = (shop / "shop.py").read_text()
    (shop / "shop.py").write_text(REPORT)
    assert (code, done["status"], done["diff"]) == (0, "extracted", planned["diff"])
    head = "def _totals_loop(lines: list[Line], by_region: defaultdict[str, float], sold: int) -> int:\n"
    assert head in text
    assert "    for line in lines:  # each counts\n" in text
    assert "    sold = _totals_loop(lines, by_region, sold)\n" in text
    (shop / "after.py").write_text(text)
    assert module(shop / "after.py").totals(str(shop / "rows.json")) == before


def test_what_is_walked_may_stay_and_a_later_class_is_quoted(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, planned = extract(shop, capsys, "Shop.best", "--diff")
    assert '+def _best_loop(items: "list[Line]", least: float, found: "list[Line]") -> None:\n' in planned["diff"]
    assert "+        _best_loop(load(path), least, found)\n" in planned["diff"]


def test_an_outer_loop_that_is_not_portable_gives_way_to_an_inner_one(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, planned = extract(shop, capsys, "shown", "--diff")
    assert planned["line"] == 1 + REPORT[: REPORT.index("for _ in")].count("\n")


def test_a_refusal_names_the_lines_where_they_stand(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, refused = extract(shop, capsys, "stuck")
    line = 1 + REPORT[: REPORT.index("for line", REPORT.index("stuck"))].count("\n")
    assert (code, refused["status"]) == (3, "refused")
    assert {reason["line"] for reason in refused["reasons"]} <= {line, line + 1}
    assert any(reason["line"] == line + 1 and reason["code"].startswith("PV2") for reason in refused["reasons"])


def test_what_can_be_ported_as_it_is_is_left_alone(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", f"{shop / 'shop.py'}::plain"]) == 2
    assert "PV713 plain can be ported as it is" in capsys.readouterr().err
