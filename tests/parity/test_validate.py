"""`pivot validate` and `pivot verify` as a person runs them."""

import json
from pathlib import Path

import pytest

from pivot_lsp.app.validate import ValidateRequest, validate
from pivot_lsp.cases.files import read_cases, recorded_file, write_cases
from pivot_lsp.cli.main import main
from pivot_lsp.model.case import CaseHeader
from pivot_lsp.model.errors import NoVerdict, Refused
from pivot_lsp.model.evidence import SanitizerResult
from pivot_lsp.model.target import parse_target
from pivot_lsp.parity.adequacy import AdequacyBudget
from tests.parity.conftest import Project, make_cases, native_vessel

LEGACY = """
def half_sum(a: int, b: int) -> int:
    if a == 77:
        return 0
    return (a + b) // 2
"""
SIMPLE = "def half_sum(a: int, b: int) -> int:\n    return (a + b) // 2\n"


def clean(corpus: Path) -> SanitizerResult:
    """A sanitizer that found nothing: the pass itself is the vessel package's to make."""
    return SanitizerResult(tool="asan", clean=True, calls=sum(1 for _ in read_cases(corpus)[1]), blind_to="races")


@pytest.fixture
def erp(project: Project, compiled) -> Project:
    """A function, its faithful vessel in `good` and a truncating one in `bad`, and 200 recorded calls."""
    project.write("erp", SIMPLE)
    native_vessel(project.root / "vessels" / "good", compiled("GOOD"), "erp")
    native_vessel(project.root / "vessels" / "bad", compiled("TRUNCATES"), "erp")
    target = parse_target("erp.py::half_sum", project.root)
    calls = make_cases([(x, 3 * x + 1) for x in range(200)], "recorded", {})
    write_cases(recorded_file(target), CaseHeader(recorder="wrapper"), calls)
    return project


def request(project: Project, vessel: str, **changes: object) -> ValidateRequest:
    """Quick: few generated cases, a short search."""
    quick = AdequacyBudget(kill_seconds=5.0, search_seconds=1.0, mutants=30)
    options = {"count": 200, "adequacy_budget": quick, "exploring": 0.0, **changes}
    return ValidateRequest(legacy="erp.py::half_sum", vessel=vessel, cwd=project.root, **options)


def nothing(_what: str, _done: int, _total: int | None) -> None:
    """No progress."""


def test_all_evidence_gives_a_certificate_that_an_edit_makes_stale(erp: Project) -> None:
    vessel = erp.root / "vessels" / "good"
    report = validate(request(erp, "vessels/good"), nothing, clean)
    assert (report.level, report.certified, report.missing) == ("certified", True, [])
    assert report.failed == 0
    assert report.test_count == report.passed >= 350
    assert {row.stratum for row in report.strata if row.judged} == {"recorded", "mutated", "boundary", "hypothesis"}
    assert report.fallback_share == sum(row.fallback for row in report.strata) / report.test_count > 0
    assert report.confidence.draws == 200
    assert report.confidence.differ_at_most_percent == pytest.approx(100 * (1 - 0.05 ** (1 / 200)))
    assert report.adequacy.told_apart >= 5
    assert report.coverage is not None
    assert (report.coverage.lines, report.coverage.lines_covered) == (1, 1)
    assert json.loads((vessel / "certificate.json").read_text())["report"]["level"] == "certified"
    assert "CERTIFIED" in (vessel / "certificate.md").read_text()

    assert main(["verify", str(vessel)]) == 0
    erp.write("erp", SIMPLE.replace(":\n", ":\n    # a comment\n    '''And words.'''\n"))
    assert main(["verify", str(vessel)]) == 0
    erp.write("erp", SIMPLE.replace("// 2", "// 3"))
    assert main(["verify", str(vessel)]) == 3
    erp.write("erp", SIMPLE)
    (vessel / "port.c").write_text("// tuned\n")
    assert main(["verify", str(vessel)]) == 3


def test_an_edited_certificate_is_stale(erp: Project, capsys: pytest.CaptureFixture[str]) -> None:
    vessel = erp.root / "vessels" / "good"
    assert validate(request(erp, "vessels/good", adequacy=False), nothing).level == "tested"
    file = vessel / "certificate.json"
    file.write_text(file.read_text().replace('"level": "tested"', '"level": "certified"'))
    assert main(["verify", str(vessel)]) == 3
    assert "edited" in capsys.readouterr().out


def test_a_wrong_vessel_fails_small_and_is_remembered(erp: Project) -> None:
    report = validate(request(erp, "vessels/bad"), nothing, clean)
    assert report.level == "failed"
    first = report.failures[0]
    assert (first.kind, first.shrunk) == ("value", True)
    assert abs(first.args[0]) + abs(first.args[1]) <= 3, "no argument can be made simpler by itself: -1, 0 or 1, -2"
    kept = erp.root / ".pivot" / "cases" / "erp.half_sum.regressions.jsonl"
    again = validate(request(erp, "vessels/bad", count=0), nothing)
    assert next(iter(read_cases(kept)[1])).args == first.args
    assert again.failures[0].case == next(iter(read_cases(kept)[1])).id


def test_what_is_missing_is_said(erp: Project) -> None:
    recorded_file(parse_target("erp.py::half_sum", erp.root)).unlink()
    report = validate(request(erp, "erp:half_sum", adequacy=False), nothing)
    assert report.level == "tested"
    said = " ".join(report.missing)
    assert "recorded calls" in said
    assert "adequacy" in said
    assert "sanitizer" in said
    assert report.confidence.differ_at_most_percent is None


def test_an_unreached_branch_is_named(erp: Project) -> None:
    erp.write("erp", LEGACY.replace("77", "778_899_001"))
    report = validate(request(erp, "erp:half_sum", adequacy=False, count=0), nothing)
    assert report.coverage is not None
    assert [(place.line, place.function) for place in report.coverage.unreached if place.to_line is None] == [
        (4, "half_sum")
    ]


def test_legacy_that_dies_on_every_call_is_no_verdict(project: Project) -> None:
    project.write("erp", "import os\ndef half_sum(a: int, b: int) -> int:\n    os.abort()\n")
    with pytest.raises(NoVerdict, match="died"):
        validate(request(project, "erp:half_sum", count=5), nothing)


def test_legacy_without_any_comparable_call_is_refused(project: Project) -> None:
    project.write("erp", "def half_sum(a: int, b: int) -> int:\n    return object()\n")
    with pytest.raises(Refused, match="not_comparable"):
        validate(request(project, "erp:half_sum", count=5), nothing)


def test_exit_codes(erp: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(erp.root)
    common = ["validate", "--legacy", "erp.py::half_sum", "--count", "20", "--no-adequacy"]
    assert main([*common, "--vessel", "erp:half_sum", "--json"]) == 3
    shown = json.loads(capsys.readouterr().out)
    assert (shown["level"], shown["certified"]) == ("tested", False)
    assert main([*common, "--vessel", "erp:half_sum", "--tolerance", "0.0001"]) == 2
    said = capsys.readouterr().err
    assert all(spelling in said for spelling in ("abs=X", "rel=X", "ulp=N"))
    assert main([*common, "--vessel", "nowhere:half_sum"]) == 5
    assert main([*common, "--vessel", "vessels"]) == 2
    assert main([*common, "--vessel", "erp:half_sum", "--test-cases", "missing.jsonl"]) == 2
    assert main(["verify", "nowhere"]) == 2
    assert main(["verify", "vessels/good"]) == 3
    (erp.root / "vessels" / "good" / "certificate.json").write_text("{")
    assert main(["verify", "vessels/good"]) == 2
