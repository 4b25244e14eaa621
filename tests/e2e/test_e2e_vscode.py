"""A real VS Code with the packaged extension: its extension host, and the page that a person sees."""

import json
import re
from pathlib import Path

import pytest

from tests.e2e.editors import VsCode

pytestmark = pytest.mark.e2e


def pictures(vscode: VsCode) -> set[str]:
    """The names of those that were taken."""
    return {path.name for path in vscode.shots.glob("*.png")}


def test_the_bundle_is_small(vsix: Path) -> None:
    assert (vsix.parent / "extension.js").stat().st_size < 500_000


def test_hotspots_are_seen(vscode: VsCode, erp: Path) -> None:
    vscode.suite("sees.js", erp)


def test_hotspots_are_seen_in_the_newest(newest_vscode: VsCode, erp: Path) -> None:
    """A short pass; `make test-e2e-newest` runs the whole suite on it."""
    said = newest_vscode.suite("sees.js", erp)
    assert "vscode 1.100." not in said


@pytest.mark.usefixtures("as_planned")
def test_a_hot_function_is_ported_proved_and_wrapped(vscode: VsCode, erp: Path) -> None:
    vscode.suite("ports.js", erp)
    assert pictures(vscode) >= {"certificate.png", "certificate-dark.png"}


def test_the_page_shows_them(vscode: VsCode, erp: Path) -> None:
    done = vscode.script("page.mjs", erp)
    assert done.returncode == 0, done.stdout + done.stderr
    seen = json.loads(done.stdout)
    assert seen["squiggles"] >= 1
    assert seen["heated"] >= 1
    assert any(hint.strip().endswith("%") for hint in seen["hints"])
    assert any(re.match(r"#\d+ \| .*% self", lens) for lens in seen["lenses"]), seen["lenses"]
    assert {"Port to Rust: calculate_reorder_points", "Port to Go: calculate_reorder_points"} <= set(seen["actions"])
    assert "self time" in seen["hover"]
    assert "coverage unknown" not in seen["hover"], "the .coverage beside the profile was found"
    assert seen["light"]["actions"] == seen["actions"]
    assert pictures(vscode) >= {
        f"{what}{theme}.png" for what in ("hotspot", "hover", "actions") for theme in ("", "-dark")
    }
