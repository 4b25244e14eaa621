"""Wrong ports are failed, each with its class; faithful ones are not."""

import math

import msgspec
import pytest

from pivot_lsp.model.evidence import Tolerance
from tests.parity.conftest import Project, native_vessel

LEGACY = """
    from dataclasses import dataclass, field

    @dataclass
    class Row:
        key: str
        value: float = 0.0

    class Odd(Exception):
        def __init__(self, code, detail):
            super().__init__(code, detail)

    def floor(a, b): return a // b
    def rest(a, b): return a % b
    def total(xs): return sum(x * 1.1 for x in xs)
    def group(rows):
        found = {}
        for row in rows: found[row.key] = found.get(row.key, 0.0) + row.value
        return found
    def first(xs, n): return xs[:n]
    def check(n):
        if n < 0: raise Odd(n, "negative")
        return n
    def sort(xs): xs.sort(); return None
    def share(xs): return [xs, xs]
    def itself(xs): return xs
    def fresh(xs): return list(xs)
    def kept(rows): return [row for row in rows if row]
    def apart(rows): return {0: list(rows[0])}
    def text(x): return f"{x}"
    def kind(n): return n > 2
    def names(xs): return {x.lower() for x in xs}
    def say(x): print(x); return x
    def nan(x): return x if x == x else float("nan")
    def rows(rs):
        for r in rs: r.value *= 2
        return rs[0] if rs else None
    def pair(a, b): return (a, b) if a < b else [a, b]
    """

WRONG = {
    "floor truncates": ("floor", "int(a / b)", [(-7, 2)], "value"),
    "C remainder": ("rest", "__import__('math').fmod(a, b).__int__()", [(-7, 3)], "value"),
    "32 bits": ("floor", "((a // b) + 2**31) % 2**32 - 2**31", [(2**40, 1)], "value"),
    "lost exception": ("floor", "a // b if b else 0", [(1, 0)], "exception"),
    "float32": ("total", "__import__('struct').unpack('f', __import__('struct').pack('f', legacy.total(xs)))[0]", [([0.1, 0.7],)], "value"),  # noqa: E501
    "other order of sums": ("total", "sum(x * 1.1 for x in reversed(xs))", [([0.1, 0.7, 1e9, -1e9],)], "value"),
    "sorted dict": ("group", "dict(sorted(legacy.group(rows).items()))", [("rows:b a",)], "order"),
    "dropped key": ("group", "{k: v for k, v in legacy.group(rows).items() if v}", [("rows:b a",)], "missing"),
    "additional key": ("group", "{**legacy.group(rows), 'rest': 0.0}", [("rows:b a",)], "extra"),
    "one short": ("first", "xs[:n - 1]", [([1, 2, 3], 3)], "size"),
    "bytes for characters": ("first", "xs.encode()[:n].decode('utf-8', 'replace')", [("äbc", 2)], "value"),
    "another exception": ("check", "n if n >= 0 else (_ for _ in ()).throw(ValueError(n))", [(-1,)], "exception"),
    "other arguments of it": ("check", "n if n >= 0 else (_ for _ in ()).throw(legacy.Odd(n, 'x'))", [(-1,)], "exception"),  # noqa: E501
    "unpropagated sort": ("sort", "None", [([2, 1],)], "mutation"),
    "a changed argument": ("fresh", "(list(xs), xs.append(1))[0]", [([2],)], "mutation"),
    "copies for one object": ("share", "[list(xs), list(xs)]", [([1],)], "type"),
    "a copy of the argument": ("itself", "list(xs)", [([1],)], "mutation"),
    "copies of the caller's rows": ("kept", "[list(r) for r in rows if r]", [([[1], []],)], "mutation"),
    "another row of the same value": ("kept", "[r for r in reversed(rows) if r]", [([[1], [1]],)], "mutation"),
    "the caller's row for a copy": ("apart", "{0: rows[0]}", [([[1], [1]],)], "mutation"),
    "the argument for a copy": ("fresh", "xs", [([1],)], "mutation"),
    "six digits": ("text", "f'{x:g}'", [(0.1 + 0.2,)], "value"),
    "int for bool": ("kind", "int(n > 2)", [(3,)], "type"),
    "float for int": ("floor", "float(a // b)", [(7, 2)], "type"),
    "tuple for list": ("pair", "(a, b)", [(2, 1)], "type"),
    "a set too small": ("names", "{x.lower() for x in xs if x.isascii()}", [(["A", "É"],)], "missing"),
    "lost text": ("say", "x", [(1,)], "value"),
    "zero for NaN": ("nan", "x if x == x else 0.0", [(math.nan,)], "value"),
    "no signed zero": ("nan", "x + 0.0", [(-0.0,)], "value"),
    "field not written": ("rows", "rs[0] if rs else None", [("rows:b a",)], "value"),
    "crash": ("check", "__import__('ctypes').string_at(0)", [(1,)], "crash"),
    "exit": ("check", "__import__('os')._exit(0)", [(1,)], "crash"),
    "endless": ("check", "[0 for _ in iter(int, 1)]", [(1,)], "timeout"),
    "memory": ("check", "len(bytearray(1 << 40))", [(1,)], "crash"),
}  # fmt: skip
PARAMETERS = {
    "floor": "a, b", "rest": "a, b", "total": "xs", "group": "rows", "first": "xs, n", "check": "n", "sort": "xs",
    "share": "xs", "itself": "xs", "fresh": "xs", "text": "x", "kind": "n", "names": "xs", "say": "x", "nan": "x",
    "rows": "rs", "pair": "a, b", "kept": "rows", "apart": "rows",
}  # fmt: skip


