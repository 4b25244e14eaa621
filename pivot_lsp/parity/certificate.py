"""The certificates on disk: written beside the vessel, bound by hashes to what they were given for, and checked again.

A vessel of one function has `certificate.json`; one of several has `certificate.<name>.json` for each, `<name>` as its
manifest has it. Invariants: a certificate is written whole or not at all; it is valid only for the function that it
names, and while every hash that it binds can be recomputed and is the same, with the same bridge, Python and platform;
an edit of the certificate itself breaks its seal.
"""

import functools
import hashlib
import json
import os
import platform
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path

from pydantic import ValidationError

from pivot_lsp.cases.signature import import_paths
from pivot_lsp.model.errors import Refused, UsageError
from pivot_lsp.model.evidence import Binding, Certificate, Level, Side, ValidationReport, Verification
from pivot_lsp.model.roots import is_root, project_root
from pivot_lsp.model.target import Target
from pivot_lsp.parity.compare import POLICY
from pivot_lsp.parity.implementation import Implementation
from pivot_lsp.parity.page import page
from pivot_lsp.parity.signing import objections, sign, signers_of, signing_key
from pivot_lsp.runtime.bridge import SHIPPED, source_sha256
from pivot_lsp.source.unit import Unit, collect

_LEVELS: tuple[Level, ...] = ("failed", "tested", "certified")


def functions_of(folder: Path) -> dict[str, str]:
    """Name in the vessel -> `module:qualname` of what its manifest exports; empty when that cannot be read."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return {str(row["name"]): f"{row['module']}:{row['qualname']}" for row in manifest["functions"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _name(folder: Path, function: str | None) -> str | None:
    """The name in the vessel of a function given by it or by its qualified name; None: the vessel has but one."""
    known = functions_of(folder)
    if len(known) < 2 or function is None or function in known:
        return function if len(known) > 1 else None
    named = [name for name, full in known.items() if full.partition(":")[2] == function]
    return named[0] if len(named) == 1 else function


def certificate_file(folder: Path, function: str | None = None, suffix: str = "json") -> Path:
    """Where the certificate (`json`) or its page (`md`) of a vessel's function lies, or would."""
    name = _name(folder, function)
    return folder / (f"certificate.{suffix}" if name is None else f"certificate.{name}.{suffix}")


def sha256_of(path: Path) -> str:
    """Of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def python_version() -> str:
    """`3.11.7`: patch releases change what CPython's own functions print and round."""
    return platform.python_version()


def legacy_hashes(legacy: Implementation) -> dict[str, str]:
    """What binds legacy: the unit's text in each file, relative to the root. Raises UsageError as `collect`."""
    return _unit(legacy).hashes()


def packages(outside: Iterable[str]) -> dict[str, str]:
    """Import name -> version of those that are installed packages; the library's own modules are CPython's version."""
    found = {}
    for name in sorted(set(outside) - set(sys.stdlib_module_names) - {""}):
        for distribution in (name, *_distributions().get(name, ())):
            try:
                found[name] = metadata.version(distribution)
                break
            except (metadata.PackageNotFoundError, ValueError):
                continue
    return found


@functools.cache
def _distributions() -> Mapping[str, list[str]]:
    return metadata.packages_distributions()


def _unit(legacy: Implementation) -> Unit:
    if legacy.file is None:
        return Unit(Path(legacy.root))
    return collect(Path(legacy.file), legacy.module, legacy.qualname, Path(legacy.root), legacy.paths)


def vessel_hashes(folder: Path) -> dict[str, str]:
    """What binds a vessel: its manifest, and the sources and library that the manifest names, relative to the folder.

    Raises UsageError PV621 when one of them is not there.
    """
    found: dict[str, str] = {}
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        names = ["manifest.json", *manifest.get("sources", {}), manifest["library"]["file"]]
        names += [SHIPPED] if (folder / SHIPPED).is_file() else []
        for name in names:
            found[name] = sha256_of(folder / name)
    except OSError as error:
        raise UsageError("PV621", f"a part of the vessel is gone: {error.strerror}", file=error.filename) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError("PV621", f"not a manifest: {error!r}", file=folder / "manifest.json") from None
    return found


