"""Members of Enums, dates, times and time spans as numbers: the algorithms of Lib/enum.py and Lib/_pydatetime.py.

A date is its ordinal (1 is 0001-01-01), a datetime its microseconds since 0001-01-01, a timedelta its microseconds.
"""

from typing import TypeVar

K = TypeVar("K")


def member_place(places: dict[K, int], value: K, name: str) -> int:
    """The place of the member with that value (EnumType.__call__)."""
    if value in places:
        return places[value]
    raise ValueError(repr(value) + " is not a valid " + name)


def is_leap(year: int) -> bool:
    """Whether the year has a 29th of February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """How many days the month has."""
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month == 4 or month == 6 or month == 9 or month == 11 else 31


def date_number(year: int, month: int, day: int) -> int:
    """The ordinal of date(year, month, day)."""
    if year < -2147483648 or year > 2147483647 or month < -2147483648 or month > 2147483647:
        give_up()
    if day < -2147483648 or day > 2147483647:
        give_up()
    if year < 1 or year > 9999:
        raise ValueError("year " + str(year) + " is out of range")
    if month < 1 or month > 12:
        raise ValueError("month must be in 1..12")
    if day < 1 or day > days_in_month(year, month):
        raise ValueError("day is out of range for month")
    return known_date_number(year, month, day)


def known_date_number(year: int, month: int, day: int) -> int:
    """The ordinal of a date that exists; years begin in March."""
    shifted = year - 1 if month <= 2 else year
    era = shifted // 400
    of_era = shifted - era * 400
    of_year = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 305


def date_parts(number: int) -> tuple[int, int, int]:
    """Year, month and day of an ordinal."""
    days = number + 305
    era = days // 146097
    of_era = days - era * 146097
    years = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * years + years // 4 - years // 100)
    shifted = (5 * of_year + 2) // 153
    day = of_year - (153 * shifted + 2) // 5 + 1
    month = shifted + 3 if shifted < 10 else shifted - 9
    year = years + era * 400
    return (year + 1 if month <= 2 else year, month, day)


def date_year(number: int) -> int:
    """The year of an ordinal."""
    parts: tuple[int, int, int] = date_parts(number)
    return parts[0]


def date_month(number: int) -> int:
    """The month of an ordinal."""
    parts: tuple[int, int, int] = date_parts(number)
    return parts[1]


def date_day(number: int) -> int:
    """The day of the month of an ordinal."""
    parts: tuple[int, int, int] = date_parts(number)
    return parts[2]


def date_of_ordinal(number: int) -> int:
    """date.fromordinal(number)."""
    if number < 1 or number > 3652059:
        give_up()
    return number


def two_digits(number: int) -> str:
    """The number with a zero before it below 10."""
    return "0" + str(number) if number < 10 else str(number)


def four_digits(number: int) -> str:
    """The number with zeros before it below 1000."""
    return str(number).zfill(4)


def date_text(number: int) -> str:
    """date.isoformat()."""
    parts: tuple[int, int, int] = date_parts(number)
    return four_digits(parts[0]) + "-" + two_digits(parts[1]) + "-" + two_digits(parts[2])


def date_moved(number: int, microseconds: int) -> int:
    """date + timedelta, which counts whole days only."""
    moved = number + microseconds // 86400000000
    if moved < 1 or moved > 3652059:
        raise OverflowError("date value out of range")
    return moved


def date_moved_back(number: int, microseconds: int) -> int:
    """date - timedelta."""
    moved = number - microseconds // 86400000000
    if moved < 1 or moved > 3652059:
        raise OverflowError("date value out of range")
    return moved


def read_digits(s: str, start: int, stop: int) -> int:
    """The number in s[start:stop]; gives up where another character than an ASCII digit stands."""
    value = 0
    for place in range(start, stop):
        code = ord(s[place])
        if code < 48 or code > 57:
            give_up()
        value = value * 10 + code - 48
    return value


def date_read(s: str) -> int:
    """date.fromisoformat of YYYY-MM-DD; gives up on every other text."""
    if len(s) != 10 or s[4] != "-" or s[7] != "-":
        give_up()
    year = read_digits(s, 0, 4)
    month = read_digits(s, 5, 7)
    day = read_digits(s, 8, 10)
    if year < 1 or month < 1 or month > 12 or day < 1 or day > days_in_month(year, month):
        give_up()
    return known_date_number(year, month, day)


def time_number(hour: int, minute: int, second: int, microsecond: int) -> int:
    """The microseconds of a time of day."""
    if hour < 0 or hour > 23:
        raise ValueError("hour must be in 0..23")
    if minute < 0 or minute > 59:
        raise ValueError("minute must be in 0..59")
    if second < 0 or second > 59:
        raise ValueError("second must be in 0..59")
    if microsecond < 0 or microsecond > 999999:
        raise ValueError("microsecond must be in 0..999999")
    return ((hour * 60 + minute) * 60 + second) * 1000000 + microsecond


def datetime_number(year: int, month: int, day: int, hour: int, minute: int, second: int, microsecond: int) -> int:
    """datetime(year, month, day, hour, minute, second, microsecond)."""
    for part in [hour, minute, second, microsecond]:
        if part < -2147483648 or part > 2147483647:
            give_up()
    days = date_number(year, month, day) - 1
    return days * 86400000000 + time_number(hour, minute, second, microsecond)


def datetime_moved(number: int, microseconds: int) -> int:
    """datetime + timedelta."""
    moved = number + microseconds
    if moved < 0 or moved >= 315537897600000000:
        raise OverflowError("date value out of range")
    return moved


def time_text(microseconds: int) -> str:
    """HH:MM:SS of a time of day, with the microseconds where there are any."""
    seconds = microseconds // 1000000
    rest = microseconds % 1000000
    text = two_digits(seconds // 3600) + ":" + two_digits(seconds // 60 % 60) + ":" + two_digits(seconds % 60)
    return text if rest == 0 else text + "." + str(rest).zfill(6)


def datetime_text(number: int, separator: str) -> str:
    """datetime.isoformat(separator)."""
    if len(separator) != 1:
        give_up()
    return date_text(number // 86400000000 + 1) + separator + time_text(number % 86400000000)


def datetime_read(s: str) -> int:
    """datetime.fromisoformat of YYYY-MM-DD, alone or with a separator and HH:MM or HH:MM:SS; gives up on others."""
    if len(s) == 10:
        return (date_read(s) - 1) * 86400000000
    if (len(s) != 16 and len(s) != 19) or s[13] != ":" or (s[10] != "T" and s[10] != " "):
        give_up()
    days = date_read(s[:10]) - 1
    hour = read_digits(s, 11, 13)
    minute = read_digits(s, 14, 16)
    second = 0
    if len(s) == 19:
        if s[16] != ":":
            give_up()
        second = read_digits(s, 17, 19)
    if hour > 23 or minute > 59 or second > 59:
        give_up()
    return days * 86400000000 + time_number(hour, minute, second, 0)


def span_number(
    days: int, seconds: int, microseconds: int, milliseconds: int, minutes: int, hours: int, weeks: int
) -> int:
    """timedelta(days, seconds, microseconds, milliseconds, minutes, hours, weeks) of ints."""
    whole = ((weeks * 7 + days) * 24 + hours) * 60 + minutes
    return (whole * 60 + seconds) * 1000000 + milliseconds * 1000 + microseconds


def span_text(microseconds: int) -> str:
    """str(timedelta)."""
    days = microseconds // 86400000000
    rest = microseconds % 86400000000
    hours = rest // 3600000000
    text = str(hours) + time_text(rest)[2:]
    if days == 0:
        return text
    plural = "" if days == 1 or days == -1 else "s"
    return str(days) + " day" + plural + ", " + text


def span_divided(microseconds: int, divisor: int) -> int:
    """timedelta / int: to the nearest, ties to even."""
    if divisor == 0:
        raise ZeroDivisionError("integer division or modulo by zero")
    quotient = microseconds // divisor
    rest = microseconds % divisor
    twice = rest * 2
    above = twice > divisor if divisor > 0 else twice < divisor
    if above or (twice == divisor and quotient % 2 == 1):
        quotient += 1
    return quotient


def span_floored(microseconds: int, divisor: int) -> int:
    """timedelta // int, timedelta // timedelta."""
    if divisor == 0:
        raise ZeroDivisionError("integer division or modulo by zero")
    return microseconds // divisor


