"""The migration guide's own figures: reproduced where they hold, named where they do not."""

import json
from pathlib import Path
from typing import Any

import pytest

from pivot_lsp.cli.main import main

GUIDE = Path(__file__).parent / "guide_claims.json"


@pytest.fixture(scope="module")
def findings() -> dict[str, Any]:
    from pivot_lsp.app.audit import audit

    return {row.claim: row for row in audit(GUIDE).findings}


@pytest.mark.parametrize(
    "claim",
    [
        "shares of the ranking",
        "Critical Hotspots: savings a month, cumulative",
        "High-Traffic Endpoints: savings a month, cumulative",
        "Batch Processing Jobs: savings a month, cumulative",
        "components complete",
    ],
)
def test_what_holds_is_reproduced(findings: dict[str, Any], claim: str) -> None:
    assert findings[claim].holds is True


@pytest.mark.parametrize(
    ("claim", "computed"),
    [
        ("Critical Hotspots: speed-up of the run, alone", "1.925x; it needs 26.9x in every part; at most 2.19x"),
        ("break-even, months", "23.8; 28.5 from the start, with the phases' own ramp (week 123)"),
        ("savings a month", "1.95e+04"),
        ("savings a year", "110% of a bill of 222,000 a year"),
        ("weeks of the whole plan", "65.7 of rollouts one after another; 2 at a time at least"),
        ("priority score of aggregate_daily_sales", "287.2"),
        ("priority score of calculate_reorder_points", "239.5"),
        ("priority score of apply_complex_discounts", "170.7"),
    ],
)
def test_what_does_not_hold_is_named_with_what_it_comes_to(findings: dict[str, Any], claim: str, computed: str) -> None:
    assert (findings[claim].holds, findings[claim].computed) == (False, computed)


@pytest.mark.parametrize(
    ("phase", "least"),
    [("High-Traffic Endpoints", "68.8%"), ("Batch Processing Jobs", "73.7%"), ("Business Logic Libraries", "76.2%")],
)
def test_what_cannot_be_computed_says_what_it_would_need(findings: dict[str, Any], phase: str, least: str) -> None:
    row = findings[f"{phase}: overall speed-up"]
    assert row.holds is None
    assert f"needs at least {least} of the run" in row.computed


def test_a_confidence_is_given_the_bound_it_refers_to(findings: dict[str, Any]) -> None:
    assert "at most 0.092% of calls differ" in findings["confidence after 10,000 equal cases"].computed


def test_the_guides_bare_ranking_is_taken_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ranking = json.loads(GUIDE.read_text())["candidates"][:3]
    (tmp_path / "ranked.json").write_text(json.dumps(ranking))
    assert main(["migrate", "--check", str(tmp_path / "ranked.json"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["wrong"] == 3


def test_the_verb_prints_the_table_and_the_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate", "--check", str(GUIDE), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["wrong"] == sum(row["holds"] is False for row in told["findings"])
    assert main(["migrate", "--check", str(GUIDE)]) == 0
    assert "does not hold" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{", "JSON"),
        ("3", "JSON"),
        ("[" * 100_000, "PV755"),
        ("\udcff", "PV755"),
        ('{"phases": [{"name": "a", "overall_speedup": -2}]}', "phases.0.overall_speedup"),
        ('{"turbo": true}', "turbo"),
        (
            '{"phases": [{"name": "a", "phase_speedup": 2, "candidates": ['
            '{"runtime_percent": 60, "estimated_speedup": 2}, {"runtime_percent": 60, "estimated_speedup": 2}]}]}',
            "cumulative times",
        ),
    ],
)
def test_what_is_no_plan_gets_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, what: str
) -> None:
    (tmp_path / "p.json").write_bytes(text.encode(errors="surrogateescape"))
    assert main(["migrate", "--check", str(tmp_path / "p.json")]) == 2
    error = capsys.readouterr().err
    assert "PV755" in error
    assert what in error
    assert error.count("\n") == 1
