/** What of a node concerns the networks of others, and is it the same as before? */
import type { NetworkAttachment, Node } from "../../shared/domain/objects.ts";
import type { NetworkId } from "../../shared/ids.ts";

const NONE: readonly never[] = [];

export function stackOf(node: Node | undefined): string {
  return node?.description?.networkStack ?? "";
}

/** Of a node without a stack no attachment counts. */
export function networkIdsOf(node: Node | undefined): readonly NetworkId[] {
  if (stackOf(node) === "") return NONE;
  return (node?.attachments ?? NONE).map(({ networkId }) => networkId);
}

/** What of a node is told to others. Most changes of a node are none of it. */
export function sameNode(a: Node, b: Node): boolean {
  return (
    samePlace(a, b) &&
    sameAttachments(a.attachments ?? NONE, b.attachments ?? NONE) &&
    sameBytes(a.description?.wireguardPublicKey, b.description?.wireguardPublicKey) &&
    sameBytes(a.description?.wireguardNextPublicKey, b.description?.wireguardNextPublicKey) &&
    a.description?.wireguardPort === b.description?.wireguardPort &&
    a.description?.wireguardNextPort === b.description?.wireguardNextPort
  );
}

/** What of a node is in its members' rows. */
export function samePlace(a: Node, b: Node): boolean {
  return (
    stackOf(a) === stackOf(b) &&
    a.status.addr === b.status.addr &&
    a.description?.runtime === b.description?.runtime &&
    (a.status.state === "down") === (b.status.state === "down")
  );
}

export function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === b || (a?.length === b?.length && (a ?? NONE).every((byte, i) => byte === b?.[i]));
}

/** By value: a node that was written for another reason has new objects here. */
function sameAttachments(
  a: readonly NetworkAttachment[],
  b: readonly NetworkAttachment[],
): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

export function sameAddresses(a: NetworkAttachment, b: NetworkAttachment): boolean {
  return a === b || a.addresses.join() === b.addresses.join();
}
