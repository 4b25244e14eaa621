"""What a certificate needs besides calls that agree: enough of them, of all the code, judged by a tolerance that tells
values apart, of a legacy that answers by its arguments, exchanged by nobody behind its back."""

from pathlib import Path

import pytest

from pivot_lsp.app.validate import ValidateRequest, validate
from pivot_lsp.cases.files import recorded_file, write_cases
from pivot_lsp.model.case import CaseHeader
from pivot_lsp.model.evidence import Tolerance, ValidationReport
from pivot_lsp.model.target import parse_target
from pivot_lsp.parity.certificate import legacy_hashes
from pivot_lsp.source.outside import read_by
from pivot_lsp.source.unit import collect
from tests.parity.conftest import Project, make_cases, silent

CHARGE = """
def charge(hours: float, rate: float) -> float:
    if hours > 987_654_321.0:
        rate = rate * 2
        rate = rate - 1
        rate = rate / 7
        hours = hours + rate
        return hours
    return hours * rate
"""


def judged(project: Project, recorded: int = 60, **changes: object) -> ValidationReport:
    """`erp.charge` against itself, on recorded calls of some ten to some thousand."""
    target = parse_target("erp.py::charge", project.root)
    calls = make_cases([(1.0 + x, 12.5 + x) for x in range(recorded)], "recorded", {})
    write_cases(recorded_file(target), CaseHeader(recorder="wrapper"), calls)
    options = {"count": 300, "adequacy": False, "exploring": 0.0, **changes}
    return validate(ValidateRequest("erp.py::charge", "erp:charge", cwd=project.root, **options), silent)


LACKS: dict[str, tuple[str, dict[str, object], str]] = {
    "a tolerance wider than the values": (CHARGE, {"tolerance": Tolerance(abs=1e9)}, "a narrower tolerance"),
    "a tolerance of a tenth": (CHARGE, {"tolerance": Tolerance(rel=0.1)}, "1% in 60 of 60 floats"),
    "one generated call": (CHARGE, {"count": 1}, "300 judged calls"),
    "a case file of trifles alone": (CHARGE, {"count": 0, "recorded": 59}, "300 judged calls: 59"),
    "few recordings": (CHARGE, {"recorded": 58}, "59 recorded calls"),
    "most lines reached by none": (
        CHARGE.replace("hours > 987_654_321.0", "hours == rate == -3.25e77"),
        {"count": 0},
        "2 of 7 were reached",
    ),
    "the environment": (f"import os\nFACTOR = float(os.environ.get('X', '1'))\n{CHARGE} * FACTOR\n", {}, "os.environ"),
    "the day": (f"from datetime import date\n{CHARGE} * (date.today().year > 0)\n", {}, "datetime.date.today (erp.py:"),
    "what it sets": (f"N = 0\n{CHARGE}".replace(":\n", ":\n    global N\n    N += 1\n", 1), {}, "global N (erp"),
    "a file": (f"{CHARGE} * len(open(__file__).read(1))\n", {}, "open (erp.py:"),
}  # fmt: skip


@pytest.mark.parametrize("what", LACKS)
def test_what_is_no_evidence_is_said_to_be_missing(project: Project, what: str) -> None:
    source, options, said = LACKS[what]
    project.write("erp", source.replace("\n * ", " * "))
    report = judged(project, **options)
    assert report.level == "tested"
    assert [each for each in report.missing if said in each], report.missing


def test_a_tolerance_far_below_the_values_lacks_nothing(project: Project) -> None:
    project.write("erp", CHARGE)
    said = judged(project, tolerance=Tolerance(abs=0.0001)).missing
    assert not [each for each in said if "tolerance" in each or "judged calls" in each or "recorded calls" in each]


def test_what_takes_the_place_of_helpers_on_import_is_part_of_legacy(project: Project) -> None:
    project.write("erp", "import patches\nfrom helper import rate\n\ndef charge(x: int) -> int:\n    return rate(x)\n")
    project.write("helper", "STEP = 1\n\ndef rate(x: int) -> int:\n    return x * STEP\n")
    project.write("patches", "import more\n")
    project.write("more", "LIMIT = 3\n")
    here = project.implementation("erp.py::charge")
    seen = [legacy_hashes(here)]
    assert set(seen[0]) == {"erp.py", "helper.py"}
    for text in (
        "import helper\nLIMIT = 3\nhelper.rate = lambda x: x + LIMIT\n",
        "import helper\nLIMIT = 4\nhelper.rate = lambda x: x + LIMIT\n",
        "import helper as h\nsetattr(h, 'STEP', 5)\n",
        "import sys\nsys.modules['helper'].STEP = 6\n",
        "import helper\ndef install():\n    helper.STEP = 7\ninstall()\n",
    ):
        project.write("more", text)
        seen.append(legacy_hashes(here))
    assert len({str(each) for each in seen}) == len(seen)
    project.write(
        "more", "import helper\nLIMIT = 3\nhelper.OTHER = 5\nclass K:\n    def __init__(self): self.rate = 1\n"
    )
    assert legacy_hashes(here) == seen[0], "what sets nothing of the unit is no part of it"


