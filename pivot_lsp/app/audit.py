"""`pivot migrate --check F`: reads somebody's plan and recomputes its figures."""

import json
from pathlib import Path

from pydantic import ValidationError

from pivot_lsp.model.audit import Audit, ClaimedPlan
from pivot_lsp.model.errors import UsageError
from pivot_lsp.plan.audit import audit as recompute

LARGEST = 16 << 20
"""Bytes."""


def audit(file: Path) -> Audit:
    """Raises UsageError PV755 for a file that is no such plan, with the place."""
    try:
        if file.stat().st_size > LARGEST:
            raise UsageError("PV755", f"larger than {LARGEST >> 20} MB", file=file)
        body = json.loads(file.read_bytes())
        # The guide's ranking is a bare list.
        plan = ClaimedPlan.model_validate({"candidates": body} if isinstance(body, list) else body)
        return recompute(plan, str(file))
    except OSError as error:
        raise UsageError("PV755", f"cannot be read: {error.strerror}", file=file) from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "JSON"
        raise UsageError("PV755", f"not a plan: {place}: {first['msg']}", file=file) from None
    except json.JSONDecodeError as error:
        raise UsageError("PV755", f"not JSON: {error}", file=file) from None
    except (ValueError, RecursionError) as error:
        raise UsageError("PV755", str(error), file=file) from None
