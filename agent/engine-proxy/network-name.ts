/**
 * Whose network is meant by a name? The engine's and the swarm's are asked one after the other, and
 * either takes the beginning of an id for a name: "db" is a network's name, and may be how the id
 * of another begins. A name or a whole id goes before the beginning of one, as in Docker.
 */

import { ClusterError } from "../../shared/errors.ts";

/** @throws INVALID_ARGUMENT where the path's part is not one */
export function decodedName(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ClusterError("INVALID_ARGUMENT", `invalid URL escape in ${JSON.stringify(part)}`);
  }
}

/** Has what was found this name or id? If not, its id begins so. */
export function isNamed(network: unknown, input: string): boolean {
  if (typeof network !== "object" || network === null) return false;
  const { Id: id, Name: name } = network as Record<string, unknown>;
  return id === input || name === input;
}
