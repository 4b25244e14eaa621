"""All Go vessels of a project in one library: two in one process, a member that breaks, certificates renewed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pivot_lsp.app.port import port
from pivot_lsp.app.validate import ValidateRequest, validate
from pivot_lsp.app.verify import verify_vessel
from pivot_lsp.model.target import parse_target
from pivot_lsp.runtime import load_vessel

SOURCE = {
    "first.py": "def double(n: int) -> int:\n    return n + n\n",
    "second.py": "def shout(s: str) -> str:\n    return s + '!'\n",
    "third.py": "def half(x: float) -> float:\n    return x / 2.0\n",
}
PROBE = """
import sys
from pivot_lsp.runtime import load_vessel
double, shout = (load_vessel(f)[n] for f, n in zip(sys.argv[1:], ("double", "shout")))
assert (double(21), shout("a")) == (42, "a!")
assert (double.calls.native, shout.calls.native) == (1, 1)
print(len({line.split()[-1] for line in open("/proc/self/maps") if "libvessel" in line}))
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("shop")
    (root / "pyproject.toml").write_text("")
    for name, text in SOURCE.items():
        (root / name).write_text(text)
    return root


def ported(project: Path, text: str) -> Path:
    report = port(parse_target(text, project), "go", None, lambda *_: None)
    assert report.status == "built", report
    assert report.vessel is not None
    return Path(report.vessel)


def test_members_share_one_library_and_keep_their_certificates(project: Path) -> None:
    double = ported(project, "first.py::double")
    request = ValidateRequest(legacy="first.py::double", vessel=str(double), cwd=project, count=60, adequacy=False)
    assert not validate(request, lambda *_: None).failed
    before = (double / "manifest.json").read_text()
    shout = ported(project, "second.py::shout")
    assert (double / "manifest.json").read_text() != before
    assert verify_vessel(double).status == "valid"
    argv = [sys.executable, "-c", PROBE, str(double), str(shout)]
    done = subprocess.run(argv, capture_output=True, text=True, cwd=Path.cwd(), check=False)
    assert (done.stdout.strip(), done.returncode) == ("1", 0), done.stderr

    library = json.loads((shout / "manifest.json").read_text())["library"]
    ported(project, "second.py::shout")
    assert json.loads((shout / "manifest.json").read_text())["library"] == library, "the same members, the same bytes"

    # a member that a person broke stops nobody else, and is answered by legacy from then on
    (double / "src" / "first.go").write_text("package broken\n\nfunc (\n")
    half = ported(project, "third.py::half")
    assert load_vessel(half)["half"](3.0) == 1.5
    assert load_vessel(shout)["shout"]("b") == "b!"
    assert verify_vessel(double).status == "stale"


def test_a_vessel_elsewhere_keeps_its_own_library(project: Path, tmp_path: Path) -> None:
    report = port(parse_target("first.py::double", project), "go", tmp_path, lambda *_: None)
    assert report.vessel is not None
    assert json.loads((Path(report.vessel) / "manifest.json").read_text())["library"]["file"] == "libvessel.so"
