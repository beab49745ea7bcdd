/**
 * The part of a run that is about services: workers, somebody who operates them, and the promises
 * of orchestration, at every change and at the end.
 */
import type { RaftMember } from "../../manager/raft/consensus.ts";
import type { ChangeBatch, ReadTx } from "../../manager/store/types.ts";
import type { Cluster } from "../../shared/domain/objects.ts";
import type { ClusterId } from "../../shared/ids.ts";
import { META, node } from "../lib/objects.ts";
import { AgentHost, NODE_CPUS, NODE_MEMORY } from "./agents.ts";
import { checkChanges, specOf, unsettled } from "./checkers/orchestration.ts";
import type { Report } from "./checkers/violation.ts";
import type { ManagerProcess } from "./manager-process.ts";
import type { Managers } from "./managers.ts";
import type { Network } from "./network.ts";
import { Operator } from "./operator.ts";
import type { World } from "./world.ts";

export interface ServicePorts {
  readonly world: World;
  readonly network: Network;
  readonly managers: Managers;
}

export class Services {
  readonly agents: readonly AgentHost[];
  readonly operator: Operator;
  readonly #ports: ServicePorts;
  #nextAskMs = 0;

  constructor(ports: ServicePorts, workers: number) {
    this.#ports = ports;
    const names = Array.from({ length: workers }, (_, i) => `w${i + 1}`);
    this.agents = names.map((name) => new AgentHost(ports, name, ["m1"]));
    this.operator = new Operator({ ...ports, nodes: names });
  }

  async prepare(): Promise<void> {
    const leader = this.#ports.managers.leader?.process;
    await leader?.store.update((tx) => {
      tx.create("cluster", CLUSTER);
      for (const { name } of this.agents) {
        const resources = { nanoCpus: NODE_CPUS, memoryBytes: NODE_MEMORY };
        const { description, ...fresh } = node(name, { ...resources, state: "unknown" });
        tx.create("node", description === undefined ? fresh : { ...fresh, description });
      }
      for (const { name } of this.#ports.managers.hosts) {
        const spec = { Role: "manager", Availability: "drain" } as const;
        tx.create("node", { ...node(name, { state: "unknown" }), spec, role: "manager" });
      }
    });
  }

  start(): void {
    for (const agent of this.agents) agent.start();
    this.operator.start();
  }

  heal(): void {
    this.operator.stop();
    for (const agent of this.agents) {
      agent.clockOffsetMs = 0;
      agent.start();
    }
  }

  /** Asks for what it needs so that all can come to rest. */
  settle(): void {
    const { world, managers } = this.#ports;
    const leader = managers.leader?.process;
    if (leader === undefined || world.now() < this.#nextAskMs) return;
    this.#nextAskMs = world.now() + 1_000;
    this.operator.settle(leader);
  }

  /** Undefined: every service is as it should be. */
  unrest(): string | undefined {
    const leader = this.#ports.managers.leader?.process;
    if (leader === undefined) return "nobody leads";
    const { members } = leader.consensus.status();
    return leader.store.view((tx) => this.#misplaced(tx, members) ?? this.#unrest(tx));
  }

  /** Roles follow wishes, and say what Raft says. */
  #misplaced(tx: ReadTx, members: readonly RaftMember[]): string | undefined {
    for (const { id, role, manager } of tx.all("node")) {
      const member = members.find(({ nodeId }) => nodeId === id);
      const told = role === "manager" ? manager?.raftId : undefined;
      if (told !== member?.raftId) return `${id} is ${role} ${told}, in Raft ${member?.raftId}`;
    }
    return undefined;
  }

  #unrest(tx: ReadTx): string | undefined {
    const nodes = [...tx.all("node")].filter(({ role }) => role === "worker");
    const away = nodes.find(
      ({ status, spec }) => status.state !== "ready" || spec.Availability !== "active",
    );
    if (away !== undefined) {
      return `${away.id} is ${away.status.state} and ${away.spec.Availability}`;
    }
    for (const service of tx.all("service")) {
      const tasks = tx.by("task", "service", service.id);
      const reason = unsettled(service, tasks, nodes, (task) => specOf(tx, task));
      if (reason !== undefined) return reason;
    }
    return this.#untrue(tx);
  }

  /** The store says what runs; the engines know. */
  #untrue(tx: ReadTx): string | undefined {
    for (const { name, runtime } of this.agents) {
      const real = [...runtime.running()].sort();
      const told = tx
        .by("task", "node", name)
        .filter((task) => task.status.state === "running")
        .map((task) => task.id)
        .sort();
      if (real.join() !== told.join()) return `${name} runs [${real}], the store says [${told}]`;
    }
    return undefined;
  }
}

export function watchChanges(report: Report) {
  return (process: ManagerProcess, batch: ChangeBatch): void => {
    const violation = process.store.view((tx) => checkChanges(batch.changes, tx));
    if (violation !== undefined) report(violation);
  };
}

const CLUSTER: Cluster = {
  id: "sim" as ClusterId,
  meta: META,
  spec: { Name: "default", Labels: {} },
  rootCa: {
    certPem: "",
    keyPem: "",
    certDigest: "",
    joinTokenWorker: "",
    joinTokenManager: "",
    lastForcedRotation: 0,
  },
  defaultAddressPool: [],
  subnetSize: 24,
  dataPathPort: 4789,
  unlockKey: new Uint8Array(0),
  unlockKeyVersion: 0,
  removedNodes: [],
  networkKeys: [],
  encryptionKeyLamport: 0,
};
