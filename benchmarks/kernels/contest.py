"""One kernel, all its contestants in one process, interleaved: `python -m benchmarks.kernels.contest NAME FOLDER ...`.

A contestant is a callable with arguments of its own (records are of its own classes) that may not change them. One
whose result differs from CPython's by type or value is not timed: its fault is reported. Times are from the Python
call to the Python result; compiling is done before.
"""

import importlib
import importlib.util
import json
import shutil
import subprocess
import sys
import types
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from benchmarks.kernels.inputs import KERNELS, Kernel
from benchmarks.timing import medians
from pivot_lsp.model.port import Language
from pivot_lsp.model.target import Target
from pivot_lsp.port.compile import compile_functions
from pivot_lsp.runtime import load_vessel
from pivot_lsp.vessel.build import build_vessel, rebuild

HERE = Path(__file__).resolve().parent
SUFFIX = {"rust": "rs", "go": "go", "cpp": "cpp"}
PEERS = ("mypyc", "cython", "numba")


@dataclass(frozen=True)
class Contestant:
    """A callable and what it is called with."""

    call: Callable[..., Any]
    arguments: tuple[Any, ...]

    def __call__(self) -> Any:
        return self.call(*self.arguments)


def ported(kernel: Kernel, folder: Path, cache: Path, language: Language) -> Callable[..., Any]:
    """The kernel's vessel."""
    target = Target(
        file=folder / f"{kernel.name}.py",
        module=kernel.name,
        qualname=kernel.function,
        root=folder,
    )
    checked = compile_functions(target, [kernel.function], cache / "mypy")
    if checked.unit is None:
        raise RuntimeError("; ".join(f"{r.line}: {r.message}" for r in checked.reasons))
    built = build_vessel(checked.unit, target, language, None, cache)
    return load_vessel(built.folder)[kernel.function]


def by_hand(kernel: Kernel, folder: Path, cache: Path, language: Language) -> Callable[..., Any]:
    """The vessel with its port replaced by what a person wrote; the bridge is the same."""
    written = HERE / "hand" / f"{kernel.name}.{SUFFIX[language]}"
    name = f"hand_{kernel.name}"
    shutil.copy(folder / f"{kernel.name}.py", folder / f"{name}.py")
    target = Target(file=folder / f"{name}.py", module=name, qualname=kernel.function, root=folder)
    checked = compile_functions(target, [kernel.function], cache / "mypy")
    assert checked.unit is not None
    made = build_vessel(checked.unit, target, language, None, cache).folder
    port = next(
        p for p in (made / "src").glob(f"*.{SUFFIX[language]}") if p.stem.replace("_", "") == f"hand{kernel.name}"
    )
    shutil.copy(written, port)
    rebuild(made, cache)
    return load_vessel(made)[kernel.function]


def mypyc(kernel: Kernel, folder: Path) -> types.ModuleType:
    """The module compiled by mypyc, at the optimisation its manual recommends for releases."""
    return _extension(
        kernel,
        folder,
        "mypyc",
        "from mypyc.build import mypycify",
        "mypycify([{file!r}], opt_level='3')",
    )


def cython(kernel: Kernel, folder: Path) -> types.ModuleType:
    """The module compiled by Cython as it stands: pure Python mode, annotations taken as types where Cython can."""
    return _extension(
        kernel,
        folder,
        "cython",
        "from Cython.Build import cythonize",
        "cythonize([{file!r}], language_level=3, annotate=False, compiler_directives={{'annotation_typing': True}})",
    )


