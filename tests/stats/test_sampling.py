"""Sampling error against figures computed by hand."""

import pytest

from pivot_lsp.stats.sampling import half_width


@pytest.mark.parametrize(("samples", "points"), [(1_000, 1.351), (10_000, 0.427), (100_000, 0.135)])
def test_of_a_five_percent_share(samples: int, points: float) -> None:
    assert 100 * half_width(0.05, samples) == pytest.approx(points, abs=0.001)


def test_of_nothing_seen_it_is_not_zero() -> None:
    assert half_width(0.0, 100) == pytest.approx(0.5 * 1.959964**2 / (100 + 1.959964**2))


@pytest.mark.parametrize(("share", "samples"), [(1.1, 10), (-0.1, 10), (0.5, 0)])
def test_what_is_no_share_is_refused(share: float, samples: int) -> None:
    with pytest.raises(ValueError, match="a share is in"):
        half_width(share, samples)
