"""`make bench-lsp-load`: hover while jobs run, and a large project. Writes docs/evidence/lsp-load.md.

Hover is asked of the sample ERP's hottest function every 20 ms: idle, and while a port, a parity run and a benchmark
are under way, each in a child at low priority. The large project is made: 500 files, 150,000 lines, 50,000 functions,
and a profile in cProfile's own format that names each of them and a caller of it. Times of the large project are from
the start of the process; peak memory is the server's own process (/proc/PID/status, VmHWM).
"""

import argparse
import marshal
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.lsp.run import CAPABILITIES, ROOT, about, opened, percentile
from benchmarks.lsp.wire import Wire
from pivot_lsp.server.checks import MOST

SERVER = [sys.executable, "-P", "-m", "pivot_lsp", "lsp"]
ENVIRONMENT = {"PYTHONPATH": str(ROOT)}
FILE, HOT = "inventory/stock_calculator.py", "calculate_reorder_points"
FILES, FUNCTIONS = 500, 100
"""Of the large project: files, and functions of three lines in each."""


def erp(place: Path) -> Path:
    """The sample ERP with a profile that was really taken."""
    folder = place / "erp"
    shutil.copytree(
        ROOT / "fixtures" / "erp", folder, ignore=shutil.ignore_patterns("__pycache__", ".pivot", "vessels")
    )
    (folder / "out").mkdir()
    words = ["-m", "cProfile", "-o", "run.prof", "workload.py", "--out", "out", "--scale", "0.05"]
    subprocess.run([sys.executable, *words], cwd=folder, check=True, capture_output=True)
    return folder


def large(place: Path) -> Path:
    """The large project."""
    folder = place / "large"
    folder.mkdir()
    (folder / "pyproject.toml").write_text("[project]\nname = 'large'\nversion = '1'\n")
    stats: dict[Any, Any] = {}
    before: tuple[str, int, str] | None = None
    for number in range(FILES):
        path = folder / f"module_{number:03}.py"
        path.write_text(
            "".join(f"def work_{n}(a: int) -> int:\n    return a * {n} + {number}\n\n" for n in range(FUNCTIONS))
        )
        for n in range(FUNCTIONS):
            own, key = 1.0 / (1 + number * FUNCTIONS + n), (str(path), 3 * n + 1, f"work_{n}")
            callers = {before: (10, 10, 1.0 * own, 2.0 * own)} if before else {}
            stats[key] = (10, 10, own, 2.0 * own, callers)
            before = key
    (folder / "run.prof").write_bytes(marshal.dumps(stats))
    return folder


class Hovers:
    """Asks for one hover every 20 ms, and keeps the seconds; what else arrives is kept too."""

    def __init__(self, wire: Wire, uri: str, line: int) -> None:
        self.wire, self.uri, self.line = wire, uri, line
        self.finished: list[dict[str, Any]] = []

    def measure(self, count: int, until: int = 0) -> list[float]:
        """`count` hovers, or as many as it takes until so many jobs have finished."""
        taken: list[float] = []
        while len(taken) < count and (not until or len(self.finished) < until):
            began = time.perf_counter()
            self._one(taken, began)
            time.sleep(max(0.0, 0.02 - (time.perf_counter() - began)))
        return taken

    def _one(self, taken: list[float], began: float) -> None:
        key = f"hover-{time.perf_counter_ns()}"
        position = {"textDocument": {"uri": self.uri}, "position": {"line": self.line, "character": 6}}
        self.wire.send("textDocument/hover", position, id=key)
        answered = self.wire.until(lambda message: self._seen(message) or message.get("id") == key)
        taken.append(answered.at - began)

    def _seen(self, message: dict[str, Any]) -> bool:
        if message.get("method") == "pivot/jobFinished":
            self.finished.append(message["params"])
        return False

    def command(self, name: str, **more: Any) -> None:
        """Starts a job."""
        arguments = [{"uri": self.uri, "function": HOT, **more}]
        self.wire.request("workspace/executeCommand", {"command": name, "arguments": arguments})

    def job(self, name: str, **more: Any) -> None:
        """Runs a job to its end."""
        self.command(name, **more)
        ended = self.wire.until(lambda message: message.get("method") == "pivot/jobFinished")
        assert ended.message["params"]["status"] == "done", ended.message["params"]["message"]

    def settled(self) -> None:
        """Returns when nothing runs beside the server: the compiler has answered about all that it is asked."""

        def answered() -> bool:
            told = self.wire.last["textDocument/publishDiagnostics"]["diagnostics"]
            hot = [diagnostic["message"] for diagnostic in told if diagnostic["code"] == "hotspot"]
            return sum("portable" in message for message in hot) >= min(MOST, len(hot))

        if not answered():
            self.wire.until(lambda _: answered())


