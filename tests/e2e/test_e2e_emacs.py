"""A real Emacs with eglot: the server in a client that we have no part in."""

from pathlib import Path

import pytest

from tests.e2e.editors import run_emacs

pytestmark = pytest.mark.e2e


@pytest.mark.usefixtures("as_planned")
def test_emacs_sees_ports_proves_and_wraps(emacs: str, erp: Path) -> None:
    said = run_emacs(emacs, "ports.el", erp)
    assert "FAIL" not in said
    assert "13 passed, 0 failed" in said
