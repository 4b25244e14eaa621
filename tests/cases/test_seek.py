"""The search for edges: values derived from the arguments are brought to where a comparison turns."""

import datetime
from pathlib import Path

import pytest

from pivot_lsp.cases.seek import neighbours, seek_edges
from pivot_lsp.cases.signature import describe
from pivot_lsp.cases.source import mine
from pivot_lsp.cases.values import case_id, decode_call, import_name
from pivot_lsp.model.case import Case
from pivot_lsp.model.target import parse_target

SOURCE = """
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass
class Row:
    price: float
    count: int


def derived(rows: list[Row]) -> str:
    total = sum(row.price * row.count for row in rows)
    return "free" if total >= 731.25 else "paid"


def inside_text(text: str) -> bool:
    head, _, tail = text.partition("/")
    return head.isdigit() and tail.isdigit() and int(head) * 7 > 364


def lengths(words: list[str], limit: int) -> bool:
    return sum(len(word) + 1 for word in words) <= limit


def texts(name: str, other: str) -> bool:
    return name.strip() == other[::-1]


def dated(start: date, at: datetime, span: timedelta) -> int:
    found = 1 if (date(2031, 5, 17) - start).days >= 11 else 0
    return found + (2 if at + span > datetime(2022, 2, 3, 4, 5, 6) else 0)


def deadly(n: int) -> int:
    if n > 40:
        import os
        os.abort()
    return n
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pivot.toml").write_text("")
    (tmp_path / "edgy.py").write_text(SOURCE)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def calls(root: Path, name: str) -> list[list]:
    target = parse_target(f"edgy.py::{name}", root)
    found = seek_edges(target, describe(target), mine(target), [], seed=1, seconds=10.0)
    assert len({case.id for case in found}) == len(found)
    return [decode_call(case.args, case.kwargs, import_name)[0] for case in found]


@pytest.mark.parametrize(
    ("name", "at_the_edge"),
    [
        ("derived", lambda rows: sum(row.price * row.count for row in rows) == 731.25),
        ("inside_text", lambda text: text.partition("/")[0].lstrip("0") == "52"),
        ("lengths", lambda words, limit: sum(len(word) + 1 for word in words) == limit and words),
        ("texts", lambda name, other: name.strip() == other[::-1] and name != name.strip()),
    ],
)
def test_an_edge_of_a_derived_value_is_reached(root: Path, name: str, at_the_edge) -> None:
    assert any(at_the_edge(*args) for args in calls(root, name))


def test_a_function_that_kills_its_process_ends_the_search_and_no_more(root: Path) -> None:
    assert isinstance(calls(root, "deadly"), list)


def test_dates_are_brought_to_where_a_comparison_turns(root: Path) -> None:
    found = calls(root, "dated")
    assert any(start == datetime.date(2031, 5, 6) for start, _, _ in found)
    edge = datetime.datetime(2022, 2, 3, 4, 5, 6)
    assert any(abs(span.days) < 9999 and at == edge - span for _, at, span in found)


def test_texts_that_a_check_accepts_are_written_otherwise(root: Path) -> None:
    args = [["ab", 12], "79X"]
    case = Case(id=case_id(args, {}), stratum="boundary", args=args)
    texts = {found.args[1] for found in neighbours([case], [])}
    assert {"79x", "٧9X", "7٩X", " 79X", "7-9X", "79", "79XX"} <= texts
    assert all(found.args[0] == args[0] and found.id == case_id(found.args, {}) for found in neighbours([case], []))
