"""Simplification keeps types and gets smaller."""

import pytest

from pivot_lsp.cases.values import decode, encode
from pivot_lsp.parity.shrink import simpler

VALUES = [
    7, -3, 2**70, 1.75, -0.5, float("nan"), "text", True, [3, 1], (2, "x"), {"a": 1, "b": [2]}, {1, 2},
    frozenset({"q"}),
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_simpler_value_has_the_same_type_and_differs(value: object) -> None:
    candidates = list(simpler(encode(value)))
    assert candidates
    for candidate in candidates:
        assert type(decode(candidate, str)) is type(value)
        assert candidate != encode(value)


@pytest.mark.parametrize("value", [0, 0.0, "", False, None, [], {}, ()], ids=repr)
def test_the_simplest_values_end_the_search(value: object) -> None:
    assert len(list(simpler(encode(value)))) <= 0


def test_shrinking_ends() -> None:
    """Always taking the first candidate reaches the end within a bounded number of steps."""
    node, steps = encode((("abc", [5, -9, 2**60]), {"k": 1.25})), 0
    while (following := next(simpler(node), None)) is not None:
        node, steps = following, steps + 1
        assert steps < 200
