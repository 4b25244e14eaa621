// The custom messages, as docs/protocol.md describes them.
import { NotificationType } from "vscode-languageclient/node";

export interface HotFunction {
  function: string;
  startLine: number;
  endLine: number;
  share: number;
  shade: number;
  state: "exact" | "edited";
}

export interface Heat {
  uri: string;
  version: number | null;
  functions: HotFunction[];
}

export interface JobFinished {
  job: string;
  command: string;
  function: string | null;
  status: "done" | "refused" | "failed" | "cancelled" | "timeout";
  exitCode: number | null;
  message: string;
  seconds: number;
  result: Record<string, unknown> | null;
  applied?: boolean;
}

export interface Hotspot {
  file: string;
  function: string;
  line: number;
  share: number;
}

export interface Vessel {
  function: string;
  target: string;
  folder: string;
  standing: string;
  page: string | null;
}

export const heatNotification = new NotificationType<Heat>("pivot/heat");
export const jobFinishedNotification = new NotificationType<JobFinished>("pivot/jobFinished");
