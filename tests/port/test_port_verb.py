"""`pivot port` on the command line: exit codes, reasons with their lines, and that a refusal writes nothing."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
REFUSED = {
    "integration/exchange_rates.py::fetch_exchange_rates": ("PV210", "with "),
    "common/sequences.py::next_document_number": ("PV209", "global "),
    "feeds/supplier_feed.py::parse_supplier_feed": ("PV201", "def parse_supplier_feed("),
    "ledger/invoicing.py::make_invoice": ("PV202", "gross_by_rate: dict[Decimal, Decimal] = {}"),
    "schedule/working_days.py::days_overdue": ("PV210", "date.today()"),
}
"""Target -> a code among its reasons, and the text that stands on the line which that reason names."""


@pytest.fixture(scope="module")
def erp(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("refused") / "erp"
    shutil.copytree(REPOSITORY / "fixtures" / "erp", place, ignore=shutil.ignore_patterns("__pycache__", ".pivot"))
    return place


def port(erp: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    argv = [sys.executable, "-m", "pivot_lsp", "port", *words]
    return subprocess.run(argv, cwd=erp, capture_output=True, text=True, check=False, env=environment)


@pytest.mark.parametrize("target", REFUSED)
def test_an_unportable_function_is_refused_and_nothing_is_written(erp: Path, target: str) -> None:
    code, text = REFUSED[target]
    done = port(erp, target, "--to", "rust", "--json")
    assert done.returncode == 3, done.stderr
    report = json.loads(done.stdout)
    assert report["status"] == "refused"
    lines = (erp / target.partition("::")[0]).read_text().splitlines()
    named = [lines[reason["line"] - 1] for reason in report["reasons"] if reason["code"] == code]
    assert any(text in line for line in named), report["reasons"]
    assert all(reason["message"] for reason in report["reasons"])
    assert not (erp / "vessels").exists()


def test_check_builds_nothing(erp: Path) -> None:
    done = port(erp, "pricing/discount_engine.py::apply_complex_discounts", "--to", "cpp", "--check", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["status"] == "portable"
    assert not (erp / "vessels").exists()


@pytest.mark.parametrize(
    ("words", "code"), [(("no.py::f", "--to", "go"), "PV001"), (("nothing", "--to", "go"), "PV001")]
)
def test_bad_targets_get_one_line(erp: Path, words: tuple[str, ...], code: str) -> None:
    done = port(erp, *words)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert code in done.stderr


def test_types_that_nobody_annotated_are_told_with_their_source(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text(
        'def area(a, h):\n    """\n    >>> area(2, 3)\n    3.0\n    """\n    return a * h / 2\n'
    )
    done = port(tmp_path, "shop.py::area", "--to", "go", "--check", "--json")
    assert done.returncode == 0, done.stderr
    inferred = {(one["name"], one["type"], one["source"]) for one in json.loads(done.stdout)["inferred"]}
    assert inferred == {("a", "int", "doctests"), ("h", "int", "doctests"), (None, "float", "its use")}
