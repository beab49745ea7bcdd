/**
 * The NodeCa calls. Certificates are signed by the leader only, because a new node must be in the
 * store before it can use one; other managers answer UNAVAILABLE with the leader's address.
 */
import { nodeCaService } from "../../proto/gen/services.ts";
import type { skep } from "../../proto/messages.ts";
import type { Clock } from "../../shared/clock.ts";
import type { Cluster, Node } from "../../shared/domain/objects.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { NodeId } from "../../shared/ids.ts";
import { newId } from "../../shared/ids.ts";
import type { Logger } from "../../shared/logger.ts";
import type { CallContext, GrpcServer } from "../../shared/node/grpc/server.ts";
import {
  DEFAULT_CERT_LIFE_MS,
  type IssueRequest,
  issueCertificate,
} from "../../shared/node/pki.ts";
import type { Rng } from "../../shared/rng.ts";
import { SWARM_TEXTS } from "../../shared/swarm-errors.ts";
import type { Consensus } from "../raft/consensus.ts";
import type { Store, WriteTx } from "../store/types.ts";
import type { AuthorizationFacts } from "./authorization.ts";
import { decideIssuance, type Issuance, isRemoved, theCluster } from "./issuance.ts";
import { rotationBasis } from "./next-root.ts";
import { signingRoot, trustedRoots } from "./root-rotation.ts";

export interface NodeCaOptions {
  readonly store: Store;
  readonly consensus: Pick<Consensus, "status" | "leadership">;
  readonly clock: Clock;
  /** Unpredictable, as ids are drawn from it. */
  readonly rng: Rng;
  readonly log: Logger;
}

export function registerNodeCa(server: GrpcServer, options: NodeCaOptions): void {
  // The one whose digest is in the join tokens: during a rotation the old one still. The next root's
  // certificates hold under it, by the chain that they come with.
  server.unary(nodeCaService.getRootCa, () => ({
    certPem: Buffer.from(knownCluster(options.store).rootCa.certPem),
  }));
  server.unary(nodeCaService.getUnlockKey, () => {
    const cluster = knownCluster(options.store);
    return { unlockKey: cluster.unlockKey, version: cluster.unlockKeyVersion };
  });
  server.unary(nodeCaService.issueNodeCertificate, (request, context) =>
    issue(options, request, context),
  );
}

/** The store's side of the authorization table. */
export function authorizationFacts(store: Pick<Store, "view">): AuthorizationFacts {
  return {
    clusterId: () => store.view((tx) => theCluster(tx)?.id),
    isRemoved: (nodeId) =>
      store.view((tx) => {
        const cluster = theCluster(tx);
        return cluster !== undefined && isRemoved(cluster, nodeId);
      }),
  };
}

async function issue(
  options: NodeCaOptions,
  request: skep.v1.IssueNodeCertificateRequest.$Properties,
  context: CallContext,
): Promise<skep.v1.IssueNodeCertificateResponse.$Properties> {
  requireLead(options.consensus);
  const asked = {
    caller: context.caller,
    token: request.token ?? "",
    availability: request.availability ?? "",
    addr: request.addr || hostOf(context.peer),
    freshId: newId<NodeId>(options.rng),
  };
  const decide = (tx: Parameters<typeof decideIssuance>[1]): Issuance =>
    decideIssuance(asked, tx, DEFAULT_CERT_LIFE_MS);
  const decided = options.store.view(decide);
  // Before any signing: whoever has no token must not be able to keep this manager busy.
  if (decided.kind === "refused") throw decided.error;
  const who =
    decided.kind === "new"
      ? { nodeId: decided.node.id, role: decided.node.role }
      : { nodeId: decided.nodeId, role: decided.role };
  const { certPem, rootPem } = await signAndWrite(options, {
    csrPem: Buffer.from(request.csrPem ?? []).toString(),
    ...who,
    clusterId: decided.clusterId,
    lifeMs: decided.lifeMs,
    signal: context.signal,
    write: (tx, pem) => {
      const again = decide(tx);
      // The token was rotated or the node removed meanwhile: nothing was handed out yet.
      if (again.kind === "refused") throw again.error;
      write(tx, again, pem, request.hostname ?? "");
    },
  });
  options.log.info({ ...who, kind: decided.kind, peer: context.peer }, "issued a certificate");
  return {
    nodeId: who.nodeId,
    certPem: Buffer.from(certPem),
    rootCaPem: Buffer.from(rootPem),
    role: who.role,
    clusterId: decided.clusterId,
  };
}

