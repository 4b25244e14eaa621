"""When what is done: engineers take components in order, rollouts follow in a few lanes, phases one after another.

Invariants: nobody works on two components at once; a component starts after those it needs are ready; no more rollouts
run than lanes; a phase begins in the week after the one before it ended.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pivot_lsp.plan.assumptions import Assumptions

DAYS_A_WEEK = 7.0
WORKING_DAYS_A_WEEK = 5.0


@dataclass(frozen=True)
class Work:
    """One component: working days until it is ready, calendar days of rollout, and what must be ready before."""

    id: str
    days: float
    rollout: float
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Slot:
    """Weeks, 1-based, both included; (0, 0) for what has no work left."""

    start: int
    end: int


def ordered(works: Sequence[Work]) -> list[Work]:
    """Needs first, otherwise as given; of a cycle the first given goes first."""
    known = {work.id: work for work in works}
    done: dict[str, Work] = {}

    def visit(work: Work, path: frozenset[str]) -> None:
        if work.id in done or work.id in path:
            return
        for need in sorted(work.needs & known.keys()):
            visit(known[need], path | {work.id})
        done.setdefault(work.id, work)

    for work in works:
        visit(work, frozenset())
    return list(done.values())


def schedule(phases: Sequence[Sequence[Work]], assumptions: Assumptions) -> list[tuple[Slot, dict[str, Slot]]]:
    """For each phase its weeks and those of its components."""
    began = 0.0
    ready: dict[str, float] = {}
    found: list[tuple[Slot, dict[str, Slot]]] = []
    for works in phases:
        ends = _phase(ordered(works), began, ready, assumptions)
        slots = {key: _slot(start, end) for key, (start, end) in ends.items()}
        last = max((end for _, end in ends.values()), default=began)
        found.append((_slot(began, last), slots))
        began = DAYS_A_WEEK * math.ceil(round(last / DAYS_A_WEEK, 9))
    return found


def _phase(
    works: Sequence[Work], began: float, ready: dict[str, float], assumptions: Assumptions
) -> dict[str, tuple[float, float]]:
    engineers = [began] * assumptions.engineers
    lanes = [began] * assumptions.lanes
    ends: dict[str, tuple[float, float]] = {}
    for work in works:
        who = engineers.index(min(engineers))
        start = max([engineers[who], *(ready.get(need, began) for need in work.needs)])
        made = start + work.days * DAYS_A_WEEK / WORKING_DAYS_A_WEEK
        if work.days:
            engineers[who] = made
        ready[work.id] = made
        end = made
        if work.rollout:
            lane = lanes.index(min(lanes))
            end = max(made, lanes[lane]) + work.rollout
            lanes[lane] = end
        ends[work.id] = (start, end)
    return ends


def _slot(start: float, end: float) -> Slot:
    if end <= start:
        return Slot(0, 0)
    first = math.floor(round(start / DAYS_A_WEEK, 9)) + 1
    return Slot(first, max(first, math.ceil(round(end / DAYS_A_WEEK, 9))))
