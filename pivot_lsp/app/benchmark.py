"""`pivot benchmark`: what a vessel gains, end to end, on recorded calls.

Calls are judged before they are timed: a vessel that differs from legacy on them is not benchmarked.
"""

import datetime
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from pivot_lsp.app import figures
from pivot_lsp.bench.history import accept, compare
from pivot_lsp.bench.judge import Judgement, judge_rounds
from pivot_lsp.bench.machine import this_machine
from pivot_lsp.bench.session import Progress, run_processes
from pivot_lsp.bench.timing import Group, Result
from pivot_lsp.cases.files import read_cases, recorded_file
from pivot_lsp.cases.generate import generate
from pivot_lsp.cases.hypo import keep_in
from pivot_lsp.cases.signature import describe
from pivot_lsp.cases.source import mine
from pivot_lsp.model.bench import BenchmarkReport, Ratio, SizeGroup
from pivot_lsp.model.case import Case
from pivot_lsp.model.errors import Refused, UsageError
from pivot_lsp.model.evidence import Tolerance
from pivot_lsp.model.signature import Signature
from pivot_lsp.model.target import Target, parse_target
from pivot_lsp.parity.campaign import Campaign, Judged
from pivot_lsp.parity.implementation import Implementation, of_target, of_vessel
from pivot_lsp.parity.outcome import unpack_behaviour
from pivot_lsp.parity.slowness import size_of
from pivot_lsp.store.files import benchmarks_file

JUDGED_AT_MOST = 1000
CALLS_A_GROUP = 8
PASS_NS = 60_000_000
"""A group gets fewer calls when one pass over them takes longer than this."""
GROUPS: tuple[Literal["small", "medium", "large"], ...] = ("small", "medium", "large")
FILE_NAME = "benchmark.json"

Basis = Literal["recorded", "given", "generated"]


@dataclass(frozen=True)
class BenchmarkRequest:
    """What is asked. `seconds`: about how long each of `processes` measures, after loading and calibrating."""

    legacy: str
    vessel: str
    cwd: Path
    test_cases: Path | None = None
    compare: bool = False
    processes: int = 5
    rounds: int = 15
    seconds: float = 5.0
    seed: int = 1
    tolerance: Tolerance = field(default_factory=Tolerance)


def benchmark(request: BenchmarkRequest, progress: Progress) -> BenchmarkReport:
    """Measures and, for a vessel's folder, writes benchmark.json; the run goes into the history.

    Raises UsageError for targets and files, NoVerdict PV640 when a measuring process died, Refused PV641 when there
    is nothing to time, PV642 when the vessel differs from legacy on these calls.
    """
    began = time.monotonic()
    target = parse_target(request.legacy, request.cwd)
    legacy = of_target(target)
    vessel = of_vessel(request.vessel, legacy, request.cwd)
    signature = describe(target)
    basis, cases = _cases(request, target, signature)
    chosen = _grouped(_judged(request, legacy, vessel, signature, cases, progress))
    machine = this_machine()
    results = run_processes(
        legacy,
        vessel,
        [_group(group) for group in chosen],
        request.processes,
        request.rounds,
        request.seconds,
        request.seed,
        progress,
    )
    found = judge_rounds(results, request.seed)
    count = sum(map(len, chosen))
    speedup = (found.wall if found.clock == "wall" else found.cpu) if found.control.passed else None
    report = BenchmarkReport(
        legacy=str(target)
        if target.file is None
        else f"{os.path.relpath(target.file, target.root)}::{target.qualname}",
        vessel=vessel.target if vessel.folder is None else os.path.relpath(vessel.folder, target.root),
        basis=basis,
        calls=count,
        speedup=speedup,
        verdict=found.verdict,
        reason=found.reason,
        clock=found.clock,
        wall=found.wall,
        cpu=found.cpu,
        control=found.control,
        native_share=_native(results),
        **_figures(request, target, legacy, vessel, signature, chosen, speedup, progress),
        legacy_us=sum(found.legacy_ns) / count / 1000,
        vessel_us=sum(found.vessel_ns) / count / 1000,
        groups=_groups(chosen, found),
        processes=len(results),
        rounds=sum(len(result.rounds) for result in results),
        machine=machine,
        created=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        seconds=time.monotonic() - began,
    )
    history = benchmarks_file(target.root)
    if request.compare:
        report = report.model_copy(update={"compared": compare(history, report)})
    accept(history, report)
    if vessel.folder is not None:
        _write(Path(vessel.folder) / FILE_NAME, report)
    return report


