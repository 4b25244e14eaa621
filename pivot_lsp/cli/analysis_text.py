"""An analysis as a person reads it in a terminal."""

import io
import shutil
import sys

from rich import markup
from rich.console import Console
from rich.table import Table

from pivot_lsp.model.hotspot import Analysis, Candidate, Hotspot

SHOWN = 15
BAR = 12


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
    console.print(_summary(analysis))
    for warning in analysis.warnings:
        console.print(f"warning: {escape(warning)}", soft_wrap=True)
    for skipped in analysis.skipped[:SHOWN]:
        console.print(f"skipped: {escape(skipped)}", soft_wrap=True)
    for row in analysis.unmatched[:SHOWN]:
        place = escape(f"{row.file}:{row.line} {row.function}")
        console.print(f"unmatched: {place}, {_ms(row.time_ms)}: {escape(row.reason)}", soft_wrap=True)
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


def _candidates(rows: list[Candidate]) -> Table:
    table = Table("#", "function", "to", "speed-up*", "saves*", "score", "deps", "portable", "why", title="Candidates")
    for row in rows:
        table.add_row(
            str(row.rank),
            escape(f"{row.file}::{row.function}"),
            row.target,
            f"{row.estimated_speedup:.1f}x",
            f"{row.saved_percent:.1f}%",
            f"{row.priority_score:.1f}",
            str(row.dependencies),
            {None: "?", True: "yes", False: "no"}[row.portable],
            escape(row.rationale),
        )
    table.caption = "* an estimate until benchmarked; --json gives its formula"
    return table


def _summary(analysis: Analysis) -> str:
    lines = [
        f"{analysis.matched_share:.1f}% of the project's time matched to source; "
        f"{_ms(analysis.outside_ms)} outside the project, {_ms(analysis.module_ms)} in module bodies"
    ]
    for mapping in analysis.mappings:
        why = f"{mapping.votes} votes" if mapping.votes else "its functions are where the profile has them"
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
