"""`pivot validate`: the cases of a function, judged against its vessel, and the certificate that follows.

The areas meet here: cases are read and made, the campaign judges them, mismatches are shrunk and kept, adequacy and
coverage are measured on the same calls, a sanitizer build is asked, the verdict is passed and written.
"""

import datetime
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from pivot_lsp.app.other_side import literals_of_both, target_of
from pivot_lsp.cases.files import read_cases, recorded_file, write_cases
from pivot_lsp.cases.generate import generate
from pivot_lsp.cases.hypo import keep_in
from pivot_lsp.cases.seek import deep_calls
from pivot_lsp.cases.signature import describe
from pivot_lsp.cases.source import Literals, mine
from pivot_lsp.cases.values import case_id
from pivot_lsp.model.case import Case, CaseHeader
from pivot_lsp.model.errors import NoVerdict, Refused, UsageError
from pivot_lsp.model.evidence import (
    Adequacy,
    SanitizerResult,
    Side,
    StratumCount,
    Tolerance,
    ValidationReport,
)
from pivot_lsp.model.signature import Signature
from pivot_lsp.model.target import Target, parse_target
from pivot_lsp.parity.adequacy import AdequacyBudget, measure_adequacy
from pivot_lsp.parity.again import judge_again
from pivot_lsp.parity.campaign import Budget, Campaign, Corpus, Progress
from pivot_lsp.parity.certificate import (
    bind,
    certificate_file,
    legacy_hashes,
    sha256_of,
    vessel_hashes,
    write_certificate,
)
from pivot_lsp.parity.coverage import measure_coverage
from pivot_lsp.parity.forgiving import forgiven
from pivot_lsp.parity.further import further_calls
from pivot_lsp.parity.implementation import Implementation, of_target, of_vessel
from pivot_lsp.parity.process import Death
from pivot_lsp.parity.regressions import keep, kept, regressions_file
from pivot_lsp.parity.report import confidence, performance
from pivot_lsp.parity.sanitize import Sanitize
from pivot_lsp.parity.scale import Pool, job_of, run_scaled
from pivot_lsp.parity.shrink import shrunk_failures
from pivot_lsp.parity.verdict import Facts, judge
from pivot_lsp.source.unit import Unit, collect

RECORDED_AT_MOST = 4000
"""Recorded cases held to be mutated; all of them are judged, streamed."""


@dataclass(frozen=True)
class ValidateRequest:
    """What is asked. `count` is the number of generated cases; `seed` that of everything random."""

    legacy: str
    vessel: str
    cwd: Path
    test_cases: Path | None = None
    tolerance: Tolerance = field(default_factory=Tolerance)
    count: int = 3000
    seed: int = 1
    adequacy: bool = True
    exploring: float = 9.0
    """Seconds that the search for calls that reach deep may take; 0: none."""
    budget: Budget = field(default_factory=Budget)
    pool: Callable[[], Pool] | None = None
    """Several workers, here or on a cluster; None: the campaign's own. Such a run is resumed after an interruption."""
    adequacy_budget: AdequacyBudget = field(default_factory=AdequacyBudget)


@dataclass(frozen=True)
class _Inputs:
    """Everything known before the first call."""

    target: Target
    legacy: Implementation
    vessel: Implementation
    folder: Path | None
    signature: Signature
    literals: Literals
    files: list[Path]
    recorded: list[Case]
    total: int


