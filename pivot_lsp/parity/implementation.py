"""Which implementation a TARGET or a vessel's folder names. Nothing of the user's is imported here."""

import json
from pathlib import Path

import msgspec

from pivot_lsp.cases.signature import import_paths
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.target import Target, parse_target
from pivot_lsp.parity.loading import Implementation as Implementation

_REMEDY = "name a vessel's folder, which `pivot port` makes"


def _paths(target: Target) -> list[str]:
    """As for cases; an importable callable may lie under `src` as well."""
    src = target.root / "src"
    return import_paths(target) + ([str(src)] if target.file is None and src.is_dir() else [])


def of_target(target: Target) -> Implementation:
    """A TARGET with a function as an implementation. Raises UsageError PV001 for a whole file."""
    if target.qualname is None:
        raise UsageError("PV001", "a function is needed, not a whole file", file=target.file, remedy="add ::function")
    return Implementation(
        kind="callable" if target.file is None else "function",
        module=target.module,
        qualname=target.qualname,
        paths=_paths(target),
        root=str(target.root),
        file=None if target.file is None else str(target.file),
    )


def of_vessel(text: str, legacy: Implementation, cwd: Path) -> Implementation:
    """`--vessel DIR|TARGET`: a folder with a manifest, else a target. Raises UsageError PV621 or PV001."""
    folder = (cwd / text).resolve()
    if not folder.is_dir():
        if ":" not in text and not text.endswith(".py"):
            raise UsageError("PV621", "no such folder", file=folder, remedy=f"{_REMEDY}, or package.module:callable")
        found = of_target(parse_target(text, cwd))
        return msgspec.structs.replace(found, paths=list(dict.fromkeys([*found.paths, *legacy.paths])))
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        names = [(row["name"], row["module"], row["qualname"]) for row in manifest["functions"]]
    except OSError as error:
        raise UsageError(
            "PV621", f"no vessel: {error.strerror}", file=folder / "manifest.json", remedy=_REMEDY
        ) from None
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError("PV621", f"not a manifest: {error!r}", file=folder / "manifest.json") from None
    same = [name for name, module, qualname in names if (module, qualname) == (legacy.module, legacy.qualname)]
    if len(same) != 1:  # one of that name in another module falls back to that one, and its certificate stands there
        raise UsageError(
            "PV621",
            f"the vessel has no function {legacy.qualname} of {legacy.module}",
            file=folder / "manifest.json",
            remedy=f"it has {', '.join(f'{module}:{qualname}' for _, module, qualname in names) or 'none'}",
        )
    return Implementation(
        kind="vessel", module=legacy.module, qualname=same[0], paths=legacy.paths, root=legacy.root, folder=str(folder)
    )
