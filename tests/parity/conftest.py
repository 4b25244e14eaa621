"""Small projects to judge: a legacy module and ports of it, with budgets that keep a test quick."""

import hashlib
import json
import subprocess
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pivot_lsp.cases.values import case_id, encode_call
from pivot_lsp.model.case import Case, Stratum
from pivot_lsp.model.evidence import Tolerance
from pivot_lsp.model.signature import Argument, Signature, Type
from pivot_lsp.model.target import parse_target
from pivot_lsp.parity.campaign import Budget, Campaign, Tally
from pivot_lsp.parity.floats import STRICT
from pivot_lsp.parity.implementation import Implementation, of_target, of_vessel
from pivot_lsp.runtime.abi import ABI

QUICK = Budget(legacy=0.2, vessel=1.0)


def silent(_what: str, _done: int, _total: int | None) -> None:
    """Nobody watches a test's progress."""


@dataclass(frozen=True)
class Project:
    """A project's root with modules in it."""

    root: Path

    def write(self, name: str, source: str) -> Path:
        """A module of the project."""
        file = self.root / f"{name}.py"
        file.write_text(textwrap.dedent(source), encoding="utf-8")
        return file

    def implementation(self, text: str) -> Implementation:
        """`module.py::function` of this project."""
        return of_target(parse_target(text, self.root))

    def cases(self, *calls: tuple[Any, ...], stratum: Stratum = "boundary", **kwargs: Any) -> list[Case]:
        """Cases of positional arguments given as Python values."""
        return list(make_cases(calls, stratum, kwargs))

    def judge(self, legacy: str, vessel: str, cases: Iterable[Case], tolerance: Tolerance = STRICT) -> Tally:
        """Runs a campaign."""
        reference = self.implementation(legacy)
        with Campaign(reference, of_vessel(vessel, reference, self.root), tolerance, signature("x"), QUICK) as campaign:
            campaign.run(cases, silent)
            return campaign.tally


def make_cases(calls: Iterable[tuple[Any, ...]], stratum: Stratum, kwargs: dict[str, Any]) -> Iterable[Case]:
    """Encoded calls."""
    for call in calls:
        args, named = encode_call(list(call), kwargs)
        yield Case(id=case_id(args, named), stratum=stratum, args=args, kwargs=named)


def signature(*names: str) -> Signature:
    """Parameters of type int."""
    return Signature(
        module="m",
        qualname="f",
        arguments=[Argument(name=name, type=Type(kind="int")) for name in names],
        result=Type(kind="int"),
    )


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project."""
    (tmp_path / "pivot.toml").write_text("", encoding="utf-8")
    return Project(tmp_path)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Compiles `native.c` with a define and flags, once each; gives the library."""
    folder = tmp_path_factory.mktemp("native")
    built: dict[str, Path] = {}

    def build(define: str, *flags: str) -> Path:
        name = f"{define.lower()}{len(flags)}"
        if name not in built:
            library = folder / f"{name}.so"
            source = Path(__file__).with_name("native.c")
            subprocess.run(["cc", "-O1", "-fPIC", "-shared", f"-D{define}", *flags, "-o", library, source], check=True)
            built[name] = library
        return built[name]

    return build


def native_vessel(folder: Path, library: Path, module: str) -> Path:
    """A vessel's folder for the function `half_sum(a: int, b: int) -> int` of `module`."""
    from pivot_lsp.runtime.manifest import platform_tag, python_tag

    folder.mkdir(parents=True)
    body = library.read_bytes()
    (folder / "lib.so").write_bytes(body)
    (folder / "port.c").write_text("// the source\n")
    manifest = {
        "manifest": 1,
        "abi": ABI,
        "target": "cpp",
        "legacy": {"file": f"{module}.py", "module": module, "root": "../..", "files": {}, "unit_sha256": ""},
        "functions": [
            {
                "name": "half_sum",
                "module": module,
                "qualname": "half_sum",
                "symbol": "half_sum",
                "parameters": [{"name": n, "shape": "i", "default": False} for n in ("a", "b")],
                "result": "i",
            }
        ],
        "records": [],
        "exceptions": ["builtins:ValueError"],
        "python": [python_tag()],
        "platform": platform_tag(),
        "toolchain": {"compiler": "cc", "flags": ["-O1"]},
        "sources": {"port.c": ""},
        "library": {"file": "lib.so", "sha256": hashlib.sha256(body).hexdigest()},
        "fork_safe": True,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder
