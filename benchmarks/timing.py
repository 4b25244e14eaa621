"""CPU time of competing callables, interleaved in one process so that a busy machine slows all of them alike."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping

Work = Callable[[], object]


def medians(work: Mapping[str, Work], rounds: int = 9, least: float = 0.02) -> dict[str, float]:
    """Median CPU seconds of one call of each; every round repeats a call until `least` seconds are measured."""
    repeats = {name: _repeats(one, least) for name, one in work.items()}
    samples: dict[str, list[float]] = {name: [] for name in work}
    enabled = gc.isenabled()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, one in work.items():
                samples[name].append(_timed(one, repeats[name]))
    finally:
        if enabled:
            gc.enable()
    return {name: statistics.median(found) for name, found in samples.items()}


def _timed(work: Work, times: int) -> float:
    began = time.process_time_ns()
    for _ in range(times):
        work()
    return (time.process_time_ns() - began) / times / 1e9


def _repeats(work: Work, least: float) -> int:
    times = 1
    while True:
        took = _timed(work, times) * times
        if took >= least or times >= 1 << 22:
            return times
        times *= 2 if took == 0 else max(2, int(1.2 * least / took))
