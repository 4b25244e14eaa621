"""A project with one wrapped function, its vessel (the hand-written library), and a certificate that binds both."""

import json
import os
import subprocess
import sys
from pathlib import Path

from pivot_lsp.model.evidence import (
    Adequacy,
    Confidence,
    Performance,
    SetAside,
    Side,
    Statistics,
    Tolerance,
    ValidationReport,
)
from pivot_lsp.model.target import parse_target
from pivot_lsp.parity.certificate import bind, vessel_hashes, write_certificate
from pivot_lsp.parity.implementation import of_target
from tests.runtime.vessels import one as exported
from tests.runtime.vessels import write_vessel

SOURCE = '''"""Doubles."""


def one(value):
    """Legacy."""
    return value
'''
VESSEL = Path("vessels/doubles.one/cpp")


def make_project(folder: Path, library: Path, symbol: str = "echo_1", shape: str = "i") -> Path:
    """`doubles.py` with `one`, of which the vessel exports `symbol`; not wrapped yet, no certificate."""
    (folder / "pyproject.toml").touch()
    (folder / "doubles.py").write_text(SOURCE)
    function = exported(symbol, shape, shape).model_copy(update={"module": "doubles"})
    made = write_vessel(folder / VESSEL, library, [function], records=[], exceptions=["builtins:ValueError"])
    manifest = json.loads((made / "manifest.json").read_text())
    manifest["legacy"] |= {"file": "doubles.py", "module": "doubles", "root": "../../.."}
    (made / "manifest.json").write_text(json.dumps(manifest))
    return folder


def certify(
    folder: Path, level: str = "certified", target: str = "doubles.py::one", vessel_folder: Path = VESSEL
) -> None:
    """A certificate with no evidence in it, which binds what lies on disk: its hashes are what is tested here."""
    legacy = of_target(parse_target(target, folder))
    vessel = folder / vessel_folder
    side = Side(target=str(vessel_folder), kind="vessel", hashes=vessel_hashes(vessel))
    report = ValidationReport(
        level=level,  # type: ignore[arg-type]
        certified=level == "certified",
        missing=[],
        test_count=0,
        passed=0,
        failed=0,
        failures=[],
        fallback_share=None,
        statistics=Statistics(),
        performance=Performance(),
        confidence=Confidence(),
        adequacy=Adequacy(),
        strata=[],
        distinct_inputs=0,
        tolerance=Tolerance(),
        domain=[],
        set_aside=SetAside(),
        binding=bind(legacy, side, "", vessel),
        seed=0,
        created="2026-01-01T00:00:00Z",
        seconds=0.0,
    )
    write_certificate(vessel, report)


def flags(folder: Path) -> dict:
    """The flag `f` as it stands in the file."""
    return json.loads((folder / "pivot.flags.json").read_text())["flags"]["f"]


def run(folder: Path, code: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """A process of the project."""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), *sys.path])}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environ, capture_output=True, text=True, check=check
    )
