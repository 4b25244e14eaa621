"""`pivot migrate`: from a real profile to phases on disk, and how far they are."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pivot_lsp.cli.main import main

FILES = {
    "pyproject.toml": "[project]\nname = 'x'\n",
    "api/__init__.py": "",
    "api/orders.py": "def total(prices: list[int]) -> int:\n"
    "    found = 0\n    for price in prices:\n        found += price * 3 % 7\n    return found\n",
    "jobs/__init__.py": "",
    "jobs/nightly.py": "def squares(n: int) -> int:\n"
    "    found = 0\n    for i in range(n):\n        found += i * i % 11\n    return found\n",
    "core.py": "def weight(n: int) -> int:\n"
    "    found = 0\n    for i in range(n):\n        found += i % 3\n    return found\n\n\n"
    "def grid(n: int) -> int:\n"
    "    found = 0\n    for i in range(n):\n        found += weight(n) + i\n    return found\n\n\n"
    "def reads(path: str) -> int:\n    found = 0\n    with open(path) as file:\n"
    "        for line in file:\n            found += len(line)\n    return found\n",
    "main.py": "from api.orders import total\nfrom core import grid, reads\nfrom jobs.nightly import squares\n\n\n"
    "def run() -> None:\n    total(list(range(400_000)))\n    squares(400_000)\n    grid(700)\n"
    "    for _ in range(2000):\n        reads('data.txt')\n\n\nif __name__ == '__main__':\n    run()\n",
    "data.txt": "x\n" * 300,
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("planned")
    for name, text in FILES.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text)
    subprocess.run([sys.executable, "-m", "cProfile", "-o", "run.prof", "main.py"], cwd=root, check=True)
    return root


@pytest.fixture(scope="module")
def plan(project: Path) -> dict[str, Any]:
    words = ["migrate", str(project), "--strategy", "incremental", "--monthly-bill", "1000", "--elastic-share", "0.5"]
    assert main([*words, "--investment", "9000", "--engineers", "2", "--output", str(project / "plan-out.json")]) == 0
    return json.loads((project / "plan-out.json").read_text())  # type: ignore[no-any-return]


def of(plan: dict[str, Any], phase: str) -> list[dict[str, Any]]:
    return next(row["candidates"] for row in plan["phases"] if row["id"] == phase)


def test_each_function_is_where_the_guides_phases_have_it(plan: dict[str, Any]) -> None:
    assert [row["name"] for row in plan["phases"]] == [
        "Critical Hotspots", "High-Traffic Endpoints", "Batch Processing Jobs", "Business Logic Libraries",
    ]  # fmt: skip
    assert {phase["id"]: [row["id"] for row in phase["candidates"]] for phase in plan["phases"]} == {
        "hotspots": ["core.grid"],
        "endpoints": ["api.orders.total"],
        "batch": ["jobs.nightly.squares"],
        "libraries": [],
    }
    assert [of(plan, kind)[0]["integration"] for kind in ("hotspots", "endpoints", "batch")] == [
        "ffi", "microservice", "standalone",
    ]  # fmt: skip


def test_a_helper_comes_along_and_its_time_is_counted_with_it(plan: dict[str, Any]) -> None:
    (grid,) = of(plan, "hotspots")
    assert grid["carries"] == ["core.py::weight"]
    assert grid["runtime_percent"] > grid["self_percent"]


def test_what_the_compiler_refuses_is_blocked_with_its_reason_and_promises_nothing(plan: dict[str, Any]) -> None:
    refused = {row["function"]: row for row in plan["blocked"]}
    assert "open" in refused["reads"]["reasons"][0]
    assert plan["components"] == 3


def test_gains_are_amdahls_and_grow_phase_by_phase(plan: dict[str, Any]) -> None:
    parts = [
        (row["runtime_percent"] / 100, row["estimated_speedup"]) for p in plan["phases"] for row in p["candidates"]
    ]
    whole = 1 / (1 - sum(p for p, _ in parts) + sum(p / s for p, s in parts))
    assert plan["overall_speedup"]["estimate"] == pytest.approx(whole, rel=1e-3)
    impacts = [phase["expected_impact"] for phase in plan["phases"]]
    steps = [impact["overall_speedup"]["estimate"] for impact in impacts]
    assert steps == sorted(steps)
    assert steps[-1] < plan["ceiling"]
    for impact in impacts:
        ratio = impact["overall_speedup"]
        assert ratio["low"] <= ratio["estimate"] <= ratio["high"]
    assert sum(i["cost_savings"] for i in impacts) == pytest.approx(impacts[-1]["cost_savings_cumulative"], abs=0.05)
    assert plan["money"]["monthly_savings"] == pytest.approx(500 * (1 - 1 / whole), rel=1e-2)
    assert all(row["formula"].startswith("estimate: ") for p in plan["phases"] for row in p["candidates"])


def test_weeks_follow_one_another(plan: dict[str, Any]) -> None:
    used = [phase for phase in plan["phases"] if phase["candidates"]]
    assert [phase["start_week"] for phase in used] == [1, used[0]["end_week"] + 1, used[1]["end_week"] + 1]
    assert used[0]["weeks"] == f"1-{used[0]['end_week']}"
    assert plan["weeks"] == used[-1]["end_week"]


def status(project: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main(["migrate", str(project), "--status", "--json"]) == 0
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


def test_status_says_what_is_met_and_what_nobody_measured(
    project: Path, plan: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    told = status(project, capsys)
    checked = {row["criterion"]["id"]: row["verdict"] for phase in told["phases"] for row in phase["criteria"]}
    assert checked["hotspots.components"] == "not met"
    assert (
        checked["hotspots.speedup"] == checked["hotspots.incidents"] == checked["endpoints.latency"] == "not measured"
    )
    assert told["met"] == 0
    assert told["gain"] is None
    assert (told["components"], told["complete"]) == (3, 0)


def test_what_only_a_person_knows_is_taken_from_the_settings(
    project: Path, plan: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "pivot.toml").write_text(
        '[plan]\nbatch_seconds_now = 1620\nconfirmed = ["libraries.team"]\nbill_now = 700\n'
    )
    told = status(project, capsys)
    (project / "pivot.toml").unlink()
    checked = {row["criterion"]["id"]: row["verdict"] for phase in told["phases"] for row in phase["criteria"]}
    assert checked["batch.batch"] == checked["libraries.team"] == "met"
    assert checked["hotspots.savings"] == "met"
    assert checked["libraries.documented"] == "not measured"


def test_a_new_plan_keeps_milestones_and_the_date_of_the_first(
    project: Path, plan: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    kept = json.loads((project / ".pivot" / "plan.json").read_text())
    kept["milestones"] = {
        "core.grid": {"ported": "2026-01-01T00:00:00+00:00", "certified": "2026-01-02T00:00:00+00:00"}
    }
    kept["created"] = "2026-01-01T00:00:00+00:00"
    (project / ".pivot" / "plan.json").write_text(json.dumps(kept))
    assert main(["migrate", str(project), "--minimum", "5", "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert again["created"] == kept["created"]
    assert again["milestones"] == kept["milestones"]
    (grid,) = of(again, "hotspots")
    assert grid["end_week"] < of(plan, "hotspots")[0]["end_week"] + 1, "what is certified needs no more work"
    told = status(project, capsys)
    (row,) = told["phases"][0]["components"]
    assert (row["step"], row["next"]) == ("certified", "benchmarked")
    assert row["blocked_by"] == ["its vessel is gone: port it again"]


def test_a_person_reads_both(project: Path, plan: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate", str(project), "--status"]) == 0
    assert "Phase 1 (Critical Hotspots)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("settings", "words", "what"),
    [
        ("", ["--elastic-share", "60"], "elastic_share"),
        ("", ["--monthly-bill", "inf"], "monthly_bill"),
        ("", ["--engineers", "0"], "engineers"),
        ("[plan]\nturbo = 1\n", [], "turbo"),
        ("plan = 3\n", [], "not a table"),
        ("[plan]\nrollout_days = []\n", [], "rollout_days"),
        ("", ["--profile", "no.prof"], "no.prof"),
    ],
)
def test_bad_input_gets_one_line(
    project: Path, capsys: pytest.CaptureFixture[str], settings: str, words: list[str], what: str
) -> None:
    (project / "pivot.toml").write_text(settings)
    assert main(["migrate", str(project), *words]) == 2
    (project / "pivot.toml").unlink()
    error = capsys.readouterr().err
    assert what in error
    assert error.count("\n") == 1


def test_no_folder_no_plan_and_a_broken_plan_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pivot.toml").write_text("")
    assert main(["migrate", str(tmp_path / "no")]) == 2
    assert main(["migrate", str(tmp_path), "--status"]) == 2
    (tmp_path / ".pivot").mkdir()
    (tmp_path / ".pivot" / "plan.json").write_text('{"plan": 9}')
    assert main(["migrate", str(tmp_path), "--status"]) == 2
    assert [line.split("PV")[1][:3] for line in capsys.readouterr().err.splitlines()] == ["750", "754", "752"]
