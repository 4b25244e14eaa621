"""`make bench-kernels`: kernels against CPython, its other compilers and people, from Python call to Python result.

    python -m benchmarks.kernels.run [--kernel NAME]... [--quick] [--to LANGUAGE]... [--peers none] [--page FILE]

Prints, a row a kernel: CPython's milliseconds, then how many times as fast each contestant is, and under it the
geometric means; a second table holds each port against the hand-written version of the same language. `--quick` takes
small inputs and few rounds and says nothing about speed: it shows that everything runs.
"""

import argparse
import json
import math
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.kernels.contest import HERE, PEERS, SUFFIX
from benchmarks.kernels.inputs import KERNELS
from pivot_lsp.model.port import LANGUAGES

ROOT = HERE.parent.parent
Found = Mapping[str, Any]


def mean(values: Iterable[float]) -> float | None:
    """The geometric mean; None of nothing."""
    logs = [math.log(v) for v in values]
    return math.exp(sum(logs) / len(logs)) if logs else None


def run(name: str, who: Sequence[str], scale: float, cache: Path) -> Found:
    """One contest, in a process of its own (it loads what its peers made)."""
    with tempfile.TemporaryDirectory(prefix="kernels-") as scratch:
        command = [sys.executable, "-m", "benchmarks.kernels.contest", name, f"{scratch}/project", str(cache)]
        done = subprocess.run([*command, str(scale), *who], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{name}: {done.stderr.strip()[-2000:]}")
    found: Found = json.loads(done.stdout.splitlines()[-1])
    return found


def table(found: Mapping[str, Found], who: Sequence[str]) -> str:
    """CPython's time over each contestant's."""
    lines = [f"| kernel | CPython, ms | {' | '.join(who)} |", "|---" * (len(who) + 2) + "|"]
    gains: dict[str, list[float]] = {one: [] for one in who}
    titles = {k.name: k.title for k in KERNELS}
    for name, one in found.items():
        seconds = one["seconds"]
        cells = []
        for contestant in who:
            if contestant in seconds:
                gains[contestant].append(seconds["python"] / seconds[contestant])
                cells.append(f"{gains[contestant][-1]:.1f}")
            else:
                cells.append("differs" if one["faults"][contestant].startswith("another result") else "-")
        lines.append(f"| {name}: {titles[name]} | {seconds['python'] * 1e3:.1f} | {' | '.join(cells)} |")
    cells = [f"{m:.1f} of {len(gains[one])}" if (m := mean(gains[one])) else "-" for one in who]
    lines.append(f"| geometric mean | | {' | '.join(cells)} |")
    return "\n".join(lines)


def against(found: Mapping[str, Found], languages: Sequence[str]) -> str:
    """Each port over the hand-written version of its language (1 is as fast), and over the peers where both ran."""
    lines = [f"| kernel | {' | '.join(languages)} |", "|---" * (len(languages) + 1) + "|"]
    shares: dict[str, list[float]] = {one: [] for one in languages}
    for name, one in found.items():
        cells = []
        for language in languages:
            own, hand = one["seconds"].get(f"port:{language}"), one["seconds"].get(f"hand:{language}")
            if own and hand:
                shares[language].append(hand / own)
                cells.append(f"{hand / own:.2f}")
            else:
                cells.append("-")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    cells = [f"{m:.2f} of {len(shares[one])}" if (m := mean(shares[one])) else "-" for one in languages]
    lines.append(f"| geometric mean | {' | '.join(cells)} |")
    rows = []
    for peer in PEERS:
        cells = []
        for language in languages:
            both = [one["seconds"] for one in found.values() if {peer, f"port:{language}"} <= set(one["seconds"])]
            ratio = mean(s[peer] / s[f"port:{language}"] for s in both)
            cells.append(f"{ratio:.1f} of {len(both)}" if ratio else "-")
        rows.append(f"| {peer} | {' | '.join(cells)} |")
    heads = [f"| geometric mean against | {' | '.join(languages)} |", "|---" * (len(languages) + 1) + "|"]
    return "\n".join([*lines, "", *heads, *rows])


def faults(found: Mapping[str, Found]) -> str:
    """Why a contestant is missing."""
    rows = [f"- {name}, {who}: {why}" for name, one in found.items() for who, why in one["faults"].items()]
    return "\n".join(rows)


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the tables; 1 when a port is missing or slower than CPython."""
    parser = argparse.ArgumentParser(description="ported kernels against CPython, its compilers and people")
    parser.add_argument("--kernel", action="append", choices=[k.name for k in KERNELS])
    parser.add_argument("--quick", action="store_true", help="small inputs, few rounds: shows that all runs")
    parser.add_argument("--to", action="append", choices=LANGUAGES)
    parser.add_argument("--without", action="append", default=[], choices=["hand", *PEERS])
    parser.add_argument("--page", type=Path, help="writes the tables there")
    options = parser.parse_args(argv)
    languages = options.to or list(LANGUAGES)
    peers = [p for p in PEERS if p not in options.without]
    cache = ROOT / ".pivot" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    found: dict[str, Found] = {}
    for kernel in KERNELS:
        if options.kernel and kernel.name not in options.kernel:
            continue
        hands = [one for one in languages if (HERE / "hand" / f"{kernel.name}.{SUFFIX[one]}").exists()]
        hands = [] if "hand" in options.without else hands
        who = [*(f"port:{one}" for one in languages), *(f"hand:{one}" for one in hands), *peers]
        found[kernel.name] = run(kernel.name, who, 0.05 if options.quick else 1.0, cache)
        seconds = found[kernel.name]["seconds"]
        gains = " ".join(f"{w} {seconds['python'] / s:.1f}" for w, s in seconds.items())
        print(f"{kernel.name}: {gains} {found[kernel.name]['faults'] or ''}", file=sys.stderr, flush=True)
    ports = [f"port:{one}" for one in languages]
    text = (
        f"# Kernels\n\nMade by `make bench-kernels` on CPython {platform.python_version()}. CPU time from the Python "
        "call to the Python result, conversion included, medians of interleaved rounds in one process; the figures "
        "are CPython's time over the contestant's. `-`: does not compile it; `differs`: compiles it, and gives "
        f"another result. See [benchmarks/README.md](../../benchmarks/README.md).\n\n{table(found, [*ports, *peers])}"
        "\n\nHand-written versions, by the port of the same language (1 is as fast as the person's):\n\n"
        f"{against(found, languages)}\n\nMissing:\n\n{faults(found) or '- nothing'}\n"
    )
    print(text)
    if options.page:
        options.page.write_text(text, encoding="utf-8")
    lost = [n for n, f in found.items() for p in ports if p not in f["seconds"]]
    slow = [n for n, f in found.items() for p in ports if f["seconds"].get(p, 0) > f["seconds"]["python"]]
    return 1 if lost or (slow and not options.quick) else 0


if __name__ == "__main__":
    sys.exit(main())
