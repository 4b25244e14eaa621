"""Dates as ints: leap years, ends of months, minutes of a working day."""


def weekday(year: int, month: int, day: int) -> int:
    """0 is Sunday (Sakamoto)."""
    offsets = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4]
    if month < 1 or month > 12:
        raise ValueError("month")
    if month < 3:
        year -= 1
    return (year + year // 4 - year // 100 + year // 400 + offsets[month - 1] + day) % 7


def add_months(year: int, month: int, day: int, count: int) -> tuple[int, int, int]:
    """The same day so many months later, at the latest the month's last."""
    place = year * 12 + month - 1 + count
    year, month = place // 12, place % 12 + 1
    last = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    if month == 2 and (year % 4 == 0 and year % 100 != 0 or year % 400 == 0):
        last = 29
    return year, month, min(day, last)


def parse_date(text: str) -> int:
    """`2024-02-29` as 20240229. Raises ValueError."""
    parts = text.split("-")
    if len(parts) != 3 or len(parts[0]) != 4:
        raise ValueError("shape")
    year, month, day = int(parts[0]), int(parts[1]), int(parts[2])
    if not 1 <= month <= 12:
        raise ValueError("month")
    last = 31
    if month == 2:
        last = 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    elif month in (4, 6, 9, 11):
        last = 30
    if day < 1 or day > last:
        raise ValueError("day")
    return year * 10000 + month * 100 + day


def working_minutes(start: int, end: int) -> int:
    """Minutes from `start` to `end` (minutes since midnight of day 0) between 9 and 17."""
    total = 0
    minute = start
    while minute < end and minute < start + 5000:
        clock = minute % 1440
        if 540 <= clock < 1020:
            total += 1
        minute += 1
    return total


def quarter_of(month: int, first_month: int) -> int:
    """The quarter (1 to 4) of a business year that begins in `first_month`."""
    if not 1 <= first_month <= 12:
        raise ValueError("first month")
    return (month - first_month) % 12 // 3 + 1
