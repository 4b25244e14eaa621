"""Builds Go vessels: one module is laid out in a temporary folder (the runtime, the packages, a generated main that
exports their entries) and compiled into one shared library.

Several Go runtimes in one process are unsupported, so all Go vessels of a project link into one library: `link` takes
them all; `build` is the library of a single one. Keeps true: no network, no registry, nothing of the user's Go
environment but the compiler and its build cache.
"""

import hashlib
import os
import platform
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pivot_lsp.model.errors import BuildFailed
from pivot_lsp.model.manifest import Toolchain
from pivot_lsp.port.shapes import symbol

RUNTIME = Path(__file__).parents[1] / "port" / "native" / "go"
OLDEST = (1, 23)
_EXPORT = re.compile(r"^//pivot:export (\w+)\nfunc (\w+)\(", re.MULTILINE)
_LINKER = "-s -w -X=runtime.godebugDefault=asyncpreemptoff=1"
"""No symbol table; and no preemption by SIGURG, which would interrupt the system calls of the Python process."""
_FLAGS = ["-trimpath", "-buildvcs=false", "-buildmode=c-shared", f"-ldflags={_LINKER}"]


def build(sources: Path, library: Path, cache: Path, *, sanitize: bool = False) -> Toolchain:
    """Compiles the one package in `sources` into `library`; its symbols are those of `port/shapes.symbol`.

    With `sanitize` the C and Go code is instrumented by the address sanitizer. Raises BuildFailed PV501 with the
    compiler's words, PV502 when there is no Go 1.23 or newer for amd64.
    """
    return _compile({"vessel": sources}, {"vessel": ""}, library, cache, sanitize)


def link(packages: Mapping[str, Path], library: Path, cache: Path, *, sanitize: bool = False) -> Toolchain:
    """Compiles all packages into one `library`; the symbols of package `p` are `linked_symbol(p, function)`.

    `packages` maps a name, unique among them, to the folder with the package's sources. Raises as `build` does.
    """
    return _compile(packages, {name: f"{identifier(name)}_" for name in packages}, library, cache, sanitize)


def linked_symbol(package: str, function: str) -> str:
    """The C name of `function` of `package` in a library made by `link`."""
    return symbol(f"{identifier(package)}_{function}")


def identifier(name: str) -> str:
    """`name` as part of a C and Go identifier: what is neither letter nor digit is written as its code."""
    return "".join(c if c.isascii() and c.isalnum() else "_" if c == "_" else f"_{ord(c):x}_" for c in name)


def _compile(
    packages: Mapping[str, Path], prefixes: Mapping[str, str], library: Path, cache: Path, sanitize: bool
) -> Toolchain:
    compiler = _compiler()
    flags = [*_FLAGS, "-asan"] if sanitize else list(_FLAGS)
    library.parent.mkdir(parents=True, exist_ok=True)
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="go-", dir=cache) as scratch:
        module = Path(scratch) / "module"
        _lay_out(module, packages, prefixes)
        made = module / "made.so"
        command = [compiler, "build", *flags, "-o", str(made), "."]
        run = subprocess.run(command, cwd=module, env=_environment(cache), capture_output=True, text=True, check=False)
        if run.returncode != 0:
            raise BuildFailed("PV501", f"go build failed:\n{run.stderr.strip() or run.stdout.strip()}")
        _put(made, library)
    # the runtime is compiled into each library: what a certificate binds names it as well
    return Toolchain(compiler=f"{_version(compiler)}, runtime {_runtime_sha256()}", flags=["GOAMD64=v1", *flags])


@lru_cache
def _runtime_sha256() -> str:
    digest = hashlib.sha256()
    for path in sorted(RUNTIME.rglob("*")):
        if path.is_file() and not path.name.endswith("_test.go"):
            digest.update(path.relative_to(RUNTIME).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _lay_out(module: Path, packages: Mapping[str, Path], prefixes: Mapping[str, str]) -> None:
    shutil.copytree(RUNTIME, module, ignore=shutil.ignore_patterns("*_test.go", "testdata"))
    imports, exports = [], []
    for name, sources in sorted(packages.items()):
        alias = identifier(name)
        into = module / "vessels" / alias
        into.mkdir(parents=True)
        for file in sorted(sources.glob("*.go")):
            shutil.copy2(file, into / file.name)
            found = _EXPORT.findall(file.read_text(encoding="utf-8"))
            exports += [(symbol(prefixes[name] + function), alias, go) for function, go in found]
        imports.append(f'\t{alias} "pivot/vessels/{alias}"')
    (module / "main.go").write_text(_main(imports, exports), encoding="utf-8")


def _main(imports: list[str], exports: list[tuple[str, str, str]]) -> str:
    entries = "".join(
        f"\n//export {c}\nfunc {c}(args, out, ctx unsafe.Pointer) int32 {{ return {alias}.{go}(args, out, ctx) }}\n"
        for c, alias, go in exports
    )
    listed = "\n".join(['\t"unsafe"', *imports])
    return (
        "// Code generated by pivot-lsp. DO NOT EDIT.\n\npackage main\n\n"
        f'import "C"\n\nimport (\n{listed}\n)\n{entries}\nfunc main() {{}}\n'
    )


def _environment(cache: Path) -> dict[str, str]:
    """The caller's environment without what would change the code that Go makes, or make it ask the network."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GO", "CGO_"))}
    home = kept.setdefault("HOME", str(cache))
    build_cache = os.environ.get("GOCACHE") or str(Path(kept.get("XDG_CACHE_HOME") or f"{home}/.cache") / "go-build")
    if not _writable(Path(build_cache)):
        build_cache = str(cache / "go-build")
    return kept | {
        "GOCACHE": build_cache,
        "GOPATH": str(cache / "go-path"),
        "GOFLAGS": "-mod=mod",
        "GOPROXY": "off",
        "GOTOOLCHAIN": "local",
        "GOWORK": "off",
        "GOENV": "off",
        "GOTELEMETRY": "off",
        "GOAMD64": "v1",
        "CGO_ENABLED": "1",
    }


def _writable(folder: Path) -> bool:
    while not folder.exists():
        folder = folder.parent
    return os.access(folder, os.W_OK)


def _put(made: Path, library: Path) -> None:
    """Moves the finished library into place in one step."""
    handle, name = tempfile.mkstemp(prefix=".library-", dir=library.parent)
    os.close(handle)
    try:
        shutil.copyfile(made, name)
        os.chmod(name, 0o755)
        os.replace(name, library)
    except BaseException:
        os.unlink(name)
        raise


def _compiler() -> str:
    """The path of go. Raises BuildFailed PV502."""
    if platform.machine() not in ("x86_64", "AMD64"):
        raise BuildFailed(
            "PV502",
            f"Go fuses multiplications with additions on {platform.machine()}; Python does not",
            remedy="port to rust or cpp here",
        )
    found = shutil.which("go")
    remedy = "install Go 1.23 or newer"
    if found is None:
        raise BuildFailed("PV502", "there is no go on the path", remedy=remedy)
    if shutil.which(os.environ.get("CC", "gcc")) is None:
        raise BuildFailed("PV502", "Go needs a C compiler for its boundary", remedy="install gcc")
    version = re.search(r"go(\d+)\.(\d+)", _version(found))
    if version is None or (int(version[1]), int(version[2])) < OLDEST:
        raise BuildFailed("PV502", f"{_version(found)} is too old", remedy=remedy)
    return found


@lru_cache
def _version(compiler: str) -> str:
    run = subprocess.run([compiler, "version"], capture_output=True, text=True, check=False)
    return run.stdout.strip().removeprefix("go version ")
