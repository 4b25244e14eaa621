"""Markdown, for a pull request or a wiki: two tables, the sum, and what could not be told."""

from collections.abc import Sequence

from pivot_lsp.model.facts import Profile
from pivot_lsp.model.hotspot import Analysis, Candidate, Hotspot

SHOWN = 30
SPECIAL = "\\`*_{}[]()<>#+!|~"


def escaped(text: str) -> str:
    """A stranger's text as plain words of a table cell."""
    plain = "".join(c if c.isprintable() else "?" for c in text)
    return "".join(f"\\{c}" if c in SPECIAL else c for c in plain)


def write(analysis: Analysis, profiles: Sequence[Profile]) -> str:
    """The whole report."""
    sources = ", ".join(f"{escaped(s.path)} ({s.format}, {s.clock} time)" for s in analysis.profiles)
    lines = [
        "# Hotspots",
        "",
        f"{analysis.total_ms / 1000:.2f} s in {sources}; {analysis.matched_share:.1f}% of the project's time matched.",
        "",
        "| share | self ms | calls | function | place | complexity | tested | deps | used by | churn | source |",
        "|---:|---:|---:|---|---|---:|---:|---:|---:|---:|---|",
        *(_hotspot(row) for row in analysis.hotspots[:SHOWN]),
    ]
    if len(analysis.hotspots) > SHOWN:
        lines += ["", f"{len(analysis.hotspots) - SHOWN} more are not shown."]
    if analysis.candidates:
        lines += [
            "",
            "## Candidates",
            "",
            "| # | function | to | why | called by | speed-up | saves | score | portable | rationale |",
            "|---:|---|---|---|---|---:|---:|---:|---|---|",
            *(_candidate(row) for row in analysis.candidates),
        ]
    if analysis.gain:
        gain = analysis.gain
        lines += [
            "",
            f"Whole run by the estimates: {gain.speedup:.2f}x, at most {gain.ceiling:.2f}x ({escaped(gain.formula)}).",
        ]
    lines += [f"\nWarning: {escaped(text)}" for text in analysis.warnings]
    if analysis.unmatched:
        lines += ["", "## Not matched to source", ""]
        lines += [
            f"- {escaped(f'{row.file}:{row.line} {row.function}')}, {row.percentage:.1f}%: {escaped(row.reason)}"
            for row in analysis.unmatched[:SHOWN]
        ]
    return "\n".join(lines) + "\n"


def _known(value: float | None, suffix: str = "") -> str:
    return "?" if value is None else f"{value:g}{suffix}"


def _hotspot(row: Hotspot) -> str:
    error = "" if row.error_percent is None else f" ±{row.error_percent:.1f}"
    tested = None if row.test_coverage is None else round(100 * row.test_coverage)
    place = escaped(f"{row.file}:{row.line}")
    name = escaped(row.function)
    return (
        f"| {row.percentage:.1f}%{error} | {row.time_ms:.1f} | {_known(row.call_count)} | {name} | {place} | "
        f"{row.complexity} | {_known(tested, '%')} | {row.dependencies} | {row.used_by} | {_known(row.churn)} | "
        f"{row.staleness} |"
    )


def _candidate(row: Candidate) -> str:
    interval = "" if row.speedup_low is None else f" ({row.speedup_low:.1f} to {row.speedup_high:.1f})"
    portable = {None: "?", True: "yes", False: "no"}[row.portable]
    return (
        f"| {row.rank} | {escaped(f'{row.file}::{row.function}')} | {row.target} | {escaped(row.target_reason)} | "
        f"{row.integration} | {row.estimated_speedup:.1f}x{interval} | {row.saved_percent:.1f}% | "
        f"{row.priority_score:.1f} | {portable} | {escaped(row.rationale)} |"
    )
