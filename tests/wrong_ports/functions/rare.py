"""What turns only at large, tiny or rare values."""

import math


def root_floor(number: int) -> int:
    """The whole part of a square root."""
    if number < 0:
        raise ValueError("negative")
    guess = number
    step = (guess + 1) // 2
    while step < guess:
        guess = step
        step = (guess + number // guess) // 2
    return guess


def triangle(count: int) -> int:
    """1 + 2 + ... + count."""
    if count < 0:
        return 0
    return count * (count + 1) // 2


def power_mod(base: int, exponent: int, modulus: int) -> int:
    """By squaring."""
    if modulus < 1 or exponent < 0:
        raise ValueError("domain")
    result = 1 % modulus
    base %= modulus
    while exponent:
        if exponent & 1:
            result = result * base % modulus
        base = base * base % modulus
        exponent >>= 1
    return result


def ratio(part: float, whole: float) -> float:
    """In percent; of nothing it is zero."""
    if whole == 0.0:
        return 0.0
    return part / whole * 100.0


def clamp(value: float, low: float, high: float) -> float:
    """As `min(max(...))` has it, NaN included."""
    return min(max(value, low), high)


def percentile(values: list[float], share: int) -> float:
    """Interpolated; 0 to 100."""
    if not values or share < 0 or share > 100:
        raise ValueError("percentile")
    ordered = sorted(values)
    place = (len(ordered) - 1) * share / 100
    low = int(place)
    if low + 1 >= len(ordered):
        return ordered[low]
    return ordered[low] + (ordered[low + 1] - ordered[low]) * (place - low)


def checksum16(data: list[int]) -> int:
    """Fletcher's, of bytes."""
    first = second = 0
    for value in data:
        first = (first + (value & 255)) % 255
        second = (second + first) % 255
    return second << 8 | first


def mean_of(values: list[float]) -> float:
    """Of the finite ones; NaN of none."""
    total = 0.0
    count = 0
    for value in values:
        if math.isnan(value) or math.isinf(value):
            continue
        total += value
        count += 1
    return total / count if count else math.nan


def sign_of(value: float) -> int:
    """-1, 0 or 1; minus zero is negative."""
    if math.isnan(value):
        return 0
    return int(math.copysign(1.0, value)) if value or math.copysign(1.0, value) < 0 else 0


def collatz(number: int) -> int:
    """Steps down to 1, at most 300."""
    steps = 0
    while number > 1 and steps < 300:
        number = number // 2 if number % 2 == 0 else 3 * number + 1
        steps += 1
    return steps
