"""print(): what it writes, in which order, and when."""

from dataclasses import dataclass
from functools import lru_cache


def countdown(n: int) -> int:
    """Prints what is left, then the end."""
    total = 0
    while n > 0:
        print(n)
        total += n
        n -= 1
    print("done")
    return total


def separated(name: str, price: float, count: int, rest: list[int], none: int | None) -> None:
    print(name, price, count, True, rest, none)
    print(name, price, sep="")
    print(name, count, sep=", ", end=";\n")
    print()
    print(end="")
    print("a", end=None)
    print("b", "c", sep=None)
    print(name, flush=True)
    print("end", end="")


def own_separator(words: list[str], sep: str, end: str) -> None:
    print(*words, sep=sep, end=end)
    print(len(words), words, sep=sep, end=end)


def computed_separator(n: int) -> None:
    print(n, n + 1, n + 2, end=dots(n), sep=dots(2))
    print(dots(1), dots(2), dots(3))


def dots(n: int) -> str:
    print("dots", n)
    return "." * n


def starred(numbers: list[int], pair: tuple[float, float]) -> None:
    print(*numbers)
    print(*(n * n for n in numbers), sep="|")
    print(*pair)
    print(*range(len(numbers)))


def grid(rows: list[list[int]]) -> None:
    for row in rows:
        for cell in row:
            print(cell, end=" ")
        print()


def grows(items: list[int]) -> int:
    """The second argument changes the first before its text is made."""
    print(items, added(items), len(items))
    print("now", items)
    return len(items)


def added(items: list[int]) -> int:
    print("adding")
    items.append(len(items))
    return items[-1]


def both_orders(n: int) -> int:
    return told("left", n) + told("right", 2) * told("last", 3)


def told(what: str, value: int) -> int:
    print(what, value)
    return value


def before_it_fails(values: list[int], at: int) -> int:
    print("reading", at)
    try:
        found = values[at]
    except IndexError as error:
        print("error:", error)
        raise ValueError(f"no {at}") from error
    print("found", found)
    return 100 // found


def overflows(n: int) -> int:
    print("start")
    n *= n
    print("squared", n)
    return n * n


@dataclass
class Account:
    owner: str
    balance: int

    def __str__(self) -> str:
        print("asked")
        if self.balance < 0:
            raise ValueError(self.owner)
        return f"{self.owner}: {self.balance}"

    def pay(self, amount: int) -> None:
        print(f"{self.owner} pays {amount}")
        self.balance -= amount


def accounts(owner: str, amounts: list[int]) -> str:
    one = Account(owner, 10)
    for amount in amounts:
        one.pay(amount)
        print("account", one, amount)
    return str(one)


def formatted(prices: dict[str, float]) -> float:
    total = 0.0
    for name, price in sorted(prices.items()):
        print(f"{name:<10}|{price:>10.2f}")
        total += price
    print("-" * 21)
    print("total".ljust(10), f"{total:10.2f}", sep="|")
    return total


def choices(n: int) -> bool:
    return positive(n) and even(n) or positive(-n)


def positive(n: int) -> bool:
    print("positive?", n)
    return n > 0


def even(n: int) -> bool:
    print("even?", n)
    return n % 2 == 0


def listed(numbers: list[int]) -> list[int]:
    first = [told("a", n) for n in numbers if positive(n)]
    second = [told("b", n) for n in first]
    return [x + y for x, y in zip(first, second)]


def until(numbers: list[int]) -> bool:
    return any(positive(n) for n in numbers)


def hanoi(n: int, source: str, target: str, spare: str) -> int:
    if n == 0:
        return 0
    moves = hanoi(n - 1, source, spare, target)
    print("move", n, "from", source, "to", target)
    return moves + 1 + hanoi(n - 1, spare, target, source)


def inner(n: int) -> int:
    @lru_cache(maxsize=None)
    def square(k: int) -> int:
        print("computing", k)
        return k * k

    return square(n) + square(n) + square(n + 1)


CASES = {
    "countdown": [(0,), (3,)],
    "separated": [("Köln", 1.5, 3, [1, 2], None), ("", -0.0, 0, [], 7), ("日本", 1e100, -1, [5], 0)],
    "own_separator": [(["a", "b"], ", ", "!\n"), ([], "x", ""), (["only"], "", ".")],
    "computed_separator": [(3,), (0,)],
    "starred": [([1, 2, 3], (1.0, -0.0)), ([], (0.5, 2.0))],
    "grid": [([[1, 2], [3]],), ([],), ([[]],)],
    "grows": [([],), ([4, 5],)],
    "both_orders": [(1,)],
    "before_it_fails": [([1, 2], 1), ([1, 2], 5), ([0], 0), ([], -1)],
    "overflows": [(3,)],
    "accounts": [("Ann", [3, 4]), ("Bob", [11]), ("Cy", [])],
    "formatted": [({"milk": 1.25, "bread": 3.5},), ({},)],
    "choices": [(2,), (1,), (-1,), (0,)],
    "listed": [([1, -2, 3],), ([],)],
    "until": [([-1, 2, 3],), ([],)],
    "hanoi": [(3, "A", "C", "B"), (0, "A", "B", "C")],
    "inner": [(3,)],
}
FALLBACK = {
    "overflows": [(1 << 40,)],
    "both_orders": [(1 << 70,)],
}
