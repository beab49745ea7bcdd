/**
 * A root is being replaced by the next one: what signs, what is trusted, who must renew, and when
 * is it over? All state is the cluster object's `rootCa.rotation`, so that any leader goes on.
 *
 * One row per node, by three facts: whose certificate it reports, whether it was told to renew
 * (its id is within `askedUpTo`), and whether it is there.
 *
 * | row | reports     | told | node is | action                                               |
 * |-----|-------------|------|---------|------------------------------------------------------|
 * | A   | the next    |      |         | none: it has gone over                               |
 * | B   | another, or | no   |         | tell it, with a batch, once a batch is due           |
 * | C   | none        | yes  | up      | wait: it renews, and reports that                    |
 * | D   |             | yes  | down    | wait: until it comes back, or is removed             |
 *
 * | row | all nodes                              | action                                    |
 * |-----|----------------------------------------|-------------------------------------------|
 * | E   | in A                                   | end: the next root is the root from now on |
 * | F   | else                                   | none                                      |
 *
 * Told are all nodes up to an id, not a list: a large cluster's would be written with each batch.
 * One that joins below it has a certificate of the next root anyway.
 */
import type { Instant } from "../../shared/clock.ts";
import type { Node, RootCa, RootRotation } from "../../shared/domain/objects.ts";
import type { NodeId } from "../../shared/ids.ts";

/** So many are told at once, and the next ones so much later (reference 3.6). */
export const BATCH_SIZE = 30;
export const BATCH_MS = 3_000;

export type RotatingNode = Pick<Node, "id" | "status"> & {
  readonly description?: Pick<NonNullable<Node["description"]>, "tls">;
};

export interface RotationView {
  readonly rotation: RootRotation | undefined;
  readonly nodes: Iterable<RotatingNode>;
}

export type RotationAction =
  /** Nodes up to this id must renew: `count` more than before. */
  | { readonly kind: "ask"; readonly upTo: NodeId; readonly count: number }
  | { readonly kind: "end" };

export interface RotationWait {
  readonly nodeId: NodeId;
  readonly why: "batch" | "renewal" | "down";
}

export interface RotationPlan {
  readonly action: RotationAction | undefined;
  /** By id; those that the action tells are in it. */
  readonly waitingOn: readonly RotationWait[];
  readonly wakeAt: Instant | null;
}

export function planRotation({ rotation, nodes }: RotationView, now: Instant): RotationPlan {
  if (rotation === undefined) return { action: undefined, waitingOn: [], wakeAt: null };
  const waitingOn: RotationWait[] = [];
  const untold: NodeId[] = [];
  for (const node of [...nodes].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (hasGoneOver(node, rotation)) continue;
    const told = isTold(node.id, rotation);
    if (!told) untold.push(node.id);
    const why = !told ? "batch" : node.status.state === "down" ? "down" : "renewal";
    waitingOn.push({ nodeId: node.id, why });
  }
  if (waitingOn.length === 0) return { action: { kind: "end" }, waitingOn, wakeAt: null };
  const batch = untold.slice(0, BATCH_SIZE);
  const upTo = batch.at(-1);
  if (upTo === undefined) return { action: undefined, waitingOn, wakeAt: null };
  // A leader of before may have had another clock: no longer than a pause from now.
  const dueAt = Math.min(rotation.askedMs + BATCH_MS, now + BATCH_MS);
  if (rotation.askedUpTo !== "" && now < dueAt) {
    return { action: undefined, waitingOn, wakeAt: dueAt };
  }
  const wakeAt = untold.length > batch.length ? now + BATCH_MS : null;
  return { action: { kind: "ask", upTo, count: batch.length }, waitingOn, wakeAt };
}

/** For the dispatcher. */
export function mustRenew(node: RotatingNode, { rotation }: RootCa): boolean {
  return rotation !== undefined && isTold(node.id, rotation) && !hasGoneOver(node, rotation);
}

function isTold(id: NodeId, rotation: RootRotation): boolean {
  return id <= rotation.askedUpTo;
}

/** The node itself says so: it has the certificate, not only was one made for it. */
function hasGoneOver({ description }: RotatingNode, rotation: RootRotation): boolean {
  if (description === undefined) return false;
  const { certIssuerSubject, certIssuerPublicKey } = description.tls;
  return (
    toBase64(certIssuerPublicKey) === rotation.issuerPublicKey &&
    toBase64(certIssuerSubject) === rotation.issuerSubject
  );
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

/** What certificates are signed with now, and what goes with each. */
export function signingRoot({ certPem, keyPem, rotation }: RootCa): {
  readonly certPem: string;
  readonly keyPem: string;
  readonly chainPem: string;
} {
  if (rotation === undefined) return { certPem, keyPem, chainPem: "" };
  const { certPem: next, keyPem: nextKey, crossSignedPem } = rotation;
  return { certPem: next, keyPem: nextKey, chainPem: crossSignedPem };
}

/** What nodes trust now; the last one is the newest, by which a node knows that it is done. */
export function trustedRoots({ certPem, rotation }: RootCa): string {
  return rotation === undefined || rotation.certPem === certPem
    ? certPem
    : `${certPem}${rotation.certPem}`;
}

/** The tokens are for the next root, as their digests say. */
export interface NextTokens {
  readonly joinTokenWorker: string;
  readonly joinTokenManager: string;
  readonly certDigest: string;
}

export function endRotation(ca: RootCa, tokens: NextTokens): RootCa {
  const { rotation, ...rest } = ca;
  if (rotation === undefined) return ca;
  const { certPem, keyPem } = rotation;
  return { ...rest, ...tokens, certPem, keyPem };
}
