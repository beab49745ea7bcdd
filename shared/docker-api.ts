/**
 * What both ends of the Docker API socket agree on: skepd's proxy and the manager's gateway.
 * Which version does a request speak, and what path is it after?
 */
import { ClusterError } from "./errors.ts";

export interface ApiVersion {
  readonly major: number;
  readonly minor: number;
}

/**
 * The newest version that the swarm routes speak. Clients never ask for more; what they ask of an
 * engine that speaks less is lowered on the way.
 */
export const MAX_API_VERSION: ApiVersion = { major: 1, minor: 51 };
export const MIN_API_VERSION: ApiVersion = { major: 1, minor: 24 };

export function formatApiVersion(version: ApiVersion): string {
  return `${version.major}.${version.minor}`;
}

export function parseApiVersion(text: string): ApiVersion | undefined {
  const match = /^(\d{1,4})\.(\d{1,4})$/.exec(text);
  if (match === null) return undefined;
  return { major: Number(match[1]), minor: Number(match[2]) };
}

/** Negative when `a` is older. */
export function compareApiVersions(a: ApiVersion, b: ApiVersion): number {
  return a.major === b.major ? a.minor - b.minor : a.major - b.major;
}

export function isBefore(version: ApiVersion, text: string): boolean {
  const other = parseApiVersion(text);
  return other !== undefined && compareApiVersions(version, other) < 0;
}

export interface VersionedPath {
  /** Undefined for a path without a version: the newest is meant. */
  readonly version: ApiVersion | undefined;
  /** Begins with a slash; still percent-encoded, without the query. */
  readonly path: string;
  /** Begins with a question mark, or is empty. */
  readonly query: string;
}

/**
 * Splits a request target. A first segment that begins like a version (`/v1…`) must be one: a typo
 * there would otherwise read as an unknown page.
 */
export function splitTarget(target: string): VersionedPath {
  const mark = target.indexOf("?");
  const whole = mark < 0 ? target : target.slice(0, mark);
  const query = mark < 0 ? "" : target.slice(mark);
  if (!whole.startsWith("/")) {
    throw new ClusterError("INVALID_ARGUMENT", `path: ${whole}: expected a leading slash`);
  }
  const prefix = /^\/v([0-9][^/]*)(?=\/|$)/.exec(whole);
  if (prefix === null) return { version: undefined, path: whole, query };
  const version = parseApiVersion(prefix[1] ?? "");
  if (version === undefined) {
    throw new ClusterError(
      "INVALID_ARGUMENT",
      `API version: ${prefix[1]}: expected MAJOR.MINOR, such as ${formatApiVersion(MAX_API_VERSION)}`,
    );
  }
  const path = whole.slice(prefix[0].length);
  return { version, path: path === "" ? "/" : path, query };
}

/** Docker's words: clients show them, and some look for "too new" to lower their own version. */
export function requireSupported(version: ApiVersion): void {
  if (compareApiVersions(version, MIN_API_VERSION) < 0) {
    throw new ClusterError(
      "INVALID_ARGUMENT",
      `client version ${formatApiVersion(version)} is too old. Minimum supported API version is ` +
        `${formatApiVersion(MIN_API_VERSION)}, please upgrade your client to a newer version`,
    );
  }
  if (compareApiVersions(version, MAX_API_VERSION) > 0) {
    throw new ClusterError(
      "INVALID_ARGUMENT",
      `client version ${formatApiVersion(version)} is too new. Maximum supported API version is ` +
        formatApiVersion(MAX_API_VERSION),
    );
  }
}

/** What a node that cannot answer for the cluster says (reference 1: 503 on all of them). */
export const SWARM_REFUSALS: Readonly<
  Record<"inactive" | "locked" | "worker" | "pending" | "error" | "already", string>
> = {
  inactive:
    'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect ' +
    "this node to swarm and try again.",
  locked:
    'Swarm is encrypted and needs to be unlocked before it can be used. Please use "docker swarm ' +
    'unlock" to unlock it.',
  worker:
    "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. " +
    "Please run this command on a manager node or promote the current node to a manager.",
  pending:
    "This node is not a swarm manager. The node is still joining the swarm: please try again.",
  error:
    "This node is not a swarm manager. Its part in the swarm has failed: see `docker info`, and " +
    'use "docker swarm leave --force" to leave it.',
  already:
    'This node is already part of a swarm. Use "docker swarm leave" to leave this swarm and join ' +
    "another one.",
};
