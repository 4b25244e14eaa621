"""Watched legacy tells which calls a mutant can change: none that it does change is missing."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pivot_lsp.cases.generate import generate
from pivot_lsp.cases.signature import describe
from pivot_lsp.cases.source import mine
from pivot_lsp.model.target import parse_target
from pivot_lsp.parity.adequacy import _fields, _Runner
from pivot_lsp.parity.campaign import Judged
from pivot_lsp.parity.floats import STRICT
from pivot_lsp.parity.mutants import Mutant, make_mutants
from pivot_lsp.parity.process import Setup, Worker
from pivot_lsp.source.unit import collect
from tests.parity.conftest import Project

SOURCE = '''
from dataclasses import dataclass


@dataclass
class Row:
    name: str
    count: int
    price: float


class Basket:
    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.held: list[Row] = []

    def add(self, row: Row) -> bool:
        if len(self.held) >= self.limit:
            raise OverflowError(f"full: {self.limit!r} {row.price}")
        self.held.append(row)
        return True


def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def many(rows: list[Row], text: str, steps: list[int], limit: int = 3) -> tuple[list[str], float, int]:
    """A little of everything."""
    basket = Basket(limit)
    shown: list[str] = []
    total, count = 0.0, 0
    for row in sorted(rows, key=lambda each: each.count):
        total += row.price * row.count
        count += row.count
        count *= 3
        try:
            basket.add(row)
        except OverflowError as error:
            shown.append(str(error))
            break
        if row.count % 7 == 3 or not row.name.strip():
            shown.append(f"{row.name.upper()}:{row.price / 4}:{row.count > 2}")
    halves = [step // 2 for step in steps if step and step % 2 == 0]
    words = {word: len(word) for word in text.split()}
    for word, length in words.items():
        shown.append(word[:2] + text[length - 1 : length])
    while halves and halves[-1] <= 0:
        halves.pop()
    match limit:
        case 1:
            count -= 1
        case _:
            pass
    count += sum(halves) + fib(min(abs(limit), 5)) + int(total % 1000.0) + max(steps or [0])
    return shown[-9:], round(total, 2), count
'''


def told(project: Project, name: str, count: int) -> tuple[list[Mutant], list[set[int]], list[set[int]]]:
    """Mutants, and for each the calls that change it, found by running it on all, and those said to be able to."""
    target = parse_target(f"shop.py::{name}", project.root)
    legacy = project.implementation(f"shop.py::{name}")
    cases = list(generate(describe(target), mine(target), [], count, 1))
    unit = collect(project.root / "shop.py", "shop", name, project.root, [str(project.root)])
    mutants = make_mutants(unit, 200)
    with Worker(Setup(legacy, soft_seconds=2.0)) as worker:
        outcomes = worker.run([(case.args, case.kwargs) for case in cases])
        judged = [Judged(case, outcome) for case, outcome in zip(cases, outcomes) if outcome.status == "ok"]
        runner = _Runner(worker, judged, STRICT.model_dump())
        kept = runner.find_reached(mutants, 60.0)
        changed = [changing(runner, mutant, range(len(judged))) for mutant in kept]
    return kept, changed, [set(runner.infected[mutant.key]) for mutant in kept]


def changing(runner: _Runner, mutant: Mutant, indices: Sequence[int]) -> set[int]:
    """Which of the calls behave otherwise."""
    found, left = set(), list(indices)
    while left:
        answer = runner.ask("mutant", **_fields(mutant), seconds=60.0, indices=left)
        if answer["killed"] is None:
            break
        found.add(answer["killed"])
        left = left[left.index(answer["killed"]) + 1 :]
    return found


@pytest.fixture
def shop(project: Project) -> Project:
    project.write("shop", SOURCE)
    return project


def test_no_call_that_a_mutant_changes_is_left_out(shop: Project, tmp_path: Path) -> None:
    mutants, changed, infected = told(shop, "many", 60)
    assert len(mutants) > 60
    missed = [m.key for m, does, may in zip(mutants, changed, infected) if not does <= may]
    assert not missed
    assert sum(map(len, infected)) < 0.6 * len(mutants) * 60
    narrow = [may for m, may in zip(mutants, infected) if m.at.operator == "i64" and m.at.line > 40]
    assert narrow
    assert any(not may for may in narrow)
