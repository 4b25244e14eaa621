// Runs a suite inside the extension host of a running VS Code; the exit code is the suite's.
import { look, open, remote, WITHIN } from "./browser.mjs";

const { EXTENSION, SUITE, SHOTS, LIMIT = "800" } = process.env;
/** Leaves NAME-dark.png, then NAME.png of the page in light, once one of its frames shows `text`. */
async function picture(page, name, text) {
  const shows = (frame) => frame.evaluate((words) => document.body.innerText.includes(words), text).catch(() => false);
  for (const end = Date.now() + WITHIN.timeout; Date.now() < end; ) {
    if ((await Promise.all(page.frames().map(shows))).some(Boolean)) break;
    await page.waitForTimeout(100);
  }
  await look(page, true);
  await page.screenshot({ path: `${SHOTS}/${name}-dark.png` });
  await look(page, false);
  await page.screenshot({ path: `${SHOTS}/${name}.png` });
}

let exit;
const done = new Promise((resolve) => (exit = resolve));
const { browser } = await open(
  [
    ["extensionDevelopmentPath", remote(EXTENSION)],
    ["extensionTestsPath", remote(SUITE)],
    ["skipWelcome", "true"],
  ],
  async (page) => {
    await page.exposeFunction("codeAutomationExit", exit);
    await page.exposeFunction("codeAutomationLog", (type, args) => {
      const line = args.join(" ");
      const [, name, text] = /^picture (\S+) (.*)/.exec(line) ?? [];
      if (name) void picture(page, name, text);
      if (/^(vscode|ok|FAIL) /.test(line) || process.env.VERBOSE) console.log(line);
    });
  },
);
const code = await Promise.race([done, new Promise((resolve) => setTimeout(resolve, LIMIT * 1000, 124))]);
await browser.close();
process.exit(code);
