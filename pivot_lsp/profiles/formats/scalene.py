"""Scalene's JSON: percent of the run for each line and each function, split into Python, C and system time.

Times are percent of `elapsed_time_sec`. Self time here is Python plus C; the system's part is time in which the thread
did not run, which is waiting. Known fault: a function's `lineno` is looked up by its bare name, so of two functions of
one name in different files one has the other's line; lines of functions are never used.
"""

from collections import Counter
from typing import Any

from pivot_lsp.model.facts import FunctionFact, LineFact, Profile
from pivot_lsp.profiles.documents import number, wanted
from pivot_lsp.profiles.formats.given import Source, line_number
from pivot_lsp.profiles.stacks import bare

SAME_NAME = "functions of one name in several files: Scalene gives such a one the other's line, so lines are not used"
SYSTEM = "{share:.0f}% of the samples are system and waiting time, which is left out of the shares"


def read(source: Source, document: dict[str, Any]) -> Profile:
    """Reads a parsed Scalene profile. Raises Malformed with what is wrong."""
    files = wanted(document.get("files"), dict, "an object of files")
    elapsed = number(document.get("elapsed_time_sec"), "time in seconds")
    functions: list[FunctionFact] = []
    names: Counter[str] = Counter()
    samples = 0
    system = total = 0.0
    for file, entry in files.items():
        lines = {}
        for row in wanted(wanted(entry, dict, "a file").get("lines"), list, "a list of lines"):
            line = line_number(wanted(row, dict, "a line").get("lineno"))
            busy, waiting = _percent(row)
            system += waiting
            samples += len(row.get("cpu_samples_list") or ())
            if busy > 0:
                lines[line] = busy * elapsed / 100
        inside = 0.0
        for row in wanted(entry.get("functions"), list, "a list of functions"):
            fact = _function(file, wanted(row, dict, "a function"), elapsed)
            names[fact.qualname or fact.name] += 1
            inside += fact.self_s
            functions.append(fact)
        rest = max(0.0, sum(lines.values()) - inside)
        total += max(sum(lines.values()), inside)
        functions.append(_module(file, rest, lines))
    warnings = [SAME_NAME] if any(count > 1 for name, count in names.items() if name) else []
    if system > 1:
        warnings.append(SYSTEM.format(share=system))
    return Profile(
        format="scalene",
        path=str(source.path),
        sha256=source.sha256,
        functions=functions,
        total_s=total,
        clock="cpu",
        taken_at=number(document.get("start_time_absolute") or source.modified, "time"),
        samples=samples or None,
        warnings=warnings if functions else [*warnings, "the profile holds no function"],
    )


def _percent(row: dict[str, Any]) -> tuple[float, float]:
    """Percent of the run that ran, and that waited."""
    parts = (number(row.get(name) or 0, "percentage", 1e4) for name in ("n_cpu_percent_python", "n_cpu_percent_c"))
    return sum(parts), number(row.get("n_sys_percent") or 0, "percentage", 1e4)


def _function(file: str, row: dict[str, Any], elapsed: float) -> FunctionFact:
    name = wanted(row.get("line"), str, "a function's name")
    busy, _ = _percent(row)
    python = number(row.get("n_cpu_percent_python") or 0, "percentage", 1e4)
    return FunctionFact(
        file=file,
        line=0,
        line_kind="none",
        name=bare(name),
        qualname=name,
        self_s=busy * elapsed / 100,
        own_s=python * elapsed / 100,
        cumulative_s=busy * elapsed / 100,
        calls=None,
        primitive_calls=None,
    )


def _module(file: str, rest: float, lines: dict[int, float]) -> FunctionFact:
    """What the file's lines have beyond its functions; all its lines are kept here, where editors can find them."""
    return FunctionFact(
        file=file,
        line=1,
        name="<module>",
        self_s=rest,
        own_s=rest,
        cumulative_s=rest,
        calls=None,
        primitive_calls=None,
        lines=[LineFact(line=line, self_s=time, cumulative_s=time) for line, time in sorted(lines.items())],
    )
