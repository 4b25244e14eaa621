"""`pivot generate-tests`, from logs and recordings to a file of cases."""

import json
import sys
from pathlib import Path

import pytest

from pivot_lsp.app.generate import generate_tests
from pivot_lsp.app.record import RecordSettings, record
from pivot_lsp.cases.files import read_cases, recorded_file
from pivot_lsp.cli.main import main
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.target import Target


def log(path: Path, calls: int = 30) -> Path:
    lines = [
        {
            "function": "shop.sales.aggregate",
            "args": {
                "rows": [{"day": f"d{i % 3}", "sku": "A", "qty": i, "price": 2, "kind": "sale"}],
                "floor": i % 4,
                "prices": {"A": 1.5},
            },
        }
        for i in range(calls)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines) + "{\n")
    return path


def test_logs_and_generated_cases_in_one_file(target: Target, tmp_path: Path) -> None:
    log(tmp_path / "a.log")
    output = tmp_path / "cases.jsonl"
    report = generate_tests(target, output, logs=[str(tmp_path / "*.log")], count=200, seed=4)
    header, cases = read_cases(output)
    read = list(cases)
    assert report.count == len(read) == len({case.id for case in read}) == 200
    assert report.strata["recorded"] == 30
    assert header.strata == report.strata
    assert header.unit
    assert set(report.strata) == {"recorded", "mutated", "boundary", "hypothesis"}
    assert report.logs is not None
    assert (report.logs.broken, report.logs.calls) == (1, 30)
    assert report.domain["floor"].kinds == ["int"]


def test_a_seed_gives_the_same_file_again(target: Target, tmp_path: Path) -> None:
    """Without the search for deep calls, which takes as much as its time allows."""
    log(tmp_path / "a.log")
    first, again = tmp_path / "first.jsonl", tmp_path / "again.jsonl"
    for output in (first, again):
        generate_tests(target, output, logs=[str(tmp_path / "*.log")], count=200, seed=4, exploring=0)
    assert again.read_bytes() == first.read_bytes()


def test_recorded_calls_join_and_stale_results_are_dropped(target: Target, project: Path, tmp_path: Path) -> None:
    record([target], [sys.executable, str(project / "run.py")], RecordSettings(), to_stderr=True)
    output = tmp_path / "cases.jsonl"
    report = generate_tests(target, output, count=60)
    kept = [case for case in read_cases(output)[1] if case.stratum == "recorded"]
    assert report.recorded_calls == 6
    assert len(kept) == 5
    assert all(case.expected for case in kept)
    source = project / "shop" / "sales.py"
    source.write_text(source.read_text().replace("FLOOR_LIMIT = 400", "FLOOR_LIMIT = 300"))
    report = generate_tests(target, output, count=60)
    kept = [case for case in read_cases(output)[1] if case.stratum == "recorded"]
    assert report.recording is not None
    assert report.recording.stale
    assert len(kept) == 5
    assert not any(case.expected for case in kept)


def test_more_calls_than_fit_are_sampled(target: Target, tmp_path: Path) -> None:
    log(tmp_path / "a.log", calls=300)
    report = generate_tests(target, tmp_path / "out.jsonl", logs=[str(tmp_path / "a.log")], count=100)
    assert report.count == 100
    assert report.recorded_calls == 50
    assert report.logs is not None
    assert (report.logs.sampling.seen, report.logs.sampling.kept) == (300, 50)


def test_a_pattern_without_files_is_an_error(target: Target, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="PV608 no log file matches"):
        generate_tests(target, tmp_path / "out.jsonl", logs=[str(tmp_path / "*.nothing")])
    assert not (tmp_path / "out.jsonl").exists()


def test_the_verb(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    log(tmp_path / "a.log")
    words = [
        "generate-tests",
        "shop/sales.py::aggregate",
        "--production-logs",
        str(tmp_path / "a.log"),
        "--count",
        "80",
    ]
    assert main([*words, "--output", str(tmp_path / "cases.jsonl")]) == 0
    text = capsys.readouterr().out
    assert "80 distinct cases" in text
    assert "mapping rows=args.rows, floor=args.floor, prices=args.prices: 30 calls" in text
    assert "1 broken lines, first" in text
    assert main([*words, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["output"].endswith(".pivot/cases/shop.sales.aggregate.generated.jsonl")
    assert main([*words, "--map", "rows"]) == 2
    assert "PV002 --map 'rows'" in capsys.readouterr().err
    assert main(["generate-tests", "shop/sales.py::missing"]) == 2
    assert main(["generate-tests", "shop/sales.py::every_kind"]) == 2
    assert "PV607" in capsys.readouterr().err


def test_the_recorded_file_is_never_the_output_s_default(target: Target) -> None:
    assert recorded_file(target).name == "shop.sales.aggregate.jsonl"
