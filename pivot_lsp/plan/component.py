"""One component: a hot function with what it carries, judged for gain, effort, integration and risk.

Invariant: a speed-up is measured, or an estimate with its formula and bounds; effort is the sum that its words say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pivot_lsp.hotspots import score
from pivot_lsp.model.bench import Ratio
from pivot_lsp.model.hotspot import Analysis, Candidate, Hotspot, Portability
from pivot_lsp.model.plan import Kind, PlanCandidate
from pivot_lsp.plan import places
from pivot_lsp.plan.assumptions import Assumptions, Figures
from pivot_lsp.plan.criteria import risks
from pivot_lsp.plan.units import Key, Node, Unit
from pivot_lsp.source.index import FileIndex, SourceFunction
from pivot_lsp.source.reach import is_test
from pivot_lsp.source.wrapped import PREFIX
from pivot_lsp.stats import amdahl


@dataclass(frozen=True)
class Hot:
    """A hot function with everything that is known of it. `candidate` None: it was not judged worth one."""

    hotspot: Hotspot
    candidate: Candidate | None
    function: SourceFunction
    file: FileIndex
    portability: Portability | None = None

    @property
    def key(self) -> Key:
        """As in `Unit`."""
        return self.hotspot.file, self.hotspot.function

    @property
    def able(self) -> bool:
        """Whether it may be a component or come along in one."""
        refused = self.portability is not None and not self.portability.portable
        return not refused and self.hotspot.shape in ("function", "method") and not is_test(self.file.path)


@dataclass(frozen=True)
class Facts:
    """What a plan is made from. `measured`: end-to-end speed-ups of benchmarked vessels, by component id;
    `done`: milestones reached earlier."""

    analysis: Analysis
    hot: Sequence[Hot]
    callees: Mapping[Key, Sequence[Key]]
    assumptions: Assumptions
    figures: Figures
    measured: Mapping[str, Ratio] = field(default_factory=dict)
    done: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def component_id(module: str, qualname: str) -> str:
    """`module.qualname` of the public name, wrapped or not: as vessels' folders are called."""
    return f"{module}.{public_name(qualname)}"


def public_name(qualname: str) -> str:
    """The name that callers use: of a wrapped function, without the prefix that legacy stands under."""
    owner, dot, name = qualname.rpartition(".")
    return f"{owner}{dot}{name.removeprefix(PREFIX)}"


def refused(row: Hot) -> bool:
    """The compiler was asked and said no."""
    return row.portability is not None and not row.portability.portable and not is_test(row.file.path)


def node(row: Hot, total_ms: float) -> Node:
    """The function as `units` takes it."""
    seconds = row.hotspot.time_ms / 1000
    if row.candidate is None:
        after = seconds / score.Assumptions().general
    else:
        # The estimate of the function alone pays one crossing a call; inside a unit it pays none.
        after = seconds / row.candidate.estimated_speedup - (row.hotspot.call_count or 0) * score.Assumptions().call_s
    share = row.hotspot.time_ms / total_ms if total_ms > 0 else 0.0
    # A call from within itself stays inside the vessel: only primitive calls cross.
    primitive = row.hotspot.primitive_call_count
    calls = row.hotspot.call_count if primitive is None else primitive
    return Node(row.key, share, seconds, calls, max(after, seconds / 1000), row.able)


