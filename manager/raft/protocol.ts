/**
 * What the main thread and the raft thread say to each other. Plain values only: each message is
 * cloned between threads. In order, both ways; `pack` puts many byte strings into one buffer, so
 * that a batch is one allocation that is moved instead of copied.
 */
import { ClusterError, type ErrorCode } from "../../shared/errors.ts";
import type { Member } from "./membership.ts";
import type { KeyChange, LogPolicy, RaftDetails, TlsMaterial } from "./options.ts";

export interface Packed {
  readonly bytes: Uint8Array;
  readonly lengths: readonly number[];
}

export function pack(parts: readonly Uint8Array[]): Packed {
  const lengths = parts.map((part) => part.length);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { bytes, lengths };
}

/** Views into the one buffer. */
export function unpack(packed: Packed): Uint8Array[] {
  let at = 0;
  return packed.lengths.map((length) => {
    at += length;
    return packed.bytes.subarray(at - length, at);
  });
}

export interface WireStatus {
  readonly role: "leader" | "follower" | "candidate" | "learner" | "stopped";
  readonly term: number;
  readonly leader: number;
  readonly commit: number;
  readonly members: readonly (Member & { readonly reachable: boolean })[];
}

export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
}

export function toWireError(error: unknown): WireError {
  if (error instanceof ClusterError) return { code: error.code, message: error.message };
  return { code: "INTERNAL", message: error instanceof Error ? error.message : String(error) };
}

/** Requests that are answered by `done` or `refused` with the same id. */
export type Operation =
  | { readonly kind: "remove-member"; readonly raftId: number }
  | { readonly kind: "transfer-leadership" }
  | { readonly kind: "change-keys"; readonly change: KeyChange }
  | { readonly kind: "update-tls"; readonly tls: TlsMaterial }
  | { readonly kind: "stop" };

export type ToLoop =
  /** Proposals firstId, firstId+1, … */
  | { readonly kind: "propose"; readonly firstId: number; readonly data: Packed }
  | { readonly kind: "read"; readonly id: number }
  | { readonly kind: "operation"; readonly id: number; readonly operation: Operation }
  /** The state machine has applied everything up to here. */
  | { readonly kind: "applied"; readonly index: number }
  | { readonly kind: "image"; readonly index: number }
  | { readonly kind: "image-chunk"; readonly chunk: Uint8Array | undefined }
  /** The state machine takes one more chunk of the snapshot that it is given. */
  | { readonly kind: "restore-pull" }
  | { readonly kind: "node-checked"; readonly id: number; readonly removed: boolean }
  | { readonly kind: "log-policy"; readonly policy: LogPolicy }
  /** The main thread cannot go on: its state machine threw. */
  | { readonly kind: "host-failed"; readonly message: string };

export type FromLoop =
  | { readonly kind: "started"; readonly raftId: number }
  | { readonly kind: "status"; readonly status: WireStatus }
  | { readonly kind: "details"; readonly details: RaftDetails }
  | {
      readonly kind: "committed";
      readonly firstIndex: number;
      /** One for each entry. */
      readonly terms: readonly number[];
      readonly data: Packed;
      /** Proposals of this manager among them: id and index. */
      readonly proposals: readonly (readonly [number, number])[];
      readonly commit: number;
    }
  | { readonly kind: "refused"; readonly ids: readonly number[]; readonly error: WireError }
  | { readonly kind: "read-at"; readonly ids: readonly number[]; readonly index: number }
  | { readonly kind: "done"; readonly id: number }
  /** Everything that earlier leaders committed came before this. */
  | { readonly kind: "lead"; readonly term: number }
  | { readonly kind: "lead-lost" }
  | { readonly kind: "image-wanted" }
  | { readonly kind: "image-pull" }
  | { readonly kind: "image-dropped" }
  /** The whole state is replaced; its chunks follow, one for each pull, undefined after the last. */
  | { readonly kind: "restore"; readonly index: number }
  | { readonly kind: "restore-chunk"; readonly chunk: Uint8Array | undefined }
  | { readonly kind: "check-node"; readonly id: number; readonly nodeId: string }
  | {
      readonly kind: "stopped";
      readonly cause: "stopped" | "removed" | "failed";
      readonly error?: WireError;
    };
