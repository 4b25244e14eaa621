"""What a stage can and cannot detect, said before it starts. Pure."""

from pivot_lsp.model.rollout import Detection, Power, RolloutSettings, Stage
from pivot_lsp.stats.binomial import upper_bound
from pivot_lsp.stats.eprocess import errors_to_fire
from pivot_lsp.stats.power import calls_to_detect

RATIOS = (2.0, 5.0, 10.0, 30.0, 100.0)
ASSUMED_RATE = 2e-4
"""Of legacy, where none of its calls was seen."""


def base_rate(calls: int, errors: int) -> tuple[float, str]:
    """Legacy's error rate to plan with, and where it is from."""
    if not calls:
        return ASSUMED_RATE, "assumed: no call of legacy was seen"
    if not errors:
        return 1 / (calls + 1), f"none of {calls:,} calls of legacy failed, taken as 1 in {calls + 1:,}"
    return errors / calls, f"{errors:,} of {calls:,} calls of legacy failed"


def announce(
    stage: Stage, legacy_calls: int, legacy_errors: int, per_day: float | None, settings: RolloutSettings
) -> Power:
    """What `stage` can detect at the error rate and the traffic seen so far."""
    rate, source = base_rate(legacy_calls, legacy_errors)
    share = stage.percent / 100
    found = []
    if 0 < share < 1:
        for ratio in RATIOS:
            if ratio * rate <= 1:
                calls = calls_to_detect(ratio, rate, share, settings.alpha)
                days = None if calls is None or not per_day else calls / (per_day * share)
                within = calls is not None and calls <= stage.calls
                found.append(Detection(ratio=ratio, vessel_calls=calls, days=days, within_stage=within))
    fire = errors_to_fire(0, share, settings.alpha) if 0 < share < 1 else None
    return Power(
        stage=stage.name,
        percent=stage.percent,
        base_rate=rate,
        base_rate_source=source,
        alpha=settings.alpha,
        detections=found,
        errors_to_fire=fire,
        calls_per_day=per_day,
        text=_text(stage, found, fire, source),
    )


def _text(stage: Stage, found: list[Detection], fire: int | None, source: str) -> str:
    always = "Crashes, hangs, a changed library and differences in the shadow switch off at once."
    if stage.percent == 0:
        seen = max(1, stage.calls)
        return (
            f"No caller gets the vessel's answer. {seen:,} comparisons alike would mean that fewer than "
            f"{upper_bound(0, seen):.2%} of calls differ (95%); rarer differences cannot be seen. {always}"
        )
    if stage.percent == 100:
        return (
            "No call goes to legacy beside the vessel's, so errors cannot be told from an outage of both: only the "
            f"shadow compares. {always}"
        )
    visible = [row for row in found if row.within_stage]
    can = (
        f"Within its {stage.calls:,} calls the stage detects a vessel with {visible[0].ratio:g} times legacy's errors "
        "or more (90%)"
        if visible
        else f"Within its {stage.calls:,} calls the stage cannot detect a higher error rate, however bad by this table"
    )
    rest = ", ".join(
        f"{row.ratio:g} times needs {row.vessel_calls:,} calls" + (f" ({row.days:.2g} days)" if row.days else "")
        for row in found
        if row.vessel_calls is not None and not row.within_stage
    )
    return f"{can}; {source}; {fire} errors without one of legacy's switch off.{f' {rest}.' if rest else ''} {always}"
