"""Recording a real script in a real process: exact calls, an undisturbed program."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pivot_lsp.app.record import RecordReport, RecordSettings, record
from pivot_lsp.cases.files import read_cases, recorded_file
from pivot_lsp.cases.values import decode_call, encode, import_name
from pivot_lsp.model.case import Case, CaseHeader
from pivot_lsp.model.errors import NoVerdict, Refused, UsageError
from pivot_lsp.model.target import parse_target

SETTINGS = RecordSettings()


def run(project: Path, *names: str, script: str = "run.py", settings: RecordSettings = SETTINGS) -> RecordReport:
    targets = [parse_target(f"shop/sales.py::{name}", project) for name in names]
    return record(targets, [sys.executable, str(project / script)], settings)


def kept(project: Path, name: str) -> tuple[CaseHeader, list[Case]]:
    header, cases = read_cases(recorded_file(parse_target(f"shop/sales.py::{name}", project)))
    return header, list(cases)


def test_the_program_prints_and_ends_as_without_recording(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    alone = subprocess.run([sys.executable, project / "run.py"], capture_output=True, text=True, check=False)
    report = run(project, "aggregate", "drop_negative", "factorial", "Till.tax", "Till.doubled")
    seen = capfd.readouterr()
    assert seen.out == alone.stdout
    assert seen.err == alone.stderr == ""
    assert report.command_exit == alone.returncode == 3
    assert report.processes == 1


def test_arguments_results_and_exceptions_are_kept_with_multiplicity(project: Path, importable: Path) -> None:
    report = run(project, "aggregate")
    header, cases = kept(project, "aggregate")
    assert [case.n for case in cases] == [1, 2, 1, 1, 1]
    assert header.sampling is not None
    assert (header.sampling.seen, header.sampling.kept) == (6, 6)
    assert header.signature == "(rows: list[Sale], floor: int, prices: dict[str, float]) -> dict[str, float]"
    (rows, floor, prices), _ = decode_call(cases[0].args, cases[0].kwargs, import_name)
    assert type(rows[1]) is import_name("shop.sales:Sale")
    assert (rows[1].price, floor, str(prices["B"])) == (1.5, 0, "-0.0")
    assert cases[0].expected is not None
    assert cases[0].expected.returned == [encode({"2024-03-01": 3.0, "2024-03-02": 1.0 - 0.0, "2024-03-03": 5.0})]
    raised = [case.expected.raised for case in cases if case.expected and case.expected.raised]
    assert [(r.type, r.args) for r in raised] == [
        ("builtins:ValueError", ["floor too high: 500"]),
        ("builtins:KeyError", ["B"]),
    ]
    assert cases[-1].kwargs == {"floor": 0, "prices": {"$d": []}}
    assert report.functions[0].raised == {"builtins:ValueError": 1, "builtins:KeyError": 1}
    assert all(case.ns is not None and case.ns > 0 for case in cases)


def test_changed_arguments_are_kept_as_they_were_and_as_they_became(project: Path) -> None:
    report = run(project, "drop_negative")
    _, cases = kept(project, "drop_negative")
    assert cases[0].args == [[3, -1, 4, -1, 5]]
    assert cases[0].expected is not None
    assert cases[0].expected.after == [[3, 4, 5]]
    assert cases[0].expected.returned == [2]
    assert report.functions[0].dropped == {"unencodable": 1}


def test_recursion_is_recorded_once_from_outside(project: Path) -> None:
    report = run(project, "factorial")
    _, cases = kept(project, "factorial")
    assert [(case.args, case.n) for case in cases] == [([30], 1)]
    assert cases[0].expected is not None
    assert cases[0].expected.returned == [{"$i": "265252859812191058636308480000000"}]
    assert report.functions[0].dropped == {"reentrant": 29}


def test_static_and_class_methods_are_recorded_without_their_class(project: Path) -> None:
    run(project, "Till.tax", "Till.doubled")
    assert kept(project, "Till.tax")[1][0].args == [encode(10.0)]
    assert kept(project, "Till.doubled")[1][0].args == [4]


def test_caps_and_quotas_hold_and_are_counted(project: Path) -> None:
    (project / "many.py").write_text(
        "from shop.sales import Till, aggregate\n"
        "for i in range(500):\n"
        "    Till.tax(float(i))\n"
        "    if i % 100 == 50:\n"
        "        try: Till.tax(None)\n"
        "        except TypeError: pass\n"
        "Till.tax('x' * 5000)\n"
    )
    settings = RecordSettings(limit=40, quota=2, max_bytes=2000)
    report = run(project, "Till.tax", script="many.py", settings=settings)
    header, cases = kept(project, "Till.tax")
    assert sum(case.n for case in cases) == 40
    assert header.sampling is not None
    assert header.sampling.seen == 505
    assert any(case.expected and case.expected.raised for case in cases)
    assert len([case for case in cases if case.n == 0]) <= 8
    assert report.functions[0].dropped["too big"] == 1
    positions = sorted(float.fromhex(case.args[0]["$f"]) for case in cases if case.n and case.args[0])
    assert positions[len(positions) // 2] > 100, "a uniform sample, not the first calls"


def test_forked_children_record_their_own_calls(project: Path) -> None:
    (project / "pool.py").write_text(
        "import multiprocessing\n"
        "from shop.sales import Till\n"
        "def work(i): return Till.tax(float(i))\n"
        "if __name__ == '__main__':\n"
        "    Till.tax(-1.0)\n"
        "    with multiprocessing.get_context('fork').Pool(2) as pool:\n"
        "        pool.map(work, range(20), chunksize=1)\n"
        "        pool.close()\n"
        "        pool.join()\n"
    )
    report = run(project, "Till.tax", script="pool.py")
    _, cases = kept(project, "Till.tax")
    assert sorted(float.fromhex(case.args[0]["$f"]) for case in cases) == [float(i) for i in range(-1, 20)]
    assert report.processes == 3


def test_a_test_run_is_recorded(project: Path) -> None:
    (project / "test_shop.py").write_text(
        "from shop.sales import drop_negative\ndef test_it(): assert drop_negative([1, -1]) == 1\n"
    )
    target = parse_target("shop/sales.py::drop_negative", project)
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(project), str(project)]
    report = record([target], words, SETTINGS, to_stderr=True)
    assert (report.command_exit, report.functions[0].distinct) == (0, 1)


@pytest.mark.parametrize(
    ("script", "name", "words"),
    [
        ("pass", "aggregate", "never imported"),
        ("import shop.sales", "aggregate", "never called"),
        ("import sys; sys.exit(9)", "aggregate", "status 9"),
        ("import os, shop.sales; os._exit(0)", "aggregate", "never called"),
        ("import os, signal, shop.sales; os.kill(os.getpid(), signal.SIGKILL)", "aggregate", "ran no Python"),
    ],
)
def test_nothing_recorded_is_an_error_with_its_reason(project: Path, script: str, name: str, words: str) -> None:
    (project / "other.py").write_text(script)
    with pytest.raises(NoVerdict, match="PV612") as caught:
        run(project, name, script="other.py")
    assert words in str(caught.value)
    assert not (project / ".pivot").exists()


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("nothing", UsageError, "PV605 defines no nothing"),
        ("Kind", UsageError, "PV605 Kind is a class"),
        ("answer", Refused, "PV615 answer: an async function"),
        ("pieces", Refused, "PV615 pieces: a generator"),
    ],
)
def test_what_has_no_single_result_is_refused_before_the_command_runs(
    project: Path, name: str, error: type[Exception], words: str
) -> None:
    with (project / "shop" / "sales.py").open("a") as file:
        file.write("\nasync def answer():\n    return 1\n\n\ndef pieces():\n    yield 1\n")
    (project / "other.py").write_text("open('ran', 'w')")
    with pytest.raises(error, match=words):
        run(project, name, script="other.py")
    assert not (project / "ran").exists()


def test_a_command_that_cannot_start_is_a_usage_error(project: Path) -> None:
    target = parse_target("shop/sales.py::aggregate", project)
    for command in ([], ["/no/such/program"]):
        with pytest.raises(UsageError, match="PV611"):
            record([target], command, SETTINGS)


def test_the_verb_answers_in_json_and_keeps_the_command_s_output_apart(project: Path) -> None:
    words = [sys.executable, "-m", "pivot_lsp", "record", "shop/sales.py::factorial", "--json", "--", "run.py"]
    root = Path(__file__).parents[2]
    environment = {"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(words, cwd=project, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    assert report["command_exit"] == 3
    assert report["functions"][0]["distinct"] == 1
    assert "refused floor too high" in done.stderr
