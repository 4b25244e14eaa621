// Commands of the palette: they find the place or ask, then call the server's command.
import * as vscode from "vscode";
import { execute, type Running } from "./execute";
import type { HeatPainter } from "./heat";
import type { Hotspot, JobFinished } from "./protocol";

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

const ACTIONS = [
  { label: "Status", action: "status", detail: "Where the flags stand" },
  { label: "Advance", action: "advance", detail: "Enter the next stage, or say why not" },
  { label: "Pause", action: "pause", detail: "Stay in this stage; advancing resumes it" },
  { label: "Roll back", action: "rollback", detail: "Switch off now" },
  { label: "Retire", action: "retire", detail: "Take legacy, the flag and unused helpers out of the sources" },
];

/** Asks what to do, and for which flag, where that is not given; the flags are those that a status tells. */
async function rollout(running: Running, finished: vscode.Event<JobFinished>, given: Asked = {}): Promise<unknown> {
  const action = given.action ?? (await vscode.window.showQuickPick(ACTIONS, { placeHolder: "Rollout" }))?.action;
  const editor = vscode.window.activeTextEditor?.document;
  const uri = editor?.languageId === "python" ? running()?.code2ProtocolConverter.asUri(editor.uri) : undefined;
  const about = uri ? { uri } : {};
  if (!action) return undefined;
  if (action === "status") return execute(running, "pivot.rollout", { action, ...about });
  const flag = given.flag ?? (await pickFlag(running, finished, about));
  return flag && execute(running, "pivot.rollout", { action, flag, ...about });
}

async function pickFlag(running: Running, finished: vscode.Event<JobFinished>, about: object): Promise<string | undefined> {
  const early: JobFinished[] = []; // a job may end before the answer that names it
  let tell = (job: JobFinished): unknown => early.push(job);
  const listening = finished((job) => tell(job));
  try {
    const started = await execute<{ job: string }>(running, "pivot.rollout", { action: "status", ...about });
    if (!started) return undefined;
    const status = await new Promise<JobFinished>((resolve) => {
      tell = (job) => job.job === started.job && resolve(job);
      early.forEach((job) => tell(job));
    });
    const flags = (status.result?.["rollouts"] ?? []) as { flag: string; state: string; percent: number }[];
    const items = flags.map(({ flag, state, percent }) => ({ label: flag, description: `${state} at ${percent} %` }));
    return items.length ? (await vscode.window.showQuickPick(items, { placeHolder: "Flag" }))?.label : undefined;
  } finally {
    listening.dispose();
  }
}

interface Asked {
  action?: string;
  flag?: string;
}

/** Registers the palette's commands; key bindings may give more arguments of the server's command. */
export function register(running: Running, heat: HeatPainter, finished: vscode.Event<JobFinished>): vscode.Disposable[] {
  const table: Record<string, (more?: object) => unknown> = {
    portHere: () => port(running),
    validateHere: (more) => here(running, "pivot.validate", more),
    benchmarkHere: (more) => here(running, "pivot.benchmark", more),
    wrapHere: (more) => here(running, "pivot.wrap", more),
    unwrapHere: () => here(running, "pivot.unwrap"),
    extractHere: () => here(running, "pivot.extract"),
    certificateHere: () => here(running, "pivot.certificate"),
    generateHere: () => here(running, "pivot.generate-tests"),
    recordHere: () => record(running),
    profile: () => profile(running),
    analyze: () => execute(running, "pivot.analyze"),
    clear: () => execute(running, "pivot.clear"),
    dashboard: () => execute(running, "pivot.dashboard"),
    plan: () => execute(running, "pivot.migrate"),
    rollout: (given) => rollout(running, finished, given),
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
