/**
 * The agent's side of its name server: starts it in the network stack's namespace, tells it what
 * changes, and everything again when it had to be started anew.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { openSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Clock, Timer } from "../../../shared/clock.ts";
import { messageOf } from "../../../shared/errors.ts";
import type { Logger } from "../../../shared/logger.ts";
import type { NameServerStatus } from "../network.ts";
import { type NetworkStack, namespaceInode } from "../stack-driver.ts";
import type { NameUpdate } from "./name-index.ts";
import type { FromNameServer, ToNameServer } from "./protocol.ts";

const PROGRAM = join(dirname(fileURLToPath(import.meta.url)), "main.js");

export interface NameServerOptions {
  readonly nodeId: string;
  readonly stack: NetworkStack;
  /** Everything as it is now (`complete`); for a server that has just been started. */
  readonly snapshot: () => NameUpdate;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The compiled program; by default the one beside this file. */
  readonly program?: string;
}

interface TaskFacts {
  programmed: boolean;
  resolvers: readonly string[];
  loopback: string;
}

const RESTART_MS = 500;
const SETTLE_MS = 3_000;
const END_BOUND_MS = 2_000;
const POLL_MS = 20;
const DOWN: NameServerStatus = { running: false, addresses: [], failed: [] };

export class NameServer {
  readonly #options: NameServerOptions;
  readonly #program: string;
  /** The engine's network namespace, held open: the engine may restart, and leave its process. */
  readonly #namespace: string | undefined;
  readonly #tasks = new Map<string, TaskFacts>();
  #child: ChildProcess | undefined;
  #wanted = false;
  #restart: Timer | undefined;
  #complaint: Timer | undefined;
  #status: NameServerStatus = DOWN;

  constructor(options: NameServerOptions) {
    this.#options = options;
    this.#program = options.program ?? PROGRAM;
    const { pid } = options.stack;
    this.#namespace =
      pid === undefined
        ? undefined
        : `/proc/${process.pid}/fd/${openSync(`/proc/${pid}/ns/net`, "r")}`;
  }

  /** Undefined: this agent does not have it to itself to answer. */
  get status(): NameServerStatus | undefined {
    return this.#wanted ? this.#status : undefined;
  }

