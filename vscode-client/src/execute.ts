// Calls the server's commands, and says in one line when it refuses.
import * as vscode from "vscode";
import { ExecuteCommandRequest, type LanguageClient } from "vscode-languageclient/node";

export type Running = () => LanguageClient | undefined;

export async function execute<T>(running: Running, command: string, argument?: object): Promise<T | undefined> {
  const client = running();
  if (!client) {
    void vscode.window.showWarningMessage("Pivot: the server is not running.");
    return undefined;
  }
  try {
    return (await client.sendRequest(ExecuteCommandRequest.type, {
      command,
      arguments: argument ? [argument] : [],
    })) as T;
  } catch (error) {
    void vscode.window.showWarningMessage(`Pivot: ${(error as Error).message}`);
    return undefined;
  }
}