def bind(legacy: Implementation, vessel: Side, corpus: str, folder: Path | None) -> Binding:
    """Everything that the verdict depends on, as it is now."""
    root = Path(legacy.root)
    toolchain = ""
    if folder is not None:
        chain = json.loads((folder / "manifest.json").read_text(encoding="utf-8")).get("toolchain", {})
        toolchain = " ".join([str(chain.get("compiler", "")), *map(str, chain.get("flags", []))]).strip()
    file = None if legacy.file is None else Path(legacy.file)
    shown = legacy.target
    if file is not None and file.is_relative_to(root):
        shown = f"{file.relative_to(root)}::{legacy.qualname}"
    return Binding(
        legacy=Side(target=shown, kind="function" if file else "callable", hashes=legacy_hashes(legacy)),
        vessel=vessel,
        root=str(root) if folder is None else os.path.relpath(root, folder),
        module=legacy.module,
        comparator=POLICY,
        bridge="" if folder is None else source_sha256(),
        corpus=corpus,
        python=python_version(),
        implementation=sys.implementation.name,
        platform=f"{platform.system()}-{platform.machine()}".lower(),
        libc="-".join(platform.libc_ver()),
        toolchain=toolchain,
        packages=packages(_unit(legacy).outside),
    )


def seal(report: ValidationReport) -> str:
    """sha256 of the report's JSON."""
    return hashlib.sha256(report.model_dump_json().encode()).hexdigest()


def write_certificate(folder: Path, report: ValidationReport, function: str | None = None) -> None:
    """Writes the certificate of a vessel's function, signed where a key is configured, and its page into `folder`."""
    sealed, key = seal(report), signing_key()
    certificate = Certificate(report=report, seal=sealed, signature=None if key is None else sign(sealed, key))
    _replace(certificate_file(folder, function), certificate.model_dump_json(indent=2) + "\n")
    _replace(certificate_file(folder, function, "md"), page(report))


def _replace(path: Path, text: str) -> None:
    partial = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise UsageError("PV626", f"cannot write: {error.strerror}", file=path) from None


def read_certificate(folder: Path, function: str | None = None) -> Certificate:
    """Raises Refused PV627 when there is none, UsageError PV628 when it cannot be read."""
    path = certificate_file(folder, function)
    try:
        return Certificate.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise Refused("PV627", "no certificate", file=path, remedy="run `pivot validate`") from None
    except OSError as error:
        raise UsageError("PV628", f"cannot read: {error.strerror}", file=path) from None
    except ValidationError as error:
        what = error.errors()[0]
        place = ".".join(map(str, what["loc"]))
        raise UsageError("PV628", f"not a certificate: {place}: {what['msg']}", file=path) from None


def verify(
    folder: Path, function: str | None = None, root: Path | None = None, of: tuple[Path, str] | None = None
) -> Verification:
    """Recomputes what the certificate of a vessel's function binds; nothing is imported or run.

    Without `function`, those of all that the vessel exports: valid when each is, and of the lowest level. `root`: the
    project that uses the vessel; the signers that it names are asked for, and those of the vessel's own project where
    it names none. `of`: the file and the qualified name of the function that the vessel is to stand for. Raises as
    `read_certificate`.
    """
    known = functions_of(folder)
    signers = (signers_of(root) if root is not None else []) or signers_of(folder)
    if function is not None or len(known) < 2:
        return _verify(folder, _name(folder, function) or next(iter(known), None), signers, of)
    each = {name: _verify(folder, name, signers) for name in known}
    signed_by = {one.signed_by for one in each.values()}
    return Verification(
        status="valid" if all(one.status == "valid" for one in each.values()) else "stale",
        level=min((one.level for one in each.values()), key=_LEVELS.index),
        reasons=[f"{name}: {reason}" for name, one in each.items() for reason in one.reasons],
        checked=list(dict.fromkeys(what for one in each.values() for what in one.checked)),
        vessel=str(folder),
        signed_by=signed_by.pop() if len(signed_by) == 1 else "",
    )


