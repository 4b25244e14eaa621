"""The stages a rollout goes through: the migration guide's, or the project's own.

Invariant: stages only ever raise the percentage, so that who is in the vessel's cohort stays in it.
"""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.rollout import RolloutSettings, Stage

STAGES = [
    Stage(
        name="internal",
        percent=0,
        shadow_percent=10,
        days=3,
        calls=1_000,
        criteria="both answer sampled calls alike; no crash, no timeout",
    ),
    Stage(
        name="canary",
        percent=1,
        shadow_percent=5,
        days=2,
        calls=1_000,
        max_excess=0.005,
        criteria="error rate no more than 0.5 percentage points above legacy's (95%), or less than twice legacy's",
    ),
    Stage(
        name="early",
        percent=10,
        shadow_percent=1,
        days=3,
        calls=10_000,
        max_excess=0.001,
        criteria="error rate no more than 0.1 percentage points above legacy's (95%), or less than twice legacy's",
    ),
    Stage(
        name="half",
        percent=50,
        shadow_percent=1,
        days=5,
        calls=30_000,
        max_excess=0.0005,
        criteria="error rate no more than 0.05 percentage points above legacy's (95%), or less than twice legacy's",
    ),
    Stage(
        name="full",
        percent=100,
        shadow_percent=1,
        days=7,
        calls=40_000,
        max_excess=0.0001,
        criteria="error rate no more than 0.01 percentage points above what legacy's was (95%): legacy may be retired",
    ),
]
"""Percentages and days of the guide. Its "error rate < 0.01%" needs 29,956 calls without an error at 95%."""


def rollout_settings(settings: dict[str, Any], root: Path) -> RolloutSettings:
    """The project's `rollout` table. Raises UsageError PV720."""
    table = settings.get("rollout", {})
    try:
        if not isinstance(table, dict):
            raise ValueError("rollout is not a table")
        found = RolloutSettings.model_validate({"stages": STAGES, **table})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, ("rollout", *first["loc"])))
        raise UsageError(
            "PV720", f"tool.pivot.{place}: {first['msg']}", file=root, remedy="see docs/rollout.md"
        ) from None
    except ValueError as error:
        raise UsageError("PV720", f"tool.pivot: {error}", file=root, remedy="see docs/rollout.md") from None
    names = [stage.name for stage in found.stages]
    percents = [stage.percent for stage in found.stages]
    if len(set(names)) != len(names):
        raise UsageError("PV720", "tool.pivot.rollout.stages: two stages have one name", file=root)
    if percents != sorted(percents):
        raise UsageError("PV720", "tool.pivot.rollout.stages: percentages must not fall", file=root)
    return found
