/**
 * Which networks, members, services and peers does each network stack see? Follows the store's
 * changes, and notes what is new with the sessions that it concerns and no others. What a session
 * is told is a pure function of the cluster's state and its node.
 *
 * A stack is on the networks that its nodes have addresses on; the allocator gives those where a
 * task of the stack needs them, and the ingress network's to all.
 *
 * INVARIANT: after each change, a session that has taken all its messages knows exactly the rows
 * that `rowsOf` its stack gives for the networks that the stack is on.
 */
import type { Instant } from "../../shared/clock.ts";
import type {
  Cluster,
  Network,
  NetworkAttachment,
  Node,
  Service,
  Task,
} from "../../shared/domain/objects.ts";
import type { NetworkId, NodeId, ServiceId, TaskId } from "../../shared/ids.ts";
import type { Change, ReadTx } from "../store/types.ts";
import { NetworkCursor, type NetworkRows } from "./network-cursor.ts";
import { Drain } from "./network-drains.ts";
import { Announcement } from "./network-keys.ts";
import {
  networkIdsOf,
  sameAddresses,
  sameBytes,
  sameNode,
  samePlace,
  stackOf,
} from "./network-nodes.ts";
import {
  isLeaving,
  isPlaced,
  type MemberRow,
  memberIdOf,
  memberRow,
  networkRow,
  networksOfService,
  peerRow,
  type ServiceRow,
  sameMember,
  serviceRow,
} from "./network-wire.ts";

interface NetworkEntry {
  /** Undefined until it is allocated. */
  network: Network | undefined;
  readonly members: Map<string, MemberRow>;
  readonly services: Set<ServiceId>;
  readonly stacks: Set<string>;
}

interface StackEntry {
  readonly nodes: Set<NodeId>;
  readonly cursors: Set<NetworkCursor>;
  /** The networks that it is on, with its own addresses there. */
  networks: Map<NetworkId, NetworkAttachment>;
}

interface ServiceEntry {
  readonly service: Service;
  readonly row: ServiceRow;
  readonly networkIds: readonly NetworkId[];
}

const NONE: readonly never[] = [];

export class NetworkView {
  readonly #networks = new Map<NetworkId, NetworkEntry>();
  readonly #stacks = new Map<string, StackEntry>();
  readonly #nodes = new Map<NodeId, Node>();
  readonly #services = new Map<ServiceId, ServiceEntry>();
  /** Placed tasks with networks, and no others. */
  readonly #tasks = new Map<TaskId, Task>();
  readonly #tasksByNode = new Map<NodeId, Set<TaskId>>();
  readonly #drains = new Map<TaskId, Drain>();
  /** Of nodes whose next key not everybody is known to have. */
  readonly #announcements = new Map<NodeId, Announcement>();
  readonly #cursors = new Map<NodeId, NetworkCursor>();
  #ingress: NetworkId | undefined;
  #dataPathPort = 0;
  #loading = false;

