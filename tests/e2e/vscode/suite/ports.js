// A hot function is ported to each target by code action, proved and measured by command, wrapped, and the file on disk
// is as the edit said; an edit makes its certificate stale, and undoing it makes it hold again.
const assert = require("assert");
const fs = require("fs");
const path = require("path");
const { action, openFile, picture, pivot, server, suite, until, vscode } = require("./tools");

const FILE = "inventory/stock_calculator.py";
const HOT = "calculate_reorder_points";
const TARGETS = ["rust", "cpp", "go"]; // the last built is the one that is proved
let client, document, editor, range, before;

/** The next job that ran `command`; each is given once. */
async function job(command) {
  const at = () => client.finished.findIndex((one) => one.command === command);
  await until(command, () => at() >= 0, 400_000);
  return client.finished.splice(at(), 1)[0];
}

const hotspot = () => vscode.languages.getDiagnostics(document.uri).find((d) => d.message.startsWith(`${HOT}: `));

const here = async (provider) => {
  const found = await vscode.commands.executeCommand(provider, document.uri, range.start);
  return found.flatMap((hover) => hover.contents.map((part) => part.value)).join("\n");
};
const hovers = (row) => until(row, async () => (await here("vscode.executeHoverProvider")).includes(row));

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
    const hot = await until("diagnostics", hotspot);
    range = hot.range;
  },
  async "ports it to each target by code action"() {
    for (const target of TARGETS) {
      await run(`refactor.rewrite.pivot.port.${target}`);
      const done = await job("pivot.port");
      assert.equal(done.status, "done", done.message);
      assert.deepEqual([done.result.status, done.result.target], ["built", target]);
    }
  },
  async "cancels a parity run half-way"() {
    editor.selection = new vscode.Selection(range.start, range.start);
    await vscode.commands.executeCommand("pivot.client.validateHere");
    const running = await until("the job", async () => {
      const jobs = await vscode.commands.executeCommand("pivot.jobs"); // others may be under way beside it
      return jobs.find((one) => one.verb === "validate");
    });
    await vscode.commands.executeCommand("pivot.cancel", { job: running.job });
    assert.equal((await job("pivot.validate")).status, "cancelled");
  },
  async "runs parity by command"() {
    editor.selection = new vscode.Selection(range.start, range.start);
    await vscode.commands.executeCommand("pivot.client.validateHere", { count: 300 });
    const done = await job("pivot.validate");
    assert.ok(["tested", "certified"].includes(done.result.level), done.message);
    assert.ok(done.result.test_count > 0);
    assert.equal(done.result.passed, done.result.test_count);
  },
  async "shows its certificate beside the code"() {
    await vscode.commands.executeCommand("workbench.action.closeSidebar");
    await vscode.commands.executeCommand("pivot.client.certificateHere");
    const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const page = (tab) => tab.input instanceof vscode.TabInputWebview && /certificate/.test(tab.label);
    await until("the certificate", () => tabs().some(page));
    const beside = vscode.window.visibleTextEditors.find((one) => one.document === document);
    beside.revealRange(range, vscode.TextEditorRevealType.AtTop); // a narrower column has scrolled it
    await vscode.commands.executeCommand("notifications.clearAll");
    await picture("certificate", "Legacy: ");
    await vscode.window.tabGroups.close(tabs().filter(page));
    await vscode.window.showTextDocument(document);
  },
  async "benchmarks it by command"() {
    await vscode.commands.executeCommand("pivot.client.benchmarkHere");
    const done = await job("pivot.benchmark");
    assert.equal(done.status, "done", done.message);
    // on a machine with other work the control may differ from itself: then there is no figure, and none is shown
    if (done.result.speedup) await hovers("Go measured");
    else assert.match(done.message, /no verdict, /);
  },
  async "an edit makes its certificate stale, and undoing it makes it hold again"() {
    const hover = await here("vscode.executeHoverProvider");
    const level = hover.match(/Go vessel \| (\w+)/)?.[1];
    assert.ok(level, hover);
    await hovers(`| Go vessel | ${level};`);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(range.start.line + 1, 0), "    # half a thought\n");
    await vscode.workspace.applyEdit(edit);
    await hovers(`| Go vessel | ${level}, stale: the function was edited since;`);
    await vscode.window.showTextDocument(document); // undo is for what has the focus
    await vscode.commands.executeCommand("undo");
    await until("the text as it was", () => document.getText() === before);
    await hovers(`| Go vessel | ${level};`);
  },
  async "wraps it, and the file on disk is as the edit said"() {
    await run("refactor.rewrite.pivot.wrap");
    const done = await job("pivot.wrap");
    assert.equal(done.applied, true, done.message);
    await until("the edit in the editor, to be saved or undone by the person", () => document.isDirty);
    assert.ok(await document.save());
    assert.notEqual(fs.readFileSync(document.uri.fsPath, "utf8"), before);
    // the flags file is made by the same edit, in a document of its own that may still be opening
    const flags = path.join(path.dirname(path.dirname(document.uri.fsPath)), "pivot.flags.json");
    await until("the flags file on disk", async () => {
      await vscode.workspace.saveAll(true);
      return fs.existsSync(flags) && fs.readFileSync(flags, "utf8").trim() !== "";
    });
  },
  async "tells where its flag stands"() {
    await vscode.commands.executeCommand("pivot.client.rollout", { action: "status" });
    const done = await job("pivot.rollout");
    assert.match(done.message, new RegExp(`inventory\\.stock_calculator\\.${HOT} off at 0 %`));
  },
  async "a server that was killed comes back, and shows what it showed"() {
    const killed = server();
    const uri = document.uri.toString();
    client.heat.delete(uri);
    process.kill(killed, "SIGKILL");
    await until("another server", () => ![undefined, killed].includes(server()));
    await until("heat", () => client.heat.get(uri)?.functions.some((hot) => hot.function === HOT));
    await until("diagnostics", hotspot);
    await until("lenses", async () => {
      const lenses = await vscode.commands.executeCommand("vscode.executeCodeLensProvider", document.uri, 10);
      return lenses.some((lens) => /Go vessel: /.test(lens.command?.title));
    });
  },
  async "the tree lists hotspots and vessels"() {
    const roots = await client.tree.getChildren();
    assert.deepEqual(
      roots.map((root) => root.label),
      ["Hotspots", "Vessels"],
    );
    const [hotspots, vessels] = await Promise.all(roots.map((root) => client.tree.getChildren(root)));
    assert.ok(hotspots.some((one) => one.label === HOT && /%/.test(one.description)));
    assert.deepEqual(vessels.map((one) => one.target).sort(), ["cpp", "go", "rust"]);
  },
  async "goes to the next hotspot, and round"() {
    const seen = new Set();
    for (let step = 0; step < 3; step++) {
      await vscode.commands.executeCommand("pivot.client.next");
      const active = vscode.window.activeTextEditor;
      seen.add(`${active.document.uri.fsPath}:${active.selection.active.line}`);
    }
    assert.ok(seen.size > 1, [...seen].join());
  },
});
