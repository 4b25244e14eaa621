"""Functions whose shape is hard for an emitter: names, nesting of try and loops, order of evaluation, late assignment."""

# ruff: noqa: B007, B904, RET501, RET503, RET505, RUF059, SIM, C4, E741, PT, F841, N803

import itertools
from dataclasses import dataclass


class StockError(Exception):
    pass


class DeepError(StockError):
    pass


@dataclass(frozen=True)
class Point:
    type: int
    type_: int
    match: str


@dataclass
class Node:
    name: str
    flag: bool
    size: int


TABLE = {"a": 1, "b": 2}
PAIR = (3, "x")
NAMES = ["n1", "n2"]


def helper(x: int) -> int:
    if x > 5:
        raise StockError(f"too big: {x}", x)
    if x < -5:
        raise DeepError
    return x * 2


def keywords(fn: int, let: int, cx: int, rt: int, Some: int, List: int, self: int) -> int:
    """A doc with "quotes" and \\ backslash {braces}.

    - list
    """
    match = fn + let
    loop = match * cx
    s = rt - Some
    text = loop + s
    return text + List + self


def nested(xs: list[int]) -> tuple[int, list[str]]:
    log: list[str] = []
    total = 0
    for x in xs:
        try:
            try:
                total += helper(x)
                if x == 3:
                    break
                if x == 2:
                    continue
                log.append("after")
            except DeepError:
                log.append("deep")
                raise
            except ZeroDivisionError:
                log.append("never")
        except StockError as e:
            log.append(f"stock {e}")
        else:
            log.append("else")
    return total, log


def returns_inside(xs: list[int], i: int) -> int:
    try:
        for x in xs:
            if x == i:
                return xs[i] + 10 // x
        value = xs[i]
    except IndexError:
        return -1
    except ZeroDivisionError:
        value = -2
    return value


def reraise(x: int) -> str:
    try:
        return str(helper(x))
    except StockError:
        try:
            helper(1)
        except ValueError:
            return "no"
        raise


def shadow(total: int, helper_: int) -> int:
    x = [total for total in range(3)]
    y = {k: v for k, v in zip(["a", "b"], x)}
    return total + len(x) + len(y) + helper(1) + helper_


def chained(a: int, b: int, c: int) -> bool:
    return a < b <= c != a


def order(xs: list[int], d: dict[str, int], k: str) -> tuple[bool, int]:
    own = xs.copy()
    rest = xs.copy()
    found = own.pop() in other(rest, own)
    return found, d[k] + (own.pop() if own else -1)


def raising_comps(xs: list[str], n: int) -> tuple[list[int], dict[str, int], bool, bool]:
    a = [int(x) for x in xs if int(x) > n]
    b = {x: int(x) for x in xs}
    c = any(int(x) > n for x in xs)
    d = all(int(x) > n for x in xs if x != "0")
    return a, b, c, d


def flat(xs: list[list[int]]) -> list[int]:
    return [y for x in xs for y in x if y % 2 if y > 1]


def recursive(n: int) -> int:
    return 1 if n <= 0 else n + recursive(n - 1)


def optional(x: int | None, s: str | None) -> str:
    if x is None:
        return s or "none"
    if not s:
        return f"{x}"
    return s * x


def points(n: int) -> list[Point]:
    return [Point(i, -i, f"p{i}") for i in range(n)]


def nodes(ns: list[Node], wanted: str) -> int:
    total = 0
    for n in ns:
        if n.flag and n.name != wanted:
            total += n.size
    return total


def constants(k: str) -> tuple[int, str, int, list[str]]:
    return TABLE.get(k, 0), PAIR[1], PAIR[0] + TABLE["a"], [n + k for n in NAMES]


def late(xs: list[int], want: int) -> str:
    for i, x in enumerate(xs):
        if x == want:
            kind = f"at {i}"
            break
    else:
        kind = "none"
    return kind


def late_record(xs: list[Node], want: str) -> int:
    for x in xs:
        if x.name == want:
            best = x
            break
    else:
        return -1
    return best.size


def loops(n: int) -> int:
    total = 0
    while True:
        n -= 1
        if n < 0:
            break
        if n % 3 == 0:
            continue
        for j in range(n, 0, -2):
            if j == 4:
                break
            total += j
        total += n
    return total


