"""What wrapped code calls: `f = vessel(_legacy_f, flag="...", vessel="...")`.

The dispatcher is a Python function (so that it binds as a method, pickles by name and is async when legacy is) which
asks the flag and calls the vessel's function or legacy. Invariants: with the flag off nothing is opened, compiled or
written, and legacy is called with the very arguments given; every error of flag or loading is answered by legacy and
counted; `native + fallback + off` of its `calls` is the number of calls. While a flag lets calls through, or its shadow
is on, each call is counted in the host's files too (`counters`), and a start left there while inside the vessel.
"""

import atexit
import functools
import inspect
import itertools
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from time import perf_counter_ns as clock
from typing import TYPE_CHECKING, Any, TypeVar, cast
from weakref import WeakSet

from pivot_lsp.runtime.errors import IntegrityError
from pivot_lsp.runtime.flags import Flag, FlagFile, flag_file, project_root
from pivot_lsp.runtime.keys import BUCKETS, current_bucket, draw
from pivot_lsp.runtime.say import warn

if TYPE_CHECKING:
    from pivot_lsp.runtime.counters import Meter

PREFIX = "_legacy_"
LEGACY, VESSEL, LEGACY_ERRORS, VESSEL_ERRORS, LAST, SPARE = 128, 192, 256, 257, 259, 511
"""Words of a page of `counters`, which is imported when there is something to count; a test compares them."""
FIRST_LOOK = 1.0
"""Seconds that calls wait for another thread's first look at the flags."""

F = TypeVar("F", bound=Callable[..., Any])

_loading = threading.Lock()
_switches: "WeakSet[Switch]" = WeakSet()


def _after_fork() -> None:
    """A lock that another thread held when the process forked would be held for ever in the child, and what the child
    counts is its own."""
    global _loading
    _loading = threading.Lock()
    for switch in list(_switches):
        switch.renew()
    util: Any = sys.modules.get("multiprocessing.util")
    if util is not None:  # its children leave by os._exit, and clear the finalizers that they inherit
        util.register_after_fork(_last_words, lambda last: util.Finalize(None, last, exitpriority=100))


def _last_words() -> None:
    """At the end of the process: what only the bridge has counted so far is written."""
    for switch in list(_switches):
        switch.sync()
    counters: Any = sys.modules.get("pivot_lsp.runtime.counters")
    if counters is not None:
        counters.end()


atexit.register(_last_words)


os.register_at_fork(after_in_child=_after_fork)


class _Counter:
    """A count that threads cannot lose: `itertools.count` steps atomically, and tells where it is."""

    __slots__ = ("_count", "step")

    def __init__(self) -> None:
        self._count = itertools.count()
        self.step = self._count.__next__

    def value(self) -> int:
        return int(repr(self._count)[len("count(") : -1])


class DispatchedCalls:
    """The counters of a wrapped function, live."""

    def __init__(self, switch: "Switch") -> None:
        self._switch = switch

    @property
    def off(self) -> int:
        """Calls that the flag gave to legacy, and those that came while another thread opened the vessel."""
        return self._switch.off.value()

    @property
    def native(self) -> int:
        """Calls whose whole behaviour came from the vessel's library."""
        native = self._switch.native
        return 0 if native is None else int(native.calls.native)

    @property
    def fallback(self) -> int:
        """Calls that were the vessel's by the flag and that legacy answered."""
        return sum(self.reasons.values())

    @property
    def reasons(self) -> dict[str, int]:
        """Fallbacks by reason: those of `abi.REASONS`, and `flag` when the flag could not be asked."""
        native = self._switch.native
        found: dict[str, int] = {} if native is None else dict(native.calls.reasons)
        for name, counter in (("load", self._switch.unloaded), ("flag", self._switch.undecided)):
            if counter.value():
                found[name] = found.get(name, 0) + counter.value()
        return found

    def __repr__(self) -> str:
        return f"DispatchedCalls(native={self.native}, fallback={self.fallback}, off={self.off})"


