"""What classes say in few words: total_ordering, methods under a second name, properties that are set, own context
managers, objects that are called, Self, defaults that are ints where floats are declared."""

from __future__ import annotations

from functools import total_ordering
from typing import Self


@total_ordering
class Version:
    def __init__(self, text: str) -> None:
        self.parts = tuple(int(p) for p in text.split("."))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Version):
            return NotImplemented
        return self.parts == other.parts

    def __lt__(self, other: Version) -> bool:
        return self.parts < other.parts

    def __str__(self) -> str:
        return ".".join(map(str, self.parts))


def compared(a: str, b: str) -> list[bool]:
    x, y = Version(a), Version(b)
    return [x < y, x <= y, x > y, x >= y, x == y, x != y]


def newest(versions: list[str]) -> tuple[str, str]:
    made = [Version(v) for v in versions]
    return str(max(made)), str(min(made))


class Vector:
    def __init__(self, x: float, y: float) -> None:
        self.x = x
        self.y = y

    def __mul__(self, k: float) -> Vector:
        return Vector(self.x * k, self.y * k)

    __rmul__ = __mul__

    def __repr__(self) -> str:
        return f"Vector({self.x!r}, {self.y!r})"


def scaled(x: float, y: float) -> tuple[str, str]:
    return repr(2.0 * Vector(x, y)), repr(Vector(x, y) * 0.5)


class Account:
    def __init__(self, owner: str, balance: float = 0) -> None:
        self.owner = owner
        self._balance = balance
        self.history: list[tuple[str, float]] = []

    @property
    def balance(self) -> float:
        return self._balance

    @balance.setter
    def balance(self, value: float) -> None:
        if value < 0:
            raise ValueError("negative balance")
        self._balance = value

    def deposit(self, amount: float) -> Self:
        self.balance += amount
        self.history.append(("deposit", amount))
        return self


def account(amounts: list[float], last: float) -> tuple[float, int]:
    a = Account("x")
    for m in amounts:
        a.deposit(m).deposit(0.5)
    a.balance = a.balance - last
    return a.balance, len(a.history)


class Noted:
    def __init__(self, log: list[str], name: str) -> None:
        self.log = log
        self.name = name

    def __enter__(self) -> Noted:
        self.log.append("enter " + self.name)
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self.log.append("exit " + self.name)


def noted(xs: list[int]) -> list[str]:
    log: list[str] = []
    with Noted(log, "a") as outer, Noted(log, outer.name + "b"):
        for x in xs:
            log.append(str(10 // x))
    return log


def survived(xs: list[int]) -> list[str]:
    log: list[str] = []
    try:
        with Noted(log, "c"):
            for x in xs:
                log.append(str(10 // x))
    except ZeroDivisionError as error:
        log.append(str(error))
    return log


class Multiplier:
    def __init__(self, k: int) -> None:
        self.k = k

    def __call__(self, x: int) -> int:
        return x * self.k


def multiplied(xs: list[int], k: int) -> list[int]:
    times = Multiplier(k)
    found = [times(x) for x in xs]
    found.append(times(1))
    return found


CASES = {
    "compared": [("1.2", "1.10"), ("1.2", "1.2"), ("2", "1.9.9")],
    "newest": [(["1.2", "1.10", "1.9"],), (["3"],)],
    "scaled": [(1.5, -2.0)],
    "account": [([1.0, 2.5], 1.0), ([], 0.0), ([], 1.0)],
    "noted": [([1, 2],), ([],), ([0],)],
    "survived": [([1, 2],), ([5, 0, 1],)],
    "multiplied": [([1, 2], 3), ([], 0)],
}
FALLBACK = {
    "newest": [([],)],
}