def span_rest(microseconds: int, divisor: int) -> int:
    """timedelta % timedelta."""
    if divisor == 0:
        give_up()
    return microseconds % divisor


def span_ratio(microseconds: int, divisor: int) -> float:
    """timedelta / timedelta."""
    if divisor == 0:
        give_up()
    return microseconds / divisor


def day_of_year(number: int) -> int:
    """tm_yday."""
    return number - known_date_number(date_year(number), 1, 1) + 1


def late_year(year: int) -> str:
    """%Y of strftime; gives up where platforms differ about zeros before it."""
    if year < 1000:
        give_up()
    return str(year)


def moulded_part(s: str, start: int, width: int, default: int) -> int:
    """The number of `width` digits at `start`; the default where there is no such part."""
    if start < 0:
        return default
    return read_digits(s, start, start + width)


def datetime_moulded(s: str, mould: str, year: int, month: int, day: int, hour: int, minute: int, second: int) -> int:
    """datetime.strptime where `#` of the mould stands for a digit and the parts begin at the given places, -1 for
    none. Gives up on every text that is not exactly so, or no time."""
    if len(s) != len(mould):
        give_up()
    for place in range(len(mould)):
        if mould[place] != "#" and mould[place] != s[place]:
            give_up()
    years = moulded_part(s, year, 4, 1900)
    months = moulded_part(s, month, 2, 1)
    days = moulded_part(s, day, 2, 1)
    hours = moulded_part(s, hour, 2, 0)
    minutes = moulded_part(s, minute, 2, 0)
    seconds = moulded_part(s, second, 2, 0)
    if years < 1 or months < 1 or months > 12 or days < 1 or days > days_in_month(years, months):
        give_up()
    if hours > 23 or minutes > 59 or seconds > 59:
        give_up()
    return (known_date_number(years, months, days) - 1) * 86400000000 + time_number(hours, minutes, seconds, 0)


def iso_first_monday(year: int) -> int:
    """The ordinal of the Monday of the first ISO week of the year (Lib/_pydatetime.py, _isoweek1monday)."""
    first = known_date_number(year, 1, 1)
    weekday = (first + 6) % 7
    monday = first - weekday
    return monday + 7 if weekday > 3 else monday


def iso_calendar(number: int) -> tuple[int, int, int]:
    """date.isocalendar() of an ordinal."""
    year = date_year(number)
    monday = iso_first_monday(year)
    week = (number - monday) // 7
    if week < 0:
        year -= 1
        week = (number - iso_first_monday(year)) // 7
    elif week >= 52 and number >= iso_first_monday(year + 1):
        year += 1
        week = 0
    return (year, week + 1, (number + 6) % 7 + 1)
