"""The builder: what it makes, and what it says when it cannot."""

import subprocess
from pathlib import Path

import pytest

from pivot_lsp.model.errors import BuildFailed
from pivot_lsp.vessel.cpp import build

PORT = """
#include "pivot_rt.hpp"

namespace port {
rt::Int twice(rt::Int n) { return n + n; }
}  // namespace port

extern "C" [[gnu::visibility("default")]] std::int32_t pivot_twice(const rt::Slot* a, rt::Slot* out, rt::Ctx* ctx) {
    return rt::call<&port::twice>(a, out, ctx);
}
"""


def sources(folder: Path, text: str) -> Path:
    made = folder / "src"
    made.mkdir()
    (made / "port.cpp").write_text(text)
    return made


def test_shows_nothing_but_the_entries_and_needs_no_cpp_runtime(tmp_path: Path, cache: Path) -> None:
    library = tmp_path / "libvessel.so"
    toolchain = build(sources(tmp_path, PORT), library, cache)
    symbols = subprocess.run(["nm", "-D", "--defined-only", library], capture_output=True, text=True, check=True).stdout
    assert [line.split()[-1] for line in symbols.splitlines()] == ["pivot_twice"]
    needed = subprocess.run(["readelf", "-d", library], capture_output=True, text=True, check=True).stdout
    assert "libstdc++" not in needed
    assert "-ffp-contract=off" in toolchain.flags
    assert toolchain.compiler.startswith(("g++", "clang", "Debian clang"))


def test_builds_the_same_bytes_again(tmp_path: Path, cache: Path) -> None:
    given = sources(tmp_path, PORT)
    one, two = tmp_path / "one.so", tmp_path / "two.so"
    build(given, one, cache)
    build(given, two, cache)
    assert one.read_bytes() == two.read_bytes()


def test_a_refused_source_is_reported_in_the_compilers_words(tmp_path: Path, cache: Path) -> None:
    with pytest.raises(BuildFailed, match=r"port\.cpp:5:.*error: ") as found:
        build(sources(tmp_path, PORT.replace("n + n", "n + m")), tmp_path / "libvessel.so", cache)
    assert found.value.code == "PV501"
    assert not (tmp_path / "libvessel.so").exists()


def test_says_that_the_compiler_is_missing(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CXX", raising=False)
    with pytest.raises(BuildFailed) as found:
        build(sources(tmp_path, PORT), tmp_path / "libvessel.so", cache)
    assert found.value.code == "PV502"
