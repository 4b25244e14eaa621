// Runs a suite inside the extension host of a running VS Code; the exit code is the suite's.
import { open, remote } from "./browser.mjs";

const { EXTENSION, SUITE, LIMIT = "800" } = process.env;
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
      if (/^(vscode|ok|FAIL) /.test(line) || process.env.VERBOSE) console.log(line);
    });
  },
);
const code = await Promise.race([done, new Promise((resolve) => setTimeout(resolve, LIMIT * 1000, 124))]);
await browser.close();
process.exit(code);