def only_none(x: int) -> None:
    if x > 3:
        raise ValueError
    return None


def calls_none(x: int) -> int:
    only_none(x)
    return x


def bits(a: int, b: int) -> int:
    return (a & b | a ^ b) + (a << 1) - (b >> 1) * -a + ~b


def floats(a: float, b: float, n: int) -> tuple[float, bool, float]:
    return -a * (b - n) / 2, not a < b, (a + b) ** 2 - a % 3


def fmt(a: int, x: float, s: str) -> str:
    return f"{{{a:>5}}} {x:.2f}%{s!r} {a + 1} {s}" + "tail{}"


def errors(kind: int, s: str) -> str:
    try:
        if kind == 0:
            raise KeyError(s)
        if kind == 1:
            raise KeyError
        if kind == 2:
            raise ValueError(s, kind, 1.5, True, None)
        if kind == 3:
            raise DeepError(s)
        if kind == 4:
            assert not s, s
        if kind == 5:
            assert not s
        if kind == 6:
            raise PermissionError(s)
    except (KeyError, ValueError) as e:
        return "kv " + str(e)
    except Exception as e:
        return "ex " + str(e)
    return "none"


def swap(a: int, b: int) -> tuple[int, int]:
    a, b = b, a
    (a, b) = (a + 1, b)
    return a, b


def aliasing(n: int) -> list[int]:
    row = [0] * n
    grid = [row] * 2
    grid[0][0] = 5
    row.append(7)
    return grid[1] + [len(grid)]


def unused(a: int, b: str) -> int:
    for _ in range(a):
        pass
    c = a
    for i, (x, y) in enumerate(zip([1, 2], [3, 4])):
        c += y
    return c


def ternaries(a: int, b: int) -> int:
    return (a if a > b else b) + (1 if a == b and (a > 0 or b < 0) else 2) * 3


def dictwalk(d: dict[str, int]) -> dict[str, int]:
    out = d.copy()
    for k in d:
        if d[k] > 2:
            del out[k]
    for k, v in list(out.items()):
        out[k + "!"] = v
    return out


def other(xs: list[int], own: list[int]) -> list[int]:
    return [xs[0] + len(own), xs[1]]


_INTS = [-7,-6,0,1,2,3,4,6]
_NODES = [Node("a",True,3),Node("b",False,4),Node("c",True,5)]
CASES = dict(keywords=[(1,2,3,4,5,6,7)],nested=[(x,) for x in ([],[1,6,2,-7,3,1],_INTS,[0])],returns_inside=list(itertools.product([[],[1,2,3],[0,5],[0,0]],[0,1,2,-1,9])),
 reraise=[(x,) for x in _INTS],shadow=[(1,2)],chained=list(itertools.product([0,1,2],repeat=3)),order=[([1,2,3],{"a":1},"a"),([1],{},"a"),([1,1],{},"b"),([2,1,1],{"a":1},"b")],
 raising_comps=[(["1","2"],1),(["1","x"],0),([],0),(["0","5"],2),(["5","x"],1),(["5","x"],9)],flat=[([[1,2,3],[],[5,7]],)],recursive=[(3,),(399,),(401,),(5000,)],
 optional=list(itertools.product([None,0,2],[None,"","ab"])),points=[(0,),(3,)],nodes=[(_NODES,"a"),([],"")],constants=[("a",),("zz",)],late=[([1,2],2),([],1)],late_record=[(_NODES,"b"),(_NODES,"q")],
 loops=[(0,),(20,)],only_none=[(1,),(9,)],calls_none=[(1,),(9,)],bits=list(itertools.product(_INTS,repeat=2)),floats=list(itertools.product([0.5,-3.25,float("nan")],[1.0,2.5],[0,3])),
 fmt=[(5,2.675,"a'b"),(-1,1e20,"é")],errors=list(itertools.product(range(8),["","m","a'b"])),swap=[(1,2)],aliasing=[(1,),(3,),(0,)],unused=[(3,"x")],ternaries=list(itertools.product([-1,0,2],repeat=2)),dictwalk=[({"a":1,"b":3},),({},)])

"""The arguments of each function's calls."""

FALLBACK = {"recursive"}
"""Functions of which legacy answers some calls."""
