"""The process that runs one batch: each program under CPython and in every vessel, on the same inputs, strictly
compared by the project's own rules (`parity/compare`).

`python -m tests.fuzz.judge ORDERS.json` writes `verdict.json` beside it, and names the call under way in `mark`, so
that the parent knows what a crash or an endless loop came from.
"""

import contextlib
import importlib
import io
import json
import random
import resource
import signal
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pivot_lsp.cases.values import Unencodable, encode, encode_all, encode_error
from pivot_lsp.parity.compare import difference
from pivot_lsp.parity.floats import STRICT, Distance
from pivot_lsp.parity.outcome import Outcome, pack_behaviour
from pivot_lsp.runtime import load_vessel
from tests.conformance.harness import LOADED, Met, spell
from tests.fuzz.programs import Batch
from tests.fuzz.vocabulary import value

SECONDS = 0.5
MEMORY = 6 << 30


class Slow(BaseException):
    """CPython takes too long on this input."""


def _tick(_signal: int, _frame: object) -> None:
    raise Slow


def behaviour(function: Callable[..., Any], make: Callable[[], list[Any]]) -> Outcome:
    """What one call does: arguments afterwards, which object stands where, the order of sets and the text printed
    included."""
    args = make()
    met: dict[int, Met] = {}
    spell(args, met)
    given = {at: one for at, one in met.items() if one.value is not args}
    shown = ""
    returned: list[Any] | None = None
    raised: list[Any] | None = None
    alias: list[int] = []
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            result = function(*args)
        returned = [encode(result)]
        shown = spell([result, args], dict(given), given)
        alias = [i for i, a in enumerate(args) if a is result and isinstance(a, list | dict)]
    except Unencodable:
        return Outcome("not_comparable")
    except MemoryError:
        return Outcome("memory")
    except Exception as error:  # noqa: BLE001 - whatever the call raises is its behaviour
        found = encode_error(error)
        raised = [found["type"], found["args"]]
        shown = spell([args], dict(given), given)
    text = f"{shown}\nprinted {printed.getvalue()!r}"
    return Outcome("ok", pack_behaviour(returned, raised, encode_all(args), text, alias))


def judge(batch: Batch, names: list[str], vessels: dict[str, Any], inputs: int, mark: Path) -> dict[str, Any]:
    """Counts, and every difference: program, input, language, what is wrong."""
    module = importlib.import_module(batch.module)
    LOADED.add(batch.module)
    found: list[dict[str, Any]] = []
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    signal.signal(signal.SIGALRM, _tick)
    with mark.open("w") as trace:
        for program in (p for p in batch.programs if p.name in names):
            ran = False
            for number in range(inputs):

                def make(program: Any = program, number: int = number) -> list[Any]:
                    rng = random.Random(f"{batch.seed}:{program.name}:{number}")
                    made = [value(t, rng, module) for _, t in program.params]
                    return [*made[:-1], *made[-1]] if program.starred else made

                trace.seek(0)
                trace.write(f"{program.name} {number} python      ")
                trace.flush()
                signal.setitimer(signal.ITIMER_REAL, SECONDS)
                try:
                    legacy = behaviour(getattr(module, program.name), make)
                except Slow:
                    counts["slow"] += 1
                    continue
                finally:
                    signal.setitimer(signal.ITIMER_REAL, 0)
                if legacy.status != "ok":
                    counts[legacy.status] += 1
                    continue
                for language, functions in vessels.items():
                    if program.name not in functions:  # its compiler rejected it, which is a finding already
                        continue
                    trace.seek(0)
                    trace.write(f"{program.name} {number} {language}      ")
                    trace.flush()
                    function = functions[program.name]
                    before = function.calls.native
                    known = dict(function.calls.reasons)
                    other = behaviour(function, make)
                    native = function.calls.native > before
                    counts[f"{language} {'native' if native else 'fallback'}"] += 1
                    for why, n in function.calls.reasons.items():
                        if n > known.get(why, 0):
                            # an internal one is a defect of the runtime, though the call is answered
                            reasons[f"{why} in {program.name}" if why == "internal" else str(why)] += 1
                    ran = True
                    what = difference(legacy, other, STRICT, Distance())
                    if what is not None:
                        shown = {"where": what.where, "message": what.message, "kind": what.kind}
                        found.append({"program": program.name, "input": number, "language": language, **shown})
            counts["programs"] += ran
    return {"counts": dict(counts), "reasons": dict(reasons), "differences": found}


def main() -> int:
    """Reads the orders, judges, writes the verdict."""
    import pickle

    orders = json.loads(Path(sys.argv[1]).read_text())
    folder = Path(sys.argv[1]).parent
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.path.insert(0, orders["root"])
    batch = pickle.loads((folder / "batch.pickle").read_bytes())
    vessels = {language: load_vessel(where) for language, where in orders["vessels"].items()}
    verdict = judge(batch, orders["names"], vessels, orders["inputs"], folder / "mark")
    (folder / "verdict.json").write_text(json.dumps(verdict))
    return 0


if __name__ == "__main__":
    sys.exit(main())
