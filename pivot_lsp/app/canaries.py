"""Where every flag of a project stands, for readers that must not fail because of one."""

from pathlib import Path

from pivot_lsp.app.rollout import place, states
from pivot_lsp.model.errors import PivotError
from pivot_lsp.model.rollout import Rollout


def canaries(root: Path) -> tuple[list[Rollout], str | None]:
    """(the flags, or none with the reason). A project without a flags file has none, and that is no problem."""
    at = place(root)
    if not at.flags.exists():
        return [], None
    try:
        return states(at), None
    except PivotError as error:
        return [], str(error)
    except OSError as error:
        return [], f"{at.flags}: {error.strerror}"
