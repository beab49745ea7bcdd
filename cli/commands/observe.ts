/** skep top, events, raft status: what is going on. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { withTimeout } from "../../shared/node/with-timeout.ts";
import type { CliContext, ListOptions } from "../context.ts";
import { filtersQuery, withFilter, withOutput } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import type { OutputOptions, Row } from "../output.ts";
import { expand, renderObject, renderRows } from "../output.ts";
import { formatBytes, parseCount, parseInstant } from "../units.ts";
import type { ApiNode } from "./types.ts";

export interface TopEntry {
  readonly Name: string;
  readonly Service?: string;
  readonly Node?: string;
  readonly Tasks?: number;
  /** Cores in use. */
  readonly Cpu: number;
  readonly MemoryBytes: number;
  readonly MemoryLimitBytes?: number;
  readonly NetworkRxBytes: number;
  readonly NetworkTxBytes: number;
  readonly IoReadBytes: number;
  readonly IoWriteBytes: number;
  readonly Pids: number;
}

const HOSTNAMES_TIMEOUT_MS = 2000;

const COLUMNS = {
  Name: "NAME",
  Tasks: "TASKS",
  Node: "NODE",
  Cpu: "CPU %",
  Memory: "MEM USAGE / LIMIT",
  Network: "NET I/O",
  Io: "BLOCK I/O",
  Pids: "PIDS",
};

export function registerObserve(program: Command, context: CliContext): void {
  withOutput(program.command("top").description("Show live usage"), false)
    .argument("[by]", "service, task or node", "service")
    .option("--no-stream", "Show it once")
    .option("--interval <seconds>", "Time between two pictures", "2")
    .action((by: string, options: OutputOptions & { stream: boolean; interval: string }) =>
      top(context, by, options),
    );
  withFilter(program.command("events").description("Show the cluster's events"))
    .option("--since <time>", "Also what happened since then")
    .option("--until <time>", "Stop at that time")
    .option("--json", "One JSON object a line")
    .option("--format <template>", "json, or a template like '{{.Type}} {{.Action}} {{.Actor.ID}}'")
    .action((options: ListOptions & { since?: string; until?: string }) =>
      events(context, options),
    );
  const raft = program.command("raft").description("The managers' consensus");
  withOutput(
    raft.command("status").description("Members, lag, terms, log and snapshots"),
    false,
  ).action((options: OutputOptions) => raftStatus(context, options));
}

async function top(
  context: CliContext,
  by: string,
  options: OutputOptions & { stream: boolean; interval: string },
): Promise<void> {
  if (!["service", "task", "node"].includes(by)) {
    throw new CliError(EXIT.usage, `top: invalid value "${by}": expected service, task or node`);
  }
  const pauseMs = parseCount(options.interval, "--interval", 1) * 1000;
  const stream = options.stream && options.json !== true && context.interactive;
  while (true) {
    const entries = await context.api().call<TopEntry[]>("/skep/v1/top", { query: { by } });
    const text = renderRows(entries.map(topRow), COLUMNS, entries, options);
    context.write(stream ? `\u001b[H\u001b[2J${text}` : text);
    if (!stream) return;
    await sleep(pauseMs, undefined, { signal: context.signal }).catch(() => {
      throw new CliError(EXIT.interrupted, "");
    });
  }
}

function topRow(entry: TopEntry): Row {
  const limit = entry.MemoryLimitBytes ?? 0;
  return {
    Name: entry.Name,
    Tasks: entry.Tasks ?? "",
    Node: entry.Node ?? "",
    Cpu: `${(entry.Cpu * 100).toFixed(1)}%`,
    Memory: `${formatBytes(entry.MemoryBytes)}${limit > 0 ? ` / ${formatBytes(limit)}` : ""}`,
    Network: `${formatBytes(entry.NetworkRxBytes)} / ${formatBytes(entry.NetworkTxBytes)}`,
    Io: `${formatBytes(entry.IoReadBytes)} / ${formatBytes(entry.IoWriteBytes)}`,
    Pids: entry.Pids,
  };
}

interface SwarmEvent {
  readonly Type: string;
  readonly Action: string;
  readonly timeNano: number;
  readonly time: number;
  readonly Actor: { readonly ID: string; readonly Attributes?: Readonly<Record<string, string>> };
}

