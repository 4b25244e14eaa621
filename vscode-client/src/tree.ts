// The tree: hotspots, hottest first, and vessels with what their certificates say. The server knows; this shows.
import * as vscode from "vscode";
import { execute, type Running } from "./execute";
import type { Hotspot, Vessel } from "./protocol";

/** A row. `target` is a vessel's. */
export class Row extends vscode.TreeItem {
  target?: string;
  rows?: () => Promise<Row[]>;
}

function group(label: string, icon: string, rows: () => Promise<Row[]>): Row {
  const row = new Row(label, vscode.TreeItemCollapsibleState.Expanded);
  row.iconPath = new vscode.ThemeIcon(icon);
  row.rows = rows;
  return row;
}

function hotspot(hot: Hotspot): Row {
  const row = new Row(hot.function);
  const at = new vscode.Position(hot.line - 1, 0);
  row.description = `${hot.share.toFixed(1)} % · ${vscode.workspace.asRelativePath(hot.file)}`;
  row.iconPath = new vscode.ThemeIcon("flame");
  row.command = {
    title: "Open",
    command: "vscode.open",
    arguments: [vscode.Uri.file(hot.file), { selection: new vscode.Range(at, at) }],
  };
  return row;
}

function vessel(found: Vessel): Row {
  const row = new Row(found.function);
  row.target = found.target;
  row.description = `${found.target} · ${found.standing}`;
  row.tooltip = found.folder;
  row.iconPath = new vscode.ThemeIcon(found.page ? "verified" : "package");
  if (found.page) {
    const page = vscode.Uri.file(found.page);
    row.command = { title: "Certificate", command: "markdown.showPreviewToSide", arguments: [page] };
  }
  return row;
}

export class PivotTree implements vscode.TreeDataProvider<Row> {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly roots = [
    group("Hotspots", "flame", async () => (await this.ask<Hotspot[]>("pivot.hotspots")).slice(0, MOST).map(hotspot)),
    group("Vessels", "package", async () => (await this.ask<Vessel[]>("pivot.vessels")).map(vessel)),
  ];

  constructor(private readonly running: Running) {}

  /** Shows everything anew. */
  refresh(): void {
    this.changed.fire();
  }

  getTreeItem(row: Row): vscode.TreeItem {
    return row;
  }

  async getChildren(row?: Row): Promise<Row[]> {
    return row ? ((await row.rows?.()) ?? []) : this.roots;
  }

  private async ask<T extends unknown[]>(command: string): Promise<T | []> {
    return this.running() ? ((await execute<T>(this.running, command)) ?? []) : [];
  }
}

const MOST = 100; // rows of one group
