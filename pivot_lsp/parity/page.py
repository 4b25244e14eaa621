"""A validation as a page that a person reads: the terminal's text and certificate.md.

Invariant: every number comes from the report; nothing is rounded into a better one.
"""

import json
from collections.abc import Iterator
from typing import Any

from pivot_lsp.model.evidence import Adequacy, Failure, ValidationReport

_HEAD = {"certified": "Parity CERTIFIED", "tested": "Parity TESTED, not certified", "failed": "Parity FAILED"}
_SHOWN = 5


def value_text(encoded: Any, limit: int = 200) -> str:
    """An encoded value about as Python would write it, cut to `limit` characters."""
    text = _value(encoded)
    return text if len(text) <= limit else f"{text[: limit - 3]}..."


def _value(node: Any) -> str:
    if isinstance(node, list):
        return f"[{', '.join(map(_value, node))}]"
    if not isinstance(node, dict):
        return repr(node)
    tag = next(iter(node), "")
    if tag == "$f":
        return repr(float.fromhex(node[tag]))
    if tag == "$i":
        return str(node[tag])
    if tag == "$t":
        return f"({', '.join(map(_value, node[tag]))}{',' if len(node[tag]) == 1 else ''})"
    if tag in ("$s", "$z"):
        return f"{{{', '.join(map(_value, node[tag]))}}}"
    if tag == "$d":
        return f"{{{', '.join(f'{_value(k)}: {_value(v)}' for k, v in node[tag])}}}"
    if tag == "$c":
        return f"{node[tag].partition(':')[2]}({', '.join(f'{k}={_value(v)}' for k, v in node['v'])})"
    if tag == "$def":
        return _value(node["v"])
    return json.dumps(node)


