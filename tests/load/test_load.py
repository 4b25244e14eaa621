"""`pivot load`: the same traffic against both sides, counted from when each request was due."""

import contextlib
import json
import random
import sys
from pathlib import Path
from typing import Any

import pytest

from pivot_lsp.bench.load.config import read_config
from pivot_lsp.bench.load.workload import schedule
from pivot_lsp.cli.main import main
from pivot_lsp.model.errors import Refused, UsageError

SERVICE = str(Path(__file__).with_name("service.py"))
ORDER = {"method": "POST", "path": "/orders", "body": {"customer": 7, "items": [1, 2]}, "weight": 2}
SEARCH = {"path": "/products?query=laptop", "weight": 1}


def config(folder: Path, vessel: dict[str, str] | None = None, **more: Any) -> Path:
    command = [sys.executable, SERVICE, "{port}"]
    body: dict[str, Any] = {
        "legacy": {"command": command},
        "vessel": {"command": command, "env": {"SIDE": "vessel", **(vessel or {})}},
        "ready": "/ready", "rate": 60, "seconds": 2, "rounds": 2, "warmup": 0.2,
    }  # fmt: skip
    if "recorded" not in more:
        body["requests"] = [ORDER, SEARCH]
    (folder / "pyproject.toml").write_text("")
    (folder / "load.json").write_text(json.dumps({**body, **more}))
    return folder / "load.json"


def run(file: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["load", str(file), "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


def processes() -> int:
    """Services that still run."""
    found = 0
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += SERVICE.encode() in line.read_bytes() and str(line.parent.name) != "self"
        except OSError:
            continue
    return found


def test_both_sides_side_by_side_with_intervals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = run(config(tmp_path), capsys)
    legacy, vessel = report["legacy"], report["vessel"]
    assert legacy["due"] == vessel["due"] > 150
    assert legacy["statuses"].keys() == vessel["statuses"].keys() == {"200", "201"}
    for side in (legacy, vessel):
        assert side["errors"] == 0
        assert side["error_percent_high"] > 0, "none seen is not none at all"
        for quantile in ("p50", "p95", "p99"):
            assert side[quantile]["low"] <= side[quantile]["estimate"] <= side[quantile]["high"]
        assert side["memory_mb"] > 1
        assert side["cpu_percent"] > 0
    assert vessel["p50"]["estimate"] < legacy["p50"]["estimate"]
    assert [row["metric"] for row in report["comparison"]] == ["rps", "p50", "p95", "p99", "errors"]
    assert report["differing"] == 0
    (kept,) = (tmp_path / ".pivot" / "loads").glob("*.json")
    assert json.loads(kept.read_text()) == report
    assert processes() == 0, "what was started was ended"


def test_a_stall_is_seen_by_every_request_that_was_due_meanwhile(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A closed model sees one slow request of 240; here a second of arrivals waited."""
    file = config(tmp_path, {"STALL": "90:1.0"}, arrivals="constant", rounds=2, connections=1)
    vessel = run(file, capsys)["vessel"]
    assert vessel["p95"]["estimate"] > 300
    assert vessel["service_p95"] < vessel["p95"]["estimate"] / 2, "from the moment of sending it looks well"


def test_errors_are_counted_and_bounded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = run(config(tmp_path, {"BROKEN": "1"}), capsys)
    assert report["vessel"]["errors"] == report["vessel"]["statuses"]["500"] > 0
    verdicts = {row["metric"]: row["verdict"] for row in report["comparison"]}
    assert verdicts["errors"] in ("worse", "not measured")
    assert (verdicts["errors"] == "worse") == report["kept_pace"]


def test_recorded_traffic_is_replayed_at_its_own_pace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows: list[dict[str, Any]] = [{**ORDER, "ts": 100 + at / 10} for at in range(30)]
    for row in rows:
        del row["weight"]
    rows.insert(3, {"event": "bank", "ts": 100.3})
    (tmp_path / "traffic.jsonl").write_text("\n".join(map(json.dumps, rows)))
    report = run(config(tmp_path, recorded="traffic.jsonl", speed=2, rounds=1, warmup=0), capsys)
    assert report["arrivals"] == "as recorded"
    assert report["legacy"]["statuses"] == {"201": 30}


def test_the_schedule_is_fixed_by_the_seed_and_as_dense_as_asked(tmp_path: Path) -> None:
    parsed = read_config(config(tmp_path, rate=200))
    first, again, other = (schedule(parsed, tmp_path, seed, 50) for seed in (1, 1, 2))
    assert first == again != other
    assert 9600 < len(first) < 10_400
    assert [row.at for row in first] == sorted(row.at for row in first)
    assert 0.63 < sum(row.method == "POST" for row in first) / len(first) < 0.70


def test_a_service_that_never_answers_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dies = {"command": [sys.executable, "-c", "raise SystemExit('no database')"]}
    assert main(["load", str(config(tmp_path, legacy=dies))]) == 5
    error = capsys.readouterr().err
    assert "PV793" in error
    assert "no database" in error
    assert processes() == 0


@pytest.mark.parametrize(
    ("more", "code", "exit_code"),
    [
        ({"rate": 0}, "PV790 rate", 2),
        ({"requests": []}, "PV790", 2),
        ({"requests": [{"path": "/a b"}]}, "PV790 requests.0.path", 2),
        ({"requests": [{"path": "/", "headers": {"X": "a\r\nb"}}]}, "PV790", 2),
        ({"legacy": {"command": ["no-such-program"]}}, "PV790", 2),
        ({"legacy": {"url": "ftp://127.0.0.1"}}, "PV790", 2),
        ({"legacy": {}}, "PV790 legacy", 2),
        ({"turbo": 1}, "PV790 turbo", 2),
        ({"recorded": "no.jsonl"}, "PV790", 2),
        ({"legacy": {"url": "http://example.com"}}, "PV791", 3),
    ],
)
def test_bad_input_gets_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: dict[str, Any], code: str, exit_code: int
) -> None:
    assert main(["load", str(config(tmp_path, **more))]) == exit_code
    error = capsys.readouterr().err
    assert code.split()[0] in error
    assert all(word in error for word in code.split())
    assert error.count("\n") == 1


def test_any_file_is_a_config_or_refused_as_one(tmp_path: Path) -> None:
    """Anything else would be raised."""
    for seed in range(40):
        chance = random.Random(seed)
        text = config(tmp_path).read_bytes()
        cut = chance.randrange(1, len(text))
        (tmp_path / "odd.json").write_bytes(text[:cut] + chance.randbytes(3) + text[cut + 3 :])
        with contextlib.suppress(UsageError, Refused):
            read_config(tmp_path / "odd.json")
