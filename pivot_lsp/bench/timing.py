"""The child process of a benchmark: loads both implementations and times them in paired, randomly ordered rounds.

Invariants: every value is at least `MINIMUM_NS` long or as long as its calls allow; arguments that a call changes are
made anew for each call, outside the clock; the garbage collector is off inside a value and runs between rounds; the
first round is warm-up and dropped. Results go to their own descriptor as one JSON object.
"""

import gc
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import msgspec

from pivot_lsp.cases.values import decode_call, import_name
from pivot_lsp.parity.loading import Implementation, load

MINIMUM_NS = 5_000_000
LABELS = ("legacy", "control", "vessel")
"""`control` is legacy again: what differs between the two is noise."""

Encoded = tuple[list[Any], dict[str, Any]]
Prepared = list[tuple[list[Any], dict[str, Any]]]


class Group(msgspec.Struct, frozen=True):
    """Calls of like size. `changing`: a call changes its arguments."""

    calls: list[Encoded]
    changing: bool


class Orders(msgspec.Struct, frozen=True):
    """What one process measures."""

    legacy: Implementation
    vessel: Implementation
    groups: list[Group]
    rounds: int
    seed: int
    seconds: float
    result_fd: int
    address_space: int


class Value(msgspec.Struct, frozen=True):
    """Nanoseconds a pass over the group's calls: wall, and processor time of the whole process."""

    wall: float
    cpu: float


class Result(msgspec.Struct, frozen=True):
    """`rounds[r][g][label]`; counters are of the vessel's timed calls, None without counters."""

    rounds: list[list[dict[str, Value]]]
    native: int | None
    fallback: int | None


def once(function: Callable[..., Any], calls: Prepared) -> None:
    for args, kwargs in calls:
        try:
            function(*args, **kwargs)
        except Exception:  # noqa: BLE001 - legacy raises here too: the exception is part of the measured call
            continue


def decoded(calls: Sequence[Encoded]) -> Prepared:
    return [decode_call(args, kwargs, import_name) for args, kwargs in calls]


def _timed(function: Callable[..., Any], group: Group, kept: Prepared, passes: int) -> Value:
    """Mean of `passes` passes; changing calls are clocked pass by pass, with fresh arguments."""
    wall = cpu = 0
    for calls in [decoded(group.calls) for _ in range(passes)] if group.changing else [None]:
        cpu_began, began = time.process_time_ns(), time.perf_counter_ns()
        if calls is not None:
            once(function, calls)
        else:
            for _ in range(passes):
                once(function, kept)
        wall += time.perf_counter_ns() - began
        cpu += time.process_time_ns() - cpu_began
    return Value(wall / passes, cpu / passes)


def _passes(function: Callable[..., Any], group: Group, kept: Prepared, limit: int) -> int:
    """How many passes make a value long enough."""
    passes = 1
    while passes < limit:
        took = _timed(function, group, kept, passes).wall * passes
        if took >= MINIMUM_NS:
            break
        passes = min(limit, max(passes * 2, int(passes * MINIMUM_NS / max(took, 1.0))))
    return passes


def measure(orders: Orders) -> Result:
    """Runs the rounds."""
    legacy, vessel = load(orders.legacy), load(orders.vessel)
    functions = {"legacy": legacy, "control": legacy, "vessel": vessel}
    chance = random.Random(orders.seed)
    kept = [decoded(group.calls) for group in orders.groups]
    gc.disable()
    limits = [200 if group.changing else 1_000_000 for group in orders.groups]
    passes = [
        {label: _passes(functions[label], group, calls, limit) for label in ("legacy", "vessel")}
        for group, calls, limit in zip(orders.groups, kept, limits)
    ]
    counts = getattr(vessel, "calls", None)
    before = (counts.native, counts.fallback) if counts is not None else (0, 0)
    until = time.monotonic() + orders.seconds
    rounds: list[list[dict[str, Value]]] = []
    for number in range(orders.rounds + 1):
        gc.collect()
        measured = []
        for group, calls, needed in zip(orders.groups, kept, passes):
            order = list(LABELS)
            chance.shuffle(order)
            measured.append(
                {
                    label: _timed(functions[label], group, calls, needed["vessel" if label == "vessel" else "legacy"])
                    for label in order
                }
            )
        if number:
            rounds.append(measured)
        if time.monotonic() > until and len(rounds) >= 3:
            break
    if counts is None:
        return Result(rounds, None, None)
    return Result(rounds, counts.native - before[0], counts.fallback - before[1])


def start(text: str) -> NoReturn:
    """The entry: `text` names a file that holds the Orders as JSON."""
    with open(text, "rb") as file:
        orders = msgspec.json.decode(file.read(), type=Orders)
    answer(orders.result_fd, orders.address_space, lambda: measure(orders))


def answer(result_fd: int, address_space: int, work: Callable[[], Any]) -> NoReturn:
    """Works within the limits, writes what came of it as JSON, and ends the process."""
    os.set_inheritable(result_fd, False)
    sys.argv = ["pivot"]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))
    view = memoryview(msgspec.json.encode(work()))
    while view:
        view = view[os.write(result_fd, view) :]
    os._exit(0)
