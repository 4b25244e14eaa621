"""The child of `breadth.py`: runs checks on the Python functions themselves, or through a vessel.

    python breadth_runner.py legacy|VESSEL module:function...

With a vessel it writes one JSON line a function: passed, wrong (the check failed on the vessel's answers) or error.
"""

import copy
import importlib
import json
import signal
import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import FrameType
from typing import Any

SECONDS = 60


def spell(value: object) -> str:
    """A value with its exact types."""
    if isinstance(value, float):
        return f"{type(value).__name__}({value.hex()})"
    if isinstance(value, list | tuple):
        return f"{type(value).__name__}[{', '.join(map(spell, value))}]"
    if isinstance(value, set | frozenset):
        return f"{type(value).__name__}[{', '.join(sorted(map(spell, value)))}]"
    if isinstance(value, dict):
        return f"{type(value).__name__}{{{', '.join(f'{spell(k)}: {spell(v)}' for k, v in value.items())}}}"
    if is_dataclass(value):
        inside = ", ".join(f"{f.name}={spell(getattr(value, f.name))}" for f in fields(value))
        return f"{type(value).__qualname__}({inside})"
    return f"{type(value).__name__}({value!r})"


def behaviour(function: Callable[..., Any], args: tuple[Any, ...]) -> str:
    """What one call does, as text."""
    mine = copy.deepcopy(args)
    try:
        outcome = "returned " + spell(function(*mine))
    except Exception as error:  # noqa: BLE001 - any exception is behaviour
        outcome = f"raised {type(error).__qualname__} {spell(list(error.args))}"
    return f"{outcome}; arguments {spell(list(mine))}"


def check_cases(candidate: Callable[..., Any], legacy: Callable[..., Any], cases: list[tuple[Any, ...]]) -> None:
    """Each case behaves as it does in Python."""
    for args in cases:
        expected, found = behaviour(legacy, args), behaviour(candidate, args)
        assert found == expected, f"{args!r}: expected {expected}, found {found}"


def run(module_name: str, function: str, candidate: Callable[..., Any] | None) -> None:
    """The function's own check, on `candidate` or on the function itself."""
    module = importlib.import_module(module_name)
    legacy = getattr(module, function)
    names = dict(vars(module))
    source = (Path(__file__).parent / "checks" / f"{module_name}.py").read_text(encoding="utf-8")
    exec(compile(source, f"checks/{module_name}.py", "exec"), names)
    if names["check"] is check_cases or getattr(names["check"], "__name__", "") == "check_cases":
        names["check"](candidate or legacy, legacy, module.CASES[function])
    else:
        names["check"](candidate or legacy)


def late(number: int, frame: FrameType | None) -> None:
    """Ends a check that takes too long."""
    raise TimeoutError(f"over {SECONDS} s")


def through(vessel: str, wanted: list[str]) -> None:
    """Runs the checks through a vessel."""
    from pivot_lsp.runtime import load_vessel

    loaded = load_vessel(vessel)
    manifest = json.loads((Path(vessel) / "manifest.json").read_text(encoding="utf-8"))
    by_name = {f"{f['module']}:{f['qualname']}": loaded[f["name"]] for f in manifest["functions"]}
    signal.signal(signal.SIGALRM, late)
    for name in wanted:
        function = by_name[name]
        row: dict[str, object] = {"status": "passed"}
        signal.alarm(SECONDS)
        try:
            run(*name.split(":"), function)
        except AssertionError as error:
            row = {"status": "wrong", "note": str(error)[:500]}
        except Exception as error:  # noqa: BLE001 - said in the table
            row = {"status": "error", "note": f"{type(error).__name__}: {error}"[:500]}
        signal.alarm(0)
        calls = function.calls
        row |= {"native": calls.native, "fallback": calls.fallback, "reasons": calls.reasons}
        sys.stdout.write(json.dumps(row) + "\n")
        sys.stdout.flush()


def main() -> None:
    """The command."""
    sys.path.insert(0, str(Path(__file__).parent))
    what, wanted = sys.argv[1], sys.argv[2:]
    if what != "legacy":
        through(what, wanted)
        return
    for name in wanted:
        try:
            run(*name.split(":"), None)
        except Exception as error:  # noqa: BLE001 - a check that fails on Python itself says so, and the rest run
            sys.stderr.write(f"{name}: the check fails on Python itself: {error!r}\n")


if __name__ == "__main__":
    main()
