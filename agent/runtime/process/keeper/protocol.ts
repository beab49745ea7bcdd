/** What the agent and the keeper of its processes say to each other: one JSON document a line. */
import type { Launch, LaunchPort, StartedRecord } from "../launch.ts";

export type KeeperRequest =
  | {
      readonly id: number;
      readonly op: "start";
      readonly taskId: string;
      readonly ports: readonly LaunchPort[];
      readonly env: Readonly<Record<string, string>>;
    }
  | { readonly id: number; readonly op: "signal"; readonly taskId: string; readonly signal: string }
  | { readonly id: number; readonly op: "kill"; readonly taskId: string };

export type KeeperMessage =
  | { readonly kind: "done"; readonly id: number; readonly started?: StartedRecord }
  | { readonly kind: "failed"; readonly id: number; readonly message: string }
  /** To every agent: who asked for the start may be dead by now, and another agent there. */
  | { readonly kind: "started"; readonly taskId: string }
  | { readonly kind: "exited"; readonly taskId: string };

export const SOCKET_NAME = "keeper.sock";
/** Log of a process that can't be kept: for people who look. */
export const KEEPER_LOG = "keeper.log";

/** Names of task folders come from the agent, but a path must never leave the root. */
export function isTaskFolderName(name: string): boolean {
  return /^[0-9a-z]{1,64}$/.test(name);
}

export type { Launch };
