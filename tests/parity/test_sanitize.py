"""A sanitizer pass: what gives plausible values and is wrong all the same is found; what cannot run is no pass."""

from pathlib import Path

import pytest
from conftest import Project, native_vessel

from pivot_lsp.app.sanitize import sanitizer_pass
from pivot_lsp.cases.files import write_cases
from pivot_lsp.model.case import CaseHeader
from pivot_lsp.parity.implementation import of_vessel
from pivot_lsp.parity.sanitize import run_sanitized
from pivot_lsp.vessel.sanitizers import sanitizer

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
    tool = sanitizer("cpp")
    assert tool is not None
    found = run_sanitized(of_vessel(str(vessel), legacy, vessel), corpus, tool.environment, tool.tool, tool.blind_to)
    assert finding in found.finding
    assert found.clean == (define == "GOOD")
    assert (found.calls == 3) == found.clean


def test_a_vessel_that_cannot_be_rebuilt_has_no_pass(project: Project, compiled, corpus: Path) -> None:
    vessel = native_vessel(project.root / "vessels" / "good", compiled("GOOD"), "erp")
    with sanitizer_pass("erp.py::half_sum", vessel, project.root) as sanitize:
        assert sanitize is not None
        found = sanitize(corpus)
    assert found is not None
    assert (found.calls, found.clean) == (0, True)
    assert "could not be built" in found.finding
