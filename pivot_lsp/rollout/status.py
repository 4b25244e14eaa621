"""Where a flag stands: the flags file, the counts, the evidence and the log, put together. Reads, writes nothing."""

import datetime
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.rollout import Power, Rollout, RolloutSettings, Stage, State, Trip, WrappedFunction
from pivot_lsp.rollout import log
from pivot_lsp.rollout.announce import announce
from pivot_lsp.rollout.evidence import load
from pivot_lsp.rollout.judge import judge
from pivot_lsp.rollout.measure import Counted, counted
from pivot_lsp.runtime.shadow import mismatch_file
from pivot_lsp.runtime.trips import quoted

DECISIONS = 20


def now_utc() -> str:
    """This moment, in UTC."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")


def _days_since(since: str | None) -> float | None:
    try:
        began = datetime.datetime.fromisoformat(since or "")
    except ValueError:
        return None
    if began.tzinfo is None:
        began = began.replace(tzinfo=datetime.UTC)
    return max(0.0, (datetime.datetime.now(datetime.UTC) - began).total_seconds() / 86400)


def read_trip(folder: Path, flag: str) -> Trip | None:
    """Why the machine switched `flag` off, or None. A trip that cannot be read is one all the same."""
    path = folder / "trips" / f"{quoted(flag)}.json"
    try:
        return Trip.model_validate(json.loads(path.read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, ValidationError) as error:
        return Trip(flag=flag, reason="unreadable", detail=f"{path}: {error}", at=time.time())


@dataclass(frozen=True)
class Position:
    """Where in the stages a flag is. `index` None: in none of them."""

    stage: Stage | None
    index: int | None
    following: Stage | None


def position(body: dict[str, Any], stages: list[Stage]) -> Position:
    """By the stage that the flag names; one set by hand goes on with the next larger percentage."""
    for index, stage in enumerate(stages):
        if stage.name == body.get("stage"):
            return Position(stage, index, stages[index + 1] if index + 1 < len(stages) else None)
    percent = body.get("percent", 0)
    larger = [stage for stage in stages if stage.percent > percent > 0]
    return Position(None, None, larger[0] if larger else None if percent >= 100 else stages[0])


def _state(body: dict[str, Any], trip: Trip | None) -> State:
    if trip is not None or body.get("state") == "rolled_back":
        return "rolled_back"
    if not body["on"]:
        return "off"
    if body.get("state") in ("running", "paused"):
        return "paused" if body["state"] == "paused" else "running"
    return "running" if body["percent"] or (body.get("shadow") or {}).get("percent") else "off"


def _blockers(
    rollout_state: State, at: Position, verdict: Any, elapsed: float | None, functions: list[WrappedFunction]
) -> list[str]:
    """What `advance` would refuse for."""
    found = []
    going_on = rollout_state in ("running", "paused")
    if not functions:
        found.append("no wrapped function of the project has this flag")
    if going_on and at.stage is not None:
        if at.following is None:
            return [*found, "it is in its last stage; `retire` is next"]
        if elapsed is not None and elapsed < at.stage.days:
            found.append(f"{elapsed:.2f} of {at.stage.days:g} days in stage {at.stage.name}")
        if verdict.verdict != "pass":
            found += verdict.reasons
    target = at.following if going_on else None
    if target is not None and target.percent > 0:
        found += certificate_blockers(functions)
    return found


def certificate_blockers(functions: list[WrappedFunction]) -> list[str]:
    """Why the vessels of these functions must not answer anybody."""
    found = []
    for function in functions:
        if function.certificate != "valid":
            why = "; ".join(function.reasons) or function.certificate
            found.append(f"{function.function}: no valid certificate: {why}")
        elif function.level != "certified":
            found.append(f"{function.function}: its certificate says {function.level}, certified is needed")
    return found


def _power(stage: Stage | None, counts: Counted, per_day: float | None, settings: RolloutSettings) -> Power | None:
    if stage is None:
        return None
    base = counts.now if counts.now.legacy_calls >= counts.earlier.legacy_calls else counts.earlier
    return announce(stage, base.legacy_calls, base.legacy_errors, per_day, settings)


def rollout(
    flag: str, body: dict[str, Any], folder: Path, settings: RolloutSettings, functions: list[WrappedFunction]
) -> Rollout:
    """The whole state of one flag. Raises UsageError PV723 when the counts cannot be read."""
    epoch = int(body.get("epoch", 0))
    try:
        counts = counted(folder, flag, epoch)
    except (OSError, ValueError, KeyError) as error:
        raise UsageError("PV723", f"the counters cannot be read: {error}", file=folder / "counters") from error
    trip = read_trip(folder, flag)
    at = position(body, settings.stages)
    evidence = load(folder, flag, epoch)
    evidence.look(counts.now, now_utc())
    verdict = judge(at.stage, counts, evidence, settings, trip)
    elapsed = _days_since(body.get("since"))
    calls = counts.now.legacy_calls + counts.now.vessel_calls
    per_day = calls / elapsed if elapsed and elapsed * 86400 >= 1 and calls else None
    state = _state(body, trip)
    blockers = _blockers(state, at, verdict, elapsed, functions)
    kept = [file for name in counts.functions if (file := mismatch_file(folder, name)).exists()]
    last = counts.now.last_ns
    return Rollout(
        flag=flag,
        state=state,
        on=body["on"] and trip is None,
        percent=body["percent"],
        salt=body.get("salt", flag),
        key=body.get("key"),
        epoch=epoch,
        stage=at.stage.name if at.stage else None,
        stage_index=at.index,
        stages=settings.stages,
        next_stage=at.following.name if at.following else None,
        since=body.get("since"),
        elapsed_days=elapsed,
        functions=functions,
        legacy=counts.now.arm_legacy(),
        vessel=counts.now.arm_vessel(),
        native=counts.now.native,
        fallbacks=counts.now.reasons,
        shadow=counts.now.shadow.model_copy(update={"mismatch_file": str(kept[0]) if kept else None}),
        verdict=verdict,
        power=_power(at.stage, counts, per_day, settings),
        next_power=_power(at.following, counts, per_day, settings),
        can_advance=not blockers,
        blockers=blockers,
        inside=sum(len(call.since) for call in counts.inside if call.alive),
        last_vessel_call_seconds=max(0.0, (time.perf_counter_ns() - last) / 1e9) if last else None,
        trip=trip,
        looks=evidence.points,
        decisions=log.read(folder, flag)[-DECISIONS:],
    )
