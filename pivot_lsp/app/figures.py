"""What a benchmark says beside its ratio: the vessel's own code apart from the crossing, break-even size, threads, peak
memory, and the gain of the whole program.

Invariants: a cut call is timed only after both sides were judged alike on it; nothing is said without a clean control,
but for memory, which no other process disturbs, and the share of conversion, of which both sides are the same calls.
"""

from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import msgspec

from pivot_lsp.app.analyze import Request, analyze
from pivot_lsp.bench.figures import Figure, Orders
from pivot_lsp.bench.session import GRACE_SECONDS, run_child
from pivot_lsp.bench.timing import Encoded, Group
from pivot_lsp.cases.sized import cut_calls
from pivot_lsp.cases.values import case_id
from pivot_lsp.model.bench import BreakEven, Memory, Ratio, Threads, WholeProgram
from pivot_lsp.model.case import Case
from pivot_lsp.model.errors import PivotError
from pivot_lsp.model.evidence import Tolerance
from pivot_lsp.model.signature import Signature
from pivot_lsp.model.target import Target
from pivot_lsp.parity.campaign import Campaign
from pivot_lsp.parity.implementation import Implementation
from pivot_lsp.stats.amdahl import Uncertain, overall_interval
from pivot_lsp.stats.bootstrap import median_interval

ADDRESS_SPACE = 8 << 30
THREADS = 2
PROCESSES = 2
"""That tell the vessel's own code from the crossing."""


class Kernel(NamedTuple):
    """Legacy's time over that of the vessel's own code, and the share of the vessel's calls that is not its own."""

    ratio: Ratio
    conversion_share: float


def _asked(figure: Figure, sides: list[Implementation], calls: list[Encoded], changing: bool) -> bytes:
    orders = Orders(figure, sides, calls, changing, -1, ADDRESS_SPACE)
    return run_child("figures", orders, sides[0].root, 0, GRACE_SECONDS)


def kernel(legacy: Implementation, vessel: Implementation, groups: Sequence[Group]) -> Kernel | None:
    """The vessel's own code, apart from the crossing. None: the vessel is a callable that cannot tell, or it answers
    none of these calls."""
    calls = [call for group in groups for call in group.calls]
    changing = any(group.changing for group in groups)
    bodies = [_asked("kernel", [legacy, vessel], calls, changing) for _ in range(PROCESSES)]
    found = [msgspec.json.decode(body, type=list[tuple[float, float, float]]) for body in bodies]
    if not all(found):
        return None
    gain = median_interval([[of_legacy / max(own, 1.0) for of_legacy, _, own in rounds] for rounds in found])
    shares = [1 - own / max(whole, own, 1.0) for rounds in found for _, whole, own in rounds]
    return Kernel(Ratio(estimate=gain.estimate, low=gain.low, high=gain.high), min(max(median(shares), 0.0), 1.0))


def break_even(
    legacy: Implementation,
    vessel: Implementation,
    signature: Signature,
    tolerance: Tolerance,
    largest: Encoded,
    changing: bool,
) -> BreakEven | None:
    """From which size on the vessel gains, by bisection over the sizes that `largest` can be cut to. None when it has
    no argument with elements, or no cut call is judged alike."""
    sized: dict[str, tuple[int, Case]] = {}
    for size, args, kwargs in cut_calls(*largest):
        case = Case(id=case_id(args, kwargs), stratum="boundary", args=args, kwargs=kwargs)
        sized.setdefault(case.id, (size, case))
    with Campaign(legacy, vessel, tolerance, signature) as campaign:
        campaign.run([case for _, case in sized.values()], lambda *_: None)
        wrong = {mismatch.case.id for mismatch in campaign.tally.mismatches}
        alike = {judged.case.id for judged in campaign.tally.corpus} - wrong
    sizes = [row for name, row in sized.items() if name in alike]
    if not sizes:
        return None
    calls = [(case.args, case.kwargs) for _, case in sizes]
    place = msgspec.json.decode(_asked("break_even", [legacy, vessel], calls, changing), type=int | None)
    return BreakEven(size=None if place is None else sizes[place][0], smallest=sizes[0][0], largest=sizes[-1][0])


def threads(legacy: Implementation, vessel: Implementation, group: Group) -> Threads:
    """How many calls a second two threads make together, over one."""
    body = _asked("threads", [legacy, vessel], group.calls, group.changing)
    of_legacy, of_vessel = msgspec.json.decode(body, type=tuple[float, float])
    return Threads(threads=THREADS, legacy=of_legacy, vessel=of_vessel)


def memory(legacy: Implementation, vessel: Implementation, groups: Sequence[Group]) -> Memory:
    """Peak memory of a fresh process for each side, which makes every call once."""
    calls = [call for group in groups for call in group.calls]
    found: list[float] = []
    for side in (legacy, vessel):
        found += msgspec.json.decode(_asked("memory", [side], calls, False), type=tuple[float, float])
    return Memory(legacy_mib=found[0], legacy_added_mib=found[1], vessel_mib=found[2], vessel_added_mib=found[3])


def whole_program(target: Target, speedup: Ratio) -> WholeProgram | None:
    """Amdahl's law with the function's share of self time in the project's profiles; None when they do not name it."""
    if target.file is None:
        return None
    try:
        analysis = analyze(Request(target.file))
    except PivotError:  # no profile, or none that can be read: `pivot analyze` says why
        return None
    file = target.file.resolve()
    root = Path(target.root).resolve()
    for row in analysis.hotspots:
        if row.function == target.qualname and (root / row.file).resolve() == file:
            share = min(row.percentage / 100, 1.0)
            error = (row.error_percent or 0.0) / 100
            bounds = (max(share - error, 0.0), share, min(share + error, 1.0))
            low, estimate, high = overall_interval([Uncertain(bounds, (speedup.low, speedup.estimate, speedup.high))])
            profile = ", ".join(source.path for source in analysis.profiles)
            return WholeProgram(share=share, profile=profile, speedup=Ratio(estimate=estimate, low=low, high=high))
    return None