def validate(request: ValidateRequest, progress: Progress, sanitize: Sanitize | None = None) -> ValidationReport:
    """Judges the vessel and, for a vessel's folder, writes its certificate.

    `sanitize` runs a case file of judged calls through a sanitizer build (`app.sanitize`). Raises UsageError for
    targets and files that cannot be read, NoVerdict when the user's code died before anything could be judged,
    Refused PV629 when no call could be judged for another reason.
    """
    began = time.monotonic()
    inputs = _inputs(request)
    at_first = _on_disk(inputs)
    with Campaign(
        inputs.legacy,
        inputs.vessel,
        request.tolerance,
        inputs.signature,
        budget=request.budget,
        seed=request.seed,
    ) as campaign:
        _run(campaign, request, inputs, progress)
        tally = campaign.tally
        if not tally.judged:
            _refuse(campaign)
        side = _side(inputs, campaign)
        unit = _unit(inputs.legacy)
        adequacy, coverage = Adequacy(), None
        if unit is not None and request.adequacy and not tally.failed:
            adequacy, witnesses = _measured(request, inputs, unit, tally.corpus, progress)
            campaign.run(witnesses, progress, len(witnesses))
        if not tally.failed:
            judge_again(campaign, request.seed, progress)
        failures = shrunk_failures(campaign, progress)
    keep(regressions_file(inputs.target), failures)
    if unit is not None:
        coverage = measure_coverage(inputs.legacy, unit, list(tally.corpus), progress)
    progress("sanitizer", 0, None)
    sanitizer = None if tally.failed or sanitize is None else _sanitized(sanitize, inputs, request, tally.corpus)
    strata = tally.strata_report()
    level, missing = judge(
        Facts(
            strata=strata,
            failed=tally.failed,
            adequacy=adequacy,
            adequacy_ran=request.adequacy and unit is not None,
            sanitizer=sanitizer,
            drifted=tally.drifted,
            remembered=tally.remembered,
            counts_native=tally.counted,
            stopped=tally.stopped,
            judged=min(tally.judged, sum(1 for _ in tally.corpus)),
            draws=tally.draws,
            exhausted=_generated(strata) < request.count,
            coverage=coverage,
            forgiven=forgiven(tally.corpus, request.tolerance),
            reads=() if unit is None else tuple(f"{name} ({place})" for name, place in unit.reads.items()),
        )
    )
    report = ValidationReport(
        level=level,
        certified=level == "certified",
        missing=missing,
        test_count=tally.judged,
        passed=tally.judged - tally.failed,
        failed=tally.failed,
        failures=failures,
        fallback_share=sum(row.fallback for row in strata) / tally.judged,
        fallback_reasons=dict(tally.reasons),
        statistics=tally.statistics(),
        performance=performance(tally),
        confidence=confidence(tally),
        adequacy=adequacy,
        strata=strata,
        distinct_inputs=len(tally.distinct),
        tolerance=request.tolerance,
        domain=tally.domain_report(),
        coverage=coverage,
        set_aside=tally.aside_report(),
        drifted=tally.drifted,
        sanitizer=sanitizer,
        binding=bind(inputs.legacy, side, tally.digest.hexdigest(), inputs.folder),
        seed=request.seed,
        created=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        seconds=time.monotonic() - began,
        certificate=None if inputs.folder is None else str(certificate_file(inputs.folder, inputs.vessel.qualname)),
    )
    if _on_disk(inputs) != at_first:
        raise Refused("PV630", "legacy or the vessel changed while they were judged", remedy="validate again")
    if inputs.folder is not None:
        write_certificate(inputs.folder, report, inputs.vessel.qualname)
    return report


def _generated(strata: list[StratumCount]) -> int:
    return sum(row.cases for row in strata if row.stratum != "recorded")


def _on_disk(inputs: _Inputs) -> tuple[dict[str, str], dict[str, str]]:
    """What a certificate binds of both sides, as it is now: what is judged must be what is bound."""
    return legacy_hashes(inputs.legacy), {} if inputs.folder is None else vessel_hashes(inputs.folder)


def _run(campaign: Campaign, request: ValidateRequest, inputs: _Inputs, progress: Progress) -> None:
    """Judges the cases, on a pool when there is one."""
    cases = _cases(request, inputs, progress)
    if request.pool is None:
        campaign.run(cases, progress, inputs.total)
        return
    job = job_of(inputs.legacy, inputs.vessel, request.budget)
    with closing(request.pool()) as pool:
        run_scaled(campaign, cases, job, pool, inputs.target.root / ".pivot" / "runs", progress, inputs.total)


def cases_of(request: ValidateRequest, progress: Progress) -> Iterator[Case]:
    """The cases that `validate` would judge: for who judges several vessels on the same ones."""
    return _cases(request, _inputs(request), progress)


