/**
 * Which network stacks are there, which networks is each on, and with which addresses? Nodes on
 * one stack share a bridge per network, and so its address.
 */
import type { NetworkAttachment, Node } from "../../shared/domain/objects.ts";
import type { NetworkId, NodeId } from "../../shared/ids.ts";

/** Of nodes that have no networks. */
export const NO_STACK = "";
const NONE: readonly NetworkAttachment[] = [];

export class Stacks {
  readonly nodes: Map<NodeId, Node> = new Map();
  /** Stacks that must be looked at. */
  readonly dirty: Set<string> = new Set();
  readonly #members: Map<string, Set<NodeId>> = new Map();
  /** How many live tasks each node has on each network. */
  readonly #tasks: Map<NodeId, Map<NetworkId, number>> = new Map();
  /** Who has an address: several nodes, if they share a stack. */
  readonly #claims: Map<string, Set<NodeId>> = new Map();
  /** How many nodes of each stack are on a network. */
  readonly #attached: Map<NetworkId, Map<string, number>> = new Map();

  static stackOf(node: Node): string {
    return node.description?.networkStack ?? NO_STACK;
  }

  get count(): number {
    return this.#members.size - (this.#members.has(NO_STACK) ? 1 : 0);
  }

  attachedCount(id: NetworkId): number {
    return this.#attached.get(id)?.size ?? 0;
  }

  put(node: Node): void {
    const before = this.nodes.get(node.id);
    this.nodes.set(node.id, node);
    const stack = Stacks.stackOf(node);
    const was = before === undefined ? undefined : Stacks.stackOf(before);
    if (was === stack && before?.attachments === node.attachments) return;
    if (before !== undefined) this.#drop(before);
    this.#add(node);
    if (was !== undefined) this.#touch(was);
    this.#touch(stack);
    // Those that share an address with it must see whose it is now.
    for (const key of keysOf(node)) {
      for (const other of this.#claims.get(key) ?? []) this.touchNode(other);
    }
  }

  remove(id: NodeId): void {
    const node = this.nodes.get(id);
    if (node === undefined) return;
    this.#drop(node);
    this.nodes.delete(id);
    this.#tasks.delete(id);
    this.#touch(Stacks.stackOf(node));
  }

  touchAll(): void {
    for (const stack of this.#members.keys()) this.#touch(stack);
  }

  touchNode(id: NodeId): void {
    const node = this.nodes.get(id);
    if (node !== undefined) this.#touch(Stacks.stackOf(node));
  }

  touchNetwork(id: NetworkId): void {
    for (const stack of this.#attached.get(id)?.keys() ?? []) this.#touch(stack);
  }

  /** A node of no stack matters only while it still has addresses. */
  #touch(stack: string): void {
    if (stack !== NO_STACK || this.nodesOf(stack).some((node) => attachmentsOf(node).length > 0)) {
      this.dirty.add(stack);
    }
  }

  countTask(nodeId: NodeId, networkId: NetworkId, by: 1 | -1): void {
    const networks = this.#tasks.get(nodeId) ?? new Map<NetworkId, number>();
    this.#tasks.set(nodeId, networks);
    const count = (networks.get(networkId) ?? 0) + by;
    if (count > 0) networks.set(networkId, count);
    else networks.delete(networkId);
    // Only the first and the last of them make a difference.
    if (count <= 1) this.touchNode(nodeId);
  }

  nodesOf(stack: string): readonly Node[] {
    const ids = [...(this.#members.get(stack) ?? [])].sort();
    return ids.flatMap((id) => this.nodes.get(id) ?? []);
  }

  /** Networks on which the stack's nodes have live tasks. */
  inUse(stack: string): ReadonlySet<NetworkId> {
    const found = new Set<NetworkId>();
    for (const id of this.#members.get(stack) ?? []) {
      for (const networkId of this.#tasks.get(id)?.keys() ?? []) found.add(networkId);
    }
    return found;
  }

  /**
   * Whether an address that a node has is its stack's. A node that went to another stack takes its
   * address along if nobody else has it: most often the machine has started again.
   */
  isOwn(stack: string, networkId: NetworkId, address: string): boolean {
    const [owner] = [...(this.#claims.get(claimKey(networkId, address)) ?? [])].sort();
    const node = owner === undefined ? undefined : this.nodes.get(owner);
    return node !== undefined && Stacks.stackOf(node) === stack;
  }

  #add(node: Node): void {
    const stack = Stacks.stackOf(node);
    const members = this.#members.get(stack);
    if (members === undefined) this.#members.set(stack, new Set([node.id]));
    else members.add(node.id);
    for (const key of keysOf(node)) {
      const claim = this.#claims.get(key);
      if (claim === undefined) this.#claims.set(key, new Set([node.id]));
      else claim.add(node.id);
    }
    for (const { networkId } of attachmentsOf(node)) this.#count(networkId, stack, 1);
  }

  #drop(node: Node): void {
    const stack = Stacks.stackOf(node);
    const members = this.#members.get(stack);
    members?.delete(node.id);
    if (members?.size === 0) this.#members.delete(stack);
    for (const key of keysOf(node)) {
      const claim = this.#claims.get(key);
      for (const other of claim ?? []) this.touchNode(other);
      claim?.delete(node.id);
      if (claim?.size === 0) this.#claims.delete(key);
    }
    for (const { networkId } of attachmentsOf(node)) this.#count(networkId, stack, -1);
  }

  #count(networkId: NetworkId, stack: string, by: 1 | -1): void {
    const stacks = this.#attached.get(networkId) ?? new Map<string, number>();
    this.#attached.set(networkId, stacks);
    const count = (stacks.get(stack) ?? 0) + by;
    if (count > 0) stacks.set(stack, count);
    else stacks.delete(stack);
    if (stacks.size === 0) this.#attached.delete(networkId);
  }
}

export function attachmentsOf(node: Node): readonly NetworkAttachment[] {
  return node.attachments ?? NONE;
}

function claimKey(networkId: NetworkId, address: string): string {
  return `${networkId}/${address}`;
}

function keysOf(node: Node): readonly string[] {
  return attachmentsOf(node).flatMap(({ networkId, addresses }) =>
    addresses.map((address) => claimKey(networkId, address)),
  );
}
