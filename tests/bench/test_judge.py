"""Verdicts of paired rounds: what noise may not do, and what a real gain must."""

import random

import pytest

from pivot_lsp.bench.judge import judge_rounds
from pivot_lsp.bench.timing import Result, Value


def rounds(
    seed: int, speedup: float = 1.0, noise: float = 0.03, bias: float = 1.0, descheduled: float = 1.0
) -> list[Result]:
    """5 processes of 15 rounds and one group: each round has its own speed, each value its own noise."""
    chance = random.Random(seed)
    found = []
    for _ in range(5):
        process = chance.lognormvariate(0.0, 0.05)
        rows = []
        for _ in range(15):
            pace = process * chance.lognormvariate(0.0, 0.2)

            def value(factor: float, pace: float = pace) -> Value:
                cpu = 1e6 * pace * factor * chance.lognormvariate(0.0, noise)
                return Value(wall=cpu * descheduled, cpu=cpu)

            rows.append([{"legacy": value(1.0), "control": value(bias), "vessel": value(1.0 / speedup)}])
        found.append(Result(rows, None, None))
    return found


def test_identical_code_is_not_called_faster() -> None:
    """100 simulated A/A runs, seeded: at most 12 intervals exclude 1, and none is called faster."""
    found = [judge_rounds(rounds(seed), seed, resamples=200) for seed in range(100)]
    assert sum(not each.wall.low <= 1.0 <= each.wall.high for each in found) <= 12
    assert [each.verdict for each in found if each.verdict == "faster"] == []


def test_a_real_gain_is_seen_with_its_size() -> None:
    found = judge_rounds(rounds(1, speedup=1.5))
    assert found.verdict == "faster"
    assert found.wall.low < 1.5 < found.wall.high
    assert found.wall.high - found.wall.low < 0.1


def test_a_loss_is_seen() -> None:
    assert judge_rounds(rounds(2, speedup=0.5)).verdict == "slower"


@pytest.mark.parametrize(("bias", "noise"), [(1.1, 0.03), (1.0, 0.9)])
def test_without_a_clean_control_there_is_no_verdict(bias: float, noise: float) -> None:
    found = judge_rounds(rounds(3, speedup=3.0, bias=bias, noise=noise))
    assert not found.control.passed
    assert found.verdict is None
    assert "noisy" in found.reason


def test_descheduled_processes_are_judged_by_processor_time() -> None:
    found = judge_rounds(rounds(4, descheduled=1.5))
    assert found.clock == "cpu"
