/** Certificates as the cluster's own root issues them. */
import type { ClusterId, NodeId } from "../../shared/ids.ts";
import { createSigningRequest, issueCertificate } from "../../shared/node/pki.ts";
import type { KeyPair } from "../../shared/node/tls.ts";

/** A manager's, valid for that host name. */
export async function issued(root: KeyPair, name: string): Promise<KeyPair> {
  const { csrPem, keyPem } = await createSigningRequest();
  const certPem = await issueCertificate({
    root,
    csrPem,
    nodeId: name as NodeId,
    role: "manager",
    clusterId: "c" as ClusterId,
    now: Date.now(),
    lifeMs: 0,
  });
  return { certPem, keyPem };
}
