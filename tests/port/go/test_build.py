"""The builder: one library a project, no network, errors in the compiler's words."""

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pivot_lsp.model.errors import BuildFailed
from pivot_lsp.port.emit.go import emit
from pivot_lsp.runtime.abi import ABI
from pivot_lsp.vessel import go
from tests.port.go.vessels import unit

HAND = """package hand

import (
	"unsafe"

	"pivot/rt"
)

// CallTwice doubles.
//
//pivot:export twice
func CallTwice(args, out, ctx unsafe.Pointer) int32 {
	return rt.Boundary(args, out, ctx, 1, func(in *rt.Reader, out *rt.Writer) { out.Int(0, rt.Mul(in.Int(), 2)) })
}

// CallFill makes a list.
//
//pivot:export fill
func CallFill(args, out, ctx unsafe.Pointer) int32 {
	return rt.Boundary(args, out, ctx, 1, func(in *rt.Reader, out *rt.Writer) {
		out.Int(0, rt.Len(rt.Repeat(rt.L(0), in.Int())))
	})
}

// CallJoin joins a text to itself.
//
//pivot:export join
func CallJoin(args, out, ctx unsafe.Pointer) int32 {
	return rt.Boundary(args, out, ctx, 1, func(in *rt.Reader, out *rt.Writer) {
		s := rt.S("ab")
		for range in.Int() {
			s = rt.Concat(s, s)
		}
		out.Int(0, rt.LenStr(s))
	})
}
"""
MEMORY = 1 << 20


class Ctx(ctypes.Structure):
    _fields_ = [
        ("abi", ctypes.c_uint32), ("python", ctypes.c_uint32), ("alloc", ctypes.c_void_p), ("poll", ctypes.c_void_p),
        ("reason", ctypes.c_int64), ("exc_kind", ctypes.c_int64), ("exc_args", ctypes.c_void_p),
        ("exc_count", ctypes.c_int64), ("memory", ctypes.c_uint64),
        ("print", ctypes.c_void_p),
    ]  # fmt: skip


def call_with_int(library: Path, symbol: str, value: int, abi: int = ABI) -> tuple[int, int, int]:
    """(status, result, reason) of an entry from int to int that allocates nothing."""
    entry = getattr(ctypes.CDLL(str(library)), symbol)
    ctx = Ctx(abi=abi, python=311, memory=MEMORY)
    args, out = (ctypes.c_int64 * 1)(value), (ctypes.c_int64 * 1)()
    return entry(args, out, ctypes.byref(ctx)), out[0], ctx.reason


@pytest.fixture
def hand(tmp_path: Path) -> Path:
    folder = tmp_path / "hand"
    folder.mkdir()
    (folder / "hand.go").write_text(HAND)
    return folder


def test_all_vessels_of_a_project_link_into_one_library(hand: Path, tmp_path: Path, cache: Path) -> None:
    rows = tmp_path / "rows"
    rows.mkdir()
    for name, text in emit(unit("go_rows", cache)).items():
        (rows / name).write_text(text)
    library = tmp_path / "vessels" / ".go" / "libvessels.so"
    toolchain = go.link({"till.twice": hand, "till-twice": hand, "rows": rows}, library, cache)
    assert toolchain.compiler.startswith("go1.")
    symbols = [go.linked_symbol("till.twice", "twice"), go.linked_symbol("till-twice", "twice")]
    assert len(set(symbols)) == 2
    assert [call_with_int(library, s, 21) for s in symbols] == [(0, 42, 0)] * 2
    assert call_with_int(library, go.linked_symbol("rows", "root"), 17)[:2] == (0, 4)


def test_an_overflow_and_another_abi_fall_back(hand: Path, tmp_path: Path, cache: Path) -> None:
    library = tmp_path / "lib.so"
    go.build(hand, library, cache)
    assert call_with_int(library, "pivot_twice", 2**62)[::2] == (1, 1)
    assert call_with_int(library, "pivot_twice", 1, abi=ABI + 1)[::2] == (1, 6)


def test_what_needs_more_than_the_calls_memory_falls_back(hand: Path, tmp_path: Path, cache: Path) -> None:
    library = tmp_path / "lib.so"
    go.build(hand, library, cache)
    assert call_with_int(library, "pivot_fill", 1000) == (0, 1000, 0)
    assert call_with_int(library, "pivot_join", 5) == (0, 64, 0)
    for symbol, value in (("pivot_fill", MEMORY), ("pivot_fill", 2**62), ("pivot_join", 30)):
        assert call_with_int(library, symbol, value)[::2] == (1, 3), symbol


def test_a_source_that_does_not_compile_is_an_error_with_the_compilers_words(
    hand: Path, tmp_path: Path, cache: Path
) -> None:
    (hand / "hand.go").write_text(HAND.replace("rt.Mul", "rt.Triple"))
    with pytest.raises(BuildFailed, match=r"undefined: rt\.Triple") as caught:
        go.build(hand, tmp_path / "lib.so", cache)
    assert caught.value.code == "PV501"
    assert not (tmp_path / "lib.so").exists()


def test_without_go_the_error_says_what_to_install(
    hand: Path, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BuildFailed) as caught:
        go.build(hand, tmp_path / "lib.so", cache)
    assert caught.value.code == "PV502"
    assert "install Go" in caught.value.remedy


def test_another_processor_is_refused(hand: Path, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(go.platform, "machine", lambda: "aarch64")
    with pytest.raises(BuildFailed, match="fuses"):
        go.build(hand, tmp_path / "lib.so", cache)


def test_the_callers_go_environment_changes_nothing(
    hand: Path, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOFLAGS", "-tags=nothing -mod=vendor")
    monkeypatch.setenv("GOAMD64", "v3")
    monkeypatch.setenv("GOPROXY", "https://nowhere.invalid")
    go.build(hand, tmp_path / "lib.so", cache)
    assert call_with_int(tmp_path / "lib.so", "pivot_twice", 4) == (0, 8, 0)


def test_signals_stay_pythons(hand: Path, tmp_path: Path, cache: Path) -> None:
    library = tmp_path / "lib.so"
    go.build(hand, library, cache)
    script = f"""
import ctypes, faulthandler, os, signal, sys
faulthandler.enable()
seen = []
signal.signal(signal.SIGINT, lambda *a: seen.append("int"))
signal.signal(signal.SIGUSR1, lambda *a: seen.append("usr1"))
library = ctypes.CDLL({str(library)!r})
for number in (signal.SIGINT, signal.SIGUSR1):
    os.kill(os.getpid(), number)
signal.signal(signal.SIGTERM, signal.SIG_DFL)
print(seen, flush=True)
if sys.argv[1] == "crash":
    faulthandler._sigsegv()
os.kill(os.getpid(), signal.SIGTERM)
"""
    ended = [
        subprocess.run([sys.executable, "-c", script, how], capture_output=True, text=True, check=False, env=os.environ)
        for how in ("term", "crash")
    ]
    assert [e.stdout.strip() for e in ended] == ["['int', 'usr1']"] * 2
    assert [e.returncode for e in ended] == [-15, -11]
    assert "Fatal Python error: Segmentation fault" in ended[1].stderr
