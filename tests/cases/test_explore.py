"""The search for deep calls: it finds what plain generation does not, and survives what it runs."""

from pathlib import Path

import pytest

from pivot_lsp.cases.explore import explore
from pivot_lsp.cases.generate import generate
from pivot_lsp.cases.signature import describe
from pivot_lsp.cases.source import mine
from pivot_lsp.cases.values import decode_call, import_name
from pivot_lsp.model.case import Case
from pivot_lsp.model.target import Target, parse_target

GUARDED = """
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    code: str
    pieces: int
    share: float


def guarded(lines: list[Line], stock: dict[str, int]) -> int:
    total = 0
    for line in lines:
        if not 0.0 <= line.share <= 1.0:
            raise ValueError("share")
        if line.pieces < 1 or line.pieces > 50:
            raise ValueError("pieces")
        if line.code not in stock:
            raise KeyError(line.code)
        total += line.pieces
    if len(lines) > 3 and total > 60:
        return deep(total)
    return total


def deep(total: int) -> int:
    return total // 7
"""


def project(tmp_path: Path, source: str) -> Target:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "odd.py").write_text(source)
    name = "guarded" if source is GUARDED else "f"
    return parse_target(f"odd.py::{name}", tmp_path)


def test_calls_behind_several_checks_are_found_and_multiplied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = project(tmp_path, GUARDED)
    monkeypatch.syspath_prepend(str(tmp_path))
    signature, literals = describe(target), mine(target)
    found, report = explore(target, signature, literals, [], count=2500, seconds=60.0)
    assert report.ended == "count"
    assert report.kept == len(found) > 5
    guarded = import_name("odd:guarded")

    def answered(cases: list[Case]) -> int:
        count = 0
        for case in cases:
            args, kwargs = decode_call(case.args, case.kwargs, import_name)
            try:
                count += guarded(*args, **kwargs) >= 0 and len(args[0]) > 3
            except (ValueError, KeyError):
                continue
        return count

    with_found = [c for c in generate(signature, literals, [], 300, 1, found=found) if c.stratum == "boundary"]
    without = [c for c in generate(signature, literals, [], 300, 1) if c.stratum == "boundary"]
    assert len(with_found) == len(without)
    assert answered(with_found) > max(5, 2 * answered(without))


def test_the_same_seed_finds_the_same_calls(tmp_path: Path) -> None:
    target = project(tmp_path, GUARDED)
    signature, literals = describe(target), mine(target)
    one, two = (explore(target, signature, literals, [], seed=5, count=300, seconds=60.0)[0] for _ in range(2))
    assert [case.id for case in one] == [case.id for case in two]


@pytest.mark.parametrize(
    ("source", "outcome"),
    [
        ("def f(n: int) -> int:\n    while n == 7: pass\n    return n", "slow"),
        ("import os\ndef f(n: int) -> int:\n    if n == 7: os._exit(0)\n    return n", "died"),
        ("import ctypes\ndef f(n: int) -> int:\n    if n == 7: ctypes.string_at(0)\n    return n", "died"),
        ("def f(n: int) -> int:\n    print(n)\n    return n", "ok"),
        ("import sys\ndef f(n: int) -> int:\n    sys.exit(n)", "SystemExit"),
        ("def f(n: int) -> int:\n    return f(n + 1)", "RecursionError"),
    ],
    ids=range(6),
)
def test_whatever_legacy_does_is_an_outcome(
    tmp_path: Path, source: str, outcome: str, capfd: pytest.CaptureFixture[str]
) -> None:
    target = project(tmp_path, source)
    _, report = explore(target, describe(target), mine(target), [], count=400, seconds=60.0)
    assert outcome in report.outcomes
    assert report.tried <= 400
    assert capfd.readouterr() == ("", "")


INLINE = """
def f(spec: str, names: list[str]) -> int:
    head, _, tail = spec.partition('/')
    return (len(head) if tail and tail.isdigit() and int(tail) > 2 else 0) + len([n for n in names if n.endswith('-x')])
"""


def test_what_stands_behind_a_condition_inside_an_expression_is_a_way_of_its_own(tmp_path: Path) -> None:
    """All of it stands on one line."""
    target = project(tmp_path, INLINE)
    found, report = explore(target, describe(target), mine(target), [], count=2500, seconds=60.0)
    assert report.ended == "count"
    calls = [decode_call(case.args, case.kwargs, import_name)[0] for case in found]
    tails = [tail for spec, _ in calls for tail in [spec.partition("/")[2]]]
    assert any(tail.isdigit() and int(tail) > 2 for tail in tails)
    assert any(tail and not tail.isdigit() for tail in tails)
    assert any(name.endswith("-x") for _, names in calls for name in names)
