"""Keeps calls of chosen functions inside a running program, without breaking it.

`pivot record` puts a sitecustomize in front of PYTHONPATH which loads this file and its neighbours (`values`, `redact`,
`gate`, `hooks`) under private names; `hooks` finds the functions and sends their calls here. Arguments are written as
JSON before the call and once more after it, so no object of the caller is kept or changed. Kept is a uniform sample of
all calls (reservoir algorithm R), deduplicated with multiplicity, and besides, as `n` 0, the first few of each kind of
arguments and of each exception type that the sample has lost.

Invariants: whatever goes wrong in here is counted under `dropped` and the program goes on; a call made while its own
function records is passed through (`reentrant`); each process writes its own part file, whole or not at all; a call
with a redacted field keeps neither result nor exception, which could repeat what was redacted.
Imports the standard library only, and `msgspec` never: the program's interpreter may lack it.
"""

import hashlib
import json
import marshal
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

DUMP_SECONDS = 10.0
KINDS = 64
"""Kinds of arguments and exception types that have a quota of their own."""
ELEMENTS = 200_000
"""Elements of the outer containers beyond which arguments are not even looked at."""


class Function:
    """What is kept of one function's calls."""

    def __init__(self, settings: dict[str, Any], codec: ModuleType, redact: Any = None) -> None:
        self.settings = settings
        self.codec = codec
        self.redact = redact
        """Takes encoded arguments, gives them redacted and whether anything was; None: no rules."""
        self.names: list[str] = []
        """Names of the positional parameters, for the rules."""
        self.ready: Callable[[], None] = lambda: None
        """Called after each call that was kept."""
        self.unsampled: Callable[[], int] = lambda: 0
        """Calls that sampling has passed by since `clear`."""
        self.limit: int = settings["limit"]
        self.quota: int = settings["quota"]
        self.every: int = settings["every"]
        self.max_bytes: int = settings["max_bytes"]
        self.max_total: int = settings["max_total"]
        self.budget_ns: int = int(settings["seconds"] * 1e9)
        self.rng = random.Random(settings["seed"] + os.getpid())
        self.lock = threading.RLock()
        self.local = threading.local()
        self.how = ""
        """How its calls come here: `code`, `wrapper`, or not at all."""
        self.note = ""
        self.clear()

    def clear(self) -> None:
        """Forgets all calls: at the start, and in a forked child."""
        self.seen = 0
        self.spent_ns = 0
        self.draws: list[str] = []
        self.cases: dict[str, bytes] = {}
        self.bytes = 0
        self.held: Counter[str] = Counter()
        self.kinds: dict[str, set[str]] = {}
        self.dropped: Counter[str] = Counter()

    def drop(self, why: str) -> None:
        """Counts a call that is not kept."""
        with self.lock:
            self.dropped[why] += 1

    def keep(self, pieces: Sequence[bytes], name: str, kinds: Sequence[str]) -> None:
        """Takes a call, whose JSON the pieces make, into the sample, and into the quota of its kinds."""
        with self.lock:
            self.seen += 1
            slot = len(self.draws) if len(self.draws) < self.limit else int(self.rng.random() * self.seen)
            wanted = [kind for kind in kinds if self._has_room(kind, name)]
            if slot >= self.limit and not wanted:
                return
            if name not in self.cases:
                text = b"".join(pieces)
                if self.bytes + len(text) > self.max_total:
                    self.dropped["memory"] += 1
                    return
                self.bytes += len(text)
                self.cases[name] = text
            for kind in wanted:
                self.kinds.setdefault(kind, set()).add(name)
                self.held[name] += 1
            if slot >= self.limit:
                return
            self.held[name] += 1
            if slot == len(self.draws):
                self.draws.append(name)
            else:
                old, self.draws[slot] = self.draws[slot], name
                self.held[old] -= 1
                if not self.held[old]:
                    self.bytes -= len(self.cases.pop(old))
                    del self.held[old]

    def _has_room(self, kind: str, name: str) -> bool:
        known = self.kinds.get(kind)
        if known is None:
            return len(self.kinds) < KINDS
        return len(known) < self.quota and name not in known

    def dump(self, path: Path) -> None:
        """Writes the part file of this process."""
        with self.lock:
            drawn = Counter(self.draws)
            dropped = {**self.dropped, "not sampled": self.unsampled()}
            head = {
                "seen": self.seen,
                "draws": len(self.draws),
                "dropped": {why: number for why, number in dropped.items() if number},
                "how": self.how,
                "note": self.note,
                "spent_ns": self.spent_ns,
            }
            lines = [_json(head)]
            lines += [_json({"n": drawn[name]})[:-1] + b"," + text[1:] for name, text in self.cases.items()]
        partial = path.with_name(f"{path.name}.tmp")
        partial.write_bytes(b"\n".join(lines) + b"\n")
        partial.replace(path)


def _json(value: Any) -> bytes:
    return _encoder.encode(value).encode()


_encoder = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)


