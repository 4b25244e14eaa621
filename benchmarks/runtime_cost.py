"""What a wrapped call costs, against one OpenFeature in-memory evaluation, and what importing the runtime costs,
against cffi and msgspec alone: `make bench-runtime`.

CPU time, the best of many rounds, each figure with the empty loop taken off; the contenders take turns within a round,
so that what else the machine does hits them alike. The bars: at most a seventh of one evaluation; what a wrapped module
imports at most 1.2 times cffi and msgspec.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time_ns
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
CALLS, ROUNDS = 2_000, 60
IMPORT_ROUNDS = 40
IMPORTS = {
    "cffi and msgspec alone": "import cffi, msgspec",
    "what a wrapped module imports": "from pivot_lsp.runtime import vessel, context",
    "with all that opening a vessel and counting need, cffi and msgspec among it": (
        "import cffi, pivot_lsp.runtime.watching; from pivot_lsp.runtime import vessel, context, load_vessel"
    ),
}
"""The first is what the others are compared with; the bar is for the second."""


def _round(call: Callable[[], Any]) -> float:
    began = process_time_ns()
    for _ in range(CALLS):
        call()
    return (process_time_ns() - began) / CALLS


def _openfeature() -> Callable[[], Any]:
    from openfeature import api
    from openfeature.evaluation_context import EvaluationContext
    from openfeature.provider.in_memory_provider import InMemoryFlag, InMemoryProvider

    api.set_provider_and_wait(InMemoryProvider({"f": InMemoryFlag("on", {"on": True, "off": False})}))
    client, who = api.get_client(), EvaluationContext("user-1", {"tenant": "acme"})
    return lambda: client.get_boolean_value("f", False, who)


def measure() -> dict[str, float]:
    """Nanoseconds a call, by contender."""
    from pivot_lsp.runtime import context, load_vessel, vessel
    from tests.runtime.vessels import UNIT, compile_vessel, function, write_vessel

    with tempfile.TemporaryDirectory(prefix="pivot-bench-") as scratch:
        folder = Path(scratch)
        os.environ |= {"PIVOT_CACHE": scratch, "PIVOT_VESSELS": scratch, "PIVOT_FLAGS": str(folder / "flags.json")}
        exported = [function("echo_1", ["i"], "i", "same", "value")]
        bare_vessel = load_vessel(write_vessel(folder / "v", compile_vessel(folder), exported))["same"]
        flags = {
            "on": {"percent": 100, "on": True},
            "half": {"percent": 50, "on": True, "key": "user"},
            "calls": {"percent": 50, "on": True, "key": "call"},
            "shadow": {"percent": 0, "on": True, "shadow": {"percent": 0.001}},
        }
        (folder / "flags.json").write_text(json.dumps({"version": 1, "flags": flags}))

        def wrapped(flag: str) -> Callable[[Any], Any]:
            def _legacy_same(value: Any) -> Any:
                return value

            _legacy_same.__module__, _legacy_same.__qualname__ = UNIT, "_legacy_same"
            return vessel(_legacy_same, flag=flag, vessel="v")

        def legacy(value: Any) -> Any:
            return value

        on, half, calls, shadow, off = map(wrapped, ("on", "half", "calls", "shadow", "unknown"))
        contenders: dict[str, Callable[[], Any]] = {
            "empty loop": lambda: None,
            "legacy, bare": lambda: legacy(7),
            "vessel, bare": lambda: bare_vessel(7),
            "wrapped, flag unknown: legacy": lambda: off(7),
            "wrapped, 0% with shadow: legacy, counted": lambda: shadow(7),
            "wrapped, 100%: vessel, counted": lambda: on(7),
            "wrapped, 50% of users: counted": lambda: half(7),
            "wrapped, 50% of calls: counted": lambda: calls(7),
            "OpenFeature, in memory": _openfeature(),
        }
        best = dict.fromkeys(contenders, float("inf"))
        with context(user="user-1", tenant="acme"):
            for call in contenders.values():
                for _ in range(200):
                    call()
            for _ in range(ROUNDS):
                for name, call in contenders.items():
                    best[name] = min(best[name], _round(call))
    floor = best.pop("empty loop")
    return {name: ns - floor for name, ns in best.items()}


def import_costs() -> dict[str, float]:
    """Milliseconds of CPU of each import in a new interpreter, the best of many taken in turns."""
    best = dict.fromkeys(IMPORTS, float("inf"))
    head, tail = "from time import process_time_ns as now; began = now(); ", "; print(now() - began)"
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    for _ in range(IMPORT_ROUNDS):
        for name, code in IMPORTS.items():
            argv = [sys.executable, "-c", head + code + tail]
            done = subprocess.run(argv, env=environ, capture_output=True, text=True, check=True)
            best[name] = min(best[name], int(done.stdout) / 1e6)
    return best


def main() -> int:
    """Prints, writes the page; 1 above the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", type=Path)
    args = parser.parse_args()
    found = measure()
    vendor = found["OpenFeature, in memory"]
    bare = {"legacy": found["legacy, bare"], "vessel": found["vessel, bare"]}
    rows, good = [], True
    for name, ns in found.items():
        base = bare["vessel" if "vessel, counted" in name else "legacy"] if name.startswith("wrapped") else None
        added = None if base is None else ns - base
        share = "" if added is None else f"1/{vendor / added:.1f}"
        rows.append(f"| {name} | {ns:,.0f} | {'' if added is None else f'{added:,.0f}'} | {share} |")
        if name in ("wrapped, 0% with shadow: legacy, counted", "wrapped, 100%: vessel, counted") and added is not None:
            good = good and added <= vendor / 7
    text = "| call | ns | added to the bare one | of one evaluation |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"
    costs = import_costs()
    base = next(iter(costs.values()))
    good = good and costs["what a wrapped module imports"] <= 1.2 * base
    text += "\n| import, in a new interpreter | ms of CPU | times the first |\n|---|---|---|\n"
    text += "".join(f"| {name} | {ms:.1f} | {ms / base:.2f} |\n" for name, ms in costs.items())
    print(text)
    if args.page:
        args.page.parent.mkdir(parents=True, exist_ok=True)
        head = (
            f"# What a wrapped call costs\n\nMade by `make bench-runtime`: CPU time, best of {ROUNDS} rounds of "
            f"{CALLS:,} calls taken in turns, CPython {platform.python_version()}. "
            "The bars: a seventh of one evaluation; what a wrapped module imports, 1.2 times cffi and msgspec.\n\n"
        )
        args.page.write_text(head + text, encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
