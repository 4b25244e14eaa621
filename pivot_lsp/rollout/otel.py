"""OpenTelemetry (extra `otel`): observable instruments that read every process's counts when they are collected.

    from pivot_lsp.rollout.otel import instrument
    instrument(metrics.get_meter("app"), "pivot.flags.json")

Calls pay nothing for it. Attributes are `feature_flag.key`, `code.function.name` and `pivot.arm`.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from opentelemetry.metrics import CallbackOptions, Meter, Observation

from pivot_lsp.runtime import counters
from pivot_lsp.runtime.counters import Row, read_counts
from pivot_lsp.runtime.flags import rollout_folder

Counts = Callable[[Row], Iterator[tuple[int, dict[str, str]]]]


def _calls(row: Row) -> Iterator[tuple[int, dict[str, str]]]:
    for arm, first in (("legacy", counters.LEGACY), ("vessel", counters.VESSEL)):
        yield sum(row.at(first + bucket) for bucket in range(64)), {"pivot.arm": arm}


def _errors(row: Row) -> Iterator[tuple[int, dict[str, str]]]:
    yield row.at(counters.LEGACY_ERRORS), {"pivot.arm": "legacy"}
    yield row.at(counters.VESSEL_ERRORS), {"pivot.arm": "vessel"}


def _native(row: Row) -> Iterator[tuple[int, dict[str, str]]]:
    yield row.at(counters.NATIVE), {}


def _fallbacks(row: Row) -> Iterator[tuple[int, dict[str, str]]]:
    for number, reason in counters.REASON_NAMES.items():
        yield row.at(counters.REASON + number), {"pivot.reason": reason}


def _shadow(row: Row) -> Iterator[tuple[int, dict[str, str]]]:
    for number, outcome in enumerate(counters.SHADOWS):
        yield row.at(counters.SHADOW + number), {"pivot.outcome": outcome}


INSTRUMENTS: dict[str, tuple[str, Counts]] = {
    "pivot.calls": ("Calls of wrapped functions", _calls),
    "pivot.errors": ("Calls that raised", _errors),
    "pivot.native": ("Calls whose behaviour came from the library", _native),
    "pivot.fallbacks": ("Vessel's calls that legacy answered", _fallbacks),
    "pivot.shadow": ("Shadowed calls", _shadow),
}


def instrument(meter: Meter, flags: str | os.PathLike[str]) -> None:
    """Registers the instruments with `meter`. What cannot be read is not observed."""
    folder = rollout_folder(Path(flags)) / "counters"

    def callback(counts: Counts) -> Callable[[CallbackOptions], Iterable[Observation]]:
        def observe(_: CallbackOptions) -> Iterable[Observation]:
            try:
                rows, _inside = read_counts(folder)
            except (OSError, ValueError, KeyError):
                return []
            summed: dict[tuple[tuple[str, str], ...], int] = {}
            for row in rows:
                who = {"feature_flag.key": row.label.flag, "code.function.name": row.label.function}
                for count, more in counts(row):
                    key = tuple({**who, **more}.items())
                    summed[key] = summed.get(key, 0) + count
            return [Observation(count, dict(key)) for key, count in summed.items()]

        return observe

    for name, (text, counts) in INSTRUMENTS.items():
        meter.create_observable_counter(name, [callback(counts)], "{call}", text)
