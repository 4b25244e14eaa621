"""`make bench-memory`: what a call of a vessel takes at its peak, and whether anything stays after many calls.

The peak is the process's resident set while the call runs, above what it was before, so everything counts: the walk
over the arguments, the vessel's own memory, the result on its way; what Python itself needs for the result's objects
is left out. It is held against the native size of the data: 8 bytes a number, 16 and its text a string. Each call has
a process of its own, for memory that an earlier one has left is used again and would not be seen; what the same call
takes in Python, in such a process, stands beside it. The leak check calls functions 100,000 times, with results,
exceptions and fallbacks among them, and looks at the resident set then.

    python -m benchmarks.memory [--to LANGUAGE]... [--count N] [--calls N] [--page FILE]
"""

import argparse
import gc
import importlib
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pivot_lsp.model.port import LANGUAGES, Language
from pivot_lsp.model.target import Target
from pivot_lsp.port.compile import compile_functions
from pivot_lsp.runtime import load_vessel
from pivot_lsp.vessel.build import build_vessel

ROOT = Path(__file__).resolve().parent.parent
PEAK = 3.0
"""The bar: the peak over the native size of the data."""
KEPT = 2 << 20
"""The bar: bytes that may be resident after all calls and were not before; allocators round up."""
MODULE = "memory_kernels"
SOURCE = '''
from dataclasses import dataclass


@dataclass
class Sale:
    quantity: int
    price: float


def total(xs: list[int]) -> int:
    found = 0
    for x in xs:
        found += x
    return found


def mean(xs: list[float]) -> float:
    return sum(xs) / len(xs)


def longest(xs: list[str]) -> int:
    return max(len(x) for x in xs)


def spread(xs: list[tuple[int, float]]) -> float:
    found = 0.0
    for a, b in xs:
        found += a * b
    return found


def revenue(xs: list[Sale]) -> float:
    found = 0.0
    for x in xs:
        found += x.quantity * x.price
    return found


def raised(xs: list[int], by: int) -> None:
    for i in range(len(xs)):
        xs[i] += by


def squares(n: int) -> list[int]:
    return [i * i for i in range(n)]


def marks(n: int) -> int:
    found = [True] * n
    for i in range(0, n, 7):
        found[i] = False
    return sum(1 for x in found if x)


def small(xs: list[int], names: list[str], at: int) -> dict[str, int]:
    """A little of everything: a dict, texts, an exception, an overflow."""
    made: dict[str, int] = {}
    for x, name in zip(xs, names):
        made[name + "!"] = x * at
    made[names[at]] = xs[at]
    return made


def keeps(xs: list[int]) -> None:
    xs.append(xs[0])
    xs.pop(0)
'''


@dataclass(frozen=True)
class Row:
    """A call at its peak: the function, its arguments for `n` elements, and the native bytes of its data."""

    function: str
    arguments: Callable[[Any, int], tuple[Any, ...]]
    native: Callable[[int], int]
    what: str


ROWS = (
    Row("total", lambda m, n: ([i * 1001 for i in range(n)],), lambda n: 8 * n, "list[int] in"),
    Row("mean", lambda m, n: ([i * 0.5 for i in range(n)],), lambda n: 8 * n, "list[float] in"),
    Row("longest", lambda m, n: ([f"item-{i:07d}" for i in range(n)],), lambda n: 28 * n, "list[str] in"),
    Row("spread", lambda m, n: ([(i, i * 0.5) for i in range(n)],), lambda n: 16 * n, "list[tuple[int, float]] in"),
    Row("revenue", lambda m, n: ([m.Sale(i, i * 0.5) for i in range(n)],), lambda n: 16 * n, "list of records in"),
    Row("raised", lambda m, n: ([i * 1001 for i in range(n)], 5), lambda n: 8 * n, "list[int] changed for the caller"),
    Row("squares", lambda m, n: (n,), lambda n: 8 * n, "list[int] made and given"),
    Row("marks", lambda m, n: (n,), lambda n: n, "list[bool] made inside"),
)


def resident(name: str) -> int:
    """`VmRSS` or `VmHWM` of this process, in bytes (proc_pid_status(5))."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise SystemExit(f"no {name} on this system")


def peak_of(call: Callable[[], object]) -> tuple[int, int]:
    """Bytes by which the resident set grew at most while `call` ran, and those that its result still takes."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew (proc(5))
    before = resident("VmRSS")
    result = call()
    peak = resident("VmHWM") - before
    kept = sys.getsizeof(result) + sum(map(sys.getsizeof, result)) if isinstance(result, list) else 0
    return max(peak, 0), kept


def built(language: Language, folder: Path) -> Path:
    """The vessel of `SOURCE`, beside its module in `folder`."""
    names = [*(r.function for r in ROWS), "small", "keeps"]
    target = Target(file=folder / f"{MODULE}.py", module=MODULE, qualname=names[0], root=folder)
    checked = compile_functions(target, names, folder / "mypy")
    if checked.unit is None:
        raise SystemExit("; ".join(f"{r.line}: {r.message}" for r in checked.reasons))
    return build_vessel(checked.unit, target, language, folder / "made", ROOT / ".pivot" / "cache").folder