def _figures(
    request: BenchmarkRequest,
    target: Target,
    legacy: Implementation,
    vessel: Implementation,
    signature: Signature,
    chosen: list[list[Judged]],
    speedup: Ratio | None,
    progress: Progress,
) -> dict[str, Any]:
    groups = [_group(group) for group in chosen]
    progress("peak memory", 0, None)
    found: dict[str, Any] = {"memory": figures.memory(legacy, vessel, groups)}
    progress("kernel and conversion", 0, None)
    apart = figures.kernel(legacy, vessel, groups)
    found["conversion_share"] = None if apart is None else apart.conversion_share
    if speedup is None:
        return found
    found["kernel"] = None if apart is None else apart.ratio
    progress("threads", 0, None)
    found["threads"] = figures.threads(legacy, vessel, groups[-1])
    progress("break-even size", 0, None)
    largest = max(chosen[-1], key=_size).case
    found["break_even"] = figures.break_even(
        legacy, vessel, signature, request.tolerance, (largest.args, largest.kwargs), groups[-1].changing
    )
    found["program"] = figures.whole_program(target, speedup)
    return found


def _shown(target: Target) -> str:
    if target.file is None:
        return str(target)
    return f"{os.path.relpath(target.file, target.root)}::{target.qualname}"


def _cases(request: BenchmarkRequest, target: Target, signature: Signature) -> tuple[Basis, list[Case]]:
    """Given cases, else recorded ones, else generated ones, which the report says."""
    recorded = recorded_file(target)
    if request.test_cases is not None:
        given = list(islice(read_cases((request.cwd / request.test_cases).resolve(), signature)[1], JUDGED_AT_MOST))
        real = [case for case in given if case.stratum == "recorded"]
        return ("recorded", real) if real else ("given", given)
    if recorded.is_file():
        found = (case for case in read_cases(recorded, signature)[1] if case.stratum == "recorded")
        if cases := list(islice(found, JUDGED_AT_MOST)):
            return "recorded", cases
    keep_in(target.root)
    made = generate(signature, mine(target), (), JUDGED_AT_MOST // 2, request.seed)
    return "generated", [case for case in made if case.stratum == "boundary"]


def _judged(
    request: BenchmarkRequest,
    legacy: Implementation,
    vessel: Implementation,
    signature: Signature,
    cases: Sequence[Case],
    progress: Progress,
) -> list[Judged]:
    with Campaign(legacy, vessel, request.tolerance, signature) as campaign:
        campaign.run(cases, progress, len(cases))
        tally = campaign.tally
    if tally.failed:
        found = tally.mismatches[0].found
        raise Refused(
            "PV642",
            f"the vessel differs from legacy on {tally.failed} of {tally.judged} calls: {found.kind} at {found.where}",
            remedy="run `pivot validate` first",
        )
    if not tally.judged:
        raise Refused("PV641", "no call can be timed", remedy="record calls with `pivot record`")
    return list(tally.corpus)


def _size(judged: Judged) -> int:
    return int(sum(size_of(value)[0] for value in (*judged.case.args, *judged.case.kwargs.values())))


def _grouped(judged: Sequence[Judged]) -> list[list[Judged]]:
    """Small, medium and large calls; fewer groups when there are fewer than three calls. In each, calls spread over
    its sizes."""
    ordered = sorted(judged, key=lambda each: (_size(each), each.case.id))
    width = max(1, -(-len(ordered) // len(GROUPS)))
    return [_spread(ordered[start : start + width]) for start in range(0, len(ordered), width)]


def _spread(calls: list[Judged]) -> list[Judged]:
    chosen = (
        [calls[i * len(calls) // CALLS_A_GROUP] for i in range(CALLS_A_GROUP)] if len(calls) > CALLS_A_GROUP else calls
    )
    while len(chosen) > 1 and sum(each.legacy.nanoseconds for each in chosen) > PASS_NS:
        chosen = chosen[::2]
    return chosen


def _group(group: Sequence[Judged]) -> Group:
    changing = any(unpack_behaviour(each.legacy.payload).after is not None for each in group)
    return Group([(each.case.args, each.case.kwargs) for each in group], changing)


def _groups(chosen: list[list[Judged]], found: Judgement) -> list[SizeGroup]:
    return [
        SizeGroup(
            name=name,
            calls=len(group),
            smallest=min(map(_size, group)),
            largest=max(map(_size, group)),
            legacy_us=legacy / len(group) / 1000,
            vessel_us=vessel / len(group) / 1000,
            speedup=ratio,
        )
        for name, group, legacy, vessel, ratio in zip(GROUPS, chosen, found.legacy_ns, found.vessel_ns, found.groups)
    ]


def _native(results: Sequence[Result]) -> float | None:
    native = sum(result.native or 0 for result in results)
    fallback = sum(result.fallback or 0 for result in results)
    if any(result.native is None for result in results) or not native + fallback:
        return None
    return native / (native + fallback)


def _write(path: Path, report: BenchmarkReport) -> None:
    partial = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        partial.write_text(report.model_dump_json(indent=2) + "\n", encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise UsageError("PV643", f"cannot write: {error.strerror}", file=path) from None
