/** What runs while this node is in a cluster: its tasks, and the line to the managers. */
import { join } from "node:path";
import type { Clock } from "../shared/clock.ts";
import type { GenericResource, NodeDescription } from "../shared/domain/objects.ts";
import { messageOf } from "../shared/errors.ts";
import type { Logger } from "../shared/logger.ts";
import { issuerOfChain } from "../shared/node/pki.ts";
import type { Rng } from "../shared/rng.ts";
import { SKEP_VERSION } from "../shared/version.ts";
import type { Config } from "./config-schema.ts";
import type { NetworkAccess } from "./engine-proxy/adapters/exchange.ts";
import { LogPublisher } from "./logs/loop.ts";
import { Attachments } from "./network/attachments/attachments-loop.ts";
import { attachmentCalls } from "./network/attachments/calls-driver.ts";
import { chooseNetwork } from "./network/choose-driver.ts";
import { doctorFacts } from "./network/doctor/facts-driver.ts";
import { findingsOf } from "./network/doctor/findings.ts";
import { NetworkLoop } from "./network/loop.ts";
import { NetworkModel } from "./network/model.ts";
import type { NodeNetwork } from "./network/network.ts";
import { FileNetworkDb } from "./network/network-db-driver.ts";
import type { AgentParts, Membership } from "./node/lifecycle.ts";
import { EngineClient } from "./runtime/docker/adapters/engine-client.ts";
import type { Runtime } from "./runtime/runtime.ts";
import { connectOverGrpc } from "./session/grpc-driver.ts";
import { AgentSession } from "./session/loop.ts";
import type { MetricsSource } from "./stats/agent-metrics.ts";
import { UsageLoop } from "./stats/loop.ts";
import { NodeUsageReader } from "./stats/node-usage-driver.ts";
import { nodeNameOf } from "./task/assignment.ts";
import { FileTaskDb } from "./task/task-db-driver.ts";
import { TaskWorker } from "./task/worker-loop.ts";

export interface PartsOptions {
  readonly config: Config;
  readonly hostname: string;
  readonly runtime: Runtime;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly logger: Logger;
  /** Shows a part's metrics while it lives. */
  readonly showMetrics: (source: MetricsSource) => { close(): void };
  /** For the local API, while this node is in a cluster. */
  readonly showNetworks: (networks: NetworkAccess | undefined) => void;
}

const DESCRIBE_TIMEOUT_MS = 10_000;
const REMOVE_TIMEOUT_MS = 60_000;

export async function startParts(
  options: PartsOptions,
  membership: Membership,
): Promise<AgentParts> {
  const { config, runtime, clock, rng, logger } = options;
  const { nodeId, identity } = membership;
  const end = new AbortController();
  const folder = join(config.dataRoot, "swarm", "worker");
  const networks = await startNetworks(options, membership, folder);
  const describeHere = describer(options, membership, networks.network);
  const description = await describeHere(AbortSignal.timeout(DESCRIBE_TIMEOUT_MS));
  const db = new FileTaskDb(folder, logger);
  const worker = new TaskWorker({
    nodeId,
    node: nodeNameOf(description),
    runtime,
    network: networks.network,
    clock,
    rng,
    logger,
    db,
  });
  const session = new AgentSession({
    membership,
    connect: connectOverGrpc(identity),
    worker,
    logs: new LogPublisher({ nodeId, runtime, clock, logger }),
    networks: networks.loop,
    describe: describeHere,
    metricsAddr: config.metricsAddr,
    clock,
    rng,
    logger: logger.child({ part: "session" }),
  });
  const welcomed = new Promise<void>((resolve) => session.onConnected(() => resolve()));
  await worker.start(end.signal);
  const usage = startUsage(options, { nodeId, worker, session }, end.signal);
  showNetworks(options, membership, networks, end.signal);
  // The managers wait for it while the root is replaced.
  const redescribe = (): void => session.redescribe();
  identity.addIdentityCertificateListener(redescribe);
  identity.addCaCertificateListener(redescribe);
  const over = session.run(end.signal).catch((error: unknown) => {
    logger.error({ err: messageOf(error) }, "the line to the managers broke");
  });
  return {
    welcomed,
    async stop(why) {
      if (why === "leave") await removeAll(worker, networks.network, logger);
      usage.close();
      identity.removeIdentityCertificateListener(redescribe);
      identity.removeCaCertificateListener(redescribe);
      options.showNetworks(undefined);
      end.abort(new Error(`skepd: ${why}`));
      await over;
      await networks.network.close();
      await Promise.all([db.flush(), networks.db.flush()]);
    },
  };
}

interface NodeNetworks {
  readonly network: NodeNetwork;
  readonly model: NetworkModel;
  readonly loop: NetworkLoop;
  readonly db: FileNetworkDb;
}

/** Up before the tasks are looked for, as they were: managers may be away. */
async function startNetworks(
  { config, runtime, clock, rng, logger }: PartsOptions,
  { nodeId, nodeAddr }: Membership,
  folder: string,
): Promise<NodeNetworks> {
  const model = new NetworkModel();
  const log = logger.child({ part: "network" });
  const choice = { nodeId, nodeAddr, config, runtime, model, clock, rng, logger: log };
  const network = await chooseNetwork(choice);
  const db = new FileNetworkDb(folder, log);
  const loop = new NetworkLoop({ model, network, db, logger: log });
  await loop.start();
  return { network, model, loop, db };
}

