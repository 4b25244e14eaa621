"""The sanitizer pass of `validate`: an instrumented copy of the vessel, and the judged calls run through it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pivot_lsp.app.port import caches
from pivot_lsp.model.errors import BuildFailed
from pivot_lsp.model.evidence import SanitizerResult
from pivot_lsp.model.target import parse_target
from pivot_lsp.parity.implementation import of_target, of_vessel
from pivot_lsp.parity.sanitize import Sanitize, run_sanitized
from pivot_lsp.vessel.build import MANIFEST, build_sanitized, read_manifest
from pivot_lsp.vessel.sanitizers import sanitizer


@contextmanager
def sanitizer_pass(legacy: str, vessel: Path, cwd: Path) -> Iterator[Sanitize | None]:
    """A `Sanitize` for the vessel in `vessel`; None when it is no vessel's folder or there is no sanitizer here."""
    if not (vessel / MANIFEST).is_file():
        yield None
        return
    known = read_manifest(vessel)
    tool = sanitizer(known.target)
    if tool is None:
        yield None
        return
    root = (vessel / known.legacy.root).resolve()
    with tempfile.TemporaryDirectory(prefix="pivot-sanitized-") as scratch:

        def run(corpus: Path) -> SanitizerResult | None:
            try:
                folder = build_sanitized(vessel, Path(scratch), caches(root))
            except (BuildFailed, OSError) as error:
                return SanitizerResult(
                    tool=tool.tool,
                    clean=True,  # without calls it is no pass, and no finding either
                    calls=0,
                    finding=f"it could not be built: {error}",
                    blind_to=tool.blind_to,
                )
            judged = of_vessel(str(folder), of_target(parse_target(legacy, cwd)), cwd)
            return run_sanitized(judged, corpus, tool.environment, tool.tool, tool.blind_to)

        yield run
