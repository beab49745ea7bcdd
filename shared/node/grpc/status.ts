/** ClusterError on one side of a call, gRPC's status on the other. */
import type { ServiceError, StatusObject } from "@grpc/grpc-js";
import { Metadata } from "@grpc/grpc-js";
import { ClusterError, codeFromGrpcStatus, messageOf } from "../../errors.ts";
import { PROTOCOL_VERSION, SKEP_VERSION } from "../../version.ts";

const LEADER_TRAILER = "skep-leader";
const PROTOCOL_HEADER = "skep-protocol";
const VERSION_HEADER = "skep-version";

/** What a server's handler threw, as grpc-js wants it. */
export function toStatus(error: unknown): {
  code: number;
  details: string;
  metadata: Metadata;
} {
  const failure =
    error instanceof ClusterError
      ? error
      : new ClusterError("INTERNAL", messageOf(error), { cause: error });
  const metadata = new Metadata();
  if (failure.leaderAddr !== undefined) metadata.set(LEADER_TRAILER, failure.leaderAddr);
  return { code: failure.grpcStatus, details: failure.message, metadata };
}

export function fromStatus(status: ServiceError | StatusObject): ClusterError {
  const leader = status.metadata?.get(LEADER_TRAILER)[0];
  return new ClusterError(codeFromGrpcStatus(status.code), worded(status.details), {
    cause: status instanceof Error ? status : undefined,
    leaderAddr: typeof leader === "string" && leader !== "" ? leader : undefined,
  });
}

/** grpc-js tells of its name resolution before it tells what failed: people want the latter. */
function worded(details: string): string {
  const last = /^No connection established\. Last error: (?:Error: )?(.*?)\.? Resolution note:/s;
  const [, why] = last.exec(details) ?? [];
  return why === undefined ? details : `connection error: ${why}`;
}

/** What every request carries, so that either side can refuse a peer that it cannot talk to. */
export function requestMetadata(): Metadata {
  const metadata = new Metadata();
  metadata.set(PROTOCOL_HEADER, String(PROTOCOL_VERSION));
  metadata.set(VERSION_HEADER, SKEP_VERSION);
  return metadata;
}

export interface PeerVersion {
  readonly protocol: number;
  readonly skep: string;
}

/** The caller's version; throws FAILED_PRECONDITION when this build does not speak with it. */
export function parsePeerVersion(metadata: Metadata): PeerVersion {
  const protocol = Number(metadata.get(PROTOCOL_HEADER)[0]);
  const skep = String(metadata.get(VERSION_HEADER)[0] ?? "unknown");
  if (protocol === PROTOCOL_VERSION) return { protocol, skep };
  throw new ClusterError(
    "FAILED_PRECONDITION",
    `${PROTOCOL_HEADER} is ${Number.isNaN(protocol) ? "missing" : protocol} (skep ${skep}): ` +
      `this manager (skep ${SKEP_VERSION}) speaks protocol ${PROTOCOL_VERSION}`,
  );
}
