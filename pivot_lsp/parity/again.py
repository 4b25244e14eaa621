"""A sample of the judged calls once more, each twice in a row, in another order, and with what came back changed in
between as a caller may change it, and in the very objects of the call before, filled anew: what an implementation
remembers of earlier calls shows. Besides, what who holds on to objects can see (`keepsakes`) is compared, and strings
hash otherwise than they did before.

Invariants: both sides run the same calls in the same order in fresh processes of their own; a call on which legacy
itself answers otherwise than before is no fault of the vessel, and is counted as `remembered`.
"""

import random
from dataclasses import replace

from pivot_lsp.parity.campaign import SECOND_HASH_SEED, Campaign, Judged, Mismatch, Progress
from pivot_lsp.parity.compare import Difference, difference
from pivot_lsp.parity.floats import Distance
from pivot_lsp.parity.outcome import Outcome, without_keepsakes
from pivot_lsp.parity.process import Worker

SAMPLE = 300
QUICK_NS = 5_000_000
"""A call that legacy needs longer for is left out: the sample runs four times."""


def judge_again(campaign: Campaign, seed: int, progress: Progress) -> None:
    """Adds what differs to the tally."""
    quick = [judged for judged in campaign.tally.corpus if judged.legacy.nanoseconds <= QUICK_NS]
    chance = random.Random(seed)
    sample = chance.sample(quick, min(SAMPLE, len(quick)))
    order = [judged for judged in sample for _ in range(2)]
    calls = [(judged.case.args, judged.case.kwargs) for judged in order]
    progress("judging again", 0, len(order))
    ours = (campaign.legacy.setup, campaign.vessel.setup)
    setups = (replace(setup, spoil=True, hash_seed=SECOND_HASH_SEED) for setup in ours)
    legacy, vessel = map(Worker, setups)
    with legacy, vessel:
        first, there = legacy.submit(calls), vessel.submit(calls)
        known: set[str] = set()
        for judged, one, two in zip(order, first.result(), there.result()):
            if one.status != "ok" or without_keepsakes(one.payload) != judged.legacy.payload:
                campaign.tally.remembered += 1
                continue
            found = difference(one, two, campaign.tolerance, Distance())
            if found is not None and judged.case.id not in known:
                known.add(judged.case.id)
                _count(campaign, judged, found, two._replace(repeated=False))


def _count(campaign: Campaign, judged: Judged, found: Difference, outcome: Outcome) -> None:
    tally = campaign.tally
    tally.failed += 1
    tally.strata[judged.case.stratum]["mismatches"] += 1
    if judged.case.stratum == "recorded":
        tally.draws_failed += judged.case.n
    message = f"when called again, after other calls and with earlier results changed: {found.message}"
    tally.mismatches.append(Mismatch(judged.case, replace(found, message=message), outcome))
