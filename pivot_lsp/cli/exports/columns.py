"""The columns of tables that people read: factors apart, never blended."""

from collections.abc import Callable

from pivot_lsp.model.hotspot import Analysis, Candidate, Hotspot

Cell = str | int | float | None

HOTSPOTS: dict[str, Callable[[Hotspot], Cell]] = {
    "function": lambda row: row.function,
    "file": lambda row: row.file,
    "line": lambda row: row.line,
    "runtime_percent": lambda row: row.percentage,
    "error_percent": lambda row: row.error_percent,
    "time_ms": lambda row: row.time_ms,
    "waiting_ms": lambda row: row.waiting_ms,
    "cumulative_ms": lambda row: row.cumulative_ms,
    "calls": lambda row: row.call_count,
    "complexity": lambda row: row.complexity,
    "test_coverage": lambda row: row.test_coverage,
    "dependencies": lambda row: row.dependencies,
    "used_by": lambda row: row.used_by,
    "churn": lambda row: row.churn,
    "staleness": lambda row: row.staleness,
    "shape": lambda row: row.shape,
    "matched_by": lambda row: row.matched_by,
    "portable": lambda row: None if row.portable is None else str(row.portable).lower(),
}

CANDIDATES: dict[str, Callable[[Candidate], Cell]] = {
    "rank": lambda row: row.rank,
    "target": lambda row: row.target,
    "target_reason": lambda row: row.target_reason,
    "integration": lambda row: row.integration,
    "integration_reason": lambda row: row.integration_reason,
    "estimated_speedup": lambda row: row.estimated_speedup,
    "speedup_low": lambda row: row.speedup_low,
    "speedup_high": lambda row: row.speedup_high,
    "saved_percent": lambda row: row.saved_percent,
    "priority_score": lambda row: row.priority_score,
    "rationale": lambda row: row.rationale,
}


def candidates_of(analysis: Analysis) -> dict[tuple[str, str, int], Candidate]:
    """By (file, function, line)."""
    return {(row.file, row.function, row.line): row for row in analysis.candidates}
