// What the suites share; runs inside the extension host.
const fs = require("fs");
const path = require("path");
const vscode = require("vscode");

const WITHIN = 240_000; // milliseconds; a machine with other work takes long

async function until(what, find, ms = WITHIN) {
  const end = Date.now() + ms;
  for (;;) {
    const found = await find();
    if (found) return found;
    if (Date.now() > end) throw new Error(`timed out waiting for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Our extension's interface, with every finished job kept. */
async function pivot() {
  const api = await vscode.extensions.getExtension("pivot-lsp.pivot-lsp").activate();
  const finished = [];
  api.onDidFinishJob((job) => finished.push(job));
  const heat = new Map();
  api.onDidChangeHeat((message) => heat.set(message.uri, message));
  return { finished, heat, tree: api.tree };
}

async function openFile(name) {
  const folder = vscode.workspace.workspaceFolders[0].uri;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, name));
  const editor = await vscode.window.showTextDocument(document);
  return { document, editor };
}

/** The code action of this kind at `range`, as the lightbulb would show it. */
async function action(document, range, kind) {
  const all = await vscode.commands.executeCommand("vscode.executeCodeActionProvider", document.uri, range, kind, 20);
  return all.find((one) => one.kind.value === kind);
}

/** Has the page, which shows `text` somewhere, photographed as NAME.png. */
async function picture(name, text) {
  const file = path.join(process.env.PIVOT_SHOTS, `${name}.png`);
  fs.rmSync(file, { force: true }); // an earlier run's
  console.log(`picture ${name} ${text}`);
  await until(`the picture ${name}`, () => fs.existsSync(file));
}

/** The server's process, a child of this one. */
function server() {
  for (const pid of fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").pop().split(" ")[1];
      const words = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
      if (Number(parent) === process.pid && words.includes("pivot_lsp")) return Number(pid);
    } catch {
      continue; // it is gone
    }
  }
}

/** Runs tests in order, writes one line each, fails when one failed. */
function suite(tests) {
  return async () => {
    const lines = [`vscode ${vscode.version}`];
    let failed = 0;
    for (const [name, test] of Object.entries(tests)) {
      try {
        await test();
        lines.push(`ok ${name}`);
      } catch (error) {
        failed += 1;
        lines.push(`FAIL ${name}: ${error.stack}`);
      }
    }
    console.log(lines.join("\n"));
    if (process.env.PIVOT_SUITE_REPORT) fs.writeFileSync(process.env.PIVOT_SUITE_REPORT, lines.join("\n"));
    if (failed) throw new Error(`${failed} failed`);
  };
}

module.exports = { action, openFile, picture, pivot, server, suite, until, vscode };