  load(tx: ReadTx): void {
    this.#loading = true;
    for (const cluster of tx.all("cluster")) this.#putCluster(cluster);
    tx.each("network", (network) => this.#putNetwork(network.id, network));
    tx.each("node", (node) => this.#putNode(node.id, node));
    tx.each("service", (service) => this.#putService(service.id, service));
    tx.each("task", (task) => this.#putTask(task.id, task));
    this.#loading = false;
  }

  note(change: Change): void {
    switch (change.table) {
      case "task":
        this.#putTask((change.after ?? change.before).id, change.after);
        return;
      case "node":
        this.#putNode((change.after ?? change.before).id, change.after);
        return;
      case "service":
        this.#putService((change.after ?? change.before).id, change.after);
        return;
      case "network":
        this.#putNetwork((change.after ?? change.before).id, change.after);
        return;
      case "cluster":
        if (change.after !== undefined) this.#putCluster(change.after);
        return;
      default:
        return;
    }
  }

  // --- sessions

  open(nodeId: NodeId, wake: () => void): NetworkCursor {
    const cursor = new NetworkCursor(nodeId, wake);
    this.#cursors.set(nodeId, cursor);
    this.#enter(cursor, stackOf(this.#nodes.get(nodeId)));
    for (const drain of this.#drains.values()) {
      if (drain.drained) {
        if (drain.nodeId === nodeId) cursor.drained(drain.taskId);
      } else this.#ask(drain, cursor);
    }
    // Whom an earlier leader asked is not known: all are asked again.
    this.#announce(nodeId);
    return cursor;
  }

  close(cursor: NetworkCursor): void {
    if (this.#cursors.get(cursor.nodeId) === cursor) this.#cursors.delete(cursor.nodeId);
    this.#stacks.get(cursor.stack)?.cursors.delete(cursor);
    this.#forgetIdleStack(cursor.stack);
    cursor.close();
  }

  /** All that concerns a stack, as it is now. */
  rowsOf(stack: string): NetworkRows {
    const own = this.#stacks.get(stack)?.networks ?? new Map<NetworkId, NetworkAttachment>();
    const isOn = (id: NetworkId): boolean =>
      own.has(id) && this.#networks.get(id)?.network !== undefined;
    return {
      network: (id) => {
        const network = this.#networks.get(id)?.network;
        if (network === undefined || !own.has(id)) return undefined;
        return networkRow(network, own.get(id), this.#dataPathPort);
      },
      peer: (id) => {
        const node = this.#nodes.get(id);
        if (node === undefined || ["", stack].includes(stackOf(node))) return undefined;
        const shared = (node.attachments ?? NONE).filter(({ networkId }) => isOn(networkId));
        return shared.length === 0 ? undefined : peerRow(node, shared);
      },
      member: (id) => {
        const networkId = id.slice(id.indexOf("/") + 1) as NetworkId;
        return isOn(networkId) ? this.#networks.get(networkId)?.members.get(id) : undefined;
      },
      service: (id) => {
        const entry = this.#services.get(id);
        return entry?.networkIds.some(isOn) === true ? entry.row : undefined;
      },
    };
  }

  /** From time to time: what waited too long is over, and who does not answer is told on. */
  sweep(now: Instant): void {
    for (const drain of this.#drains.values()) drain.sweep(now);
    for (const announcement of this.#announcements.values()) announcement.sweep(now);
    for (const cursor of this.#cursors.values()) cursor.sweep(now);
  }

  #enter(cursor: NetworkCursor, stack: string): void {
    this.#stacks.get(cursor.stack)?.cursors.delete(cursor);
    this.#forgetIdleStack(cursor.stack);
    cursor.restart(stack);
    if (stack === "") return;
    const entry = this.#stack(stack);
    entry.cursors.add(cursor);
    for (const networkId of entry.networks.keys()) this.#tellAll(cursor, networkId);
  }

  #tellAll(cursor: NetworkCursor, networkId: NetworkId): void {
    const entry = this.#networks.get(networkId);
    cursor.network(networkId);
    for (const id of entry?.members.keys() ?? NONE) cursor.member(id);
    this.#tellAround(cursor, entry);
  }

  /** Services and peers stay as long as one network is shared: they are looked at again. */
  #tellAround(cursor: NetworkCursor, entry: NetworkEntry | undefined): void {
    for (const id of entry?.services ?? NONE) cursor.service(id);
    for (const stack of entry?.stacks ?? NONE) {
      if (stack === cursor.stack) continue;
      for (const id of this.#stacks.get(stack)?.nodes ?? NONE) cursor.peer(id);
    }
  }

  *#cursorsOn(networkId: NetworkId): Iterable<NetworkCursor> {
    for (const stack of this.#networks.get(networkId)?.stacks ?? NONE) {
      yield* this.#stacks.get(stack)?.cursors ?? NONE;
    }
  }

  // --- tasks

  #putTask(id: TaskId, after: Task | undefined): void {
    const before = this.#tasks.get(id);
    const placed =
      after !== undefined && after.networks.length > 0 && isPlaced(after) ? after : undefined;
    if (before === undefined && placed === undefined) return;
    if (before !== undefined && before.nodeId !== placed?.nodeId) {
      remove(this.#tasksByNode, before.nodeId, id);
    }
    if (placed === undefined) this.#tasks.delete(id);
    else {
      this.#tasks.set(id, placed);
      add(this.#tasksByNode, placed.nodeId, id);
    }
    this.#noteMembers(before, placed);
    this.#noteDrain(id, placed);
  }

  #noteMembers(before: Task | undefined, after: Task | undefined): void {
    for (const { networkId } of before === undefined ? NONE : before.networks) {
      const stays = after?.networks.some((one) => one.networkId === networkId) ?? false;
      if (!stays && before !== undefined) this.#setMember(networkId, memberIdOf(before, networkId));
    }
    const node = after === undefined ? undefined : this.#nodes.get(after.nodeId);
    for (const attachment of after === undefined ? NONE : after.networks) {
      if (after === undefined) return;
      // Without a network stack nothing leads there.
      const row =
        node === undefined || stackOf(node) === "" ? undefined : memberRow(after, attachment, node);
      this.#setMember(attachment.networkId, memberIdOf(after, attachment.networkId), row);
    }
  }

  #setMember(networkId: NetworkId, id: string, row?: MemberRow): void {
    const entry = this.#network(networkId);
    const before = entry.members.get(id);
    if (before === row || (before !== undefined && row !== undefined && sameMember(before, row))) {
      return;
    }
    if (row === undefined) entry.members.delete(id);
    else entry.members.set(id, row);
    for (const cursor of this.#cursorsOn(networkId)) cursor.member(id);
    this.#forgetIdleNetwork(networkId);
  }

  #noteDrain(id: TaskId, task: Task | undefined): void {
    const known = this.#drains.get(id);
    if (task === undefined || !isLeaving(task)) {
      // Ended, or wanted again: whoever waits for an answer need not.
      this.#drains.delete(id);
      return;
    }
    if (known !== undefined) return;
    const drain = new Drain(task, this.#loading, (one) => {
      this.#cursors.get(one.nodeId)?.drained(one.taskId);
    });
    this.#drains.set(id, drain);
    const asked = new Set<NetworkCursor>();
    for (const { networkId } of task.networks) {
      for (const cursor of this.#cursorsOn(networkId)) {
        if (!asked.has(cursor)) this.#ask(drain, cursor);
        asked.add(cursor);
      }
    }
    drain.settle();
  }

  #ask(drain: Drain, cursor: NetworkCursor): void {
    const own = this.#stacks.get(cursor.stack)?.networks;
    for (const { networkId } of this.#tasks.get(drain.taskId)?.networks ?? NONE) {
      if (own?.has(networkId) === true)
        cursor.await(memberIdOf({ id: drain.taskId }, networkId), drain);
    }
  }

  // --- nodes and stacks

  #putNode(id: NodeId, after: Node | undefined): void {
    const before = this.#nodes.get(id);
    if (after === undefined) this.#nodes.delete(id);
    else this.#nodes.set(id, after);
    if (before !== undefined && after !== undefined && sameNode(before, after)) return;
    const [was, is] = [stackOf(before), stackOf(after)];
    const touched = new Set([...networkIdsOf(before), ...networkIdsOf(after)]);
    if (was !== is) {
      if (was !== "") this.#stack(was).nodes.delete(id);
      if (is !== "") this.#stack(is).nodes.add(id);
    }
    for (const stack of new Set([was, is])) if (stack !== "") this.#restack(stack);
    for (const networkId of touched) {
      for (const cursor of this.#cursorsOn(networkId)) cursor.peer(id);
    }
    const cursor = this.#cursors.get(id);
    if (cursor !== undefined && cursor.stack !== is) this.#enter(cursor, is);
    const [old, next] = [before, after].map((one) => one?.description?.wireguardNextPublicKey);
    if (!sameBytes(old, next)) this.#announce(id);
    if (before === undefined || after === undefined || !samePlace(before, after)) {
      for (const taskId of this.#tasksByNode.get(id) ?? NONE) {
        const task = this.#tasks.get(taskId);
        this.#noteMembers(task, task);
      }
    }
    this.#forgetIdleStack(was);
    this.#forgetIdleStack(is);
  }

  /** The node hears when every session that shares a network with it has its next key. */
  #announce(nodeId: NodeId): void {
    this.#announcements.delete(nodeId);
    const node = this.#nodes.get(nodeId);
    const key = node?.description?.wireguardNextPublicKey;
    const own = this.#cursors.get(nodeId);
    if (node === undefined || key === undefined || own === undefined) return;
    const announcement = new Announcement(() => {
      this.#announcements.delete(nodeId);
      own.known(key);
    });
    this.#announcements.set(nodeId, announcement);
    const others = new Set(networkIdsOf(node).flatMap((id) => [...this.#cursorsOn(id)]));
    for (const cursor of others) {
      if (cursor.stack !== own.stack) cursor.awaitPeer(nodeId, announcement);
    }
    announcement.settle();
  }

  /** The stack's networks, from its nodes: the first that has an address there has it for all. */
  #restack(stack: string): void {
    const entry = this.#stack(stack);
    const before = entry.networks;
    const after = new Map<NetworkId, NetworkAttachment>();
    for (const id of [...entry.nodes].sort()) {
      for (const attachment of this.#nodes.get(id)?.attachments ?? NONE) {
        const { networkId } = attachment;
        if (!after.has(networkId)) after.set(networkId, attachment);
      }
    }
    entry.networks = after;
    for (const networkId of before.keys()) {
      if (after.has(networkId)) continue;
      this.#network(networkId).stacks.delete(stack);
      for (const cursor of entry.cursors) {
        cursor.leave(networkId);
        this.#tellAround(cursor, this.#networks.get(networkId));
      }
      this.#forgetIdleNetwork(networkId);
    }
    for (const [networkId, attachment] of after) {
      const known = before.get(networkId);
      if (known === undefined) {
        this.#network(networkId).stacks.add(stack);
        for (const cursor of entry.cursors) this.#tellAll(cursor, networkId);
      } else if (!sameAddresses(known, attachment)) {
        for (const cursor of entry.cursors) cursor.network(networkId);
      }
    }
  }

  // --- services and networks

  #putService(id: ServiceId, after: Service | undefined): void {
    const before = this.#services.get(id);
    const { service } = before ?? {};
    if (
      service !== undefined &&
      after?.spec === service.spec &&
      after.endpoint === service.endpoint
    )
      return;
    const networkIds = after === undefined ? NONE : networksOfService(after, this.#ingress);
    if (after === undefined) this.#services.delete(id);
    else {
      const row = serviceRow(after, networkIds);
      this.#services.set(id, { service: after, row, networkIds });
      if (before !== undefined && JSON.stringify(before.row) === JSON.stringify(row)) return;
    }
    const touched = new Set([...(before?.networkIds ?? NONE), ...networkIds]);
    for (const networkId of touched) {
      const { services } = this.#network(networkId);
      if (networkIds.includes(networkId)) services.add(id);
      else services.delete(id);
      for (const cursor of this.#cursorsOn(networkId)) cursor.service(id);
      this.#forgetIdleNetwork(networkId);
    }
  }

  #putNetwork(id: NetworkId, after: Network | undefined): void {
    const allocated = after?.driverState === undefined ? undefined : after;
    const entry = this.#network(id);
    const before = entry.network;
    entry.network = allocated;
    if (before?.spec.Ingress === true || allocated?.spec.Ingress === true) {
      this.#setIngress(allocated?.spec.Ingress === true ? id : undefined);
    }
    for (const cursor of this.#cursorsOn(id)) {
      if (before === undefined || allocated === undefined) {
        if (allocated === undefined) cursor.leave(id);
        this.#tellAll(cursor, id);
      } else if (before !== allocated) cursor.network(id);
    }
    this.#forgetIdleNetwork(id);
  }

  /** Services that publish ports are on it, whatever network it is. */
  #setIngress(id: NetworkId | undefined): void {
    if (this.#ingress === id) return;
    this.#ingress = id;
    for (const [serviceId, { service }] of [...this.#services]) {
      // Built anew from another object: the same spec is on other networks now.
      this.#putService(serviceId, undefined);
      this.#putService(serviceId, service);
    }
  }

  #putCluster({ dataPathPort }: Cluster): void {
    if (this.#dataPathPort === dataPathPort) return;
    this.#dataPathPort = dataPathPort;
    for (const id of this.#networks.keys()) {
      for (const cursor of this.#cursorsOn(id)) cursor.network(id);
    }
  }

  // --- entries come and go with what names them

  #network(id: NetworkId): NetworkEntry {
    const known = this.#networks.get(id);
    if (known !== undefined) return known;
    const made = {
      network: undefined,
      members: new Map(),
      services: new Set<ServiceId>(),
      stacks: new Set<string>(),
    };
    this.#networks.set(id, made);
    return made;
  }

  #forgetIdleNetwork(id: NetworkId): void {
    const entry = this.#networks.get(id);
    if (entry === undefined || entry.network !== undefined) return;
    if (entry.members.size + entry.services.size + entry.stacks.size === 0)
      this.#networks.delete(id);
  }

  #stack(stack: string): StackEntry {
    const known = this.#stacks.get(stack);
    if (known !== undefined) return known;
    const made = {
      nodes: new Set<NodeId>(),
      cursors: new Set<NetworkCursor>(),
      networks: new Map(),
    };
    this.#stacks.set(stack, made);
    return made;
  }

  #forgetIdleStack(stack: string): void {
    const entry = this.#stacks.get(stack);
    if (entry !== undefined && entry.nodes.size + entry.cursors.size === 0)
      this.#stacks.delete(stack);
  }
}

function add<K, V>(sets: Map<K, Set<V>>, key: K, value: V): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}

function remove<K, V>(sets: Map<K, Set<V>>, key: K, value: V): void {
  const set = sets.get(key);
  set?.delete(value);
  if (set?.size === 0) sets.delete(key);
}
