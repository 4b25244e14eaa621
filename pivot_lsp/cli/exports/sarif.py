"""SARIF 2.1.0, so that code scanning shows hotspots and candidates at their lines.

Results are notes, not defects: PIVOT001 a hot function, PIVOT002 one worth porting. `rank` is the share of the run in
percent; fingerprints name the function and not the line, so that a result survives edits above it.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from pivot_lsp import __version__
from pivot_lsp.cli.exports.columns import candidates_of
from pivot_lsp.model.facts import Profile
from pivot_lsp.model.hotspot import Analysis, Candidate, Hotspot

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
HOT = 1.0
"""Percent of the run from which a function is reported."""

RULES: tuple[tuple[str, str, str], ...] = (
    ("PIVOT001", "HotFunction", "A function that takes a notable share of the measured run."),
    ("PIVOT002", "PortingCandidate", "A hot function whose port to Rust, Go or C++ would save a share of the run."),
)


def write(analysis: Analysis, profiles: Sequence[Profile]) -> str:
    """The log, indented."""
    judged = candidates_of(analysis)
    results = []
    for row in analysis.hotspots:
        candidate = judged.get((row.file, row.function, row.line))
        if row.percentage >= HOT or candidate is not None:
            results.append(_result(row, candidate))
    notes = [
        {"level": "warning", "message": {"text": text}} for text in (*analysis.warnings, *analysis.skipped) if text
    ]
    run = {
        "tool": {"driver": {"name": "pivot", "version": __version__, "rules": [_rule(*rule) for rule in RULES]}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(identity: str, name: str, text: str) -> dict[str, Any]:
    return {
        "id": identity,
        "name": name,
        "shortDescription": {"text": text},
        "defaultConfiguration": {"level": "note"},
        "properties": {"tags": ["performance"]},
    }


def _result(row: Hotspot, candidate: Candidate | None) -> dict[str, Any]:
    index = 0 if candidate is None else 1
    uri = quote(row.file)
    region = {"startLine": row.line, "endLine": max(row.line, row.end_line)}
    logical = {"fullyQualifiedName": row.function, "kind": "function"}
    name = f"{row.file}::{row.function}"
    properties: dict[str, Any] = {
        "runtimePercent": row.percentage,
        "timeMs": row.time_ms,
        "calls": row.call_count,
        "complexity": row.complexity,
        "testCoverage": row.test_coverage,
        "dependencies": row.dependencies,
        "usedBy": row.used_by,
    }
    if candidate is not None:
        properties |= {
            "target": candidate.target,
            "estimatedSpeedup": candidate.estimated_speedup,
            "estimate": candidate.estimate,
            "savedPercent": candidate.saved_percent,
            "priorityScore": candidate.priority_score,
            "integration": candidate.integration,
        }
    return {
        "ruleId": RULES[index][0],
        "ruleIndex": index,
        "level": "note",
        "message": {"text": _message(row, candidate)},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": uri}, "region": region},
                "logicalLocations": [logical],
            }
        ],
        "partialFingerprints": {"function/v1": hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()},
        "rank": min(100.0, row.percentage),
        "properties": properties,
    }


def _message(row: Hotspot, candidate: Candidate | None) -> str:
    error = "" if row.error_percent is None else f" ±{row.error_percent:.1f} points"
    text = f"{row.function} takes {row.percentage:.1f}%{error} of the run ({row.time_ms:.1f} ms self time)."
    if candidate is None:
        return text
    return (
        f"{text} A port to {candidate.target} would save {candidate.saved_percent:.1f}% of the run, "
        f"{candidate.estimate.partition(':')[0]}: {candidate.rationale}."
    )
