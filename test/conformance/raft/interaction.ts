/** Commands of the interaction scripts, on a cluster. */
import { ConfChangeTransition } from "../../../shared/raft-ts/src/conf-change.ts";
import {
  describeMessage,
  describeProgressMap,
  describeRole,
} from "../../../shared/raft-ts/src/describe.ts";
import type { Refusal } from "../../../shared/raft-ts/src/errors.ts";
import { isVoter } from "../../../shared/raft-ts/src/joint-quorum.ts";
import { MessageType, newMessage } from "../../../shared/raft-ts/src/message.ts";
import { addNodes } from "./add-nodes.ts";
import { Cluster, CommandError, type Recipient } from "./cluster.ts";
import { LEVEL_NAMES } from "./output.ts";
import { changeList, flag, number, ScriptError } from "./parse.ts";
import type { Command } from "./script.ts";

type Handler = (cluster: Cluster, command: Command) => void;

const HANDLERS: Readonly<Record<string, Handler>> = {
  _breakpoint: () => {},
  "add-nodes": addNodes,
  campaign: (cluster, command) => cluster.node(firstId(command)).raw.campaign(),
  compact: (cluster, command) => {
    const [id, index] = ids(command);
    if (id === undefined || index === undefined) throw new CommandError("expected node and index");
    if (!cluster.node(id).storage.compact(index)) {
      throw new CommandError("requested index is unavailable due to compaction");
    }
    cluster.describeLog(id);
  },
  "deliver-msgs": deliverMessages,
  "process-ready": eachNode("handling Ready", (cluster, id) => cluster.processReady(id)),
  "process-append-thread": eachNode("processing append thread", (cluster, id) =>
    cluster.processAppend(id),
  ),
  "process-apply-thread": eachNode("processing apply thread", (cluster, id) =>
    cluster.processApply(id),
  ),
  "log-level": (cluster, command) => setLevel(cluster, command.args[0]?.key ?? ""),
  "raft-log": (cluster, command) => cluster.describeLog(firstId(command)),
  "raft-state": raftState,
  "set-randomized-election-timeout": (cluster, command) =>
    cluster.node(firstId(command)).raw.setElectionTimeout(Number(value(command, "timeout"))),
  stabilize,
  status: (cluster, command) => {
    const { progress } = cluster.node(firstId(command)).raw.status();
    cluster.output.write(describeProgressMap(progress));
  },
  "tick-election": (cluster, command) => tick(cluster, command, "electionTick"),
  "tick-heartbeat": (cluster, command) => tick(cluster, command, "heartbeatTick"),
  "transfer-leadership": (cluster, command) =>
    cluster
      .node(Number(value(command, "from")))
      .raw.transferLeader(cluster.node(Number(value(command, "to"))).id),
  "forget-leader": (cluster, command) => cluster.node(firstId(command)).raw.forgetLeader(),
  "send-snapshot": sendSnapshot,
  propose: (cluster, command) => {
    const data = command.args[1];
    if (command.args.length !== 2 || data === undefined || data.values.length > 0) {
      throw new ScriptError("propose takes a node and one word");
    }
    const bytes = new TextEncoder().encode(data.key);
    check(cluster.node(firstId(command)).raw.propose(bytes));
  },
  "propose-conf-change": proposeConfChange,
  "report-unreachable": (cluster, command) => {
    const [on, about, ...others] = ids(command);
    if (on === undefined || about === undefined || others.length > 0) {
      throw new CommandError(
        "must specify exactly two node indexes: node on which to report, and reported node",
      );
    }
    cluster.node(on).raw.reportUnreachable(about);
  },
};

export class InteractionScript {
  private readonly cluster = new Cluster();

  run(command: Command): string {
    const { output } = this.cluster;
    output.take();
    try {
      const handler = HANDLERS[command.name];
      if (handler === undefined) throw new CommandError("unknown command");
      handler(this.cluster, command);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      if (output.quiet) return error.message;
      output.write(error.message);
    }
    return output.take() || "ok";
  }
}

function eachNode(what: string, run: (cluster: Cluster, id: number) => void): Handler {
  return (cluster, command) => {
    const nodes = ids(command);
    for (const id of nodes) {
      if (nodes.length === 1) run(cluster, id);
      else cluster.section(`> ${id} ${what}`, () => run(cluster, id));
    }
  };
}

