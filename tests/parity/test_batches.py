"""Calls travel by the batch and are counted by the batch: each is still judged as if it were alone."""

import hashlib
import math
from collections.abc import Iterable
from pathlib import Path

import pytest
from msgspec.structs import replace

from pivot_lsp.cases.domain import Domain
from pivot_lsp.cases.values import canonical
from pivot_lsp.model.case import Behaviour, Case, Raised
from pivot_lsp.parity.answers import Answers
from pivot_lsp.parity.campaign import CHUNK, DEATHS_ENOUGH, LARGE_CHUNK, Budget, Campaign, Tally
from pivot_lsp.parity.floats import STRICT
from pivot_lsp.parity.implementation import of_vessel
from pivot_lsp.parity.outcome import Outcome, unpack_behaviour
from pivot_lsp.parity.process import Setup, Worker
from tests.parity.conftest import Project, signature, silent

MANY = CHUNK + 2 * LARGE_CHUNK + 300
"""Cases of several batches, of both sizes."""


def outcomes(project: Project, source: str, *values: object, **setup: float) -> list[Outcome]:
    project.write("legacy", source)
    with Worker(Setup(project.implementation("legacy.py::f"), **setup)) as worker:
        return list(worker.run([([value], {}) for value in values]))


def judged(project: Project, vessel: str, cases: list[Case]) -> Tally:
    """A campaign in which no call can be too slow, however busy the machine is."""
    legacy = project.implementation("legacy.py::f")
    with Campaign(
        legacy, of_vessel(vessel, legacy, project.root), STRICT, signature("x"), Budget(legacy=60.0, vessel=120.0)
    ) as campaign:
        campaign.run(cases, silent)
        return campaign.tally


def digest_of(cases: Iterable[Case]) -> str:
    return hashlib.sha256("".join(case.id for case in cases).encode()).hexdigest()


def returned(found: Iterable[Outcome]) -> list[object]:
    return [each.payload and unpack_behaviour(each.payload).returned for each in found]


def test_a_death_in_the_middle_costs_no_other_call_and_runs_none_that_was_told(project: Project) -> None:
    """Those told before the death stand; those after it run once, in a fresh process."""
    project.write(
        "legacy",
        f"""
        import os, time
        def f(x):
            with open({str(project.root / "ran")!r}, "a") as file:
                file.write(f"{{x}}\\n")
            if x == 100: time.sleep(0.1)
            if x == 400: os.abort()
            return x
        """,
    )
    with Worker(Setup(project.implementation("legacy.py::f"))) as worker:
        found = list(worker.run([([x], {}) for x in range(1000)]))
    assert [each.status for each in found] == ["ok"] * 400 + ["crash"] + ["ok"] * 599
    assert returned(found)[:400] + returned(found)[401:] == [[x] for x in range(1000) if x != 400]
    ran = [int(line) for line in (project.root / "ran").read_text().split()]
    assert all(ran.count(x) == 1 for x in range(100)), "told when call 100 had taken its time"
    assert ran.count(400) == 2, "tried once more, alone"
    assert all(ran.count(x) == 1 for x in range(401, 1000))


def test_what_ends_a_call_otherwise_leaves_its_neighbours_alone(project: Project) -> None:
    source = """
        import sys, time
        class Odd(Exception): pass
        def f(x):
            if x == "print": print("text", end="")
            if x == "raise": print("before", end=""); raise Odd(x, 1)
            if x == "object": print("lost", end=""); return object()
            if x == "memory": print("lost", end=""); return len(bytearray(1 << 40))
            if x == "slow": print("lost", end=""); time.sleep(600)
            if x == "err": sys.stderr.write("elsewhere")
            return x
        """
    values = ["a", "print", "b", "raise", "c", "object", "d", "memory", "e", "slow", "f", "err", "g", ["h"], 1]
    found = outcomes(project, source, *values, soft_seconds=1.5, hard_seconds=60.0)
    status = {"object": "not_comparable", "memory": "memory", "slow": "slow"}
    assert [each.status for each in found] == [status.get(str(value), "ok") for value in values]
    for value, each in zip(values, found):
        if each.status == "ok":
            seen = unpack_behaviour(each.payload)
            assert seen.printed == {"print": "text", "raise": "before"}.get(str(value), "")
            assert seen.returned == (None if value == "raise" else [value])
            assert seen.raised == (["legacy:Odd", ["raise", 1]] if value == "raise" else None)


def test_the_deadline_is_each_call_s_own(project: Project) -> None:
    """Together they take longer than any of them may."""
    found = outcomes(
        project, "import time\ndef f(x):\n    time.sleep(x / 1000)\n    return x", *[100] * 24, hard_seconds=2.0
    )
    assert [each.status for each in found] == ["ok"] * 24
    assert sum(each.nanoseconds for each in found) > 2e9


