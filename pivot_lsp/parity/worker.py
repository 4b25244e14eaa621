"""The child process in which legacy or a vessel runs, call after call, until its parent closes the pipe.

Invariants: standard output and error are redirected before anything of the user's is imported, so that nothing
printed can reach the channel; the call under way is always named in the shared memory, so that the parent knows which
one to blame and for how long it has run; a forked copy of this process cannot answer in its place.

The parent starts it with `start`, which passes the `Orders` as JSON. Frames from the parent are `{"op": name, ...}`.
What is done for every call is kept short: a small function's call takes a microsecond itself.
"""

import ctypes
import faulthandler
import mmap
import os
import resource
import signal
import struct
import sys
import time
import traceback
from collections.abc import Callable, Set
from typing import Any, NoReturn

import msgspec

from pivot_lsp.cases.values import (
    PLAIN,
    Malformed,
    Unencodable,
    decode_call,
    encode,
    encode_all,
    encode_apart,
    encode_error,
    encode_observed,
    import_name,
)
from pivot_lsp.parity.channel import receive, send
from pivot_lsp.parity.keepsakes import Refill, carried, kept, mutable_objects, spoil
from pivot_lsp.parity.loading import Implementation, load
from pivot_lsp.parity.outcome import pack_behaviour, with_keepsakes
from pivot_lsp.parity.unchanged import LEAVES, Snapshot, is_enum

PR_SET_PDEATHSIG = 1
MARK = struct.Struct("=qq")
"""In shared memory: when the call under way began (monotonic, nanoseconds), and its index or -1. The time is written
first and is never an old one, so that a reader who comes in between sees no call that has run for long."""
BEGAN, INDEX = 0, 1
PRINTED_LIMIT = 1 << 20
IONBF = 2
"""glibc's and musl's: unbuffered."""
FLUSH_AFTER_NS = 20_000_000

_pack = msgspec.msgpack.Encoder().encode
_calls = msgspec.json.Decoder(list[tuple[list[Any], dict[str, Any]]]).decode
_now = time.monotonic_ns
"""Taken before the user's code can put another in its place."""


class Orders(msgspec.Struct, frozen=True):
    """What a worker is told when it starts. `soft_seconds`: a Python call that runs longer is interrupted and
    reported as slow; None: the parent's deadline alone applies. Limits are bytes; 0: none. `spoil`: what who
    keeps hold of things can see is observed too (`keepsakes`), and then what a call was given and gave is changed."""

    implementation: Implementation
    request_fd: int
    reply_fd: int
    mark_fd: int
    soft_seconds: float | None = None
    address_space: int = 0
    file_size: int = 0
    spoil: bool = False


Row = tuple[str, bytes, int, int | None, int, str]
"""Of one call: status, payload, nanoseconds, native or None, fallback, note; the fields of an Outcome."""


class Slow(BaseException):
    """Raised by the timer into a legacy call; a BaseException, so that `except Exception` lets it pass."""


class Timer:
    """Interrupts a Python call that exceeds its budget, again and again until it gives way.

    A handler's exception can be swallowed (in a `__del__`, by a bare except), hence the repetition, and hence
    `fired`: once it has fired the call counts as slow, whatever it returned.
    """

    def __init__(self, seconds: float | None) -> None:
        self.began = 0
        """When the call under way began, in nanoseconds; 0: there is none."""
        self.fired = False
        self.seconds = seconds or 0.0
        if seconds is not None:
            signal.signal(signal.SIGALRM, self._tick)
            signal.setitimer(signal.ITIMER_REAL, seconds / 4, seconds / 4)

    def _tick(self, _signal: int, _frame: object) -> None:
        if self.began and (_now() - self.began) / 1e9 > self.seconds:
            self.fired = True
            raise Slow