function deliverMessages(cluster: Cluster, command: Command): void {
  const recipients: Recipient[] = [];
  let type: MessageType | undefined;
  for (const { key, values } of command.args) {
    if (values.length === 0) recipients.push({ id: number(key), drop: false });
    for (const text of values) {
      if (key === "drop") {
        const id = number(text);
        if (recipients.some((r) => r.id === id)) {
          throw new ScriptError(`messages to ${id} cannot both be delivered and dropped`);
        }
        recipients.push({ id, drop: true });
      } else if (key === "type") {
        type = new Map<string, MessageType>(Object.entries(MessageType)).get(text.slice(3));
        if (type === undefined) throw new ScriptError(`unknown message type ${text}`);
      }
    }
  }
  if (cluster.deliver(recipients, type) === 0) cluster.output.write("no messages\n");
}

function stabilize(cluster: Cluster, command: Command): void {
  const { output } = cluster;
  const level = output.level;
  try {
    for (const name of command.args.find((a) => a.key === "log-level")?.values ?? []) {
      setLevel(cluster, name);
    }
    cluster.stabilize(ids(command));
  } finally {
    output.level = level;
  }
}

function raftState(cluster: Cluster): void {
  for (const { id, raw } of cluster.nodes) {
    const { role, lead, hardState, members } = raw.status();
    const voter = isVoter(members.voters, id) ? "(Voter)" : "(Non-Voter)";
    const term = `Term:${hardState.term} Lead:${lead}`;
    cluster.output.write(`${id}: ${describeRole(role)} ${voter} ${term}\n`);
  }
}

function tick(cluster: Cluster, command: Command, what: "electionTick" | "heartbeatTick"): void {
  const { raw, config } = cluster.node(firstId(command));
  for (let i = 0; i < config[what]; i++) raw.tick();
}

function sendSnapshot(cluster: Cluster, command: Command): void {
  const [from, to, ...others] = ids(command);
  if (from === undefined || to === undefined || others.length > 0) {
    throw new ScriptError("send-snapshot takes two nodes");
  }
  const { raw, storage } = cluster.node(from);
  const message = newMessage({
    type: MessageType.Snap,
    term: raw.basicStatus().hardState.term,
    from,
    to,
    snapshot: storage.snapshot(),
  });
  cluster.send(message);
  cluster.output.write(describeMessage(message));
}

const TRANSITIONS: ReadonlyMap<string, ConfChangeTransition> = new Map([
  ["auto", ConfChangeTransition.Auto],
  ["implicit", ConfChangeTransition.JointImplicit],
  ["explicit", ConfChangeTransition.JointExplicit],
]);

function proposeConfChange(cluster: Cluster, command: Command): void {
  let v1 = false;
  let transition: ConfChangeTransition = ConfChangeTransition.Auto;
  const given = command.args.slice(1);
  for (const { key, text } of given.flatMap(({ key, values }) =>
    values.map((text) => ({ key, text })),
  )) {
    if (key === "v1") {
      v1 = flag(text);
    } else if (key === "transition") {
      const known = TRANSITIONS.get(text);
      if (known === undefined) throw new CommandError(`unknown transition ${text}`);
      transition = known;
    } else {
      throw new CommandError(`unknown command ${key}`);
    }
  }
  const changes = changeList(command.input);
  if (typeof changes === "string") throw new CommandError(changes);
  const { raw } = cluster.node(firstId(command));
  if (!v1) {
    check(raw.proposeConfChange({ transition, changes }));
    return;
  }
  const [single, ...others] = changes;
  if (single === undefined || others.length > 0 || transition !== ConfChangeTransition.Auto) {
    throw new CommandError("v1 conf change can only have one operation and no transition");
  }
  check(raw.proposeConfChange(single));
}

function setLevel(cluster: Cluster, name: string): void {
  if (!cluster.output.setLevel(name)) {
    throw new CommandError(`log levels must be either of [${LEVEL_NAMES}]`);
  }
}

function check(refusal: Refusal | undefined): void {
  if (refusal !== undefined) throw new CommandError(refusal.message);
}

/** The bare words of a command, as node ids. */
function ids(command: Command): number[] {
  return command.args.filter((arg) => arg.values.length === 0).map((arg) => number(arg.key));
}

function firstId(command: Command): number {
  return number(command.args[0]?.key ?? "");
}

function value(command: Command, key: string): string {
  const text = command.args.find((arg) => arg.key === key)?.values[0];
  if (text === undefined) throw new ScriptError(`${command.name} needs ${key}=`);
  return text;
}