def under_load(place: Path, count: int) -> list[str]:
    """Rows: hover idle, and while jobs run."""
    folder = erp(place)
    wire = Wire(SERVER, folder, ENVIRONMENT)
    try:
        wire.initialize(CAPABILITIES)
        uri = opened(wire, folder / FILE)
        wire.until(lambda m: about(uri, 1)(m) and bool(m["params"]["diagnostics"]))
        lines = (folder / FILE).read_text().splitlines()
        hovers = Hovers(wire, uri, next(n for n, line in enumerate(lines) if line.startswith(f"def {HOT}(")))
        hovers.job("pivot.port", to="go")
        hovers.settled()
        idle = hovers.measure(count)
        hovers.finished.clear()
        for name, more in (("pivot.validate", {"count": 200}), ("pivot.benchmark", {}), ("pivot.port", {"to": "rust"})):
            hovers.command(name, **more)
        busy = hovers.measure(100_000, until=3)
        states = ", ".join(f"{done['command']} {done['status']}" for done in hovers.finished)
    finally:
        wire.close()
    rows = [
        f"| {name} | {len(taken):,} | {percentile(taken, 50):.1f} | {percentile(taken, 95):.1f} | "
        f"{1000 * max(taken):.1f} |"
        for name, taken in (("idle", idle), ("port, parity and benchmark under way", busy))
    ]
    ratio = percentile(busy, 95) / percentile(idle, 95)
    return [*rows, f"\nRatio of the p95: {ratio:.2f}. The jobs: {states}. (A parity run is refused below certified.)"]


def of_large(place: Path) -> str:
    """One row: initialize, the first hotspots, memory."""
    folder = large(place)
    wire = Wire(SERVER, folder, ENVIRONMENT)
    try:
        initialize = wire.initialize(CAPABILITIES)
        uri = opened(wire, folder / "module_000.py")
        shown = wire.until(lambda m: about(uri, 1)(m) and bool(m["params"]["diagnostics"])).at - wire.began
        return f"| {initialize:.2f} | {shown:.2f} | {shown / initialize:.1f} | {wire.resident() / 1e6:.0f} |"
    finally:
        wire.close()


def main() -> int:
    """Measures, prints, and writes the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hovers", type=int, default=500)
    parser.add_argument("--only", choices=["hover", "large"])
    parser.add_argument("--page", type=Path)
    args = parser.parse_args()
    parts = [
        "# The language server under load\n",
        "`make bench-lsp-load`, 2 cores; milliseconds for hover, seconds for the project.\n",
    ]
    with tempfile.TemporaryDirectory() as place:
        if args.only != "large":
            head = ["| hover | asked | p50 | p95 | slowest |", "|---|---|---|---|---|"]
            parts += [*head, *under_load(Path(place), args.hovers), ""]
        if args.only != "hover":
            head = ["| initialize | first hotspots | of initialize | peak MB |", "|---|---|---|---|"]
            parts += ["500 files, 150,000 lines, a profile of 50,000 functions:\n", *head, of_large(Path(place)), ""]
    print("\n".join(parts))
    if args.page:
        args.page.write_text("\n".join(parts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
