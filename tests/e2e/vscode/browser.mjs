// A page of a running VS Code, in Debian's Chromium.
import { createRequire } from "node:module";

const { chromium } = createRequire(`${process.env.PLAYWRIGHT}/`)("playwright-core");

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const { PORT, FOLDER } = process.env;
export const remote = (path) => `vscode-remote://127.0.0.1:${PORT}${path}`;

/** Opens the workbench with `payload`. */
export async function open(payload, prepare = async () => {}) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, headless: true, args: FLAGS });
  const page = await browser.newPage({ viewport: { width: 1400, height: 820 }, deviceScaleFactor: 1 });
  await prepare(page);
  const query = `folder=${encodeURIComponent(FOLDER)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  await page.goto(`http://127.0.0.1:${PORT}/?${query}`);
  return { browser, page };
}
