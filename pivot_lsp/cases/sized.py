"""A call cut to sizes: what a benchmark times to find the size from which a port gains.

Invariant: a cut call differs from the whole one only in that its arguments with elements are no longer than the size.
"""

import json
from collections.abc import Iterator
from typing import Any

from pivot_lsp.cases.pools import by_key

STEP = 1.25
"""Between one size and the next."""


def length(value: Any) -> int:
    """Elements or characters of an encoded argument; 0 for what has none."""
    if isinstance(value, dict):
        tag = next(iter(value))
        return len(value[tag]) if tag == "$t" or (tag == "$d" and not by_key(value[tag])) else 0
    return len(value) if isinstance(value, list | str) else 0


def cut(value: Any, size: int) -> Any:
    """The argument with at most `size` elements."""
    if isinstance(value, dict):
        tag = next(iter(value))
        return {tag: value[tag][:size]} if tag == "$d" and not by_key(value[tag]) else value
    return value[:size] if isinstance(value, list | str) else value


def cut_calls(args: list[Any], kwargs: dict[str, Any]) -> Iterator[tuple[int, list[Any], dict[str, Any]]]:
    """(size, args, kwargs) with rising sizes, the whole call last. None of a call that holds one object twice: the
    second place would name what was cut away."""
    values = [*args, *kwargs.values()]
    longest = max((length(value) for value in values if cut(value, 0) != value), default=0)
    if not longest or '"$ref"' in json.dumps(values):
        return
    size = 1
    while size < longest:
        yield size, [cut(value, size) for value in args], {name: cut(value, size) for name, value in kwargs.items()}
        size = max(size + 1, int(size * STEP))
    yield longest, args, kwargs
