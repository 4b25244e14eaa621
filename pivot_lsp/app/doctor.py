"""The use case behind `pivot doctor`: looks for each tool and asks it for its version. Installs nothing."""

import importlib.metadata
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pivot_lsp.model.doctor import Doctor, State, Tool

USUAL_PLACES = ("~/.cargo/bin", "/usr/local/go/bin", "~/go/bin", "/usr/lib/go/bin")
"""Where installers put tools without telling PATH."""

SECONDS = 20
CPP20 = """#include <concepts>
#include <span>
template <std::integral T> T same(T x) { return x; }
int main() { return same(0); }
"""
VERSION = re.compile(r"\d+(?:\.\d+)+")


@dataclass(frozen=True)
class Wanted:
    """One row: what to look for. `least` is the lowest version that will do; `proof` a further test of the tool."""

    name: str
    needed_for: str
    argv: tuple[str, ...]
    install: str
    least: tuple[int, ...] = ()
    wanted: str = ""
    proof: Callable[[str], bool] | None = None


def knows_cpp20(compiler: str) -> bool:
    """Whether the compiler takes C++20 with concepts and its library."""
    with tempfile.TemporaryDirectory(prefix="pivot-doctor-") as folder:
        source = Path(folder, "probe.cpp")
        source.write_text(CPP20, encoding="utf-8")
        return _output((compiler, "-std=c++20", "-fsyntax-only", str(source))) is not None


RUSTUP = "apt-get install rustup && rustup default stable (Debian 13); on Debian 12 the installer of https://rustup.rs"
GO = "apt-get install golang-go (Debian 13); on Debian 12: apt-get install -t bookworm-backports golang-go"

TABLE: tuple[Wanted, ...] = (
    Wanted("rustc", "building Rust vessels", ("rustc", "--version"), RUSTUP, (1, 82)),
    Wanted("cargo", "building Rust vessels", ("cargo", "--version"), RUSTUP, (1, 82)),
    Wanted("clippy", "linting Rust vessels", ("cargo-clippy", "--version"), "rustup component add clippy"),
    Wanted("rustfmt", "formatting Rust vessels", ("rustfmt", "--version"), "rustup component add rustfmt"),
    Wanted("go", "building Go vessels", ("go", "version"), GO, (1, 21)),
    Wanted("gofmt", "formatting Go vessels", ("gofmt", "-h"), GO),
    Wanted(
        "g++", "building C++ vessels", ("g++", "--version"), "apt-get install g++", wanted="C++20", proof=knows_cpp20
    ),
    Wanted("clang-format", "formatting C++ vessels", ("clang-format", "--version"), "apt-get install clang-format"),
    Wanted("cc", "building the Go library and the bridge", ("cc", "--version"), "apt-get install gcc"),
    Wanted("node", "building the VS Code client", ("node", "--version"), "apt-get install nodejs npm", (18,)),
    Wanted("git", "history of the project", ("git", "--version"), "apt-get install git"),
)

PACKAGES = ("cffi", "coverage", "hypothesis", "libcst", "msgspec", "mypy", "pydantic", "pygls")
PYTHON_LEAST, PYTHON_BELOW = (3, 11), (3, 14)
LANGUAGES = {"rust": ("rustc", "cargo"), "go": ("go", "cc"), "cpp": ("g++",)}


def doctor() -> Doctor:
    """Looks at this machine. Never fails: what cannot be asked counts as missing."""
    tools = [_python(), *(_look(row) for row in TABLE), *(_package(name) for name in PACKAGES)]
    found = {tool.name for tool in tools if tool.state == "found"}
    return Doctor(
        python=sys.executable,
        platform=f"{platform.system()} {platform.machine()}",
        tools=tools,
        ready=[language for language, needs in LANGUAGES.items() if found.issuperset(needs)],
    )


def _python() -> Tool:
    fits = PYTHON_LEAST <= sys.version_info[:2] < PYTHON_BELOW
    return Tool(
        name="python",
        needed_for="everything",
        state="found" if fits else "too old",
        version=platform.python_version(),
        wanted="3.11 to 3.13",
        path=sys.executable,
        install="apt-get install python3 python3-venv",
    )


def _package(name: str) -> Tool:
    try:
        version: str | None = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        version = None
    return Tool(
        name=f"py:{name}",
        needed_for="everything",
        state="found" if version else "missing",
        version=version,
        wanted="",
        install=f"{sys.executable} -m pip install {name}",
    )


def _look(row: Wanted) -> Tool:
    search = os.pathsep.join([os.environ.get("PATH", os.defpath), *map(os.path.expanduser, USUAL_PLACES)])
    path = shutil.which(row.argv[0], path=search)
    said = _output((path, *row.argv[1:])) if path else None
    version = VERSION.search(said or "")
    return Tool(
        name=row.name,
        needed_for=row.needed_for,
        state=_state(row, path, said, version.group() if version else None),
        version=version.group() if version else None,
        wanted=row.wanted or ".".join(map(str, row.least)),
        path=path,
        install=row.install,
    )


def _state(row: Wanted, path: str | None, said: str | None, version: str | None) -> State:
    # gofmt has no version to ask for and answers -h with exit code 2: that it started is enough.
    if path is None or (said is None and row.argv[1:] != ("-h",)):
        return "missing"
    if row.least and (version is None or tuple(map(int, version.split("."))) < row.least):
        return "too old"
    if row.proof is not None and not row.proof(path):
        return "too old"
    return "found"


def _output(argv: tuple[str, ...]) -> str | None:
    """What a command prints, or None when it fails, hangs or cannot start."""
    try:
        done = subprocess.run(
            argv, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False, cwd=tempfile.gettempdir()
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
