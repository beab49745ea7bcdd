/** One run: three managers, clients, faults, then peace, and the verdict. */
import { seededRng } from "../../shared/rng.ts";
import { eventually } from "../lib/wait.ts";
import { checkHistory, type Verdict } from "../sim/checkers/linearizability.ts";
import { Clients } from "./clients.ts";
import { unleash } from "./nemesis.ts";
import { ChaosNetwork } from "./network-driver.ts";
import { ChaosNode } from "./node-driver.ts";

const MANAGERS = 3;
const CLIENTS = 6;

export interface ChaosOptions {
  readonly seed: number;
  readonly forMs: number;
  readonly note: (what: string) => void;
}

export interface ChaosOutcome {
  readonly verdict: Verdict;
  readonly lost: readonly string[];
  readonly answered: number;
  readonly unknown: number;
  readonly refusals: ReadonlyMap<string, number>;
  /** How often a manager found no room for its log, and later found it. */
  readonly diskFull: number;
  /** What `info` said of the manager whose log was damaged. */
  readonly refusedLog: string;
}

interface RaftStatus {
  readonly Role: string;
  readonly Members: readonly { readonly Reachable: boolean; readonly Addr: string }[];
}

/** Everything that it made is gone when it resolves or rejects. */
export async function runChaos(options: ChaosOptions): Promise<ChaosOutcome> {
  const { seed, forMs, note } = options;
  const network = new ChaosNetwork(MANAGERS);
  const nodes = network.machines.map((machine) => new ChaosNode(network.folder, machine));
  try {
    for (const node of nodes) node.prepare();
    await form(nodes);
    note("three managers");
    const clients = new Clients(nodes, seededRng(seed));
    await clients.prepare();
    clients.start(CLIENTS);
    await unleash({ nodes, network, rng: seededRng(seed + 1), note }, forMs);
    await peace(nodes);
    note("all managers are back");
    const refusedLog = await damageAndRejoin(nodes, note);
    await clients.stop();
    await peace(nodes);
    await clients.readAll();
    const lost = await clients.lost();
    const { recorder } = clients;
    const { answered, unknown, refusals } = recorder;
    const roomAgain = nodes.map((node) => node.log.split("there is room for the raft log again"));
    const diskFull = roomAgain.reduce((sum, parts) => sum + parts.length - 1, 0);
    const verdict = checkHistory(recorder.operations());
    return { verdict, lost, answered, unknown, refusals, diskFull, refusedLog };
  } catch (error) {
    for (const node of nodes) note(`--- ${node.name}\n${tailOf(node)}`);
    throw error;
  } finally {
    for (const node of nodes) node.remove();
    network.remove();
  }
}

function tailOf(node: ChaosNode): string {
  return node.log.split("\n").slice(-25).join("\n");
}

async function form(nodes: readonly ChaosNode[]): Promise<void> {
  for (const node of nodes) node.start();
  await Promise.all(nodes.map((node) => node.answers()));
  const [first, ...others] = nodes;
  if (first === undefined) return;
  // A log that is trimmed often: those who were away need snapshots too.
  const Raft = { SnapshotInterval: 200, LogEntriesForSlowFollowers: 50 };
  const body = { AdvertiseAddr: first.controlAddr, ListenAddr: first.controlAddr, Spec: { Raft } };
  await first.api("/swarm/init", { method: "POST", body });
  for (const node of others) await rejoin(node, first);
  await peace(nodes);
}

async function rejoin(node: ChaosNode, to: ChaosNode): Promise<void> {
  const { JoinTokens } = await to.api<{ JoinTokens: { Manager: string } }>("/swarm");
  const body = {
    RemoteAddrs: [to.controlAddr],
    AdvertiseAddr: node.controlAddr,
    ListenAddr: node.controlAddr,
    JoinToken: JoinTokens.Manager,
  };
  await node.api("/swarm/join", { method: "POST", body });
}

/** All managers run, see each other, and have a quorum. */
async function peace(nodes: readonly ChaosNode[]): Promise<void> {
  await eventually("all managers are back", 60_000, async () => {
    for (const node of nodes) {
      const { Members } = await node.api<RaftStatus>("/skep/v1/raft/status");
      if (Members.length !== MANAGERS || !Members.every(({ Reachable }) => Reachable)) {
        throw new Error(`${node.name} sees ${JSON.stringify(Members)}`);
      }
      await node.api("/readyz");
    }
    return true;
  });
}

/** A member whose disk lied must not take part; it says so, and is joined anew. */
async function damageAndRejoin(
  nodes: readonly ChaosNode[],
  note: (what: string) => void,
): Promise<string> {
  const follower = await eventually("there is a follower", 10_000, async () => {
    for (const node of nodes) {
      const { Role } = await node.api<RaftStatus>("/skep/v1/raft/status");
      if (Role === "follower") return node;
    }
    return undefined;
  });
  const other = nodes.find((node) => node !== follower) ?? follower;
  const { Swarm: swarm } = await follower.api<{ Swarm: { NodeID: string } }>("/info");
  follower.kill();
  follower.damageLog();
  note(`flipped bytes in the log of ${follower.name}`);
  follower.start();
  await follower.answers();
  const refused = await eventually(`${follower.name} refuses its log`, 20_000, async () => {
    const info = await follower.api<{ Swarm: { Error: string } }>("/info");
    return info.Swarm.Error === "" ? undefined : info.Swarm.Error;
  });
  note(`it says: ${refused}`);
  await follower.api("/swarm/leave", { method: "POST", query: { force: true } });
  await eventually("it is out of the swarm", 30_000, () => retire(other, swarm.NodeID));
  await rejoin(follower, other);
  note("joined anew");
  return refused;
}

async function retire(at: ChaosNode, id: string): Promise<boolean> {
  const node = await at.api<{
    Version: { Index: number };
    Spec: { Role: string };
    ManagerStatus?: object;
  }>(`/nodes/${id}`);
  if (node.Spec.Role === "manager") {
    const body = { ...node.Spec, Role: "worker" };
    const query = { version: node.Version.Index };
    await at.api(`/nodes/${id}/update`, { method: "POST", query, body });
  }
  if (node.ManagerStatus !== undefined) return false;
  await at.api(`/nodes/${id}`, { method: "DELETE", query: { force: true } });
  return true;
}
