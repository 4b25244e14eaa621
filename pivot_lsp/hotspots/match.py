"""Which function of today's source each measured row means. What cannot be told is unmatched, never guessed.

A profile may be older than the source, so a line alone proves nothing (on one release of sqlparse read against the
next, 64% of line-only hits are the wrong function). In one file, in order:
`exact`     every named row of the file hits a function of that name at that first line, and either the file is older
            than the profile or a name that is unique in it is among them: the file has not moved;
`qualname`  the format knows the qualified name, and one function has it (several: that at the exact line);
`name`      one function in the file has that bare name;
`shifted`   the row hits a function of its name after moving by as many lines as its uniquely named neighbours moved.
Rows of lambdas, generator expressions and comprehensions are folded into the function that holds them, since no port
takes them alone; rows of module and class bodies are told apart, since they are nobody's function.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pivot_lsp.model.facts import FunctionFact
from pivot_lsp.model.hotspot import Match
from pivot_lsp.source.index import FileIndex, SourceFunction
from pivot_lsp.source.wrapped import PREFIX

NOT_THERE = "no function of this name in the file today"
AMBIGUOUS = "several functions have this name, and the file has changed since"
MOVED_INNER = "the expression is not where it was, and nothing near it tells where it went"


@dataclass
class Matched:
    """What one file's rows mean."""

    functions: dict[SourceFunction, list[FunctionFact]] = field(default_factory=lambda: defaultdict(list))
    """The rows of the function itself."""
    inner: dict[SourceFunction, list[FunctionFact]] = field(default_factory=lambda: defaultdict(list))
    """The rows of its lambdas and comprehensions."""
    how: dict[SourceFunction, Match] = field(default_factory=dict)
    module: list[FunctionFact] = field(default_factory=list)
    unmatched: list[tuple[FunctionFact, str]] = field(default_factory=list)


class _File:
    """Look-ups into one file's index."""

    def __init__(self, index: FileIndex) -> None:
        self.at: dict[tuple[int, str], SourceFunction] = {(f.first_line, f.name): f for f in index.functions}
        self.by_qualname = index.by_qualname
        self.by_name: dict[str, list[SourceFunction]] = defaultdict(list)
        self.inner: dict[tuple[int, str], set[SourceFunction]] = defaultdict(set)
        self.module = set(index.module_lines)
        for function in index.functions:
            self.by_name[function.name].append(function)
            for place in function.inner:
                self.inner[place].add(function)
        for function in index.functions:  # a run behind a flag: legacy's code has the name that wrapping gave it
            behind = f"{PREFIX}{function.name}"
            if behind not in self.by_name or self.by_name[behind][0].name != behind:
                self.at.setdefault((function.first_line, behind), function)
                self.by_name[behind].append(function)

    def known(self, line: int, name: str) -> bool:
        return (line, name) in self.at or (line, name) in self.module


def match(index: FileIndex, rows: Sequence[FunctionFact], taken_at: float) -> Matched:
    """Matches the rows of one file, all of one profile that was taken at `taken_at` (seconds since the epoch)."""
    file = _File(index)
    result = Matched()
    named = [row for row in rows if not row.name.startswith("<")]
    anchors = _anchors(file, named)
    vouched = index.modified <= taken_at or bool(anchors)
    unmoved = vouched and all(file.known(row.line, row.name) for row in named) and _inner_known(file, rows, named)
    for row in rows:
        if row.name == "<module>":
            result.module.append(row)
        elif row.name.startswith("<"):
            _match_inner(file, row, anchors, unmoved, result)
        else:
            _match_named(file, row, anchors, unmoved, result)
    return result


def _inner_known(file: _File, rows: Iterable[FunctionFact], named: list[FunctionFact]) -> bool:
    """Where no named row vouches for the file, its lambdas and comprehensions must all be where they were."""
    if named:
        return True
    places = [(row.line, row.name) for row in rows if row.name != "<module>"]
    return all(place in file.inner or place in file.module for place in places)


def _anchors(file: _File, named: Iterable[FunctionFact]) -> list[tuple[int, int]]:
    """(line in the profile, lines moved) of the functions whose name alone identifies them, by line."""
    counts: dict[str, int] = defaultdict(int)
    rows = list(named)
    for row in rows:
        counts[row.name] += 1
    return sorted(
        (row.line, file.by_name[row.name][0].first_line - row.line)
        for row in rows
        if counts[row.name] == 1 and len(file.by_name.get(row.name, ())) == 1
    )


def _shifts(anchors: list[tuple[int, int]], line: int) -> set[int]:
    """By how much the nearest anchors above and below `line` moved."""
    at = bisect_left(anchors, (line, -1 << 60))
    return {anchors[i][1] for i in (at - 1, at) if 0 <= i < len(anchors)}


def _match_named(
    file: _File, row: FunctionFact, anchors: list[tuple[int, int]], unmoved: bool, result: Matched
) -> None:
    found, how, reason = _find(file, row, anchors, unmoved)
    if found is not None:
        result.functions[found].append(row)
        result.how.setdefault(found, how)
    elif reason:
        result.unmatched.append((row, reason))
    else:
        result.module.append(row)


def _find(
    file: _File, row: FunctionFact, anchors: list[tuple[int, int]], unmoved: bool
) -> tuple[SourceFunction | None, Match, str]:
    """The function, how it was found, and why not. No function and no reason: a class body."""
    exact = file.at.get((row.line, row.name))
    if row.qualname is not None:
        same = file.by_qualname.get(row.qualname, ())
        if exact is not None and exact in same:
            return exact, "exact" if unmoved else "qualname", ""
        if len(same) == 1:
            return same[0], "qualname", ""
        return None, "qualname", AMBIGUOUS if same else NOT_THERE
    if unmoved:
        return exact, "exact", ""
    same = tuple(file.by_name.get(row.name, ()))
    bodies = [line for line, name in file.module if name == row.name]
    if not same:
        return None, "name", "" if len(bodies) == 1 else NOT_THERE
    if len(same) == 1 and not bodies:
        return same[0], "name", ""
    hits = {
        file.at[place] for shift in _shifts(anchors, row.line) if (place := (row.line + shift, row.name)) in file.at
    }
    if len(hits) == 1:
        return hits.pop(), "shifted", ""
    return None, "shifted", AMBIGUOUS


def _match_inner(
    file: _File, row: FunctionFact, anchors: list[tuple[int, int]], unmoved: bool, result: Matched
) -> None:
    shifts = {0} if unmoved else _shifts(anchors, row.line)
    places = {(row.line + shift, row.name) for shift in shifts}
    owners = {owner for place in places for owner in file.inner.get(place, ())}
    if len(owners) == 1 and not places & file.module:
        owner = owners.pop()
        result.inner[owner].append(row)
        result.how.setdefault(owner, "exact" if unmoved else "shifted")
    elif not owners and places & file.module:
        result.module.append(row)
    else:
        result.unmatched.append((row, MOVED_INNER))
