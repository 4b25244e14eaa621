"""The process in which the shadow runs both: `python -m pivot_lsp.runtime.shadow_worker`, frames on stdin and stdout.

Each call is unpickled anew for each run, so that the runs share nothing. Legacy runs first, and its end is told before
the vessel begins: whose crash or hang it was is then known. Compared are the result or exception, the arguments
afterwards, aliasing between them, and printed text, in the exact written form of `values`; a difference counts only
when legacy gives the same answer a second time.
"""

import contextlib
import io
import json
import os
import pickle
import sys
import time
from collections.abc import Callable
from typing import Any

from pivot_lsp.runtime.loader import load_vessel
from pivot_lsp.runtime.values import Unencodable, canonical, case_id, encode, encode_all, encode_call, encode_error

Function = Callable[..., Any]


class Run:
    """What one run showed. `written` is compared; None: it cannot be written without loss."""

    def __init__(self, function: Function, payload: bytes) -> None:
        args, kwargs = pickle.loads(payload)
        printed = io.StringIO()
        began = time.perf_counter_ns()
        self.expected: dict[str, Any] = {}
        self.written: bytes | None = None
        error: Exception | None = None
        result: Any = None
        with contextlib.redirect_stdout(printed):
            try:
                result = function(*args, **kwargs)
            except Exception as found:  # noqa: BLE001 - an exception is a behaviour
                error = found
        self.ns = time.perf_counter_ns() - began
        values = [*args, *kwargs.values()]
        try:
            if error is None:
                self.expected["returned"] = [encode(result)]
                seen = encode_all([result, *values])
            else:
                self.expected["raised"] = encode_error(error)
                seen = [self.expected["raised"], *encode_all(values)]
            after = encode_all(values)
            before = encode_all([*(call := pickle.loads(payload))[0], *call[1].values()])
            if canonical(after) != canonical(before):
                self.expected["after"] = after
            if printed.getvalue():
                self.expected["printed"] = printed.getvalue()
            self.written = canonical([error is None, seen, printed.getvalue()])
        except Unencodable:
            pass


def judge(legacy: Function, vessel: Any, payload: bytes, legacy_done: Callable[[float], None]) -> dict[str, Any]:
    """One call by both."""
    ours = Run(legacy, payload)
    legacy_done(ours.ns / 1e9)
    native = vessel.calls.native
    theirs = Run(vessel, payload)
    if ours.written is None:
        return {"outcome": "incomparable"}
    if ours.written == theirs.written:
        return {"outcome": "compared" if vessel.calls.native > native else "fell_back"}
    if Run(legacy, payload).written != ours.written:
        return {"outcome": "nondeterministic"}
    args, kwargs = encode_call(*pickle.loads(payload))
    case: dict[str, Any] = {"id": case_id(args, kwargs), "stratum": "recorded", "args": args}
    if kwargs:
        case["kwargs"] = kwargs
    case |= {"expected": ours.expected, "ns": ours.ns}
    detail = f"legacy {_short(ours.expected)}, vessel {_short(theirs.expected)}"
    return {"outcome": "mismatched", "case": case, "detail": detail}


def _short(expected: dict[str, Any]) -> str:
    text = json.dumps(expected, ensure_ascii=False)
    return text if len(text) <= 300 else text[:300] + "..."


def _load(folder: str, qualname: str) -> tuple[Function, Any]:
    for function in load_vessel(folder).values():
        if function.__qualname__ == qualname:
            return function.__wrapped__, function
    raise LookupError(f"the vessel does not export {qualname}")


def main() -> int:
    """Serves until stdin ends."""
    answers = os.dup(1)
    os.dup2(2, 1)  # what the user's code prints past sys.stdout must not get between frames
    os.nice(10)
    source = sys.stdin.buffer
    known: dict[tuple[str, str], tuple[Function, Any]] = {}

    def frame() -> bytes:
        size = source.read(8)
        return source.read(int.from_bytes(size, "big")) if len(size) == 8 else b""

    def answer(body: dict[str, Any]) -> None:
        text = json.dumps(body).encode()
        whole = memoryview(len(text).to_bytes(8, "big") + text)
        while whole:
            whole = whole[os.write(answers, whole) :]

    while request := frame():
        asked = json.loads(request)
        began = time.process_time()
        if "load" in asked:
            key = tuple(asked["load"])
            try:
                known[key] = _load(*key)
                answer({})
            except Exception as error:  # noqa: BLE001 - importing the user's module may raise anything
                answer({"error": f"{type(error).__name__}: {error}"})
            continue
        payload = frame()
        try:
            said = judge(*known[tuple(asked["call"])], payload, lambda seconds: answer({"legacy": seconds}))
        except Exception as error:  # noqa: BLE001 - unpickling the user's classes may raise anything
            said = {"outcome": "incomparable", "detail": f"{type(error).__name__}: {error}"}
        answer({**said, "cpu": time.process_time() - began})
    return 0


if __name__ == "__main__":
    sys.exit(main())
