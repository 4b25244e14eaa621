"""An analysis as a person reads it in a terminal."""

import io
import shutil
import sys

from rich import markup
from rich.console import Console
from rich.table import Column, Table

from pivot_lsp.model.hotspot import Analysis, Candidate, Comparison, Hotspot

SHOWN = 15
BAR = 12
CANDIDATE_COLUMNS = ("to", "by", "speed-up*", "saves*", "score", "cc", "tested", "deps", "used", "churn", "portable")


def escape(text: str) -> str:
    """`text` of a stranger for rich: no markup, no control sequences, one line."""
    return markup.escape("".join(c if c.isprintable() else "?" for c in text))


def render(analysis: Analysis) -> str:
    """Tables of hotspots and candidates, and what could not be told. Names are a stranger's text, and escaped."""
    width = shutil.get_terminal_size((120, 24)).columns
    console = Console(file=io.StringIO(), width=max(width, 80), force_terminal=sys.stdout.isatty(), highlight=False)
    clocks = ", ".join(f"{escape(source.path)} ({source.format}, {source.clock} time)" for source in analysis.profiles)
    console.print(f"[bold]{escape(analysis.root)}[/]  {_ms(analysis.total_ms)} in {clocks}")
    console.print(_hotspots(analysis.hotspots))
    if analysis.candidates:
        console.print(_candidates(analysis.candidates))
        for row in analysis.candidates:
            why = f"{row.rationale}; to {row.target}: {row.target_reason}; {row.integration}: {row.integration_reason}"
            console.print(f"{row.rank}. {escape(row.function)}: {escape(why)}", soft_wrap=True)
    if analysis.comparison:
        console.print(_comparison(analysis.comparison))
        for warning in analysis.comparison.warnings:
            console.print(f"warning: {escape(warning)}", soft_wrap=True)
    console.print(_summary(analysis))
    for warning in analysis.warnings:
        console.print(f"warning: {escape(warning)}", soft_wrap=True)
    for skipped in analysis.skipped[:SHOWN]:
        console.print(f"skipped: {escape(skipped)}", soft_wrap=True)
    for lost in analysis.unmatched[:SHOWN]:
        place = escape(f"{lost.file}:{lost.line} {lost.function}")
        console.print(f"unmatched: {place}, {_ms(lost.time_ms)}: {escape(lost.reason)}", soft_wrap=True)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().rstrip("\n")


def _hotspots(rows: list[Hotspot]) -> Table:
    table = Table("", "self", "share", "total", "calls", "function", "file", "cc", "tested", title="Hotspots")
    largest = max((row.percentage for row in rows), default=0.0)
    for row in rows[:SHOWN]:
        table.add_row(
            "█" * round(BAR * row.percentage / largest) if largest else "",
            _ms(row.time_ms),
            _share(row),
            _ms(row.cumulative_ms),
            "?" if row.call_count is None else str(row.call_count),
            escape(row.function),
            escape(f"{row.file}:{row.line}"),
            str(row.complexity),
            _tested(row.test_coverage),
        )
    if len(rows) > SHOWN:
        table.caption = f"{len(rows) - SHOWN} more: --json has them all"
    return table


def _comparison(comparison: Comparison) -> Table:
    ratio = "" if comparison.ratio is None else f", {comparison.ratio:.2f}x"
    title = f"Before {_ms(comparison.before_ms)}, after {_ms(comparison.after_ms)}{ratio}"
    table = Table("before", "after", "a call before", "a call after", "function", "file", "", title=title)
    for row in comparison.functions[:SHOWN]:
        table.add_row(
            f"{_ms(row.before_ms)} {row.before_percent:.1f}%",
            f"{_ms(row.after_ms)} {row.after_percent:.1f}%",
            _us(row.before_us_a_call),
            _us(row.after_us_a_call),
            escape(row.function),
            escape(f"{row.file}:{row.line}"),
            "within sampling error" if row.within_error else "",
        )
    return table


def _us(value: float | None) -> str:
    return "?" if value is None else f"{value:.2f} us"


def _candidates(rows: list[Candidate]) -> Table:
    table = Table("#", Column("function", overflow="fold", min_width=24), *CANDIDATE_COLUMNS, title="Candidates")
    for row in rows:
        table.add_row(
            str(row.rank),
            escape(f"{row.file}::{row.function}"),
            row.target,
            row.integration,
            _speedup(row),
            f"{row.saved_percent:.1f}%",
            f"{row.priority_score:.1f}",
            str(row.complexity),
            _tested(row.test_coverage),
            str(row.dependencies),
            str(row.used_by),
            "?" if row.churn is None else str(row.churn),
            {None: "?", True: "yes", False: "no"}[row.portable],
        )
    table.caption = "* an estimate until benchmarked; --json gives its formula"
    return table


def _speedup(row: Candidate) -> str:
    interval = "" if row.speedup_low is None or row.speedup_low == row.speedup_high else f" to {row.speedup_high:.0f}"
    return f"{row.estimated_speedup:.1f}{interval}x"


def _summary(analysis: Analysis) -> str:
    lines = [
        f"{analysis.matched_share:.1f}% of the project's time matched to source; "
        f"{_ms(analysis.outside_ms)} outside the project, {_ms(analysis.module_ms)} in module bodies"
    ]
    for mapping in analysis.mappings:
        voted = f"{mapping.votes} votes" if mapping.votes else "its functions are where the profile has them"
        why = "as you said" if mapping.told else voted
        lines.append(f"read {escape(mapping.theirs)} as {escape(mapping.ours)} ({why})")
    if analysis.gain:
        gain = analysis.gain
        lines.append(
            f"Amdahl: {gain.candidates} candidates hold {gain.runtime_percent:.1f}% of the run; "
            f"whole run {gain.speedup:.2f}x by the estimates, {gain.ceiling:.2f}x at most"
        )
    return "\n".join(lines)


def _share(row: Hotspot) -> str:
    """The share with its sampling error."""
    return f"{row.percentage:.1f}%" + ("" if row.error_percent is None else f" ±{row.error_percent:.1f}")


def _tested(share: float | None) -> str:
    return "?" if share is None else f"{100 * share:.0f}%"


def _ms(value: float) -> str:
    return f"{value / 1000:.2f} s" if value >= 1000 else f"{value:.1f} ms"
