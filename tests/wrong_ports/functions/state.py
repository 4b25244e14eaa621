"""What a port with a memory gets wrong."""

from typing import Any

_kept: dict[Any, Any] = {}
_seen: set[Any] = set()
_count: list[int] = []
_shared: dict[str, int] = {}

def gross(net: float, country: str) -> float:
    """With tax."""
    rate = 0.19 if country == "DE" else 0.2 if country == "FR" else 0.0
    return round(net * (1 + rate), 2)


def scaled(rows: list[list[float]], factor: float) -> list[list[float]]:
    """New rows; the given ones stay."""
    return [[value * factor for value in row] for row in rows]


def tally(words: list[str]) -> dict[str, int]:
    """How often each stands there."""
    found: dict[str, int] = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return found


def add_tag(tags: list[str], tag: str) -> list[str]:
    """The same list, with the tag when it was not there."""
    if tag not in tags:
        tags.append(tag)
    return tags


def sequence(start: int, count: int) -> list[int]:
    """`count` numbers from `start`, at most 50."""
    return [start + i for i in range(min(count, 50))]
