"""Exception classes that keep attributes: raised with them, read in handlers, kept by classes that inherit."""


class Short(Exception):
    """Too little of something."""

    def __init__(self, sku: str, wanted: int, left: int = 0) -> None:
        super().__init__(f"{sku}: {wanted} wanted, {left} left")
        self.sku = sku
        self.wanted = wanted
        self.left = left
        self.missing = wanted - left


class Blocked(Short):
    """With its base's attributes."""


class Late(Short):
    def __init__(self, sku: str, days: float, reason: str | None = None) -> None:
        super().__init__(sku, wanted=int(days))
        self.days: float = days
        self.reason = reason

    def text(self) -> str:
        return f"{self.sku} is {self.days} late"


class Coded(ValueError):
    code = "E1"

    def __init__(self, number: int, fatal: bool) -> None:
        self.number = number
        self.fatal = fatal


class Plain(Exception):
    status: int = 500

    def describe(self) -> str:
        return "plain"


class Spoken(Exception):
    def __init__(self, what: str) -> None:
        Exception.__init__(self, what, len(what))
        self.what = what.upper()

    def __str__(self) -> str:
        return "spoken"


def take(sku: str, wanted: int, left: int) -> int:
    if left == 0:
        raise Blocked(sku, wanted)
    if wanted > left:
        raise Short(sku, left=left, wanted=wanted)
    if wanted < 0:
        raise Coded(wanted, wanted < -5)
    if wanted == 13:
        raise Plain("thirteen", 13)
    return left - wanted


def missing(sku: str, wanted: int, left: int) -> str:
    try:
        return str(take(sku, wanted, left))
    except Short as error:
        return f"{error.sku} lacks {error.missing} ({error})"


def fatal(wanted: int) -> bool:
    try:
        take("x", wanted, 10)
    except Coded as error:
        return error.fatal and error.number < 0
    return False


def late(sku: str, days: float, reason: str | None) -> str:
    try:
        if days > 2.5:
            raise Late(sku, days, reason)
        if days < 0:
            raise Late(sku, days)
    except Late as error:
        why = error.reason if error.reason is not None else "no reason"
        return f"{error.days:.1f} {error.missing} {why} {error}"
    return "in time"


def again(sku: str, days: float) -> str:
    try:
        raise Late(sku, days)
    except Short as error:
        if error.wanted > 3:
            raise
        return error.sku


def chained(texts: list[str]) -> int:
    total = 0
    for text in texts:
        try:
            total += int(text)
        except ValueError as error:
            raise Short(text, len(text)) from error
    return total


def spoken(s: str) -> str:
    if s:
        raise Spoken(s)
    return s


def caught_spoken(s: str) -> str:
    try:
        return spoken(s)
    except Spoken as error:
        return error.what


def overflows(n: int) -> int:
    try:
        raise Short("x", n, -n)
    except Short as error:
        return error.missing


CASES = {
    "take": [("a", 1, 0), ("é", 3, 2), ("a", -1, 2), ("a", -9, 2), ("a", 13, 20), ("a", 1, 2)],
    "missing": [("a", 1, 0), ("日本", 3, 2), ("a", 1, 2), ("a", -1, 2)],
    "fatal": [(-9,), (-1,), (1,)],
    "late": [("a", 3.25, "snow"), ("a", 3.0, None), ("b", -1.0, "x"), ("c", 1.0, None)],
    "again": [("a", 2.0), ("a", 9.0)],
    "chained": [(["1", "2"],), (["1", "x"],)],
    "spoken": [("ab",), ("",)],
    "caught_spoken": [("ab",), ("",)],
    "overflows": [(5,)],
}
FALLBACK = {
    "overflows": [(2**62,)],
    "late": [("a", 1e30, "x")],
}
