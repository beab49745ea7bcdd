/** One manager's consensus in a process of its own, driven by main.ts over IPC. */
import { readFileSync } from "node:fs";
import type { startConsensus } from "../../../manager/raft/consensus-driver.ts";
import type { ConsensusOptions, RunningConsensus } from "../../../manager/raft/options.ts";
import type { NodeId } from "../../../shared/ids.ts";
import { type Logger, silentLogger } from "../../../shared/logger.ts";
import { raiseThreadPriority } from "../../../shared/node/thread-priority.ts";
import { StoreWork } from "../rhythm/store-work.ts";
import type { FromChild, ManagerConfig, ToChild, Work } from "./protocol.ts";

// The compiled one, with its worker thread, as it is shipped.
const built = new URL("../../../dist/manager/raft/consensus-driver.js", import.meta.url);

function say(message: FromChild, sent: () => void = () => {}): void {
  process.send?.(message, undefined, {}, sent);
}

/** Applies by counting: what is measured is consensus. */
class Counter {
  index = 0;
  apply(entries: readonly { readonly index: number }[]): void {
    this.index = entries.at(-1)?.index ?? this.index;
  }
}

function warningsOf(nodeId: string): Logger {
  const warn = (fields: object, message: string): void => {
    const atS = (performance.now() / 1000).toFixed(1);
    console.error(`  ${nodeId} after ${atS} s: ${message} ${JSON.stringify(fields)}`);
  };
  const logger: Logger = { ...silentLogger, warn, error: warn, child: () => logger };
  return logger;
}

const NEVER = { snapshotInterval: 1e12, keepOldSnapshots: 0, logEntriesForSlowFollowers: 500 };
let work: StoreWork | undefined;

async function start(config: ManagerConfig): Promise<RunningConsensus> {
  // As the manager's main.ts does.
  raiseThreadPriority("above-normal");
  const module = (await import(built.href)) as { startConsensus: typeof startConsensus };
  const counter = new Counter();
  work = config.store ? new StoreWork() : undefined;
  const options: ConsensusOptions = {
    ...config,
    ...(work === undefined ? {} : { logPolicy: NEVER }),
    nodeId: config.nodeId as NodeId,
    tls: {
      certPem: readFileSync(`${config.tlsDir}/cert.pem`, "utf8"),
      keyPem: readFileSync(`${config.tlsDir}/key.pem`, "utf8"),
      caPem: readFileSync(`${config.tlsDir}/ca.pem`, "utf8"),
    },
    sealingKey: { kind: "local" },
    machine: work?.store ?? {
      apply: (entries) => counter.apply(entries),
      image: () => ({ index: counter.index as never, chunks: () => [] }),
      restore: async (index) => {
        counter.index = index;
      },
    },
    isRemoved: () => false,
    logger: config.verbose ? warningsOf(config.nodeId) : silentLogger,
  };
  const running = await module.startConsensus(options);
  work?.store.attach(running);
  return running;
}

async function perform(consensus: RunningConsensus, what: Work, tasks: number): Promise<void> {
  if (what === "fill") await work?.fill(tasks);
  if (what === "schedule") await work?.schedule();
  if (what === "snapshot") {
    consensus.setLogPolicy({ ...NEVER, snapshotInterval: 1 });
    while (consensus.details().snapshotIndex === 0) {
      await new Promise((wake) => setTimeout(wake, 50));
    }
    consensus.setLogPolicy(NEVER);
  }
  say({ kind: "did", what, details: consensus.details() });
}

/**
 * `writers` that each wait for their write before the next; latencies in milliseconds. The first
 * that fails ends all: this one does not lead any more.
 */
async function write(
  consensus: RunningConsensus,
  { writers, seconds, bytes }: { writers: number; seconds: number; bytes: number },
): Promise<{ readonly latencies: number[]; readonly failure: string }> {
  const latencies: number[] = [];
  let failure = "";
  const data = new Uint8Array(bytes);
  const end = performance.now() + seconds * 1000;
  const writer = async (): Promise<void> => {
    while (failure === "" && performance.now() < end) {
      const since = performance.now();
      await consensus.propose(data.slice());
      latencies.push(performance.now() - since);
    }
  };
  const guarded = (): Promise<void> =>
    writer().catch((error: unknown) => {
      failure ||= String(error);
    });
  await Promise.all(Array.from({ length: writers }, guarded));
  return { latencies, failure };
}

/** Says when a write is taken here again. */
async function watch(consensus: RunningConsensus): Promise<void> {
  while (watching) {
    if (consensus.leadership() !== undefined) {
      try {
        await consensus.propose(Uint8Array.of(1));
        say({ kind: "accepted", atMs: Date.now(), term: consensus.status().term });
        return;
      } catch {
        // Not the leader any more: go on looking.
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

async function flow(consensus: RunningConsensus): Promise<void> {
  const data = new Uint8Array(64);
  const times = timesMs;
  while (flowing) {
    if (consensus.leadership() === undefined) await new Promise((wake) => setTimeout(wake, 1));
    else {
      const written = work === undefined ? consensus.propose(data.slice()) : work.touch();
      await written.then(
        () => times.push(performance.timeOrigin + performance.now()),
        () => new Promise((wake) => setTimeout(wake, 1)),
      );
    }
  }
}

let consensus: RunningConsensus | undefined;
let watching = false;
let flowing = false;
let timesMs: number[] = [];

function flowed(sent?: () => void): void {
  flowing = false;
  say({ kind: "flowed", timesMs }, sent);
  timesMs = [];
}

process.on("message", (message: ToChild) => {
  const work = async (): Promise<void> => {
    if (message.kind === "start") {
      consensus = await start(message.config);
      const tell = (): void => {
        const status = consensus?.status();
        if (status === undefined) return;
        const leads = consensus?.leadership() !== undefined;
        const voters = status.members.filter((member) => !member.learner).length;
        const settled =
          status.leader !== undefined && status.members.every((member) => member.reachable);
        say({ kind: "status", leads, voters, term: status.term, settled });
      };
      consensus.onStatus(tell);
      consensus.onLeadership(tell);
      tell();
      say({ kind: "ready" });
    } else if (consensus !== undefined && message.kind === "write") {
      const written = await write(consensus, message);
      say({ kind: "written", ...written, details: consensus.details() });
    } else if (consensus !== undefined && message.kind === "watch") {
      watching = true;
      await watch(consensus);
    } else if (consensus !== undefined && message.kind === "do") {
      await perform(consensus, message.what, message.tasks);
    } else if (message.kind === "unwatch") {
      watching = false;
    } else if (consensus !== undefined && message.kind === "flow") {
      flowing = true;
      await flow(consensus);
    } else if (message.kind === "flow-end") {
      flowed();
    } else if (message.kind === "stop") {
      await consensus?.stop();
      flowed(() => process.exit(0));
    }
  };
  work().catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});

// Whoever started it is gone: there is nobody to stop it any more.
process.on("disconnect", () => process.exit(1));
