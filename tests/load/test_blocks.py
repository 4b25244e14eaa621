"""Quantiles with a bootstrap over blocks of time."""

import random

import pytest

from pivot_lsp.stats.blocks import mean_interval, quantile, quantile_intervals


def test_nearest_rank() -> None:
    values = [1.0, 2.0, 3.0, 4.0]
    assert [quantile(values, share) for share in (0.0, 0.25, 0.5, 0.51, 1.0)] == [1, 1, 2, 3, 4]


def test_the_same_blocks_give_the_same_interval_and_the_estimate_is_inside() -> None:
    chance = random.Random(1)
    blocks = [[chance.expovariate(1) for _ in range(50)] for _ in range(20)]
    first, again = quantile_intervals(blocks, (0.5, 0.95)), quantile_intervals(blocks, (0.5, 0.95))
    assert first == again
    assert all(one.low <= one.estimate <= one.high for one in first)
    assert first[0].estimate == pytest.approx(0.69, abs=0.08)


def test_blocks_that_differ_widen_the_interval_and_a_plain_bootstrap_would_not() -> None:
    """A second in which everything waited is one event, not a hundred."""
    calm, stalled = [10.0] * 100, [900.0] * 100
    (one,) = quantile_intervals([calm] * 19 + [stalled], (0.95,))
    assert (one.low, one.high) == (10.0, 900.0)


def test_the_interval_covers_the_median_about_as_often_as_it_says() -> None:
    hits = 0
    for seed in range(120):
        chance = random.Random(seed)
        blocks = [[chance.gauss(0, 1) for _ in range(20)] for _ in range(15)]
        (one,) = quantile_intervals(blocks, (0.5,), resamples=150, seed=seed)
        hits += one.low <= 0 <= one.high
    assert hits >= 0.87 * 120


def test_means() -> None:
    one = mean_interval([1.0, 2.0, 3.0])
    assert one.low <= one.estimate == 2.0 <= one.high
    with pytest.raises(ValueError, match="needs a value"):
        mean_interval([])
    with pytest.raises(ValueError, match="needs a value"):
        quantile_intervals([[], []], (0.5,))
