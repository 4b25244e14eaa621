"""Weeks: what is possible for so many engineers, rollout lanes and needs."""

import random

from pivot_lsp.plan.assumptions import Assumptions
from pivot_lsp.plan.schedule import Slot, Work, ordered, schedule


def one(works: list[Work], **figures: int) -> tuple[Slot, dict[str, Slot]]:
    return schedule([works], Assumptions.model_validate(figures))[0]


def test_one_engineer_does_one_thing_at_a_time_and_rollouts_run_beside() -> None:
    works = [Work("a", 5, 20), Work("b", 5, 20)]
    assert one(works, engineers=1, parallel_rollouts=2) == (Slot(1, 5), {"a": Slot(1, 4), "b": Slot(2, 5)})


def test_a_single_lane_makes_rollouts_wait() -> None:
    phase, _ = one([Work(str(n), 1, 20) for n in range(23)], engineers=5, parallel_rollouts=1)
    assert phase.end == 66, "23 rollouts of 20 days one after another"


def test_what_is_needed_is_ready_first() -> None:
    _, slots = one([Work("order", 5, 0, frozenset({"price"})), Work("price", 5, 0)], engineers=2)
    assert slots == {"price": Slot(1, 1), "order": Slot(2, 2)}


def test_needs_in_a_circle_do_not_hang() -> None:
    works = [Work("a", 1, 0, frozenset({"b"})), Work("b", 1, 0, frozenset({"a"}))]
    assert {work.id for work in ordered(works)} == {"a", "b"}


def test_phases_follow_one_another_and_an_empty_one_takes_no_time() -> None:
    found = schedule([[Work("a", 5, 7)], [], [Work("b", 5, 7)]], Assumptions())
    assert [phase for phase, _ in found] == [Slot(1, 2), Slot(0, 0), Slot(3, 4)]


def test_what_is_done_takes_no_time() -> None:
    assert one([Work("a", 0, 0), Work("b", 5, 0)]) == (Slot(1, 1), {"a": Slot(0, 0), "b": Slot(1, 1)})


def test_more_engineers_are_never_slower() -> None:
    for seed in range(100):
        chance = random.Random(seed)
        works = [Work(str(n), chance.uniform(0, 9), chance.choice([0.0, 20.0])) for n in range(chance.randint(1, 12))]
        ends = [one(works, engineers=n, parallel_rollouts=n)[0].end for n in (1, 4, 12)]
        assert ends == sorted(ends, reverse=True)
