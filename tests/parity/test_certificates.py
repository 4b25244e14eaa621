"""A certificate holds for what was judged and for nothing else: attacks on it.

Each attack changes what a production process would run, or what was judged, and leaves the certificate where it lies.
"""

import json
import shutil
from pathlib import Path

import pytest

from pivot_lsp.app.validate import ValidateRequest, validate
from pivot_lsp.cases.files import recorded_file, write_cases
from pivot_lsp.model.case import CaseHeader
from pivot_lsp.model.errors import Refused
from pivot_lsp.model.target import parse_target
from pivot_lsp.parity.certificate import certificate_file, seal, verify
from tests.parity.conftest import Project, make_cases, native_vessel

MAIN = """
import rates
from helper import scale
TABLE = {1: 2}
for key in range(3):
    TABLE[key] = key
TABLE.update({9: 9})

def half_sum(a: int, b: int) -> int:
    from late import OFFSET
    return (scale(a) + b + TABLE[1] + rates.RATE + OFFSET) // 2

def other(a: int, b: int) -> int:
    return a - b

if __name__ == "__main__":
    print(half_sum(1, 2))
"""
HELPER = "STEP = 1\n\ndef scale(a: int) -> int:\n    return a * STEP\n"


def nothing(_what: str, _done: int, _total: int | None) -> None:
    """No progress."""


@pytest.fixture
def erp(project: Project, compiled) -> Project:
    """A function that reaches two other modules, and a vessel of two functions (what it computes is of no matter)."""
    project.write("erp", MAIN)
    project.write("helper", HELPER)
    project.write("rates", "RATE = 0\nUNUSED = 1\n")
    project.write("late", "OFFSET = 0\n")
    vessel = project.root / "vessels" / "v"
    native_vessel(vessel, compiled("GOOD"), "erp")
    manifest = json.loads((vessel / "manifest.json").read_text())
    manifest["functions"].append(manifest["functions"][0] | {"name": "other", "qualname": "other"})
    (vessel / "manifest.json").write_text(json.dumps(manifest))
    return project


def judge(project: Project, function: str = "half_sum", **changes: object) -> Path:
    """Validates quickly; gives the vessel's folder."""
    options = {"count": 30, "adequacy": False, "exploring": 0.0, **changes}
    validate(ValidateRequest(legacy=f"erp.py::{function}", vessel="vessels/v", cwd=project.root, **options), nothing)
    return project.root / "vessels" / "v"


def test_each_function_of_a_vessel_has_a_certificate_of_its_own(erp: Project) -> None:
    folder = judge(erp)
    with pytest.raises(Refused, match="no certificate"):
        verify(folder)  # the other function was never judged
    assert verify(folder, "half_sum").status == "valid"
    judge(erp, "other")
    assert verify(folder).status == "valid"
    assert sorted(p.name for p in folder.glob("certificate*.json")) == [
        "certificate.half_sum.json",
        "certificate.other.json",
    ]


def test_a_certificate_of_another_function_counts_for_nothing(erp: Project) -> None:
    folder = judge(erp)
    shutil.copy(certificate_file(folder, "half_sum"), certificate_file(folder, "other"))
    found = verify(folder, "other")
    assert found.status == "stale"
    assert found.reasons == ["it was given for erp:half_sum, which is another function"]


EDITS = {
    "the function": ("erp", MAIN.replace("// 2", "// 3")),
    "a table filled in a loop": ("erp", MAIN.replace("TABLE[key] = key", "TABLE[key] = 7")),
    "a table changed by a call": ("erp", MAIN.replace("{9: 9}", "{1: 9}")),
    "an imported function's constant": ("helper", HELPER.replace("STEP = 1", "STEP = 2")),
    "a constant of an imported module": ("rates", "RATE = 5\nUNUSED = 1\n"),
    "what the function imports itself": ("late", "OFFSET = 1\n"),
}


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_of_anything_that_is_reached_makes_it_stale(erp: Project, what: str) -> None:
    folder = judge(erp)
    assert verify(folder, "half_sum").status == "valid"
    erp.write(*EDITS[what])
    assert verify(folder, "half_sum").status == "stale", what


def test_an_edit_of_what_is_not_reached_leaves_it_valid(erp: Project) -> None:
    folder = judge(erp)
    erp.write("rates", "RATE = 0\nUNUSED = 2\n")
    erp.write("erp", MAIN.replace("print(half_sum(1, 2))", "print(half_sum(3, 4))").replace("a - b", "b - a"))
    assert verify(folder, "half_sum").status == "valid"


