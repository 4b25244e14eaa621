"""Every vessel of a project with its evidence: manifest, certificate (recomputed), benchmark, flag.

Invariant: a certificate counts only when everything it binds was recomputed just now; a file that cannot be read is
said to be unreadable, and stops nothing.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pivot_lsp.app.wrap import flags_file
from pivot_lsp.model.bench import BenchmarkReport
from pivot_lsp.model.errors import PivotError
from pivot_lsp.model.manifest import Manifest
from pivot_lsp.model.progress import FlagState, VesselState
from pivot_lsp.model.rollout import Rollout
from pivot_lsp.model.target import Target
from pivot_lsp.parity.certificate import functions_of, read_certificate, verify
from pivot_lsp.plan.component import component_id
from pivot_lsp.source.edits.wrap import flag_of

FOLDER = "vessels"
MANIFEST, BENCHMARK = "manifest.json", "benchmark.json"


def shelf(root: Path, rollouts: Sequence[Rollout] = ()) -> list[VesselState]:
    """The vessels below `root/vessels`, one a manifest, in order of names.

    A flag that was tripped lets nothing through, whatever its file says: `rollouts` know.
    """
    flags = read_flags(root) | {one.flag: one.percent if one.on else 0.0 for one in rollouts}
    found = [state for folder in _folders(root) for state in _states(root, folder, flags)]
    return sorted(found, key=lambda state: (state.id, state.target))


def _folders(root: Path) -> Iterator[Path]:
    yield from (path.parent for path in sorted((root / FOLDER).glob(f"*/*/{MANIFEST}")))


def _states(root: Path, folder: Path, flags: dict[str, float]) -> Iterator[VesselState]:
    path = folder / MANIFEST
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
        built = _stamp(path.stat().st_mtime)
    except (OSError, ValidationError):
        reason = "its manifest cannot be read"
        yield VesselState(
            id=folder.parent.name, target=folder.name, folder=_shown(root, folder), built="",
            certificate="unreadable", reasons=[reason],
        )  # fmt: skip
        return
    public = _public(folder, manifest)
    # With `see_through`, a wrapped function keeps its public name; its flag stands in its own source.
    yield VesselState(
        id=component_id(*public),
        target=manifest.target,
        folder=_shown(root, folder),
        built=built,
        flag=_flag(folder, manifest, public[1], flags),
        **_certificate(folder),
        **_benchmark(folder),
    )


def _public(folder: Path, manifest: Manifest) -> tuple[str, str]:
    """The function that the folder is called after, else the first exported."""
    names = [(function.module, function.qualname) for function in manifest.functions]
    named = [pair for pair in names if component_id(*pair) == folder.parent.name]
    return (named or names or [(manifest.legacy.module, folder.parent.name)])[0]


def _certificate(folder: Path) -> dict[str, Any]:
    try:
        reports = [read_certificate(folder, name).report for name in functions_of(folder) or [None]]
        checked = verify(folder)
    except PivotError as error:
        if error.code == "PV627":
            return {"certificate": "none"}
        return {"certificate": "unreadable", "reasons": [str(error)]}
    return {
        "certificate": checked.status,
        "reasons": checked.reasons,
        "level": checked.level,
        "test_count": sum(report.test_count for report in reports),
        "passed": sum(report.passed for report in reports),
        "fallback_share": max((r.fallback_share for r in reports if r.fallback_share is not None), default=None),
        "certified": max(report.created for report in reports),
    }


def _benchmark(folder: Path) -> dict[str, Any]:
    try:
        report = BenchmarkReport.model_validate_json((folder / BENCHMARK).read_bytes())
    except (OSError, ValidationError):
        return {}
    return {
        "speedup": report.speedup,
        "legacy_us": report.legacy_us,
        "vessel_us": report.vessel_us,
        "benchmarked": report.created,
    }


def read_flags(root: Path) -> dict[str, float]:
    """Flag -> percent of the calls that it lets through; empty when the file is missing or not readable."""
    try:
        body = json.loads(flags_file(Target(file=None, module="", qualname=None, root=root)).read_bytes())
        rows = body["flags"].items()
        return {name: float(flag["percent"]) if flag["on"] is True else 0.0 for name, flag in rows}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _flag(folder: Path, manifest: Manifest, qualname: str, flags: dict[str, float]) -> FlagState | None:
    """The flag that the source names; None when the function is not wrapped."""
    source = (folder / manifest.legacy.root / manifest.legacy.file).resolve()
    try:
        name = flag_of(source.read_text(encoding="utf-8"), qualname, str(source))
    except (OSError, UnicodeDecodeError, PivotError):
        return None
    return None if name is None else FlagState(name=name, percent=flags.get(name, 0.0))


def milestones(states: Iterable[VesselState]) -> dict[str, dict[str, str]]:
    """Component -> step -> when it was reached, as the files of now say."""
    found: dict[str, dict[str, str]] = {}
    for state in states:
        mine = found.setdefault(state.id, {})
        for step, when in _steps(state):
            mine[step] = min(when, mine.get(step, when))
    return {key: steps for key, steps in found.items() if steps}


def _steps(state: VesselState) -> Iterator[tuple[str, str]]:
    now = _stamp()
    if state.built:
        yield "ported", state.built
    if state.certificate == "valid" and state.level == "certified":
        yield "certified", state.certified or now
    if state.speedup is not None:
        yield "benchmarked", state.benchmarked or now
    if state.flag is not None:
        yield "wrapped", now
        if state.flag.percent > 0:
            yield "canary", now
        if state.flag.percent >= 100:
            yield "full", now


def _stamp(when: float | None = None) -> str:
    moment = datetime.now(UTC) if when is None else datetime.fromtimestamp(when, UTC)
    return moment.isoformat(timespec="seconds")


def _shown(root: Path, folder: Path) -> str:
    return str(folder.relative_to(root)) if folder.is_relative_to(root) else str(folder)