def _extension(kernel: Kernel, folder: Path, kind: str, imports: str, modules: str) -> types.ModuleType:
    place = folder / kind
    place.mkdir()
    name = f"{kind}_{kernel.name}"
    (place / f"{name}.py").write_bytes((HERE / "python" / f"{kernel.name}.py").read_bytes())
    made_of = modules.format(file=f"{name}.py")
    setup = f"from setuptools import setup\n{imports}\nsetup(name={name!r}, ext_modules={made_of})\n"
    (place / "setup.py").write_text(setup, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "setup.py", "-q", "build_ext", "--inplace"],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )
    made = list(place.glob(f"{name}*.so"))
    if done.returncode != 0 or not made:
        raise RuntimeError((done.stderr.strip() or done.stdout.strip()).splitlines()[-1][:200])
    sys.path.insert(0, str(place))
    (place / f"{name}.py").unlink()
    return importlib.import_module(name)


def numba(kernel: Kernel, folder: Path) -> types.ModuleType:
    """The module's functions under numba.njit, given the same lists and dicts."""
    import numba as compiler

    spec = importlib.util.spec_from_file_location(f"numba_{kernel.name}", folder / f"{kernel.name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    warnings.simplefilter("ignore")
    for name, value in list(vars(module).items()):
        if isinstance(value, types.FunctionType) and value.__module__ == spec.name:
            setattr(module, name, compiler.njit(value))
    return module


def _peer(kind: str, kernel: Kernel, folder: Path) -> types.ModuleType:
    return {"mypyc": mypyc, "cython": cython, "numba": numba}[kind](kernel, folder)


def contest(kernel: Kernel, folder: Path, cache: Path, who: Sequence[str], scale: float) -> dict[str, Any]:
    """Medians by contestant, in seconds, and why each of the others is missing."""
    folder.mkdir(parents=True)
    (folder / "pyproject.toml").touch()
    shutil.copy(HERE / "python" / f"{kernel.name}.py", folder)
    sys.path.insert(0, str(folder))
    module = importlib.import_module(kernel.name)
    arguments = kernel.arguments(module, scale)
    work: dict[str, Contestant] = {"python": Contestant(getattr(module, kernel.function), arguments)}
    faults: dict[str, str] = {}
    for name in who:
        try:
            work[name] = _contestant(name, kernel, folder, cache, module, arguments, scale)
        except Exception as error:  # noqa: BLE001 (whatever a peer's compiler throws is why it is missing)
            faults[name] = f"{type(error).__name__}: {error}".splitlines()[0][:160]
    expected = repr(work["python"]())
    for name in list(work):
        try:
            found = repr(work[name]())
        except Exception as error:  # noqa: BLE001 (as above, when it compiles at the first call)
            faults[name] = f"{type(error).__name__}: {error}".splitlines()[0][:160]
            del work[name]
            continue
        if found != expected:
            faults[name] = f"another result: {found[:60]} for {expected[:60]}"
            del work[name]
        elif (calls := getattr(work[name].call, "calls", None)) is not None and calls.fallback:
            faults[name] = "fell back"
            del work[name]
    return {
        "seconds": medians(work, rounds=7 if scale >= 1 else 3, least=0.005),
        "faults": faults,
    }


def _contestant(
    name: str,
    kernel: Kernel,
    folder: Path,
    cache: Path,
    module: types.ModuleType,
    arguments: tuple[Any, ...],
    scale: float,
) -> Contestant:
    kind, _, language = name.partition(":")
    if kind in PEERS:
        made = _peer(kind, kernel, folder)
        return Contestant(getattr(made, kernel.function), kernel.arguments(made, scale))
    make = {"port": ported, "hand": by_hand}[kind]
    call = make(kernel, folder, cache, _language(language))
    owner = sys.modules[f"hand_{kernel.name}"] if kind == "hand" and f"hand_{kernel.name}" in sys.modules else module
    return Contestant(call, arguments if owner is module else kernel.arguments(owner, scale))


def _language(name: str) -> Language:
    return next(one for one in get_args(Language) if one == name)


def main(argv: Sequence[str]) -> int:
    """NAME FOLDER CACHE SCALE CONTESTANT...: one JSON object."""
    name, folder, cache, scale, *who = argv
    kernel = next(k for k in KERNELS if k.name == name)
    found: Mapping[str, Any] = contest(kernel, Path(folder), Path(cache), who, float(scale))
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
