"""Which function of today's source each measured row means. What cannot be told is unmatched, never guessed.

A profile may be older than the source, so a line alone proves nothing (on one release of sqlparse read against the
next, 64% of line-only hits are the wrong function). In one file, in order:
`exact`     every named row of the file hits a function of that name at that first line, and either the file is older
            than the profile or a name that is unique in it is among them: the file has not moved;
`qualname`  the format knows the qualified name, and one function has it (several: that at the exact line);
`name`      one function in the file has that bare name, and one row of the profile;
`shifted`   the row hits a function of its name after moving by as many lines as its uniquely named neighbours moved.
Samplers give lines that ran in place of the first line: these must lie inside the function, and where several share a
name (a property and its setter) the row is split by them. Rows of lambdas, generator expressions and comprehensions are
folded into the function that holds them, since no port takes them alone; rows of module and class bodies are told
apart, since they are nobody's function.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pivot_lsp.model.facts import FunctionFact, LineFact, changed
from pivot_lsp.model.hotspot import Match
from pivot_lsp.source.index import FileIndex, SourceFunction
from pivot_lsp.source.wrapped import PREFIX

NOT_THERE = "no function of this name in the file today"
AMBIGUOUS = "several functions have this name, and the file has changed since"
SHUFFLED = "the one function of this name is not where its neighbours went, so it may be another"
NO_LINES = "several functions have this name, and the format tells no lines"
MOVED_INNER = "the expression is not where it was, and nothing near it tells where it went"
INNER = re.compile(r"(?:\.<locals>)?\.?<\w+>$")
"""The end of a qualified name that a lambda or comprehension adds."""


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
        self.at: dict[tuple[int, str], SourceFunction] = {}
        self.by_qualname = index.by_qualname
        self.by_name: dict[str, list[SourceFunction]] = defaultdict(list)
        self.inner: dict[tuple[int, str], set[SourceFunction]] = defaultdict(set)
        self.module = set(index.module_lines)
        self.bodies = Counter(name for _, name in self.module)
        names = [function.name for function in index.functions]
        for name, function in zip(names, index.functions):
            self.at[function.first_line, name] = function
            self.by_name[name].append(function)
            for place in function.inner:
                self.inner[place].add(function)
        for name, function in zip(names, index.functions):
            behind = f"{PREFIX}{name}"  # a run behind a flag: legacy's code has the name that wrapping gave it
            if behind not in self.by_name or self.by_name[behind][0].name != behind:
                self.at.setdefault((function.first_line, behind), function)
                self.by_name[behind].append(function)
        self.classes = index.classes

    def known(self, row: FunctionFact) -> bool:
        """Whether the row is where it would be if the file had not changed."""
        if row.line_kind == "none":
            return bool(self.named(row)) or self.is_class(row)
        if row.line_kind == "executed":
            return bool(self.holding(row)) or self.is_class(row)
        return (row.line, row.name) in self.at or (row.line, row.name) in self.module

    def is_class(self, row: FunctionFact) -> bool:
        """Whether a row of a sampler is that of a class body."""
        return (row.qualname or row.name) in self.classes

    def named(self, row: FunctionFact) -> Sequence[SourceFunction]:
        """The functions that have the row's name, qualified where it is known."""
        return self.by_qualname.get(row.qualname, ()) if row.qualname else self.by_name.get(row.name, ())

    def holding(self, row: FunctionFact) -> dict[SourceFunction, list[LineFact]]:
        """The row's lines by the functions of its name that hold them; empty when one lies outside of all."""
        return _by_span(self.named(row), row)


def _by_span(functions: Sequence[SourceFunction], row: FunctionFact) -> dict[SourceFunction, list[LineFact]]:
    found: dict[SourceFunction, list[LineFact]] = defaultdict(list)
    for line in row.lines:
        around = [f for f in functions if f.first_line <= line.line <= f.end_line]
        if not around:
            return {}
        found[max(around, key=lambda f: f.first_line)].append(line)
    return dict(found)


def match(index: FileIndex, rows: Sequence[FunctionFact], taken_at: float, identical: bool = False) -> Matched:
    """Matches the rows of one file, all of one profile that was taken at `taken_at` (seconds since the epoch).

    `identical`: the profile carries the hash of the text that it was taken of, and it is that of today's file.
    """
    file = _File(index)
    result = Matched()
    named = [row for row in rows if not row.name.startswith("<")]
    moved = _Moved(file, named)
    repeated = {name for name, count in Counter(row.name for row in named).items() if count > 1}
    unmoved = identical or (
        all(map(file.known, named))
        and _inner_known(file, rows, named)
        and (index.modified <= taken_at or bool(moved.anchors))
    )
    for row in rows:
        if row.name == "<module>":
            result.module.append(row)
        elif row.name.startswith("<") and row.line_kind != "first":
            _match_sampled_inner(file, index, row, unmoved, result)
        elif row.name.startswith("<"):
            _match_inner(file, row, moved, unmoved, result)
        elif row.line_kind != "first":
            _match_sampled(file, row, unmoved, result)
        else:
            ordered = unmoved or row.line not in moved.shuffled
            _match_named(file, row, moved, (ordered, unmoved, row.name not in repeated), result)
    _part_rivals(moved, result)
    return result


