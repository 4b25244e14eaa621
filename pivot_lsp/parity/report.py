"""A tally turned into what `pivot validate` says: the confidence sentence, times, failures.

Invariant: a probability is stated for the recorded calls alone; nothing here decides the level (`verdict` does).
"""

from pivot_lsp.model.evidence import Confidence, Failure, Performance
from pivot_lsp.parity.campaign import Mismatch, Tally
from pivot_lsp.stats.binomial import upper_bound

LEVEL = 0.95


def confidence(tally: Tally) -> Confidence:
    """The Clopper-Pearson bound of recorded calls, in words; without recordings, that there is none."""
    recorded = tally.strata["recorded"]
    draws, failed = tally.draws, tally.draws_failed
    if not draws:
        return Confidence(statement="no recorded call was judged, so no probability can be stated.")
    bound = upper_bound(failed, draws, LEVEL) * 100
    none = "none differed" if not failed else f"{failed:,} differed"
    return Confidence(
        draws=draws,
        distinct=recorded["judged"],
        mismatches=failed,
        level_percent=LEVEL * 100,
        differ_at_most_percent=bound,
        statement=(
            f"of {draws:,} recorded calls ({recorded['judged']:,} distinct inputs) {none}. If future calls are drawn "
            f"like these, at most {bound:.3g}% differ ({LEVEL:.0%}, Clopper-Pearson). "
            "This says nothing about inputs unlike them."
        ),
    )


def performance(tally: Tally) -> Performance:
    """Milliseconds over the calls that both sides answered alike."""
    if not (tally.legacy_ns and tally.vessel_ns):
        return Performance()
    return Performance(
        legacy_ms=tally.legacy_ns / 1e6,
        vessel_ms=tally.vessel_ns / 1e6,
        speedup=tally.legacy_ns / tally.vessel_ns,
    )


def failure(mismatch: Mismatch) -> Failure:
    """A mismatch as it is reported, not shrunk."""
    found, case = mismatch.found, mismatch.case
    return Failure(
        kind=found.kind,
        where=found.where,
        message=found.message + (f" (and {found.more} more differences)" if found.more else ""),
        legacy=found.legacy,
        vessel=found.vessel,
        args=case.args,
        kwargs=case.kwargs,
        case=case.id,
        stratum=case.stratum,
        repeated=mismatch.vessel.repeated,
    )
