"""The verdict on a stage: rollback, pass within a bound, or inconclusive. Pure: counts and evidence in, a verdict out.

Invariant: no data is never a verdict; a pass names the bound within which it holds.
"""

import math

from pivot_lsp.model.rollout import RolloutSettings, ShadowCounts, Stage, Trip, Verdict
from pivot_lsp.rollout.evidence import QUANTILES, Evidence
from pivot_lsp.rollout.measure import Counted, Totals, quantile_bucket
from pivot_lsp.stats.binomial import interval, upper_bound
from pivot_lsp.stats.eprocess import FORMULA

_SHADOW_FAULTS = {
    "mismatched": "calls in the shadow were answered otherwise than by legacy",
    "crashed": "calls in the shadow ended the worker's process",
    "timed_out": "calls in the shadow did not end in time, though legacy's did",
}


def hard_reasons(counted: Counted, settings: RolloutSettings, trip: Trip | None) -> dict[str, str]:
    """Why a vessel is switched off at once, statistics aside: reason -> words."""
    found = {}
    if trip is not None:
        found[trip.reason] = f"{trip.reason}: {trip.detail}"
    shadow: ShadowCounts = counted.now.shadow
    for name, words in _SHADOW_FAULTS.items():
        count = getattr(shadow, name)
        if count:
            found["mismatch" if name == "mismatched" else name] = f"{count} {words}"
    for death in counted.inside:
        if not death.alive:
            found["crash"] = f"process {death.pid} died inside {death.label.function}"
    hung = counted.oldest_inside()
    if hung > settings.call_timeout:
        found["timeout"] = f"a call has been inside the vessel for {hung:.0f} s"
    return found


def _slower(now: Totals, factor: float) -> str | None:
    """In words, when a judged quantile of the vessel's arm is at least `factor` times legacy's."""
    for share in QUANTILES:
        ours, theirs = quantile_bucket(now.vessel, share), quantile_bucket(now.legacy, share)
        if ours is not None and theirs is not None and ours > theirs and 2.0 ** (ours - theirs) >= factor:
            what = f"p{share * 100:.0f} is {(1 << ours) / 1000:g} us, legacy's {(1 << theirs) / 1000:g} us"
            return f"the vessel's {what}"
    return None


def statistical_reasons(now: Totals, evidence: Evidence, settings: RolloutSettings) -> dict[str, str]:
    """Why the tests switch off: reason -> words."""
    limit = -math.log(settings.alpha)
    found = {}
    if evidence.errors.peak >= limit:
        found["errors"] = (
            f"errors: {now.vessel_errors} of {now.vessel_calls:,} calls against {now.legacy_errors} of "
            f"{now.legacy_calls:,} (ln E {evidence.errors.peak:.1f}, off at {limit:.1f})"
        )
    slower = _slower(now, settings.latency_factor)
    if slower is not None and evidence.latency_peak >= limit:
        found["latency"] = f"latency: {slower} (ln E {evidence.latency_peak:.1f}, off at {limit:.1f})"
    return found


def excess_bound(counted: Counted) -> tuple[float | None, str]:
    """95% bound of the vessel's error rate less legacy's, and which baseline it was taken against."""
    now, base, kind = counted.now, counted.now, "concurrent"
    if not now.vessel_calls:
        return None, "none"
    if not now.legacy_calls:
        base, kind = counted.earlier, "earlier"
    if not base.legacy_calls:
        return upper_bound(now.vessel_errors, now.vessel_calls), "none"
    low = interval(min(base.legacy_errors, base.legacy_calls), base.legacy_calls, 0.95)[0]
    level = 0.975 if low else 0.95  # two bounds share the 5%, where the second is not trivially 0
    return upper_bound(min(now.vessel_errors, now.vessel_calls), now.vessel_calls, level) - low, kind


def _missing(stage: Stage, counted: Counted, excess: float | None, ratio_high: float) -> list[str]:
    """What keeps the stage from passing."""
    if stage.percent == 0:
        seen, wanted = counted.now.shadow.compared, max(stage.calls, 1 if stage.shadow_percent else 0)
        return [] if seen >= wanted else [f"{seen:,} of {wanted:,} comparisons in the shadow"]
    seen = counted.now.vessel_calls
    if not seen:
        return ["no call of the vessel yet: nothing can be said"]
    found = [] if seen >= stage.calls else [f"{seen:,} of {stage.calls:,} calls of the vessel"]
    assert excess is not None
    if excess > stage.max_excess and ratio_high > stage.max_ratio:
        found.append(
            f"the error rate may be {excess:.2%} above legacy's (95%), {stage.max_excess:.2%} is allowed, and up to "
            f"{ratio_high:.3g} times it, {stage.max_ratio:g} is allowed"
        )
    return found


def _passed(stage: Stage, counted: Counted, excess: float | None, ratio_high: float) -> str:
    if stage.percent == 0:
        seen = counted.now.shadow.compared
        if not seen:
            return "nothing was asked for"
        return f"{seen:,} comparisons alike: fewer than {upper_bound(0, seen):.3%} of calls differ (95%)"
    assert excess is not None
    against = {"concurrent": "legacy's", "earlier": "legacy's earlier one", "none": "none (legacy was not seen)"}
    words = f"error rate less than {excess:.3%} above {against[excess_bound(counted)[1]]} (95%)"
    return words + (f", less than {ratio_high:.3g} times it" if math.isfinite(ratio_high) else "")


def judge(
    stage: Stage | None, counted: Counted, evidence: Evidence, settings: RolloutSettings, trip: Trip | None
) -> Verdict:
    """The verdict on a stage; without one (nothing began) it is inconclusive."""
    low, high = evidence.errors.bounds(settings.alpha)
    excess, baseline = excess_bound(counted)
    off = {**hard_reasons(counted, settings, trip), **statistical_reasons(counted.now, evidence, settings)}
    if off:
        finding, reasons = "rollback", list(off.values())
    elif stage is None:
        finding, reasons = "inconclusive", ["no stage has begun"]
    elif missing := _missing(stage, counted, excess, high):
        finding, reasons = "inconclusive", missing
    else:
        finding, reasons = "pass", [_passed(stage, counted, excess, high)]
    return Verdict.model_validate(
        {
            "verdict": finding,
            "reasons": reasons,
            "log_e": evidence.errors.peak,
            "latency_log_e": evidence.latency_peak,
            "threshold": -math.log(settings.alpha),
            "ratio_low": low or None,
            "ratio_high": high if math.isfinite(high) else None,
            "excess_bound": excess,
            "baseline": baseline,
            "formula": FORMULA,
        }
    )
