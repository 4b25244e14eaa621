"""`make bench-lsp [ARGS=--rounds N]`: initialize, change to diagnostics, and hover, of each server in the same run.

The files are made from the standard library's own sources, put one after the other until they have the wanted number
of lines, and twenty of their functions are hot by a profile. Most changes follow at once, as typing does; before
every tenth the client rests, so that what a server puts off until a pause is part of the figures. Figures are
milliseconds; ratios are to the peer that the project's aim names (ruff for changes, bare pygls for initialize). Peers
live in a virtual environment under .tools.
"""

import argparse
import ast
import json
import marshal
import platform
import random
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.lsp.wire import Wire

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / ".tools" / "bench-lsp"
PINS = ("python-lsp-server==1.14.0", "jedi-language-server==0.47.0", "pygls==2.1.1")
SIZES = (1_000, 2_600, 10_000)
HOT = 20
"""Functions with a share above the threshold."""
PAUSED, PAUSE = 10, (0.25, 0.45)
"""Before every so many changes the client rests for a time in this range, in seconds: pivot looks again after 0.3."""
CAPABILITIES: dict[str, Any] = {
    "window": {"workDoneProgress": True},
    "workspace": {"configuration": True},
    "textDocument": {
        "publishDiagnostics": {"versionSupport": True},
        "hover": {"contentFormat": ["markdown"]},
        "synchronization": {"didSave": True},
    },
}


def peers() -> Path:
    """The peers' interpreter, installed on first use."""
    python = PEERS / "bin" / "python"
    if not (PEERS / ".ready").exists():
        venv.create(PEERS, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PINS], check=True)
        (PEERS / ".ready").touch()
    return python


def servers() -> dict[str, list[str]]:
    """Name -> command line."""
    python, here = str(peers()), sys.executable
    ruff = Path(sys.executable).with_name("ruff")
    return {
        "pivot": [here, "-P", "-m", "pivot_lsp", "lsp"],
        "bare pygls": [here, str(Path(__file__).with_name("bare.py"))],
        "ruff": [str(ruff), "server"],
        "pylsp": [python, "-m", "pylsp"],
        "jedi": [str(Path(python).with_name("jedi-language-server"))],
    }


def module(lines: int) -> str:
    """A module of about `lines` lines that parses, from the standard library."""
    text, found = "def hot(n: int) -> int:\n    return sum(i * i for i in range(n))\n\n\n", 5
    for path in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py")):
        source = path.read_text("utf-8", "replace")
        if "from __future__" in source or source.count("\n") > 1500:
            continue
        text, found = f"{text}{source}\n", found + source.count("\n") + 1
        if found >= lines:
            break
    kept = text.splitlines()[:lines]
    while True:  # cut back to where the text is whole
        try:
            ast.parse("\n".join(kept))
            return "\n".join(kept) + "\n"
        except SyntaxError:
            kept.pop()


def project(folder: Path, lines: int) -> Path:
    """A project with one module of `lines` lines and a profile in cProfile's own format that names its functions.

    The hottest HOT are above the threshold of what is shown, which is as many as are shown of one file.
    """
    folder.mkdir()
    (folder / "pyproject.toml").write_text("[project]\nname = 'bench'\nversion = '1'\n")
    file = folder / "big.py"
    file.write_text(module(lines))
    stats: dict[Any, Any] = {}
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            line = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            own = 1.0 if len(stats) < HOT else 1e-4
            stats[str(file), line, node.name] = (10, 10, 1.0 * own, 2.0 * own, {})
    (folder / "run.prof").write_bytes(marshal.dumps(stats))
    return file


def percentile(values: list[float], percent: float) -> float:
    """By nearest rank, in milliseconds."""
    ordered = sorted(values)
    return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def opened(wire: Wire, file: Path) -> str:
    """Opens `file`; its URI."""
    uri = file.as_uri()
    item = {"uri": uri, "languageId": "python", "version": 1, "text": file.read_text()}
    wire.send("textDocument/didOpen", {"textDocument": item})
    return uri


def about(uri: str, version: int | None) -> Callable[[dict[str, Any]], bool]:
    """Whether a message publishes the diagnostics of that version (servers without versions: of the document)."""

    def wanted(message: dict[str, Any]) -> bool:
        params = message.get("params") or {}
        return (
            message.get("method") == "textDocument/publishDiagnostics"
            and params.get("uri") == uri
            and params.get("version", version) in (version, None)
        )

    return wanted


def measure(argv: list[str], file: Path, rounds: int, *, hot: bool) -> dict[str, float]:
    """One server over one file: initialize, then `rounds` changes and hovers."""
    wire = Wire(argv, file.parent)
    try:
        found = {"initialize": 1000 * wire.initialize(CAPABILITIES)}
        uri = opened(wire, file)
        if hot:
            wire.until(lambda m: about(uri, 1)(m) and bool(m["params"]["diagnostics"]))
            found["first hotspot"] = 1000 * (time.perf_counter() - wire.began)
        else:
            wire.until(about(uri, 1))
        changes, hovers = [], []
        pauses = random.Random(1)
        for version in range(2, rounds + 2):
            if version % PAUSED == 0:
                time.sleep(pauses.uniform(*PAUSE))
            line = (version * 97) % 400
            at = {"line": line, "character": 0}
            edit = {"range": {"start": at, "end": at}, "text": "\n" if version % 2 else "#\n"}
            document = {"uri": uri, "version": version}
            sent = wire.send("textDocument/didChange", {"textDocument": document, "contentChanges": [edit]})
            changes.append(wire.until(about(uri, version)).at - sent)
            # on the first function's name, which no edit moves: past the end of a line jedi answers by an error
            position = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 5}}
            hovers.append(wire.request("textDocument/hover", position)[0])
        found |= {"change p50": percentile(changes, 50), "change p95": percentile(changes, 95)}
        found |= {"hover p50": percentile(hovers, 50), "hover p95": percentile(hovers, 95)}
        found["peak MB"] = wire.resident() / 1e6
        return found
    finally:
        wire.close()


