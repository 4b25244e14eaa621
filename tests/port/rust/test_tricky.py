"""Code whose shape is hard for an emitter: it behaves as CPython does, and its Rust passes Rust's own linters."""

import importlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pivot_lsp.vessel import rust
from tests.conformance.harness import behaviour
from tests.port.rust.vessels import vessel

FILE = Path(__file__).parent / "functions" / "tricky.py"
sys.path.insert(0, str(FILE.parent))  # the vessel's exceptions are of the module that the vessel finds by its name
tricky = importlib.import_module(FILE.stem)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, object], Path, Path]:
    scratch = tmp_path_factory.mktemp("tricky")
    native, sources = vessel(FILE, list(tricky.CASES), scratch)
    return native, sources, scratch / "cache"


@pytest.mark.parametrize("name", tricky.CASES)
def test_behaves_as_cpython(name: str, built: tuple[dict[str, object], Path, Path]) -> None:
    function = built[0][name]
    legacy = getattr(tricky, name)
    assert [behaviour(function, a) for a in tricky.CASES[name]] == [behaviour(legacy, a) for a in tricky.CASES[name]]  # type: ignore[arg-type]
    assert function.calls.native > 0  # type: ignore[attr-defined]
    assert (function.calls.fallback > 0) == (name in tricky.FALLBACK)  # type: ignore[attr-defined]


def test_the_port_is_clean_under_clippy_and_rustfmt(
    built: tuple[dict[str, object], Path, Path], tmp_path: Path
) -> None:
    _, sources, cache = built
    rust.build(sources, tmp_path / "libvessel.so", cache)
    (runtime,) = (cache / "rust").glob("*/libpivot_rt.rlib")
    clippy = shutil.which("clippy-driver") or str(Path.home() / ".cargo" / "bin" / "clippy-driver")
    command = [
        clippy,
        "--edition=2021",
        "--crate-type=cdylib",
        "-Dwarnings",
        "--emit=metadata",
        "--out-dir",
        str(tmp_path),
    ]
    linted = subprocess.run(
        [*command, "--extern", f"pivot_rt={runtime}", sources / "lib.rs"], capture_output=True, text=True, check=False
    )
    assert linted.returncode == 0, linted.stderr
    before = {p.name: p.read_text() for p in sources.glob("*.rs")}
    assert rust.tidy(sources)
    assert {p.name: p.read_text() for p in sources.glob("*.rs")} == before
