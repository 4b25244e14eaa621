"""The size of an argument: elements, characters, and the largest int, whatever it is wrapped in."""

import pytest

from pivot_lsp.parity.slowness import size_of


@pytest.mark.parametrize(
    ("encoded", "size"),
    [
        (7, (0, 7)),
        ({"$i": "-0x100000000000000000"}, (0, 2.0**68)),
        ({"$f": "0x1.8p+0"}, (0, 0)),
        ("abc", (3, 0)),
        ([1, -9, "xy"], (5, 9)),
        ({"$t": [1, {"$f": "nan"}]}, (2, 1)),
        ({"$d": [["k", 5]]}, (4, 5)),
        ({"$c": "module:Class", "v": [["field", "ab"], ["other", 4]]}, (2, 4)),
        ({"$def": 0, "v": [1, 2]}, (2, 2)),
    ],
    ids=str,
)
def test_size(encoded: object, size: tuple[float, float]) -> None:
    assert size_of(encoded) == size
