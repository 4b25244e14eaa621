"""Pictures of the dashboard of a project for the documents: `dashboard_pictures.py PROJECT DIR`, light and dark.

`make demo` leaves such a project in .pivot-demo/erp. Needs Chromium and playwright-core (tests/e2e/setup.sh).
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from pictures import ROOT, Shot, shoot


def main(project: Path, out: Path) -> None:
    """Exports the page and takes its pictures."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        subprocess.run(
            [sys.executable, "-m", "pivot_lsp", "dashboard", str(project), "--export", str(page)], check=True, cwd=ROOT
        )
        light = Shot(page.as_uri(), str(out / "dashboard.png"))
        shoot([light, Shot(page.as_uri(), str(out / "dashboard-canary.png"), scheme="dark", part="#canary")])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]).resolve())
