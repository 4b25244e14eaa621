"""Phases on the page: progress, components, criteria, and what is blocked."""

from pivot_lsp.model.dashboard import Dashboard
from pivot_lsp.model.plan import STEPS
from pivot_lsp.model.progress import PhaseState
from pivot_lsp.web.charts import progress
from pivot_lsp.web.html import Child, Safe, join, soft, table, tag

MARKS = {"met": ("✓ met", "good"), "not met": ("✗ not met", "bad"), "not measured": ("? not measured", "open")}


def phases(found: Dashboard) -> Safe:
    """All of them."""
    if found.status is None or found.plan is None:
        return tag("p", "No plan yet.", class_="none")
    blocked: list[list[Child]] = [
        [soft(f"{row.file}::{row.function}"), f"{row.self_percent:.1f}%", row.reasons[0] if row.reasons else ""]
        for row in found.plan.blocked
    ]
    head, none = ["Function", "Share", "Reason"], "Nothing hot is refused."
    refused = table("Hot, and refused by the compiler", head, blocked, none, frozenset({1}))
    return join(*(_phase(phase, found) for phase in found.status.phases), tag("h3", "Blocked"), refused)


def _phase(phase: PhaseState, found: Dashboard) -> Safe:
    weeks = f", weeks {phase.weeks}" if phase.weeks else ""
    title = f"Phase {phase.phase}: {phase.name}{weeks}"
    if phase.percent is None:
        return tag("div", tag("h3", title), tag("p", "no components in these facts", class_="none"), class_="phase")
    done = progress(phase.percent, f"{phase.name}: {phase.percent:.0f}% complete")
    head = ["Component", "Share", "Reached", "Next", "Traffic", "Speed-up", "Blocked by"]
    rows: list[list[Child]] = [
        [
            soft(row.id),
            f"{row.runtime_percent:.1f}%",
            f"{row.step or 'planned'} ({sum(step in row.reached for step in STEPS)} of {len(STEPS)})",
            row.next or "nothing",
            f"{row.traffic:g}%",
            f"{row.speedup.estimate:.2f}x, {row.basis}",
            "; ".join(row.blocked_by) or "only work",
        ]
        for row in phase.components
    ]
    criteria: list[list[Child]] = [
        [tag("span", MARKS[row.verdict][0], class_=f"mark {MARKS[row.verdict][1]}"), row.criterion.text, row.evidence]
        for row in phase.criteria
    ]
    return join(
        tag("div", tag("h3", title), tag("div", done), class_="phase"),
        table("Components", head, rows, "None.", frozenset({1, 4})),
        table("Success criteria", ["", "Criterion", "Rests on"], criteria, "None."),
    )
