// Which Python runs the server, and whether it can.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as vscode from "vscode";

/** The part of the Python extension's interface that is used here. */
interface PythonExtension {
  environments?: { getActiveEnvironmentPath(resource?: vscode.Uri): { path: string } };
}

/**
 * The setting, else the Python extension's choice, else `python3`. An untrusted workspace may hold the environment
 * that the Python extension chose, so that one is not asked there; the setting is the user's own then (see
 * `restrictedConfigurations` in package.json).
 */
export async function interpreter(): Promise<string> {
  const setting = vscode.workspace.getConfiguration("pivot").get<string>("interpreter", "").trim();
  if (setting) return setting;
  const python = vscode.extensions.getExtension<PythonExtension>("ms-python.python");
  if (python && vscode.workspace.isTrusted) {
    const exports = python.isActive ? python.exports : await python.activate();
    const path = exports?.environments?.getActiveEnvironmentPath(vscode.workspace.workspaceFolders?.[0]?.uri).path;
    if (path && path !== "python") return path;
  }
  return "python3";
}

/** -P keeps the workspace folder, which is the working directory, off Python's module path. */
export const SAFE_PATH = "-P";

/** Says nothing when `python` can run the server; else tells what is missing, and how to get it. */
export async function usable(python: string): Promise<boolean> {
  try {
    await promisify(execFile)(python, [SAFE_PATH, "-c", "import pivot_lsp"], { timeout: 30_000 });
    return true;
  } catch (error) {
    const command = `${python} -m pip install pivot-lsp`;
    const missing = String((error as { stderr?: unknown }).stderr ?? "").includes("No module named 'pivot_lsp'");
    const reason = missing ? "has no pivot-lsp" : "cannot be run, or is older than Python 3.11";
    void vscode.window
      .showErrorMessage(`${python} ${reason}. Install it with: ${command}`, "Copy command", "Open setting")
      .then((choice) => {
        if (choice === "Copy command") void vscode.env.clipboard.writeText(command);
        if (choice === "Open setting") {
          void vscode.commands.executeCommand("workbench.action.openSettings", "pivot.interpreter");
        }
      });
    return false;
  }
}
