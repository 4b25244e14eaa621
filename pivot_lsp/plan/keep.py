"""The plan on disk: `.pivot/plan.json`, written whole or not at all, by one process at a time.

Invariant: a new plan keeps the milestones of the old one, also of components that it has no more: what was reached
stays reached, with the time when it was first seen.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import ValidationError

from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.plan import Plan
from pivot_lsp.store.files import FOLDER, pivot_folder, write_atomic
from pivot_lsp.store.locks import exclusive

NAME = "plan.json"


def plan_file(root: Path) -> Path:
    """Where the plan of a project lies."""
    return root / FOLDER / NAME


def read_plan(root: Path) -> Plan | None:
    """The kept plan, None without one. Raises UsageError PV752 for a file that is none."""
    path = plan_file(root)
    try:
        return Plan.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError("PV752", f"the plan cannot be read: {error.strerror}", file=path) from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "JSON"
        what = f"not a plan of this version: {place}: {first['msg']}"
        raise UsageError("PV752", what, file=path, remedy="remove it and plan again") from None


def keep(root: Path, make: Callable[[Plan | None], Plan]) -> Plan:
    """Replaces the kept plan by what `make` makes of it. Raises UsageError PV752, PV753 when it cannot be written."""
    try:
        folder = pivot_folder(root)
        with exclusive(folder / "plan.lock"):
            old = read_plan(root)
            new = make(old)
            if new != old:
                write_atomic(plan_file(root), new.model_dump_json(indent=2) + "\n")
            return new
    except OSError as error:
        raise UsageError("PV753", f"the plan cannot be kept: {error.strerror}", file=plan_file(root)) from None


def merged(new: Plan, old: Plan | None, reached: Mapping[str, Mapping[str, str]]) -> Plan:
    """`new` with the old one's date of creation and milestones, and those just seen; the earlier time wins."""
    kept = {} if old is None else {key: dict(steps) for key, steps in old.milestones.items()}
    for key, steps in reached.items():
        mine = kept.setdefault(key, {})
        for step, when in steps.items():
            mine.setdefault(step, when)
    created = new.created if old is None else old.created
    return new.model_copy(update={"created": created, "milestones": {k: v for k, v in sorted(kept.items()) if v}})
