"""Arithmetic: signs, bounds, digits, dates."""

import math


def bucket_of(value: float, edges: list[float]) -> int:
    """The bucket of a value: left edges belong to it, NaN to none."""
    if value != value:
        return -1
    low = 0
    high = len(edges)
    while low < high:
        middle = (low + high) // 2
        if value < edges[middle]:
            high = middle
        else:
            low = middle + 1
    return low


def clock_difference(start: int, end: int) -> int:
    """Signed minutes from start to end, the shorter way around, in -720 .. 719."""
    return (end - start + 720) % 1440 - 720


def digits_sum(number: int, base: int) -> int:
    """The cross sum in a base."""
    if base < 2:
        raise ValueError("base")
    if number < 0:
        number = -number
    total = 0
    while number:
        number, digit = divmod(number, base)
        total += digit
    return total


def day_of_year(year: int, month: int, day: int) -> int:
    """1 to 366; ValueError for what is no date."""
    lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if month < 1 or month > 12:
        raise ValueError("month")
    length = lengths[month - 1] + (1 if leap and month == 2 else 0)
    if day < 1 or day > length:
        raise ValueError("day")
    return sum(lengths[: month - 1]) + day + (1 if leap and month > 2 else 0)


def standard_deviation(values: list[float]) -> float:
    """Of a sample; 0.0 for fewer than two."""
    if len(values) < 2:
        return 0.0
    mean = sum(values) / len(values)
    return math.sqrt(sum((v - mean) ** 2 for v in values) / (len(values) - 1))


def fixed_point(value: float) -> str:
    """Two decimals with thousands separators and a sign in brackets."""
    text = f"{abs(value):,.2f}"
    return f"({text})" if value < 0 else text


def checksum(data: list[int]) -> int:
    """Adler-like, modulo 65521."""
    a = 1
    b = 0
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return b * 65536 + a


def histogram(values: list[int], width: int) -> dict[int, int]:
    """Counts by floor(value / width), in order of bucket."""
    if width == 0:
        raise ZeroDivisionError("width")
    counts: dict[int, int] = {}
    for value in values:
        counts[value // width] = counts.get(value // width, 0) + 1
    return dict(sorted(counts.items()))
