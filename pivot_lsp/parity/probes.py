"""What else a worker can be asked than to run calls: where its callable came from, mutants, coverage.

Invariants: an operation leaves the callable as it found it; a budget of seconds is of this process's own time, so that
a busy machine gives the same verdict as an idle one.
"""

import builtins
import importlib
import inspect
import marshal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import msgspec

from pivot_lsp.model.evidence import Tolerance
from pivot_lsp.parity import slips, watching
from pivot_lsp.parity.compare import difference
from pivot_lsp.parity.floats import Distance
from pivot_lsp.parity.outcome import Outcome
from pivot_lsp.parity.slowness import TooSlow
from pivot_lsp.parity.worker import Caller, Operation

Reply = Callable[[Any], None]
GRACE = 10.0
"""A mutant may take this many times as long as legacy took, and never less than the worker's own limit."""
MUTANT_STEP = 1_000_000
IDLE_AFTER = 100
"""Calls after which a slip that was met and never applied is taken for one that never will."""


def clock() -> float:
    """Seconds of this process's own time; waiting counts a twentieth, so that calls that sleep come to an end too."""
    return time.process_time() + time.monotonic() / 20


_corpus: list[tuple[list[Any], dict[str, Any], bytes, int]] = []
_slow = TooSlow()


def where(caller: Caller, _request: dict[str, Any], _reply: Reply) -> str | None:
    """The file that the callable, or its module, came from."""
    function = inspect.unwrap(caller.function)
    things: tuple[Any, ...] = (function, sys.modules.get(getattr(function, "__module__", None) or ""), type(function))
    for thing in things:
        try:
            return inspect.getfile(thing)
        except TypeError:
            found = getattr(thing, "__file__", None)
            if isinstance(found, str):
                return found
    return None


def corpus(_caller: Caller, request: dict[str, Any], _reply: Reply) -> int:
    """Takes calls with legacy's payload and nanoseconds, to be run again and again. `clear`: forgets others first."""
    if request.get("clear"):
        _corpus.clear()
    _corpus.extend((args, kwargs, payload, took) for args, kwargs, payload, took in request["calls"])
    return len(_corpus)


def _function(module: str, qualname: str) -> FunctionType:
    """The function object whose code is to be replaced; wrappers are looked through."""
    found: Any = importlib.import_module(module)
    for part in qualname.split("."):
        owner, found = found, inspect.getattr_static(found, part)
        if isinstance(found, staticmethod | classmethod):
            found = found.__func__
        elif isinstance(found, property):
            found = found.fget
        elif not isinstance(found, type | FunctionType) and not hasattr(found, "__wrapped__"):
            found = getattr(owner, part)
    found = inspect.unwrap(found)
    if not isinstance(found, FunctionType):
        raise TypeError(f"{module}:{qualname} is no Python function")
    return found


class _Swapped:
    """The function with a mutant's code, for the time of the block; caches are emptied on both ends."""

    def __init__(self, caller: Caller, mutant: dict[str, Any]) -> None:
        self.function = _function(mutant["module"], mutant["qualname"])
        self.mutated: CodeType = marshal.loads(mutant["code"])
        self.original = self.function.__code__
        self.caches = _caches(tuple(caller.roots))

    def __enter__(self) -> None:
        setattr(builtins, slips.NAME, slips)
        self._put(self.mutated)

    def __exit__(self, *_: object) -> None:
        self._put(self.original)

    def differs(
        self,
        caller: Caller,
        index: int,
        args: list[Any],
        kwargs: dict[str, Any],
        legacy: Outcome,
        tolerance: Tolerance,
    ) -> bool:
        """Whether the mutant behaves otherwise than legacy on one call."""
        with self:
            outcome = _outcome(caller.call(index, args, kwargs))
        return difference(legacy, outcome, tolerance, Distance()) is not None

    def _put(self, code: CodeType) -> None:
        self.function.__code__ = code
        for clear in self.caches:
            clear()


def _caches(roots: tuple[str, ...]) -> list[Callable[[], None]]:
    """How to empty the functools caches of the project's modules, which would answer in a mutant's place."""
    found = []
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str) and file.startswith(roots):
            for value in list(vars(module).values()):
                clear = getattr(value, "cache_clear", None)
                if callable(clear):
                    found.append(clear)
    return found


def _outcome(row: tuple[Any, ...]) -> Outcome:
    return Outcome(*row)


