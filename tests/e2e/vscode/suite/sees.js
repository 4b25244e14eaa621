// A file of the ERP is opened: its hotspots are seen, in each way that VS Code has.
const assert = require("assert");
const { action, openFile, pivot, suite, until, vscode } = require("./tools");

const FILE = "inventory/stock_calculator.py";
const HOT = "calculate_reorder_points";
let document, range, client;

exports.run = suite({
  async "a hot function is information on its name"() {
    client = await pivot();
    ({ document } = await openFile(FILE));
    const all = await until("diagnostics", () => {
      const found = vscode.languages.getDiagnostics(document.uri).filter((d) => d.source === "pivot");
      return found.length && found;
    });
    const hot = all.find((d) => d.message.startsWith(`${HOT}: `));
    assert.equal(document.getText(hot.range), HOT);
    assert.equal(hot.severity, vscode.DiagnosticSeverity.Information);
    assert.equal(all.filter((d) => d.message.startsWith(`${HOT}: `)).length, 1, "shown once, not pushed and pulled");
    range = hot.range;
  },
  async "the hover is a table"() {
    const hovers = await vscode.commands.executeCommand("vscode.executeHoverProvider", document.uri, range.start);
    const text = hovers.flatMap((hover) => hover.contents.map((part) => part.value)).join("\n");
    assert.match(text, /\*\*calculate_reorder_points\*\*/);
    assert.match(text, /\| self time \| .+ms/);
  },
  async "there is a lens and a hint"() {
    const lenses = await vscode.commands.executeCommand("vscode.executeCodeLensProvider", document.uri, 10);
    assert.ok(lenses.some((lens) => lens.range.start.line === range.start.line && /% self/.test(lens.command.title)));
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await vscode.commands.executeCommand("vscode.executeInlayHintProvider", document.uri, whole);
    assert.ok(hints.some((hint) => hint.position.line === range.start.line));
  },
  async "heat follows an edit, and says that the body was edited"() {
    const uri = document.uri.toString();
    const before = await until("heat", () => client.heat.get(uri)?.functions.find((hot) => hot.function === HOT));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), "# a line above\n");
    edit.insert(document.uri, new vscode.Position(before.endLine, 0), "    # a line inside\n");
    await vscode.workspace.applyEdit(edit);
    const after = await until("the state", () =>
      client.heat.get(uri).functions.find((hot) => hot.function === HOT && hot.state === "edited"),
    );
    assert.deepEqual([after.startLine, after.endLine], [before.startLine + 1, before.endLine + 2]);
    await vscode.commands.executeCommand("workbench.action.files.revert");
  },
  async "the actions port to each target"() {
    for (const [target, title] of Object.entries({ rust: "Port to Rust", go: "Port to Go", cpp: "Port to C++" })) {
      const found = await action(document, range, `refactor.rewrite.pivot.port.${target}`);
      assert.equal(found.title, `${title}: ${HOT}`);
    }
  },
  async "a refused command says why"() {
    await assert.rejects(
      vscode.commands.executeCommand("pivot.validate", { uri: document.uri.toString(), function: HOT }),
      /has no vessel yet; port it first/,
    );
  },
});
