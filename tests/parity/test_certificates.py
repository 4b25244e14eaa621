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
from pivot_lsp.model.errors import Refused, UsageError
from pivot_lsp.model.target import parse_target
from pivot_lsp.parity.certificate import (
    certificate_file,
    legacy_hashes,
    read_certificate,
    seal,
    verify,
    write_certificate,
)
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


EITHER = "try:\n    from fast import RATE\nexcept ImportError:\n    from slow import RATE\n"
REACHED = {
    "what stands under except": (EITHER, "slow"),
    "what stands under try": (EITHER, "fast"),
    "a star below a definition": ("RATE = 1\nfrom fast import *\n", "fast"),
    "a star of a package": ("import rich_package\nRATE = rich_package.RATE\n", "rich_package/inner"),
    "what another function imports by the same name": (
        "def other() -> int:\n    from slow import RATE\n    return RATE\nfrom fast import RATE\n",
        "fast",
    ),
    "a global that a function sets": ("RATE = 1\nfrom fast import RATE as OTHER\ndef start() -> None:\n"
        "    global RATE\n    RATE = OTHER\nstart()\n", "fast"),
}  # fmt: skip


@pytest.mark.parametrize("what", REACHED)
def test_whatever_an_import_may_mean_is_bound(project: Project, what: str) -> None:
    head, edited = REACHED[what]
    (project.root / "rich_package").mkdir()
    for name in ("fast", "slow", "rich_package/inner"):
        project.write(name, "RATE = 3\n")
    project.write("rich_package/__init__", "from rich_package.inner import *\n")
    project.write("erp", f"{head}\ndef f(a: int) -> int:\n    return a * RATE\n")
    before = legacy_hashes(project.implementation("erp.py::f"))
    project.write(edited, "RATE = 4\n")
    assert legacy_hashes(project.implementation("erp.py::f")) != before


def test_another_version_of_a_package_makes_it_stale(erp: Project) -> None:
    erp.write("late", "import msgspec\nOFFSET = 0 if msgspec else 1\n")
    folder = judge(erp)
    report = read_certificate(folder, "half_sum").report
    assert list(report.binding.packages) == ["msgspec"]
    assert verify(folder, "half_sum").status == "valid"
    packages = {"binding": report.binding.model_copy(update={"packages": {"msgspec": "0.0.1"}})}
    write_certificate(folder, report.model_copy(update=packages), "half_sum")
    assert [reason[:30] for reason in verify(folder, "half_sum").reasons] == ["package msgspec: given for 0.0"]


def test_a_vessel_stands_for_the_function_that_was_judged_alone(erp: Project) -> None:
    """A flag, or a link, may lead from another function to a vessel whose certificate holds."""
    folder = judge(erp)
    ours = erp.root / "erp.py"
    assert verify(folder, "half_sum", of=(ours, "half_sum")).status == "valid"
    for of in ((erp.root / "helper.py", "half_sum"), (ours, "other")):
        assert verify(folder, "half_sum", of=of).status == "stale", of
    elsewhere = erp.root / "elsewhere"
    (elsewhere / "vessels").mkdir(parents=True)
    (elsewhere / "pivot.toml").write_text("")
    (elsewhere / "vessels" / "v").symlink_to(folder)
    assert verify(folder, "half_sum").status == "valid"
    assert "a link leads to it" in verify(elsewhere / "vessels" / "v", "half_sum").reasons[0]
    (erp.root / "by_another_name").symlink_to(folder)
    assert verify(erp.root / "by_another_name", "half_sum").status == "valid"


def test_a_vessel_is_not_judged_for_a_function_of_the_same_name(erp: Project) -> None:
    """It falls back to its own, and the certificate that it has would be written over."""
    folder = judge(erp)
    erp.write("twin", "def half_sum(a: int, b: int) -> int:\n    return (a + b) // 2\n")
    request = ValidateRequest(legacy="twin.py::half_sum", vessel="vessels/v", cwd=erp.root, count=10)
    with pytest.raises(UsageError, match="no function half_sum of twin"):
        validate(request, nothing)
    assert verify(folder, "half_sum").status == "valid"


@pytest.mark.parametrize("what", ["cut", "empty", "another JSON", "a folder", "bytes"])
def test_a_damaged_certificate_is_none(erp: Project, what: str) -> None:
    folder = judge(erp)
    file = certificate_file(folder, "half_sum")
    whole = file.read_bytes()
    file.unlink()
    if what == "a folder":
        file.mkdir()
    else:
        file.write_bytes(
            {"cut": whole[: len(whole) // 2], "empty": b"", "another JSON": b"[1]", "bytes": b"\xff\0"}[what]
        )
    with pytest.raises(UsageError, match="PV628"):
        verify(folder, "half_sum")


def test_every_edit_of_a_certificate_breaks_its_seal(erp: Project) -> None:
    folder = judge(erp)
    file = certificate_file(folder, "half_sum")
    body = json.loads(file.read_text())
    for name, value in (("level", "certified"), ("failed", 7), ("missing", []), ("seed", 99), ("created", "2030")):
        file.write_text(json.dumps({**body, "report": {**body["report"], name: value}}))
        assert "the certificate has been edited" in verify(folder, "half_sum").reasons, name
    file.write_text(json.dumps(body))
    assert verify(folder, "half_sum").status == "valid"


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
    "an empty result that is always the same one": (
        "k = []\n\ndef f(a: int) -> list[int]:\n    return k if a < 0 else [a, a]\n"
    ),
    "a result kept and given again": (
        "k = {}\n\ndef f(a: int) -> list[int]:\n    return k.setdefault(a, [a, a] if a >= 0 else [])\n"
    ),
    "another answer the second time": (
        "k = set()\n\ndef f(a: int) -> list[int]:\n    seen = a in k\n    k.add(a)\n"
        "    return [] if a < 0 else [a] if seen else [a, a]\n"
    ),
}


@pytest.mark.parametrize("what", REMEMBERING)
def test_a_port_with_a_memory_is_failed(project: Project, what: str) -> None:
    project.write("erp", "def f(a: int) -> list[int]:\n    return [a, a] if a >= 0 else []\n")
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
