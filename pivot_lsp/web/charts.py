"""Charts as SVG: bars and lines, drawn on the server, so that the page works offline, in print and without scripts.

Invariant: every chart has a title and a text that says the same in words; colour is never the only difference.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pivot_lsp.web.html import Safe, join, tag

WIDTH = 720
LABEL = 250
ROW = 34


@dataclass(frozen=True)
class Bar:
    """One row: share before and after, in percent of the run; `measured` False: the after is an estimate."""

    label: str
    before: float
    after: float
    low: float
    high: float
    measured: bool


def before_after(rows: Sequence[Bar], title: str) -> Safe:
    """Two bars a row: legacy above, vessel below with its interval; an estimate is hatched."""
    if not rows:
        return Safe("")
    largest = max(max(row.before, row.high) for row in rows) or 1.0
    scale = (WIDTH - LABEL - 90) / largest
    parts = [tag("title", title), _hatch()]
    for at, row in enumerate(rows):
        y, after = at * ROW + 4, max(0.0, row.after)
        before_x, low_x, high_x = (_px(LABEL + value * scale) for value in (row.before, row.low, row.high))
        kind = "after" if row.measured else "guess"
        end = max(LABEL + after * scale, high_x)
        parts += [
            tag("text", _short(row.label, 32), x=LABEL - 8, y=y + 17, class_="label end"),
            tag("rect", x=LABEL, y=y, width=_px(row.before * scale), height=12, class_="before"),
            tag("text", f"{row.before:.1f}%", x=before_x + 6, y=y + 10, class_="value"),
            tag("rect", x=LABEL, y=y + 14, width=_px(after * scale), height=12, class_=kind),
            tag("line", x1=low_x, x2=high_x, y1=y + 20, y2=y + 20, class_="whisker"),
            tag("text", f"{after:.1f}%", x=_px(end + 6), y=y + 24, class_="value"),
        ]
    return _svg(parts, len(rows) * ROW + 8, title)


@dataclass(frozen=True)
class Line:
    """One line: (x, y) points in order of x."""

    name: str
    points: Sequence[tuple[float, float]]
    kind: str
    """CSS class: `vessel`, `legacy` or `limit`; each has its own dash."""


def lines(rows: Sequence[Line], title: str, x_name: str, y_name: str, height: int = 200) -> Safe:
    """Lines over a common x, with axes and a legend; nothing when there are not two points."""
    points = [p for row in rows for p in row.points if math.isfinite(p[0]) and math.isfinite(p[1])]
    if len({x for x, _ in points}) < 2:
        return Safe("")
    left, bottom, top = 64, height - 34, 22
    x0, x1 = min(x for x, _ in points), max(x for x, _ in points)
    y0, y1 = min(0.0, *(y for _, y in points)), max(y for _, y in points)
    y1 = y1 if y1 > y0 else y0 + 1.0

    def at(x: float, y: float) -> str:
        across, up = (x - x0) / (x1 - x0), (y - y0) / (y1 - y0)
        return f"{_px(left + across * (WIDTH - left - 20))},{_px(bottom - up * (bottom - top))}"

    parts = [tag("title", title)]
    for step in range(5):
        value = y0 + (y1 - y0) * step / 4
        y = bottom - (bottom - top) * step / 4
        parts.append(tag("line", x1=left, x2=WIDTH - 20, y1=_px(y), y2=_px(y), class_="grid"))
        parts.append(tag("text", f"{value:.3g}", x=left - 6, y=_px(y + 4), class_="value end"))
    for number, row in enumerate(rows):
        drawn = " ".join(at(x, y) for x, y in row.points if math.isfinite(x) and math.isfinite(y))
        parts.append(tag("polyline", points=drawn, class_=f"line {row.kind}"))
        x = left + 150 * number
        parts.append(tag("line", x1=x, x2=x + 22, y1=10, y2=10, class_=f"line {row.kind}"))
        parts.append(tag("text", row.name, x=x + 28, y=14, class_="value"))
    parts.append(tag("text", x_name, x=WIDTH - 20, y=height - 12, class_="value end"))
    parts.append(tag("text", y_name, x=left, y=height - 12, class_="value"))
    return _svg(parts, height, title)


def progress(percent: float, label: str) -> Safe:
    """A bar from 0 to 100 with its value in words beside it."""
    width = 200
    inner = [
        tag("rect", x=0, y=0, width=width, height=14, class_="track"),
        tag("rect", x=0, y=0, width=_px(width * min(100.0, max(0.0, percent)) / 100), height=14, class_="after"),
    ]
    box = f"0 0 {width} 14"
    drawn = tag("svg", *inner, viewBox=box, width=width, height=14, role="img", aria_label=label, class_="progress")
    return join(drawn, tag("span", f" {percent:.0f}%"))


def _svg(parts: Sequence[Safe], height: int, title: str) -> Safe:
    return tag("svg", *parts, viewBox=f"0 0 {WIDTH} {height}", role="img", aria_label=title, class_="chart")


def _hatch() -> Safe:
    stripe = tag("path", d="M0 6 L6 0", class_="stripe")
    pattern = tag("pattern", stripe, id="hatch", width=6, height=6, patternUnits="userSpaceOnUse")
    return tag("defs", pattern)


def _px(value: float) -> float:
    return round(max(0.0, value), 1)


def _short(label: str, size: int) -> str:
    return label if len(label) <= size else "…" + label[-size + 1 :]
