"""The page: a pure function from what is known to HTML. Each part carries a hash, so that only changes are sent."""

import hashlib
from collections.abc import Callable
from pathlib import PurePath

from pivot_lsp.model.bench import Ratio
from pivot_lsp.model.dashboard import NOT_MEASURED, Dashboard
from pivot_lsp.model.progress import Status, VesselState
from pivot_lsp.web import canary, phases
from pivot_lsp.web.charts import Bar, Line, before_after, lines
from pivot_lsp.web.html import Child, Safe, join, soft, table, tag

PARTS: dict[str, tuple[str, Callable[[Dashboard], Safe]]] = {}
"""id -> (heading, what stands in it), in the order of the page."""


def _part(name: str, heading: str) -> Callable[[Callable[[Dashboard], Safe]], Callable[[Dashboard], Safe]]:
    def add(make: Callable[[Dashboard], Safe]) -> Callable[[Dashboard], Safe]:
        PARTS[name] = (heading, make)
        return make

    return add


def body(found: Dashboard) -> Safe:
    """Header, navigation and all parts."""
    links = tag("ul", *(tag("li", tag("a", heading, href=f"#{name}")) for name, (heading, _) in PARTS.items()))
    made = tag("p", "As of ", tag("time", found.made, datetime=found.made), data_part="made", data_mark=found.made)
    header = tag(
        "header",
        tag("h1", "Migration of ", PurePath(found.project).name),
        made,
        tag("p", id="live", role="status", aria_live="polite"),
        tag("nav", links, aria_label="Parts of the page"),
    )
    main = tag("main", *(_section(found, name) for name in PARTS), id="main", tabindex=-1)
    note = "Measured figures are said to be measured; estimates carry their formula; the rest is not measured."
    return join(tag("a", "Skip to content", href="#main", class_="skip"), header, main, tag("footer", note))


def _section(found: Dashboard, name: str) -> Safe:
    heading, make = PARTS[name]
    inner = make(found)
    mark = hashlib.sha256(inner.encode()).hexdigest()[:16]
    return tag(
        "section", tag("h2", heading, id=f"{name}-title"), inner,
        id=name, aria_labelledby=f"{name}-title", data_part=name, data_mark=mark,
    )  # fmt: skip


def ratio(found: Ratio | None) -> str:
    """`1.83x (1.43 to 2.06)`."""
    return NOT_MEASURED if found is None else f"{found.estimate:.2f}x ({found.low:.2f} to {found.high:.2f})"


def _tile(name: str, value: str, note: str) -> Safe:
    return tag("div", tag("dt", name), tag("dd", value, tag("small", note)))


@_part("overview", "Overview")
def _overview(found: Dashboard) -> Safe:
    status = found.status
    said = [tag("li", tag("span", "Warning: ", class_="warn"), text) for text in found.warnings]
    shown = tag("ul", *said, class_="plain") if said else Safe("")
    if status is None:
        text = "There is no plan yet: pivot migrate PROJECT --strategy incremental makes one."
        return join(tag("p", text, class_="none"), shown)
    return join(tag("dl", *_tiles(status), class_="tiles"), shown)


def _tiles(status: Status) -> list[Safe]:
    now = NOT_MEASURED if status.gain is None else f"{status.gain.estimate:.2f}x"
    saved = NOT_MEASURED if status.monthly_savings is None else f"{status.monthly_savings:,.0f} a month"
    returned = status.saved_of_investment_percent
    return [
        _tile("Overall speed-up now", now, f"planned, an estimate: {ratio(status.planned_gain)}"),
        _tile("Components migrated", f"{status.complete} / {status.components}", f"{status.percent:.0f}% of all steps"),
        _tile("Savings now", saved, f"from measured speed-ups; plan: {status.money.verdict}"),
        _tile("ROI", NOT_MEASURED if returned is None else f"{returned:.3g}%", status.roi_note),
        _tile("Criteria", f"{status.met} met", f"{status.not_met} not met, {status.not_measured} not measured"),
    ]


