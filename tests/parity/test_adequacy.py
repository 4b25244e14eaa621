"""Adequacy: few happy calls kill few bad ports, good calls kill most, and survivors are named with their lines."""

from pathlib import Path

import pytest

from pivot_lsp.app.validate import describe, mine
from pivot_lsp.model.evidence import Adequacy
from pivot_lsp.model.target import parse_target
from pivot_lsp.parity.adequacy import AdequacyBudget, measure_adequacy
from pivot_lsp.parity.campaign import Judged
from pivot_lsp.parity.floats import STRICT
from pivot_lsp.parity.further import further_calls
from pivot_lsp.parity.mutants import make_mutants
from pivot_lsp.parity.process import Setup, Worker
from pivot_lsp.source.unit import collect
from tests.parity.conftest import Project, make_cases, silent

SOURCE = """
def helper(n: int) -> int:
    return n // 3

def price(items: dict[str, float], n: int, name: str) -> dict[str, float]:
    if n < 0:
        raise ValueError("negative")
    out: dict[str, float] = {}
    for key, value in items.items():
        if key.isalpha() and value > 0.5:
            out[key.upper()] = round(value * helper(n), 2)
    out["n"] = float(len(name))
    return out
"""


@pytest.fixture
def priced(project: Project) -> Project:
    project.write("shop", SOURCE)
    return project


def measured(project: Project, calls: list[tuple[object, ...]], cache: Path) -> Adequacy:
    """Adequacy of these calls."""
    return with_witnesses(project, calls, cache)[0]


def with_witnesses(
    project: Project, calls: list[tuple[object, ...]], cache: Path
) -> tuple[Adequacy, list[tuple[list, dict]]]:
    """Adequacy of these calls, and the calls of the search that tell mutants apart."""
    target = parse_target("shop.py::price", project.root)
    legacy = project.implementation("shop.py::price")
    cases = list(make_cases(calls, "boundary", {}))
    with Worker(Setup(legacy)) as worker:
        outcomes = worker.run([(case.args, case.kwargs) for case in cases])
    signature, literals = describe(target), mine(target)
    return measure_adequacy(
        legacy,
        collect(project.root / "shop.py", "shop", "price", project.root, [str(project.root)]),
        [Judged(case, outcome) for case, outcome in zip(cases, outcomes)],
        lambda seeds, seed: further_calls(signature, literals, seeds, 1 + seed),
        STRICT,
        AdequacyBudget(kill_seconds=10.0, search_seconds=3.0, factor=600),
        cache,
        silent,
    )


HAPPY = [({"ab": 2.5}, 9, "x"), ({"cd": 1.5}, 30, "yy")]
THOROUGH = [
    *HAPPY,
    ({}, 0, ""),
    ({"b": 2.675, "a": 0.5, "é": 1.125, "a1": 3.0, "c": -1.0, "ß": 7.1}, 7, "äöü"),
    ({"a": 1e300, "b": 0.1, "c": float("nan")}, 2**70, "\U0001f600"),
    ({"a": 1.0}, -1, "a"),
    ({"a": 1.0}, -2, ""),
    ({"q": 0.7, "a": 0.6}, 2**33 + 1, "a"),
    ({"a": 0.545}, 4, "a"),
]


def test_happy_calls_are_not_adequate_and_survivors_are_named(priced: Project, tmp_path: Path) -> None:
    few = measured(priced, HAPPY, tmp_path / "cache")
    assert few.made >= 20
    assert few.killed < few.told_apart
    assert few.score == 100 * few.killed / few.told_apart < 90
    assert any(s.operator == "lost exception" and (s.line, s.function) == (7, "price") for s in few.survivors)
    assert ("truncating //", "helper", 3) in {(m.operator, m.function, m.line) for m in few.not_told_apart}, (
        "n is never negative where helper is called"
    )
    assert few.made == few.told_apart + len(few.not_told_apart)
    assert few.told_apart == few.killed + len(few.survivors)

    _, witnesses = with_witnesses(priced, HAPPY, tmp_path / "cache")
    assert 0 < len(witnesses) <= few.told_apart - few.killed + few.made
    assert all(len(args) == 3 for args, _ in witnesses), "a vessel is judged on these too, from the cache as well"

    many = measured(priced, THOROUGH, tmp_path / "cache")
    assert many.killed > few.killed
    assert many.told_apart >= few.told_apart, "what one search found is remembered for the unit"


def test_the_unit_s_mutants_are_the_same_every_time(priced: Project) -> None:
    unit = collect(priced.root / "shop.py", "shop", "price", priced.root, [str(priced.root)])
    first, second = make_mutants(unit), make_mutants(unit)
    assert [m.key for m in first] == [m.key for m in second]
    assert len({m.key for m in first}) == len(first)
    operators = {m.at.operator for m in first}
    assert operators >= {
        "i32", "i64", "float32", "truncating //", "off by one", "lost exception", "wrong exception", "byte length",
        "half up", "unordered dict", "ascii tables", "and/or", "dropped condition", "constant", "round",
    }  # fmt: skip


def test_slips_of_refactorings_are_made(project: Project) -> None:
    project.write(
        "shop",
        """
        def order(rows: list[tuple[str, int]], at: str | None) -> list[tuple[str, int]]:
            last: dict[str, int] = {}
            for name, count in list(rows):
                if at is None:
                    continue
                last[name.strip()] = count
            return sorted(last.items(), key=lambda pair: (-pair[1], pair[0]))
        """,
    )
    made = make_mutants(collect(project.root / "shop.py", "shop", "order", project.root, [str(project.root)]))
    assert {mutant.at.operator for mutant in made} >= {
        "lost tie-break", "empty is None", "shared, not copied", "first wins", "lost call", "lost statement"
    }  # fmt: skip


def test_a_mutant_that_never_ends_or_dies_is_killed(project: Project, tmp_path: Path) -> None:
    project.write(
        "shop",
        """
        import os
        def price(n: int) -> int:
            if n < 0:
                os._exit(1)
            total = 0
            while n > 0:
                total += n
                n -= 1
            return total
        """,
    )
    found = measured(project, [(3,), (1,), (0,)], tmp_path)
    alive = {(s.operator, s.line) for s in (*found.survivors, *found.not_told_apart)}
    assert found.killed >= 5
    assert ("lost statement", 9) not in alive, "n -= 1 left out never ends: killed"


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("i32(2**31)", -(2**31)),
        ("i64(2**63)", -(2**63)),
        ("i32(True)", True),
        ("trunc_div(-7, 2)", -3),
        ("c_mod(-7, 3)", -1),
        ("int_div(7, 2)", 3),
        ("half_up(0.5)", 1),
        ("half_up(2.5)", 3),
        ("byte_len('é')", 2),
        ("byte_len([1])", 1),
        ("f32(0.1) == 0.1", False),
        ("list(unordered({'a': 1, 'b': 2}))", ["b", "a"]),
        ("ascii_method('upper', 'éa')", "éA"),
        ("ascii_method('isdigit', '٣')", False),
        ("unstable([1, True, 1.0])", [1.0, True, 1]),
        ("text_of(1.0)", "1"),
        ("text_of(True)", "true"),
        ("empty([])", True),
        ("shared(dict, {1: 2})", {1: 2}),
        ("(lambda items: shared(list, items) is items)([1])", True),
        ("(held({1: 2}, 1), held([1], 1))", (True, False)),
    ],
)
def test_slips_do_what_other_languages_do(expression: str, value: object) -> None:
    from pivot_lsp.parity import slips

    found = eval(expression, vars(slips))
    assert (found, type(found)) == (value, type(value))
