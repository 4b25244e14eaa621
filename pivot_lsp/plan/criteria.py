"""What each phase is for and when it counts as done: the guide's texts, with the plan's own figures in them.

The guide's figures (2.1x, $4,200) are of its own case study; a criterion here carries what this plan computed.
"""

from dataclasses import dataclass

from pivot_lsp.model.plan import Criterion, Impact, Kind, PlanCandidate, Risk

LATENCY_MS = 300.0
BATCH_SECONDS = 3600.0


@dataclass(frozen=True)
class Text:
    """The fixed part of a phase."""

    name: str
    goal: str
    noun: str
    deliverables: tuple[str, ...]


_VESSELS = "compiled libraries (`vessels/`), with readable source"
_PROOF = "certificates: parity of every judged call"
_BENCH = "benchmarks with a control"

PHASES: dict[Kind, Text] = {
    "hotspots": Text(
        "Critical Hotspots",
        "Optimize the functions with the largest shares of the run",
        "hotspots",
        (_VESSELS, "Python wrappers behind flags (`pivot wrap`)", _PROOF, _BENCH, "flags at 0%, ready for the canary"),
    ),
    "endpoints": Text(
        "High-Traffic Endpoints",
        "Reduce the latency of what users wait for",
        "endpoints",
        (_VESSELS, _PROOF, _BENCH, "a load test of legacy against vessel (`pivot load`)"),
    ),
    "batch": Text(
        "Batch Processing Jobs",
        "Speed up scheduled jobs to free resources",
        "batch jobs",
        (_VESSELS, _PROOF, _BENCH, "every run shadowed before the switch"),
    ),
    "libraries": Text(
        "Business Logic Libraries",
        "Convert what many modules use",
        "libraries",
        (_VESSELS, _PROOF, _BENCH, "legacy retired where its flag stayed at 100%"),
    ),
}
"""In the order of the phases."""


def criteria(kind: Kind, rows: list[PlanCandidate], impact: Impact, last: bool) -> list[Criterion]:
    """The guide's success criteria of one phase; empty without components, except that the last one closes the plan."""
    found: list[Criterion] = []

    def add(name: str, text: str, metric: str, target: float | None = None) -> None:
        found.append(
            Criterion.model_validate({"id": f"{kind}.{name}", "text": text, "metric": metric, "target": target})
        )

    if rows:
        share = sum(row.runtime_percent for row in rows)
        add(
            "components", f"{len(rows)} {PHASES[kind].noun} migrated ({share:.1f}% of the run)", "components", len(rows)
        )
        speedup = impact.overall_speedup.estimate
        add("speedup", f"{speedup:.2f}x overall speed-up", "speedup", round(speedup, 4))
        if kind == "hotspots":
            add("incidents", "no production incident: no automatic rollback", "incidents", 0)
        add("parity", "parity validation: every judged call equal", "parity", 100)
        if kind == "endpoints":
            add("latency", f"API latency below {LATENCY_MS:.0f} ms (p95)", "latency", LATENCY_MS)
        if kind == "batch":
            add("batch", "batch jobs complete in less than 1 hour", "batch", BATCH_SECONDS)
        if impact.cost_savings_cumulative is not None:
            saved = impact.cost_savings_cumulative
            add("savings", f"cost savings of {saved:,.0f} a month, cumulative", "savings", round(saved, 2))
    if last:
        add("retired", "legacy code retired", "retired")
        add("team", "the team is at home in the new languages", "a person")
        add("documented", "documentation complete", "a person")
    return found


RISKS: tuple[Risk, ...] = (
    Risk(
        severity="high",
        risk="Performance regression in edge cases",
        mitigation="benchmark small, medium and large calls apart; replay production with `pivot load`",
    ),
    Risk(
        severity="high",
        risk="Integration bugs at the boundary",
        mitigation="a certificate over recorded, mutated and boundary cases; doubt falls back to legacy; canary stages",
    ),
    Risk(
        severity="medium",
        risk="More to deploy",
        mitigation="a vessel whose hash, Python or platform does not fit is never loaded; build it in CI",
    ),
    Risk(
        severity="medium",
        risk="Knowledge of the new languages",
        mitigation="the source is readable and cites the Python lines it comes from; review it in pairs",
    ),
    Risk(
        severity="low",
        risk="Two code bases",
        mitigation="legacy stays the reference until its flag stayed at 100%, then `pivot rollout retire`",
    ),
)
"""The guide's table."""


def risks(row: PlanCandidate, covered: float, native_share: float | None) -> list[Risk]:
    """What the facts say against one component."""
    found: list[Risk] = []
    if row.portable is False:
        reason = row.reasons[0] if row.reasons else "no reason given"
        found.append(Risk(severity="high", risk=f"refused: {reason}", mitigation="move out what is refused"))
    if row.test_coverage is None:
        found.append(Risk(severity="medium", risk="test coverage unknown", mitigation="give --coverage, record calls"))
    elif row.test_coverage < covered:
        text = f"only {100 * row.test_coverage:.0f}% covered by tests"
        found.append(Risk(severity="medium", risk=text, mitigation="record production calls; write tests first"))
    if row.call_us is not None and row.call_us < 2.0:
        text = f"a call takes {row.call_us:.2g} us: crossing and conversion may eat the gain"
        found.append(Risk(severity="medium", risk=text, mitigation="port the caller with it"))
    if native_share is not None and native_share > 0.8:
        text = f"{100 * native_share:.0f}% of its own time is in C already"
        found.append(Risk(severity="medium", risk=text, mitigation="measure before you invest"))
    if row.complexity > 50:
        text = f"cyclomatic complexity {row.complexity}"
        found.append(Risk(severity="medium", risk=text, mitigation="watch the certificate's unreached branches"))
    if row.shared:
        text = f"{', '.join(row.shared)} also called from outside: those calls stay in Python"
        found.append(Risk(severity="low", risk=text, mitigation="the low end of the gain leaves them out"))
    return found