interface Signing extends Omit<IssueRequest, "root" | "now"> {
  readonly signal: AbortSignal;
  readonly write: (tx: WriteTx, certPem: string) => void;
}

/**
 * Signs with the root that signs now, and writes that if it still does. INVARIANT: a rotation that
 * has begun sees every node that has a certificate of the root before; so one that was signed in
 * the moment before and not written yet is signed anew.
 */
async function signAndWrite(
  { store, clock }: NodeCaOptions,
  { signal, write: writeIt, ...who }: Signing,
): Promise<{ readonly certPem: string; readonly rootPem: string }> {
  for (;;) {
    const ca = knownCluster(store).rootCa;
    const certPem = await issueCertificate({ ...who, root: signingRoot(ca), now: clock.now() });
    let current = false;
    await store.update((tx) => {
      const { rootCa } = theCluster(tx) ?? { rootCa: ca };
      current = rotationBasis(rootCa) === rotationBasis(ca);
      if (current) writeIt(tx, certPem);
    }, signal);
    if (current) return { certPem, rootPem: trustedRoots(ca) };
  }
}

function write(
  tx: WriteTx,
  issuance: Exclude<Issuance, { kind: "refused" }>,
  certificatePem: string,
  hostname: string,
): void {
  if (issuance.kind === "new") {
    const node: Node = { ...issuance.node, certificatePem, specSince: tx.index };
    tx.create("node", hostname === "" ? node : { ...node, description: bareDescription(hostname) });
    return;
  }
  const node = tx.get("node", issuance.nodeId);
  if (node !== undefined) tx.update("node", { ...node, certificatePem });
}

/** Until the node's agent says more, `docker node ls` can at least show its name. */
function bareDescription(hostname: string): NonNullable<Node["description"]> {
  return {
    hostname,
    os: "",
    architecture: "",
    resources: { nanoCpus: 0, memoryBytes: 0, generic: [] },
    engineVersion: "",
    engineLabels: {},
    plugins: [],
    tls: {
      trustRootPem: "",
      certIssuerSubject: new Uint8Array(),
      certIssuerPublicKey: new Uint8Array(),
    },
    runtime: "docker",
    skepVersion: "",
    engineId: "",
  };
}

function requireLead(consensus: Pick<Consensus, "status" | "leadership">): void {
  if (consensus.leadership() !== undefined) return;
  const { leader, raftId } = consensus.status();
  if (leader === undefined || leader.raftId === raftId) {
    throw new ClusterError("UNAVAILABLE", SWARM_TEXTS.noLeader);
  }
  throw new ClusterError("UNAVAILABLE", `this manager does not lead, ${leader.addr} does`, {
    leaderAddr: leader.addr,
  });
}

function knownCluster(store: Store): Cluster {
  const cluster = store.view(theCluster);
  if (cluster === undefined) throw notReady();
  return cluster;
}

function notReady(): ClusterError {
  return new ClusterError("UNAVAILABLE", "this manager does not know its cluster yet");
}

/** The host of a peer's host:port; empty for "unknown". */
function hostOf(peer: string): string {
  const colon = peer.lastIndexOf(":");
  return colon < 0 ? "" : peer.slice(0, colon).replace(/^::ffff:/, "");
}