class Printed:
    """Collects what a call writes to file descriptor 1, by Python or by native code."""

    def __init__(self) -> None:
        self._fd = os.memfd_create("printed")
        os.dup2(self._fd, 1)
        sys.stdout = open(1, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115 - it is the process's stdout
        libc = ctypes.CDLL(None)
        libc.setvbuf(ctypes.c_void_p.in_dll(libc, "stdout"), None, IONBF, 0)  # what native code prints needs no flush

    def take(self) -> str:
        """The text since the last call; bytes that are no UTF-8 are written as backslash escapes."""
        try:  # noqa: SIM105 - a context manager would cost as much as the flush
            sys.stdout.flush()
        except (OSError, ValueError):
            pass  # the user's code closed it: what reached the descriptor counts
        if not os.lseek(self._fd, 0, os.SEEK_CUR):  # shared with descriptor 1: the cheapest question there is
            return ""
        size = os.fstat(self._fd).st_size
        data = os.pread(self._fd, min(size, PRINTED_LIMIT), 0)
        os.ftruncate(self._fd, 0)
        os.lseek(self._fd, 0, os.SEEK_SET)
        text = data.decode("utf-8", "backslashreplace")
        return text if size <= PRINTED_LIMIT else f"{text}... {size} bytes"


class Caller:
    """Runs single calls of one callable and packs what was observed."""

    def __init__(self, orders: Orders, mark: memoryview) -> None:
        self.printed = Printed()
        self.function = load(orders.implementation)
        self.roots = [orders.implementation.root, *orders.implementation.paths]
        self.timer = Timer(orders.soft_seconds)
        self.mark = mark
        self.spoil = orders.spoil
        self.refill = Refill()
        self.counts = _counters(self.function)
        self._counters = (0, 0)
        self._reasons: dict[Any, int] = {}
        self._forget()

    def call(self, index: int, args: list[Any], kwargs: dict[str, Any]) -> Row:
        """One call; `index` names it while it is under way."""
        mark = self.mark
        mark[BEGAN] = began = _now()
        mark[INDEX] = index
        try:
            return self._observe(args, kwargs, began)
        except MemoryError:
            self._forget()
            return ("memory", b"", 0, None, 0, "MemoryError")
        except Slow:
            self._forget()
            return ("slow", b"", 0, None, 0, "")
        finally:
            self.timer.began = 0

    def _observe(self, encoded: list[Any], encoded_kwargs: dict[str, Any], began: int) -> Row:
        args, kwargs = encoded, encoded_kwargs
        plain = not kwargs and PLAIN.issuperset(map(type, args))
        if not plain:  # ints, strings, None stand for themselves
            try:
                args, kwargs = decode_call(encoded, encoded_kwargs, import_name)
            except (Malformed, ImportError, AttributeError) as error:
                return ("undecodable", b"", 0, None, 0, str(error))
            self._recount()  # to make an argument may have called the function
        if self.spoil:
            args = self.refill(args, b"$ref" in _pack([encoded, encoded_kwargs]))
        snapshot = None if plain else Snapshot([*args, *kwargs.values()])
        held = mutable_objects([*args, *kwargs.values()]) if self.spoil else []
        result: Any = None
        raised: BaseException | None = None
        timer = self.timer
        timer.fired = False
        if not plain:
            began = _now()
        timer.began = began
        try:
            result = self.function(*args) if plain else self.function(*args, **kwargs)
        except (MemoryError, Slow):
            raise
        except BaseException as error:  # noqa: BLE001 - whatever the call raises is its behaviour
            raised = error
        took = _now() - began
        timer.began = 0
        if timer.fired:
            raise Slow
        native, fallback, note = NOTHING_COUNTED if self.counts is None else self._count(self.counts)
        printed = self.printed.take()
        try:
            payload = None
            if snapshot is None or snapshot.is_kept():
                payload = _with_kept_arguments(result, raised, printed, NO_IDS if snapshot is None else snapshot.ids)
            if payload is None:
                payload = self._behaviour(encoded, encoded_kwargs, args, kwargs, result, raised, printed)
        except Unencodable as error:
            return ("not_comparable", b"", took, native, fallback, str(error))
        if self.spoil:
            values = [*args, *kwargs.values()]
            seen = [kept(held, mutable_objects(values)), [] if raised is None else carried(raised)]
            payload = with_keepsakes(payload, seen)
            spoil([result, *values])
        return ("ok", payload, took, native, fallback, note)

    def _behaviour(
        self,
        encoded: list[Any],
        encoded_kwargs: dict[str, Any],
        args: list[Any],
        kwargs: dict[str, Any],
        result: Any,
        raised: BaseException | None,
        printed: str,
    ) -> bytes:
        values = [*args, *kwargs.values()]
        given = [*encoded, *encoded_kwargs.values()]
        returned, shared = None, None
        if raised is None:
            now, returned, shared = encode_observed(values, result)
        else:
            now = encode_all(values)
        after = None if _pack(now) == _pack(given) else now
        if raised is not None:
            return pack_behaviour(None, _raised(raised), after, printed, [])
        alias = [i for i, value in enumerate(values) if value is result and not _scalar(given[i]) and _mutable(value)]
        return pack_behaviour([returned], None, after, printed, alias, shared)

    def _forget(self) -> None:
        """What was counted and printed so far is of no call that comes."""
        self.timer.began = 0
        self._recount()
        self.printed.take()

    def _recount(self) -> None:
        """What was counted so far is of no call that comes."""
        if self.counts is not None:
            self._count(self.counts)

    def _count(self, counts: Any) -> tuple[int, int, str]:
        """What the counters say of the call that has just ended."""
        native, fallback = counts.native, counts.fallback
        before = self._counters
        self._counters = native, fallback
        if fallback == before[1]:
            return native - before[0], 0, ""
        then, now = self._reasons, dict(counts.reasons)
        self._reasons = now
        reasons = " ".join(sorted(str(name) for name, count in now.items() if count != then.get(name, 0)))
        return native - before[0], fallback - before[1], reasons


def _raised(error: BaseException) -> list[Any]:
    shown = encode_error(error)
    return [shown["type"], shown["args"]]


def _with_kept_arguments(result: Any, raised: BaseException | None, printed: str, ids: Set[int]) -> bytes | None:
    """The behaviour of a call that left its arguments as they were; None where its result holds one of them."""
    if raised is not None:
        return pack_behaviour(None, _raised(raised), None, printed, [])
    if not ids:
        return _pack(((encode(result),), None, None, printed, (), None))
    returned = encode_apart(result, ids)
    return None if returned is None else pack_behaviour(returned, None, None, printed, [])


NO_IDS: frozenset[int] = frozenset()
NOTHING_COUNTED: tuple[int | None, int, str] = (None, 0, "")


def _counters(function: Any) -> Any:
    """A vessel's `calls`; None for every other callable, whatever its `calls` may be."""
    counts = getattr(function, "calls", None)
    return counts if all(hasattr(counts, name) for name in ("native", "fallback", "reasons")) else None


def _scalar(encoded: Any) -> bool:
    return not isinstance(encoded, list) and (not isinstance(encoded, dict) or next(iter(encoded)) in ("$f", "$i"))


def _mutable(value: Any) -> bool:
    """Whether a caller can tell the object from an equal copy by changing it."""
    kind: Any = type(value)
    if kind in LEAVES or isinstance(value, tuple | str | bytes | frozenset) or is_enum(kind):
        return False
    params = getattr(kind, "__dataclass_params__", None)
    return params is None or not params.frozen


Operation = Callable[[Caller, dict[str, Any], Callable[[Any], None]], Any]
Part = tuple[list[bytes], list[int], int | None, list[tuple[Any, ...]]]
"""Of some calls: the payloads, the nanoseconds, what an ordinary call counts natively, and the calls that are not
ordinary as (place, status, native, fallback, note). `process` reads it."""


def run(caller: Caller, request: dict[str, Any], reply: Callable[[Any], None]) -> Part:
    """`calls`: JSON of [args, kwargs] each, to be run in this order; `indices`: their names. What came of them is sent
    as `ran` every few milliseconds; the rest is what `run` returns."""
    ordinary = None if caller.counts is None else 1
    payloads: list[bytes] = []
    times: list[int] = []
    odd: list[tuple[Any, ...]] = []
    call = caller.call
    until = _now() + FLUSH_AFTER_NS
    for index, (args, kwargs) in zip(request["indices"], _calls(request["calls"])):
        status, payload, took, native, fallback, note = call(index, args, kwargs)
        if status != "ok" or native != ordinary or fallback:
            odd.append((len(payloads), status, native, fallback, note))
        payloads.append(payload)
        times.append(took)
        if _now() > until:
            reply({"ran": (payloads, times, ordinary, odd)})
            payloads, times, odd = [], [], []
            until = _now() + FLUSH_AFTER_NS
    return payloads, times, ordinary, odd


def _operation(name: str) -> Operation:
    if name == "run":
        return run
    from pivot_lsp.parity.probes import OPERATIONS  # not above: pydantic comes with it, and most workers only run calls

    return OPERATIONS[name]


def _limit(kind: int, value: int) -> None:
    if value:
        resource.setrlimit(kind, (value, value))


def serve(orders: Orders) -> NoReturn:
    """Loads the implementation, then answers frames until the pipe closes."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    faulthandler.enable(file=2, all_threads=False)
    for fd in (orders.request_fd, orders.reply_fd, orders.mark_fd):
        os.set_inheritable(fd, False)

    def orphan() -> None:
        os.close(orders.reply_fd)
        os.close(orders.request_fd)

    os.register_at_fork(after_in_child=orphan)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit(resource.RLIMIT_FSIZE, orders.file_size)
    _limit(resource.RLIMIT_AS, orders.address_space)
    sys.argv = ["pivot"]
    mark = memoryview(mmap.mmap(orders.mark_fd, MARK.size)).cast("q")

    def reply(message: Any) -> None:
        mark[BEGAN] = _now()
        mark[INDEX] = -1
        send(orders.reply_fd, message)

    try:
        caller = Caller(orders, mark)
    except BaseException as error:  # noqa: BLE001 - the user's module decides what its import raises
        reply({"failed": f"{type(error).__name__}: {error}", "trace": traceback.format_exc()})
        os._exit(0)
    reply({"ready": os.getpid()})
    while True:
        try:
            request = receive(orders.request_fd)
        except EOFError:
            os._exit(0)
        result = _operation(request["op"])(caller, request, reply)
        reply({"done": result})


def start(text: str) -> NoReturn:
    """The entry: `text` is the Orders as JSON."""
    serve(msgspec.json.decode(text, type=Orders))