class _Moved:
    """Where a file's lines have gone, found out when it is asked: a file that is as it was needs none of it."""

    def __init__(self, file: _File, named: Sequence[FunctionFact]) -> None:
        self._file = file
        self._named = named

    @cached_property
    def _found(self) -> tuple[list[tuple[int, int]], set[int]]:
        return _anchors(self._file, [row for row in self._named if row.line_kind == "first"])

    @property
    def anchors(self) -> list[tuple[int, int]]:
        """(line in the profile, lines moved) by line."""
        return self._found[0]

    @property
    def shuffled(self) -> set[int]:
        """Lines of rows that stand out of order."""
        return self._found[1]


def _part_rivals(moved: _Moved, result: Matched) -> None:
    """Where rows of several first lines claim one function, at most the one that is where its neighbours went has it.

    No function begins on two lines: one of the rows is of another that had its name and is gone, such as a setter.
    """
    for function, rows in list(result.functions.items()):
        claims = [row for row in rows if row.line_kind == "first"]
        if len({(row.line, row.name) for row in claims}) < 2:
            continue
        there = {
            row.line
            for row in claims
            if {row.line + by for by in _shifts(moved.anchors, row.line)} == {function.first_line}
        }
        kept = [row for row in rows if row.line_kind != "first" or (len(there) == 1 and row.line in there)]
        result.unmatched += [(row, AMBIGUOUS) for row in claims if not any(row is other for other in kept)]
        result.functions[function] = kept
        if not kept:
            del result.functions[function]
            if function not in result.inner:
                del result.how[function]


def fits(index: FileIndex, rows: Sequence[FunctionFact], least: int) -> bool:
    """Whether all rows are where this file has them, `least` of them telling: what a name without folders needs."""
    named = [row for row in rows if not row.name.startswith("<")]
    telling = [row for row in named if row.line_kind != "none" or least > 1]
    return len(telling) >= least and all(map(_File(index).known, named))


def _inner_known(file: _File, rows: Iterable[FunctionFact], named: list[FunctionFact]) -> bool:
    """Where no named row vouches for the file, its lambdas and comprehensions must all be where they were."""
    if named:
        return True
    places = [(row.line, row.name) for row in rows if row.name != "<module>" and row.line_kind == "first"]
    return all(place in file.inner or place in file.module for place in places)


def _anchors(file: _File, named: Sequence[FunctionFact]) -> tuple[list[tuple[int, int]], set[int]]:
    """((line in the profile, lines moved) by line, lines of rows that stand out of order).

    The first anchors are the functions and class bodies whose name alone identifies them. Files grow and shrink but
    are seldom shuffled: where names lie in another order than before, the fewest that break it are no anchors, for
    such a method may be a new one of that name after the old one went. Then rows of ambiguous names that hit a function
    of theirs after moving with their neighbours are anchors too, until no more are found.
    """
    counts: dict[str, int] = defaultdict(int)
    for row in named:
        counts[row.name] += 1
    bodies = {name: line for line, name in file.module if file.bodies[name] == 1 and name not in file.by_name}
    functions = {name: found[0].first_line for name, found in file.by_name.items() if len(found) == 1}
    places = bodies | {name: line for name, line in functions.items() if name not in file.bodies}
    pairs = sorted((row.line, places[row.name]) for row in named if counts[row.name] == 1 and row.name in places)
    kept = _increasing(pairs)
    shuffled = {line for line, _ in pairs} - {line for line, _ in kept}
    anchors = [(line, today - line) for line, today in kept]
    waiting = [row for row in named if row.qualname is None and len(file.by_name.get(row.name, ())) > 1]
    while waiting:
        hits = {row.line: found for row in waiting if (found := _shifted(file, row, anchors)) is not None}
        if not hits:
            break
        anchors = sorted([*anchors, *((line, found.first_line - line) for line, found in hits.items())])
        waiting = [row for row in waiting if row.line not in hits]
    return anchors, shuffled


def _increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence of (then, today) in which both rise."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (_, today) in enumerate(pairs):
        place = bisect_left(tails, today)
        before.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [today]
        ends[place : place + 1] = [at]
    kept: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.append(pairs[at])
        at = before[at]
    return kept[::-1]


def _shifted(file: _File, row: FunctionFact, anchors: list[tuple[int, int]]) -> SourceFunction | None:
    """The one function of the row's name that lies where it would be had it moved as its nearest neighbours did."""
    places = ((row.line + shift, row.name) for shift in _shifts(anchors, row.line))
    hits = {file.at[place] for place in places if place in file.at}
    if hits:
        return hits.pop() if len(hits) == 1 else None
    return _between(file, row, anchors)


