"""`pivot rollout`: where flags stand, and the decisions that change them.

Invariants: only a person's verb raises a percentage or takes a trip away; the watch can only switch off. Past the
stages at 0% a valid certificate is needed, and nothing waives that. Every decision, refusals to advance among them, is
in the log with its counts: what switches on before the flags file changes, what switches off when it is off.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.rollout import Decision, Rollout, RolloutReport, RolloutSettings, Stage
from pivot_lsp.model.target import project_root
from pivot_lsp.rollout import log
from pivot_lsp.rollout.behind import behind, checked
from pivot_lsp.rollout.evidence import load, save
from pivot_lsp.rollout.flags import Body, flag_of, flags_locked, read_flags, write_flags
from pivot_lsp.rollout.hooks import alert
from pivot_lsp.rollout.judge import judge
from pivot_lsp.rollout.measure import counted
from pivot_lsp.rollout.stages import rollout_settings
from pivot_lsp.rollout.status import certificate_blockers, now_utc, position, read_trip, rollout
from pivot_lsp.runtime.counters import fold, note_deaths
from pivot_lsp.runtime.flags import rollout_folder
from pivot_lsp.runtime.trips import TripFolder
from pivot_lsp.store.settings import read_settings


@dataclass(frozen=True)
class Place:
    """A project's flags, and who is told of decisions."""

    root: Path
    flags: Path
    command: str | None = None
    webhook: str | None = None

    @property
    def folder(self) -> Path:
        """Where counters, trips, evidence and log lie."""
        return rollout_folder(self.flags)

    def settings(self) -> RolloutSettings:
        """The project's stages and limits. Raises UsageError PV010, PV720."""
        return rollout_settings(read_settings(self.root), self.root)


def place(start: Path, command: str | None = None, webhook: str | None = None) -> Place:
    """The flags that rule the project around `start`: `$PIVOT_FLAGS`, else `pivot.flags.json` at its root."""
    root = project_root(start.resolve())
    chosen = os.environ.get("PIVOT_FLAGS")
    return Place(root, Path(chosen) if chosen else root / "pivot.flags.json", command, webhook)


def states(at: Place, flags: list[str] | None = None) -> list[Rollout]:
    """Where `flags` stand (None: all, in the file's order). Raises UsageError PV708, PV720, PV721, PV723."""
    body = read_flags(at.flags)
    settings = at.settings()
    wrapped = behind(at.root)
    found = []
    for name in body["flags"] if flags is None else flags:
        functions = [checked(one, at.root) for one in wrapped if one.flag == name]
        found.append(rollout(name, flag_of(body, name, at.flags), at.folder, settings, functions))
    return found


def report(at: Place, action: str, flags: list[str] | None, **more: Any) -> RolloutReport:
    """What an action prints. Raises as `states`."""
    return RolloutReport(
        action=action,
        flags_file=str(at.flags),
        folder=str(at.folder),
        altered=log.broken_links(at.folder),
        rollouts=states(at, flags),
        **{"done": True, **more},
    )


def decide(
    at: Place,
    before: Rollout,
    action: Literal["advance", "pause", "resume", "rollback", "retire", "refused", "watch"],
    reasons: list[str],
    *,
    stage: str | None,
    percent: float,
    actor: Literal["person", "watch"] = "person",
) -> Decision:
    """Writes a decision into the log. Raises OSError."""
    decision = Decision(
        at=now_utc(),
        flag=before.flag,
        action=action,
        actor=actor,
        stage_before=before.stage,
        stage_after=stage,
        percent_before=before.percent,
        percent_after=percent,
        epoch=before.epoch,
        reasons=reasons,
        legacy=before.legacy,
        vessel=before.vessel,
        verdict=before.verdict,
        certificates=[f"{one.function}: {one.certificate} {one.level or ''}".strip() for one in before.functions],
    )
    return log.append(at.folder, decision)


def tell(at: Place, decision: Decision) -> str | None:
    """Alerts whoever is to be alerted; what became of it."""
    return alert(decision, at.command, at.webhook)


def _enter(body: Body, stage: Stage, name: str) -> None:
    """Puts a flag into a stage: a new epoch, the same cohort."""
    body.setdefault("salt", name)
    body |= {"percent": stage.percent, "on": True, "epoch": int(body.get("epoch", 0)) + 1}
    body |= {"stage": stage.name, "since": now_utc(), "state": "running"}
    body.pop("shadow", None)
    if stage.shadow_percent:
        body["shadow"] = {"percent": stage.shadow_percent}


def _target(settings: RolloutSettings, state: Rollout, to: str | None) -> Stage | None:
    """The stage that `advance` enters. After a rollback it is the first again, unless another is named."""
    stages = {stage.name: stage for stage in settings.stages}
    if to is not None:
        if to not in stages:
            raise UsageError("PV724", f"no stage {to!r}", remedy=f"choose from {', '.join(stages)}")
        return stages[to]
    if state.state in ("rolled_back", "off"):
        return settings.stages[0]
    if state.state == "paused" and state.stage is not None:
        return stages[state.stage]
    return stages[state.next_stage] if state.next_stage else None


def _refusals(settings: RolloutSettings, state: Rollout, target: Stage | None, waived: bool) -> list[str]:
    if target is None:
        return ["it is in its last stage; `retire` is next"]
    order = {stage.name: index for index, stage in enumerate(settings.stages)}
    here = -1 if state.stage_index is None or state.state in ("off", "rolled_back") else state.stage_index
    found = [] if state.functions else ["no wrapped function of the project has this flag"]
    if target.percent > 0:
        found += certificate_blockers(state.functions)
    if state.state == "rolled_back" and target.percent > 0 and not waived:
        found.append("it was rolled back: begin again at the first stage, or give --override with the reason")
    elif order[target.name] > here + 1 and not waived:
        found.append(f"stage {settings.stages[here + 1].name} comes first")
    elif order[target.name] > here >= 0:
        if state.verdict.verdict == "rollback":
            found += state.verdict.reasons
        elif not waived:
            found += [reason for reason in state.blockers if reason not in found]
    return found


