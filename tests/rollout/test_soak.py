"""A few seconds of what `make soak-flags` does for five minutes (docs/evidence/soak.md)."""

from benchmarks.rollout_soak import soak


def test_nothing_is_wrong_lost_or_stuck_while_flags_flap_and_break(tmp_path, library):
    result = soak(tmp_path, library, seconds=3.0, seed=7)
    assert result.good, result
    assert result.calls > 1000
