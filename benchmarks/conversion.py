"""`make bench-conversion`: what crossing the bridge costs, against msgspec.msgpack of the same value in the same run.

In: a function that only looks at the argument's length, so that the time is the walk's; a dict gets its index when a
key is first looked for, which has a row of its own. Out: a function whose result is
made natively, the making included. The bare call is held against a Python def of the same signature.
"""

import importlib
import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.timing import medians
from pivot_lsp.model.port import LANGUAGES, Language
from pivot_lsp.model.target import Target
from pivot_lsp.port.compile import compile_functions
from pivot_lsp.runtime import load_vessel
from pivot_lsp.vessel.build import build_vessel

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "evidence" / "conversion.md"
COUNT = 20_000
SOURCE = """
from dataclasses import dataclass


@dataclass
class Sale:
    day: int
    amount: float
    shop: str


@dataclass(slots=True)
class Slim:
    day: int
    amount: float
    shop: str


def add(a: int, b: int) -> int:
    return a + b


def in_float(xs: list[float]) -> int:
    return len(xs)


def in_int(xs: list[int]) -> int:
    return len(xs)


def in_str(xs: list[str]) -> int:
    return len(xs)


def in_tuple(xs: list[tuple[int, float, str, bool]]) -> int:
    return len(xs)


def in_dict(xs: dict[str, int]) -> int:
    return len(xs)


def in_found(xs: dict[str, int]) -> int:
    return xs["k0"]


def in_record(xs: list[Sale]) -> int:
    return sum(1 for x in xs if x.day < 0 and x.amount < 0.0 and x.shop == "")


def in_slim(xs: list[Slim]) -> int:
    return sum(1 for x in xs if x.day < 0 and x.amount < 0.0 and x.shop == "")


def out_float(n: int) -> list[float]:
    return [0.5] * n


def out_int(n: int) -> list[int]:
    return [1000000] * n


def out_str(n: int) -> list[str]:
    return ["north-12"] * n


def out_tuple(n: int) -> list[tuple[int, float, str, bool]]:
    return [(1000, 0.5, "north-12", True)] * n


def out_dict(n: int) -> dict[int, float]:
    return {i: 0.5 for i in range(n)}


def out_record(n: int) -> list[Sale]:
    return [Sale(1000, 0.5, "north-12") for i in range(n)]
"""


@dataclass(frozen=True)
class Row:
    """One measurement: its name, the function, its argument, what msgspec does, and the most that is allowed."""

    name: str
    function: str
    argument: Any
    peer: Callable[[], object]
    bar: float | None


def rows(module: Any) -> list[Row]:
    """Every value that crosses."""
    encode, decode = msgspec.msgpack.encode, msgspec.msgpack.decode
    texts = [f"shop-{i % 997}" for i in range(COUNT)]
    sales = [module.Sale(1000 + i, 0.5 * i, texts[i]) for i in range(COUNT)]
    slim = [module.Slim(1000 + i, 0.5 * i, texts[i]) for i in range(COUNT)]
    numbers = {f"k{i}": i for i in range(COUNT)}
    given: tuple[tuple[str, str, Any, float | None], ...] = (
        ("list[float] in", "in_float", [0.5 * i for i in range(COUNT)], 1.7),
        ("list[int] in", "in_int", [i * 1000 for i in range(COUNT)], 1.5),
        ("list[str] in", "in_str", texts, 1.3),
        ("list[str] in, not ASCII", "in_str", [f"größe-{i % 997}" for i in range(COUNT)], 1.3),
        ("tuples of 4 in", "in_tuple", [(i, 0.5 * i, texts[i], i % 2 == 0) for i in range(COUNT)], 1.3),
        ("dict[str, int] in", "in_dict", numbers, 1.3),
        ("dict[str, int] in, and a key looked up", "in_found", numbers, None),
        ("dataclasses of 3 in", "in_record", sales, 0.8),
        ("dataclasses with slots in", "in_slim", slim, 0.8),
    )
    # the peer gets instances of its own: it makes a dict of each that it looks at, which the next reader then meets
    # (and so does copy.deepcopy)
    again = [module.Sale(1000 + i, 0.5 * i, texts[i]) for i in range(COUNT)]
    found = []
    for name, function, value, bar in given:
        seen = again if value is sales else value
        found.append(Row(name, function, value, lambda v=seen: encode(v), bar))
    for name, function, kind in (
        ("list[float] out", "out_float", list[float]),
        ("list[int] out", "out_int", list[int]),
        ("list[str] out", "out_str", list[str]),
        ("tuples of 4 out", "out_tuple", list[tuple[int, float, str, bool]]),
        ("dict[int, float] out", "out_dict", dict[int, float]),
        ("dataclasses of 3 out", "out_record", list[module.Sale]),
    ):
        packed = encode(getattr(module, function)(COUNT))
        found.append(Row(name, function, COUNT, lambda p=packed, k=kind: decode(p, type=k), 1.0))
    return found