def test_a_package_around_the_module_may_exchange_as_well(project: Project) -> None:
    (project.root / "shop").mkdir()
    project.write("shop/__init__", "")
    project.write("shop/erp", "from . import helper\n\ndef charge(x: int) -> int:\n    return helper.rate(x)\n")
    project.write("shop/helper", "def rate(x: int) -> int:\n    return x\n")
    here = project.implementation("shop/erp.py::charge")
    before = legacy_hashes(here)
    project.write("shop/__init__", "from . import helper\nhelper.rate = abs\n")
    assert set(legacy_hashes(here)) - set(before) == {"shop/__init__.py"}


READS = {
    "import os.path\n": ("os.path.exists(str(x))", "os.path.exists"),
    "from os import environ as env\n": ("env.get('A')", "os.environ"),
    "import datetime as dt\n": ("dt.datetime.now()", "datetime.datetime.now"),
    "from pathlib import Path\n": ("Path('x').read_text()", "read_text"),
    "import random\n": ("random.random()", "random.random"),
    "from uuid import uuid4\n": ("uuid4()", "uuid.uuid4"),
    "import time\n": ("time.time()", "time.time"),
}


@pytest.mark.parametrize("head", READS)
def test_what_a_unit_may_read_is_named_with_its_place(project: Project, head: str) -> None:
    expression, name = READS[head]
    file = project.write("erp", f"{head}\ndef helper(x: int) -> object:\n    return {expression}\n\n"
        "def f(x: int) -> object:\n    return helper(x)\n")  # fmt: skip
    found = collect(file, "erp", "f", project.root, [str(project.root)]).reads
    assert list(found) == [name]
    assert found[name].startswith("erp.py")


def test_what_reads_nothing_is_not_taken_for_a_read(project: Project) -> None:
    file = project.write(
        "erp",
        "import os, random, time, datetime, uuid\nfrom datetime import date\n\n"
        "def f(input: int, open: list[int]) -> object:\n"
        "    chance = random.Random(7)\n"
        "    return os.path.join('a', 'b'), date(2020, 1, 1), uuid.UUID(int=input), open[input], chance, os.sep\n",
    )
    assert collect(file, "erp", "f", project.root, [str(project.root)]).reads == {}
    assert not read_by("datetime.datetime")


def test_a_vessel_is_not_asked_for_what_stands_beside_it(project: Project) -> None:
    """A method that no call enters is listed as unreached and does not count against the function."""
    project.write(
        "erp",
        "class Box:\n    def __init__(self, x: int) -> None:\n        self.x = x\n\n"
        "    def get(self) -> int:\n        a = 1\n        b = 2\n        c = 3\n        return a + b + c\n\n"
        "def f(x: int, d: dict[int, int]) -> int:\n    return Box(x).x + d.get(x, 0)\n",
    )
    request = ValidateRequest("erp.py::f", "erp:f", cwd=Path(project.root), count=50, adequacy=False, exploring=0.0)
    coverage = validate(request, silent).coverage
    assert coverage is not None
    assert (coverage.lines, coverage.lines_covered) == (2, 2)
    assert coverage.unreached[0].function == "Box.get"


def test_a_module_beside_the_project_is_bound_by_its_text(
    project: Project, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PYTHONPATH, or installed as editable: it has no version that an edit changes."""
    beside = Project(tmp_path_factory.mktemp("beside"))
    beside.write("common_rates", "def rate(x: int) -> int:\n    return x\n")
    monkeypatch.syspath_prepend(str(beside.root))
    project.write("erp", "from common_rates import rate\nimport json\n\ndef f(x: int) -> int:\n    return rate(x)\n")
    before = legacy_hashes(project.implementation("erp.py::f"))
    assert set(before) == {"erp.py", str(beside.root / "common_rates.py")}
    beside.write("common_rates", "def rate(x: int) -> int:\n    return -x\n")
    assert legacy_hashes(project.implementation("erp.py::f")) != before
