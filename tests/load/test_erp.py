"""The sample ERP's API under the traffic of its own log."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from pivot_lsp.cli.main import main

ERP = Path(__file__).parents[2] / "fixtures" / "erp"
CALLED = "reports.sales_aggregator.aggregate_daily_sales"


def test_recorded_calls_are_replayed_against_both_sides(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    erp = tmp_path / "erp"
    shutil.copytree(ERP, erp, ignore=shutil.ignore_patterns("__pycache__", ".pivot", "vessels"))
    (erp / "out").mkdir()
    subprocess.run(
        [sys.executable, "workload.py", "--out", "out", "--scale", "0.05"], cwd=erp, check=True, capture_output=True
    )
    events = [json.loads(line) for line in (erp / "out" / "production.log").read_text().splitlines()]
    calls = [event["args"] for event in events if event.get("function") == CALLED and "args" in event]
    rows = [{"method": "POST", "path": "/reports/daily-sales", "body": body} for body in calls]
    (erp / "traffic.jsonl").write_text("\n".join(map(json.dumps, rows)))
    command = [sys.executable, str(Path(__file__).with_name("erp_service.py")), "{port}"]
    config = {
        "legacy": {"command": command, "env": {"PIVOT_OFF": "1"}}, "vessel": {"command": command},
        "recorded": "traffic.jsonl", "rate": 20, "seconds": 2, "rounds": 1, "warmup": 0, "arrivals": "constant",
    }  # fmt: skip
    (erp / "load.json").write_text(json.dumps(config))
    assert main(["load", str(erp / "load.json"), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["legacy"]["due"] == report["vessel"]["due"] == 40
    assert report["legacy"]["statuses"] == report["vessel"]["statuses"]
    assert Counter(report["legacy"]["statuses"]).keys() == {"200", "422"}, "the log has sound and refused requests"
    assert report["differing"] == 0