def mutant(caller: Caller, request: dict[str, Any], _reply: Reply) -> dict[str, Any]:
    """Runs one mutant over the calls `indices` of the corpus until one differs: `killed` is its index or None, `ran`
    how many of them ran, `called` and `applied` whether its slip was met, and met a value of its type.

    `seconds` bounds the processor time, `spent` is what it took. A slip that is met for `IDLE_AFTER` calls and never
    applies is not run further.
    """
    slips.seen.called = slips.seen.applied = False
    allowed = Tolerance.model_validate(request["tolerance"])
    began = clock()
    until = began + request["seconds"]
    own = caller.timer.seconds
    indices = request["indices"]
    ran = 0
    try:
        with _Swapped(caller, request):
            for ran, index in enumerate(indices, 1):
                args, kwargs, payload, took = _corpus[index]
                caller.timer.seconds = max(own, GRACE * took / 1e9)
                outcome = _outcome(caller.call(index, args, kwargs))
                if difference(Outcome("ok", payload), outcome, allowed, Distance()) is not None:
                    spent = clock() - began
                    return {"killed": index, "ran": ran, "called": True, "applied": True, "spent": spent}
                if ran >= IDLE_AFTER and slips.seen.called and not slips.seen.applied:
                    ran = len(indices)
                    break
                if clock() > until:
                    break
    finally:
        caller.timer.seconds = own
    spent = clock() - began
    return {"killed": None, "ran": ran, "called": slips.seen.called, "applied": slips.seen.applied, "spent": spent}


def search(caller: Caller, request: dict[str, Any], _reply: Reply) -> dict[str, Any]:
    """Runs fresh calls through legacy and through every mutant given; `exposed` lists [place of a mutant, place of the
    call that tells it apart]. A difference counts when it shows twice, with legacy as before in between.

    A mutant runs only on the calls that could expose it, as legacy shows when it is watched (`functions`).

    Calls of mutant `m` are marked `MUTANT_STEP * (m + 1)` and up, so that a death tells whose it was.
    """
    allowed = Tolerance.model_validate(request["tolerance"])
    began = clock()
    until = began + request["seconds"]
    reference = _reference(caller, request["calls"], until)
    calls = request["calls"][: len(reference)]
    exposing = _exposing(caller, request["functions"], calls, reference)
    exposed: list[tuple[int, int]] = []
    own = caller.timer.seconds
    for number, each in enumerate(request["mutants"]):
        swapped = _Swapped(caller, each)
        chosen = exposing.get(each["number"])
        for index in range(len(calls)) if chosen is None else chosen:
            args, kwargs = calls[index]
            legacy = reference[index]
            if legacy.status != "ok":
                continue
            caller.timer.seconds = max(own, GRACE * legacy.nanoseconds / 1e9)
            name = index + MUTANT_STEP * (number + 1)
            if swapped.differs(caller, name, args, kwargs, legacy, allowed):
                again = _outcome(caller.call(index, args, kwargs))
                steady = again.status == "ok" and again.payload == legacy.payload
                if steady and swapped.differs(caller, name, args, kwargs, legacy, allowed):
                    exposed.append((number, index))
                    break
        if clock() > until:
            return {"exposed": exposed, "spent": clock() - began}
    caller.timer.seconds = own
    return {"exposed": exposed, "spent": clock() - began}


def _exposing(
    caller: Caller, functions: list[dict[str, Any]], calls: list[Any], reference: list[Outcome]
) -> dict[int, list[int]]:
    """For each mutant that is watched the calls that could expose it, by their place."""
    watched = _Watched(functions)
    clear = _caches(tuple(caller.roots))
    found: dict[int, list[int]] = {number: [] for number in watched.numbers}
    own = caller.timer.seconds
    for index, (call, legacy) in enumerate(zip(calls, reference)):
        if legacy.status == "ok":
            caller.timer.seconds = max(own, GRACE * legacy.nanoseconds / 1e9)
            for number in _met(caller, watched, clear, index, (call[0], call[1]), legacy.payload)[1]:
                found[number].append(index)
    caller.timer.seconds = own
    return found


def _reference(caller: Caller, calls: list[Any], until: float) -> list[Outcome]:
    """Legacy's outcomes, for as many calls as the time allows; calls presumed slow count as slow."""
    found: list[Outcome] = []
    for index, (args, kwargs) in enumerate(calls):
        if _slow.presumes(args, kwargs):
            found.append(Outcome("slow"))
            continue
        outcome = _outcome(caller.call(index, args, kwargs))
        if outcome.status == "slow":
            _slow.learn(args, kwargs)
        found.append(outcome)
        if clock() > until:
            break
    return found


