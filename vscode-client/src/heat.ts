// Draws heat: a few shades shared by all editors. Between two messages VS Code moves the ranges itself.
import * as vscode from "vscode";
import type { Heat } from "./protocol";

const SHADES = 8; // as the server's

export class HeatPainter implements vscode.Disposable {
  private readonly shades = Array.from({ length: SHADES }, (_, shade) => {
    const alpha = 0.03 + (0.2 * (shade + 1)) / SHADES;
    return vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      backgroundColor: `rgba(255, 96, 32, ${alpha.toFixed(3)})`,
      overviewRulerColor: `rgba(255, 96, 32, ${(alpha * 3).toFixed(3)})`,
      overviewRulerLane: vscode.OverviewRulerLane.Left,
    });
  });
  private readonly latest = new Map<string, Heat>();
  private readonly subscriptions = [
    vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach((editor) => this.draw(editor))),
    vscode.workspace.onDidCloseTextDocument((document) => this.latest.delete(document.uri.toString())),
  ];
  constructor(public shown: boolean) {}

  /** Takes a message and draws it wherever its document is visible. */
  take(heat: Heat): void {
    this.latest.set(vscode.Uri.parse(heat.uri).toString(), heat);
    this.drawAll();
  }

  /** How many hot functions a document has. */
  count(uri: vscode.Uri): number {
    return this.latest.get(uri.toString())?.functions.length ?? 0;
  }

  drawAll(): void {
    vscode.window.visibleTextEditors.forEach((editor) => this.draw(editor));
  }

  private draw(editor: vscode.TextEditor): void {
    const heat = this.latest.get(editor.document.uri.toString());
    if (heat && heat.version !== null && heat.version < editor.document.version && this.shown) return; // newer follows
    this.shades.forEach((type, shade) => {
      const here = this.shown ? (heat?.functions ?? []).filter((hot) => hot.shade === shade) : [];
      editor.setDecorations(
        type,
        here.map((hot) => new vscode.Range(hot.startLine, 0, hot.endLine, 0)),
      );
    });
  }

  dispose(): void {
    [...this.shades, ...this.subscriptions].forEach((item) => item.dispose());
  }
}
