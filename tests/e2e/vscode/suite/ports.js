// A hot function is ported by code action, proved by command, wrapped, and the file on disk is as the edit said.
const assert = require("assert");
const fs = require("fs");
const path = require("path");
const { action, openFile, pivot, suite, until, vscode } = require("./tools");

const FILE = "inventory/stock_calculator.py";
const HOT = "calculate_reorder_points";
const TARGET = "go";
let client, document, editor, range, before;

const job = (command) => until(command, () => client.finished.find((one) => one.command === command), 400_000);

async function run(kind) {
  const found = await action(document, range, kind);
  assert.equal(found.disabled, undefined, found.disabled?.reason);
  await vscode.commands.executeCommand(found.command.command, ...found.command.arguments);
}

exports.run = suite({
  async "opens, and sees the hotspot"() {
    client = await pivot();
    ({ document, editor } = await openFile(FILE));
    before = document.getText();
    const hot = await until("diagnostics", () =>
      vscode.languages.getDiagnostics(document.uri).find((d) => d.message.startsWith(`${HOT}: `)),
    );
    range = hot.range;
  },
  async "ports it by code action"() {
    await run(`refactor.rewrite.pivot.port.${TARGET}`);
    const done = await job("pivot.port");
    assert.equal(done.status, "done", done.message);
    assert.equal(done.result.status, "built");
  },
  async "runs parity by command"() {
    editor.selection = new vscode.Selection(range.start, range.start);
    await vscode.commands.executeCommand("pivot.client.validateHere", { count: 300 });
    const done = await job("pivot.validate");
    assert.ok(["tested", "certified"].includes(done.result.level), done.message);
    assert.ok(done.result.test_count > 0);
    assert.equal(done.result.passed, done.result.test_count);
  },
  async "wraps it, and the file on disk is as the edit said"() {
    await run("refactor.rewrite.pivot.wrap");
    const done = await job("pivot.wrap");
    assert.equal(done.applied, true, done.message);
    assert.ok(document.isDirty, "the edit is in the editor, to be saved or undone by the person");
    assert.ok(await document.save());
    assert.notEqual(fs.readFileSync(document.uri.fsPath, "utf8"), before);
    // the flags file is made by the same edit, in a document of its own that may still be opening
    const flags = path.join(path.dirname(path.dirname(document.uri.fsPath)), "pivot.flags.json");
    for (let tries = 0; tries < 100; tries++) {
      await vscode.workspace.saveAll(true);
      if (fs.existsSync(flags) && fs.readFileSync(flags, "utf8").trim() !== "") return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.fail("the flags file stayed empty");
  },
});