def test_another_library_bridge_or_python_makes_it_stale(erp: Project) -> None:
    folder = judge(erp)
    library = json.loads((folder / "manifest.json").read_text())["library"]["file"]
    kept = (folder / library).read_bytes()
    (folder / library).write_bytes(kept + b"\0")
    assert verify(folder, "half_sum").status == "stale"
    (folder / library).write_bytes(kept)
    (folder / "bridge.so").write_bytes(b"another")
    assert verify(folder, "half_sum").status == "stale"
    (folder / "bridge.so").unlink()
    assert verify(folder, "half_sum").status == "valid"
    file = certificate_file(folder, "half_sum")
    from pivot_lsp.parity.certificate import read_certificate

    report = read_certificate(folder, "half_sum").report
    for change in ({"python": "3.11.0"}, {"bridge": "0" * 64}, {"platform": "linux-aarch64"}):
        elsewhere = report.model_copy(update={"binding": report.binding.model_copy(update=change)})
        body = {"certificate": 1, "report": elsewhere.model_dump(mode="json"), "seal": seal(elsewhere)}
        file.write_text(json.dumps(body))
        assert verify(folder, "half_sum").status == "stale", change


def test_what_changes_while_it_is_judged_gets_no_certificate(erp: Project) -> None:
    def edit(what: str, _done: int, _total: int | None) -> None:
        if what == "sanitizer":
            erp.write("erp", MAIN.replace("// 2", "// 3"))

    request = ValidateRequest(
        legacy="erp.py::half_sum", vessel="vessels/v", cwd=erp.root, count=30, adequacy=False, exploring=0.0
    )
    with pytest.raises(Refused, match="changed while"):
        validate(request, edit)
    assert not list((erp.root / "vessels" / "v").glob("certificate*"))


MEMORIES = {
    "counts its calls": "n = [0]\n\ndef f(a: int) -> int:\n    n[0] += 1\n    return a + n[0] // 40\n",
    "keeps the first answer": "k = []\n\ndef f(a: int) -> int:\n    k.append(a)\n    return a + k[0] if a > 0 else a\n",
}


@pytest.mark.parametrize("what", MEMORIES)
def test_a_legacy_with_a_memory_is_found_out(project: Project, what: str) -> None:
    project.write("erp", MEMORIES[what])
    project.write("port", MEMORIES[what])
    request = ValidateRequest(
        legacy="erp.py::f", vessel="port:f", cwd=project.root, count=200, adequacy=False, exploring=0.0
    )
    assert validate(request, nothing).set_aside.nondeterministic > 0


REMEMBERING = {
    "a result kept and given again": "k = {}\n\ndef f(a: int) -> list[int]:\n    return k.setdefault(a, [a, a])\n",
    "another answer the second time": (
        "k = set()\n\ndef f(a: int) -> list[int]:\n    seen = a in k\n    k.add(a)\n"
        "    return [a] if seen else [a, a]\n"
    ),
}


@pytest.mark.parametrize("what", REMEMBERING)
def test_a_port_with_a_memory_is_failed(project: Project, what: str) -> None:
    project.write("erp", "def f(a: int) -> list[int]:\n    return [a, a]\n")
    project.write("port", REMEMBERING[what])
    request = ValidateRequest(
        legacy="erp.py::f", vessel="port:f", cwd=project.root, count=60, adequacy=False, exploring=0.0
    )
    report = validate(request, nothing)
    assert report.level == "failed"
    assert "called again" in report.failures[0].message


def test_recorded_calls_that_were_set_aside_are_no_evidence(erp: Project) -> None:
    """Legacy is too slow on most of what production sent: the few judged calls do not speak for them."""
    erp.write("slow", "import time\n\ndef f(a: int) -> int:\n    if a > 4:\n        time.sleep(9)\n    return a\n")
    target = parse_target("slow.py::f", erp.root)
    calls = make_cases([(a,) for a in range(8)], "recorded", {})
    write_cases(recorded_file(target), CaseHeader(recorder="wrapper"), calls)
    from pivot_lsp.parity.campaign import Budget

    request = ValidateRequest(
        legacy="slow.py::f", vessel="slow:f", cwd=erp.root, count=0, adequacy=False, budget=Budget(legacy=1.0)
    )
    report = validate(request, nothing)
    assert any("judgement on 95% of the recorded calls: 5 of 8" in said for said in report.missing)
