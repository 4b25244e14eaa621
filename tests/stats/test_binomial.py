"""Clopper-Pearson bounds against published values."""

import pytest

from pivot_lsp.stats.binomial import incomplete_beta, interval, upper_bound

# Two-sided 95 % and 99 % limits: Clopper and Pearson 1934; Documenta Geigy, Scientific Tables (1970), p. 89.
PUBLISHED = [
    (0, 10, 0.95, 0.0, 0.3085),
    (1, 10, 0.95, 0.0025, 0.4450),
    (5, 10, 0.95, 0.1871, 0.8129),
    (10, 10, 0.95, 0.6915, 1.0),
    (0, 20, 0.95, 0.0, 0.1684),
    (3, 20, 0.95, 0.0321, 0.3789),
    (0, 10, 0.99, 0.0, 0.4113),
    (81, 263, 0.95, 0.2527, 0.3676),  # Newcombe, Statistics in Medicine 17 (1998), table I
    (15, 148, 0.95, 0.0578, 0.1617),
    (1, 29, 0.95, 0.0009, 0.1776),
]


@pytest.mark.parametrize(("k", "n", "level", "low", "high"), PUBLISHED)
def test_two_sided_limits_agree_with_published_tables(k: int, n: int, level: float, low: float, high: float) -> None:
    assert interval(k, n, level) == (pytest.approx(low, abs=5.1e-5), pytest.approx(high, abs=5.1e-5))


@pytest.mark.parametrize(
    ("n", "level", "below"), [(2995, 0.95, 1e-3), (4603, 0.99, 1e-3), (29956, 0.95, 1e-4), (92099, 0.9999, 1e-4)]
)
def test_calls_needed_for_a_bound(n: int, level: float, below: float) -> None:
    """Without a mismatch, n calls suffice for the bound and n - 1 do not."""
    assert upper_bound(0, n, level) < below <= upper_bound(0, n - 1, level)


def test_one_mismatch_in_ten_thousand() -> None:
    assert upper_bound(1, 10_000) == pytest.approx(4.7430e-4, rel=1e-3)


def test_the_bound_covers_at_least_its_level() -> None:
    """Exact tail: at p = upper bound, seeing k or fewer has probability alpha."""
    import math

    for k, n in [(0, 7), (2, 13), (6, 9)]:
        p = upper_bound(k, n)
        tail = sum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1))
        assert tail == pytest.approx(0.05, rel=1e-9)


def test_incomplete_beta_is_symmetric() -> None:
    assert incomplete_beta(3.5, 8.0, 0.3) == pytest.approx(1 - incomplete_beta(8.0, 3.5, 0.7), rel=1e-13)


@pytest.mark.parametrize(("k", "n", "level"), [(-1, 3, 0.95), (4, 3, 0.95), (0, 0, 0.95), (0, 3, 1.0)])
def test_impossible_counts_are_errors(k: int, n: int, level: float) -> None:
    with pytest.raises(ValueError, match="needs"):
        upper_bound(k, n, level)
