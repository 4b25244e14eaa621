"""Pictures of pages in a real Chromium, for the documents. Needs playwright-core (tests/e2e/setup.sh)."""

import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHOOT = """
import { createRequire } from "node:module";
const { chromium } = createRequire(`${process.env.PLAYWRIGHT}/`)("playwright-core");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
for (const { url, file, scheme, part, says, height } of JSON.parse(process.env.SHOTS)) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 1120, height } });
  const page = await context.newPage();
  await page.goto(url);
  if (says) await page.getByText(says).first().waitFor({ timeout: 60_000 });
  await (part ? page.locator(part) : page).screenshot({ path: file });
  await context.close();
}
await browser.close();
"""


@dataclass(frozen=True)
class Shot:
    """One picture. `part`: a CSS selector, else what the window shows; `says`: a text that is waited for."""

    url: str
    file: str
    scheme: str = "light"
    part: str = ""
    says: str = ""
    height: int = 1180


def missing() -> str | None:
    """What is not installed, or None."""
    if not (_tools() / "node" / "node_modules" / "playwright-core").exists():
        return "playwright-core"
    return None if _chromium() else "Chromium"


def _tools() -> Path:
    return Path(os.environ.get("PIVOT_TOOLS", ROOT / ".tools"))


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def shoot(shots: list[Shot]) -> None:
    """Takes the pictures. Raises CalledProcessError when a page or a text does not come."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "shoot.mjs"
        script.write_text(SHOOT)
        given = {"PLAYWRIGHT": str(_tools() / "node"), "CHROMIUM": _chromium() or "chromium"}
        given["SHOTS"] = json.dumps([asdict(shot) for shot in shots])
        subprocess.run(["node", str(script)], check=True, env=os.environ | given)
