/**
 * Which networks must a network stack be on? Those that it has live tasks on, and the ingress
 * network while anything is published: a published port answers on every node.
 */
import type { Instant } from "../../shared/clock.ts";
import type { NetworkAttachment, Node } from "../../shared/domain/objects.ts";
import type { NetworkId } from "../../shared/ids.ts";
import type { AllocatorView } from "./allocator-view.ts";
import { attachmentsOf, NO_STACK } from "./stacks.ts";
import type { Outcome } from "./waiting-room.ts";

interface NodeAction {
  readonly kind: "node";
  readonly before: Node;
  readonly after: Node;
}

/**
 * A stack stays on a network for so long after its last task: the next one is likely to come, and
 * another address would mean another bridge.
 */
export const LINGER_MS = 30_000;

/** Puts what it decides into the view and `actions`; says what is missing. */
export function planStack(
  view: AllocatorView,
  stack: string,
  now: Instant,
  actions: { push(action: NodeAction): unknown },
): Outcome {
  const nodes = view.stacks.nodesOf(stack);
  const inUse = stack === NO_STACK ? NOTHING : view.stacks.inUse(stack);
  const ingress = stack !== NO_STACK && view.hasIngress ? view.ingressId : undefined;
  const candidates = new Set<NetworkId>(inUse);
  if (ingress !== undefined) candidates.add(ingress);
  for (const node of nodes)
    for (const { networkId } of attachmentsOf(node)) candidates.add(networkId);
  let missing: Outcome;
  const attachments: NetworkAttachment[] = [];
  const idle = new Map<NetworkId, Instant>();
  for (const networkId of [...candidates].sort()) {
    if (!view.networks.has(networkId)) continue;
    const needed = inUse.has(networkId) || networkId === ingress;
    const own = ownAddresses(view, stack, nodes, networkId);
    if (!needed) {
      const since = view.idle.get(stack)?.get(networkId) ?? now;
      if (own.length === 0 || stack === NO_STACK || since + LINGER_MS <= now) continue;
      idle.set(networkId, since);
    }
    const { addresses, short } = needed
      ? view.addresses.nextEach(networkId, own)
      : { addresses: own, short: false };
    if (short) missing ??= networkId;
    if (addresses.length > 0) attachments.push({ networkId, addresses, aliases: [] });
  }
  if (idle.size > 0) view.idle.set(stack, idle);
  else view.idle.delete(stack);
  for (const node of nodes) {
    if (sameAttachments(attachmentsOf(node), attachments)) continue;
    const after = { ...node, attachments };
    actions.push({ kind: "node", before: node, after });
    view.putNode(after);
  }
  return missing;
}

const NOTHING: ReadonlySet<NetworkId> = new Set();

/** What some node of the stack has there already, and no other stack has a better right to. */
function ownAddresses(
  view: AllocatorView,
  stack: string,
  nodes: readonly Node[],
  networkId: NetworkId,
): readonly string[] {
  for (const node of nodes) {
    const attachment = attachmentsOf(node).find((known) => known.networkId === networkId);
    const own = (attachment?.addresses ?? []).filter((address) =>
      view.stacks.isOwn(stack, networkId, address),
    );
    if (own.length > 0) return own;
  }
  return [];
}

function sameAttachments(
  a: readonly NetworkAttachment[],
  b: readonly NetworkAttachment[],
): boolean {
  return (
    a.length === b.length &&
    a.every((one, at) => {
      const other = b[at];
      return (
        other !== undefined &&
        one.networkId === other.networkId &&
        one.addresses.length === other.addresses.length &&
        one.addresses.every((address, i) => address === other.addresses[i])
      );
    })
  );
}
