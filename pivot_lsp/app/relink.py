"""After the project's Go library was linked anew: the other members' cases run again, and their certificates are
renewed for the new library's hash.

Invariant: a certificate is renewed only when it held but for that hash, and every case agrees; else it stays stale.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from pivot_lsp.app.validate import ValidateRequest, judged_again
from pivot_lsp.model.errors import PivotError
from pivot_lsp.model.evidence import ValidationReport
from pivot_lsp.parity.campaign import Progress
from pivot_lsp.parity.certificate import (
    certificate_file,
    functions_of,
    read_certificate,
    seal,
    verify,
    vessel_hashes,
    write_certificate,
)
from pivot_lsp.parity.signing import KEY_VARIABLE, signing_key
from pivot_lsp.vessel.shared import FROM_MEMBER

GENERATED = 500
"""Generated cases beside the recorded ones and the kept mismatches."""


def renew(vessels: Path, newcomer: Path, progress: Progress) -> dict[str, str]:
    """`{member: "renewed" or why not}` of the members under `vessels` whose certificate the link made stale."""
    found: dict[str, str] = {}
    for folder in _members(vessels, newcomer):
        for function in functions_of(folder):
            if not certificate_file(folder, function).is_file():
                continue
            try:
                said = _renewed(folder, function, progress)
            except PivotError as error:
                said = f"stale: {error}"
            if said is not None and found.get(folder.parent.name, "renewed") == "renewed":
                found[folder.parent.name] = said
    return found


def _members(vessels: Path, newcomer: Path) -> Iterator[Path]:
    for path in sorted(vessels.glob("*/go/manifest.json")):
        if path.parent.resolve() != newcomer.resolve():
            yield path.parent


def _renewed(folder: Path, function: str, progress: Progress) -> str | None:
    certificate = read_certificate(folder, function)
    report = certificate.report
    found = verify(folder, function)
    if found.status == "valid":
        return None
    expected = {f"vessel: {name} has changed" for name in ("manifest.json", FROM_MEMBER)}
    if set(found.reasons) != expected or certificate.seal != seal(report) or not _only_relinked(folder, report):
        return None  # it was stale before
    if certificate.signature is not None and signing_key() is None:
        return f"stale: it was signed, and ${KEY_VARIABLE} names no key to sign it anew"
    root = (folder / report.binding.root).resolve()
    request = ValidateRequest(
        legacy=report.binding.legacy.target,
        vessel=str(folder),
        cwd=root,
        tolerance=report.tolerance,
        count=GENERATED,
        seed=report.seed,
    )
    progress(f"the cases of {folder.parent.name} in the new library", 0, None)
    judged, failed = judged_again(request, progress)
    if failed or not judged:
        return f"stale: {failed} of {judged} calls differ in the new library"
    side = report.binding.vessel.model_copy(update={"hashes": vessel_hashes(folder)})
    binding = report.binding.model_copy(update={"vessel": side})
    write_certificate(folder, report.model_copy(update={"binding": binding}), function)
    return "renewed"


def _only_relinked(folder: Path, report: ValidationReport) -> bool:
    """Whether the manifest is the one that was judged, but for the library's hash."""
    then = report.binding.vessel.hashes
    now = vessel_hashes(folder)
    text = (folder / "manifest.json").read_text(encoding="utf-8")
    as_it_was = text.replace(now[FROM_MEMBER], then.get(FROM_MEMBER, ""))
    return hashlib.sha256(as_it_was.encode()).hexdigest() == then.get("manifest.json")


__all__ = ["renew"]
