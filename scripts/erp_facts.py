"""Makes what production would have left behind for the sample ERP: a real profile, coverage and request log.

`erp_facts.py DIR` runs the ERP's workload under cProfile and its tests under coverage, in a copy's place under DIR:
`DIR/erp.prof`, `DIR/.coverage`, `DIR/production.log`.
"""

import subprocess
import sys
from pathlib import Path

ERP = Path(__file__).resolve().parent.parent / "fixtures" / "erp"


def make_facts(folder: Path, erp: Path = ERP) -> None:
    """Writes the three files into `folder`. Raises CalledProcessError when the ERP itself fails."""
    folder.mkdir(parents=True, exist_ok=True)
    python = sys.executable
    subprocess.run(
        [python, "-m", "cProfile", "-o", folder / "erp.prof", "workload.py", "--out", folder],
        cwd=erp, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    subprocess.run(
        [python, "-m", "coverage", "run", f"--data-file={folder / '.coverage'}", "--branch", "-m", "pytest", "-q",
         "-p", "no:asyncio", "tests"],
        cwd=erp, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip


if __name__ == "__main__":
    make_facts(Path(sys.argv[1]).resolve())
