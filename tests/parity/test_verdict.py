"""The level follows docs/certificates.md, rule by rule."""

from dataclasses import replace

import pytest

from pivot_lsp.model.case import STRATA
from pivot_lsp.model.evidence import Adequacy, MutantAt, SanitizerResult, StratumCount, UnitCoverage
from pivot_lsp.parity.verdict import Facts, judge

ALL = [StratumCount(stratum=s, cases=100, judged=100, native=100) for s in STRATA]
GOOD = Facts(
    strata=ALL,
    failed=0,
    adequacy=Adequacy(made=40, told_apart=20, killed=19, score=95.0),
    adequacy_ran=True,
    sanitizer=SanitizerResult(tool="asan", clean=True, calls=400),
    drifted=0,
    counts_native=True,
    stopped=False,
    draws=100,
    exhausted=False,
    coverage=UnitCoverage(lines=10, lines_covered=8, branches=4, branches_covered=2, calls=400),
)
FEW = [row.model_copy(update={"cases": 70, "judged": 70, "native": 70}) for row in ALL]


def strata(**changes: object) -> list[StratumCount]:
    """The recorded stratum changed."""
    return [ALL[0].model_copy(update=changes), *ALL[1:]]


def test_nothing_missing_is_certified() -> None:
    assert judge(GOOD) == ("certified", [])


TESTED = {
    "recorded calls": replace(GOOD, strata=strata(cases=0, judged=0, native=0)),
    "Hypothesis": replace(GOOD, strata=ALL[:3]),
    "94 of 100": replace(GOOD, strata=strata(native=94, fallback=6)),
    "no longer": replace(GOOD, drifted=1),
    "switched off": replace(GOOD, adequacy_ran=False),
    "4 of 40": replace(GOOD, adequacy=Adequacy(made=40, told_apart=4, killed=4, score=100.0)),
    "89.5%": replace(GOOD, adequacy=Adequacy(made=40, told_apart=200, killed=179, score=89.5)),
    "sanitizer pass over": replace(GOOD, sanitizer=None),
    "300 judged calls: 280": replace(GOOD, strata=FEW),
    "59 recorded calls": replace(GOOD, draws=58),
    "7 of 10": replace(GOOD, coverage=UnitCoverage(lines=10, lines_covered=7, branches=0, branches_covered=0, calls=9)),
    "could not be measured": replace(GOOD, coverage=None),
    "in 6 of 100 floats": replace(GOOD, forgiven=(6, 100)),
    "os.environ (erp.py:3)": replace(GOOD, reads=("os.environ (erp.py:3)",)),
    "ran none": replace(GOOD, sanitizer=SanitizerResult(tool="asan", clean=True, calls=0)),
}


@pytest.mark.parametrize("said", TESTED)
def test_each_lack_is_tested_and_named(said: str) -> None:
    level, missing = judge(TESTED[said])
    assert level == "tested"
    assert len(missing) == 1
    assert said in missing[0]


FAILED = {
    "1 calls": replace(GOOD, failed=1),
    "native answer": replace(GOOD, strata=[row.model_copy(update={"native": 0, "fallback": 100}) for row in ALL]),
    "died too often": replace(GOOD, stopped=True),
    "asan": replace(GOOD, sanitizer=SanitizerResult(tool="asan", clean=False, calls=3, finding="overflow")),
}


@pytest.mark.parametrize("said", FAILED)
def test_each_defect_is_failed_and_named(said: str) -> None:
    level, missing = judge(FAILED[said])
    assert level == "failed"
    assert said in missing[0]


def test_95_percent_native_is_enough() -> None:
    assert judge(replace(GOOD, strata=strata(native=95, fallback=5)))[0] == "certified"


def test_a_function_of_few_inputs_needs_no_more_calls_than_it_has() -> None:
    assert judge(replace(GOOD, strata=FEW, exhausted=True))[0] == "certified"


def test_a_stratum_whose_calls_were_all_known_has_run() -> None:
    again = ALL[1].model_copy(update={"judged": 0, "native": 0, "repeated": 100})
    assert judge(replace(GOOD, strata=[ALL[0], again, *ALL[2:]]))[0] == "certified"


def test_a_search_that_time_ended_at_once_is_no_certificate() -> None:
    hidden = [MutantAt(operator="i32", file="m.py", function="f", line=3, change="x in 32 bits")]
    cut = GOOD.adequacy.model_copy(update={"complete": False, "searched": 40, "not_told_apart": hidden})
    assert judge(replace(GOOD, adequacy=cut, judged=3000))[0] == "tested"
    assert judge(replace(GOOD, adequacy=cut, judged=300))[0] == "certified"