def test_a_batch_run_backwards_is_told_in_the_order_of_its_calls(project: Project) -> None:
    project.write(
        "legacy",
        f"""
        import os
        def f(x):
            with open({str(project.root / "ran")!r}, "a") as file:
                file.write(f"{{x}} ")
            if x == "dies": os.abort()
            return x
        """,
    )
    with Worker(Setup(project.implementation("legacy.py::f"))) as worker:
        for calls in ([*range(9)], [0, 1, "dies", 3, 4, "dies", 6]):
            (project.root / "ran").unlink(missing_ok=True)
            texts = [canonical(([x], {})) for x in calls]
            found = worker.submit_texts(texts, backwards=True).result()
            assert [each.status for each in found] == ["crash" if x == "dies" else "ok" for x in calls]
            assert returned(found) == [b"" if x == "dies" else [x] for x in calls]
            ran = (project.root / "ran").read_text().split()
            if "dies" not in calls:
                assert ran == [str(x) for x in calls[::-1]]


def test_who_has_died_often_enough_runs_no_more(project: Project) -> None:
    project.write("legacy", "import os\ndef f(x):\n    if x > 2: os.abort()\n    return x")
    texts = [canonical(([x], {})) for x in range(9)]
    with Worker(Setup(project.implementation("legacy.py::f"))) as worker:
        found = worker.submit_texts(texts, deaths_enough=3).result()
        assert worker.deaths == 4, "each call that dies is tried twice"
        assert [place for place in found.places() if place > 2] == [3, 4]
        assert {found[place].status for place in (3, 4)} == {"crash"}
        with pytest.raises(LookupError, match="call 5 was not run"):
            found[5]


def test_a_vessel_that_keeps_dying_is_failed_for_each_call_that_was_tried(project: Project) -> None:
    project.write("legacy", "def f(x):\n    return x")
    project.write("port", "import os\ndef f(x):\n    os.abort()")
    tally = judged(project, "port:f", project.cases(*((x,) for x in range(CHUNK))))
    assert tally.stopped
    assert tally.failed == tally.judged == len(tally.mismatches) == DEATHS_ENOUGH // 2
    assert {each.found.kind for each in tally.mismatches} == {"crash"}


def test_a_callable_s_own_attribute_named_calls_is_no_counter(project: Project) -> None:
    source = """
        def f(x):
            f.calls += x
            return x
        f.calls = 0
        """
    found = outcomes(project, source, 1, 2)
    assert [(each.status, each.native, each.fallback) for each in found] == [("ok", None, 0)] * 2


def test_large_batches_are_counted_case_by_case(project: Project) -> None:
    """What is rare in them is found, whatever it is, and everything else is counted with them."""
    project.write(
        "legacy",
        """
        import os
        def f(x, kind):
            if x % 101 == 1: raise ValueError(x)
            if x % 211 == 2: return os.getpid()
            if x % 503 == 3: return object()
            return [x] if kind else x
        """,
    )
    project.write(
        "port",
        """
        from legacy import f as legacy
        def f(x, kind):
            if x % 307 == 4: return float(x)
            if x % 401 == 5: print(x)
            if x % 101 == 1 and x > 2000: raise ValueError(str(x))
            return legacy(x, kind)
        """,
    )

    def has_no_reference(x: int) -> bool:
        return x % 101 != 1 and (x % 211 == 2 or x % 503 == 3)

    def is_wrong(x: int) -> bool:
        return not has_no_reference(x) and (x % 307 == 4 or x % 401 == 5 or (x % 101 == 1 and x > 2000))

    cases = project.cases(*((x, None) for x in range(MANY)), stratum="recorded")
    cases[10:10] = project.cases(*((x, {x}) for x in range(40)), stratum="mutated")
    cases += project.cases(*((x, None) for x in range(50)), stratum="boundary")
    tally = judged(project, "port:f", [replace(case, n=2) for case in cases])

    assert tally.aside_report().total == sum(map(has_no_reference, [*range(MANY), *range(40)]))
    for row, numbers in zip(tally.strata_report(), (range(MANY), range(40), range(0), range(0))):
        assert row.judged == row.native == sum(not has_no_reference(x) for x in numbers), row.stratum
        assert row.mismatches == sum(map(is_wrong, numbers)), row.stratum
    strata = {row.stratum: row for row in tally.strata_report()}
    assert [strata[name].cases for name in ("recorded", "mutated", "boundary")] == [MANY, 40, 50]
    assert [strata[name].repeated for name in ("recorded", "mutated", "boundary")] == [0, 0, 50]
    wrong = [x for x in [*range(10), *range(40), *range(10, MANY)] if is_wrong(x)]
    assert [each.case.args[0] for each in tally.mismatches] == wrong
    assert tally.failed == len(wrong)
    assert tally.draws == 2 * strata["recorded"].judged
    assert tally.draws_failed == 2 * strata["recorded"].mismatches
    assert tally.judged == strata["recorded"].judged + strata["mutated"].judged
    assert tally.digest.hexdigest() == digest_of(
        case for case in cases[: MANY + 40] if not has_no_reference(case.args[0])
    )


