"""`match`: values, alternatives, sequences, stars, mappings, classes, guards, names."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    x: int
    y: int


def word(n: int) -> str:
    match n:
        case 0:
            return "zero"
        case 1 | 2 | 3:
            return "few"
        case -1:
            return "minus one"
        case _:
            return "many"


def command(text: str) -> str:
    match text.split():
        case []:
            return "nothing"
        case ["go", where]:
            return "to " + where
        case ["add", *what] if len(what) > 1:
            return "+".join(what)
        case [one]:
            return one
        case [first, *_, last]:
            return first + last
    return "never"


def guarded(n: int) -> str:
    match n:
        case x if x < 0:
            return "negative"
        case 0:
            return "zero"
        case x if x % 2 == 0:
            return f"even {x}"
    return "odd"


def where(p: Point) -> str:
    match p:
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=y):
            return f"axis {y}"
        case Point(x, y) if x == y:
            return f"diagonal {x}"
        case _:
            return "plane"


def pair(t: tuple[int, str]) -> str:
    match t:
        case (0, _):
            return "none"
        case (n, "x"):
            return "x" * n
        case (n, text) as whole:
            return text + str(n) + whole[1]


def kind(x: int | str | list[int] | None) -> str:
    match x:
        case None:
            return "none"
        case 7 | "seven":
            return "seven"
        case int(n):
            return f"int {n + 1}"
        case str():
            return "str " + x
        case [a, b]:
            return f"two {a + b}"
        case _:
            return "list"


def looked_up(d: dict[str, int]) -> int:
    match d:
        case {"a": 1}:
            return 1
        case {"a": n, "b": m}:
            return n + m
        case {}:
            return -1


def flags(a: bool, b: bool) -> str:
    match (a, b):
        case (True, True):
            return "both"
        case (True, False) | (False, True):
            return "one"
        case _:
            return "none"


def machine(text: str) -> list[str]:
    state, out = "start", []
    for c in text:
        match (state, c):
            case ("start", "("):
                state = "open"
            case ("open", ")"):
                state = "start"
                out.append("pair")
            case ("open", _):
                continue
            case _:
                out.append(c)
                break
    return out


CASES = {
    "word": [(0,), (2,), (-1,), (9,)],
    "command": [("",), ("go home",), ("add 1 2",), ("add 1",), ("x",), ("a b c",)],
    "guarded": [(-1,), (0,), (4,), (5,)],
    "where": [(Point(0, 0),), (Point(0, 3),), (Point(2, 2),), (Point(1, 2),)],
    "pair": [((0, "a"),), ((3, "x"),), ((2, "b"),)],
    "kind": [(None,), (7,), ("seven",), (1,), ("a",), ([1, 2],), ([1],)],
    "looked_up": [({"a": 1},), ({"a": 2, "b": 3},), ({"c": 1},), ({},)],
    "flags": [(True, True), (True, False), (False, True), (False, False)],
    "machine": [("(a)x(",), ("",), ("((",)],
}
FALLBACK = {"word": [(True,)]}