def vessels(folder: Path, languages: tuple[Language, ...], cache: Path) -> tuple[Any, dict[Language, dict[str, Any]]]:
    """The module, and its functions in each language."""
    file = folder / "crossing.py"
    file.write_text(SOURCE, encoding="utf-8")
    names = [line.split("(")[0][4:] for line in SOURCE.splitlines() if line.startswith("def ")]
    target = Target(file=file, module="crossing", qualname="add", root=folder)
    checked = compile_functions(target, names, cache / "mypy")
    assert checked.unit is not None, checked.reasons
    sys.path.insert(0, str(folder))
    module = importlib.import_module("crossing")
    unit = checked.unit
    built = {one: load_vessel(build_vessel(unit, target, one, folder / "out", cache).folder) for one in languages}
    return module, built


def main() -> int:
    """Prints and writes the table; 1 when a bar is missed."""
    cache = ROOT / ".pivot" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    lines, missed = [], 0
    with tempfile.TemporaryDirectory() as scratch:
        module, built = vessels(Path(scratch), LANGUAGES, cache)
        calls = {"python": lambda: module.add(3, 4)}
        calls |= {one: (lambda f=f["add"]: f(3, 4)) for one, f in built.items()}
        took = medians(calls)
        for language in LANGUAGES:
            ratio, bar = took[language] / took["python"], 3.0 if language == "go" else 1.5
            missed += ratio > bar
            lines.append(_line("bare call", language, took[language], took["python"], ratio, bar, "call"))
        for row in rows(module):
            language: Language = "cpp"
            work = {"peer": row.peer, "vessel": lambda f=built[language][row.function], a=row.argument: f(a)}
            took = medians(work)
            ratio = took["vessel"] / took["peer"]
            missed += row.bar is not None and ratio > row.bar
            one = {name: seconds / COUNT for name, seconds in took.items()}
            lines.append(_line(row.name, language, one["vessel"], one["peer"], ratio, row.bar, "element"))
    text = (
        "# Crossing the bridge\n\nMade by `make bench-conversion` on CPython "
        f"{platform.python_version()}, {COUNT:,} elements; the peer is msgspec.msgpack encode (in) or decode (out) of "
        "the same value, a Python def for the bare call; CPU time, medians of interleaved rounds.\n\n"
        "| what | target | vessel, ns | peer, ns | ratio | bar |\n|---|---|---|---|---|---|\n" + "\n".join(lines) + "\n"
    )
    print(text)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    return 1 if missed else 0


def _line(name: str, language: str, own: float, peer: float, ratio: float, bar: float | None, unit: str) -> str:
    mark = "" if bar is None or ratio <= bar else " (missed)"
    shown = "" if bar is None else bar
    return f"| {name}, a {unit} | {language} | {own * 1e9:.1f} | {peer * 1e9:.1f} | {ratio:.2f}{mark} | {shown} |"


if __name__ == "__main__":
    sys.exit(main())