def cases_of(project: Project, calls: list[tuple[object, ...]]) -> list:
    """Cases; `rows:b a` stands for a list of Rows with these keys, which only a worker can make."""
    found = []
    for case in project.cases(*calls):
        if case.args[0] == "rows:b a":
            rows = [
                {"$c": "legacy:Row", "v": [["key", key], ["value", {"$f": value.hex()}]]}
                for key, value in (("b", 1.5), ("a", 0.0), ("b", 0.25))
            ]
            case = msgspec.structs.replace(case, args=[rows])
        found.append(case)
    return found


@pytest.fixture
def ports(project: Project) -> Project:
    project.write("legacy", LEGACY)
    return project


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_port_is_failed_with_its_class(ports: Project, name: str) -> None:
    function, body, calls, kind = WRONG[name]
    ports.write("port", f"import legacy\ndef {function}({PARAMETERS[function]}): return {body}\n")
    tally = ports.judge(f"legacy.py::{function}", f"port:{function}", cases_of(ports, calls))
    assert tally.failed == 1
    assert tally.mismatches[0].found.kind == kind


def test_faithful_ports_are_not_failed(ports: Project) -> None:
    """The same functions in another module: aliasing, NaN, in-place changes, exceptions with arguments."""
    ports.write("port", "from legacy import *\nfrom legacy import Odd, Row\n")
    alias = [1, 2]
    table = {
        "share": [([1],), ([],)],
        "itself": [([1],)],
        "fresh": [(alias,), ([alias, alias],)],
        "kept": [([[1], [1], []],), ([alias, alias],)],
        "apart": [([alias, alias],)],
        "nan": [(math.nan,), (-0.0,), (math.inf,)],
        "sort": [([3, 1, 2],), ([math.nan, 1.0, 0.0],), (["b", 1],)],
        "check": [(-1,), (1,)],
        "rows": [("rows:b a",), ([],)],
        "group": [("rows:b a",), ([1],)],
        "floor": [(1, 0), (2**70, -3), (1.5, 0.0), (True, 2)],
        "text": [("\ud800",), (0.1,), (b"\xff",)],
    }
    for function, calls in table.items():
        tally = ports.judge(f"legacy.py::{function}", f"port:{function}", cases_of(ports, calls))
        assert (tally.judged, tally.failed) == (len(calls), 0), function


@pytest.mark.parametrize(
    ("tolerance", "failed"),
    [
        (Tolerance(), 1),
        (Tolerance(abs=1e-3), 0),
        (Tolerance(abs=1e-6), 1),
        (Tolerance(rel=1e-4), 0),
        (Tolerance(ulp=4), 1),
    ],
)
def test_a_named_tolerance_forgives_its_own_distance(ports: Project, tolerance: Tolerance, failed: int) -> None:
    ports.write("port", "import legacy\ndef total(xs): return legacy.total(xs) + 0.0005\n")
    tally = ports.judge("legacy.py::total", "port:total", ports.cases(([10.0],)), tolerance)
    assert tally.failed == failed
    assert tally.statistics().max_absolute == pytest.approx(0.0005)


def test_a_recorded_answer_that_legacy_no_longer_gives_is_counted(ports: Project) -> None:
    from pivot_lsp.model.case import Behaviour

    same, other = ports.cases((7, 2), (9, 2), stratum="recorded")
    cases = [
        msgspec.structs.replace(same, expected=Behaviour(returned=[3])),
        msgspec.structs.replace(other, expected=Behaviour(returned=[5])),
    ]
    tally = ports.judge("legacy.py::floor", "legacy:floor", cases)
    assert (tally.judged, tally.drifted) == (2, 1)


def test_the_same_call_is_run_once_and_counted(ports: Project) -> None:
    cases = ports.cases((7, 2), (7, 2), (7, 3))
    tally = ports.judge("legacy.py::floor", "legacy:floor", cases)
    row = next(row for row in tally.strata_report() if row.stratum == "boundary")
    assert (row.cases, row.repeated, row.judged) == (3, 1, 2)


HALF_SUM = "def half_sum(a: int, b: int) -> int:\n    return (a + b) // 2\n"
NATIVE = {
    "GOOD": set(),
    "TRUNCATES": {"value"},
    "WRAPS": {"value"},
    "CRASHES": {"crash"},
    "LOOPS": {"timeout"},
    "EXITS": {"crash"},
}


@pytest.mark.parametrize("define", NATIVE)
def test_native_vessels(ports: Project, compiled, define: str) -> None:
    """A real library behind the bridge."""
    ports.write("legacy", HALF_SUM)
    vessel = native_vessel(ports.root / "vessels" / "half_sum", compiled(define), "legacy")
    calls = [(6, 7), (1, 2), (-4, 1), (2**62, 2**62), (2**80, 1), (True, 1)]
    tally = ports.judge("legacy.py::half_sum", str(vessel), ports.cases(*calls))
    assert {mismatch.found.kind for mismatch in tally.mismatches} == NATIVE[define]


def test_a_vessel_s_own_counters_are_taken(ports: Project, compiled) -> None:
    ports.write("legacy", HALF_SUM)
    vessel = native_vessel(ports.root / "vessels" / "half_sum", compiled("GOOD"), "legacy")
    cases = ports.cases((6, 7), (1, 2), (-4, 1), (2**62, 2**62), (2**80, 1), (True, 1))
    tally = ports.judge("legacy.py::half_sum", str(vessel), cases)
    row = next(row for row in tally.strata_report() if row.stratum == "boundary")
    assert (tally.failed, row.native, row.fallback) == (0, 3, 3)
    assert dict(tally.reasons) == {"overflow": 2, "type": 1}