def component(unit: Unit, hot: Mapping[Key, Hot], facts: Facts) -> tuple[Kind, PlanCandidate]:
    """The component with the phase that its own facts give it."""
    row = hot[unit.root.key]
    spot, judged = row.hotspot, row.candidate
    subject = places.Subject(row.function, row.file, spot.used_by, 100 * unit.share, facts.assumptions.critical_percent)
    kind, because = places.place(subject)
    name = component_id(row.function.module, spot.function)
    speedup, formula = _speedup(unit, facts.measured.get(name), facts.assumptions)
    integration, reason, note = places.integration(kind, unit.call_us)
    complexity = sum(hot[node.key].hotspot.complexity for node in unit.nodes)
    days, effort = _effort(row, complexity, integration, facts.assumptions)
    found = PlanCandidate(
        id=name,
        rank=0,
        file=spot.file,
        function=public_name(spot.function),
        line=spot.line,
        priority_score=round(score.priority_score(100 * unit.share, spot.complexity, spot.test_coverage), 4),
        runtime_percent=round(100 * unit.share, 4),
        self_percent=spot.percentage,
        carries=[f"{file}::{name}" for file, name in (node.key for node in unit.members)],
        shared=[f"{file}::{name}" for file, name in sorted(unit.shared)],
        complexity=spot.complexity,
        test_coverage=spot.test_coverage,
        dependencies=spot.dependencies,
        used_by=spot.used_by,
        call_count=spot.call_count,
        call_us=None if unit.call_us is None else round(unit.call_us, 3),
        target=judged.target if judged else "rust",
        target_reason=judged.target_reason if judged else "data structures and text",
        speedup=speedup,
        estimated_speedup=speedup.estimate,
        basis="measured" if name in facts.measured else "estimate",
        formula=formula,
        saved_percent=round(100 * amdahl.saved(unit.share, speedup.estimate), 4),
        portable=None if row.portability is None else row.portability.portable,
        reasons=[] if row.portability is None else row.portability.reasons,
        placed_because=because,
        integration=integration,
        integration_reason=reason,
        integration_note=note,
        depends_on=sorted(component_id(hot[key].function.module, key[1]) for key in unit.needs),
        effort_days=days,
        effort=effort,
        rationale=_rationale(unit, spot),
        start_week=0,
        end_week=0,
    )
    native = 1 - spot.own_ms / spot.time_ms if spot.time_ms > 0 else None
    return kind, found.model_copy(update={"risks": risks(found, facts.assumptions.covered, native)})


def _speedup(unit: Unit, measured: Ratio | None, assumptions: Assumptions) -> tuple[Ratio, str]:
    if measured is not None:
        return measured, "measured: end to end, by this vessel's benchmark"
    crossing = score.Assumptions().call_s
    value = round(unit.speedup(crossing), 2)
    spread = assumptions.spread
    calls = unit.root.calls or 0
    text = (
        f"estimate: t/(v + calls*b), t={unit.seconds:.6g} s in {len(unit.nodes)} functions, "
        f"v={sum(node.after_s for node in unit.nodes):.6g} s, calls={calls}, b={crossing:g} s; "
        f"right within a factor {spread:g}"
    )
    return Ratio(
        estimate=value, low=round(max(min(1.0, value), value / spread), 2), high=round(value * spread, 2)
    ), text


def _effort(row: Hot, complexity: int, integration: str, assumptions: Assumptions) -> tuple[float, str]:
    a, coverage = assumptions, row.hotspot.test_coverage
    parts = [
        (a.days_port, "to port, certify and review"),
        (a.days_branch * complexity, f"for {complexity} branches"),
        (a.days_module * row.hotspot.dependencies, f"for {row.hotspot.dependencies} modules it reaches"),
        (a.days_tests if coverage is None or coverage < a.covered else 0.0, "for tests first"),
        (a.days_refused if refused(row) else 0.0, "to move out what is refused"),
        (a.days_microservice if integration == "microservice" else 0.0, "for the service"),
        (a.days_standalone if integration == "standalone" else 0.0, "for the job's own program"),
    ]
    return round(sum(days for days, _ in parts), 2), " + ".join(f"{days:g} {what}" for days, what in parts if days)


def _rationale(unit: Unit, spot: Hotspot) -> str:
    tested = "test coverage unknown" if spot.test_coverage is None else f"{100 * spot.test_coverage:.0f}% tested"
    carried = f", {len(unit.members)} hot helpers with it" if unit.members else ""
    calls = "" if unit.call_us is None else f", {unit.root.calls or 0:,} calls of {unit.call_us:,.3g} us"
    return f"{100 * unit.share:.1f}% of the run{carried}, {tested}, {spot.dependencies} dependencies{calls}"


def part(row: PlanCandidate, facts: Facts) -> amdahl.Uncertain:
    """The component's share and speed-up with their bounds."""
    share = row.runtime_percent / 100
    sampled = [source.samples for source in facts.analysis.profiles if source.samples]
    error = amdahl.share_error(min(1.0, share), sum(sampled) if sampled else None)
    by_name = {f"{hot.hotspot.file}::{hot.hotspot.function}": hot.hotspot.percentage / 100 for hot in facts.hot}
    outside = sum(by_name.get(name, 0.0) for name in row.shared)
    low, high = max(0.0, share - outside - error), min(1.0, share + error)
    return amdahl.Uncertain((low, share, high), (row.speedup.low, row.speedup.estimate, row.speedup.high))
