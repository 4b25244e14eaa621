"""A small coverage file in each form, made by coverage itself."""

import subprocess
import sys
import tempfile
from pathlib import Path

FORMS = {".coverage": "sqlite", "coverage.json": "json", "coverage.xml": "xml", "lcov.info": "lcov"}
PROGRAM = "def f(n):\n    if n:\n        return 1\n    return 2\n\n\nf(0)\n"


def files() -> dict[str, bytes]:
    """Form -> bytes."""
    with tempfile.TemporaryDirectory(prefix="pivot-seeds-") as name:
        folder = Path(name)
        (folder / "a.py").write_text(PROGRAM)
        calls = [["run", "--branch", "a.py"], *(["json"], ["xml"], ["lcov", "-o", "lcov.info"])]
        for words in calls:
            subprocess.run([sys.executable, "-m", "coverage", *words], cwd=folder, check=True, capture_output=True)
        return {f"coverage {form}": (folder / file).read_bytes() for file, form in FORMS.items()}