def vessel_cases(request: ValidateRequest, known: list[Case]) -> list[Case]:
    """The cases that `validate` would judge besides, for the vessel's own edges; `known`: of `cases_of`."""
    return _of_vessel(request, _inputs(request), known)[: request.count // 4]


def judged_again(request: ValidateRequest, progress: Progress) -> tuple[int, int]:
    """Calls judged and calls that differ, of the cases of `request`; no certificate is written."""
    inputs = _inputs(request)
    with Campaign(
        inputs.legacy, inputs.vessel, request.tolerance, inputs.signature, budget=request.budget, seed=request.seed
    ) as campaign:
        campaign.run(_cases(request, inputs, progress), progress, inputs.total)
        return campaign.tally.judged, campaign.tally.failed


def _measured(
    request: ValidateRequest, inputs: _Inputs, unit: Unit, corpus: Corpus, progress: Progress
) -> tuple[Adequacy, list[Case]]:
    """Adequacy of the judged calls, and the calls of its search that the vessel is to be judged on as well."""
    adequacy, calls = measure_adequacy(
        inputs.legacy,
        unit,
        list(corpus),
        lambda seeds, seed: further_calls(inputs.signature, inputs.literals, seeds, request.seed + 1 + seed),
        request.tolerance,
        request.adequacy_budget,
        inputs.target.root / ".pivot" / "cache",
        progress,
    )
    return adequacy, [
        Case(id=case_id(args, kwargs), stratum="boundary", args=args, kwargs=kwargs) for args, kwargs in calls
    ]


def _inputs(request: ValidateRequest) -> _Inputs:
    target = parse_target(request.legacy, request.cwd)
    legacy = of_target(target)
    vessel = of_vessel(request.vessel, legacy, request.cwd)
    files = [file for file in (regressions_file(target), recorded_file(target)) if file.is_file()]
    if request.test_cases is not None:
        given = (request.cwd / request.test_cases).resolve()
        if not given.is_file():
            raise UsageError(
                "PV601", "no such case file", file=request.test_cases, remedy="`pivot generate-tests` writes one"
            )
        files = [*(file for file in files if file != given), given]
    signature = describe(target)
    recorded: list[Case] = []
    total = request.count
    for file in files:
        for case in _read(file, signature):
            total += 1
            if case.stratum == "recorded" and len(recorded) < RECORDED_AT_MOST:
                recorded.append(case)
    return _Inputs(
        target=target,
        legacy=legacy,
        vessel=vessel,
        folder=None if vessel.folder is None else Path(vessel.folder),
        signature=signature,
        literals=literals_of_both(mine(target), vessel),
        files=files,
        recorded=recorded,
        total=total,
    )


def _read(file: Path, signature: Signature) -> Iterator[Case]:
    return read_cases(file, signature)[1] if not file.name.endswith(".regressions.jsonl") else iter(kept(file))


def _cases(request: ValidateRequest, inputs: _Inputs, progress: Progress) -> Iterator[Case]:
    """Regressions first, then recordings and given cases, then generated ones."""
    yield from chain.from_iterable(_read(file, inputs.signature) for file in inputs.files)
    if request.count <= 0:
        return
    found: list[Case] = []
    if request.exploring > 0:
        progress("exploring", 0, None)
        found, _ = deep_calls(
            inputs.target,
            inputs.signature,
            inputs.literals,
            inputs.recorded,
            seed=request.seed,
            count=min(6000, 2 * request.count),
            seconds=request.exploring,
        )
        yield from _of_vessel(request, inputs, found)[: request.count // 4]  # beside legacy's, in nobody's place
    keep_in(inputs.target.root)
    yield from generate(
        inputs.signature,
        inputs.literals,
        inputs.recorded,
        request.count,
        request.seed,
        found=found,
        unusual=True,
    )


def _of_vessel(request: ValidateRequest, inputs: _Inputs, known: list[Case]) -> list[Case]:
    """Calls that reach deep into a vessel that is Python, or stand at its edges: legacy knows nothing of them."""
    target = target_of(inputs.vessel)
    if target is None or (target.file, target.qualname) == (inputs.target.file, inputs.target.qualname):
        return []
    own = mine(target)
    found, _ = deep_calls(
        target,
        inputs.signature,
        inputs.literals.model_copy(update={"files": own.files}),
        [*inputs.recorded[:200], *known[:200]],
        seed=request.seed + 2,
        count=min(3000, request.count),
        seconds=request.exploring / 2,
    )
    return found


def _refuse(campaign: Campaign) -> None:
    aside = campaign.tally.aside_report()
    reasons = ", ".join(f"{count} {name}" for name, count in campaign.tally.aside.items()) or "there was none"
    what = f"no call could be judged ({reasons})" + (f": {aside.examples[0]}" if aside.examples else "")
    if aside.died or aside.out_of_memory:
        raise NoVerdict("PV629", what)
    raise Refused("PV629", what, remedy="record calls whose results can be compared")


def _unit(legacy: Implementation) -> Unit | None:
    if legacy.file is None:
        return None
    return collect(Path(legacy.file), legacy.module, legacy.qualname, Path(legacy.root), legacy.paths)


def _side(inputs: _Inputs, campaign: Campaign) -> Side:
    """The vessel's hashes: the parts its manifest names, or the file that an importable callable came from."""
    vessel = inputs.vessel
    if inputs.folder is not None:
        shown = os.path.relpath(inputs.folder, inputs.target.root)
        return Side(target=shown, kind="vessel", hashes=vessel_hashes(inputs.folder))
    if vessel.file is not None:
        return Side(target=vessel.target, kind="function", hashes=legacy_hashes(vessel))
    where = campaign.vessel.ask("where")
    hashes = {}
    if not isinstance(where, Death) and where:
        hashes = {Path(where).name: sha256_of(Path(where))}
    return Side(target=vessel.target, kind="callable", hashes=hashes)


def _sanitized(sanitize: Sanitize, inputs: _Inputs, request: ValidateRequest, corpus: Corpus) -> SanitizerResult | None:
    with tempfile.TemporaryDirectory(prefix="pivot-") as folder:
        file = Path(folder) / "judged.jsonl"
        header = CaseHeader(function=f"{inputs.legacy.module}:{inputs.legacy.qualname}", seed=request.seed)
        write_cases(file, header, (judged.case for judged in corpus))
        return sanitize(file)