async function events(
  context: CliContext,
  options: ListOptions & { since?: string; until?: string },
): Promise<void> {
  const filters = filtersQuery([...(options.filter ?? []), "scope=swarm"]);
  const stream = await context.api().stream("/events", {
    query: {
      filters,
      since: instantSeconds(options.since, "--since", context),
      until: instantSeconds(options.until, "--until", context),
    },
    signal: context.signal,
  });
  let rest = "";
  for await (const chunk of stream) {
    const parts = (rest + String(chunk)).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) {
      if (line.trim() !== "") context.write(shownEvent(line, options));
    }
  }
}

function shownEvent(line: string, options: OutputOptions): string {
  const { format } = options;
  if (options.json === true || format === "json") return `${line}\n`;
  const event = JSON.parse(line) as SwarmEvent;
  return format === undefined ? eventLine(event) : `${expand(format, event)}\n`;
}

function instantSeconds(
  text: string | undefined,
  flag: string,
  context: CliContext,
): string | undefined {
  return text === undefined ? undefined : parseInstant(text, flag, context.now());
}

function eventLine(event: SwarmEvent): string {
  const attributes = Object.entries(event.Actor.Attributes ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(", ");
  const when = new Date(event.timeNano / 1e6).toISOString();
  return `${when} ${event.Type} ${event.Action} ${event.Actor.ID} (${attributes})\n`;
}

interface RaftStatus {
  readonly Role: string;
  readonly Leader: string;
  readonly Term: number;
  readonly Commit: number;
  readonly Applied: number;
  readonly FirstIndex: number;
  readonly LastIndex: number;
  readonly LogBytes: number;
  readonly SnapshotIndex: number;
  readonly SnapshotBytes: number;
  readonly Elections: number;
  readonly LeaderChanges: number;
  readonly DiskFull: boolean;
  readonly Members: readonly {
    readonly NodeID: string;
    readonly RaftID: string;
    readonly Addr: string;
    readonly Role: string;
    readonly Reachable: boolean;
    readonly Lag?: number;
  }[];
}

const MEMBER_COLUMNS = {
  NodeID: "NODE",
  Hostname: "HOSTNAME",
  Addr: "ADDRESS",
  Role: "ROLE",
  Reachable: "REACHABLE",
  Lag: "LAG",
};

async function raftStatus(context: CliContext, options: OutputOptions): Promise<void> {
  const api = context.api();
  const status = await api.call<RaftStatus>("/skep/v1/raft/status");
  if (options.json === true || options.format !== undefined) {
    return context.write(renderObject(status, options));
  }
  // This manager's own view must be shown without the quorum that /nodes needs, and soon.
  const signal = withTimeout(context.signal, HOSTNAMES_TIMEOUT_MS);
  const nodes = await api.call<ApiNode[]>("/nodes", { signal }).catch(() => []);
  const hostnames = new Map(nodes.map((node) => [node.ID, node.Description?.Hostname ?? ""]));
  const rows = status.Members.map((member) => ({
    ...member,
    Hostname: hostnames.get(member.NodeID) ?? "",
    Reachable: member.Reachable ? "yes" : "no",
    // Only the leader knows how far the others are.
    Lag: member.Lag ?? "",
  }));
  context.write(`${raftFacts(status).join("\n")}\n\n`);
  context.write(renderRows(rows, MEMBER_COLUMNS, status.Members, {}));
}

function raftFacts(status: RaftStatus): readonly string[] {
  const snapshot =
    status.SnapshotIndex === 0
      ? "none yet"
      : `${formatBytes(status.SnapshotBytes)}, at ${status.SnapshotIndex}`;
  const facts = [
    `This manager:  ${status.Role}`,
    `Term:          ${status.Term}`,
    `Elections:     ${status.Elections} called here, ${status.LeaderChanges} leaders seen`,
    `Committed:     ${status.Commit}`,
    `Applied:       ${status.Applied} (lag ${Math.max(0, status.Commit - status.Applied)})`,
    `Log:           ${formatBytes(status.LogBytes)}, ${status.FirstIndex} to ${status.LastIndex}`,
    `Snapshot:      ${snapshot}`,
  ];
  if (status.DiskFull) facts.push("Disk:          FULL: writes are refused until there is room");
  return facts;
}
