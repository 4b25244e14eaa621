"""The same source gives the same port: no name and no order in it depends on the seed of Python's hashes, so that a
vessel's source can be built again, and compared, on another machine."""

import os
import subprocess
import sys

from tests.conformance.harness import FUNCTIONS

REWRITTEN = ("inheritance", "callables", "closures", "generators", "tables")
"""Conformance files of which the passes rewrite most, with many new names."""

PREPARED = """
import ast, hashlib, sys
from pathlib import Path
from pivot_lsp.port.frontend.facts import Facts
from pivot_lsp.port.frontend.prepare import prepare

for file in map(Path, sys.argv[1:]):
    source = file.read_text()
    made = prepare(ast.parse(source), source, file.stem, Facts())
    print(file.stem, hashlib.sha256(made.source.encode()).hexdigest())
"""


def prepared(seed: str) -> list[str]:
    """Each of them as mypy and the lowering read it, hashed, by a process with that seed."""
    files = [str(FUNCTIONS / f"{name}.py") for name in REWRITTEN]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", PREPARED, *files], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_what_is_prepared_does_not_depend_on_the_seed_of_hashes() -> None:
    first = prepared("1")
    assert len(first) == len(REWRITTEN)
    assert prepared("2") == first
