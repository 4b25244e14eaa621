"""The level of a validation, and what it lacks for the next: docs/certificates.md as one function.

Invariant: `certified` is given only when nothing is missing; whatever was not measured counts as missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pivot_lsp.model.case import STRATA
from pivot_lsp.model.evidence import Adequacy, Level, SanitizerResult, StratumCount

TOLD_APART_NEEDED = 5
ADEQUACY_NEEDED = 90.0
NATIVE_NEEDED = 0.95
JUDGED_NEEDED = 0.95
"""Of the recorded calls: those set aside (too slow, not deterministic ...) are production's calls as well."""
SEARCHED_NEEDED = 0.1
"""Of the number of judged calls: a search that time ended sooner says nothing of the bad ports it left hidden."""


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
    if facts.drifted:
        yield f"recordings that legacy still answers as recorded: {facts.drifted} no longer do; record again"
    if facts.remembered:
        yield f"a legacy without memory: asked again, it answered {facts.remembered} calls otherwise"
    yield from _adequacy(facts)
    if facts.sanitizer is None:
        yield "a sanitizer pass over the calls"
    elif not facts.sanitizer.calls:
        yield f"a sanitizer pass that ran calls: {facts.sanitizer.tool} ran none, {facts.sanitizer.finding}"


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
