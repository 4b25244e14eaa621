"""Breaks long lines of C++ where a reader would: after an opening bracket, one argument a line; before an operator.

Keeps true: only white space between tokens changes, never inside a literal.
"""

from collections.abc import Iterable, Iterator

WIDTH = 120
_INDENT = "    "
_PAIRS = {"(": ")", "{": "}", "[": "]"}
_OPERATORS = (" || ", " && ", " ? ", " : ", " + ")


def lay_out(lines: Iterable[str]) -> list[str]:
    """The same lines, none longer than WIDTH where it can be helped."""
    return [part for line in lines for part in _broken(line)]


def _broken(line: str) -> list[str]:
    if len(line) <= WIDTH:
        return [line]
    text = line.lstrip()
    indent = line[: len(line) - len(text)]
    if text.startswith("//"):
        return list(_comment(text, indent))
    for attempt in (_at_bracket, _at_operator):
        if (found := attempt(text, indent)) is not None:
            return [part for one in found for part in _broken(one)]
    return [line]


def _comment(text: str, indent: str) -> Iterator[str]:
    mark, _, rest = text.partition(" ")
    line = indent + mark
    for word in rest.split(" "):
        if len(line) + 1 + len(word) > WIDTH and line != indent + mark:
            yield line
            line = indent + mark
        line += " " + word
    yield line


def _tops(text: str) -> Iterator[tuple[int, int, str]]:
    """(place, depth, character) of what is outside of literals; an opening bracket has the depth around it."""
    depth = 0
    place = 0
    while place < len(text):
        c = text[place]
        if c == '"':
            place += 1
            while place < len(text) and text[place] != '"':
                place += 2 if text[place] == "\\" else 1
        elif c in _PAIRS or _opens_template(text, place):
            yield place, depth, c
            depth += 1
        elif c in ")}]" or _closes_template(text, place):
            depth -= 1
            yield place, depth, c
        else:
            yield place, depth, c
        place += 1


def _opens_template(text: str, place: int) -> bool:
    """A `<` with nothing between it and a name; a comparison has spaces around it."""
    return text[place] == "<" and place > 0 and text[place - 1] != " "


def _closes_template(text: str, place: int) -> bool:
    return text[place] == ">" and place > 0 and text[place - 1] not in " -"


def _at_bracket(text: str, indent: str) -> list[str] | None:
    """The widest outermost bracket, its contents on lines of their own. Brackets that close elsewhere stay."""
    best: tuple[int, int] | None = None
    opened: int | None = None
    for place, depth, c in _tops(text):
        if depth == 0 and c in "({":
            opened = place
        elif depth == 0 and c in ")}" and opened is not None:
            if place - opened > 1 and (best is None or place - opened > best[1] - best[0]):
                best = (opened, place)
            opened = None
    if best is None or best[1] - best[0] < 20:
        return None
    first, last = best
    body = text[first] == "{" and text[:first].rstrip().endswith(("]", ")"))  # of a lambda: a statement
    items = [text[first + 1 : last].strip()] if body else _split(text[first + 1 : last])
    inside = [f"{indent}{_INDENT}{item}{',' if i + 1 < len(items) else ''}" for i, item in enumerate(items)]
    return [indent + text[: first + 1], *inside, indent + text[last:]]


def _split(text: str) -> list[str]:
    """`a, f(b, c)` as [a, f(b, c)]."""
    cuts = [place for place, depth, c in _tops(text) if depth == 0 and c == ","]
    starts = [0, *(c + 1 for c in cuts)]
    return [text[a:b].strip() for a, b in zip(starts, [*cuts, len(text)], strict=True)]


def _at_operator(text: str, indent: str) -> list[str] | None:
    """Before each of the loosest operators outside of brackets."""
    places = [place for place, depth, _ in _tops(text) if depth == 0]
    for operator in _OPERATORS:
        cuts = [p for p in places if text.startswith(operator, p) and p > 0]
        if cuts:
            starts = [0, *(c + 1 for c in cuts)]
            parts = [text[a:b].strip() for a, b in zip(starts, [*cuts, len(text)], strict=True)]
            return [indent + parts[0], *(f"{indent}{_INDENT}{p}" for p in parts[1:])]
    return None
