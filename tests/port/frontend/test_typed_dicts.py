"""What of TypedDicts the compiler refuses, and when the order of the keys counts. One Python text a rule."""

from pathlib import Path

import pytest

from pivot_lsp.port.refusal import CODES
from tests.port.frontend.texts import compiled

HEAD = """from typing import NotRequired, TypedDict
class R(TypedDict):
    a: int
    b: str
"""
LINE = 1 + HEAD.count("\n")
REFUSED = {
    "walk over the keys": ("PV207", "def f(r: R) -> int:\n    for k in r:\n        pass\n    return 1\n", 1),
    "list of the keys": ("PV207", "def f(r: R) -> list[str]:\n    return list(r)\n", 1),
    "items": ("PV206", "def f(r: R) -> int:\n    return len(r.items())\n", 1),
    "keys": ("PV206", "def f(r: R) -> list[str]:\n    return sorted(r.keys())\n", 1),
    "values": ("PV206", "def f(r: R) -> int:\n    return len(list(r.values()))\n", 1),
    "update": ("PV206", "def f(r: R) -> None:\n    r.update({'a': 1})\n", 1),
    "pop": ("PV206", "def f(r: R) -> int:\n    return r.pop('a')\n", 1),
    "del": ("PV203", "def f(r: R) -> None:\n    del r['a']\n", 1),
    "computed key": ("PV207", "def f(r: R, k: str) -> int:\n    return r[k]\n", 1),
    "computed key stored": ("PV207", "def f(r: R, k: str) -> None:\n    r[k] = 1\n", 1),
    "unknown key": ("PV206", "def f(r: R) -> int:\n    return r['c']\n", 1),
    "unknown key asked for": ("PV206", "def f(r: R) -> bool:\n    return r.get('c') is None\n", 1),
    "attribute": ("PV206", "def f(r: R) -> int:\n    return r.a\n", 1),
    "attribute stored": ("PV206", "def f(r: R) -> None:\n    r.a = 1\n", 1),
    "another order": ("PV207", "def f() -> R:\n    return {'b': '', 'a': 1}\n", 1),
    "another order by keywords": ("PV207", "def f() -> R:\n    return R(b='', a=1)\n", 1),
    "order of a copy": ("PV207", "def f(r: R) -> R:\n    return {'b': '', **r}\n", 1),
    "missing key": ("PV207", "def f() -> R:\n    return {'a': 1}\n", 1),
    "key twice": ("PV207", "def f() -> R:\n    return {'a': 1, 'b': '', 'a': 2}\n", 1),
    "value of another type": ("PV207", "def f() -> R:\n    return {'a': '', 'b': ''}\n", 1),
    "bool where int is declared": ("PV207", "def f(x: bool) -> R:\n    return {'a': x, 'b': ''}\n", 1),
    "spread of a plain dict": ("PV207", "def f(d: dict[str, int]) -> R:\n    return {'a': 1, 'b': '', **d}\n", 1),
    "call with a dict": ("PV205", "def f(r: R) -> R:\n    return R(r)\n", 1),
    "one class for another": (
        "PV207", "class S(R):\n    c: int\ndef g(r: R) -> int:\n    return r['a']\ndef f(s: S) -> int:\n    return g(s)\n", 5
    ),
    "class test": ("PV207", "def f(r: R) -> bool:\n    return isinstance(r, R)\n", 1),
    "as a key": ("PV202", "def f(r: R) -> int:\n    return len({r: 1})\n", 1),
    "order of two": ("PV207", "def f(r: R, s: R) -> bool:\n    return r < s\n", 1),
    "compared with another class": (
        "PV207", "class S(TypedDict):\n    a: int\n    b: str\ndef f(r: R, s: S) -> bool:\n    return r == s\n", 4
    ),
    "module constant": ("PV218", "T: R = {'a': 1, 'b': ''}\ndef f() -> int:\n    return T['a']\n", 2),
    "total=False": ("PV214", "class S(TypedDict, total=False):\n    a: int\ndef f(s: S) -> bool:\n    return True\n", 2),
    "NotRequired": ("PV214", "class S(R):\n    c: NotRequired[int]\ndef f(s: S) -> int:\n    return s['a']\n", 2),
    "no keys": ("PV214", "class S(TypedDict):\n    pass\ndef f(s: S) -> bool:\n    return not s\n", 2),
    "functional syntax": ("PV214", "S = TypedDict('S', {'a': int})\ndef f(s: S) -> int:\n    return s['a']\n", 1),
    "type of a key's value": (
        "PV202", "class S(TypedDict):\n    a: complex\ndef f(s: S) -> bool:\n    return s['a'] == 1j\n", 3
    ),
}  # fmt: skip
ORDERED = {
    "read": ("return str(r['a'])", False),
    "stored": ("r['a'] = 1", False),
    "made": ("s: R = {'a': 1, 'b': ''}\n    r['a'] = s['a']", False),
    "copy": ("r.copy()['a'] = 1", True),
    "spread": ("s: R = {**r, 'a': 1}\n    r['a'] = s['a']", True),
    "text": ("r['b'] = str(r)", True),
    "text in a list": ("r['b'] = f'{[r]}'", True),
}


@pytest.mark.parametrize("name", REFUSED)
def test_is_refused_with_code_and_line(name: str, tmp_path: Path, cache: Path) -> None:
    code, text, line = REFUSED[name]
    checked = compiled(tmp_path, cache, HEAD + text)
    assert checked.unit is None
    assert (code, LINE + line) in [(r.code, r.line) for r in checked.reasons], checked.reasons
    assert all(r.code in CODES for r in checked.reasons)


@pytest.mark.parametrize("name", ORDERED)
def test_the_order_counts_where_it_shows(name: str, tmp_path: Path, cache: Path) -> None:
    body, ordered = ORDERED[name]
    result = "str" if body.startswith("return") else "None"
    checked = compiled(tmp_path, cache, f"{HEAD}def f(r: R) -> {result}:\n    {body}\n")
    assert checked.unit is not None, checked.reasons
    assert [record.ordered for record in checked.unit.records] == [ordered]
