/** STATE_DIR/state.json: what this node must know of itself before anyone tells it. */

import { createWriteStream, existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { messageOf } from "../../../shared/errors.ts";
import { readFileIfAny, syncDirectory, writeFileAtomic } from "../../../shared/node/atomic-file.ts";
import { withTimeout } from "../../../shared/node/with-timeout.ts";
import type { ManagerAddr } from "../lifecycle.ts";
import { WAY_OUT } from "../phase.ts";

const VERSION = 1;
const RECEIVE_TIMEOUT_MS = 600_000;

export interface NodeState {
  readonly nodeId: string;
  readonly clusterId: string;
  /** host:port each. */
  readonly listenAddr: string;
  readonly advertiseAddr: string;
  /** Bare; empty: as advertised. */
  readonly dataPathAddr: string;
  /** Managers other than this node, as last heard. */
  readonly remotes: readonly ManagerAddr[];
}

export type StoredState =
  | { readonly kind: "none" }
  | { readonly kind: "broken"; readonly why: string }
  | { readonly kind: "present"; readonly state: NodeState };

const fileIn = (stateDir: string): string => join(stateDir, "state.json");

export async function writeState(stateDir: string, state: NodeState): Promise<void> {
  const text = JSON.stringify({ version: VERSION, ...state }, undefined, 2);
  await writeFileAtomic(fileIn(stateDir), `${text}\n`, 0o600);
}

export async function readState(stateDir: string): Promise<StoredState> {
  const text = await readFileIfAny(fileIn(stateDir));
  if (text === undefined) return { kind: "none" };
  try {
    return { kind: "present", state: parseState(JSON.parse(text)) };
  } catch (error) {
    return { kind: "broken", why: `${fileIn(stateDir)}: ${messageOf(error)}; ${WAY_OUT}` };
  }
}

/** Everything of this node's membership. The state file goes first: without it the rest is void. */
export async function removeState(stateDir: string): Promise<void> {
  await rm(fileIn(stateDir), { force: true });
  await syncDirectory(stateDir);
  await rm(join(stateDir, "certificates"), { recursive: true, force: true });
  await removeRaftState(stateDir);
  await rm(backupIn(stateDir), { force: true });
}

/** Where a backup lies while it is being restored: as secret as what it becomes. */
export function backupIn(stateDir: string): string {
  return join(stateDir, "restore.part");
}

/** Durability does not matter: a restore that breaks off begins anew. */
export async function receiveBackup(
  stateDir: string,
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<string> {
  const path = backupIn(stateDir);
  const inTime = withTimeout(signal, RECEIVE_TIMEOUT_MS);
  await pipeline(bytes, createWriteStream(path, { mode: 0o600 }), { signal: inTime });
  return path;
}

function raftDirectory(stateDir: string): string {
  return join(stateDir, "raft");
}

/** Whether there is a Raft identity to go on with; a join that broke off before leaves none. */
export function hasRaftState(stateDir: string): boolean {
  return existsSync(join(raftDirectory(stateDir), "identity.json"));
}

export async function removeRaftState(stateDir: string): Promise<void> {
  await rm(raftDirectory(stateDir), { recursive: true, force: true });
}

function parseState(value: unknown): NodeState {
  const record = value as Readonly<Record<string, unknown>>;
  if (record["version"] !== VERSION) {
    throw new Error(`version ${JSON.stringify(record["version"])}, expected ${VERSION}`);
  }
  const text = (name: keyof NodeState): string => {
    const field = record[name];
    if (typeof field === "string") return field;
    throw new Error(`${name}: ${JSON.stringify(field)}, expected a string`);
  };
  const remotes = record["remotes"];
  if (!Array.isArray(remotes) || !remotes.every(isManagerAddr)) {
    throw new Error(`remotes: ${JSON.stringify(remotes)}, expected a list of {nodeId, addr}`);
  }
  return {
    nodeId: text("nodeId"),
    clusterId: text("clusterId"),
    listenAddr: text("listenAddr"),
    advertiseAddr: text("advertiseAddr"),
    dataPathAddr: text("dataPathAddr"),
    remotes,
  };
}

function isManagerAddr(value: unknown): value is ManagerAddr {
  const { nodeId, addr } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return typeof nodeId === "string" && typeof addr === "string";
}
