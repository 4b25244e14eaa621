"""Keeps calls of chosen functions inside a running program, without breaking it.

`pivot record` puts a sitecustomize in front of PYTHONPATH which loads this file and its neighbours (`values`, `redact`,
`gate`, `hooks`) under private names; `hooks` finds the functions and sends their calls here. Arguments are copied or
encoded before the call and once more after it, so no object of the caller that can change is kept. Small calls of plain
values are settled some calls later, many at once: encoded, hashed, drawn. Code that runs once in a hundred calls is in
no cache of the processor, and costs three times what it costs in a row. Kept is a uniform sample of all calls
(reservoir algorithm R), deduplicated with multiplicity, and besides, as `n` 0, the first few of each kind of arguments
and of each exception type that the sample has lost.

Invariants: whatever goes wrong in here is counted under `dropped` and the program goes on; a call made while its own
function records is passed through (`reentrant`); each process writes its own part file, whole or not at all, with all
calls that have ended; a call with a redacted field, in its arguments or in what came of it, keeps neither result nor
exception, which could repeat what was redacted.
Imports the standard library only, and `msgspec` never: the program's interpreter may lack it.
"""

import hashlib
import json
import marshal
import os
import random
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

DUMP_SECONDS = 10.0
KINDS = 64
"""Kinds of arguments and exception types that have a quota of their own."""
ELEMENTS = 200_000
"""Elements of the outer containers beyond which arguments are not even looked at."""
BATCH = 128
"""Small calls that are settled at once."""
SMALL = 1024
"""Elements and characters of an argument or result of a small call: what waits to be settled takes memory."""


class Call(NamedTuple):
    """What one call left."""

    plain: bool
    """Whether the values are copies of plain ones, still to be encoded; else they are encoded."""
    args: list[Any]
    kwargs: dict[str, Any]
    after: list[Any] | None
    """All arguments after the call."""
    expected: dict[str, Any] | None
    """`returned` or `raised`; None for what cannot be encoded."""
    kind: str
    """The exception's type, or `returned`."""
    ns: int


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
        self.pending: deque[Call] = deque()
        """Calls that have ended and are not settled."""
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

    def settle_later(self, call: Call) -> None:
        """Takes a call that has ended."""
        self.pending.append(call)
        if not call.plain or len(self.pending) >= BATCH:
            self.settle()

    def settle(self) -> None:
        """Takes the waiting calls into the sample. One by one: a signal's handler may settle what is left."""
        with self.lock:
            while self.pending:
                try:
                    self._keep(self.pending.popleft())
                except Exception as problem:  # noqa: BLE001 - nothing of the recorder may reach the program
                    self.dropped[_why(problem)] += 1

    def _keep(self, call: Call) -> None:
        """Takes a call into the sample, and into the quota of its kinds."""
        if call.plain:
            call = _encoded(call, self.codec)
        written, named, hidden = call.args, call.kwargs, False
        if self.redact is not None:
            written, named, hidden = self.redact(written, named, self.names)
            hidden = hidden or self._tells(call)
            self.dropped["result redacted"] += hidden
        text = self.codec.canonical(written), self.codec.canonical(named) if named else b"{}"
        if len(text[0]) + len(text[1]) > self.max_bytes:
            raise _TooBig
        self.seen += 1
        slot = len(self.draws) if len(self.draws) < self.limit else int(self.rng.random() * self.seen)
        rooms = [kind for kind in (call.kind, _shape([*written, *named.values()])) if self._has_room(kind)]
        if slot >= self.limit and not rooms:
            return
        name = hashlib.sha256(b"[%b,%b]" % text).hexdigest()
        wanted = [kind for kind in rooms if name not in self.kinds.get(kind, ())]
        if slot >= self.limit and not wanted:
            return
        if name not in self.cases:
            whole = b"".join(self._pieces(call, name, text, hidden))
            if self.bytes + len(whole) > self.max_total:
                self.dropped["memory"] += 1
                return
            self.bytes += len(whole)
            self.cases[name] = whole
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

    def _tells(self, call: Call) -> bool:
        """Whether a result, an exception or what became of the arguments holds a field that is to be redacted."""
        expected = call.expected or {}
        raised = expected.get("raised") or {}
        shown = [*(expected.get("returned") or ()), *raised.get("args", ()), *(call.after or ())]
        return bool(self.redact.would_hide(shown))

    def _pieces(self, call: Call, name: str, text: tuple[bytes, bytes], hidden: bool) -> list[bytes]:
        """The JSON of a call. Without its result where that could repeat what is hidden, or is too big."""
        pieces = [b'{"id":"', name.encode(), b'","stratum":"recorded","args":', text[0]]
        if call.kwargs:
            pieces += (b',"kwargs":', text[1])
        if not hidden and call.expected is not None:
            if call.after is not None:
                call.expected["after"] = call.after
            shown = self.codec.canonical(call.expected)
            if len(shown) > self.max_bytes:
                self.dropped["result too big"] += 1
            else:
                pieces += (b',"expected":', shown)
        pieces.append(b',"ns":%d}' % max(0, call.ns))
        return pieces

    def _has_room(self, kind: str) -> bool:
        known = self.kinds.get(kind)
        return len(self.kinds) < KINDS if known is None else len(known) < self.quota

    def dump(self, path: Path) -> None:
        """Writes the part file of this process."""
        with self.lock:
            self.settle()
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
            lines += [b'{"n":%d,' % drawn[name] + text[1:] for name, text in self.cases.items()]
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
        except BaseException as error:  # the program is ending: what its calls did last is no behaviour to compare
            record.drop(f"ended by {type(error).__name__}")
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


_REASONS = {
    "Unencodable": "unencodable",
    "_TooBig": "too big",
    "_OtherClass": "called on a subclass",
    "Unredactable": "not redactable",
}


