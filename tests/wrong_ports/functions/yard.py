"""Planning, calendars, taxes and clocks in a style of their own; judged as callables alone."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from fractions import Fraction
from typing import NamedTuple, Optional


class Kind(Enum):
    FIXED = 1
    SOFT = 2
    HOLD = 3


class Job(NamedTuple):
    name: str
    length: int
    deadline: int
    kind: Kind


@dataclass
class Slot:
    start: int
    stop: int
    seats: int = 1


@dataclass(order=True)
class Bracket:
    floor: int
    rate: float


class Overbooked(Exception):
    def __init__(self, name: str, by: int) -> None:
        super().__init__(name, by)
        self.by = by


def late_jobs(jobs: list[Job], machines: int = 1) -> list[tuple[str, int]]:
    if machines < 1:
        raise ValueError(f"machines: {machines}")
    free = [0] * machines
    late: list[tuple[str, int]] = []
    for job in sorted(jobs, key=lambda j: (j.deadline, -j.length)):
        if job.kind is Kind.HOLD:
            continue
        first = min(range(machines), key=free.__getitem__)
        free[first] += max(job.length, 0)
        if free[first] > job.deadline:
            late.append((job.name, free[first] - job.deadline))
    return late


def occupancy(slots: list[Slot], capacity: int) -> int:
    events: list[tuple[int, int]] = []
    for slot in slots:
        if slot.stop <= slot.start:
            continue
        events.append((slot.start, slot.seats))
        events.append((slot.stop, -slot.seats))
    peak = now = 0
    for at, change in sorted(events):
        now += change
        if now > capacity:
            raise Overbooked(f"at {at}", now - capacity)
        peak = max(peak, now)
    return peak


def merge_slots(slots: list[Slot]) -> list[Slot]:
    slots.sort(key=lambda s: s.start)
    merged: list[Slot] = []
    for slot in slots:
        if merged and slot.start <= merged[-1].stop and slot.seats == merged[-1].seats:
            merged[-1].stop = max(merged[-1].stop, slot.stop)
        else:
            merged.append(slot)
    return merged


def tax_due(income: int, brackets: list[Bracket], credit: int = 0) -> int:
    due = Fraction(0)
    steps = sorted(brackets)
    for place, step in enumerate(steps):
        upper = steps[place + 1].floor if place + 1 < len(steps) else None
        if income <= step.floor:
            break
        part = (income if upper is None else min(income, upper)) - step.floor
        due += part * Fraction(step.rate).limit_denominator(10_000)
    return max(round(due) - credit, 0)


def leap_days(first: int, last: int) -> int:
    if last < first:
        first, last = last, first
    return sum(1 for y in range(first, last + 1) if y % 4 == 0 and (y % 100 != 0 or y % 400 == 0))


def iso_week(day: date) -> tuple[int, int]:
    thursday = day + timedelta(days=3 - day.weekday())
    start = date(thursday.year, 1, 1)
    return thursday.year, (thursday - start).days // 7 + 1


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> Optional[date]:
    if nth == 0 or not 0 <= weekday <= 6:
        raise ValueError(nth, weekday)
    if nth > 0:
        first = date(year, month, 1)
        found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    else:
        after = date(year + month // 12, month % 12 + 1, 1)
        last = after - timedelta(days=1)
        found = last - timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-nth - 1))
    return found if (found.year, found.month) == (year, month) else None


def age_on(born: date, today: date) -> int:
    years = today.year - born.year
    if (today.month, today.day) < (born.month, born.day):
        years -= 1
    return years


def cron_minutes(spec: str, limit: int = 60) -> list[int]:
    found: set[int] = set()
    for part in spec.split(","):
        span, _, step = part.partition("/")
        if span == "*":
            low, high = 0, limit - 1
        elif "-" in span:
            low, high = map(int, span.split("-", 1))
        else:
            low = int(span)
            high = limit - 1 if step else low
        if not 0 <= low <= high < limit:
            raise ValueError(f"out of range: {part}")
        found.update(range(low, high + 1, int(step or 1)))
    return sorted(found)


def punch_pairs(stamps: list[datetime]) -> dict[str, float]:
    hours: defaultdict[str, float] = defaultdict(float)
    ordered = sorted(stamps)
    for came, went in zip(ordered[::2], ordered[1::2]):
        seconds = (went - came).total_seconds()
        if seconds > 6 * 3600:
            seconds -= 1800
        hours[came.date().isoformat()] += round(seconds / 3600, 2)
    return dict(hours)


def prorated(amount: int, days: list[int]) -> list[int]:
    total = sum(days)
    if total <= 0:
        return [0 for _ in days]
    shares = [amount * day // total for day in days]
    rest = amount - sum(shares)
    order = sorted(range(len(days)), key=lambda i: (-(amount * days[i] % total), i))
    for i in order[:rest]:
        shares[i] += 1
    return shares


def retries(base: float, factor: float, cap: float, count: int) -> Iterator[float]:
    wait = base
    for _ in range(count):
        yield min(wait, cap)
        wait *= factor


def retry_plan(base: float, factor: float, cap: float, count: int) -> list[float]:
    if factor < 1 or base < 0:
        raise ValueError("factor or base")
    plan = list(retries(base, factor, cap, count))
    return [round(wait, 3) for wait in plan]