def peak(row: Row, functions: Any, module: Any, count: int) -> dict[str, int]:
    """What one call takes, after one of few elements: at its peak, and for its result."""
    function = functions[row.function] if functions is not None else getattr(module, row.function)
    function(*row.arguments(module, 10))
    arguments = row.arguments(module, count)
    found, kept = peak_of(lambda: function(*arguments))
    if functions is not None and function.calls.fallback:
        raise SystemExit(f"{row.function} fell back: {function.calls.reasons}")
    return {"peak": found, "kept": kept}


def leak(functions: Any, calls: int) -> dict[str, Any]:
    """The resident set's growth over many calls of every kind."""
    xs, names = list(range(50)), [f"name-{i}" for i in range(50)]
    small, keeps, total = functions["small"], functions["keeps"], functions["total"]

    def one(i: int) -> None:
        small(xs, names, 3)
        keeps(xs)
        total(xs)
        if i % 10 == 0:
            total([2**62, 2**62])  # overflow: legacy answers
        if i % 7 == 0:
            try:
                small(xs, names, 99)
            except IndexError:
                return

    for i in range(calls // 10):
        one(i)
    gc.collect()
    before, blocks = resident("VmRSS"), sys.getallocatedblocks()
    for i in range(calls):
        one(i)
    gc.collect()
    return {"bytes": resident("VmRSS") - before, "blocks": sys.getallocatedblocks() - blocks, "calls": calls}


def child(what: str, vessel: str, folder: str, count: int, calls: int) -> int:
    """A row by its number, or the leak check, as JSON; an empty `vessel` is Python itself."""
    sys.path.insert(0, folder)
    module = importlib.import_module(MODULE)
    functions = load_vessel(vessel) if vessel else None
    found = leak(functions, calls) if what == "leak" else peak(ROWS[int(what)], functions, module, count)
    print(json.dumps(found))
    return 0


def asked(what: object, vessel: object, folder: Path, options: argparse.Namespace) -> dict[str, int]:
    """What a child of its own finds."""
    command = [sys.executable, "-m", "benchmarks.memory", "--child", str(what), str(vessel), str(folder)]
    more = ["--count", str(options.count), "--calls", str(options.calls)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([*command, *more], cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{what} of {vessel}: {done.stderr.strip()[-2000:]}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the tables; 1 above a bar."""
    parser = argparse.ArgumentParser(description="the memory of a call, and what stays")
    parser.add_argument("--to", action="append", choices=LANGUAGES)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--page", type=Path)
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.child:
        return child(*options.child, options.count, options.calls)
    languages = options.to or list(LANGUAGES)
    rows, leaks, good = [], [], True
    (ROOT / ".pivot" / "cache").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="memory-") as scratch:
        folder = Path(scratch)
        (folder / f"{MODULE}.py").write_text(SOURCE, encoding="utf-8")
        (folder / "pyproject.toml").touch()
        vessels = {language: built(language, folder) for language in languages}
        for index, row in enumerate(ROWS):
            native = row.native(options.count)
            cells = [f"{row.what}", f"{native / 2**20:.1f}"]
            for vessel in (*vessels.values(), ""):
                one = asked(index, vessel, folder, options)
                share = (one["peak"] - one["kept"]) / native
                good = good and (share < PEAK or not vessel)
                cells.append(f"{share:.1f}{'' if share < PEAK or not vessel else ' (missed)'}")
            rows.append(f"| {' | '.join(cells)} |")
        for language, vessel in vessels.items():
            one = asked("leak", vessel, folder, options)
            good = good and one["bytes"] < KEPT
            leaks.append(f"| {language} | {one['calls']:,} | {one['bytes'] / 1024:,.0f} | {one['blocks']:,} |")
    text = (
        f"# Memory\n\nMade by `make bench-memory` on CPython {platform.python_version()}.\n\n"
        f"A call over {options.count:,} elements, in a process of its own: the resident set at its peak, above what it "
        "was before, over the native size of the data (8 bytes a number, 1 a bool, 16 and its text a string). The "
        "objects that Python makes for a result are left out. Beside it, what the same call takes in Python, whose "
        f"arguments need no copy. The bar for the vessels: {PEAK:.0f}.\n\n"
        f"| call | native size, MiB | {' | '.join(languages)} | Python itself |\n{'|---' * (len(languages) + 3)}|\n"
        + "\n".join(rows)
        + "\n\n"
        "Calls with results, changed arguments, exceptions and fallbacks, after a tenth as many to warm up: what the "
        f"resident set has grown by, and Python's memory blocks. The bar: {KEPT >> 20} MiB.\n\n"
        "| to | rounds of three to five calls | KiB more resident | blocks more |\n|---|---|---|---|\n"
        + "\n".join(leaks)
    )
    print(text)
    if options.page:
        options.page.write_text(text + "\n", encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