def started(chosen: dict[str, list[str]], root: Path, count: int) -> str:
    """A table: initialize of each server, from the start of its process. The starts are interleaved, and a server is
    held against the bare one that was started just before or after it, since a busy machine is busy for both."""
    taken: dict[str, list[float]] = {name: [] for name in chosen}
    for _ in range(count):
        for name, argv in chosen.items():
            wire = Wire(argv, root)
            try:
                taken[name].append(wire.initialize(CAPABILITIES))
            finally:
                wire.close()
    bare = taken.get("bare pygls", [])
    out = [
        f"\ninitialize, {count} starts of each (ms)",
        "| server | least | median | of bare pygls, median |",
        "|---" * 4 + "|",
    ]
    for name, values in taken.items():
        ratios = [value / other for value, other in zip(values, bare)]
        ratio = f"{statistics.median(ratios):.2f}" if ratios else ""
        out.append(f"| {name} | {1000 * min(values):.0f} | {percentile(values, 50):.0f} | {ratio} |")
    return "\n".join(out)


def main() -> int:
    """Measures, prints a table and writes what `--output` names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--repeats", type=int, default=3, help="starts of each server; medians are shown")
    parser.add_argument("--starts", type=int, default=11, help="of each server, for initialize; 0: not now")
    parser.add_argument("--servers", nargs="*", help="only these")
    parser.add_argument("--lines", type=int, nargs="*", default=SIZES, help="sizes of the file; all by default")
    parser.add_argument("--output", type=Path, help="write the figures as JSON, beside those of other sizes in it")
    parser.add_argument("--page", type=Path, help="write the tables of all sizes that --output holds")
    args = parser.parse_args()
    chosen = {name: argv for name, argv in servers().items() if not args.servers or name in args.servers}
    figures: dict[str, dict[str, dict[str, float]]] = {}
    before = json.loads(args.output.read_text()) if args.output and args.output.exists() else {}
    starts = before.get("starts", "")
    with tempfile.TemporaryDirectory() as place:
        if args.starts:
            starts = started(chosen, project(Path(place) / "starts", min(SIZES)).parent, args.starts)
            print(starts, flush=True)
        for lines in args.lines:
            file = project(Path(place) / str(lines), lines)
            rows: dict[str, list[dict[str, float]]] = {name: [] for name in chosen}
            for _ in range(args.repeats):  # interleaved, so that a busy moment hits all alike
                for name, argv in chosen.items():
                    rounds = args.rounds if name not in ("pylsp", "jedi") else max(5, args.rounds // 6)
                    rows[name].append(measure(argv, file, rounds, hot=name == "pivot"))
            figures[str(lines)] = {
                name: {key: statistics.median(row[key] for row in found) for key in found[0]}
                for name, found in rows.items()
            }
            print(table(lines, figures[str(lines)]), flush=True)
    figures = dict(sorted((before.get("ms", {}) | figures).items(), key=lambda row: int(row[0])))
    if args.output:
        kept = {"python": platform.python_version(), "starts": starts, "ms": figures}
        args.output.write_text(json.dumps(kept, indent=2) + "\n")
    if args.page:
        args.page.write_text(page(starts, figures, args.rounds, args.repeats))
    return 0


def page(starts: str, figures: dict[str, dict[str, dict[str, float]]], rounds: int, repeats: int) -> str:
    """The record: a table a size."""
    head = f"""# The language server beside its peers

`make bench-lsp`, 2 cores, Python {platform.python_version()}: {repeats} starts of each server, in turn; {rounds}
changes and hovers each (a sixth for pylsp and jedi); medians of the starts. A change is timed from sending it to the
diagnostics of its version. {HOT} functions are hot; before every {PAUSED}th change the client rests for
{PAUSE[0]} to {PAUSE[1]} s. initialize is timed from the start of the process.
"""
    return "\n".join([head, starts, *(table(int(lines), rows) for lines, rows in figures.items()), ""])


def table(lines: int, rows: dict[str, dict[str, float]]) -> str:
    """The figures at one size, with the ratios that the aims are about."""
    keys = ["change p50", "change p95", "hover p50", "hover p95", "peak MB"]
    out = [f"\n{lines:,} lines (ms)", "| server | " + " | ".join(keys) + " |", "|---" * (len(keys) + 1) + "|"]
    out += [f"| {name} | " + " | ".join(f"{row[key]:.1f}" for key in keys) + " |" for name, row in rows.items()]
    mine = rows.get("pivot")
    if mine and "ruff" in rows:
        out.append(
            f"pivot: change p95 {mine['change p95'] / rows['ruff']['change p95']:.2f} of ruff's, first hotspot after "
            f"{mine['first hotspot'] / mine['initialize']:.2f} of initialize"
        )
    return "\n".join(out)


if __name__ == "__main__":
    sys.exit(main())
