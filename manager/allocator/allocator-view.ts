/**
 * All that the allocator looks at, kept up to date with every change of the store: what is taken,
 * and who waits. No I/O, no clock.
 *
 * INVARIANT: an address or port is taken while an object here holds it. What a plan decides is put
 * here at once, and replaced by the store's word if it was not written.
 */
import type {
  Network,
  NetworkAttachment,
  Node,
  Service,
  SpecRevision,
  Task,
} from "../../shared/domain/objects.ts";
import { publishedPorts } from "../../shared/domain/published-ports.ts";
import type { NetworkAttachmentConfig, ServiceSpec } from "../../shared/domain/spec.ts";
import { holdsAddresses, isNetworkAttachment } from "../../shared/domain/task-networks.ts";
import { isTerminal } from "../../shared/domain/task-state.ts";
import {
  type NetworkId,
  type NodeId,
  type ServiceId,
  specRevisionId,
  type TaskId,
} from "../../shared/ids.ts";
import type { Change, ReadTx } from "../store/types.ts";
import { AddressBook } from "./address-book.ts";
import { networksOf, overlaysOf, publishesIngress } from "./needs.ts";
import { PortBook } from "./port-book.ts";
import { attachmentsOf, Stacks } from "./stacks.ts";
import { WaitingRoom } from "./waiting-room.ts";

type Held = Pick<NetworkAttachment, "networkId" | "addresses">;
const NONE: readonly Held[] = Object.freeze([]);
const NOWHERE = "" as NodeId;

/** What a task needs, told from its spec; undefined while that is not known. */
export interface TaskNeeds {
  readonly networks: readonly NetworkAttachmentConfig[];
  readonly ingress: boolean;
}

export class AllocatorView {
  readonly networks: Map<NetworkId, Network> = new Map();
  readonly services: Map<ServiceId, Service> = new Map();
  /** Those that are NEW and wanted. */
  readonly newTasks: Map<TaskId, Task> = new Map();
  /** Tasks for containers that nobody can ask about any more. */
  readonly abandoned: Map<TaskId, Task> = new Map();
  readonly addresses: AddressBook = new AddressBook();
  readonly ports: PortBook = new PortBook();
  readonly stacks: Stacks = new Stacks();
  readonly waitingServices: WaitingRoom<ServiceId> = new WaitingRoom();
  readonly waitingTasks: WaitingRoom<TaskId> = new WaitingRoom();
  readonly waitingStacks: WaitingRoom<string> = new WaitingRoom();
  /** Since when a stack is on a network that it does not need. */
  readonly idle: Map<string, ReadonlyMap<NetworkId, number>> = new Map();
  /** What services wait for, in words. */
  readonly shortages: Map<ServiceId, string> = new Map();
  ingressId: NetworkId | undefined;
  readonly #revisions: Map<string, SpecRevision> = new Map();
  readonly #held: Map<string, readonly Held[]> = new Map();
  /** Where a task's addresses are counted as its node's. */
  readonly #placed: Map<TaskId, { nodeId: NodeId; networks: readonly Held[] }> = new Map();
  #publishing = 0;