_Before = tuple[bool, list[Any], dict[str, Any]]
"""Whether they are copies of plain values; positional and keyword arguments, copied or encoded."""


def _before(record: Function, codec: ModuleType, args: tuple[Any, ...], kwargs: dict[str, Any]) -> _Before | None:
    if record.budget_ns and record.spent_ns > record.budget_ns:
        record.drop("time")
        return None
    values = [*args, *kwargs.values()] if kwargs else args
    copies = _copies(values)
    if copies is not None:
        return True, copies[: len(args)], dict(zip(kwargs, copies[len(args) :])) if kwargs else {}
    if _elements(values, ELEMENTS) < 0:
        raise _TooBig
    return False, *codec.encode_call(args, kwargs)


def _copies(values: Sequence[Any]) -> list[Any] | None:
    """Copies of small values of built-in types that hold no further containers; None when one is anything else, or
    when two of them are one mutable object."""
    made = []
    mutable = 0
    for value in values:
        kind = type(value)
        if kind in _LONG:
            if len(value) > SMALL:
                return None
        elif kind in _FLAT:
            if not value:
                copy = value if kind is tuple else kind()
            elif len(value) > SMALL or not _all_plain(value):
                return None
            elif kind is dict:
                copy = dict(value)
                if not _all_plain(copy.values()):
                    return None
            else:
                copy = value if kind is tuple else kind(value)
            mutable += 1
            made.append(copy)
            continue
        elif kind not in _FIXED:
            return None
        made.append(value)
    if mutable > 1 and len({id(value) for value in values if type(value) in _FLAT}) < mutable:
        return None
    return made


def _all_plain(values: Iterable[Any]) -> bool:
    """Whether these are scalars, of few characters in all."""
    kinds = set(map(type, values))
    return kinds <= _FIXED or (kinds <= _SCALARS and sum(len(v) for v in values if type(v) in _LONG) <= SMALL)


_LONG = frozenset((str, bytes))
_FIXED = frozenset((int, float, bool, type(None)))
_SCALARS = _LONG | _FIXED
_FLAT = frozenset((list, tuple, dict, set))


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
    before: _Before | None,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    error: Exception | None,
    result: Any,
    ns: int,
    begun: int,
) -> int:
    """Takes a call that has ended; the time that took."""
    if before is not None:
        try:
            values = [*args, *kwargs.values()] if kwargs else args
            record.settle_later(_ended(record, codec, before, values, error, result, ns))
            record.ready()
        except Exception as problem:  # noqa: BLE001 - nothing of the recorder may reach the program
            record.drop(_why(problem))
    return time.perf_counter_ns() - begun


def _ended(
    record: Function,
    codec: ModuleType,
    before: _Before,
    values: Sequence[Any],
    error: Exception | None,
    result: Any,
    ns: int,
) -> Call:
    plain, args, kwargs = before
    if plain and error is None:
        returned = _copies((result,))
        after = _copies(values) if returned is not None else None
        if after is not None:
            return Call(True, args, kwargs, after, {"returned": returned}, "returned", ns)
    if plain:
        args, kwargs = codec.encode_call(args, kwargs)
    kind = codec.class_name(type(error)) if error is not None else "returned"
    try:
        expected = {"raised": codec.encode_error(error)} if error is not None else {"returned": [codec.encode(result)]}
        after = codec.encode_all(values)
    except Exception as problem:  # noqa: BLE001 - the arguments are worth keeping without the result
        record.drop(f"result {_why(problem)}")
        return Call(False, args, kwargs, None, None, kind, ns)
    return Call(False, args, kwargs, _changed([*args, *kwargs.values()], after), expected, kind, ns)


def _encoded(call: Call, codec: ModuleType) -> Call:
    """A plain call, encoded."""
    if call.kwargs:
        args, kwargs = codec.encode_call(call.args, call.kwargs)
        after = _changed([*call.args, *call.kwargs.values()], call.after)
    else:
        args, kwargs = codec.encode_plain(call.args), call.kwargs
        after = _changed(call.args, call.after)
    if after is not None:
        after = codec.encode_plain(after)
    expected = {"returned": codec.encode_plain(call.expected["returned"])} if call.expected is not None else None
    return Call(False, args, kwargs, after, expected, call.kind, call.ns)


def _changed(before: list[Any], after: list[Any] | None) -> list[Any] | None:
    """The arguments after the call where they are others than before."""
    return after if marshal.dumps(after, _EXACT) != marshal.dumps(before, _EXACT) else None


_EXACT = 2
"""The format of marshal that writes each value by itself: it tells 1 from True, and knows no references, which would
depend on who else holds an object."""


def _shape(values: list[Any]) -> str:
    """The types of encoded arguments, with that of the first element of each."""
    found = ""
    for value in values:
        kind = type(value)
        if kind is list:
            found += f"list[{_name(value[0])}] " if value else "list "
        elif kind is dict:
            tag = next(iter(value))
            inner = value[tag]
            name = _name(value)
            if type(inner) is list and inner:
                name += ",".join(map(_name, inner[0] if tag == "$d" else inner[:1]))
            found += f"{name} "
        else:
            found += f"{kind.__name__} "
    return found


def _name(value: Any) -> str:
    """The name of an encoded value's type."""
    kind = type(value)
    if kind is not dict:
        return kind.__name__
    tag = next(iter(value))
    if tag == "$def":
        return _name(value["v"])
    return str(value[tag]) if tag in _NAMED else str(tag)


_NAMED = frozenset(("$c", "$n", "$e", "$x"))


def _why(error: Exception) -> str:
    return _REASONS.get(type(error).__name__, f"error {type(error).__name__}")
