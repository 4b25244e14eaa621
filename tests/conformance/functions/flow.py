"""Assignment expressions, `finally`, `raise from`, own exceptions, asserts."""


class TooSmall(ValueError):
    """An error of the module's own."""


def in_if(xs: list[int]) -> int:
    if (n := len(xs)) > 2:
        return n
    elif (m := n * 2) > 1:
        return -m
    return n + m


def in_while(n: int) -> list[int]:
    out = []
    while (n := n // 2) > 0:
        if n == 3:
            continue
        out.append(n)
    else:
        out.append(-1)
    return out


def behind_and(xs: list[int], i: int) -> str:
    if i < len(xs) and (x := xs[i]) > 0 and (y := x * 2) > 5:
        return f"{x} {y}"
    return "no"


def behind_or(a: int) -> int:
    if a > 10 or (b := a + 1) > 5:
        return a
    return b


def in_comprehension(words: list[str]) -> list[str]:
    return [short for word in words if (short := word.strip()) and len(short) > 1]


def in_element(xs: list[int]) -> list[int]:
    total = 0
    return [(total := total + x) for x in xs]


def left_first(xs: list[int]) -> list[int]:
    n = 1
    return [n, (n := n + 1), n, len(xs) + (n := n * 10)]


def final(s: str) -> list[str]:
    log = []
    try:
        log.append(str(int(s)))
    except ValueError:
        log.append("bad")
    finally:
        log.append("done")
    return log


def final_return(xs: list[int]) -> list[int]:
    log = [0]
    for x in xs:
        log.append(returns_in_try(x, log))
    return log


def returns_in_try(x: int, log: list[int]) -> int:
    try:
        if x > 5:
            return x * 2
        x += 1
    finally:
        log.append(-x)
    return x


def final_in_loop(xs: list[int]) -> int:
    count = 0
    for x in xs:
        try:
            if x == 0:
                continue
            if x < 0:
                break
        finally:
            count += 1
    return count


def final_raises(n: int) -> str:
    log = ""
    try:
        try:
            log += str(10 // n)
        finally:
            log += "|"
    except ZeroDivisionError as error:
        log += str(error)
    return log


def raised_from(s: str) -> int:
    try:
        return int(s)
    except ValueError as error:
        raise TooSmall("not a number: " + s) from error


def own_error(n: int) -> int:
    try:
        if n < 0:
            raise TooSmall(n)
        if n == 0:
            raise TooSmall
        return n
    except TooSmall:
        if n == 0:
            raise
        return -1


def asserted(n: int) -> int:
    assert n > 0, f"{n} is not positive"
    assert n < 10
    return n


CASES = {
    "in_if": [([1, 2, 3],), ([1],), ([],)],
    "in_while": [(20,), (7,), (0,)],
    "behind_and": [([1, 5], 1), ([1, 5], 0), ([1], 4), ([0], 0)],
    "behind_or": [(11,), (7,), (1,)],
    "in_comprehension": [([" ab ", "c", ""],), ([],)],
    "in_element": [([1, 2, 3],), ([],)],
    "left_first": [([1, 2],)],
    "final": [("12",), ("x",)],
    "final_return": [([1, 9],), ([],)],
    "final_in_loop": [([1, 0, -1, 5],), ([],)],
    "final_raises": [(3,), (0,)],
    "raised_from": [("3",), ("x",)],
    "own_error": [(1,), (0,), (-5,)],
    "asserted": [(1,), (0,), (10,)],
}
FALLBACK: dict[str, list[tuple[object, ...]]] = {}
