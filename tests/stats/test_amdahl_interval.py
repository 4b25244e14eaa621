"""The interval of Amdahl's law."""

import random

import pytest

from pivot_lsp.stats.amdahl import Uncertain, needed, overall, overall_interval, share_error

GUIDE = ((0.234, 12.0), (0.187, 8.0), (0.123, 6.0))


def parts(shares: float, speedups: float) -> list[Uncertain]:
    return [Uncertain((p - shares, p, p + shares), (s * (1 - speedups), s, s * (1 + speedups))) for p, s in GUIDE]


def test_golden_one_point_of_share_and_a_fifth_of_speed() -> None:
    low, estimate, high = overall_interval(parts(0.01, 0.2))
    assert (round(low, 2), round(estimate, 3), round(high, 2)) == (1.82, 1.925, 2.03)


def test_without_doubt_the_interval_is_the_figure() -> None:
    assert overall_interval(parts(0, 0)) == pytest.approx((overall(GUIDE),) * 3)
    assert overall_interval([]) == (1.0, 1.0, 1.0)


def test_more_doubt_is_wider() -> None:
    for seed in range(100):
        chance = random.Random(seed)
        small, large = sorted((chance.uniform(0, 0.05), chance.uniform(0, 0.05)))
        inner, outer = overall_interval(parts(small, small)), overall_interval(parts(large, large))
        assert outer[0] <= inner[0] <= inner[1] <= inner[2] <= outer[2]


def test_the_error_of_a_share() -> None:
    assert round(share_error(0.234, 100), 3) == 0.083
    assert round(share_error(0.234, 10_000), 3) == 0.008
    assert share_error(0.234, None) == 0


def test_what_a_claim_needs() -> None:
    assert needed(2.1, 0.544) == pytest.approx(26.9, abs=0.05)
    assert needed(2.2, 0.544) is None
