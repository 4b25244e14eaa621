// Commands of the palette: they find the place or ask, then call the server's command.
import * as vscode from "vscode";
import { execute, type Running } from "./execute";
import type { HeatPainter } from "./heat";
import type { Hotspot } from "./protocol";

/** Saves, since the server's children read the disk; then calls `command` for the function at the cursor. */
async function here(running: Running, command: string, more: object = {}): Promise<unknown> {
  const editor = vscode.window.activeTextEditor;
  if (!editor || (editor.document.isDirty && !(await editor.document.save()))) return undefined;
  const uri = running()?.code2ProtocolConverter.asUri(editor.document.uri);
  return execute(running, command, { uri, line: editor.selection.active.line, ...more });
}

async function port(running: Running): Promise<unknown> {
  const targets = [
    { label: "Rust", to: "rust" },
    { label: "Go", to: "go" },
    { label: "C++", to: "cpp" },
  ];
  const choice = await vscode.window.showQuickPick(targets, { placeHolder: "Port to" });
  return choice && here(running, "pivot.port", { to: choice.to });
}

/** The words of a command line that a person types; quotes hold words together. */
async function commandLine(prompt: string): Promise<string[] | undefined> {
  const typed = await vscode.window.showInputBox({ prompt, placeHolder: "python -m pytest tests", ignoreFocusOut: true });
  const words = typed?.match(/"[^"]*"|'[^']*'|\S+/g)?.map((word) => word.replace(/^(["'])(.*)\1$/, "$2"));
  return words?.length ? words : undefined;
}

async function record(running: Running): Promise<unknown> {
  const command = await commandLine("Run this, and record the calls of the function at the cursor");
  return command && here(running, "pivot.record", { command });
}

async function profile(running: Running): Promise<unknown> {
  const command = await commandLine("Run this under a profiler, and show its hotspots");
  const editor = vscode.window.activeTextEditor?.document;
  const uri = editor?.languageId === "python" ? running()?.code2ProtocolConverter.asUri(editor.uri) : undefined;
  return command && execute(running, "pivot.profile", { command, ...(uri ? { uri } : {}) });
}

async function hotspots(running: Running): Promise<void> {
  const found = await execute<Hotspot[]>(running, "pivot.hotspots");
  if (!found) return;
  if (!found.length) {
    void vscode.window.showInformationMessage("Pivot: no hotspots. Is there a profile in the workspace folder?");
    return;
  }
  const items = found.map((hot) => ({
    label: hot.function,
    description: `${hot.share.toFixed(1)} %`,
    detail: vscode.workspace.asRelativePath(hot.file),
    hot,
  }));
  const choice = await vscode.window.showQuickPick(items, { placeHolder: "Hotspots, the hottest first" });
  if (choice) await show(choice.hot);
}

async function show(hot: Hotspot): Promise<void> {
  const at = new vscode.Position(hot.line - 1, 0);
  await vscode.window.showTextDocument(vscode.Uri.file(hot.file), { selection: new vscode.Range(at, at) });
}

let shown = -1;

/** The next cooler hotspot after the one that was shown last; after the coolest the hottest. */
async function next(running: Running): Promise<void> {
  const found = await execute<Hotspot[]>(running, "pivot.hotspots");
  if (!found?.length) return hotspots(running);
  shown = (shown + 1) % found.length;
  const hot = found[shown];
  if (hot) await show(hot);
}

async function cancel(running: Running): Promise<void> {
  const jobs = await execute<{ job: string; verb: string }[]>(running, "pivot.jobs");
  const items = (jobs ?? []).map(({ job, verb }) => ({ label: verb, description: job, job }));
  const choice = items.length ? await vscode.window.showQuickPick(items, { placeHolder: "Cancel" }) : undefined;
  if (choice) await execute(running, "pivot.cancel", { job: choice.job });
}

/** Registers the palette's commands; key bindings may give more arguments of the server's command. */
export function register(running: Running, heat: HeatPainter): vscode.Disposable[] {
  const table: Record<string, (more?: object) => unknown> = {
    portHere: () => port(running),
    validateHere: (more) => here(running, "pivot.validate", more),
    benchmarkHere: (more) => here(running, "pivot.benchmark", more),
    wrapHere: (more) => here(running, "pivot.wrap", more),
    unwrapHere: () => here(running, "pivot.unwrap"),
    certificateHere: () => here(running, "pivot.certificate"),
    generateHere: () => here(running, "pivot.generate-tests"),
    recordHere: () => record(running),
    profile: () => profile(running),
    analyze: () => execute(running, "pivot.analyze"),
    clear: () => execute(running, "pivot.clear"),
    dashboard: () => execute(running, "pivot.dashboard"),
    plan: () => execute(running, "pivot.migrate"),
    doctor: () => execute(running, "pivot.doctor"),
    hotspots: () => hotspots(running),
    next: () => next(running),
    cancel: () => cancel(running),
    toggleHeat: () => {
      heat.shown = !heat.shown;
      heat.drawAll();
    },
  };
  return Object.entries(table).map(([name, run]) => vscode.commands.registerCommand(`pivot.client.${name}`, run));
}