@_part("hotspots", "Hotspots before and after")
def _hotspots(found: Dashboard) -> Safe:
    if found.status is None or found.plan is None or not found.status.components:
        return tag("p", "No components in the plan yet.", class_="none")
    rows = sorted((row for phase in found.status.phases for row in phase.components), key=lambda r: -r.runtime_percent)
    bars = [
        Bar(
            row.id, row.runtime_percent, row.runtime_percent / row.speedup.estimate,
            row.runtime_percent / row.speedup.high, min(100.0, row.runtime_percent / row.speedup.low),
            row.basis == "measured",
        )
        for row in rows[:20]
    ]  # fmt: skip
    cells: list[list[Child]] = [
        [
            soft(row.id),
            soft(f"{row.file}:{row.line}"),
            f"{bar.before:.1f}%",
            f"{bar.after:.1f}%",
            ratio(row.speedup),
            row.basis,
        ]
        for row, bar in zip(rows, bars)
    ]  # fmt: skip
    head = ["Component", "Where", "Legacy, % of the run", "Vessel, % of the run", "Speed-up", "Basis"]
    listed = table("The same in figures", head, cells, "None.", frozenset({2, 3, 4}))
    legend = "Upper bar: legacy. Lower bar: vessel, solid if measured, hatched if estimated; the line is its interval."
    chart = before_after(bars, "Share of the run before and after, by component")
    return join(tag("p", legend, class_="soft"), chart, tag("details", tag("summary", "Figures"), listed))


@_part("phases", "Phases and progress")
def _phases(found: Dashboard) -> Safe:
    return phases.phases(found)


@_part("vessels", "Vessels and certificates")
def _vessels(found: Dashboard) -> Safe:
    head = ["Function", "To", "Certificate", "Cases", "Fallback", "Speed-up, end to end", "Flag"]
    rows: list[list[Child]] = [
        [
            tag("span", soft(vessel.id), title=vessel.folder),
            vessel.target,
            _certificate(vessel),
            "" if vessel.test_count is None else f"{vessel.passed:,} of {vessel.test_count:,} equal",
            "" if vessel.fallback_share is None else f"{100 * vessel.fallback_share:.1f}%",
            ratio(vessel.speedup),
            "not wrapped" if vessel.flag is None else join(soft(vessel.flag.name), f" {vessel.flag.percent:g}%"),
        ]
        for vessel in found.vessels
    ]
    return table("Every vessel of the project", head, rows, "No vessel yet: pivot port makes one.", frozenset({4}))


def _certificate(vessel: VesselState) -> Safe:
    if vessel.certificate == "valid":
        kind = {"certified": "good", "tested": "warn", "failed": "bad"}.get(vessel.level or "", "open")
        return tag("span", f"valid: {vessel.level}", class_=f"mark {kind}")
    if vessel.certificate == "none":
        return tag("span", "none", class_="mark open")
    level = f", was {vessel.level}" if vessel.level else ""
    mark = tag("span", f"{vessel.certificate}{level}", class_="mark bad")
    reasons = tag("ul", *(tag("li", reason) for reason in vessel.reasons[:5]), class_="plain")
    return join(mark, reasons if vessel.reasons else Safe(""))


@_part("canary", "Canary")
def _canary(found: Dashboard) -> Safe:
    return canary.canaries(found.rollouts)


@_part("metrics", "Metrics")
def _metrics(found: Dashboard) -> Safe:
    parts: list[Safe] = []
    for group in dict.fromkeys(metric.group for metric in found.metrics):
        rows: list[list[Child]] = [
            [
                metric.name,
                _figure(metric.legacy if metric.value is None else metric.value, metric.measured),
                _figure(metric.vessel, metric.measured) if metric.value is None else "",
                metric.source if metric.measured else f"measured by: {metric.source}",
            ]
            for metric in found.metrics
            if metric.group == group
        ]
        parts.append(table(group, ["Metric", "Legacy", "Vessel", "Source"], rows, "None.", frozenset({1, 2})))
    return join(*parts, _trend(found))


def _figure(value: str | None, measured: bool) -> Safe:
    if value is not None:
        return tag("span", value)
    return tag("span", NOT_MEASURED, class_="none")


def _trend(found: Dashboard) -> Safe:
    """p95 of every load test, over their number."""
    rows = [
        Line(name, [(at, side.p95.estimate) for at, side in enumerate(sides, 1) if side.p95 is not None], kind)
        for name, kind, sides in (
            ("legacy p95, ms", "legacy", [load.legacy for load in found.loads]),
            ("vessel p95, ms", "vessel", [load.vessel for load in found.loads]),
        )
    ]
    drawn = lines(rows, "Latency trend: p95 of each load test", "load tests, oldest first", "milliseconds")
    return join(tag("h3", "Latency trend"), drawn) if drawn else Safe("")


@_part("risks", "Risks")
def _risks(found: Dashboard) -> Safe:
    risks = [] if found.plan is None else found.plan.risks
    rows: list[list[Child]] = [[risk.severity, risk.risk, risk.mitigation] for risk in risks]
    return table("Risks of every migration", ["Severity", "Risk", "What to do"], rows, "No plan yet.")
