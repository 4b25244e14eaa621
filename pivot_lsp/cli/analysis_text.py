"""An analysis as a person reads it in a terminal."""

import io
import shutil
import sys
from collections.abc import Callable

from rich import markup
from rich.console import Console
from rich.table import Column, Table

from pivot_lsp.model.hotspot import Analysis, Candidate, Comparison, Hotspot

SHOWN = 15
BAR = 8
PLACE, SHORT_PLACE = 30, 22
"""Characters of a place in the tables of hotspots and candidates: the end of a path says more than its beginning."""
CANDIDATE_COLUMNS: dict[str, Callable[[Candidate], str]] = {
    "to": lambda row: row.target,
    "by": lambda row: row.integration,
    "speed-up*": lambda row: _speedup(row),
    "saves*": lambda row: f"{row.saved_percent:.1f}%",
    "score": lambda row: f"{row.priority_score:.1f}",
    "cc": lambda row: str(row.complexity),
    "tested": lambda row: _tested(row.test_coverage),
    "deps": lambda row: str(row.dependencies),
    "used": lambda row: str(row.used_by),
    "churn": lambda row: "?" if row.churn is None else str(row.churn),
    "portable": lambda row: {None: "?", True: "yes", False: "no"}[row.portable],
}
WIDE = 120
LEFT_OUT = ("by", "score", "cc", "deps", "used", "churn")
"""Columns that a terminal narrower than `WIDE` has no room for."""


def escape(text: str) -> str:
    """`text` of a stranger for rich: no markup, no control sequences, one line."""
    return markup.escape("".join(c if c.isprintable() else "?" for c in text))


def render(analysis: Analysis) -> str:
    """Tables of hotspots and candidates, and what could not be told. Names are a stranger's text, and escaped."""
    width = shutil.get_terminal_size((120, 24)).columns
    console = Console(file=io.StringIO(), width=max(width, 80), force_terminal=sys.stdout.isatty(), highlight=False)
    clocks = ", ".join(f"{escape(source.path)} ({source.format}, {source.clock} time)" for source in analysis.profiles)
    console.print(f"[bold]{escape(analysis.root)}[/]  {_ms(analysis.total_ms)} in {clocks}")
    console.print(_hotspots(analysis.hotspots, console.width))
    if analysis.candidates:
        console.print(_candidates(analysis.candidates, console.width))
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


def _hotspots(rows: list[Hotspot], width: int) -> Table:
    largest = max((row.percentage for row in rows), default=0.0)
    cells: dict[str, Callable[[Hotspot], str]] = {
        "": lambda row: "█" * round(BAR * row.percentage / largest) if largest else "",
        "self": lambda row: _ms(row.time_ms),
        "share": _share,
        "total": lambda row: _ms(row.cumulative_ms),
        "calls": lambda row: "?" if row.call_count is None else str(row.call_count),
        "function": lambda row: row.function,
        "file": lambda row: _place(row.file, row.line),
        "cc": lambda row: str(row.complexity),
        "tested": lambda row: _tested(row.test_coverage),
    }
    if width < WIDE:
        cells = {name: of for name, of in cells.items() if name not in ("", "total", "cc", "tested")}
    folded = {"function": Column("function", overflow="fold", min_width=16), "file": Column("file", no_wrap=True)}
    table = Table(*(folded.get(name, name) for name in cells), title="Hotspots")
    # What has no time of its own only hands on that of others; it is listed where there is nothing else.
    shown = ([row for row in rows if row.time_ms > 0] or rows)[:SHOWN]
    for row in shown:
        table.add_row(*(escape(of(row)) for of in cells.values()))
    if len(rows) > len(shown):
        table.caption = f"{len(rows) - len(shown)} more: --json has them all"
    return table


def _place(file: str, line: int, room: int = PLACE) -> str:
    """`file:line`, without the first folders of a path that is too long for `room`."""
    place, *folders = f"{file}:{line}".rsplit("/")[::-1]
    for number, folder in enumerate(folders, 1):
        if len(folder) + len(place) + 1 + 2 * (number < len(folders)) > room:
            return f"…/{place}"
        place = f"{folder}/{place}"
    return place


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


def _candidates(rows: list[Candidate], width: int) -> Table:
    columns = {name: of for name, of in CANDIDATE_COLUMNS.items() if width >= WIDE or name not in LEFT_OUT}
    function = Column("function", overflow="fold", min_width=SHORT_PLACE)
    table = Table("#", function, *columns, title="Candidates")
    for row in rows:
        table.add_row(
            str(row.rank),
            escape(row.function) + "\n" + escape(_place(row.file, row.line, SHORT_PLACE)),
            *(escape(of(row)) for of in columns.values()),
        )
    more = "" if width >= WIDE else f"; a terminal of {WIDE} columns shows {len(LEFT_OUT)} more"
    table.caption = f"* an estimate until benchmarked; --json gives its formula{more}"
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
