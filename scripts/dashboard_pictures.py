"""Pictures of the dashboard of a project for the documents: `dashboard_pictures.py PROJECT DIR`, light and dark.

`make demo` leaves such a project in .pivot-demo/erp. Needs Chromium and playwright-core (tests/e2e/setup.sh).
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHOOT = """
import { createRequire } from "node:module";
const { chromium } = createRequire(`${process.env.PLAYWRIGHT}/`)("playwright-core");
const [page, out] = [process.env.PAGE, process.env.OUT];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
for (const [colorScheme, name, part] of [["light", "dashboard", null], ["dark", "dashboard-canary", "#canary"]]) {
  const context = await browser.newContext({ colorScheme, viewport: { width: 1120, height: 1180 } });
  const shown = await context.newPage();
  await shown.goto(page);
  const what = part ? shown.locator(part) : shown;
  await what.screenshot({ path: `${out}/${name}.png` });
}
await browser.close();
"""


def main(project: Path, out: Path) -> None:
    """Exports the page and takes its pictures."""
    tools = Path(os.environ.get("PIVOT_TOOLS", ROOT / ".tools"))
    with tempfile.TemporaryDirectory() as folder:
        page, script = Path(folder) / "page.html", Path(folder) / "shoot.mjs"
        subprocess.run(
            [sys.executable, "-m", "pivot_lsp", "dashboard", str(project), "--export", str(page)], check=True, cwd=ROOT
        )
        script.write_text(SHOOT)
        given = {"PAGE": page.as_uri(), "OUT": str(out.resolve()), "PLAYWRIGHT": str(tools / "node")}
        given["CHROMIUM"] = shutil.which("chromium") or "chromium-browser"
        subprocess.run(["node", str(script)], check=True, env=os.environ | given)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
