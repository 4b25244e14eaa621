"""Amdahl's law on the guide's own figures, and its edges."""

import math

import pytest

from pivot_lsp.stats import amdahl

GUIDE = [(0.234, 12.0), (0.187, 8.0), (0.123, 6.0)]
"""Share and claimed speed-up of the guide's first three candidates."""


def test_the_guides_three_candidates_give_1_93_and_not_2_1() -> None:
    assert amdahl.overall(GUIDE) == pytest.approx(1.0 / (1 - 0.544 + 0.0195 + 0.023375 + 0.0205))
    assert amdahl.overall(GUIDE) == pytest.approx(1.93, abs=0.005)


def test_at_infinite_speed_they_give_2_19() -> None:
    assert amdahl.ceiling(share for share, _ in GUIDE) == pytest.approx(1 / 0.456)


def test_five_candidates_with_70_5_percent_cannot_reach_4_2() -> None:
    assert amdahl.ceiling([0.705]) == pytest.approx(3.39, abs=0.005)
    assert amdahl.ceiling([0.762]) > 4.2


@pytest.mark.parametrize(
    ("parts", "speedup"),
    [([], 1.0), ([(0.5, 2.0)], 4 / 3), ([(1.0, 4.0)], 4.0), ([(0.5, 1.0)], 1.0), ([(0.5, 0.5)], 2 / 3)],
)
def test_known_values(parts: list[amdahl.Part], speedup: float) -> None:
    assert amdahl.overall(parts) == pytest.approx(speedup)


def test_everything_at_infinite_speed_is_infinite() -> None:
    assert amdahl.ceiling([0.5, 0.5]) == math.inf


def test_what_is_saved_is_negative_when_the_part_gets_slower() -> None:
    assert amdahl.saved(0.2, 4.0) == pytest.approx(0.15)
    assert amdahl.saved(0.2, 0.5) == pytest.approx(-0.2)


@pytest.mark.parametrize(
    "parts", [[(1.1, 2.0)], [(-0.1, 2.0)], [(0.5, 0.0)], [(0.6, 2.0), (0.6, 2.0)], [(math.nan, 2)]]
)
def test_shares_that_cannot_be_disjoint_are_refused(parts: list[amdahl.Part]) -> None:
    with pytest.raises(ValueError, match="share"):
        amdahl.overall(parts)