def test_drift_is_found_in_a_batch(project: Project) -> None:
    project.write("legacy", "def f(x):\n    if x == 9: raise KeyError(x)\n    return x")
    cases = [
        replace(case, expected=Behaviour(returned=[case.args[0] + (case.args[0] in (3, 7))]))
        for case in project.cases(*((x,) for x in range(CHUNK)))
    ]
    cases[9] = replace(cases[9], expected=Behaviour(raised=Raised(type="builtins:KeyError", args=[9])))
    tally = judged(project, "legacy:f", cases)
    assert (tally.judged, tally.drifted) == (CHUNK, 2)


ROWS: list[tuple[object, ...]] = [
    (3, "ab"), (-5, ""), (2**70, "abc"), (True, "x"), (None, "\ud800"), (1.5, ["a", "bc"]), (-0.0, 7), (math.nan, []),
]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        ROWS,
        ROWS[:2],
        [(1,), (2, "a")],
        [(1.5, -3.25), (2.0, 1e300)],
        [(1.5, math.inf), (-0.0, 2.0), (0.0, math.nan)],
        [([1, 2, -7], ("a", 2)), ([], ("bcd", -2)), ([5], ("", 0))],
        [([[1.5], [], [2.5, -1.0]], [(1, "a"), (2, "")]), ([], [])],
        [([{"a": 1}], {"k": [1, 2]}), ([{"b": 2, "c": None}], {})],
        [([None, 1], [True, False]), ([2], [True])],
    ],
)
def test_columns_cover_the_domain_that_single_cases_do(project: Project, rows: list[tuple[object, ...]]) -> None:
    cases = project.cases(*rows)
    one, at_once = Domain(signature("a", "b")), Domain(signature("a", "b"))
    for case in cases:
        one.add(case)
    at_once.add_all(cases)
    shown = [
        {name: {**span.model_dump(), "kinds": sorted(span.kinds)} for name, span in each.stated().items()}
        for each in (one, at_once)
    ]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("places", [range(4), range(3, -1, -1), range(1, 3), range(2, 0, -1), [0, 3, 1]])
def test_what_a_worker_says_of_some_calls_is_put_at_their_places(places: "range | list[int]") -> None:
    answers = Answers(4)
    told = [bytes([place]) for place in places]
    answers.take(places, (told, [10 + place for place in places], 1, [(0, "ok", 0, 1, "overflow")]))
    assert [place for place in range(4) if answers.has(place)] == sorted(places)
    for place in places:
        assert (answers[place].payload, answers[place].nanoseconds) == (bytes([place]), 10 + place)
        assert answers[place].note == ("overflow" if place == places[0] else "")
    assert list(answers.places()) == sorted(places)


def test_only_ordinary_answers_with_the_same_payload_are_alike() -> None:
    one = [Outcome("ok", b"a", 3), Outcome("ok", b"b"), Outcome("ok", b"c"), Outcome("ok", b"d"), Outcome("ok", b"e")]
    two = [Outcome("ok", b"a", 7), Outcome("ok", b"x"), Outcome("slow"), Outcome("ok", b"d", note="type"), one[4]]
    assert list(Answers.of(one)) == one
    assert list(Answers.of(two)) == two
    assert Answers.of(one).differing(Answers.of(two)) == {1, 2, 3}
    assert Answers.of(two).differing(Answers.of(one)) == {1, 2, 3}


@pytest.mark.parametrize("native", [None, 1])
def test_what_an_answer_counts_is_kept(native: int | None) -> None:
    told = [
        Outcome("ok", b"a", 1, native),
        Outcome("ok", b"b", 2, 0, 1, "overflow"),
        Outcome("crash", note="SIGSEGV", repeated=False),
        Outcome("ok", b"", 0, native),
    ]
    answers = Answers.of(told)
    assert list(answers) == told
    assert list(answers[::-1]) == told[::-1]
    assert list(answers.at([2, 0])) == [told[2], told[0]]


def test_the_file_of_the_first_run_is_read_as_it_was(tmp_path: Path) -> None:
    """Cases written by earlier releases: every field, in any order."""
    from pivot_lsp.cases.files import read_cases

    file = tmp_path / "calls.jsonl"
    file.write_text(
        '{"pivot_calls":1}\n{"ns":5,"n":2,"kwargs":{"k":{"$t":[1]}},"args":[{"$f":"0x1.8p+0"}],"stratum":"mutated",'
        '"id":"1","expected":{"after":[[1]],"printed":"p","raised":{"type":"m:E","args":["x"]}}}\n'
    )
    (case,) = read_cases(file)[1]
    assert (case.ns, case.n, case.kwargs, case.args) == (5, 2, {"k": {"$t": [1]}}, [{"$f": "0x1.8p+0"}])
    assert case.expected == Behaviour(raised=Raised(type="m:E", args=["x"]), after=[[1]], printed="p")
