"""`pivot rollout retire`: legacy, the flag and helpers nobody uses any more leave the sources.

Invariants: refused unless the vessel has answered every call, all of them natively, for long enough; every file is
parsed before any is written; nothing is written under `--diff`.
"""

from dataclasses import dataclass
from pathlib import Path

from pivot_lsp.app.rollout import Place, decide, report, states, tell
from pivot_lsp.app.wrap import diff_of, read_source
from pivot_lsp.model.errors import PivotError, Refused
from pivot_lsp.model.rollout import Rollout, RolloutReport, RolloutSettings
from pivot_lsp.rollout.flags import flags_locked, read_flags, write_flags
from pivot_lsp.rollout.status import certificate_blockers
from pivot_lsp.runtime.errors import VesselError
from pivot_lsp.runtime.manifest import read_manifest
from pivot_lsp.source.edits.retire import names_used, plan_retire
from pivot_lsp.source.index import python_files
from pivot_lsp.store.files import write_atomic


@dataclass(frozen=True)
class _File:
    path: Path
    raw: bytes
    before: str
    after: str
    encoding: str


def refusals(state: Rollout, settings: RolloutSettings, *, waived: bool) -> list[str]:
    """Why legacy of this flag must stay. `waived`: a person answers for the time."""
    found = [] if state.functions else ["no wrapped function of the project has this flag"]
    if state.state != "running" or state.percent < 100:
        found.append(f"it is {state.state.replace('_', ' ')} at {state.percent:g}%, not running at 100%")
    elif not waived and (state.elapsed_days is None or state.elapsed_days < settings.soak_days):
        found.append(f"{state.elapsed_days or 0:.2f} of {settings.soak_days:g} days at 100%")
    if state.verdict.verdict == "rollback" or (state.verdict.verdict != "pass" and not waived):
        found += state.verdict.reasons
    if state.fallbacks:
        reasons = ", ".join(f"{count:,} ({name})" for name, count in state.fallbacks.items())
        found.append(f"legacy still answers calls that the vessel does not take: {reasons}")
    if state.vessel.calls and not state.native:
        found.append("no call was answered natively")
    found += certificate_blockers(state.functions)
    return found + [reason for one in state.functions if (reason := _of_vessel(Path(one.vessel), one.function))]


def _of_vessel(folder: Path, function: str) -> str | None:
    try:
        manifest = read_manifest(folder)
    except VesselError as error:
        return str(error)
    if not manifest.fork_safe:
        return f"{function}: a Go vessel does not answer in a forked process, where legacy must stay"
    return None


def _elsewhere(root: Path, files: set[Path]) -> set[str]:
    """Names by which other files of the project may mean ours; a file that is no Python may mean all its words."""
    found: set[str] = set()
    for path in python_files(root):
        if path not in files:
            try:
                found |= names_used(read_source(path)[1])
            except PivotError:
                found.update(path.read_text(encoding="utf-8", errors="replace").replace(".", " ").split())
    return found


def _plans(root: Path, state: Rollout) -> list[_File]:
    by_file: dict[Path, list[str]] = {}
    for one in state.functions:
        by_file.setdefault(root / one.file, []).append(one.function)
    made = []
    for path, functions in by_file.items():
        raw, before, encoding = read_source(path)
        after, others = before, _elsewhere(root, {path})
        for function in functions:
            after = plan_retire(after, function, others, str(path)).after
        made.append(_File(path, raw, before, after, encoding))
    return made


def retire(at: Place, flag: str, *, dry: bool = False, override: str | None = None) -> RolloutReport:
    """Takes legacy of `flag` away; `dry`: only says what would change. Raises as `states`, and as `plan_retire`."""
    with flags_locked(at.flags):
        (state,) = states(at, [flag])
        refused = refusals(state, at.settings(), waived=override is not None)
        if refused:
            if not dry:
                decide(at, state, "refused", refused, stage=state.stage, percent=state.percent)
            return report(at, "retire", [flag], done=False, refused=refused)
        files = _plans(at.root, state)
        diff = "".join(diff_of(file.before, file.after, str(file.path.relative_to(at.root))) for file in files)
        if dry:
            return report(at, "retire", [flag], diff=diff)
        for file in files:
            if file.path.read_bytes() != file.raw:
                raise Refused("PV711", "the file changed meanwhile", file=file.path, remedy="try again")
        reasons = [f"override: {override}"] if override else state.verdict.reasons
        said = tell(at, decide(at, state, "retire", reasons, stage=state.stage, percent=100.0))
        for file in files:
            write_atomic(file.path, file.after.encode(file.encoding))
        body = read_flags(at.flags)
        del body["flags"][flag]
        write_flags(at.flags, body)
        return report(at, "retire", [], diff=diff, written=[str(file.path) for file in files], hook=said)
