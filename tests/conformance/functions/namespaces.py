"""Classes without an __init__: a place for methods, static methods and constants. And tuples asked for their truth."""

from typing import ClassVar, NamedTuple


class Solution:
    """Methods that read no attribute."""

    LIMIT = 3

    def two_sum(self, nums: list[int], target: int) -> list[int]:
        seen: dict[int, int] = {}
        for i, n in enumerate(nums):
            if target - n in seen:
                return [seen[target - n], i]
            seen[n] = i
        return []

    def twice(self, n: int) -> int:
        return self.helper(n) + len(self.two_sum([n, 1], n + 1)) + self.LIMIT

    def helper(self, n: int) -> int:
        return n * 2

    def me(self) -> "Solution":
        return self


class Settings:
    retries: int = 3
    name = "plain"

    def wait(self, turn: int) -> int:
        return min(turn, self.retries) * 10


class Counted:
    step = 2

    def __init__(self, n: int) -> None:
        self.n = n


def described(settings: Settings) -> str:
    return f"{settings.name}: {settings.retries}"


def waits(settings: list[Settings]) -> int:
    return sum(one.wait(5) for one in settings)


def counted(one: Counted) -> int:
    one.n += one.step
    return one.n


def own(retries: int) -> Settings:
    """An instance with a variable of its own."""
    found = Settings()
    found.retries = retries
    return found


def stepped(step: int) -> Counted:
    found = Counted(1)
    found.step = step
    return found


class Tax:
    RATES: ClassVar[dict[str, float]] = {"de": 0.19, "fr": 0.2}
    LEVELS = (1, 2, 3)

    @staticmethod
    def of(country: str, x: float) -> float:
        return Tax.RATES.get(country, 0.0) * x

    @classmethod
    def twice(cls, country: str, x: float) -> float:
        return cls.of(country, x) * 2 + len(cls.LEVELS)

    @classmethod
    def made(cls) -> "Tax":
        return cls()


class Base:
    pass


class Rules(Base):
    """What its bases are does not matter to a static method."""

    @staticmethod
    def allowed(n: int) -> bool:
        return n > Tax.LEVELS[0]


class Span(NamedTuple):
    start: int
    stop: int


def tax(country: str, x: float) -> float:
    return Tax.of(country, x) + sum(Tax.LEVELS) + Tax.twice(country, 1.0)


def allowed(numbers: list[int]) -> list[int]:
    return [n for n in numbers if Rules.allowed(n)]


def made(n: int) -> int:
    return Solution().twice(n)


def same(a: Solution, b: Solution) -> bool:
    return a is b


def equal(a: Solution, b: Solution) -> bool:
    return a == b


def two() -> tuple[Solution, Solution]:
    return Solution(), Solution()


def twin() -> tuple[Solution, Solution]:
    one = Solution()
    return one, one.me()


def store(one: Solution, found: list[Solution]) -> int:
    found.append(one)
    found.append(Solution())
    found.append(found[0])
    return len(found)


class Point:
    def __init__(self, x: int) -> None:
        self.x = x


def unread(n: int) -> int:
    """Nobody reads what is stored, but computing it may fail."""
    found = [Point(10 // i) for i in range(n, -1, -1)]
    return len(found)


def unread_are_distinct(a: Point, n: int) -> bool:
    b = Point(n)
    return a is b or Point(n) is b


def distinct(n: int) -> bool:
    found = [Solution() for _ in range(n)]
    return any(found[i] is found[j] for i in range(n) for j in range(i))


def place(grid: list[list[int]]) -> tuple[int, int] | None:
    for i, row in enumerate(grid):
        for j, value in enumerate(row):
            if value == 0:
                return i, j
    return None


def first_zero(grid: list[list[int]]) -> int:
    if found := place(grid):
        row, column = found
    else:
        return -1
    return row * 10 + column


def has_zero(grid: list[list[int]]) -> bool:
    return not place(grid) and bool(grid) or not not place(grid)


def chosen(start: int, stop: int) -> int:
    span = Span(start, stop) if stop > start else None
    other = span or Span(0, 0)
    return other.stop - other.start + (1 if span else 0)


def hexadecimal(number: float) -> str:
    number = int(number)
    text = ""
    while number > 0:
        number, digit = divmod(number, 16)
        text = "0123456789abcdef"[int(digit)] + text
    return "0x" + text


one = Solution()
CASES = {
    "Solution.two_sum": [(Solution(), [2, 7, 11], 9), (Solution(), [], 1)],
    "Solution.twice": [(Solution(), 4)],
    "Solution.me": [(Solution(),)],
    "Settings.wait": [(Settings(), 2), (Settings(), 9)],
    "described": [(Settings(),)],
    "waits": [([],), ([Settings(), Settings()],)],
    "counted": [(Counted(4),)],
    "Tax.of": [("de", 100.0), ("us", 1.0)],
    "Tax.twice": [("fr", 10.0)],
    "Tax.made": [()],
    "tax": [("de", 100.0), ("", -1.0)],
    "allowed": [([0, 1, 2, 3],), ([],)],
    "made": [(5,), (1,)],
    "same": [(one, one), (Solution(), Solution())],
    "equal": [(one, one), (Solution(), Solution())],
    "two": [()],
    "twin": [()],
    "store": [(one, []), (Solution(), [one])],
    "unread": [(-1,), (3,)],
    "unread_are_distinct": [(Point(1), 1)],
    "distinct": [(0,), (1,), (3,)],
    "first_zero": [([[1, 2], [3, 0]],), ([[1]],), ([],)],
    "has_zero": [([[0]],), ([[1]],), ([],)],
    "chosen": [(1, 5), (5, 1)],
    "hexadecimal": [(255.9,), (0.0,), (16.0,)],
}
FALLBACK = {
    "Settings.wait": [(own(5), 9)],
    "described": [(own(7),)],
    "waits": [([Settings(), own(4)],)],
    "counted": [(stepped(5),)],
}