def _between(file: _File, row: FunctionFact, anchors: list[tuple[int, int]]) -> SourceFunction | None:
    """The one function of the row's name between where its two neighbours are today, both near it then."""
    at = bisect_left(anchors, (row.line, -1 << 60))
    if not 0 < at < len(anchors):
        return None
    (above, up), (below, down) = anchors[at - 1], anchors[at]
    inside = [f for f in file.by_name[row.name] if above + up < f.first_line < below + down]
    return inside[0] if len(inside) == 1 else None


def _shifts(anchors: list[tuple[int, int]], line: int) -> set[int]:
    """By how much the nearest anchors above and below `line` moved."""
    at = bisect_left(anchors, (line, -1 << 60))
    return {anchors[i][1] for i in (at - 1, at) if 0 <= i < len(anchors)}


def _match_named(file: _File, row: FunctionFact, moved: _Moved, told: tuple[bool, bool, bool], result: Matched) -> None:
    """`told`: whether the row is in its neighbours' order, the file has not moved, and no other row has its name."""
    ordered, unmoved, alone = told
    found, how, reason = _find(file, row, moved, unmoved, alone)
    if found is not None and how == "name" and not ordered and found.qualname != found.name:
        found, reason = None, SHUFFLED
    if found is not None:
        result.functions[found].append(row)
        result.how.setdefault(found, how)
    elif reason:
        result.unmatched.append((row, reason))
    else:
        result.module.append(row)


def _find(
    file: _File, row: FunctionFact, moved: _Moved, unmoved: bool, alone: bool
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
    if len(same) == 1 and not bodies and alone:
        return same[0], "name", ""
    if len(same) == 1 and not bodies:  # of several functions of this name one is left: which?
        hit = any((row.line + by, row.name) in file.at for by in _shifts(moved.anchors, row.line))
        return (same[0], "shifted", "") if hit else (None, "shifted", AMBIGUOUS)
    found = _shifted(file, row, moved.anchors)
    return found, "shifted", "" if found is not None else AMBIGUOUS


def _match_inner(file: _File, row: FunctionFact, moved: _Moved, unmoved: bool, result: Matched) -> None:
    shifts = {0} if unmoved else _shifts(moved.anchors, row.line)
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


def _match_sampled(file: _File, row: FunctionFact, unmoved: bool, result: Matched) -> None:
    """A row whose lines are those that ran, or that has none."""
    same = file.named(row)
    if not same:
        if file.is_class(row):
            result.module.append(row)
        else:
            result.unmatched.append((row, NOT_THERE))
        return
    how: Match = "exact" if unmoved and row.lines else "qualname" if row.qualname else "name"
    if len(same) == 1:
        _give(result.functions, result, same[0], row, how)
        return
    holding = file.holding(row) if unmoved else {}
    if not holding:
        result.unmatched.append((row, AMBIGUOUS if row.lines else NO_LINES))
    for function, lines in holding.items():
        _give(result.functions, result, function, _part(row, lines) if len(holding) > 1 else row, how)


def _part(row: FunctionFact, lines: list[LineFact]) -> FunctionFact:
    """What of a row happened on `lines`; cumulative times of lines overlap, so their sum is a bound."""
    own = sum(line.self_s for line in lines)
    share = own / row.self_s if row.self_s > 0 else 0.0
    return changed(
        row,
        self_s=own,
        own_s=row.own_s * share,
        waiting_s=row.waiting_s * share,
        cumulative_s=min(row.cumulative_s, sum(line.cumulative_s for line in lines)),
        line=lines[0].line,
        lines=lines,
    )


def _match_sampled_inner(file: _File, index: FileIndex, row: FunctionFact, unmoved: bool, result: Matched) -> None:
    """A lambda's or comprehension's row of a sampler, by the qualified name of what holds it, or by its lines."""
    if row.qualname is not None:
        owner = row.qualname
        while (outer := INNER.sub("", owner)) != owner:
            owner = outer
        if not owner or owner in file.classes:
            result.module.append(row)
            return
        owners: Sequence[SourceFunction] = file.by_qualname.get(owner, ())
    else:
        owners = index.functions
    if len(owners) == 1 and row.qualname is not None:
        _give(result.inner, result, owners[0], row, "exact" if unmoved else "qualname")
        return
    holding = _by_span(owners, row) if unmoved else {}
    if not holding:
        in_module = unmoved and row.qualname is None and bool(row.lines)
        if in_module:
            result.module.append(row)
        else:
            result.unmatched.append((row, MOVED_INNER))
    for function, lines in holding.items():
        _give(result.inner, result, function, _part(row, lines) if len(holding) > 1 else row, "exact")


def _give(
    where: dict[SourceFunction, list[FunctionFact]],
    result: Matched,
    function: SourceFunction,
    row: FunctionFact,
    how: Match,
) -> None:
    where[function].append(row)
    result.how.setdefault(function, how)
