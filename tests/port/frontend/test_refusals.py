"""What the compiler refuses: the code, the line, and that nothing is guessed. One Python text a rule."""

from pathlib import Path

import pytest

from pivot_lsp.port import ir
from pivot_lsp.port.refusal import CODES
from tests.port.frontend.texts import compiled

HEAD = "from dataclasses import dataclass, field\nimport math, random, time, os\n"

REFUSED = {
    "no annotation": ("PV201", "def f(a, b: int) -> int:\n    return b #!\n", 3),
    "unsupported parameter type": ("PV202", "def f(a: complex) -> int:\n    return 1\n", 3),
    "set of lists": ("PV202", "def f(a: list[list[int]]) -> int:\n    return len({tuple(a), tuple(a)})\n", 4),
    "str stored in float": ("PV207", "def f(xs: list[float]) -> float:\n    t: float = ''\n    return t\n", 4),
    "list of ints or floats in sum": ("PV207", "def f(a: list[int | float]) -> float:\n    return sum(a)\n", 4),
    "ints and floats in order": (
        "PV207", "def f(a: list[int | float]) -> list[int | float]:\n    return sorted(a)\n", 4
    ),
    "equality of lists of unions": ("PV207", "def f(a: list[int | float]) -> bool:\n    return a == [1, 2.0]\n", 4),
    "bool where int": ("PV207", "def f(a: bool) -> int:\n    return a\n", 4),
    "global": ("PV209", "n = 0\ndef f() -> int:\n    global n\n    n = 1\n    return 1\n", 5),
    "print to a file": ("PV210", "def f(a: int) -> None:\n    print(a, file=sys.stderr)\n", 4),
    "print in an expression": ("PV210", "def f(a: int) -> list[None]:\n    return [print(a)]\n", 4),
    "print *, and more": ("PV204", "def f(a: list[int]) -> None:\n    print(1, *a)\n", 4),
    "generator that prints": (
        "PV213",
        "def g(n: int) -> Iterator[int]:\n    print(n)\n    yield n\ndef f(n: int) -> int:\n    return sum(g(n))\n",
        3,
    ),
    "cache that prints": (
        "PV211",
        "from functools import cache\n@cache\ndef g(n: int) -> int:\n    print(n)\n    return n\ndef f(n: int) -> int:\n    return g(n)\n",
        5,
    ),
    "key that prints": (
        "PV210",
        "def g(n: int) -> int:\n    print(n)\n    return n\ndef f(a: list[int]) -> list[int]:\n    return sorted(a, key=g)\n",
        7,
    ),
    "time": ("PV210", "def f() -> float:\n    return time.time()\n", 4),
    "random": ("PV210", "def f() -> float:\n    return random.random()\n", 4),
    "environment": ("PV210", "def f() -> str | None:\n    return os.getenv('x')\n", 4),
    "with": ("PV210", "def f(p: str) -> int:\n    with open(p) as g:\n        pass\n    return 1\n", 4),
    "decorator": ("PV211", "def d(f): return f\n@d\ndef f(a: int) -> int:\n    return a\n", 5),
    "cached functions that call each other": (
        "PV211",
        "from functools import cache\n@cache\ndef g(n: int) -> int:\n    return n if n < 1 else h(n - 1)\n"
        "@cache\ndef h(n: int) -> int:\n    return g(n - 1) + 1\ndef f(n: int) -> int:\n    return g(n)\n", 11
    ),
    "generator that reads a variable as it changes": (
        "PV203",
        "def f(n: int) -> list[int]:\n    step = 1\n    out = []\n    def g():\n        for i in range(n):\n"
        "            yield i * step\n    for x in g():\n        step += 1\n        out.append(x)\n    return out\n", 6
    ),
    "cached list": (
        "PV211",
        "from functools import cache\n@cache\ndef f(n: int) -> list[int]:\n    return [n]\n", 5
    ),
    "cache whose calls are spelled in two ways": (
        "PV211",
        "from functools import cache\ndef f(n: int) -> list[int]:\n    seen = [0]\n    @cache\n    def g(x: int, y: int = 2) -> int:\n"
        "        seen[0] += 1\n        return x + y\n    return [g(n), g(n, 2), seen[0]]\n", 7
    ),
    "cache that keeps 1 and 1.0 apart": (
        "PV211",
        "from functools import lru_cache\ndef f(n: int) -> int:\n    @lru_cache(8, True)\n    def g(x: int) -> int:\n        return x\n"
        "    return g(n)\n", 6
    ),
    "key of groupby that changes something": (
        "PV213",
        "from itertools import groupby\ndef f(xs: list[int]) -> list[int]:\n    seen: list[int] = []\n    def key(x: int) -> int:\n"
        "        seen.append(x)\n        return x // 2\n    for k, g in groupby(xs, key):\n        seen.append(k)\n    return seen\n", 9
    ),
    "key of groupby that reads what the loop changes": (
        "PV213",
        "from itertools import groupby\ndef f(xs: list[int], d: dict[int, int]) -> int:\n    n = 0\n"
        "    for k, g in groupby(xs, key=lambda x: d.get(x, 0)):\n        d[n] = k\n        n += 1\n    return n\n", 6
    ),
    "key of groupby and the group may both raise": (
        "PV213",
        "from itertools import groupby\ndef f(xs: list[int]) -> list[int]:\n    return [1 // sum(g) for k, g in groupby(xs, key=lambda x: 1 // x)]\n",
        5,
    ),
    "count of what compares in its own way": (
        "PV303",
        "class C:\n    def __init__(self, n: int) -> None:\n        self.n = n\n    def __eq__(self, o: object) -> bool:\n        return True\n"
        "def f(n: int) -> int:\n    return [C(n)].count(C(1))\n", 9
    ),
    "display of what compares in its own way": (
        "PV303",
        "class C:\n    def __init__(self, n: int) -> None:\n        self.n = n\n    def __eq__(self, o: object) -> bool:\n        return False\n"
        "def f(n: int) -> bool:\n    c = C(n)\n    return c in (c, C(1))\n", 10
    ),
    "constant of which an element is changed": (
        "PV218", "T = {'a': [1]}\nT['a'].append(2)\ndef f() -> int:\n    return len(T['a'])\n", 6
    ),
    "constant changed by another name": ("PV218", "T = [1]\nU = T\nU.append(2)\ndef f() -> int:\n    return len(T)\n", 7),
    "constant of two names": ("PV218", "T = U = [1]\nU.append(2)\ndef f() -> int:\n    return len(T)\n", 6),
    "constant that a function is handed and changes": (
        "PV218",
        "T = [1]\ndef g(xs: list[int]) -> None:\n    xs.append(2)\ng(T)\ndef f() -> int:\n    return len(T)\n",
        8,
    ),
    "constant whose rows a loop changes": (
        "PV218", "T = [[1]]\nfor row in T:\n    row[0] = 2\ndef f() -> int:\n    return T[0][0]\n", 7
    ),
    "constant that a local name changes": (
        "PV218",
        "T = [1]\ndef g() -> None:\n    xs = T\n    xs += [2]\ng()\ndef f() -> int:\n    return len(T)\n",
        9,
    ),
    "constant of a class that a method changes": (
        "PV218",
        "class C:\n    table = {'a': 1}\n    def put(self, k: str) -> None:\n        self.table[k] = 2\ndef f() -> int:\n"
        "    return len(C.table)\n", 8
    ),
    "constant of a class that a class method rebinds": (
        "PV218",
        "class C:\n    limit = 3\n    @classmethod\n    def lift(cls) -> None:\n        cls.limit += 1\ndef f() -> int:\n"
        "    return C.limit\n", 9
    ),
    "constant that the module's dict may hold anew": (
        "PV218", "T = 1\nglobals()['T'] = 2\ndef f() -> int:\n    return T\n", 6
    ),
    "keyword arguments of an entry": ("PV212", "def f(**k: int) -> int:\n    return 1\n", 3),
    "keyword arguments": (
        "PV212", "def g(**k: int) -> int:\n    return 1\ndef f() -> int:\n    return g(a=1)\n", 6
    ),
    "assignment expression whose place cannot be kept": (
        "PV204", "def f(xs: list[int]) -> bool:\n    return any((n := x) > 1 for x in xs) and n > 2\n", 4
    ),
    "generator and body affect each other": (
        "PV213",
        "def f(xs: list[int]) -> int:\n    n = 1\n    for i, x in enumerate(v * n for v in xs):\n        n += x\n    return n\n",
        5,
    ),
    "generator raises between effects": (
        "PV213",
        "def f(xs: list[int], d: dict[int, int]) -> list[int]:\n    return [d[x] for x in (1 // v for v in xs)]\n",
        4,
    ),
    "generator over a deque that its loop changes": (
        "PV213",
        "from collections import deque\ndef f(xs: list[int]) -> int:\n    d = deque(xs)\n"
        "    for i, x in enumerate(v * 2 for v in d):\n        d.append(x)\n    return len(d)\n",
        6,
    ),
    "generator before an argument that acts": (
        "PV213",
        "def g(xs: list[int]) -> int:\n    xs.append(1)\n    return len(xs)\n"
        "def f(xs: list[int]) -> int:\n    return sum((x + g(xs) for x in xs[:2]), g(xs))\n",
        7,
    ),
    "finally that may raise before a return": (
        "PV203",
        "class Log:\n    def __init__(self) -> None:\n        self.n = 0\n    def add(self, n: int) -> None:\n"
        "        self.n = 1 // n\ndef f(n: int) -> int:\n    log = Log()\n    try:\n        return n\n"
        "    except ZeroDivisionError:\n        return 0\n    finally:\n        log.add(n)\n",
        10,
    ),
    "sequence pattern on a deque": (
        "PV203",
        "from collections import deque\ndef f(xs: list[int]) -> int:\n    match deque(xs):\n        case [a, *_]:\n"
        "            return a\n    return 0\n",
        6,
    ),
    "generator": ("PV213", "from typing import Iterator\ndef f() -> Iterator[int]:\n    yield 1\n", 4),
    "generator whose list is changed on the way": (
        "PV213",
        "def g(xs: list[int]):\n    for x in xs:\n        yield x\ndef f(n: int) -> int:\n    ys = [n]\n"
        "    for y in g(ys):\n        if y < 9:\n            ys.append(y + 1)\n    return len(ys)\n", 8
    ),
    "generator without an end": (
        "PV213",
        "def g(n: int):\n    while True:\n        yield n\ndef f(n: int) -> int:\n    return len(list(zip(g(n), [1])))\n", 7
    ),
    "class with __getattr__": (
        "PV214",
        "@dataclass\nclass P:\n    x: int\n    def __getattr__(self, n: str) -> int: return 1\n"
        "def f(p: P) -> int:\n    return p.x\n",
        7,
    ),
    "self used before it is whole": (
        "PV214",
        "class P:\n    def __init__(self) -> None:\n        self.x = self.one()\n        self.y = 2\n"
        "    def one(self) -> int:\n        return 1\ndef f() -> int:\n    return P().x\n",
        5,
    ),
    "field set outside of __init__": (
        "PV214",
        "class P:\n    def __init__(self) -> None:\n        self.x = 1\n    def more(self) -> None:\n"
        "        self.y = 1\ndef f() -> int:\n    return P().x\n",
        9,
    ),
    "method without an instance": (
        "PV205",
        "class P:\n    def __init__(self) -> None:\n        self.x = 1\n    def get(self) -> int:\n"
        "        return self.x\ndef f(p: P) -> int:\n    return P.get(p)\n",
        9,
    ),
    "own equality": (
        "PV303",
        "class P:\n    def __init__(self) -> None:\n        self.x = 1\n    def __eq__(self, o: object) -> bool:\n"
        "        return True\ndef f(p: P, q: P) -> bool:\n    return p in [q, p]*2\n",
        9,
    ),
    "class with two bases": (
        "PV214",
        "class O:\n    pass\nclass Q:\n    pass\nclass P(O, Q):\n    def __init__(self) -> None:\n        self.x = 1\n"
        "def f(p: P) -> int:\n    return p.x\n",
        10,
    ),
    "class with a hook for its subclasses": (
        "PV214",
        "class O:\n    def __init_subclass__(cls) -> None:\n        cls.x = 1\nclass P(O):\n    def __init__(self) -> None:\n"
        "        self.y = 1\ndef f(p: P) -> int:\n    return p.y\n",
        9,
    ),
    "class that others are registered with": (
        "PV214",
        "from abc import ABC\nclass O(ABC):\n    def __init__(self) -> None:\n        self.x = 1\n@O.register\nclass P:\n"
        "    def __init__(self) -> None:\n        self.y = 1\ndef f(p: O) -> bool:\n    return isinstance(p, O)\n",
        11,
    ),
    "enum hook": ("PV214", "from enum import Enum\nclass C(Enum):\n    A = 1\n    def __hash__(self) -> int:\n        return 1\n"
                  "def f(c: C) -> int:\n    return 1\n", 8),
    "enum of flags": ("PV214", "from enum import Flag\nclass C(Flag):\n    A = 1\ndef f(c: C) -> int:\n    return 1\n", 6),
    "enum of a call": ("PV214", "from enum import Enum\nclass C(Enum):\n    A = len('x')\ndef f(c: C) -> int:\n    return 1\n", 6),
    "member as int": ("PV207", "from enum import IntEnum\nclass C(IntEnum):\n    A = 1\ndef f(c: C) -> int:\n    return c\n", 7),
    "text with an address": ("PV206", "class P:\n    def __init__(self, x: int) -> None:\n        self.x = x\n"
                             "def f(p: P) -> str:\n    return str(p)\n", 7),
    "text that may hold itself": ("PV206", "@dataclass\nclass P:\n    x: list['P']\n"
                                  "def f(p: P) -> str:\n    return f'{p}'\n", 7),
    "today": ("PV210", "from datetime import date\ndef f() -> date:\n    return date.today()\n", 5),
    "locale": ("PV215", "from datetime import date\ndef f(d: date) -> str:\n    return d.strftime('%B')\n", 5),
    "decorated method": (
        "PV211",
        "@dataclass\nclass P:\n    x: int\n    @math.cache\n    def y(self) -> int: return 1\n"
        "def f(p: P) -> int:\n    return p.y()\n",
        7,
    ),
    "recursive record compared": (
        "PV305",
        "@dataclass\nclass N:\n    next: 'N | None'\ndef f(a: N, b: N) -> bool:\n    return a == b\n",
        7,
    ),
    "computed format": ("PV215", "def f(a: list[int], n: int) -> str:\n    return f'{a:{n}}'\n", 4),
    "format of bool": ("PV215", "def f(a: bool) -> str:\n    return f'{a:s}'\n", 4),
    "possibly unassigned, and a comprehension's name": (
        "PV216",
        "def f(xs: list[int]) -> int:\n    for x in xs:\n        pass\n    return x + sum([x for x in xs])\n",
        6,
    ),
    "exception that an errno picks": ("PV217", "def f() -> int:\n    raise OSError(2, 'x')\n", 4),
    "exception whose text is None": ("PV217", "def f() -> int:\n    raise SyntaxError\n", 4),
    "exception with behaviour": (
        "PV217",
        "class E(ValueError):\n    def __eq__(self, o: object) -> bool: return True\ndef f() -> int:\n    raise E('x')\n",
        6,
    ),
    "exception that keeps a list": (
        "PV217",
        "class E(Exception):\n    def __init__(self, xs: list[int]) -> None:\n        super().__init__('x')\n"
        "        self.xs = xs\ndef f() -> int:\n    raise E([1])\n",
        8,
    ),
    "text of an exception that has its own": (
        "PV217",
        "class E(ValueError):\n    def __str__(self) -> str: return ''\ndef f() -> str:\n    try:\n        raise E('x')\n"
        "    except E as e:\n        return str(e)\n",
        8,
    ),
    "function from the caller": (
        "PV202", "from typing import Callable\ndef f(g: Callable[[int], int]) -> int:\n    return g(1)\n", 4
    ),
    "type variable of the caller": (
        "PV202", "from typing import TypeVar\nT = TypeVar('T')\ndef f(x: T) -> T:\n    return x\n", 5
    ),
    "defaultdict with a factory of its own": (
        "PV202",
        "from collections import defaultdict\ndef f(k: int) -> defaultdict[int, int]:\n"
        "    d: defaultdict[int, int] = defaultdict(lambda: 0)\n    return d\n",
        4,
    ),
    "changed constant": ("PV218", "T = {'a': 1}\nT['b'] = 2\ndef f() -> int:\n    return T['a']\n", 6),
    "twice assigned constant": ("PV218", "T = 1\nT = 2\ndef f() -> int:\n    return T\n", 6),
    "computed constant": ("PV218", "T = hash('abc')\ndef f() -> int:\n    return T\n", 5),
    "big literal": ("PV221", "def f() -> int:\n    return 2 + 9223372036854775808\n", 4),
    "sort key that looks at the list": (
        "PV207",
        "def f(xs: list[int]) -> None:\n    xs.sort(key=lambda x: xs.index(x))\n",
        4,
    ),
    "constant changed": (
        "PV218",
        "T = [1]\ndef g(xs: list[int]) -> None:\n    xs.append(1)\ndef f() -> int:\n    g(T)\n    return 1\n",
        7,
    ),
    "constant changed inside of something": (
        "PV301",
        "T = [1]\ndef f() -> int:\n    d = {'x': T}\n    d['x'].append(1)\n    return len(d)\n",
        6,
    ),
    "constant becomes part of an argument": (
        "PV302",
        "T = [1]\ndef f(xs: list[list[int]]) -> None:\n    xs.append(T)\n",
        5,
    ),
    "constant returned": ("PV302", "T = {'a': 1}\ndef f() -> dict[str, int]:\n    return T\n", 5),
    "identity": ("PV303", "def f(a: list[int], b: list[int]) -> bool:\n    return a is b\n", 4),
    "frozen attribute assigned": ("PV203", "@dataclass(frozen=True)\nclass R:\n    x: int\ndef f(r: R) -> int:\n    r.x = 1\n    return 1\n", 7),
    "union": ("PV202", "def f(a: int | complex) -> int:\n    return 1\n", 3),
    "% of a tuple of any length": ("PV215", "def f(a: tuple[int, ...]) -> str:\n    return '%s' % a\n", 4),
    "% of what may be a tuple": ("PV215", "def f(a: tuple[int, int] | None) -> str:\n    return '%s' % a\n", 4),
    "% of a union for two": ("PV215", "def f(a: int | str) -> str:\n    return '%s %s' % a\n", 4),
    "union taken apart with a star": (
        "PV207", "def f(a: int | float) -> int:\n    b, *c = a\n    return len(c)\n", 4
    ),
    "union taken apart with a star in a comprehension": (
        "PV207", "def f(a: list[int | float]) -> int:\n    return sum(len(c) for b, *c in a)\n", 4
    ),
    "any": ("PV202", "from typing import Any\ndef f(a: Any) -> int:\n    return 1\n", 4),
    "nested function": (
        "PV211", "def f(a: int) -> int:\n    @staticmethod\n    def g() -> int:\n        return a\n    return 1\n", 5
    ),
    "finally": ("PV203", "def f(n: int) -> int:\n    try:\n        return 1\n    finally:\n        n = 1 // n\n", 4),
    "unknown method": ("PV206", "def f(s: str) -> bool:\n    return s.isprintable()\n", 4),
    "library call": ("PV205", "def f(x: float) -> float:\n    return math.erf(x)\n", 4),
    "mutable default left out": (
        "PV222",
        "def g(a: int, xs: list[int] = []) -> int:\n    xs.append(a)\n    return len(xs)\n"
        "def f(a: int) -> int:\n    return g(a)\n",
        7,
    ),
    "built-in behind an import of everything": ("PV205", "from os.path import *\ndef f(a: int) -> int:\n    return abs(a)\n", 5),
    "syntax error": ("PV220", "def f(:\n", 3),
    "missing function": ("PV200", "def g() -> int:\n    return 1\n", 1),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_is_refused_with_code_and_line(name: str, tmp_path: Path, cache: Path) -> None:
    code, text, line = REFUSED[name]
    checked = compiled(tmp_path, cache, HEAD + text)
    assert checked.unit is None
    found = [(r.code, r.line) for r in checked.reasons]
    assert (code, line) in found, checked.reasons
    assert all(r.code in CODES for r in checked.reasons)


def test_says_every_reason_at_once(tmp_path: Path, cache: Path) -> None:
    text = "def f(a: int) -> int:\n    input()\n    x = a.foo()\n    return int(open('x').read())\n"
    codes = [(r.code, r.line) for r in compiled(tmp_path, cache, text).reasons]
    assert codes == [("PV210", 2), ("PV206", 3), ("PV210", 4)]


def test_executes_nothing(tmp_path: Path, cache: Path) -> None:
    marker = tmp_path / "ran"
    text = f"open({str(marker)!r}, 'w').close()\ndef f(a: int) -> int:\n    return a\n"
    assert compiled(tmp_path, cache, text).unit is not None
    assert not marker.exists()


def test_a_default_is_read_in_the_module_that_declares_it(tmp_path: Path, cache: Path) -> None:
    (tmp_path / "other.py").write_text("LIMIT = 7\ndef g(a: int, b: int = LIMIT) -> int:\n    return a + b\n")
    text = "from other import g\nLIMIT = 100\ndef f(LIMIT: int) -> int:\n    return g(LIMIT)\n"
    checked = compiled(tmp_path, cache, text)
    assert checked.unit is not None, checked.reasons
    assert [(c.name, c.value.value) for c in checked.unit.constants if isinstance(c.value, ir.Const)] == [("LIMIT", 7)]


@pytest.mark.parametrize(
    "change", ["from other import T\nT['b'] = 2\n", "import other\nother.T['b'] = 2\n", "import other\nother.T = {}\n"]
)
def test_a_constant_that_another_module_of_the_unit_changes_is_none(change: str, tmp_path: Path, cache: Path) -> None:
    (tmp_path / "other.py").write_text("T = {'a': 1}\ndef g() -> int:\n    return len(T)\n")
    checked = compiled(tmp_path, cache, f"{change}from other import g\ndef f() -> int:\n    return g()\n")
    assert [r.code for r in checked.reasons] == ["PV218"]


def test_a_module_whose_objects_are_changed_is_still_read(tmp_path: Path, cache: Path) -> None:
    text = "import sys\nsys.path.insert(0, 'x')\ndef f(n: int) -> int:\n    return min(n, sys.maxsize)\n"
    assert compiled(tmp_path, cache, text).unit is not None
