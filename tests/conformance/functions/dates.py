"""date, datetime without a zone, timedelta: numbers inside, the very objects outside."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

EPOCH = date(1970, 1, 1)
NOON = datetime(2020, 2, 29, 12, 0, 0)
GRACE = timedelta(days=30, hours=-1)


@dataclass(frozen=True)
class Invoice:
    due: date
    amount: float
    paid: date | None = None


def parts(d: date) -> list[int]:
    return [d.year, d.month, d.day, d.weekday(), d.isoweekday(), d.toordinal()]


def time_parts(t: datetime) -> list[int]:
    return [t.year, t.month, t.day, t.hour, t.minute, t.second, t.microsecond, t.weekday(), t.toordinal()]


def span_parts(s: timedelta) -> list[int]:
    return [s.days, s.seconds, s.microseconds]


def seconds(s: timedelta) -> float:
    return s.total_seconds()


def made(y: int, m: int, d: int) -> date:
    return date(y, m, d)


def time_made(y: int, h: int, mi: int, us: int) -> datetime:
    return datetime(y, 12, 31, h, mi, microsecond=us)


def span_made(d: int, h: int, w: int) -> timedelta:
    return timedelta(days=d, hours=h, weeks=w)


def apart(a: date, b: date) -> int:
    return (b - a).days


def span(a: datetime, b: datetime) -> timedelta:
    return b - a


def later(d: date, n: int) -> date:
    return d + timedelta(days=n)


def earlier(d: date, s: timedelta) -> date:
    return d - s


def time_moved(t: datetime, s: timedelta) -> list[datetime]:
    return [t + s, t - s, s + t]


def overdue(items: list[Invoice], today: date) -> float:
    total = 0.0
    for item in items:
        if item.paid is None and item.due + GRACE < today:
            total += item.amount
    return total


def texts(d: date, t: datetime, s: timedelta) -> list[str]:
    return [str(d), d.isoformat(), f"{d}", str(t), t.isoformat(), t.isoformat(" "), f"{t}", str(s)]


def formatted(d: date, t: datetime) -> list[str]:
    return [d.strftime("%d/%m/%Y"), f"{d:%Y%m%d}", t.strftime("%Y-%m-%dT%H:%M:%S.%f %j%%"), f"{d:%H:%M}"]


def read(s: str) -> date:
    return date.fromisoformat(s)


def time_read(s: str) -> datetime:
    return datetime.fromisoformat(s)


def parsed(s: str) -> datetime:
    return datetime.strptime(s, "%Y-%m-%d")


def time_parsed(s: str) -> date:
    return datetime.strptime(s, "%d.%m.%Y %H:%M:%S").date()


def replaced(d: date, t: datetime, n: int) -> tuple[date, datetime, date]:
    return d.replace(day=n), t.replace(hour=n, microsecond=5), d.replace(2024, month=n)


def arithmetic(a: timedelta, b: timedelta, n: int) -> list[timedelta]:
    return [a + b, a - b, a * n, n * a, -a, +b, abs(a) if a < b else b]


def divided(a: timedelta, n: int) -> list[timedelta]:
    return [a // n, a / n]


def ratios(a: timedelta, b: timedelta) -> tuple[int, float]:
    return a // b, a / b


def rest(a: timedelta, b: timedelta) -> timedelta:
    return a % b


def truth(a: timedelta) -> bool:
    return bool(a) and not (not a)


def compared(a: date, b: date) -> list[bool]:
    return [a < b, a <= b, a == b, a != b, a > b, a >= b]


def ordered(ds: list[date]) -> tuple[list[date], date, date]:
    return sorted(ds), min(ds), max(ds)


def by_month(ds: list[date]) -> dict[tuple[int, int], list[date]]:
    out: dict[tuple[int, int], list[date]] = {}
    for d in ds:
        out.setdefault((d.year, d.month), []).append(d)
    return out


def counted(ds: list[date]) -> dict[date, int]:
    out: dict[date, int] = {}
    for d in ds:
        out[d] = out.get(d, 0) + 1
    return out


def known(ds: dict[date, float], d: date) -> float:
    return ds[d]


def constants(d: date, t: datetime) -> tuple[int, timedelta]:
    return (d - EPOCH).days, t - NOON + GRACE


def business_days(start: date, end: date) -> int:
    count = 0
    day = start
    while day < end:
        if day.weekday() < 5:
            count += 1
        day += timedelta(days=1)
    return count


def ordinal(n: int) -> date:
    return date.fromordinal(n)


def kinds(d: date, t: datetime) -> list[bool]:
    return [isinstance(d, date), isinstance(d, datetime), isinstance(t, date), isinstance(t, datetime), type(t) is date]


def next_month(d: date) -> date:
    return date(d.year + (d.month == 12), d.month % 12 + 1, 1) - timedelta(days=1)


D, E, LEAP = date(2024, 3, 1), date(1999, 12, 31), date(2000, 2, 29)
T, U = datetime(2024, 3, 1, 13, 5, 9, 70), datetime(1999, 12, 31, 23, 59, 59, 999999)
S, R = timedelta(days=-3, seconds=5, microseconds=7), timedelta(hours=25)
def iso_week(d: date) -> tuple[int, int, int]:
    year, week, day = d.isocalendar()
    return year, week * 10 + d.isocalendar()[2], day + d.isocalendar().week


def iso_of_moment(d: datetime) -> int:
    return d.isocalendar()[-2]


def ends_of_time(d: date | None, n: int) -> tuple[date, date, datetime]:
    last = d or date.max
    return min(last, date.min + timedelta(days=n)), last, datetime.max - timedelta(seconds=n)


CASES = {
    "iso_week": [(date(2020, 12, 31),), (date(2021, 1, 1),), (date(2024, 12, 30),), (date(1, 1, 1),), (date.max,)],
    "iso_of_moment": [(datetime(2023, 1, 1, 23, 59),), (datetime.min,)],
    "ends_of_time": [(None, 5), (date(2024, 2, 29), 800000)],
    "parts": [(D,), (E,), (LEAP,), (date.min,), (date.max,), (date(1900, 2, 28),), (date(2100, 3, 1),)],
    "time_parts": [(T,), (U,), (datetime.min,), (datetime.max,)],
    "span_parts": [(S,), (R,), (timedelta(0),), (timedelta(microseconds=-1),)],
    "seconds": [(S,), (R,), (timedelta(0),)],
    "made": [(2024, 2, 29), (2023, 2, 29), (0, 1, 1), (10000, 1, 1), (2024, 13, 1), (2024, 0, 0), (1, 1, 1), (0, 0, 0)],
    "time_made": [(2024, 23, 59, 1), (2024, 24, 0, 0), (2024, 0, 60, 0), (2024, 0, 0, 10**6), (0, 99, 99, 0)],
    "span_made": [(1, 2, 3), (-1, -30, 0), (0, 0, 0)],
    "apart": [(D, E), (E, D), (date.min, date.max)],
    "span": [(T, U), (U, T), (datetime.min, datetime.max)],
    "later": [(D, 1), (D, -366), (date.max, 1), (date.min, -1), (E, 0)],
    "earlier": [(D, S), (D, R), (date.min, R), (date.max, S)],
    "time_moved": [(T, S), (U, R), (datetime.max, timedelta(microseconds=1)), (datetime.min, timedelta(1))],
    "overdue": [([Invoice(E, 5.5), Invoice(D, 1.0), Invoice(E, 2.0, D)], D), ([], D)],
    "texts": [(D, T, S), (E, U, R), (date(33, 1, 9), datetime(987, 1, 1), timedelta(1)), (D, NOON, timedelta(-1))],
    "formatted": [(D, T), (E, U)],
    "read": [("2024-02-29",), ("0001-01-01",), ("9999-12-31",)],
    "time_read": [("2024-02-29",), ("2024-02-29T13:45",), ("2024-02-29 23:59:59",)],
    "parsed": [("2024-02-29",), ("1999-12-31",)],
    "time_parsed": [("29.02.2024 23:59:59",), ("01.01.0001 00:00:00",)],
    "replaced": [(D, T, 9), (LEAP, U, 5), (D, T, 32), (E, U, 2)],
    "arithmetic": [(S, R, 3), (R, S, -2), (timedelta(0), S, 0)],
    "divided": [(S, 2), (R, -7), (timedelta(microseconds=5), 2), (timedelta(microseconds=7), 2), (timedelta(microseconds=-5), 2),
                (timedelta(microseconds=5), -2), (S, 0)],
    "ratios": [(R, timedelta(0)), (R, timedelta(hours=1)), (timedelta(hours=1), timedelta(minutes=-7))],
    "rest": [(R, timedelta(hours=2)), (S, R), (R, S)],
    "truth": [(S,), (timedelta(0),)],
    "compared": [(D, E), (E, D), (D, date(2024, 3, 1))],
    "ordered": [([D, E, LEAP],), ([],)],
    "by_month": [([D, E, D, LEAP],)],
    "counted": [([D, E, date(2024, 3, 1)],)],
    "known": [({D: 1.5}, D)],
    "constants": [(D, T), (E, U)],
    "business_days": [(D, date(2024, 4, 1)), (D, D), (E, D)],
    "ordinal": [(1,), (3652059,), (738000,)],
    "kinds": [(D, T)],
    "next_month": [(D,), (E,), (LEAP,)],
}  # fmt: skip
FALLBACK = {
    "parts": [(T,)],
    "time_parts": [(datetime(2024, 1, 1, tzinfo=timezone.utc),), (datetime(2024, 1, 1, fold=1),), (D,)],
    "span_parts": [(timedelta(days=200_000_000),), (timedelta.max,)],
    "made": [(2**40, 1, 1)],
    "formatted": [(date(999, 1, 1), T)],
    "read": [("20240229",), ("2024-2-9",), ("2024-02-30",), ("٢٠٢٤-02-03",), ("",), ("2024-W01-1",)],
    "time_read": [("2024-02-29T13",), ("2024-02-29T13:45:10.5",), ("2024-02-29T13:45:10Z",), ("2024-02-29T24:00:00",)],
    "parsed": [("2024-2-9",), ("2024-02-30",), ("2024-02-29 ",), (" 2024-02-29",), ("x",)],
    "time_parsed": [("29.02.2024  23:59:59",)],
    "rest": [(R, timedelta(0))],
    "known": [({D: 1.5}, E)],
    "ordinal": [(0,), (3652060,)],
}
