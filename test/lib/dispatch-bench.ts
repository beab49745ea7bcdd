import { LogPublisher } from "../../agent/logs/loop.ts";
import { FakeRuntime } from "../../agent/runtime/fake/fake-runtime.ts";
import type { AgentSession as Session } from "../../agent/session/loop.ts";
import { AgentSession, type Connect } from "../../agent/session/loop.ts";
import { TaskWorker } from "../../agent/task/worker-loop.ts";
import { mustRenew } from "../../manager/ca/root-rotation.ts";
import { LogBroker } from "../../manager/dispatcher/log-broker/service.ts";
import { Dispatcher } from "../../manager/dispatcher/service.ts";
import { storeForTest } from "../../manager/store/testing.ts";
import type { skep } from "../../proto/messages.ts";
import type { Cluster, Node, NodeDescription, Task } from "../../shared/domain/objects.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { ClusterId, NodeId, TaskId } from "../../shared/ids.ts";
import { silentLogger } from "../../shared/logger.ts";
import { seededRng } from "../../shared/rng.ts";
import { HandClock } from "./hand-clock.ts";
import { node, revision, service, task } from "./objects.ts";
import { type StreamPair, streamPair } from "./stream-pair.ts";

export type Pair = StreamPair<skep.v1.AgentMessage.$Properties, skep.v1.ManagerMessage.$Properties>;
export type Sent = skep.v1.ManagerMessage.$Properties;

export const LEADER = "127.0.0.1:2377";
export const FOLLOWER = "127.0.0.2:2377";

export interface Agent {
  readonly runtime: FakeRuntime;
  readonly session: Session;
  /** Streams of this agent, the newest last. */
  readonly pairs: Pair[];
  readonly sent: Sent[];
  readonly refused: string[];
  /** This machine is another one from now on, and its agent knows. */
  become(change: Partial<NodeDescription>): void;
  kill(): void;
  /** Cuts or mends this machine's network. */
  isolate(isolated: boolean): void;
}

export interface Bench {
  readonly clock: HandClock;
  readonly leader: ReturnType<typeof storeForTest>;
  readonly dispatcher: Dispatcher;
  readonly broker: LogBroker;
  agent(id: string, managers?: readonly string[]): Agent;
  state(id: string): string | undefined;
  nodeState(id: string): string | undefined;
}

export function bench(): Bench {
  const clock = new HandClock();
  const rng = seededRng(7);
  const leader = storeForTest({ clock });
  const { store, consensus } = leader;
  const telemetrySink = { usage: () => {}, health: () => {} };
  const options = {
    store,
    consensus,
    clock,
    rng,
    logger: silentLogger,
    telemetrySink,
    renewCertificate: (one: Node, { rootCa }: Cluster) => mustRenew(one, rootCa),
  };
  const dispatcher = new Dispatcher(options);
  const follower = new Dispatcher(options);
  const leadership = consensus.leadership();
  if (leadership !== undefined) dispatcher.start(leadership.signal);
  consensus.onLeadership((next) => next && dispatcher.start(next.signal));
  const broker = new LogBroker({
    ...options,
    agents: () => dispatcher.leading,
    openRead: () => {
      throw new Error("the leader reads here");
    },
  });
  const agent = (id: string, managers = [LEADER]): Agent => {
    const runtime = new FakeRuntime({ clock, rng });
    const life = new AbortController();
    const nodeId = id as NodeId;
    const here = { hostname: id, os: "linux", architecture: "x86_64" };
    const worker = new TaskWorker({
      nodeId,
      node: here,
      runtime,
      clock,
      rng,
      logger: silentLogger,
    });
    const pairs: Pair[] = [];
    const sent: Sent[] = [];
    const refused: string[] = [];
    let isolated = false;
    const connect: Connect = (addr) => {
      const pair: Pair = streamPair();
      pairs.push(pair);
      if (isolated) pair.cut();
      const { server } = pair;
      const send = server.send.bind(server);
      server.send = (message) => {
        sent.push(message);
        return send(message);
      };
      const caller = { kind: "node", nodeId, role: "worker", clusterId: "c" as ClusterId } as const;
      const one = addr === LEADER ? dispatcher : follower;
      one.session(server, { caller, peer: "10.0.0.9:5" });
      return {
        session: pair.client,
        publishLogs: () => publishTo(broker, nodeId),
        close: () => {
          pair.client.fail(new ClusterError("CANCELLED", "closed"));
        },
      };
    };
    const membership = {
      nodeAddr: "",
      managers: () => managers.map((addr) => ({ nodeId: "m" as NodeId, addr })),
      learn: () => {},
      refused: (reason: string) => void refused.push(reason),
    };
    let { description } = node(id);
    const session = new AgentSession({
      membership,
      connect,
      worker,
      logs: new LogPublisher({ nodeId, runtime, clock, logger: silentLogger }),
      describe: async () => {
        if (description === undefined) throw new Error("no description");
        return description;
      },
      metricsAddr: "",
      clock,
      rng,
      logger: silentLogger,
    });
    worker.start(life.signal).catch((error: unknown) => refused.push(String(error)));
    session.run(life.signal).catch((error: unknown) => refused.push(String(error)));
    const become = (change: Partial<NodeDescription>): void => {
      if (description !== undefined) description = { ...description, ...change };
      session.redescribe();
    };
    const kill = (): void => {
      life.abort(new Error("killed"));
      pairs.at(-1)?.reset();
    };
    const isolate = (now: boolean): void => {
      isolated = now;
      if (now) pairs.at(-1)?.cut();
    };
    return { runtime, session, pairs, sent, refused, become, kill, isolate };
  };
  return {
    clock,
    leader,
    dispatcher,
    broker,
    agent,
    state: (id) => store.view((tx) => tx.get("task", id as TaskId))?.status.state,
    nodeState: (id) => store.view((tx) => tx.get("node", id as NodeId))?.status.state,
  };
}

/** What gRPC does between an agent's publisher and the broker's handler. */
export function publishTo(broker: LogBroker, nodeId: NodeId) {
  const pair = streamPair<skep.v1.PublishLogsMessage.$Properties, object>();
  const caller = { kind: "node", nodeId, role: "worker", clusterId: "c" as ClusterId } as const;
  broker.register({
    serverStream: () => {},
    clientStream: (_method, handler) => {
      const context = {
        caller,
        peer: "",
        version: { protocol: 1, skep: "" },
        signal: pair.server.signal,
      };
      (handler as unknown as (stream: object, context: object) => Promise<object>)(
        pair.server,
        context,
      )
        .catch(() => ({}))
        .finally(() => pair.server.end());
    },
  });
  pair.client.onEnd(() => pair.client.end());
  return pair.client;
}

export async function createNodes(leader: Bench["leader"], ...ids: string[]): Promise<void> {
  await leader.store.update((tx) => {
    for (const id of ids) tx.create("node", node(id, { state: "unknown" }));
  });
}

export async function createTasks(
  leader: Bench["leader"],
  nodeId: string,
  ...ids: string[]
): Promise<void> {
  await leader.store.update((tx) => {
    const web = service("web");
    if (tx.get("service", web.id) === undefined) {
      tx.create("service", web);
      tx.create("specRevision", revision(web));
    }
    for (const id of ids) tx.create("task", task(id, "web", { nodeId, state: "assigned" }));
  });
}

export async function desire(
  leader: Bench["leader"],
  id: string,
  desiredState: Task["desiredState"],
): Promise<void> {
  await leader.store.update((tx) => {
    const one = tx.get("task", id as TaskId);
    if (one) tx.update("task", { ...one, desiredState });
  });
}