def recording(function: Callable[..., Any], record: Function, owner: type | None = None) -> Callable[..., Any]:
    """`function`, recorded. `owner`: of a class method, whose calls on that class are kept without their class."""
    codec, local, clock = record.codec, record.local, time.perf_counter_ns

    def recorded(*args: Any, **kwargs: Any) -> Any:
        if getattr(local, "busy", False):
            record.dropped["reentrant"] += 1
            return function(*args, **kwargs)
        begun = clock()
        local.busy = True
        before = None
        given = args
        try:
            if owner is not None:
                if args[0] is not owner:
                    raise _OtherClass
                given = args[1:]
            before = _before(record, codec, given, kwargs)
        except Exception as error:  # noqa: BLE001 - nothing of the recorder may reach the program
            record.drop(_why(error))
        started = clock()
        overhead = started - begun
        outer = _nested.ns if hasattr(_nested, "ns") else 0
        _nested.ns = 0
        try:
            result = function(*args, **kwargs)
        except Exception as error:
            ended = clock()
            overhead += _after(record, codec, before, given, kwargs, error, None, ended - started - _nested.ns, ended)
            raise
        else:
            ended = clock()
            overhead += _after(record, codec, before, given, kwargs, None, result, ended - started - _nested.ns, ended)
            return result
        finally:
            _nested.ns = outer + _nested.ns + overhead
            record.spent_ns += overhead
            local.busy = False

    return recorded


_nested = threading.local()
"""`ns`: time that recorders spent inside the call that is being timed."""


class _TooBig(Exception):
    pass


class _OtherClass(Exception):
    pass


class _Redacted(Exception):
    pass


_REASONS = {
    "Unencodable": "unencodable",
    "_TooBig": "too big",
    "_OtherClass": "called on a subclass",
    "_Redacted": "redacted",
    "Unredactable": "not redactable",
}


_Written = tuple[list[Any], dict[str, Any], tuple[bytes, bytes]]
"""Positional and keyword arguments, encoded, and the JSON of both."""


def _before(record: Function, codec: ModuleType, args: tuple[Any, ...], kwargs: dict[str, Any]) -> _Written | None:
    if record.budget_ns and record.spent_ns > record.budget_ns:
        record.drop("time")
        return None
    if _elements([*args, *kwargs.values()] if kwargs else args, ELEMENTS) < 0:
        raise _TooBig
    written, named = codec.encode_call(args, kwargs)
    text = codec.canonical(written), codec.canonical(named) if named else b"{}"
    if len(text[0]) + len(text[1]) > record.max_bytes:
        raise _TooBig
    return written, named, text


def _elements(values: Sequence[Any], left: int) -> int:
    """What is left of a budget of elements, looking two containers deep; negative when it is spent."""
    for value in values:
        kind = type(value)
        if kind in _SIZED:
            left -= len(value)
            if (kind is list or kind is tuple) and left >= 0:
                for item in value[:1000]:
                    if type(item) in _SIZED_INSIDE:
                        left -= len(item)
    return left


_SIZED_INSIDE = frozenset((list, tuple, dict, set))
_SIZED = _SIZED_INSIDE | {frozenset, str, bytes}


def _after(
    record: Function,
    codec: ModuleType,
    before: _Written | None,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    error: Exception | None,
    result: Any,
    ns: int,
    begun: int,
) -> int:
    """Keeps a call that has ended; the time that took."""
    if before is not None:
        try:
            _keep(record, codec, before, args, kwargs, error, result, ns)
        except Exception as problem:  # noqa: BLE001 - nothing of the recorder may reach the program
            record.drop(_why(problem))
    return time.perf_counter_ns() - begun


def _keep(
    record: Function,
    codec: ModuleType,
    before: _Written,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    error: Exception | None,
    result: Any,
    ns: int,
) -> None:
    written, named, text = before
    hidden = False
    if record.redact is not None:
        written, named, hidden = record.redact(written, named, record.names)
        if hidden:
            text = codec.canonical(written), codec.canonical(named)
    name = hashlib.sha256(b"[%b,%b]" % text).hexdigest()
    pieces = [b'{"id":"', name.encode(), b'","stratum":"recorded","args":', text[0]]
    if named:
        pieces += (b',"kwargs":', text[1])
    kind = codec.class_name(type(error)) if error is not None else "returned"
    try:
        if hidden:
            raise _Redacted
        expected: dict[str, Any] = {}
        if error is not None:
            expected["raised"] = codec.encode_error(error)
        else:
            expected["returned"] = [codec.encode(result)]
        now = codec.encode_all([*args, *kwargs.values()] if kwargs else args)
        if marshal.dumps(now, _EXACT) != marshal.dumps([*written, *named.values()], _EXACT):
            expected["after"] = now
        shown = codec.canonical(expected)
        if len(shown) > record.max_bytes:
            raise _TooBig
        pieces += (b',"expected":', shown)
    except Exception as problem:  # noqa: BLE001 - the arguments are worth keeping without the result
        record.drop(f"result {_why(problem)}")
    pieces.append(b',"ns":%d}' % max(0, ns))
    record.keep(pieces, name, (kind, ", ".join(map(_shape, (*args, *kwargs.values())))))
    record.ready()


_EXACT = 2
"""The format of marshal that writes each value by itself: it tells 1 from True, and knows no references, which would
depend on who else holds an object."""


def _shape(value: Any) -> str:
    """The type of an argument, with that of its first element."""
    kind = type(value).__name__
    if type(value) in (list, tuple, set, frozenset):
        return f"{kind}[{type(next(iter(value))).__name__}]" if value else f"{kind}[]"
    if type(value) is dict:
        first = next(iter(value.items()), None)
        return f"dict[{type(first[0]).__name__}, {type(first[1]).__name__}]" if first else "dict[]"
    return kind


def _why(error: Exception) -> str:
    return _REASONS.get(type(error).__name__, f"error {type(error).__name__}")
