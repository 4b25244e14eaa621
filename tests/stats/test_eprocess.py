"""The test of two arms: golden values, what it must never do, and what stages announce from it."""

import math
import random

import pytest

from pivot_lsp.stats.eprocess import ALTERNATIVES, RATIOS, REACH, TRIGGER, EProcess, Look, errors_to_fire, log_e
from pivot_lsp.stats.power import calls_to_detect, chance

GRID = [RATIOS[REACH + offset] for offset in (4, 6, 12, 20, 30, 40)]


def by_hand(k, j, w):
    return math.log(sum((r / (w * r + 1 - w)) ** k * (1 / (w * r + 1 - w)) ** j for r in GRID) / len(GRID))


def test_the_grid_has_the_alternatives():
    assert [round(math.log10(a) * 20) for a in ALTERNATIVES] == [4, 6, 12, 20, 30, 40]


@pytest.mark.parametrize(("k", "j", "w"), [(3, 0, 0.01), (1, 9, 0.1), (5, 5, 0.5), (0, 4, 0.3), (20, 2, 0.5)])
def test_one_look_is_the_formula(k, j, w):
    process = EProcess()
    n = round(1000 * w)
    assert process.add(Look(n, k, 1000 - n, j)) == pytest.approx(by_hand(k, j, w), rel=1e-9)
    assert log_e(k, j, w) == pytest.approx(by_hand(k, j, w), rel=1e-9)


def test_the_trigger_alone_is_the_same_test():
    whole, narrow = EProcess(), EProcess(only=TRIGGER)
    for look in (Look(10, 1, 90, 2), Look(20, 3, 80, 1), Look(5, 2, 95, 0)):
        assert whole.add(look) == narrow.add(look)


def test_golden():
    """The formula of the module's docstring in 50 decimal digits."""
    assert log_e(3, 0, 0.01) == pytest.approx(10.071288982917856, rel=1e-12)
    assert log_e(12, 0, 0.5) == pytest.approx(7.205426013486054, rel=1e-12)
    assert log_e(0, 0, 0.5) == 0.0


def test_looks_without_errors_or_with_one_arm_say_nothing():
    process = EProcess()
    for look in (Look(0, 0, 0, 0), Look(100, 0, 900, 0), Look(100, 100, 0, 0), Look(0, 0, 100, 100)):
        assert process.add(look) == 0.0
    assert process.bounds() == (0.0, math.inf)


def test_an_outage_of_both_arms_is_no_evidence():
    process = EProcess()
    for _ in range(50):
        process.add(Look(100, 50, 900, 450))
    assert process.peak < 1


def test_the_bounds_hold_the_true_ratio_and_close_in_on_it():
    rng = random.Random(1)
    process = EProcess()
    for _ in range(400):
        k = sum(rng.random() < 0.06 for _ in range(50))
        j = sum(rng.random() < 0.02 for _ in range(50))
        process.add(Look(50, k, 50, j))
    low, high = process.bounds()
    assert low < 3 < high
    assert (low > 2, high < 4.5) == (True, True)
    assert process.peak > -math.log(0.001)


def test_how_many_errors_switch_off():
    assert [errors_to_fire(j, 0.01) for j in (0, 1, 10)] == [3, 3, 4]
    assert errors_to_fire(0, 0.5) == 12
    for j in (0, 7, 40):
        fires = errors_to_fire(j, 0.1)
        assert log_e(fires, j, 0.1) >= -math.log(0.001) > log_e(fires - 1, j, 0.1)


def test_what_is_announced_is_enough_in_simulation():
    """2,000 single looks at the announced exposure: at least 88% of them fire (90% announced)."""
    rng = random.Random(7)
    for w, ratio, rate in ((0.1, 10.0, 2e-3), (0.5, 5.0, 1e-3)):
        calls = calls_to_detect(ratio, rate, w)
        fired = 0
        for _ in range(2000):
            k = _poisson(rng, calls * rate * ratio)
            j = _poisson(rng, calls * rate * (1 - w) / w)
            fired += log_e(k, j, w) >= -math.log(0.001)
        assert fired >= 0.88 * 2000
        assert chance(calls, ratio, rate, w) >= 0.9


def _poisson(rng, mean):
    limit, count, product = math.exp(-mean), 0, rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count


@pytest.mark.parametrize(("ratio", "rate", "w"), [(10, 2e-4, 0.0), (10, 2e-4, 1.0), (10, 0.0, 0.5), (1.0, 0.1, 0.5)])
def test_what_cannot_be_told_is_not_announced(ratio, rate, w):
    assert calls_to_detect(ratio, rate, w) is None