class _Watched:
    """Legacy's functions with their mutants' places watched (`infection`), for the time of the block."""

    def __init__(self, functions: list[dict[str, Any]]) -> None:
        self.swaps: list[tuple[FunctionType, CodeType, CodeType]] = []
        self.numbers: list[int] = []
        for each in functions:
            try:
                function = _function(each["module"], each["qualname"])
                code = marshal.loads(each["code"])
            except (ImportError, AttributeError, TypeError, ValueError):
                continue
            if len(code.co_freevars) == len(function.__code__.co_freevars):
                self.swaps.append((function, code, function.__code__))
                self.numbers += each["numbers"]

    def __enter__(self) -> None:
        setattr(builtins, watching.NAME, watching)
        for function, code, _ in self.swaps:
            function.__code__ = code

    def __exit__(self, *_: object) -> None:
        for function, _code, legacy in self.swaps:
            function.__code__ = legacy


def _met(
    caller: Caller,
    watched: _Watched,
    clear: list[Callable[[], None]],
    index: int,
    call: tuple[Any, Any],
    payload: bytes,
) -> tuple[set[int], set[int]]:
    """Numbers of mutants that one call reaches, and of those that it could expose: all when legacy, watched, does not
    behave as ever."""
    watching.call.clear()
    for each in clear:
        each()
    with watched:
        outcome = _outcome(caller.call(index, *call))
    for each in clear:
        each()
    if outcome.status != "ok" or outcome.payload != payload:
        return set(watched.numbers), set(watched.numbers)
    return set(watching.call.reached), set(watching.call.infected)


def infect(caller: Caller, request: dict[str, Any], _reply: Reply) -> dict[str, Any]:
    """Which calls of the corpus reach which mutants, and could expose them: for each of `watched`, by number, the
    indices; calls after `seconds` could do all. `applied`: whose slip met a value of its type."""
    watched = _Watched(request["functions"])
    clear = _caches(tuple(caller.roots))
    reached: dict[int, list[int]] = {number: [] for number in watched.numbers}
    infected: dict[int, list[int]] = {number: [] for number in watched.numbers}
    watching.call.applied.clear()
    until = clock() + request["seconds"]
    own = caller.timer.seconds
    for index, (args, kwargs, payload, took) in enumerate(_corpus):
        if clock() > until:
            here = there = set(watched.numbers)
        else:
            caller.timer.seconds = max(own, GRACE * took / 1e9)
            here, there = _met(caller, watched, clear, index, (args, kwargs), payload)
        for number in here | there:
            reached[number].append(index)
        for number in there:
            infected[number].append(index)
    caller.timer.seconds = own
    return {
        "watched": watched.numbers,
        "reached": [reached[number] for number in watched.numbers],
        "infected": [infected[number] for number in watched.numbers],
        "applied": sorted(watching.call.applied),
    }


def cover(caller: Caller, request: dict[str, Any], _reply: Reply) -> dict[str, Any]:
    """Line and branch coverage of `files` by the corpus: file -> executed and missing lines and branches, and the
    number of `calls` that ran within `seconds`."""
    import coverage  # not above: few workers measure it

    measured = coverage.Coverage(
        data_file=None, branch=True, include=request["files"], config_file=False, messages=False
    )
    until = clock() + request["seconds"]
    ran = 0
    measured.start()
    try:
        for ran, (args, kwargs, _, _) in enumerate(_corpus, 1):
            caller.call(ran - 1, args, kwargs)
            if clock() > until:
                break
    finally:
        measured.stop()
    return {"calls": ran, "files": dict(_analysed(measured, request["files"]))}


def _analysed(measured: Any, files: list[str]) -> Iterator[tuple[str, Any]]:
    """coverage's own JSON report, by absolute file; empty when nothing of the files was run."""
    with tempfile.TemporaryDirectory(prefix="pivot-") as folder:
        out = Path(folder) / "coverage.json"
        try:
            measured.json_report(outfile=str(out), ignore_errors=True)
        except Exception as error:
            if type(error).__name__ == "NoDataError":
                return
            raise
        report = msgspec.json.decode(out.read_bytes())
    by_file = {str(Path(name).resolve()): entry for name, entry in report["files"].items()}
    for file in files:
        if file in by_file:
            entry = by_file[file]
            yield file, {name: entry[name] for name in _KEPT}


_KEPT = ("executed_lines", "missing_lines", "executed_branches", "missing_branches")

OPERATIONS: dict[str, Operation] = {
    "where": where,
    "corpus": corpus,
    "mutant": mutant,
    "search": search,
    "infect": infect,
    "cover": cover,
}
