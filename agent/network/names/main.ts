/**
 * The name server of one network stack, as a process of its own inside the engine's network
 * namespace. Told by its agent over IPC; answers on for a while when the agent is gone, since tasks
 * live on too while an agent restarts.
 */
import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { messageOf } from "../../../shared/errors.ts";
import { systemClock } from "../../../shared/node/clock.ts";
import { forwardQuestion } from "./forward-driver.ts";
import { Listeners } from "./listeners-driver.ts";
import type { FromNameServer, ToNameServer } from "./protocol.ts";
import { nameServersOf } from "./resolv-conf.ts";
import { NameService } from "./service.ts";

const DNS_PORT = 53;
const ORPHAN_LIFE_MS = 120_000;
const LAST_WORDS_MS = 100;
const RESOLV_CONF = "/etc/resolv.conf";
const RESOLV_CONF_LIFE_MS = 1_000;

let known: { readonly at: number; readonly servers: readonly string[] } | undefined;

function hostResolvers(): readonly string[] {
  const now = systemClock.now();
  if (known === undefined || now - known.at > RESOLV_CONF_LIFE_MS) {
    let text = "";
    try {
      text = readFileSync(RESOLV_CONF, "utf8");
    } catch {
      // A host without resolvers: what is not ours cannot be answered.
    }
    known = { at: now, servers: nameServersOf(text) };
  }
  return known.servers;
}

function tell(message: FromNameServer): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}

const service = new NameService({
  nodeId: process.argv[2] ?? "",
  clock: systemClock,
  turn: () => randomInt(0x10000),
  hostResolvers,
  forward: (question, resolvers, transport) =>
    forwardQuestion(question, resolvers, transport, systemClock),
});

const listeners = new Listeners({
  port: DNS_PORT,
  clock: systemClock,
  answer: (question, place) => service.answer(question, place),
  onChange: (addresses, failed) => {
    const reasons = [...failed].map(([address, reason]) => ({ address, reason }));
    tell({ kind: "listening", addresses, failed: reasons });
  },
  onError: (error) => tell({ kind: "log", level: "warn", message: messageOf(error) }),
});

function hear(message: ToNameServer): void {
  switch (message.kind) {
    case "update":
      service.apply(message.update);
      break;
    case "programmed":
      service.programmed(message.taskId);
      return;
    case "resolvers":
      service.setResolvers(message.taskId, message.servers);
      return;
    case "loopback":
      service.setLoopback(message.taskId, message.address);
      break;
    case "gone":
      service.gone(message.taskId);
      break;
  }
  listeners.set(service.addresses());
}

for (const event of ["uncaughtException", "unhandledRejection"] as const) {
  process.on(event, (error: unknown) => {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    tell({ kind: "log", level: "warn", message: `the name server ends: a bug: ${message}` });
    systemClock.after(LAST_WORDS_MS, () => process.exit(1));
  });
}
process.on("message", hear);
process.on("disconnect", () => {
  systemClock.after(ORPHAN_LIFE_MS, () => process.exit(0));
});
// A terminal's interrupt goes to all of its processes; the agent's end is told by the line.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => process.exit(0));
