/** One node as the scheduler sees it: what it offers, less what its tasks hold. */
import type { GenericResource, Node } from "../../shared/domain/objects.ts";
import type { TaskId } from "../../shared/ids.ts";
import type { GenericStock } from "./generic-resources.ts";
import { release, withdraw } from "./generic-resources.ts";

/**
 * Mutable and owned by ClusterView.
 * INVARIANT: free amounts are the description's less the reservations of every task that holds
 * resources here (assigned up to running, whatever is desired of it). They go below zero when a
 * node shrinks under its tasks; then it takes no more.
 */
export class NodeState {
  /** Position in the view's tables; reused after the node is removed. */
  readonly slot: number;
  node: Node;
  /** Ready and active: it takes new tasks. */
  ready = false;
  /** Tasks that should run here, the ranking's last word. Those being shut down don't count. */
  activeTasks = 0;
  freeNanoCpus = 0;
  freeMemoryBytes = 0;
  freeGeneric: GenericStock | undefined;
  #reservedNanoCpus = 0;
  #reservedMemoryBytes = 0;
  /** Most nodes have neither; a hundred thousand empty maps would not be free. */
  #claims: Map<TaskId, readonly GenericResource[]> | undefined;
  #hostPorts: Map<string, number> | undefined;

  constructor(slot: number, node: Node) {
    this.slot = slot;
    this.node = node;
    this.describe(node);
  }

  /** Takes a new version of the node. */
  describe(node: Node): void {
    this.node = node;
    this.ready = node.status.state === "ready" && (node.spec.Availability ?? "active") === "active";
    const total = node.description?.resources;
    this.freeNanoCpus = (total?.nanoCpus ?? 0) - this.#reservedNanoCpus;
    this.freeMemoryBytes = (total?.memoryBytes ?? 0) - this.#reservedMemoryBytes;
    this.freeGeneric = undefined;
    if (total === undefined || total.generic.length === 0) return;
    this.freeGeneric = new Map();
    release(this.freeGeneric, total.generic);
    for (const claim of this.#claims?.values() ?? []) withdraw(this.freeGeneric, claim);
  }

  reserve(nanoCpus: number, memoryBytes: number): void {
    this.#reservedNanoCpus += nanoCpus;
    this.#reservedMemoryBytes += memoryBytes;
    this.freeNanoCpus -= nanoCpus;
    this.freeMemoryBytes -= memoryBytes;
  }

  claimGeneric(taskId: TaskId, resources: readonly GenericResource[]): void {
    if (resources.length === 0) return;
    this.#claims ??= new Map();
    this.#claims.set(taskId, resources);
    if (this.freeGeneric !== undefined) withdraw(this.freeGeneric, resources);
  }

  releaseGeneric(taskId: TaskId): void {
    const resources = this.#claims?.get(taskId);
    if (resources === undefined) return;
    this.#claims?.delete(taskId);
    if (this.freeGeneric !== undefined) release(this.freeGeneric, resources);
  }

  usesHostPort(port: string): boolean {
    return this.#hostPorts?.has(port) ?? false;
  }

  occupyHostPorts(ports: readonly string[]): void {
    if (ports.length === 0) return;
    this.#hostPorts ??= new Map();
    for (const port of ports) this.#hostPorts.set(port, (this.#hostPorts.get(port) ?? 0) + 1);
  }

  freeHostPorts(ports: readonly string[]): void {
    for (const port of ports) {
      const users = (this.#hostPorts?.get(port) ?? 0) - 1;
      if (users > 0) this.#hostPorts?.set(port, users);
      else this.#hostPorts?.delete(port);
    }
  }
}
