"""Projects whose function is wrapped behind the flag `f`."""

import pytest

from pivot_lsp.app.wrap import wrap
from pivot_lsp.model.target import parse_target
from tests.rollout.projects import VESSEL, make_project
from tests.runtime.conftest import cache  # noqa: F401 - a fixture: the bridge is compiled once
from tests.runtime.vessels import compile_vessel


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    return compile_vessel(tmp_path_factory.mktemp("library"))


@pytest.fixture
def project(tmp_path, library, monkeypatch):
    """The working directory is the project; its function is wrapped and its flag stands at 0%."""
    for name in ("PIVOT_FLAGS", "PIVOT_VESSELS", "PIVOT_OFF", "PIVOT_ROLLOUT"):
        monkeypatch.delenv(name, raising=False)
    make_project(tmp_path, library)
    monkeypatch.chdir(tmp_path)
    wrap(parse_target("doubles.py::one", tmp_path), VESSEL, "f")
    return tmp_path
