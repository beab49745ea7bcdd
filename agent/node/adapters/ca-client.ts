/** Certificates from the managers: the first with a join token, later ones with the present one. */
import type { ChannelCredentials } from "@grpc/grpc-js";
import { controlService, nodeCaService } from "../../../proto/gen/services.ts";
import { SERVER_NAMES } from "../../../shared/caller.ts";
import type { NodeRole } from "../../../shared/domain/objects.ts";
import { ClusterError } from "../../../shared/errors.ts";
import type { ClusterId, NodeId } from "../../../shared/ids.ts";
import type { JoinToken } from "../../../shared/join-token.ts";
import type { NodeCertificates } from "../../../shared/node/certificate-files.ts";
import { GrpcChannel } from "../../../shared/node/grpc/channel.ts";
import { checkKeyPair, createSigningRequest, rootDigest } from "../../../shared/node/pki.ts";
import {
  anonymousCredentials,
  TlsIdentity,
  unverifiedCredentials,
} from "../../../shared/node/tls.ts";

export interface IssuedCertificate extends NodeCertificates {
  readonly nodeId: NodeId;
  readonly clusterId: ClusterId;
  readonly role: NodeRole;
}

const CALL_MS = 5_000;

/** The cluster's root certificate, trusted because its digest is the one in the join token. */
export async function fetchRoot(
  address: string,
  token: JoinToken,
  signal: AbortSignal,
): Promise<string> {
  const answer = await withChannel(address, unverifiedCredentials(), (channel) =>
    channel.call(nodeCaService.getRootCa, {}, { signal, timeoutMs: CALL_MS }),
  );
  const rootPem = Buffer.from(answer.certPem ?? []).toString();
  if (Buffer.compare(rootDigest(rootPem), token.rootDigest) !== 0) {
    const expected = Buffer.from(token.rootDigest).toString("hex");
    throw new ClusterError(
      "INVALID_ARGUMENT",
      `remote CA does not match fingerprint. Expected: ${expected}`,
    );
  }
  return rootPem;
}

export interface JoinIssueRequest {
  readonly addresses: readonly string[];
  readonly rootPem: string;
  readonly token: string;
  readonly availability: string;
  /** Bare; empty: the manager takes the address that it sees. */
  readonly addr: string;
  readonly hostname: string;
}

export async function requestFirstCertificate(
  request: JoinIssueRequest,
  signal: AbortSignal,
): Promise<IssuedCertificate> {
  const { token, availability, addr, hostname } = request;
  return await issue(
    request.addresses,
    anonymousCredentials(request.rootPem),
    { token, availability, addr, hostname },
    request.rootPem,
    signal,
  );
}

export async function renewCertificate(
  addresses: readonly string[],
  identity: TlsIdentity,
  signal: AbortSignal,
): Promise<IssuedCertificate> {
  const rootPem = identity.rootPem ?? "";
  return await issue(addresses, identity.channelCredentials(), {}, rootPem, signal);
}

/** The cluster's unlock key, which only managers may have; empty while autolock is off. */
export async function fetchUnlockKey(
  addresses: readonly string[],
  certificates: NodeCertificates,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const identity = new TlsIdentity(certificates.rootPem, certificates.pair);
  const answer = await atSomeManager(addresses, identity.channelCredentials(), (channel) =>
    channel.call(nodeCaService.getUnlockKey, {}, { signal, timeoutMs: CALL_MS }),
  );
  return new Uint8Array(answer.unlockKey ?? []);
}

/** Says that this node leaves, so that its tasks are replaced at once. */
export async function announceLeave(
  addresses: readonly string[],
  identity: TlsIdentity,
  nodeId: string,
  signal: AbortSignal,
): Promise<void> {
  await atSomeManager(addresses, identity.channelCredentials(), (channel) =>
    channel.call(controlService.leave, { nodeId }, { signal, timeoutMs: CALL_MS }),
  );
}

async function issue(
  addresses: readonly string[],
  credentials: ChannelCredentials,
  fields: Partial<Pick<JoinIssueRequest, "token" | "availability" | "addr" | "hostname">>,
  rootPem: string,
  signal: AbortSignal,
): Promise<IssuedCertificate> {
  const { csrPem, keyPem } = await createSigningRequest();
  const request = { csrPem: Buffer.from(csrPem), ...fields };
  const answer = await atSomeManager(addresses, credentials, (channel) =>
    channel.call(nodeCaService.issueNodeCertificate, request, { signal, timeoutMs: CALL_MS }),
  );
  const issued: IssuedCertificate = {
    nodeId: (answer.nodeId ?? "") as NodeId,
    clusterId: (answer.clusterId ?? "") as ClusterId,
    role: answer.role === "manager" ? "manager" : "worker",
    rootPem: Buffer.from(answer.rootCaPem ?? []).toString() || rootPem,
    pair: { certPem: Buffer.from(answer.certPem ?? []).toString(), keyPem },
  };
  const why = checkKeyPair(issued.pair, issued.rootPem);
  if (why !== undefined) throw new ClusterError("INTERNAL", `the issued certificate is ${why}`);
  return issued;
}

/** Tries managers in turn, and where one names the leader, the leader next. */
export async function atSomeManager<Response>(
  addresses: readonly string[],
  credentials: ChannelCredentials,
  call: (channel: GrpcChannel) => Promise<Response>,
): Promise<Response> {
  const queue = [...addresses];
  const tried = new Set<string>();
  let last = new ClusterError("UNAVAILABLE", "no manager is known");
  for (let address = queue.shift(); address !== undefined; address = queue.shift()) {
    if (tried.has(address)) continue;
    tried.add(address);
    try {
      return await withChannel(address, credentials, call);
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      last = error;
      if (!mayHelpElsewhere(error)) throw error;
      if (error.leaderAddr !== undefined) queue.unshift(error.leaderAddr);
    }
  }
  throw last;
}

/** ABORTED: it does not lead just now, and has done nothing. */
const PASSING: ReadonlySet<string> = new Set(["UNAVAILABLE", "DEADLINE_EXCEEDED", "ABORTED"]);

export function mayHelpElsewhere(error: ClusterError): boolean {
  return PASSING.has(error.code);
}

async function withChannel<Response>(
  address: string,
  credentials: ChannelCredentials,
  call: (channel: GrpcChannel) => Promise<Response>,
): Promise<Response> {
  const channel = new GrpcChannel({ address, credentials, serverName: SERVER_NAMES.manager });
  try {
    return await call(channel);
  } finally {
    channel.close();
  }
}