  load(tx: ReadTx): void {
    for (const network of tx.all("network")) this.putNetwork(network);
    tx.each("specRevision", (revision) => this.#revisions.set(revision.id, revision));
    tx.each("node", (node) => this.putNode(node));
    tx.each("service", (service) => this.putService(service));
    const newest = new Map<NetworkId, Task>();
    const waiting: Task[] = [];
    tx.each("task", (task) => {
      if (task.status.state === "new") waiting.push(task);
      else this.putTask(task);
      for (const { networkId } of task.networks) {
        const known = newest.get(networkId);
        if (known === undefined || known.meta.createdMs < task.meta.createdMs) {
          newest.set(networkId, task);
        }
      }
    });
    // Rotation goes on where the leader before this one was.
    for (const [id, { networks }] of newest) {
      for (const { networkId, addresses } of networks) {
        if (networkId !== id) continue;
        for (const address of addresses) this.addresses.goOnAfter(id, address);
      }
    }
    waiting.sort((a, b) => a.meta.createdMs - b.meta.createdMs || (a.id < b.id ? -1 : 1));
    for (const task of waiting) this.putTask(task);
    this.stacks.touchAll();
  }

  apply(change: Change): void {
    switch (change.table) {
      case "task":
        if (change.kind === "remove") this.removeTask(change.before.id);
        else this.putTask(change.after);
        break;
      case "service":
        if (change.kind === "remove") this.removeService(change.before.id);
        else this.putService(change.after);
        break;
      case "node":
        if (change.kind === "remove") this.removeNode(change.before.id);
        else this.putNode(change.after);
        break;
      case "network":
        if (change.kind === "remove") this.#removeNetwork(change.before);
        else this.putNetwork(change.after);
        break;
      case "specRevision":
        if (change.kind === "remove") this.#revisions.delete(change.before.id);
        else this.#revisions.set(change.after.id, change.after);
        break;
      default:
        break;
    }
  }

  get hasWork(): boolean {
    return (
      this.waitingServices.hasWork ||
      this.waitingTasks.hasWork ||
      this.waitingStacks.hasWork ||
      this.stacks.dirty.size > 0 ||
      this.abandoned.size > 0
    );
  }

  /** Whether any service publishes ports on every node. */
  get hasIngress(): boolean {
    return this.#publishing > 0;
  }

  putNetwork(network: Network): void {
    this.networks.set(network.id, network);
    this.addresses.putNetwork(network);
    if (network.spec.Ingress === true) this.ingressId = network.id;
    this.#freed(network.id);
  }

  putNode(node: Node): void {
    this.stacks.put(node);
    this.#hold(`node ${node.id}`, attachmentsOf(node));
  }

  removeNode(id: NodeId): void {
    this.stacks.remove(id);
    this.#hold(`node ${id}`, NONE);
  }

  putService(service: Service): void {
    const before = this.services.get(service.id);
    this.services.set(service.id, service);
    if (before?.endpoint === service.endpoint && before?.spec === service.spec) return;
    this.#holdPorts(before, service);
    this.#hold(`service ${service.id}`, virtualIpsOf(service));
    this.waitingServices.enter(service.id);
  }

  removeService(id: ServiceId): void {
    const before = this.services.get(id);
    if (before === undefined) return;
    this.services.delete(id);
    this.shortages.delete(id);
    this.#holdPorts(before, undefined);
    this.#hold(`service ${id}`, NONE);
    this.waitingServices.leave(id);
  }

  putTask(task: Task): void {
    const { id } = task;
    const fresh = task.status.state === "new";
    // Of most tasks of most clusters nothing is held here: their changes must cost next to nothing.
    if (!fresh && task.networks.length === 0 && !this.#held.has(id) && !this.newTasks.has(id)) {
      if (task.ownSpec !== undefined) this.#noteAbandoned(task);
      return;
    }
    const holds = holdsAddresses(task);
    this.#hold(id, holds ? task.networks : NONE);
    this.#place(id, task.networks, holds ? task.nodeId : NOWHERE);
    if (fresh && holds) {
      const known = this.newTasks.get(id);
      this.newTasks.set(id, task);
      if (known === undefined) this.waitingTasks.enter(id);
    } else if (this.newTasks.delete(id)) {
      this.waitingTasks.leave(id);
    }
    this.#noteAbandoned(task);
  }

  removeTask(id: TaskId): void {
    this.#place(id, NONE, NOWHERE);
    this.#hold(id, NONE);
    this.newTasks.delete(id);
    this.abandoned.delete(id);
    this.waitingTasks.leave(id);
  }

  /** What was decided for it was not written: the store's word counts, and it is decided again. */
  forgetService(id: ServiceId, stored: Service | undefined): void {
    if (stored === undefined) {
      this.removeService(id);
      return;
    }
    this.putService(stored);
    this.waitingServices.enter(id);
  }

  forgetNode(id: NodeId, stored: Node | undefined): void {
    if (stored === undefined) {
      this.removeNode(id);
      return;
    }
    this.putNode(stored);
    this.stacks.touchNode(id);
  }

  forgetTask(id: TaskId, stored: Task | undefined): void {
    if (stored === undefined) {
      this.removeTask(id);
      return;
    }
    this.putTask(stored);
    if (this.newTasks.has(id)) this.waitingTasks.enter(id);
  }

  needsOf(task: Task): TaskNeeds | undefined {
    if (task.ownSpec !== undefined) {
      return { networks: task.ownSpec.Networks ?? [], ingress: false };
    }
    const spec = this.specOf(task);
    return spec && { networks: networksOf(spec), ingress: publishesIngress(spec) };
  }

  specOf(task: Task): ServiceSpec | undefined {
    const service = this.services.get(task.serviceId);
    if (service?.specVersion === task.specVersion) return service.spec;
    return this.#revisions.get(specRevisionId(task.serviceId, task.specVersion))?.spec;
  }

  /** Networks that a service, or a task of it, has a place on. */
  wantedNetworks({ networks, ingress }: TaskNeeds): readonly NetworkId[] {
    const wanted = overlaysOf(networks) as readonly NetworkId[];
    return ingress && this.ingressId !== undefined ? [...wanted, this.ingressId] : wanted;
  }

  nameOf(id: NetworkId): string {
    return this.networks.get(id)?.spec.Name ?? id;
  }

  #removeNetwork({ id }: Network): void {
    this.stacks.touchNetwork(id);
    this.networks.delete(id);
    this.addresses.removeNetwork(id);
    if (this.ingressId === id) this.ingressId = undefined;
  }

