"""A sanitizer pass: what gives plausible values and is wrong all the same is found; what cannot run is no pass."""

from pathlib import Path

import pytest
from conftest import Project, native_vessel

from pivot_lsp.app.sanitize import OPTIONS, preload, sanitizer_for
from pivot_lsp.cases.files import write_cases
from pivot_lsp.model.case import CaseHeader
from pivot_lsp.parity.implementation import of_vessel
from pivot_lsp.parity.sanitize import run_sanitized

FLAGS = ("-g", "-fsanitize=address,undefined", "-fno-sanitize=object-size", "-fno-sanitize-recover=undefined")


@pytest.fixture
def corpus(project: Project) -> Path:
    project.write("erp", "def half_sum(a: int, b: int) -> int:\n    return (a + b) // 2\n")
    file = project.root / "judged.jsonl"
    write_cases(file, CaseHeader(), project.cases((1, 2), (6, 7), (3, 4)))
    return file


@pytest.mark.parametrize(
    ("define", "finding"),
    [("GOOD", ""), ("OVERREADS", "heap-buffer-overflow"), ("OVERFLOWS", "signed integer overflow")],
)
def test_a_defect_that_changes_no_value_is_found(
    project: Project, compiled, corpus: Path, define: str, finding: str
) -> None:
    """Without the sanitizer all three answer alike."""
    legacy = project.implementation("erp.py::half_sum")
    plain = native_vessel(project.root / "vessels" / "plain", compiled(define), "erp")
    tally = project.judge("erp.py::half_sum", str(plain), project.cases((1, 2), (6, 7), (3, 4)))
    assert tally.failed == 0
    vessel = native_vessel(project.root / "vessels" / "sanitized", compiled(define, *FLAGS), "erp")
    environment = {**OPTIONS, "LD_PRELOAD": preload(("libasan.so", "libubsan.so"))}
    found = run_sanitized(of_vessel(str(vessel), legacy, vessel), corpus, environment, "asan", "races")
    assert finding in found.finding
    assert found.clean == (define == "GOOD")
    assert (found.calls == 3) == found.clean


def test_a_vessel_that_cannot_be_rebuilt_has_no_pass(project: Project, compiled, corpus: Path) -> None:
    legacy = project.implementation("erp.py::half_sum")
    vessel = native_vessel(project.root / "vessels" / "good", compiled("GOOD"), "erp")
    found = sanitizer_for(vessel, legacy, project.root / ".pivot" / "cache")(corpus)
    assert found is not None
    assert found.calls == 0
    assert "cannot be built" in found.finding