class Switch:
    """The state of one wrapped function.

    `now` is what calls go to until `due` (None: each call is decided) and where they are counted: one value, so that a
    call never takes half of an old state and half of a new one.
    """

    def __init__(self, legacy: Callable[..., Any], qualname: str, flag: str, vessel: str) -> None:
        self.legacy, self.qualname, self.flag_name, self.vessel = legacy, qualname, flag, vessel
        self.due = 0.0
        self.now: tuple[Callable[..., Any] | None, Meter | None] = (legacy, None)
        self.native: Any = None
        self.off, self.unloaded, self.undecided = _Counter(), _Counter(), _Counter()
        self._flags: FlagFile | None = None
        self._flag: Flag | None = None
        self._serial = -1
        self._failed = False
        self.turn = threading.Lock()
        self.new = True
        self._unmetered = False
        self._last: Meter | None = None
        self.synced: tuple[tuple[int, ...], int, int] = ((), 0, 0)
        _switches.add(self)

    @property
    def source(self) -> str:
        """The wrapped module's file; a module without one is ruled by the working directory."""
        return str(self.legacy.__globals__.get("__file__") or os.path.join(os.getcwd(), "_"))

    def refresh(self) -> None:
        """Looks at the flags again, at most once a second; while one thread does, the others go by what was, and in a
        new process wait for it a moment, so that their calls are counted too.

        Never raises: on an error legacy answers.
        """
        turn = self.turn
        if not (turn.acquire(timeout=FIRST_LOOK) if self.new else turn.acquire(blocking=False)):
            return
        try:
            if monotonic() < self.due:  # it was waited for
                return
            if self._flags is None:
                self._flags = flag_file(self.source)
            snapshot = self._flags.look()
            if snapshot.serial != self._serial:
                self._serial = snapshot.serial
                self._failed = False  # new flags are a reason to try once more to load
                self._flag = snapshot.flags.get(self.flag_name)
            self.sync()
            self.now = self._chosen(), self._meter(self._flags)
            self.due = self._flags.due
        except Exception as error:  # noqa: BLE001 - the customer's call must be answered whatever happens here
            self.now = self.legacy, self.now[1]
            self.due = monotonic() + 1.0
            warn("flag %s cannot be asked, legacy answers: %s", self.flag_name, error)
        finally:
            self.new = False
            turn.release()

    def _chosen(self) -> Callable[..., Any] | None:
        flag = self._flag
        if flag is None or flag.threshold == 0:
            return self.legacy
        return cast(Callable[..., Any] | None, self.native) if flag.threshold >= BUCKETS else None

    def _meter(self, files: FlagFile) -> "Meter | None":
        """The meter that the flag asks for. An error of the disk costs the counts, not the call."""
        flag, meter = self._flag, self.now[1]
        if flag is None or self._unmetered:
            return None
        if meter is not None and meter.label.epoch == flag.epoch and meter.shadow == flag.shadow:
            return meter
        from pivot_lsp.runtime.watching import meter_for  # not above: while the flag is off nothing is counted

        try:
            return meter_for(self, files, flag, vessel_folder(self.vessel, self.source))
        except OSError as error:
            self._unmetered = True  # asked again in a forked child, or in the next process
            warn("calls behind %s are not counted in %s: %s", self.flag_name, files.folder, error)
            return None

    def counted(self) -> tuple[tuple[int, ...], int, int]:
        """What the bridge has counted, and the calls that found no vessel or no decision."""
        native = self.native
        return () if native is None else native._counts(), self.unloaded.value(), self.undecided.value()

    def sync(self) -> None:
        """Writes what was counted elsewhere to the meter; while there is none, the last one takes calls that were under
        way. What it was at that moment is where the next meter begins, so that no call between two is lost."""
        meter = self._last = self.now[1] or self._last
        if meter is not None:
            self.synced = self.counted()
            meter.sync(*self.synced)

    def renew(self) -> None:
        """In a forked child: locks are free, what failed in the parent is tried again, what it counted is its own, and
        legacy answers until the first look at the flags is over."""
        self.turn = threading.Lock()
        self.new = True
        self.now = self.legacy, None
        self.due = 0.0
        self._unmetered, self._last = False, None
        self.synced = self.counted()

    def decide(self) -> Callable[..., Any]:
        """What this call goes to. Never raises."""
        try:
            flag = self._flag
            if flag is None or (flag.threshold < BUCKETS and current_bucket(flag.salt, flag.key) >= flag.threshold):
                self.off.step()
                return self.legacy
            native = self.native or self._load()
        except Exception as error:  # noqa: BLE001 - see refresh
            self.undecided.step()
            warn("flag %s cannot be asked, legacy answers: %s", self.flag_name, error)
            return self.legacy
        if native is None:  # while another thread opens the vessel, the call is legacy's as if the flag had said so
            (self.unloaded if self._failed else self.off).step()
            return self.legacy
        return cast(Callable[..., Any], native)

    def _load(self) -> Any:
        """The vessel's function, or None. One thread loads; the others are answered by legacy meanwhile."""
        lock = _loading
        if self._failed or not lock.acquire(blocking=False):
            return None
        try:
            if self.native is not None:  # another thread loaded between our look and our turn; its counts must stay
                return self.native
            from pivot_lsp.runtime.loader import load_function  # not above: while the flag is off nothing is opened

            self.native = load_function(vessel_folder(self.vessel, self.source), self.qualname, self.legacy)
            self.due = 0.0  # the next call need not be decided, at 100%
        except Exception as error:  # noqa: BLE001 - a vessel that cannot be loaded must not take the caller with it
            self._failed = True
            warn("vessel %s is not loaded, legacy answers: %s", self.vessel, error)
            if isinstance(error, IntegrityError) and self._flags is not None:
                self._flags.trip(self.flag_name, "integrity", str(error))
        finally:
            lock.release()
        return self.native


