/**
 * A process full of agents: each with a certificate, a session, a task worker and a fake runtime
 * of its own, as skepd has them; without a disk, and without the Docker API.
 */
import { setMaxListeners } from "node:events";

import { fetchRoot } from "../../../agent/node/adapters/ca-client.ts";
import type { ManagerAddr } from "../../../agent/node/lifecycle.ts";
import { FakeRuntime } from "../../../agent/runtime/fake/fake-runtime.ts";
import { connectOverGrpc } from "../../../agent/session/grpc-driver.ts";
import { AgentSession } from "../../../agent/session/loop.ts";
import { nodeNameOf } from "../../../agent/task/assignment.ts";
import { TaskWorker } from "../../../agent/task/worker-loop.ts";
import { nodeCaService } from "../../../proto/gen/services.ts";
import { SERVER_NAMES } from "../../../shared/caller.ts";
import type { NodeDescription } from "../../../shared/domain/objects.ts";
import type { NodeId, TaskId } from "../../../shared/ids.ts";
import { parseJoinToken } from "../../../shared/join-token.ts";
import { systemClock, systemRng } from "../../../shared/node/clock.ts";
import { GrpcChannel } from "../../../shared/node/grpc/channel.ts";
import { createLogger } from "../../../shared/node/logger.ts";
import {
  createSigningRequest,
  publicKeyOf,
  readCertificate,
  type SigningRequest,
} from "../../../shared/node/pki.ts";
import { anonymousCredentials, TlsIdentity } from "../../../shared/node/tls.ts";
import { SKEP_VERSION } from "../../../shared/version.ts";
import { observed } from "./observed-session.ts";
import type { FromFleet, RunningTask, ToFleet } from "./protocol.ts";

type JoinMessage = Extract<ToFleet, { kind: "join" }>;

/** Calls for certificates under way at a time. */
const JOINS = 64;
/** Agents that connect at a time: many at once would hang a process that is all of them. */
const CONNECTS = 16;
const COUNT_MS = 50;

const logger = createLogger({ name: "fleet", level: "warn", format: "json" });
const rng = systemRng();
const clock = systemClock;
const over = new AbortController();
// Every agent listens to it.
setMaxListeners(0, over.signal);

interface Member {
  readonly nodeId: NodeId;
  readonly hostname: string;
  readonly identity: TlsIdentity;
}

let members: readonly Member[] = [];
let managers: readonly ManagerAddr[] = [];
let lost = 0;
const running = new Map<string, RunningTask>();

function tell(message: FromFleet): void {
  if (process.connected) process.send?.(message);
}

/** At most `limit` at a time, in order. */
async function eachOf<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const worker = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
}

/**
 * As `docker swarm join` does, but over one connection and with one key for all: key, connection
 * and request are the joining machine's work, and a machine has one of each.
 */
async function join(message: JoinMessage): Promise<void> {
  const [leader = ""] = message.managers;
  // Only the leader: to be sent there by another is one more connection each, on both sides here.
  managers = [leader].map((addr) => ({ nodeId: "" as NodeId, addr }));
  const rootPem = await fetchRoot(leader, parseJoinToken(message.token), over.signal);
  const request = await createSigningRequest();
  const credentials = anonymousCredentials(rootPem);
  const serverName = SERVER_NAMES.manager;
  const channel = new GrpcChannel({ address: leader, credentials, serverName });
  const numbers = Array.from({ length: message.agents }, (_, i) => message.firstNumber + i);
  const joined: Member[] = [];
  await eachOf(numbers, JOINS, async (number) => {
    joined.push(await joinOne(channel, request, message.token, `agent-${number}`));
  });
  channel.close();
  members = joined;
  tell({ kind: "joined" });
}

async function joinOne(
  channel: GrpcChannel,
  { csrPem, keyPem }: SigningRequest,
  token: string,
  hostname: string,
): Promise<Member> {
  const issued = await channel.call(nodeCaService.issueNodeCertificate, {
    csrPem: Buffer.from(csrPem),
    token,
    hostname,
    availability: "active",
  });
  const text = (bytes: Uint8Array | null | undefined): string =>
    Buffer.from(bytes ?? []).toString();
  const pair = { certPem: text(issued.certPem), keyPem };
  const identity = new TlsIdentity(text(issued.rootCaPem), pair);
  return { nodeId: (issued.nodeId ?? "") as NodeId, hostname, identity };
}

async function connect(): Promise<void> {
  await eachOf(members, CONNECTS, startAgent);
  tell({ kind: "connected" });
}

/** Resolves when the leader has welcomed it. */
async function startAgent({ nodeId, hostname, identity }: Member): Promise<void> {
  const runtime = new FakeRuntime({ clock, rng, hostname });
  const rootPem = identity.rootPem ?? "";
  const description: NodeDescription = {
    ...(await runtime.describe()),
    tls: {
      trustRootPem: rootPem,
      certIssuerSubject: readCertificate(rootPem).issuerSubject,
      certIssuerPublicKey: publicKeyOf(rootPem),
    },
    skepVersion: SKEP_VERSION,
  };
  const node = nodeNameOf(description);
  const worker = new TaskWorker({ nodeId, node, runtime, clock, rng, logger });
  const noteRunning = (taskIds: readonly string[]): void => {
    const runningAt = Date.now();
    for (const id of taskIds) {
      const serviceId = worker.assigned(id as TaskId)?.task.serviceId ?? "";
      if (!running.has(id)) running.set(id, { serviceId, runningAt });
    }
  };
  const session = new AgentSession({
    membership: { nodeAddr: "", managers: () => managers, learn: () => {}, refused: refuse },
    connect: observed(connectOverGrpc(identity), noteRunning),
    worker,
    describe: async () => description,
    metricsAddr: "",
    clock,
    rng,
    logger: logger.child({ node: hostname }),
  });
  await worker.start(over.signal);
  await new Promise<void>((resolve) => {
    session.onConnected((connected) => {
      if (!connected) lost++;
      resolve();
    });
    void session.run(over.signal);
  });
}

function refuse(reason: string): never {
  throw new Error(`an agent was refused: ${reason}`);
}

function watchCounts(): void {
  let told = 0;
  setInterval(() => {
    if (running.size + lost === told) return;
    told = running.size + lost;
    tell({ kind: "count", running: running.size, lost });
  }, COUNT_MS).unref();
}

async function obey(message: ToFleet): Promise<void> {
  switch (message.kind) {
    case "join":
      return await join(message);
    case "connect":
      return await connect();
    case "times":
      tell({ kind: "times", tasks: [...running.values()] });
      return;
    case "stop":
      over.abort();
      process.exit(0);
  }
}

watchCounts();
process.on("disconnect", () => process.exit(0));
process.on("message", (message: ToFleet) => {
  obey(message).catch((error: unknown) => {
    logger.error({ err: error }, "the fleet ends");
    process.exit(1);
  });
});
