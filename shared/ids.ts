/** Identifiers, branded so that one kind is never passed for another. */
import type { Rng } from "./rng.ts";

declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

export type NodeId = Branded<string, "NodeId">;
export type ServiceId = Branded<string, "ServiceId">;
export type TaskId = Branded<string, "TaskId">;
export type NetworkId = Branded<string, "NetworkId">;
export type SecretId = Branded<string, "SecretId">;
export type ConfigId = Branded<string, "ConfigId">;
export type VolumeId = Branded<string, "VolumeId">;
export type ClusterId = Branded<string, "ClusterId">;
export type SpecRevisionId = Branded<string, "SpecRevisionId">;
/** Position in the Raft log. Index 0 is before the first entry. */
export type LogIndex = Branded<number, "LogIndex">;
export type Term = Branded<number, "Term">;

const ID_LENGTH = 25;
const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

/** A new object id in Swarm's form: 25 characters of base 36 (129 bits). */
export function newId<Id extends string>(rng: Rng): Id {
  let id = "";
  for (let i = 0; i < ID_LENGTH; i++) id += ALPHABET[rng.below(ALPHABET.length)];
  return id as Id;
}

export function specRevisionId(serviceId: ServiceId, specVersion: number): SpecRevisionId {
  return `${serviceId}@${specVersion}` as SpecRevisionId;
}
