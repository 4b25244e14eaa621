"""How facts read: the diagnostic's sentence, the hover's table, the lens, the hint, the heat.

Invariant: every number is one that was measured, or is called an estimate; what is unknown is called unknown.
"""

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pivot_lsp.server.anchors import Mark
from pivot_lsp.server.differences import Difference
from pivot_lsp.server.documents import Document
from pivot_lsp.server.facts import HotLine, Spot
from pivot_lsp.server.portability import Refusal
from pivot_lsp.server.vessels import Vessel, evidence

LANGUAGES = {"rust": "Rust", "go": "Go", "cpp": "C++"}
"""target -> how people write it."""

SHADES = 8
"""Shades of heat that clients share."""

Verdicts = dict[str, tuple[str, ...]]
"""target -> reasons against porting; () is portable; absent is not asked yet."""


def milliseconds(value: float) -> str:
    """A time with three significant digits: 0.042 ms, 8.31 ms, 1.24 s."""
    number, unit = (value / 1000, "s") if value >= 1000 else (value, "ms")
    digits = 0 if number <= 0 else max(0, 2 - math.floor(math.log10(number)))
    return f"{number:.{min(digits, 3)}f} {unit}"


def _calls(spot: Spot) -> str:
    return "calls unknown" if spot.calls is None else f"{spot.calls:,} call{'' if spot.calls == 1 else 's'}"


def _coverage(spot: Spot) -> str:
    return "unknown" if spot.coverage is None else f"{spot.coverage * 100:.0f} %"


def verdict(spot: Spot, verdicts: Verdicts) -> str:
    """Whether the function can be ported, as far as the compiler was asked."""
    if not verdicts:
        return (
            "" if spot.portable is None else "portable" if spot.portable else "not portable: " + "; ".join(spot.reasons)
        )
    able = [LANGUAGES[target] for target, reasons in verdicts.items() if not reasons]
    if able:
        return "portable to " + ", ".join(able)
    return "not portable: " + next(iter(verdicts.values()))[0]


@lru_cache(4_096)
def _measured(spot: Spot) -> str:
    """What stays the same while one types."""
    parts = [
        f"{spot.function}: {spot.share:.1f} % of the run",
        f"self {milliseconds(spot.self_ms)}, cumulative {milliseconds(spot.cumulative_ms)}, {_calls(spot)}",
        f"complexity {spot.complexity}, coverage {_coverage(spot)}",
    ]
    if spot.judged is not None:
        parts.append(f"candidate {spot.judged.rank}, best in {LANGUAGES[spot.judged.target]}")
    return "; ".join(parts)


def line(mark: Mark, verdicts: Verdicts) -> str:
    """The diagnostic: one line, the largest number first."""
    parts = [_measured(mark.spot)]
    if said := verdict(mark.spot, verdicts):
        parts.append(said)
    if mark.state == "edited":
        parts.append("edited since it was measured")
    return "; ".join(parts)


def hot_line(line: HotLine) -> str:
    """The hint on a costly line."""
    return f"{line.share:.1f} % of the run on this line, self {milliseconds(line.self_ms)}"


def verdicts(document: Document, mark: Mark, known: Mapping[str, tuple[Refusal, ...]]) -> Verdicts:
    """The compiler's answers with the lines as they are now."""
    head = document.text.line_of(mark.start) + 1

    def told(refusal: Refusal) -> str:
        place = refusal.elsewhere if refusal.below is None else f"line {head + refusal.below}"
        words = " ".join(word for word in (refusal.code, place) if word)
        return f"{words}: {refusal.message}" if words else refusal.message

    return {target: tuple(map(told, refusals)) for target, refusals in known.items()}


def hint(mark: Mark) -> str:
    """The inlay hint."""
    return f"{mark.spot.share:.1f} %" + (" (before the edit)" if mark.state == "edited" else "")


def lens(mark: Mark, vessel: Vessel | None, standing: str) -> str:
    """The code lens, with what a click does at its end."""
    spot = mark.spot
    words = [] if spot.hot_rank is None else [f"#{spot.hot_rank}"]
    words += [f"{spot.share:.1f} % self", _calls(spot)]
    if vessel is not None:
        words += [f"{LANGUAGES[vessel.target]} vessel: {standing}", "run parity"]
    elif spot.judged is not None:
        words += [f"port to {LANGUAGES[spot.judged.target]}, estimated {spot.judged.speedup:.1f} times as fast"]
    return " | ".join(words)


def _number(spot: Spot) -> str:
    return "; the project is still being read" if spot.hot_rank is None else f", number {spot.hot_rank}"


def _table(rows: list[tuple[str, str]]) -> str:
    return "\n".join(
        ["| | |", "|---|---|", *(f"| {name} | {value.replace('|', chr(92) + '|')} |" for name, value in rows)]
    )


def hover(
    mark: Mark,
    verdicts: Verdicts,
    vessels: list[tuple[Vessel, str]],
    total_ms: float,
    difference: Difference | None,
    *,
    markdown: bool,
) -> str:
    """All that is known about a hot function."""
    spot = mark.spot
    rows = [
        ("share", f"{spot.share:.1f} % of {milliseconds(total_ms)}{_number(spot)}"),
        ("self time", f"{milliseconds(spot.self_ms)}, with the C functions it calls"),
        ("cumulative time", milliseconds(spot.cumulative_ms)),
        ("calls", "unknown" if spot.calls is None else f"{spot.calls:,}"),
        ("complexity", f"{spot.complexity} (cyclomatic)"),
        ("test coverage", _coverage(spot)),
    ]
    if (judged := spot.judged) is not None:
        rows += [
            ("candidate", f"{judged.rank}, best in {LANGUAGES[judged.target]}: {judged.rationale}"),
            ("speed-up", f"estimated {judged.speedup:.1f}, saving {judged.saved:.1f} % of the run ({judged.estimate})"),
        ]
    for target, reasons in verdicts.items():
        rows.append((LANGUAGES[target], "portable" if not reasons else "not portable: " + "; ".join(reasons)))
    if not verdicts and spot.portable is not None:
        rows.append(("portable", verdict(spot, verdicts)))
    for vessel, standing in vessels:
        page = evidence(vessel.folder, spot.function, "md").absolute()
        link = f"[certificate]({page.as_uri()}), " if markdown and vessel.level is not None else ""
        rows.append((f"{LANGUAGES[vessel.target]} vessel", f"{standing}; {link}{vessel.folder}"))
        if vessel.measured is not None:
            rows.append((f"{LANGUAGES[vessel.target]} measured", vessel.measured))
    if difference is not None:
        rows.append(("first difference", f"{difference.message}, called with {difference.call}"))
    if mark.state == "edited":
        rows.append(("state", "edited since it was measured"))
    if markdown:
        return f"**{spot.function}**\n\n{_table(rows)}"
    return "\n".join([spot.function, *(f"{name}: {value}" for name, value in rows)])


def shade(share: float) -> int:
    """0..SHADES-1 by the square root of the share, so that small ones are seen too."""
    return min(SHADES - 1, int(SHADES * math.sqrt(max(share, 0.0) / 100)))


def heat(document: Document, marks: list[Mark]) -> dict[str, Any]:
    """The parameters of `pivot/heat`; lines are 0-based, both ends included."""
    return {
        "uri": document.uri,
        "version": document.version,
        "functions": [
            {
                "function": mark.spot.function,
                "startLine": document.text.line_of(mark.start),
                "endLine": document.text.line_of(mark.end),
                "share": mark.spot.share,
                "shade": shade(mark.spot.share),
                "state": mark.state,
            }
            for mark in marks
        ],
    }