def vessel_folder(name: str, source: str) -> Path:
    """Where the vessel called `name` lies: under $PIVOT_VESSELS, else `vessels/` at the root of `source`'s project.

    A name that begins with `./` or `../` is seen from the root; an absolute one is what it is.
    """
    if os.path.isabs(name):
        return Path(name)
    if name.startswith(("./", "../")):
        return project_root(source) / name
    chosen = os.environ.get("PIVOT_VESSELS")
    return (Path(chosen) if chosen else project_root(source) / "vessels") / name


def vessel(legacy: F, /, *, flag: str, vessel: str) -> F:
    """The public face of `legacy`, named `_legacy_<name>`: the same name, signature, documentation and kind.

    `flag` is a name in the flags file, `vessel` a folder under `vessels/`. The function has `calls` (`native`,
    `fallback`, `reasons`, `off`) and `__pivot_legacy__`.
    """
    name = legacy.__name__.removeprefix(PREFIX)
    scope, dot, _ = legacy.__qualname__.rpartition(".")
    # Legacy's own errors ("f() missing 1 required argument") name the function as before.
    legacy.__name__, legacy.__qualname__ = name, f"{scope}{dot}{name}"
    switch = Switch(legacy, legacy.__qualname__, flag, vessel)
    count_off = switch.off.step

    if inspect.iscoroutinefunction(legacy):

        async def dispatch_async(*args: Any, **kwargs: Any) -> Any:
            if monotonic() >= switch.due:
                switch.refresh()
            chosen, meter = switch.now
            if chosen is None:
                chosen = switch.decide()
            elif chosen is legacy:
                count_off()
            if meter is None:
                result = chosen(*args, **kwargs)
                return await result if inspect.iscoroutine(result) else result
            bucket, error = (LEGACY, LEGACY_ERRORS) if chosen is legacy else (VESSEL, VESSEL_ERRORS)
            began = clock()
            try:
                result = chosen(*args, **kwargs)  # what awaits is legacy: a vessel has answered by now
                return await result if inspect.iscoroutine(result) else result
            except Exception:
                meter.words[error] += 1
                raise
            finally:
                try:
                    bucket += (clock() - began).bit_length()
                finally:
                    meter.words[bucket] += 1

        dispatch: Any = dispatch_async
    else:

        def dispatch_plain(*args: Any, **kwargs: Any) -> Any:
            if monotonic() >= switch.due:
                switch.refresh()
            chosen, meter = switch.now
            if chosen is None:
                chosen = switch.decide()
            elif chosen is legacy:
                count_off()
            if meter is None:
                return chosen(*args, **kwargs)
            if meter.share and draw() < meter.share:
                meter.sample(args, kwargs)
            words = meter.words
            began = clock()
            if chosen is legacy:
                try:
                    return legacy(*args, **kwargs)
                except Exception:
                    words[LEGACY_ERRORS] += 1
                    raise
                finally:
                    bucket = LEGACY
                    try:
                        bucket += (clock() - began).bit_length()
                    finally:  # a signal's exception comes where something is called: this call is counted all the same
                        words[bucket] += 1
            free = meter.free
            try:
                place = free.pop()
            except IndexError:
                place = SPARE
            words[place] = began
            try:
                return chosen(*args, **kwargs)
            except Exception:
                words[VESSEL_ERRORS] += 1
                raise
            finally:
                words[place] = 0  # before anything is called: a start that stays would be taken for a call that hangs
                bucket = VESSEL
                try:
                    ended = clock()
                    bucket += (ended - began).bit_length()
                    words[LAST] = ended
                finally:
                    words[bucket] += 1
                    if place != SPARE:
                        free.append(place)

        dispatch = dispatch_plain
    functools.update_wrapper(dispatch, legacy)
    dispatch.__pivot_legacy__ = legacy
    dispatch.calls = DispatchedCalls(switch)
    return cast(F, dispatch)
