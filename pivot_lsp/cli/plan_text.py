"""A plan, its status and a checked plan as a person reads them in a terminal. Names are a stranger's, and escaped."""

import io
import shutil
import sys
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from pivot_lsp.cli.analysis_text import escape
from pivot_lsp.model.audit import Audit
from pivot_lsp.model.bench import Ratio
from pivot_lsp.model.plan import Money, Phase, Plan
from pivot_lsp.model.progress import PhaseState, Status

BAR = 12
SHOWN = 10


def plan(made: Plan) -> str:
    """Phases with their components, the gain, the money, what is blocked."""
    return _rendered(_plan(made))


def status(told: Status) -> str:
    """Phases with progress, components, criteria, and what blocks."""
    return _rendered(_status(told))


def audit(checked: Audit) -> str:
    """Each claim beside what it comes to."""
    table = Table("claim", "stated", "computed", "", "formula", title=f"{checked.holds} hold, {checked.wrong} do not")
    for row in checked.findings:
        mark = {True: "holds", False: "[bold]does not hold[/]", None: "cannot be computed"}[row.holds]
        table.add_row(escape(row.claim), escape(row.stated), escape(row.computed), mark, escape(row.formula))
    return _rendered([table])


def _rendered(parts: object) -> str:
    width = max(shutil.get_terminal_size((120, 24)).columns, 80)
    console = Console(file=io.StringIO(), width=width, force_terminal=sys.stdout.isatty(), highlight=False)
    assert hasattr(parts, "__iter__")
    for part in parts:
        console.print(part, soft_wrap=isinstance(part, str))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().rstrip("\n")


def _ratio(ratio: Ratio) -> str:
    return f"{ratio.estimate:.2f}x ({ratio.low:.2f} to {ratio.high:.2f})"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def _plan(made: Plan) -> Iterator[object]:
    yield f"[bold]{escape(made.project)}[/]  {_counted(made.components, 'component')} in {_counted(made.weeks, 'week')}"
    for phase in made.phases:
        yield _phase(phase)
    if not made.components:
        yield "No component: what is hot is refused by the compiler, or below the minimum share; the reasons are below."
    yield (
        f"Whole run by Amdahl's law: {_ratio(made.overall_speedup)}, {made.ceiling:.2f}x at most; "
        "local speed-ups are estimates unless measured"
    )
    yield from _money(made.money)
    for row in made.blocked[:SHOWN]:
        reason = row.reasons[0] if row.reasons else "no reason given"
        yield f"blocked: {escape(row.file)}::{escape(row.function)}, {row.self_percent:.1f}%: {escape(reason)}"
    for left in made.left_out[:SHOWN]:
        place = escape(f"{left.file}::{left.function}")
        yield f"left out: {place}, {left.runtime_percent:.1f}%: {escape(left.reason)}"
    for warning in made.warnings:
        yield f"warning: {escape(warning)}"


def _phase(phase: Phase) -> object:
    title = f"Phase {phase.phase}: {phase.name}" + (f" (weeks {phase.weeks})" if phase.weeks else "")
    if not phase.candidates:
        return f"{title}: {phase.note}"
    table = Table("#", "function", "share", "to", "speed-up", "saves", "integration", "weeks", "why here", title=title)
    for row in phase.candidates:
        mark = "" if row.basis == "measured" else "*"
        carried = f" +{len(row.carries)}" if row.carries else ""
        table.add_row(
            str(row.rank),
            escape(f"{row.file}::{row.function}{carried}"),
            f"{row.runtime_percent:.1f}%",
            row.target,
            f"{row.estimated_speedup:.1f}x{mark}",
            f"{row.saved_percent:.1f}%",
            row.integration,
            f"{row.start_week}-{row.end_week}" if row.end_week else "done",
            escape(row.placed_because),
        )
    impact = phase.expected_impact
    saved = "" if impact.cost_savings is None else f"; saves {impact.cost_savings:,.0f} a month"
    table.caption = (
        f"overall {_ratio(impact.overall_speedup)}{saved}; risk {impact.risk}; * estimate; +N helpers inside"
    )
    return table


def _money(money: Money) -> Iterator[str]:
    yield f"Money: {money.verdict}"
    if money.monthly_savings is not None:
        yield (
            f"  saves {money.monthly_savings:,.0f} a month "
            f"({money.monthly_savings_low or 0:,.0f} to {money.monthly_savings_high or 0:,.0f}): {money.formula}"
        )
    for horizon, value in money.net_present_value.items():
        yield f"  net present value after {horizon} at {100 * money.discount:g}% a year: {value:,.0f}"


def _status(told: Status) -> Iterator[object]:
    done = f"{told.complete} of {told.components} components complete, {told.percent:.0f}%"
    yield f"[bold]{escape(told.project)}[/]  {done}"
    gain = "nothing measured runs yet" if told.gain is None else f"{_ratio(told.gain)} now"
    yield f"Gain: {gain}; {_ratio(told.planned_gain)} planned"
    for phase in told.phases:
        bar = "█" * round(BAR * (phase.percent or 0.0) / 100)
        done = "no components" if phase.percent is None else f"{phase.percent:.0f}%"
        yield f"Phase {phase.phase} ({phase.name}): {bar:░<{BAR}} {done}"
    for phase in told.phases:
        if phase.components:
            yield _components(phase)
        for row in phase.criteria:
            yield f"  {row.verdict:>12}  {escape(row.criterion.text)}: {escape(row.evidence)}"
    yield f"Criteria: {told.met} met, {told.not_met} not met, {told.not_measured} not measured"
    yield f"Money: {told.money.verdict}; {told.roi_note}"
    for warning in told.warnings:
        yield f"warning: {escape(warning)}"


def _components(phase: PhaseState) -> Table:
    table = Table("component", "share", "reached", "traffic", "speed-up", "next", "blocked by", title=phase.name)
    for row in phase.components:
        mark = "" if row.basis == "measured" else "*"
        table.add_row(
            escape(row.id),
            f"{row.runtime_percent:.1f}%",
            row.step or "planned",
            f"{row.traffic:g}%",
            f"{row.speedup.estimate:.1f}x{mark}",
            row.next or "",
            escape("; ".join(row.blocked_by)),
        )
    return table
