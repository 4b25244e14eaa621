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

/** Milliseconds for anything to happen: a machine with other work takes long, and nothing waits that long for nothing. */
export const WITHIN = { timeout: 240_000 };

/** Opens the workbench with `payload`. */
export async function open(payload, prepare = async () => {}) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, headless: true, args: FLAGS, ...WITHIN });
  const look = { viewport: { width: 1400, height: 820 }, deviceScaleFactor: 1, colorScheme: "dark" };
  const page = await browser.newPage(look);
  page.setDefaultTimeout(WITHIN.timeout);
  await prepare(page);
  const query = `folder=${encodeURIComponent(FOLDER)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  await page.goto(`http://127.0.0.1:${PORT}/?${query}`, { waitUntil: "commit" }); // each step waits for what it needs
  return { browser, page };
}
