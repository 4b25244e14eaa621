"""The prelude's dates, times and time spans are those of `datetime`, run by CPython itself."""

import random
from datetime import date, datetime, timedelta

import pytest

from tests.port.test_prelude import agree, load

VALUES = load("values")
R = random.Random(1582)
MICROSECOND = timedelta(microseconds=1)


def number(t: datetime) -> int:
    return (t - datetime.min) // MICROSECOND


def span(n: int) -> timedelta:
    return timedelta(microseconds=n)


def test_every_day_of_the_calendar_has_its_parts_and_its_number() -> None:
    days = [*range(1, 800), *range(577_000, 578_000), *range(700_000, 3_652_060, 97), *range(3_651_000, 3_652_060)]
    for n in days:
        d = date.fromordinal(n)
        assert VALUES.date_parts(n) == (d.year, d.month, d.day)
        assert VALUES.known_date_number(d.year, d.month, d.day) == n
        assert VALUES.day_of_year(n) == d.timetuple().tm_yday
        assert VALUES.date_text(n) == d.isoformat()


def test_dates_are_made_and_refused_as_by_date() -> None:
    for _ in range(2000):
        given = R.choice((0, 1, 4, 100, 1900, 2000, 2023, 9999, 10000)), R.randrange(-1, 15), R.randrange(-1, 34)
        agree(VALUES.date_number, lambda *a: date(*a).toordinal(), *given)
        times = R.choice((0, 23, 24, -1)), R.choice((0, 59, 60)), R.choice((0, 59, 60)), R.choice((0, 999_999, 10**6))
        agree(VALUES.datetime_number, lambda *a: number(datetime(*a)), *given, *times)


def test_days_and_times_are_moved_as_by_timedelta() -> None:
    for _ in range(2000):
        n, us = R.choice((1, 2, 700_000, 3_652_058, 3_652_059)), R.randrange(-(10**12), 10**12)
        agree(VALUES.date_moved, lambda a, b: (date.fromordinal(a) + span(b)).toordinal(), n, us)
        agree(VALUES.date_moved_back, lambda a, b: (date.fromordinal(a) - span(b)).toordinal(), n, us)
        at = R.choice((0, 86_399_999_999, 315_537_897_599_999_999, R.randrange(10**17)))
        agree(VALUES.datetime_moved, lambda a, b: number(datetime.min + span(a) + span(b)), at, us)
        agree(VALUES.datetime_text, lambda a, b: (datetime.min + span(a)).isoformat(b), at, R.choice("T _"))


def test_spans_are_spelled_and_divided_as_by_timedelta() -> None:
    for _ in range(3000):
        us, by = R.randrange(-(10 ** R.randrange(1, 15)), 10 ** R.randrange(1, 15)), R.randrange(-9, 10)
        agree(VALUES.span_text, lambda a: str(span(a)), us)
        agree(VALUES.span_divided, lambda a, b: (span(a) / b) // MICROSECOND, us, by)
        agree(VALUES.span_floored, lambda a, b: (span(a) // b) // MICROSECOND, us, by)
        agree(VALUES.span_floored, lambda a, b: span(a) // span(b), us, by)
        agree(VALUES.span_ratio, lambda a, b: span(a) / span(b), us, by)
        agree(VALUES.span_rest, lambda a, b: (span(a) % span(b)) // MICROSECOND, us, by)
        agree(VALUES.span_number, lambda *a: timedelta(*a) // MICROSECOND, *(R.randrange(-50, 50) for _ in range(7)))


TEXTS = ["2024-02-29", "2023-02-29", "20240229", "2024-2-29", "0000-01-01", "2024-13-01", "", "2024-02-29T10:11",
         "2024-02-29 10:11:12", "2024-02-29T24:00:00", "2024-02-29T10:11:60", "2024-02-29T10:11:1", "2024-02-29x10:11",
         "2024/02/29", "\u0662024-02-29", "2024-02-29T10-11-12"]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_texts_are_read_as_by_fromisoformat_and_strptime_or_given_up(text: str) -> None:
    agree(VALUES.date_read, lambda s: date.fromisoformat(s).toordinal(), text)
    agree(VALUES.datetime_read, lambda s: number(datetime.fromisoformat(s)), text)
    agree(lambda s: VALUES.datetime_moulded(s, "####-##-##", 0, 5, 8, -1, -1, -1),
          lambda s: number(datetime.strptime(s, "%Y-%m-%d")), text)  # fmt: skip
    agree(lambda s: VALUES.datetime_moulded(s, "####-##-##T##:##", 0, 5, 8, 11, 14, -1),
          lambda s: number(datetime.strptime(s, "%Y-%m-%dT%H:%M")), text)  # fmt: skip