  #noteAbandoned(task: Task): void {
    if (isNetworkAttachment(task) && isTerminal(task.status.state)) {
      this.abandoned.set(task.id, task);
    }
  }

  /** What stays is held before the rest is let go, so that it is never free in between. */
  #hold(owner: string, now: readonly Held[]): void {
    const before = this.#held.get(owner) ?? NONE;
    if (before === now) return;
    for (const { networkId, addresses } of now) {
      for (const address of addresses) this.addresses.hold(networkId, address);
    }
    for (const { networkId, addresses } of before) {
      for (const address of addresses) {
        if (this.addresses.release(networkId, address)) this.#freed(networkId);
      }
    }
    if (now.length > 0) this.#held.set(owner, now);
    else this.#held.delete(owner);
  }

  #freed(id: NetworkId): void {
    this.waitingStacks.freed(id);
    this.waitingServices.freed(id);
    this.waitingTasks.freed(id);
  }

  #holdPorts(before: Service | undefined, after: Service | undefined): void {
    if (after !== undefined) for (const key of publishedPorts(after)) this.ports.hold(key);
    if (before !== undefined) for (const key of publishedPorts(before)) this.ports.release(key);
    if (before !== undefined) {
      for (const protocol of ["tcp", "udp", "sctp"]) this.waitingServices.freed(protocol);
    }
    const published = this.hasIngress;
    if (after !== undefined && publishesIngress(after.spec)) this.#publishing++;
    if (before !== undefined && publishesIngress(before.spec)) this.#publishing--;
    if (published !== this.hasIngress) this.stacks.touchAll();
  }

  /** A task's networks do not change once it has a node and addresses. */
  #place(id: TaskId, networks: readonly Held[], nodeId: NodeId): void {
    const before = this.#placed.get(id);
    const now = networks.length > 0 ? nodeId : NOWHERE;
    if ((before?.nodeId ?? NOWHERE) === now) return;
    if (before !== undefined) this.#countTask(before.networks, before.nodeId, -1);
    if (now === NOWHERE) {
      this.#placed.delete(id);
    } else {
      this.#placed.set(id, { nodeId: now, networks });
      this.#countTask(networks, now, 1);
    }
  }

  #countTask(networks: readonly Held[], nodeId: NodeId, by: 1 | -1): void {
    for (const { networkId } of networks) this.stacks.countTask(nodeId, networkId, by);
  }
}

function virtualIpsOf(service: Service): readonly Held[] {
  return (service.endpoint?.virtualIps ?? []).map(({ networkId, addr }) => ({
    networkId,
    addresses: [addr],
  }));
}
