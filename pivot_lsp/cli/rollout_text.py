"""What a person reads of `pivot rollout`."""

from pivot_lsp.model.rollout import Arm, Rollout, RolloutReport


def _arm(name: str, arm: Arm) -> str:
    if not arm.calls:
        return f"  {name:8}no call"
    rate = f"{arm.errors:,} errors" if arm.errors else "no error"
    return f"  {name:8}{arm.calls:,} calls, {rate}; p50 under {arm.p50_us:g} us, p95 under {arm.p95_us:g} us"


def _block(state: Rollout) -> list[str]:
    stage = f"stage {state.stage}" if state.stage else "no stage"
    since = "" if state.elapsed_days is None else f", for {state.elapsed_days:.2f} days"
    lines = [f"{state.flag}: {state.state.replace('_', ' ')}, {state.percent:g}%, {stage}{since}"]
    lines += [f"  behind  {one.file}::{one.function} ({one.certificate} {one.level or ''})" for one in state.functions]
    lines += [_arm("legacy", state.legacy), _arm("vessel", state.vessel)]
    if state.fallbacks:
        lines.append("  legacy answered " + ", ".join(f"{count:,} ({name})" for name, count in state.fallbacks.items()))
    shadow = state.shadow
    if shadow.compared or shadow.mismatched or shadow.dropped:
        lines.append(
            f"  shadow  {shadow.compared:,} compared, {shadow.mismatched:,} differ, {shadow.dropped:,} dropped"
        )
    if shadow.mismatch_file:
        lines.append(f"  differences: {shadow.mismatch_file}")
    verdict = state.verdict
    lines.append(f"  verdict {verdict.verdict}: {'; '.join(verdict.reasons)}")
    if state.power is not None and state.state == "running":
        lines.append(f"  this stage: {state.power.text}")
    if state.state != "rolled_back" and state.next_stage and state.next_power is not None:
        lines.append(f"  next, {state.next_stage} at {state.next_power.percent:g}%: {state.next_power.text}")
        lines += [f"  before that: {reason}" for reason in state.blockers]
    return lines


def page(report: RolloutReport) -> str:
    """The whole answer."""
    lines = [f"refused: {reason}" for reason in report.refused]
    if report.diff:
        lines.append(report.diff.rstrip("\n"))
    lines += [line for state in report.rollouts for line in _block(state)]
    if report.altered:
        numbers = ", ".join(map(str, report.altered))
        lines.append(f"decisions.jsonl was altered: line {numbers} does not follow from the line before")
    if report.hook:
        lines.append(report.hook)
    return "\n".join(lines)
