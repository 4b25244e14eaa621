"""The builder: a runtime is compiled once, a refusal carries rustc's words, a missing compiler is named."""

import subprocess
from pathlib import Path

import pytest

from pivot_lsp.model.errors import BuildFailed
from pivot_lsp.vessel import rust

GOOD = """use pivot_rt as rt;
rt::export!(pivot_twice(cx, args) => args.take::<i64>() * 2);
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def sources(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "lib.rs").write_text(text)
    return folder


def test_compiles_the_runtime_once(tmp_path: Path, cache: Path) -> None:
    given = sources(tmp_path / "src", GOOD)
    first = rust.build(given, tmp_path / "one.so", cache)
    runtimes = {p: p.stat().st_mtime_ns for p in cache.rglob("*.rlib")}
    second = rust.build(given, tmp_path / "two.so", cache)
    assert {p: p.stat().st_mtime_ns for p in cache.rglob("*.rlib")} == runtimes
    assert len(runtimes) == 1
    assert first == second
    assert first.compiler.startswith("rustc ")
    assert "-Coverflow-checks=on" in first.flags


def test_leaves_only_the_library(tmp_path: Path, cache: Path) -> None:
    rust.build(sources(tmp_path / "src", GOOD), tmp_path / "out" / "libvessel.so", cache)
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["libvessel.so"]


def test_gives_the_compilers_own_words(tmp_path: Path, cache: Path) -> None:
    with pytest.raises(BuildFailed) as caught:
        rust.build(sources(tmp_path / "src", "fn broken( {"), tmp_path / "libvessel.so", cache)
    assert caught.value.code == "PV501"
    assert "error: " in caught.value.message
    assert not (tmp_path / "libvessel.so").exists()


def test_names_a_missing_compiler(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(BuildFailed) as caught:
        rust.build(sources(tmp_path / "src", GOOD), tmp_path / "libvessel.so", cache)
    assert caught.value.code == "PV502"


def test_instruments_on_demand(tmp_path: Path, cache: Path) -> None:
    library = tmp_path / "libvessel.so"
    made = rust.build(sources(tmp_path / "src", GOOD), library, cache, sanitize=True)
    symbols = subprocess.run(["nm", "-D", library], capture_output=True, text=True, check=True).stdout
    assert "__asan_init" in symbols
    assert "-Zsanitizer=address" in made.flags
