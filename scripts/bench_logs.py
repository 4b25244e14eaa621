"""`make bench-logs`: what reading calls from production logs costs, in times of `json.loads` over the same calls.

Writes logs of one function in each form that `pivot generate-tests --production-logs` reads, plain and packed, and
reads each as the command does, with the sample drawn and the cases made. `json.loads` over the lines of the JSON log
runs beside it, in turns in one process, in processor time. Writes docs/evidence/log-reading.md. Exit 1 when a form
takes more than 20 times as long.

    scripts/bench_logs.py [LINES]     (50,000 unless given)
"""

import gzip
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pivot_lsp.cases.logs import read_logs  # noqa: E402
from pivot_lsp.cases.signature import describe  # noqa: E402
from pivot_lsp.model.signature import Signature  # noqa: E402
from pivot_lsp.model.target import parse_target  # noqa: E402

PAGE = ROOT / "docs" / "evidence" / "log-reading.md"
BAR = 20
TURNS = 5
SOURCE = """\
from dataclasses import dataclass

@dataclass
class Row:
    day: str
    region: str
    amount: float
    count: int

def quote(customer: str, amount: float, count: int, express: bool = False) -> float:
    return amount * count

def daily(rows: list[Row], top: int) -> dict[str, float]:
    return {row.day: row.amount for row in rows[:top]}
"""


def quotes(rng: random.Random) -> dict[str, Any]:
    """Arguments of a call with scalars."""
    return {
        "customer": f"C-{rng.randrange(10**6)}",
        "amount": round(rng.uniform(1, 10_000), 2),
        "count": rng.randrange(1, 500),
        "express": rng.random() < 0.2,
    }


def dailies(rng: random.Random) -> dict[str, Any]:
    """Arguments of a call with twelve records."""
    rows = [
        {
            "day": f"2024-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}",
            "region": rng.choice(("north", "south", "east", "west")),
            "amount": round(rng.uniform(1, 10_000), 2),
            "count": rng.randrange(1, 500),
        }
        for _ in range(12)
    ]
    return {"rows": rows, "top": rng.randrange(1, 12)}


def _json(name: str, given: dict[str, Any]) -> str:
    return json.dumps({"time": "2024-05-01T12:00:00Z", "level": "info", "function": name, "args": given, "ms": 3.2})


def _flat(name: str, given: dict[str, Any]) -> str:
    return json.dumps({"time": "2024-05-01T12:00:00Z", "level": "info", "event": name, **given})


def _logfmt(name: str, given: dict[str, Any]) -> str:
    pairs = " ".join(f"{key}={json.dumps(value)}" for key, value in given.items())
    return f"time=2024-05-01T12:00:00Z level=info event={name} {pairs}"


def _access(_name: str, given: dict[str, Any]) -> str:
    query = urlencode({key: value if isinstance(value, str) else json.dumps(value) for key, value in given.items()})
    return f'10.0.0.7 - - [01/May/2024:12:00:00 +0000] "GET /quote?{query} HTTP/1.1" 200 512 "-" "curl/8"'


def logs(folder: Path, lines: int) -> Iterator[tuple[str, str, Path, list[bytes]]]:
    """Form, function, log and the same calls as lines of JSON."""
    forms: tuple[tuple[str, str, Callable[..., dict[str, Any]], Callable[..., str], int], ...] = (
        ("JSON, arguments in an object", "quote", quotes, _json, lines),
        ("JSON, arguments beside the rest", "quote", quotes, _flat, lines),
        ("JSON, twelve records a call", "daily", dailies, _json, lines // 5),
        ("logfmt", "quote", quotes, _logfmt, lines),
        ("combined access log", "quote", quotes, _access, lines),
    )
    for number, (form, name, make, write, count) in enumerate(forms):
        rng = random.Random(number)
        calls = [make(rng) for _ in range(count)]
        file = folder / f"{number}.log"
        file.write_text("".join(f"{write(name, each)}\n" for each in calls), encoding="utf-8")
        yield form, name, file, [_json(name, each).encode() for each in calls]
    packed = folder / "packed.log.gz"
    first = folder / "0.log"
    packed.write_bytes(gzip.compress(first.read_bytes()))
    yield "JSON, arguments in an object, .gz", "quote", packed, first.read_bytes().splitlines()


def ratios(file: Path, signature: Signature, lines: list[bytes]) -> tuple[list[float], float, float]:
    """Reading the log / `json.loads` of its calls, a ratio a turn; microseconds a line of both at their best."""
    found, reading, parsing = [], [], []
    for _ in range(TURNS):
        began = time.process_time()
        for line in lines:
            json.loads(line)
        middle = time.process_time()
        _, report = read_logs([file], signature)
        ended = time.process_time()
        assert report.calls == len(lines), report
        parsing.append(middle - began)
        reading.append(ended - middle)
        found.append(reading[-1] / parsing[-1])
    return sorted(found), 1e6 * min(reading) / len(lines), 1e6 * min(parsing) / len(lines)


def main() -> int:
    """Measures and writes the page."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    rows, worst = [], 0.0
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        (folder / "pivot.toml").write_text("")
        (folder / "shop.py").write_text(SOURCE)
        for form, function, file, lines in logs(folder, count):
            signature = describe(parse_target(f"shop.py::{function}", folder))
            found, reading, parsing = ratios(file, signature, lines)
            worst = max(worst, statistics.median(found))
            rows.append(
                f"| {form} | {len(lines):,} | {parsing:.2f} | {reading:.2f} | {statistics.median(found):.1f} "
                f"| {found[0]:.1f} to {found[-1]:.1f} |"
            )
            print(rows[-1], flush=True)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(
        "# What reading calls from logs costs\n\n"
        f"Made by `make bench-logs`, processor time, {TURNS} turns in one process, CPython {platform.python_version()} "
        f"on {platform.system()} {platform.machine()}, load {os.getloadavg()[0]:.1f}. The bar: {BAR} times.\n\n"
        "| log | lines | json.loads of its calls, us a line | reading it, us a line | times, median | range |\n"
        "|---|---|---|---|---|---|\n" + "\n".join(rows) + "\n",
        encoding="utf-8",
    )
    return int(worst > BAR)


if __name__ == "__main__":
    sys.exit(main())
