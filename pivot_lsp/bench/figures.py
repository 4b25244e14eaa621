"""The child process of a benchmark's further figures: how threads scale, where the vessel begins to gain, peak memory,
and what of a call is the vessel's own code.

Invariants: each figure is a median of rounds in which both sides take turns; nothing is said of a size that was not
timed; memory is that of a process which has loaded one side only.
"""

import gc
import os
import resource
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import Any, Literal, NoReturn

import msgspec

from pivot_lsp.bench.timing import Encoded, Group, answer, decoded, once
from pivot_lsp.parity.loading import Implementation, load

ROUNDS = 7
VALUE_NS = 20_000_000
CHANGING_PASSES = 200
"""Calls that change their arguments need fresh ones, which are made before the clock runs."""


Figure = Literal["break_even", "threads", "memory", "kernel"]


class Orders(msgspec.Struct, frozen=True):
    """`figure` says what is asked: `calls` are sized calls for `break_even`, smallest first, else a group's."""

    figure: Figure
    sides: list[Implementation]
    calls: list[Encoded]
    changing: bool
    result_fd: int
    address_space: int


def _many(function: Callable[..., Any], group: Group, passes: int) -> Callable[[], None]:
    """Something that runs the group's calls `passes` times; what it needs is made here."""
    sets = [decoded(group.calls) for _ in range(passes if group.changing else 1)]

    def work() -> None:
        for turn in range(passes):
            once(function, sets[turn if group.changing else 0])

    return work


def _nanoseconds(work: Callable[[], None], threads: int) -> int:
    """From the moment all threads may begin until the last has ended."""
    gate = threading.Barrier(threads + 1)

    def body() -> None:
        gate.wait()
        work()

    running = [threading.Thread(target=body) for _ in range(threads)]
    for thread in running:
        thread.start()
    gate.wait()
    began = time.perf_counter_ns()
    for thread in running:
        thread.join()
    return time.perf_counter_ns() - began


def _passes(function: Callable[..., Any], group: Group) -> int:
    """How many passes take about VALUE_NS."""
    passes, most = 1, CHANGING_PASSES if group.changing else 10_000_000
    while passes < most:
        work = _many(function, group, passes)
        began = time.perf_counter_ns()
        work()
        took = time.perf_counter_ns() - began
        if took >= VALUE_NS:
            break
        passes = min(most, max(2 * passes, int(passes * VALUE_NS / max(took, 1))))
    return passes


def _next_of(works: Iterator[Callable[[], None]]) -> None:
    next(works)()


def thread_scaling(functions: list[Callable[..., Any]], group: Group, threads: int) -> list[float]:
    """For each function: calls a second of `threads` threads over those of one."""
    passes = [_passes(function, group) for function in functions]
    ratios: list[list[float]] = [[] for _ in functions]
    for _ in range(ROUNDS):
        for found, function, count in zip(ratios, functions, passes):
            gc.collect()
            alone = _nanoseconds(_many(function, group, count), 1)
            works = [_many(function, group, count) for _ in range(threads)]
            together = _nanoseconds(partial(_next_of, iter(works)), threads)
            found.append(threads * alone / max(together, 1))
    return [median(found) for found in ratios]


def gains(legacy: Callable[..., Any], vessel: Callable[..., Any], group: Group) -> bool:
    """Whether the vessel is the quicker one of the two on this call, by the median of paired rounds."""
    passes = [_passes(function, group) for function in (legacy, vessel)]
    ratios = []
    for turn in range(ROUNDS):
        took = [0.0, 0.0]
        for side in (0, 1) if turn % 2 else (1, 0):
            work = _many((legacy, vessel)[side], group, passes[side])
            began = time.process_time_ns()
            work()
            took[side] = (time.process_time_ns() - began) / passes[side]
        ratios.append(took[0] / max(took[1], 1e-9))
    return median(ratios) > 1.0


def first_that(holds: Callable[[int], bool], count: int) -> int | None:
    """The least of 0 .. count - 1 for which `holds`, which is to hold from there on; None: for none. By bisection."""
    if not count or not holds(count - 1):
        return None
    low, high = 0, count - 1
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return high


def kernel_rounds(legacy: Callable[..., Any], vessel: Callable[..., Any], group: Group) -> list[list[float]]:
    """Nanoseconds a pass in each round: legacy, the vessel, and the vessel's own code. The bridge looks at the clock
    around that; what the looks cost is taken off. Only calls that the vessel answers; none when it cannot tell."""
    clock, counts = getattr(vessel, "_kernel", None), getattr(vessel, "calls", None)
    if clock is None or counts is None:
        return []
    calls = []
    for call in group.calls:
        before = counts.native
        once(vessel, decoded([call]))
        if counts.native > before:
            calls.append(call)
    if not calls:
        return []
    native = Group(calls, group.changing)
    clock()
    passes = [_passes(function, native) for function in (legacy, vessel)]
    rounds = []
    for turn in range(ROUNDS):
        took, own = [0.0, 0.0], 0.0
        for side in (0, 1) if turn % 2 else (1, 0):
            work = _many((legacy, vessel)[side], native, passes[side])
            gc.collect()
            clock()
            began = time.perf_counter_ns()
            work()
            took[side] = (time.perf_counter_ns() - began) / passes[side]
            if side:
                spent, entries, look = clock()
                own = (spent - entries * look) / passes[1]
                took[1] -= 2 * entries * look / passes[1]
        rounds.append([took[0], took[1], own])
    return rounds


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(orders: Orders) -> Any:
    """What the figure's name says: an index or None, a ratio a side, peak MiB and what came after loading, rounds."""
    functions = [load(side) for side in orders.sides]
    gc.disable()
    if orders.figure == "break_even":
        groups = [Group([call], orders.changing) for call in orders.calls]
        return first_that(lambda place: gains(functions[0], functions[1], groups[place]), len(groups))
    group = Group(orders.calls, orders.changing)
    if orders.figure == "kernel":
        return kernel_rounds(functions[0], functions[1], group)
    if orders.figure == "threads":
        return thread_scaling(functions, group, min(2, os.cpu_count() or 1))
    gc.enable()
    loaded = _peak()
    once(functions[0], decoded(group.calls))
    return [_peak(), _peak() - loaded]


def start(text: str) -> NoReturn:
    """The entry: `text` names a file that holds the Orders as JSON."""
    with open(text, "rb") as file:
        orders = msgspec.json.decode(file.read(), type=Orders)
    answer(orders.result_fd, orders.address_space, lambda: measure(orders))
