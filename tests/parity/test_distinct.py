"""The table of calls already met."""

import random

from pivot_lsp.parity.distinct import FIRST, Distinct


def test_each_key_is_new_once_through_growth() -> None:
    chance = random.Random(3)
    keys = [chance.getrandbits(64) for _ in range(3 * FIRST)] + [0, 1, 2**64 - 1, FIRST, 2 * FIRST]
    keys = list(dict.fromkeys(keys))
    met = Distinct()
    assert [met.add(key) for key in keys if key != 1] == [True] * (len(keys) - 1)
    assert not any(met.add(key) for key in keys if key != 1)
    assert len(met) == len(keys) - 1
    assert not met.add(1), "0 and 1 are one key: a chance of 2**-63 among others"


def test_room_made_beforehand_keeps_what_is_there() -> None:
    met = Distinct()
    keys = [key * 0x9E3779B97F4A7C15 % 2**64 for key in range(1, 200)]
    for key in keys:
        met.add(key)
    met.expect(10 * FIRST)
    assert not any(met.add(key) for key in keys)
    assert met.add(12345)
