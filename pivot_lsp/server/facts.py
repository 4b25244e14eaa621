"""The facts that the server shows: what `pivot analyze` said, by file.

Invariant: facts are replaced as a whole, by whole ones; what cannot be read leaves the last good ones standing.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pivot_lsp.model.hotspot import Glanced, Hotspot
    from pivot_lsp.model.hotspot import HotLine as Measured


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate for porting. `speedup` of the function is an estimate by the formula in `estimate`."""

    rank: int
    target: str
    speedup: float
    estimate: str
    saved: float
    """Percent of the run that the port would save at that speed-up."""
    rationale: str


@dataclass(frozen=True, slots=True)
class HotLine:
    """A costly line: how far below the `def`, and its share of the run in percent."""

    below: int
    share: float
    self_ms: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A hot function. Shares are percent of the run, times milliseconds, `line` the 1-based line of the `def`."""

    function: str
    line: int
    share: float
    self_ms: float
    cumulative_ms: float
    calls: int | None
    complexity: int
    coverage: float | None
    """0..1; None: unknown."""
    hot_rank: int | None
    """1 for the function with the largest share; None: not all are known yet."""
    judged: Judged | None = None
    """None: no candidate for porting."""
    portable: bool | None = None
    reasons: tuple[str, ...] = ()
    lines: tuple[HotLine, ...] = ()
    """Of the function as it was measured: not to be shown beside another body."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All hot functions of one root, by real path."""

    root: Path
    spots: Mapping[str, tuple[Spot, ...]] = field(default_factory=dict)
    total_ms: float = 0.0
    profiles: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    whole: bool = True
    """Whether all of the root was analysed, or a few files were only glanced at."""


def real(path: str | Path) -> str:
    """The one name of a file, links resolved: profiles and clients may name it by different ones."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):  # no file can be called so
        return str(path)


def below(head: int, lines: "Iterable[Measured]") -> tuple[HotLine, ...]:
    """Costly lines as they lie below the line of their function's `def`."""
    return tuple(HotLine(line.line - head, line.percentage, line.time_ms) for line in lines)


def spot_of(hot: "Glanced | Hotspot", coverage: float | None = None, hot_rank: int | None = None) -> Spot:
    """A measured function as it is shown before anybody has judged it."""
    return Spot(
        function=hot.function,
        line=hot.line,
        share=hot.percentage,
        self_ms=hot.time_ms,
        cumulative_ms=hot.cumulative_ms,
        calls=hot.call_count,
        complexity=hot.complexity,
        coverage=coverage,
        hot_rank=hot_rank,
        lines=below(hot.line, hot.lines),
    )


def from_analysis(result: Mapping[str, Any], folder: Path) -> Facts:
    """The facts about `folder` in `pivot analyze --json`. Raises pydantic.ValidationError when it is something else."""
    from pivot_lsp.model.hotspot import Analysis  # not above: initialize does not wait for pydantic

    analysis = Analysis.model_validate(result)
    root = Path(analysis.root)
    judged = {
        (c.file, c.function, c.line): Judged(
            c.rank, c.target, c.estimated_speedup, c.estimate, c.saved_percent, c.rationale
        )
        for c in analysis.candidates
    }
    spots: dict[str, list[Spot]] = {}
    for number, hot in enumerate(sorted(analysis.hotspots, key=lambda h: -h.percentage), start=1):
        spots.setdefault(real(root / hot.file), []).append(
            replace(
                spot_of(hot, hot.test_coverage, number),
                judged=judged.get((hot.file, hot.function, hot.line)),
                portable=hot.portable,
                reasons=tuple(hot.reasons),
            )
        )
    return Facts(
        Path(real(folder)),
        {path: tuple(here) for path, here in spots.items()},
        analysis.total_ms,
        tuple(source.path for source in analysis.profiles),
        tuple(analysis.warnings),
    )
