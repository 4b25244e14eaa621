"""The level of a validation, and what it lacks for the next: docs/certificates.md as one function.

Invariant: `certified` is given only when nothing is missing; whatever was not measured counts as missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pivot_lsp.model.case import STRATA
from pivot_lsp.model.evidence import Adequacy, Level, SanitizerResult, StratumCount, UnitCoverage

TOLD_APART_NEEDED = 5
ADEQUACY_NEEDED = 90.0
NATIVE_NEEDED = 0.95
JUDGED_NEEDED = 0.95
"""Of the recorded calls: those set aside (too slow, not deterministic ...) are production's calls as well."""
SEARCHED_NEEDED = 0.1
"""Of the number of judged calls: a search that time ended sooner says nothing of the bad ports it left hidden."""

CALLS_NEEDED = 300
"""Judged calls, unless the function has fewer inputs: adequacy measured on a handful is adequacy of nothing."""
DRAWS_NEEDED = 59
"""Recorded calls: so many without a difference bound the share that differs below 5%, at 95% (Clopper-Pearson)."""
COVERED_NEEDED = 0.8
"""Of legacy's lines: bad ports of lines that no call reaches are told apart by none, and count for nothing."""
FORGIVEN_AT_MOST = 0.05
"""Of the floats that legacy gave: a tolerance that forgives an error of 1% in more of them says nothing."""
READS_SHOWN = 3


@dataclass(frozen=True)
class Facts:
    """What the verdict rests on."""

    strata: list[StratumCount]
    failed: int
    adequacy: Adequacy
    adequacy_ran: bool
    sanitizer: SanitizerResult | None
    drifted: int
    counts_native: bool
    stopped: bool
    draws: int
    """Judged recorded calls, with their multiplicity."""
    exhausted: bool
    """Fewer different calls could be made than were asked for."""
    coverage: UnitCoverage | None
    forgiven: tuple[int, int] = (0, 0)
    """(floats of legacy in which the tolerance forgives an error of 1%, floats)."""
    reads: tuple[str, ...] = ()
    """What legacy may read besides its arguments, or set for calls to come."""
    remembered: int = 0
    judged: int = 0
    """Calls of the sample that adequacy was measured on."""


def judge(facts: Facts) -> tuple[Level, list[str]]:
    """The level, and a sentence for everything that the next level lacks."""
    failed = list(_failed(facts))
    if failed:
        return "failed", failed
    lacking = list(_lacking(facts))
    return ("tested", lacking) if lacking else ("certified", [])


def _failed(facts: Facts) -> Iterator[str]:
    if facts.failed:
        yield f"{facts.failed} calls on which the vessel differs from legacy"
    if facts.stopped:
        yield "the vessel's process died too often; the calls after that were not judged"
    if facts.counts_native and not sum(row.native for row in facts.strata):
        yield "a native answer: legacy answered every call"
    if facts.sanitizer is not None and not facts.sanitizer.clean:
        yield f"a clean pass of {facts.sanitizer.tool}: {facts.sanitizer.finding}"


def _lacking(facts: Facts) -> Iterator[str]:
    by_name = {row.stratum: row for row in facts.strata}
    for stratum in STRATA:
        row = by_name.get(stratum)
        if row is None or not row.judged + row.repeated:
            yield _ABSENT[stratum]
    recorded = by_name.get("recorded")
    if recorded is not None and recorded.judged:
        share = recorded.native / recorded.judged
        if share < NATIVE_NEEDED:
            yield f"native answers for 95% of the recorded calls: {recorded.native} of {recorded.judged} ({share:.1%})"
    if recorded is not None and recorded.judged < JUDGED_NEEDED * (recorded.cases - recorded.repeated):
        given = recorded.cases - recorded.repeated
        yield f"a judgement on 95% of the recorded calls: {recorded.judged} of {given}, see `set_aside`"
    for row in facts.strata if facts.counts_native else ():
        if row.judged and not row.native:
            yield f"a native answer to a {row.stratum} call: legacy answered all {row.judged}"
    yield from _few(facts)
    if facts.drifted:
        yield f"recordings that legacy still answers as recorded: {facts.drifted} no longer do; record again"
    if facts.remembered:
        yield f"a legacy without memory: asked again, it answered {facts.remembered} calls otherwise"
    if facts.reads:
        shown = ", ".join(facts.reads[:READS_SHOWN]) + (" ..." if len(facts.reads) > READS_SHOWN else "")
        yield f"a legacy that answers by its arguments alone: it may read or set {shown}"
    passed, floats = facts.forgiven
    if passed > FORGIVEN_AT_MOST * floats:
        yield f"a narrower tolerance: it forgives an error of 1% in {passed} of {floats} floats that legacy gave"
    yield from _adequacy(facts)
    yield from _covered(facts.coverage)
    if facts.sanitizer is None:
        yield "a sanitizer pass over the calls"
    elif not facts.sanitizer.calls:
        yield f"a sanitizer pass that ran calls: {facts.sanitizer.tool} ran none, {facts.sanitizer.finding}"


def _few(facts: Facts) -> Iterator[str]:
    judged = sum(row.judged for row in facts.strata)
    if judged < CALLS_NEEDED and not facts.exhausted:
        yield f"{CALLS_NEEDED} judged calls: {judged} were; ask for more with --count, see `set_aside`"
    if 0 < facts.draws < DRAWS_NEEDED:
        yield f"{DRAWS_NEEDED} recorded calls, to bound the share that differs at 5%: {facts.draws} were judged"


def _covered(found: UnitCoverage | None) -> Iterator[str]:
    if found is None:
        yield "coverage of legacy by the judged calls: it could not be measured"
    elif found.lines_covered < COVERED_NEEDED * found.lines:
        yield (
            f"calls that reach {COVERED_NEEDED:.0%} of legacy's lines: {found.lines_covered} of {found.lines} were "
            "reached; see `coverage.unreached`"
        )


_ABSENT = {
    "recorded": "recorded calls: `pivot record` or `pivot generate-tests --production-logs`",
    "mutated": "judged calls made by changing recorded ones",
    "boundary": "judged boundary calls",
    "hypothesis": "judged calls made by Hypothesis",
}


def _adequacy(facts: Facts) -> Iterator[str]:
    if not facts.adequacy_ran:
        yield "adequacy: it was switched off"
        return
    found = facts.adequacy
    if found.told_apart < TOLD_APART_NEEDED:
        yield f"five bad ports that can be told from legacy: {found.told_apart} of {found.made} made could be"
    elif (found.score or 0.0) < ADEQUACY_NEEDED:
        yield (
            f"adequacy of {ADEQUACY_NEEDED:g}%: these calls exposed {found.killed} of {found.told_apart} bad ports "
            f"({found.score:.1f}%); see `survivors`"
        )
    if not found.complete and found.not_told_apart and found.searched < SEARCHED_NEEDED * facts.judged:
        yield (
            f"a search for what tells {len(found.not_told_apart)} bad ports apart: the time ended it after "
            f"{found.searched} calls, where {facts.judged} were judged; validate again, it goes on where it stopped"
        )
