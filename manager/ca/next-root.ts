/** Which root comes next, when a change of the swarm's spec asks for another one. */
import type { Instant } from "../../shared/clock.ts";
import { refuse } from "../../shared/document.ts";
import type { Cluster, RootCa, RootRotation } from "../../shared/domain/objects.ts";
import type { SwarmSpec } from "../../shared/domain/spec.ts";
import { createRoot, issuerFacts } from "../../shared/node/pki.ts";
import { crossSign, parseRoot } from "../../shared/node/root-ca.ts";
import type { KeyPair } from "../../shared/node/tls.ts";
import { toBase64 } from "./root-rotation.ts";

export type WantedRoot =
  /** Any: made here. */
  | { readonly kind: "new" }
  | { readonly kind: "given"; readonly certPem: string; readonly keyPem: string };

/** Decided on a root, and of use only while that is the cluster's: it has signed. */
export interface PreparedRotation {
  readonly basis: string;
  /** Undefined: what was given is the root already, or the one under way. */
  readonly rotation: RootRotation | undefined;
}

/**
 * Undefined when the change asks for no other root. A `ForceRotate` is new against the spec, not
 * against the last rotation: one of before rotations were carried out must not come to life.
 */
export function wantedRoot(cluster: Cluster, spec: SwarmSpec): WantedRoot | undefined {
  const { SigningCACert: certPem = "", SigningCAKey: keyPem = "" } = spec.CAConfig ?? {};
  const before = cluster.spec.CAConfig?.ForceRotate ?? 0;
  const given = certPem !== "";
  if (!given && (spec.CAConfig?.ForceRotate ?? before) === before) return undefined;
  if ((spec.CAConfig?.ExternalCAs ?? []).length > 0) {
    refuse("CAConfig.ExternalCAs", "external CAs are not supported: none can sign for a new root");
  }
  return given ? { kind: "given", certPem, keyPem } : { kind: "new" };
}

/** What a prepared rotation stands and falls with. */
export function rotationBasis({ certPem, rotation }: RootCa): string {
  return `${certPem}${rotation?.certPem ?? ""}`;
}

/** Makes or checks the next root. Throws INVALID_ARGUMENT with the field for one that won't do. */
export async function prepareRotation(
  ca: RootCa,
  wanted: WantedRoot,
  now: Instant,
): Promise<PreparedRotation> {
  const basis = rotationBasis(ca);
  const next = wanted.kind === "new" ? await createRoot(now) : parseRoot(wanted, now);
  // Back to the root that is being replaced is a rotation like any other: nodes have left it.
  if (next.certPem === (ca.rotation ?? ca).certPem) return { basis, rotation: undefined };
  return { basis, rotation: await rotationTo(ca, next, now) };
}

async function rotationTo(ca: RootCa, next: KeyPair, now: Instant): Promise<RootRotation> {
  const { subject, publicKey } = issuerFacts(next.certPem);
  return {
    ...next,
    crossSignedPem: await crossSign(ca, next, now),
    issuerSubject: toBase64(subject),
    issuerPublicKey: toBase64(publicKey),
    askedUpTo: "",
    askedMs: 0,
  };
}
