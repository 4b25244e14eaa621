"""Canaries on the page: where each flag stands, what it can and cannot tell, and its evidence over time."""

from datetime import datetime

from pivot_lsp.model.rollout import Rollout
from pivot_lsp.web.charts import Line, lines
from pivot_lsp.web.html import Child, Safe, join, table, tag

KINDS = {"rollback": "bad", "pass": "good", "inconclusive": "warn"}
DECISIONS = 10


def canaries(rollouts: list[Rollout]) -> Safe:
    """All flags."""
    if not rollouts:
        return tag("p", "No flag yet: pivot wrap puts a function behind one.", class_="none")
    return join(*(_canary(one) for one in rollouts))


def _canary(one: Rollout) -> Safe:
    verdict = tag("span", one.verdict.verdict, class_=f"mark {KINDS[one.verdict.verdict]}")
    where = f"{one.state}, {one.percent:g}% of calls" + (f", stage {one.stage}" if one.stage else "")
    trip = Safe("")
    if one.trip is not None:
        trip = tag("p", tag("span", "Switched off: ", class_="mark bad"), f"{one.trip.reason}: {one.trip.detail}")
    return join(
        tag("h3", one.flag),
        tag("p", where, ". Verdict: ", verdict, ". ", "; ".join(one.verdict.reasons)),
        trip,
        _arms(one),
        _evidence(one),
        tag("p", one.power.text, class_="soft") if one.power else Safe(""),
        _blockers(one),
        _decisions(one),
    )


def _arms(one: Rollout) -> Safe:
    rows: list[list[Child]] = [
        [
            name,
            f"{arm.calls:,}",
            f"{arm.errors:,}",
            "not measured" if arm.error_rate is None else f"{100 * arm.error_rate:.3g}%",
            *("not measured" if us is None else f"{us:,.1f}" for us in (arm.p50_us, arm.p95_us, arm.p99_us)),
        ]
        for name, arm in (("legacy", one.legacy), ("vessel", one.vessel))
    ]
    shadow = one.shadow
    rows.append(["shadow, compared", f"{shadow.compared:,}", f"{shadow.mismatched:,} mismatches", "", "", "", ""])
    head = ["Arm", "Calls", "Errors", "Error rate", "p50, us", "p95, us", "p99, us"]
    return table(f"Calls of this stage, {one.flag}", head, rows, "None.", frozenset(range(1, 7)))


def _evidence(one: Rollout) -> Safe:
    """ln E of both tests over time, with the threshold from which a flag goes off."""
    found = [(moment, look) for look in one.looks if (moment := _seconds(look.at)) is not None]
    if not found:
        return tag("p", "No look of the watch yet: pivot rollout watch.", class_="none")
    first = found[0][0]
    times = [(moment - first) / 60 for moment, _ in found]
    rows = [
        Line("errors, ln E", [(t, look.log_e) for t, (_, look) in zip(times, found)], "vessel"),
        Line("latency, ln E", [(t, look.latency_log_e) for t, (_, look) in zip(times, found)], "legacy"),
        Line("off above", [(t, one.verdict.threshold) for t in times], "limit"),
    ]
    last = found[-1][1]
    words = (
        f"After {len(found)} looks: ln E of errors {last.log_e:.2f}, of latency {last.latency_log_e:.2f}; "
        f"off above {one.verdict.threshold:.2f}. {one.verdict.formula}"
    )
    drawn = lines(rows, f"Evidence over time, {one.flag}", "minutes of this stage", "ln E")
    return join(drawn, tag("p", words, class_="soft"))


def _seconds(at: str) -> float | None:
    try:
        return datetime.fromisoformat(at).timestamp()
    except ValueError:
        return None


def _blockers(one: Rollout) -> Safe:
    if not one.blockers:
        return Safe("")
    items = [tag("li", text) for text in one.blockers]
    return join(tag("p", "Before it can advance:"), tag("ul", *items, class_="plain"))


def _decisions(one: Rollout) -> Safe:
    rows: list[list[Child]] = [
        [row.at, row.action, row.actor, f"{row.percent_before:g}% to {row.percent_after:g}%", "; ".join(row.reasons)]
        for row in reversed(one.decisions[-DECISIONS:])
    ]
    head = ["When", "Decision", "By", "Calls", "Why"]
    listed = table(f"Decisions on {one.flag}", head, rows, "None yet.")
    return tag("details", tag("summary", "Decisions"), listed)
