"""The bootstrap interval: deterministic, and covering as often as it says."""

import random

import pytest

from pivot_lsp.stats.bootstrap import median_interval


def test_same_values_and_seed_give_the_same_interval() -> None:
    groups = [[1.0, 1.1, 0.9], [1.2, 1.0, 1.05]]
    assert median_interval(groups, seed=3) == median_interval(groups, seed=3)


def test_constant_values_have_no_width() -> None:
    assert median_interval([[2.0] * 5] * 3).half_width == 0.0


def test_the_interval_covers_the_true_median() -> None:
    """120 simulated runs of 5 processes with 12 values: at 95 % nominal, at least 85 % must cover (seeded)."""
    chance = random.Random(11)
    covered = 0
    for trial in range(120):
        groups = [[chance.lognormvariate(0.0, 0.1) for _ in range(12)] for _ in range(5)]
        found = median_interval(groups, resamples=200, seed=trial)
        covered += found.low <= 1.0 <= found.high
    assert covered >= 0.85 * 120


def test_no_values_are_an_error() -> None:
    with pytest.raises(ValueError, match="empty"):
        median_interval([[1.0], []])
