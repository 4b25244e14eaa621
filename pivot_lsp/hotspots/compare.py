"""Two profiles of one program, before and after a change: what each function took then and takes now.

Times are compared as they stand, so both runs must have done the same work; where both count calls, the time of a call
is compared too, which needs no such thing. Sampled shares carry their error and a difference within it is called that.
Of traced runs the noise between two runs is not known, and the answer says so.
"""

import math
from pathlib import Path

from pivot_lsp.hotspots.join import Joined, Sum, error, percent
from pivot_lsp.model.hotspot import Compared, Comparison
from pivot_lsp.source.index import SourceFunction

ONE_RUN = "one traced run each: the noise between two runs is not known; benchmark for a verdict"
CLOCKS = "the profiles are of different kinds or clocks: their times cannot be compared, shares only roughly"


def compare(root: Path, before: Joined, after: Joined, comparable: bool) -> Comparison:
    """Every function that either has, the largest difference in time first."""
    rows = []
    for function in before.functions.keys() | after.functions.keys():
        rows.append(_row(root, function, before, after))
    rows.sort(key=lambda row: (-abs(row.change_ms), row.file, row.line))
    traced = not before.samples and not after.samples
    return Comparison(
        before_ms=round(before.total_s * 1000, 6),
        after_ms=round(after.total_s * 1000, 6),
        ratio=round(before.total_s / after.total_s, 4) if after.total_s > 0 else None,
        functions=rows,
        warnings=[*([ONE_RUN] if traced else []), *([] if comparable else [CLOCKS])],
    )


def _row(root: Path, function: SourceFunction, before: Joined, after: Joined) -> Compared:
    then, now = (joined.functions.get(function, Sum()) for joined in (before, after))
    shares = percent(then.self_s, before.total_s), percent(now.self_s, after.total_s)
    errors = error(then.self_s, before), error(now.self_s, after)
    within = None
    if errors[0] is not None and errors[1] is not None:
        within = abs(shares[0] - shares[1]) <= math.hypot(errors[0], errors[1])
    return Compared(
        file=str(function.file.relative_to(root)),
        function=function.qualname,
        line=function.line,
        before_ms=round(then.self_s * 1000, 6),
        after_ms=round(now.self_s * 1000, 6),
        change_ms=round((now.self_s - then.self_s) * 1000, 6),
        before_percent=shares[0],
        after_percent=shares[1],
        before_us_a_call=_a_call(then),
        after_us_a_call=_a_call(now),
        within_error=within,
    )


def _a_call(total: Sum) -> float | None:
    return round(total.self_s * 1e6 / total.calls, 4) if total.calls else None
