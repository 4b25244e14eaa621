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

/** Has the workbench follow a system that is `dark` or light. */
export async function look(page, dark) {
  await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
  await page.locator(dark ? ".monaco-workbench.vs-dark" : ".monaco-workbench.vs").waitFor(WITHIN);
}

/** Opens the workbench with `payload`. */
export async function open(payload, prepare = async () => {}) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, headless: true, args: FLAGS, ...WITHIN });
  const size = { viewport: { width: 1400, height: 820 }, deviceScaleFactor: 1 };
  const page = await browser.newPage(size);
  page.setDefaultTimeout(WITHIN.timeout);
  await prepare(page);
  const query = `folder=${encodeURIComponent(FOLDER)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  await page.goto(`http://127.0.0.1:${PORT}/?${query}`, { waitUntil: "commit" }); // each step waits for what it needs
  return { browser, page };
}