def advance(at: Place, flag: str, *, to: str | None = None, override: str | None = None) -> RolloutReport:
    """Puts `flag` into its next stage, or says why not. Raises as `states`, UsageError PV724 for no such stage.

    `override` waives time, exposure and an inconclusive verdict, by name in the log; never the certificate, and never a
    verdict of rollback in the stage it is in.
    """
    with flags_locked(at.flags):
        settings, (state,) = at.settings(), states(at, [flag])
        target = _target(settings, state, to)
        refused = _refusals(settings, state, target, override is not None)
        if refused or target is None:
            decide(at, state, "refused", refused, stage=state.stage, percent=state.percent)
            return report(at, "advance", [flag], done=False, refused=refused)
        resumed = state.state == "paused" and target.name == state.stage
        reasons = [f"override: {override}"] if override else list(state.verdict.reasons) if state.stage else []
        said = tell(
            at,
            decide(at, state, "resume" if resumed else "advance", reasons, stage=target.name, percent=target.percent),
        )
        body = read_flags(at.flags)
        if resumed:
            flag_of(body, flag, at.flags)["state"] = "running"
        else:
            _enter(flag_of(body, flag, at.flags), target, flag)
        write_flags(at.flags, body)
        TripFolder(at.folder).clear(flag)
        return report(at, "advance", [flag], hook=said)


def pause(at: Place, flag: str, reason: str) -> RolloutReport:
    """Keeps `flag` at its percentage and in its stage until `advance` resumes it. Raises as `states`."""
    with flags_locked(at.flags):
        (state,) = states(at, [flag])
        if state.state != "running" or state.stage is None:
            return report(at, "pause", [flag], done=False, refused=[f"it is {state.state}, in no stage to pause in"])
        said = tell(at, decide(at, state, "pause", [reason], stage=state.stage, percent=state.percent))
        body = read_flags(at.flags)
        flag_of(body, flag, at.flags)["state"] = "paused"
        write_flags(at.flags, body)
        return report(at, "pause", [flag], hook=said)


def rollback(at: Place, flag: str, reason: str) -> RolloutReport:
    """Switches `flag` off now: legacy answers within one look of each process. Raises as `states`."""
    with flags_locked(at.flags):
        body = read_flags(at.flags)
        ours = flag_of(body, flag, at.flags)
        _off(ours)
        try:
            write_flags(at.flags, body)  # first of all: what is read and written for the log can fail
        except UsageError as error:
            TripFolder(at.folder).trip(flag, "person", f"{reason}; {error}")  # a file that nobody may write is off too
        (state,) = states(at, [flag])
        said = tell(at, decide(at, state, "rollback", [reason], stage=state.stage, percent=0.0))
        return report(at, "rollback", [flag], hook=said)


def _off(body: Body) -> None:
    body |= {"on": False, "state": "rolled_back"}


def _names(at: Place, flag: str | None) -> list[str]:
    body = read_flags(at.flags)
    if flag is None:
        return list(body["flags"])
    flag_of(body, flag, at.flags)
    return [flag]


def watch_once(at: Place, flag: str | None) -> list[Decision]:
    """One look at `flag` (None: at all): takes in the evidence, and switches off what must be. Raises as `states`.

    The trip comes first, then the log, then the flags file: whatever fails after the trip, the vessel is off.
    """
    found = []
    trips = TripFolder(at.folder)
    names = _names(at, flag)
    for death in note_deaths(at.folder / "counters"):
        trips.trip(death.label.flag, "crash", f"process {death.pid} died inside {death.label.function}")
    settings = at.settings()
    for name in names:
        body = flag_of(read_flags(at.flags), name, at.flags)
        if body.get("state") == "rolled_back" and not body["on"]:
            continue
        epoch = int(body.get("epoch", 0))
        counts, evidence = counted(at.folder, name, epoch), load(at.folder, name, epoch)
        evidence.look(counts.now, now_utc())
        save(at.folder, name, evidence)
        stage = position(body, settings.stages).stage
        verdict = judge(stage, counts, evidence, settings, read_trip(at.folder, name))
        if verdict.verdict == "rollback":
            trips.trip(name, verdict.reasons[0].partition(":")[0][:40], "; ".join(verdict.reasons))
            found.append(_switch_off(at, name, verdict.reasons))
    fold(at.folder / "counters")
    return found


def _switch_off(at: Place, name: str, reasons: list[str]) -> Decision:
    with flags_locked(at.flags):
        (state,) = states(at, [name])
        decision = decide(at, state, "rollback", reasons, stage=state.stage, percent=0.0, actor="watch")
        body = read_flags(at.flags)
        _off(flag_of(body, name, at.flags))
        write_flags(at.flags, body)
    return decision


def watch(at: Place, flag: str | None, interval: float, told: Callable[[Decision, str | None], None]) -> Iterator[None]:
    """Looks for ever, `interval` seconds apart, and yields after each look; `told` hears of each rollback."""
    while True:
        began = time.monotonic()
        for decision in watch_once(at, flag):
            told(decision, tell(at, decision))
        yield
        time.sleep(max(0.0, interval - (time.monotonic() - began)))