  /** For the agent that owns the stack. One that another agent left there makes room. Idempotent. */
  async start(): Promise<void> {
    if (this.#wanted) return;
    this.#wanted = true;
    await this.#spawn();
  }

  /** What changed, in the managers' order. */
  apply(update: NameUpdate): void {
    this.#send({ kind: "update", update });
  }

  programmed(taskId: string): void {
    this.#facts(taskId).programmed = true;
    this.#send({ kind: "programmed", taskId });
  }

  /** The task's own (DNSConfig); bare addresses. */
  setResolvers(taskId: string, servers: readonly string[]): void {
    this.#facts(taskId).resolvers = servers;
    this.#send({ kind: "resolvers", taskId, servers });
  }

  /** An address of 127.0.0.0/8 at which nobody but this process asks. */
  setLoopback(taskId: string, address: string): void {
    this.#facts(taskId).loopback = address;
    this.#send({ kind: "loopback", taskId, address });
  }

  gone(taskId: string): void {
    this.#tasks.delete(taskId);
    this.#send({ kind: "gone", taskId });
  }

  /** Ends it: the node leaves, or another agent owns the stack now. */
  stop(): void {
    this.close();
    this.#child?.kill("SIGTERM");
    this.#child = undefined;
  }

  /** Lets go: it answers on for a while, for an agent that is being restarted. */
  close(): void {
    this.#wanted = false;
    this.#restart?.cancel();
    this.#complaint?.cancel();
    if (this.#child?.connected === true) this.#child.disconnect();
    this.#status = DOWN;
  }

  #facts(taskId: string): TaskFacts {
    const facts = this.#tasks.get(taskId) ?? { programmed: false, resolvers: [], loopback: "" };
    this.#tasks.set(taskId, facts);
    return facts;
  }

  async #spawn(): Promise<void> {
    const { nodeId, logger } = this.#options;
    const namespace = this.#namespace;
    const inode = namespace === undefined ? namespaceInode("self") : statSync(namespace).ino;
    await endOthers(this.#program, inode);
    if (!this.#wanted) return;
    const node = [process.execPath, "--max-old-space-size=256", this.#program, nodeId];
    const [file = "", ...args] =
      namespace === undefined ? node : ["nsenter", `--net=${namespace}`, "--", ...node];
    const child = spawn(file, args, {
      // Of its own session: it outlives an agent that is restarted.
      detached: true,
      // Nor does it hold on to a pipe whose reader waits for the agent's end.
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      serialization: "advanced",
    });
    this.#child = child;
    child.unref();
    child.channel?.unref();
    child.on("message", (message) => this.#hear(message as FromNameServer));
    child.on("error", (error) => logger.warn({ err: messageOf(error) }, "the name server"));
    child.once("close", (code, signal) => this.#ended(child, signal ?? `exit code ${code}`));
    this.#status = { ...DOWN, running: true };
    this.#tellAll();
  }

  #tellAll(): void {
    this.apply(this.#options.snapshot());
    for (const [taskId, { programmed, resolvers, loopback }] of this.#tasks) {
      if (programmed) this.#send({ kind: "programmed", taskId });
      if (resolvers.length > 0) this.#send({ kind: "resolvers", taskId, servers: resolvers });
      if (loopback !== "") this.#send({ kind: "loopback", taskId, address: loopback });
    }
  }

  #ended(child: ChildProcess, why: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#status = DOWN;
    if (!this.#wanted) return;
    this.#options.logger.warn({ why }, "the name server ended, starting it again");
    this.#restart = this.#options.clock.after(RESTART_MS, () => {
      this.#spawn().catch((error: unknown) => {
        this.#options.logger.error({ err: messageOf(error) }, "the name server cannot be started");
      });
    });
  }

  #hear(message: FromNameServer): void {
    const { logger, clock } = this.#options;
    if (message.kind === "log") {
      logger[message.level]({ part: "names" }, message.message);
      return;
    }
    this.#status = { running: true, addresses: message.addresses, failed: message.failed };
    this.#complaint?.cancel();
    if (message.failed.length === 0) return;
    // A bridge that is just being made is no reason to complain.
    this.#complaint = clock.after(SETTLE_MS, () => {
      logger.warn({ failed: message.failed }, "names cannot be asked for at these addresses");
    });
  }

  #send(message: ToNameServer): void {
    if (this.#child?.connected !== true) return;
    this.#child.send(message, (error) => {
      if (error !== null) this.#options.logger.debug({ err: messageOf(error) }, "name server");
    });
  }
}

/** Name servers of this program in a network namespace: of an agent that was killed or stopped. */
async function endOthers(program: string, namespace: number | undefined): Promise<void> {
  const untilMs = performance.now() + END_BOUND_MS;
  let signal: NodeJS.Signals = "SIGTERM";
  for (;;) {
    const others = othersIn(program, namespace);
    // One that even KILL does not end soon is told of as an address that is in use.
    if (others.length === 0 || performance.now() > untilMs + END_BOUND_MS) return;
    if (performance.now() > untilMs) signal = "SIGKILL";
    for (const pid of others) {
      try {
        process.kill(pid, signal);
      } catch {
        // It has just ended.
      }
    }
    await pause(POLL_MS);
  }
}

/** Those of agents that have ended without a word. */
export async function endNameServers(stack: NetworkStack): Promise<void> {
  await endOthers(PROGRAM, namespaceInode(stack.pid ?? "self"));
}

const PROGRAM_PATH = "/agent/network/names/main.js";

function othersIn(program: string, namespace: number | undefined): readonly number[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const words = commandLine(name);
    // An installation in another folder has the same task here.
    const isOne = words.some((word) => word === program || word.endsWith(PROGRAM_PATH));
    return isOne && namespaceInode(name) === namespace ? [Number(name)] : [];
  });
}

function commandLine(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, 4);
  } catch {
    return []; // it has just ended
  }
}
