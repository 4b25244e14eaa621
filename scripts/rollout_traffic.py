"""Traffic on the sample ERP's reorder points, as buyers make it: `rollout_traffic.py SEED SECONDS`, run in the ERP.

Each answer is compared with legacy's own; the process counts and prints wrong ones, of which there must be none.
"""

import sys
import time
from random import Random

sys.path.insert(0, "")

from inventory.stock_calculator import calculate_reorder_points
from simulation import requests
from simulation.goods import SUPPLIERS, catalogue

FAULTS = 30
"""One request in so many must be refused by the ERP."""


def outcome(function: object, *args: object) -> object:
    """What a call gives or raises."""
    try:
        return function(*args)  # type: ignore[operator]
    except ValueError as error:
        return type(error), error.args


def main() -> int:
    """Asks until the time is over."""
    rng, seconds = Random(int(sys.argv[1])), float(sys.argv[2])
    goods = list(catalogue(rng).values())
    legacy = getattr(calculate_reorder_points, "__pivot_legacy__", calculate_reorder_points)
    terms = {**SUPPLIERS, "Slow Boat": 400}
    calls = wrong = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        chosen = rng.sample(goods, rng.choice([1, 1, 2, 2, 3, 5]))
        products = [requests.demand(rng, product, rng.choice([0, 5, 20, 60, 90])) for product in chosen]
        policy = requests.policy(rng)
        if calls % FAULTS == FAULTS - 1:
            products, policy = requests.bad_reorder(products, policy, calls)
        expected = outcome(legacy, products, terms, policy)
        wrong += repr(outcome(calculate_reorder_points, products, terms, policy)) != repr(expected)
        calls += 1
    print(f"{calls} calls, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