function showNetworks(
  options: PartsOptions,
  membership: Membership,
  networks: NodeNetworks,
  signal: AbortSignal,
): void {
  const { config, runtime } = options;
  const { nodeId, nodeAddr, managers } = membership;
  const attachments = startAttachments(options, membership, networks, signal);
  options.showNetworks({
    ...(attachments !== undefined && { attachments }),
    doctor: async () =>
      findingsOf(
        await doctorFacts({
          runtime: runtime.name,
          engine: config.engine,
          nodeId,
          nodeAddr,
          model: networks.model,
          managers,
          diagnose: () => networks.network.diagnose?.() ?? {},
        }),
      ),
  });
}

/** Containers of `docker run --network` on networks of the cluster. */
function startAttachments(
  { config, runtime, clock, logger }: PartsOptions,
  membership: Membership,
  { network, model }: NodeNetworks,
  signal: AbortSignal,
): Attachments | undefined {
  if (runtime.name !== "docker" || network.describe().networkStack === undefined) return undefined;
  const client = new EngineClient(config.engine);
  const attachments = new Attachments({
    nodeId: membership.nodeId,
    client,
    calls: attachmentCalls(membership),
    network,
    model,
    clock,
    logger: logger.child({ part: "attachments" }),
  });
  attachments
    .run(signal)
    .catch((error: unknown) => {
      logger.error({ err: messageOf(error) }, "attached containers are no longer followed");
    })
    .finally(() => client.close());
  return attachments;
}

/** The node leaves: its tasks first, then what they ran on. */
async function removeAll(worker: TaskWorker, network: NodeNetwork, logger: Logger): Promise<void> {
  const signal = AbortSignal.timeout(REMOVE_TIMEOUT_MS);
  await worker.removeAll(signal);
  try {
    await network.removeAll(signal);
  } catch (error) {
    logger.error({ err: messageOf(error) }, "networks: not all of them could be removed");
  }
}

/** Samples what the tasks use, for the managers and for /metrics. */
function startUsage(
  { config, hostname, runtime, clock, logger, showMetrics }: PartsOptions,
  parts: {
    readonly nodeId: Membership["nodeId"];
    readonly worker: TaskWorker;
    readonly session: AgentSession;
  },
  signal: AbortSignal,
): { close(): void } {
  const { nodeId, worker, session } = parts;
  const reader = new NodeUsageReader();
  const loop = new UsageLoop({
    runtime,
    running: () => worker.running(),
    describe: (id) => worker.described(id),
    state: () => ({
      states: [...worker.statuses()].map(([, status]) => status.state),
      connected: session.connected,
    }),
    node: { nodeId, hostname },
    readNode: () => reader.read(),
    send: (batch) => session.sendUsage(batch),
    clock,
    logger: logger.child({ part: "stats" }),
    intervalMs: config.usageInterval,
  });
  loop.start(signal);
  return showMetrics(loop);
}

/** @returns what asks the runtime, and where that does not answer, says of it what was so before */
function describer(
  options: PartsOptions,
  membership: Membership,
  network: NodeNetwork,
): (signal: AbortSignal) => Promise<NodeDescription> {
  const { runtime, logger } = options;
  let before: Seen | undefined;
  return async (signal) => {
    try {
      before = await runtime.describe(signal);
    } catch (error) {
      if (before === undefined) throw error;
      logger.warn({ err: messageOf(error) }, "the runtime does not say what this machine is");
    }
    // As they are after that wait: a certificate may have been renewed meanwhile, and a rotation of
    // the root waits for this. An engine that hangs must not hold that up.
    return describe(options, membership, network, before);
  };
}

type Seen = Awaited<ReturnType<Runtime["describe"]>>;

function describe(
  { config, hostname }: PartsOptions,
  membership: Membership,
  network: NodeNetwork,
  seen: Seen,
): NodeDescription {
  const { rootPem = "", pair } = membership.identity;
  const issuer = pair && issuerOfChain(pair.certPem, rootPem);
  return {
    ...seen,
    ...network.describe(),
    hostname,
    engineLabels: { ...seen.engineLabels, ...labelsOf(config.labels) },
    resources: {
      ...seen.resources,
      generic: [...seen.resources.generic, ...genericResources(config.genericResources)],
    },
    tls: {
      trustRootPem: rootPem,
      certIssuerSubject: issuer?.subject ?? new Uint8Array(),
      certIssuerPublicKey: issuer?.publicKey ?? new Uint8Array(),
    },
    skepVersion: SKEP_VERSION,
    metricsAddr: config.metricsAddr,
  };
}

function labelsOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

/** gpu=2 is a count, gpu=UUID one named resource (as dockerd's node-generic-resources). */
function genericResources(pairs: readonly string[]): readonly GenericResource[] {
  return pairs.map((pair) => {
    const at = pair.indexOf("=");
    const [kind, value] = [pair.slice(0, at), pair.slice(at + 1)];
    return /^\d+$/.test(value) ? { kind, count: Number(value) } : { kind, value, count: 1 };
  });
}