def _verify(folder: Path, function: str | None, signers: list[str], of: tuple[Path, str] | None = None) -> Verification:
    certificate = read_certificate(folder, function)
    binding = certificate.report.binding
    reasons = [] if seal(certificate.report) == certificate.seal else ["the certificate has been edited"]
    given = f"{binding.module}:{binding.legacy.target.rpartition(':')[2]}"
    if function is not None and functions_of(folder).get(function) != given:
        reasons.append(f"it was given for {given}, which is another function")
    reasons += _elsewhere(binding, folder, of)
    unsigned = objections(certificate.signature, certificate.seal, signers)
    reasons += unsigned
    reasons += _environment(binding)
    reasons += _changed("legacy", binding.legacy.hashes, lambda: legacy_hashes(_legacy(binding, folder)))
    reasons += _packages_changed(binding)
    reasons += _changed("vessel", binding.vessel.hashes, lambda: vessel_hashes(folder))
    return Verification(
        status="stale" if reasons else "valid",
        level=certificate.report.level,
        reasons=reasons,
        checked=[
            "seal",
            "signature",
            "function",
            "comparator",
            "bridge",
            "python",
            "platform",
            *binding.packages,
            *binding.legacy.hashes,
            *binding.vessel.hashes,
        ],
        vessel=str(folder),
        signed_by=certificate.signature.signer if certificate.signature is not None and not unsigned else "",
    )


def _elsewhere(binding: Binding, folder: Path, of: tuple[Path, str] | None) -> Iterator[str]:
    """A vessel that stands for a function that was not judged: a flag names another one's vessel, or a link leads out
    of the project that uses it."""
    there = (folder / binding.root).resolve()
    file, _, qualname = binding.legacy.target.partition("::")
    if of is not None and (of[0].resolve(), of[1]) != ((there / file).resolve(), qualname):
        yield f"it was given for {qualname} of {there / file}, not for {of[1]} of {of[0]}"
    around = project_root(Path(os.path.abspath(folder)))
    if around.resolve() != there and is_root(around) and folder.resolve() != Path(os.path.abspath(folder)):
        yield f"a link leads to it: it was given for the project {there}, not for {around}"


def _legacy(binding: Binding, folder: Path) -> Implementation:
    """Legacy by what is bound; its imports are looked for where they were when it was judged."""
    root = (folder / binding.root).resolve()
    name, _, qualname = binding.legacy.target.partition("::")
    target = Target(file=root / name, module=binding.module, qualname=qualname, root=root)
    return Implementation(
        kind="function",
        module=binding.module,
        qualname=qualname,
        paths=import_paths(target),
        root=str(root),
        file=str(root / name),
    )


def _environment(binding: Binding) -> Iterator[str]:
    now = {
        "comparator": POLICY,
        "bridge": source_sha256() if binding.bridge else "",
        "python": python_version(),
        "implementation": sys.implementation.name,
        "platform": f"{platform.system()}-{platform.machine()}".lower(),
        "libc": "-".join(platform.libc_ver()),
    }
    for name, value in now.items():
        then = getattr(binding, name)
        if then != value:
            yield f"{name}: given for {then}, this is {value}"


def _packages_changed(binding: Binding) -> Iterator[str]:
    now = packages(binding.packages)
    for name, then in binding.packages.items():
        if now.get(name) != then:
            yield f"package {name}: given for {then}, this has {now.get(name, 'none')}"


def _changed(side: str, then: dict[str, str], recompute: Callable[[], dict[str, str]]) -> Iterator[str]:
    try:
        now = recompute()
    except UsageError as error:
        yield f"{side}: {error}"
        return
    for name in sorted(then.keys() | now.keys()):
        if name not in now:
            yield f"{side}: {name} is no longer part of it"
        elif name not in then:
            yield f"{side}: {name} has become part of it"
        elif now[name] != then[name]:
            yield f"{side}: {name} has changed"
