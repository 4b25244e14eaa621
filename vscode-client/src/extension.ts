// Starts the server and draws what it says. No logic of the product lives here.
import * as vscode from "vscode";
import { LanguageClient, State, type LanguageClientOptions } from "vscode-languageclient/node";
import { register } from "./commands";
import { HeatPainter } from "./heat";
import { SAFE_PATH, interpreter, usable } from "./interpreter";
import { heatNotification, jobFinishedNotification, type Heat, type JobFinished } from "./protocol";
import { middleware, showDashboard } from "./pages";
import { PivotTree } from "./tree";

const SELECTOR = [{ scheme: "file", language: "python" }];

/** What other extensions, and the tests, may listen to. */
export interface Api {
  onDidFinishJob: vscode.Event<JobFinished>;
  onDidChangeHeat: vscode.Event<Heat>;
  tree: PivotTree;
}

let client: LanguageClient | undefined;
let queue: Promise<void> = Promise.resolve();

/** Starts and stops come one after the other, however fast they are asked for. */
function enqueue(work: () => Promise<void>, log: vscode.LogOutputChannel): Promise<void> {
  queue = queue.then(work).catch((error: unknown) => log.error(String(error)));
  return queue;
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  if (running) await running.dispose(5000);
}

export async function activate(context: vscode.ExtensionContext): Promise<Api> {
  const log = vscode.window.createOutputChannel("Pivot", { log: true });
  const configuration = () => vscode.workspace.getConfiguration("pivot");
  const heat = new HeatPainter(configuration().get("heat", true));
  const jobs = new vscode.EventEmitter<JobFinished>();
  const heats = new vscode.EventEmitter<Heat>();
  const tree = new PivotTree(() => client);
  const status = vscode.window.createStatusBarItem("pivot.status", vscode.StatusBarAlignment.Left);
  status.name = "Pivot";
  status.command = "pivot.client.hotspots";

  const showStatus = () => {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== "python") return status.hide();
    const state = client?.state === State.Running ? `${heat.count(document.uri)} hot` : "stopped";
    status.text = `$(flame) ${state}`;
    status.tooltip = vscode.workspace.isTrusted ? "Pivot: go to a hotspot" : "Pivot: hotspots only, not trusted";
    status.show();
  };

  async function start(): Promise<void> {
    await stop();
    const python = await interpreter();
    if (!(await usable(python))) return showStatus();
    const args = [SAFE_PATH, "-m", "pivot_lsp", "lsp", ...configuration().get<string[]>("serverArguments", [])];
    const options: LanguageClientOptions = {
      documentSelector: SELECTOR,
      outputChannel: log,
      middleware,
      initializationOptions: () => ({ trusted: vscode.workspace.isTrusted, settings: configuration() }),
    };
    const starting = new LanguageClient("pivot", "Pivot", { command: python, args }, options);
    starting.onNotification(heatNotification, (message) => {
      heat.take(message);
      heats.fire(message);
      showStatus();
    });
    starting.onNotification(jobFinishedNotification, (message) => {
      jobs.fire(message);
      tree.refresh();
      void showDashboard(message);
    });
    starting.onDidChangeState(showStatus);
    client = starting;
    await starting.start();
  }

  context.subscriptions.push(
    log,
    heat,
    jobs,
    heats,
    status,
    ...register(() => client, heat, jobs.event),
    vscode.window.registerTreeDataProvider("pivot.tree", tree),
    vscode.commands.registerCommand("pivot.client.refresh", () => tree.refresh()),
    vscode.commands.registerCommand("pivot.client.restart", () => enqueue(start, log)),
    vscode.commands.registerCommand("pivot.client.log", () => log.show()),
    vscode.window.onDidChangeActiveTextEditor(showStatus),
    vscode.workspace.onDidGrantWorkspaceTrust(() => enqueue(start, log)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("pivot.heat")) {
        heat.shown = configuration().get("heat", true);
        heat.drawAll();
      }
      if (["interpreter", "serverArguments"].some((name) => event.affectsConfiguration(`pivot.${name}`))) {
        void enqueue(start, log);
      }
    }),
  );
  await enqueue(start, log);
  showStatus();
  return { onDidFinishJob: jobs.event, onDidChangeHeat: heats.event, tree };
}

export async function deactivate(): Promise<void> {
  await queue;
  await stop();
}
