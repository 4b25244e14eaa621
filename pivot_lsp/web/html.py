"""HTML as values: what is not `Safe` is escaped, so no text of a stranger can become markup.

Invariant: `Safe` is made only here, from tags and attributes written in this package and from escaped text.
"""

import re
from html import escape


class Safe(str):
    """Markup that is known to be well-formed."""

    __slots__ = ()


Child = str | int | float | None
VOID = {"wbr", "meta", "link", "line", "rect", "path", "polyline", "circle", "br"}


def text(value: Child) -> Safe:
    """A child as markup: `Safe` as it is, anything else escaped; control characters, which no page may hold, go."""
    if isinstance(value, Safe):
        return value
    shown = "" if value is None else str(value)
    return Safe(escape("".join(c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in shown)))


def tag(name: str, /, *children: Child, **attributes: str | int | float | bool | None) -> Safe:
    """An element. `class_` and `aria_label` become `class` and `aria-label`; True is a bare attribute, None is none."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{text(_plain(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in VOID:
        return Safe(f"<{name}{written}>" if name in ("meta", "link", "br", "wbr") else f"<{name}{written}/>")
    return Safe(f"<{name}{written}>{join(*children)}</{name}>")


def _plain(value: str | int | float | bool) -> Child:
    """Attributes are always escaped, also when the value is markup elsewhere."""
    return str.__str__(value) if isinstance(value, Safe) else value


def join(*children: Child) -> Safe:
    """Children in a row."""
    return Safe("".join(text(child) for child in children))


def soft(name: str) -> Safe:
    """A dotted name or a path that may be broken at its joints."""
    parts = re.split(r"(?<=[./_:])(?=[^./_:])", name)
    return Safe(tag("wbr").join(text(part) for part in parts))


def table(
    caption: str, head: list[str], rows: list[list[Child]], empty: str, numbers: frozenset[int] = frozenset()
) -> Safe:
    """A table with a caption and column headings, or a sentence when there is no row. `numbers`: columns set right."""
    if not rows:
        return tag("p", empty, class_="none")
    classes = ["n" if at in numbers else None for at in range(len(head))]
    body = [tag("tr", *(tag("td", cell, class_=kind) for cell, kind in zip(row, classes))) for row in rows]
    heading = tag("tr", *(tag("th", name, scope="col", class_=kind) for name, kind in zip(head, classes)))
    inner = tag("table", tag("caption", caption), tag("thead", heading), tag("tbody", *body))
    return tag("div", inner, class_="scroll", tabindex=0, role="region", aria_label=caption)
