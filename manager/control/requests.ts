/** What may be asked of Control: the RPCs' messages with nothing left out, checked for their kind. */
import { ClusterError } from "../../shared/errors.ts";

export const CREATED_KINDS = ["service", "network", "secret", "config", "volume"] as const;
export type CreatedKind = (typeof CREATED_KINDS)[number];
export const UPDATED_KINDS = ["service", "node", "cluster", "secret", "config", "volume"] as const;
export type UpdatedKind = (typeof UPDATED_KINDS)[number];
export const REMOVED_KINDS = ["service", "node", "network", "secret", "config", "volume"] as const;
export type RemovedKind = (typeof REMOVED_KINDS)[number];

export interface CreateRequest {
  readonly kind: CreatedKind;
  readonly specJson: Uint8Array;
  /** X-Registry-Auth, decoded; empty without one. */
  readonly registryAuth: Uint8Array;
}

export interface CreateResult {
  readonly id: string;
  readonly warnings: readonly string[];
}

export interface UpdateRequest {
  readonly kind: UpdatedKind;
  /** The whole id. */
  readonly id: string;
  /** The version that the change was decided on. */
  readonly versionIndex: number;
  readonly specJson: Uint8Array;
  readonly registryAuth: Uint8Array;
  readonly registryAuthFrom: "spec" | "previous-spec";
  readonly rollback: "" | "previous";
  readonly rotateWorkerToken: boolean;
  readonly rotateManagerToken: boolean;
  readonly rotateManagerUnlockKey: boolean;
}

export interface UpdateResult {
  readonly warnings: readonly string[];
}

export interface RemoveRequest {
  readonly kind: RemovedKind;
  readonly id: string;
  readonly force: boolean;
}

export interface UsageRequest {
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly taskIds: readonly string[];
}

export const NO_BYTES: Uint8Array = new Uint8Array(0);

/** An update that asks for nothing but what is given. */
export function updateRequest(
  given: Pick<UpdateRequest, "kind" | "id" | "versionIndex" | "specJson"> & Partial<UpdateRequest>,
): UpdateRequest {
  return {
    registryAuth: NO_BYTES,
    registryAuthFrom: "spec",
    rollback: "",
    rotateWorkerToken: false,
    rotateManagerToken: false,
    rotateManagerUnlockKey: false,
    ...given,
  };
}

export function parseKind<K extends string>(kind: unknown, kinds: readonly K[]): K {
  const found = kinds.find((k) => k === kind);
  if (found === undefined) {
    throw new ClusterError(
      "INVALID_ARGUMENT",
      `kind: ${String(kind)}: expected one of ${kinds.join(", ")}`,
    );
  }
  return found;
}
