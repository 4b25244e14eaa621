"""What this machine's own benchmarks say about ports: measured gains of functions, and how far estimates go.

Invariant: only accepted runs of this machine count, each pair of legacy and vessel once, by its last run.
"""

import math
from collections.abc import Callable
from pathlib import Path

from pivot_lsp.hotspots.score import Assumptions
from pivot_lsp.store.files import benchmarks_file

ENOUGH = 3
"""Measured ports before they replace the factors that come with the project."""


def calibrate(root: Path) -> tuple[Assumptions, Callable[[str, str], float | None]]:
    """(assumptions, measured end-to-end speed-up by (file, qualname) or None)."""
    path = benchmarks_file(root)
    return _calibrated(root, path) if path.is_file() else (Assumptions(), lambda file, qualname: None)


def _calibrated(root: Path, path: Path) -> tuple[Assumptions, Callable[[str, str], float | None]]:
    # not above: most projects have measured nothing yet, and every analysis begins here
    from pivot_lsp.bench.history import last_runs
    from pivot_lsp.bench.machine import this_machine
    from pivot_lsp.model.bench import Ratio

    runs = last_runs(path, this_machine().fingerprint)
    best: dict[tuple[str, str], Ratio] = {}
    for (legacy, _), ratio in runs.items():
        file, _, qualname = legacy.partition("::")
        key = (_relative(file, root), qualname)
        if key not in best or ratio.estimate > best[key].estimate:
            best[key] = ratio
    factors = sorted(ratio.estimate for ratio in best.values() if ratio.estimate > 0)
    assumptions = Assumptions()
    if len(factors) >= ENOUGH:
        middle = math.exp(sum(map(math.log, factors)) / len(factors))
        assumptions = Assumptions(
            numeric=middle, general=middle, high_numeric=factors[-1], high_general=factors[-1], low=factors[0],
            source=f"geometric mean of {len(factors)} ports measured on this machine",
        )  # fmt: skip
    return assumptions, lambda file, qualname: best[file, qualname].estimate if (file, qualname) in best else None


def _relative(file: str, root: Path) -> str:
    path = Path(file)
    return str(path.relative_to(root)) if path.is_absolute() and path.is_relative_to(root) else file
