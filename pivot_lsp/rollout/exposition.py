"""Prometheus exposition (extra `metrics`): a collector that reads every process's counts when it is scraped.

    from pivot_lsp.rollout.exposition import Collector
    REGISTRY.register(Collector("pivot.flags.json"))

Calls pay nothing for it, and one process (or `pivot rollout metrics`) speaks for all of a host: no multiprocess folder.
Counters are summed over epochs, so they never fall. Latency buckets are 2**k ns from 512 ns to 17 s.
"""

import json
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector as Base

from pivot_lsp.runtime import counters
from pivot_lsp.runtime.counters import Inside, Row, read_counts
from pivot_lsp.runtime.flags import rollout_folder
from pivot_lsp.runtime.trips import quoted

BUCKETS = range(9, 35)
ARMS = (("legacy", counters.LEGACY, counters.LEGACY_ERRORS), ("vessel", counters.VESSEL, counters.VESSEL_ERRORS))


class Collector(Base):
    """The counts of the flags in one file. What cannot be read is left out, and counted by `pivot_unreadable`."""

    def __init__(self, flags: str | os.PathLike[str]) -> None:
        self.flags = Path(flags)
        self.folder = rollout_folder(self.flags)

    def collect(self) -> Iterator[Metric]:
        """All metrics, once."""
        unreadable = 0
        try:
            rows, found = read_counts(self.folder / "counters")
            inside = [call for call in found if call.alive and call.here]
        except (OSError, ValueError, KeyError):
            rows, inside, unreadable = [], [], unreadable + 1
        try:
            flags = json.loads(self.flags.read_bytes())["flags"]
        except (OSError, ValueError, KeyError, TypeError):
            flags, unreadable = {}, unreadable + 1
        yield from _of_rows(_summed(rows))
        yield from self._of_flags(flags, inside)
        yield GaugeMetricFamily("pivot_unreadable", "Files that could not be read at this scrape", value=unreadable)

    def _of_flags(self, flags: dict[str, dict[str, object]], inside: list[Inside]) -> Iterator[Metric]:
        percent = GaugeMetricFamily("pivot_flag_percent", "Calls that go to the vessel, percent", labels=["flag"])
        tripped = GaugeMetricFamily("pivot_flag_tripped", "1 when the machine switched the flag off", labels=["flag"])
        evidence = GaugeMetricFamily("pivot_evidence_log_e", "ln E of the errors' test (off at 6.9)", labels=["flag"])
        looked = GaugeMetricFamily("pivot_watch_look_seconds", "Time of the watch's last look", labels=["flag"])
        oldest = GaugeMetricFamily("pivot_inside_oldest_seconds", "Longest call now in the vessel", labels=["flag"])
        now = time.perf_counter_ns()
        for name, flag in flags.items():
            trip = (self.folder / "trips" / f"{quoted(name)}.json").exists()
            value = flag.get("percent", 0)
            on = not trip and bool(flag.get("on"))
            percent.add_metric([name], float(value) if on and isinstance(value, int | float) else 0)
            tripped.add_metric([name], int(trip))
            since = [start for call in inside if call.label.flag == name for start in call.since]
            oldest.add_metric([name], (now - min(since)) / 1e9 if since else 0.0)
            page = self.folder / "evidence" / f"{quoted(name)}.json"
            try:
                point = json.loads(page.read_bytes())["points"][-1]
                evidence.add_metric([name], point["log_e"])
                looked.add_metric([name], page.stat().st_mtime)
            except (OSError, ValueError, KeyError, IndexError, TypeError):
                continue
        yield from (percent, tripped, evidence, looked, oldest)


def _summed(rows: Iterable[Row]) -> list[Row]:
    """Rows by flag and function, over epochs and vessels."""
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        key = row.label.flag, row.label.function
        found.setdefault(key, Row(counters.Label(*key, 0))).add(row.words)
    return list(found.values())


def _of_rows(rows: list[Row]) -> Iterator[Metric]:
    names = ["flag", "function"]
    calls = CounterMetricFamily("pivot_calls", "Calls of wrapped functions, by arm", labels=[*names, "arm"])
    errors = CounterMetricFamily("pivot_errors", "Calls that raised, by arm", labels=[*names, "arm"])
    seconds = HistogramMetricFamily("pivot_call_seconds", "Time in the call, by arm", labels=[*names, "arm"])
    native = CounterMetricFamily("pivot_native", "Calls whose behaviour came from the library", labels=names)
    fallback = CounterMetricFamily("pivot_fallback", "Vessel's calls that legacy answered", labels=[*names, "reason"])
    shadow = CounterMetricFamily("pivot_shadow", "Shadowed calls, by outcome", labels=[*names, "outcome"])
    for row in rows:
        who = [row.label.flag, row.label.function]
        for arm, first, wrong in ARMS:
            counts = [row.at(first + bucket) for bucket in range(64)]
            calls.add_metric([*who, arm], sum(counts))
            errors.add_metric([*who, arm], row.at(wrong))
            cumulative = [(f"{(1 << b) / 1e9:.10g}", float(sum(counts[: b + 1]))) for b in BUCKETS]
            seconds.add_metric([*who, arm], [*cumulative, ("+Inf", float(sum(counts)))], None)
        native.add_metric(who, row.at(counters.NATIVE))
        for number, reason in counters.REASON_NAMES.items():
            fallback.add_metric([*who, reason], row.at(counters.REASON + number))
        for number, outcome in enumerate(counters.SHADOWS):
            shadow.add_metric([*who, outcome], row.at(counters.SHADOW + number))
    yield from (calls, errors, seconds, native, fallback, shadow)
