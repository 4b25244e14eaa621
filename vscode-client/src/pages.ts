// Pages that the server names are opened beside the code: certificates as Markdown, the dashboard as it was exported.
import * as vscode from "vscode";
import type { Middleware } from "vscode-languageclient/node";
import type { JobFinished } from "./protocol";

/** A Markdown page as a reader wants it. */
export async function showMarkdown(page: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand("markdown.showPreviewToSide", page);
}

/** What the server asks to be shown: Markdown is shown as a page, everything else as the editor does. */
export const middleware: Middleware = {
  window: {
    showDocument: async (params, next) => {
      if (!params.uri.endsWith(".md")) {
        const answer = await next(params, new vscode.CancellationTokenSource().token);
        return "success" in answer ? answer : { success: false };
      }
      await showMarkdown(vscode.Uri.parse(params.uri));
      return { success: true };
    },
  },
};

/** Shows the dashboard that a job wrote. The page holds all that it needs, and runs no script. */
export async function showDashboard(job: JobFinished): Promise<void> {
  const page = job.result?.["file"];
  if (job.command !== "pivot.dashboard" || job.status !== "done" || typeof page !== "string") return;
  const html = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.file(page)));
  const panel = vscode.window.createWebviewPanel("pivot.dashboard", "Pivot: Dashboard", vscode.ViewColumn.Beside, {
    enableScripts: false,
    localResourceRoots: [],
  });
  panel.webview.html = html;
}