def call_text(name: str, args: list[Any], kwargs: dict[str, Any]) -> str:
    """A call as one would type it."""
    parts = [value_text(value) for value in args] + [f"{key}={value_text(value)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(parts)})"


def page(report: ValidationReport) -> str:
    """Markdown, readable as it stands."""
    lines = list(_lines(report))
    return "".join(map(_ended, lines, [*lines[1:], ""]))


def _ended(line: str, following: str) -> str:
    """The line with its end; two blanks keep it apart from the next one, which Markdown would join to it."""
    apart = line and following and not line.startswith("#") and not following.startswith("- ")
    return f"{line}  \n" if apart else f"{line}\n"


def _lines(report: ValidationReport) -> Iterator[str]:
    name = report.binding.legacy.target.rpartition("::")[2].rpartition(":")[2]
    yield f"# {_HEAD[report.level]}"
    yield ""
    yield f"Legacy: {report.binding.legacy.target}"
    yield f"Vessel: {report.binding.vessel.target}"
    yield ""
    yield f"Test cases: {report.test_count:,}"
    yield f"Passed: {report.passed:,}"
    yield f"Failed: {report.failed:,}"
    yield ""
    for row in report.strata:
        yield (
            f"- {row.stratum}: {row.judged:,} judged of {row.cases:,} ({row.repeated:,} repeated), "
            f"{row.mismatches:,} differ, {row.native:,} native, {row.fallback:,} answered by legacy"
        )
    aside = report.set_aside
    if aside.total:
        parts = [f"{getattr(aside, n):,} {n.replace('_', ' ')}" for n in _ASIDE if getattr(aside, n)]
        yield f"- set aside, no reference: {', '.join(parts)}"
    if report.drifted:
        yield f"- {report.drifted:,} recorded calls that legacy no longer answers as recorded"
    yield from _failures(report, name)
    yield from _numbers(report)
    yield from _adequacy(report.adequacy)
    yield from _cover(report)
    if report.missing:
        yield ""
        yield "Missing for the next level:"
        yield from (f"- {sentence}" for sentence in report.missing)
    yield ""
    yield f"Compared: {report.binding.comparator}; tolerance {_tolerance(report)}."
    bound = report.binding
    yield f"Bound to CPython {bound.python} on {bound.platform}, {report.created}, seed {report.seed}."


_ASIDE = (
    "nondeterministic", "too_slow", "presumed_slow", "died", "out_of_memory", "not_comparable", "undecodable",
)  # fmt: skip


def _tolerance(report: ValidationReport) -> str:
    named = report.tolerance.model_dump(exclude_none=True)
    return ", ".join(f"{name}={value:g}" for name, value in named.items()) or "none (bit-equal)"


def _failures(report: ValidationReport, name: str) -> Iterator[str]:
    if report.failures:
        yield ""
        yield "Differences:"
    for failure in report.failures[:_SHOWN]:
        yield f"- {failure.kind} at {failure.where}: {failure.message}"
        yield f"  {call_text(name, failure.args, failure.kwargs)}{_shown(failure)}"
    if len(report.failures) > _SHOWN:
        yield f"- and {len(report.failures) - _SHOWN} more in the JSON"


def _shown(failure: Failure) -> str:
    if failure.legacy is None and failure.vessel is None:
        return ""
    return f"   legacy {value_text(failure.legacy, 80)}, vessel {value_text(failure.vessel, 80)}"


def _numbers(report: ValidationReport) -> Iterator[str]:
    seen = report.statistics
    if seen.max_absolute is not None:
        yield ""
        yield "Differences between floats:"
        yield f"  Max absolute error: {seen.max_absolute:g}"
        yield f"  Max relative error: {seen.max_relative:g}"
        yield f"  Mean absolute error: {seen.mean_absolute:g}"
        yield f"  Max error in units in the last place: {seen.max_ulp}"
    took = report.performance
    if took.speedup is not None:
        yield ""
        yield "Time inside the judged calls, once, not interleaved (`pivot benchmark` measures):"
        yield f"  Legacy: {took.legacy_ms:.1f} ms"
        yield f"  Vessel: {took.vessel_ms:.1f} ms"
        yield f"  Ratio: {took.speedup:.2f}"
    yield ""
    yield f"Confidence: {report.confidence.statement}"


def _adequacy(found: Adequacy) -> Iterator[str]:
    if not found.made:
        return
    score = "" if found.score is None else f" ({found.score:.1f}%)"
    yield ""
    yield f"Adequacy: {found.made} bad ports made, {found.told_apart} told apart, {found.killed} killed{score}"
    for mutant in found.survivors:
        yield f"- survivor: {mutant.operator} at {mutant.file}:{mutant.line} in {mutant.function}: {mutant.change}"
    if found.not_told_apart:
        early = "" if found.complete else "; the time for it ran out, another run goes on"
        yield f"- {len(found.not_told_apart)} not told apart by {found.searched:,} further calls{early}"


def _cover(report: ValidationReport) -> Iterator[str]:
    yield ""
    yield "Domain covered:"
    yield from (f"- {argument.name}: {argument.text}" for argument in report.domain)
    cover = report.coverage
    if cover is not None:
        yield (
            f"Coverage of legacy: {cover.lines_covered} of {cover.lines} lines, "
            f"{cover.branches_covered} of {cover.branches} branches"
        )
        for place in cover.unreached[:10]:
            to = "" if place.to_line is None else f" to {place.to_line if place.to_line > 0 else 'the end'}"
            yield f"- not reached: {place.file}:{place.line}{to} in {place.function}"
    if report.sanitizer is not None and not report.sanitizer.calls:
        yield f"Sanitizer: no pass, {report.sanitizer.finding}"
    elif report.sanitizer is not None:
        state = "clean" if report.sanitizer.clean else f"FOUND {report.sanitizer.finding}"
        yield f"Sanitizer: {report.sanitizer.tool}, {report.sanitizer.calls:,} calls, {state}"
        if report.sanitizer.blind_to:
            yield f"  it cannot see {report.sanitizer.blind_to}"
