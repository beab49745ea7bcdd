import type { RaftDetails, StartMode } from "../../../manager/raft/options.ts";

export interface ManagerConfig {
  readonly stateDir: string;
  readonly listenAddr: string;
  readonly advertiseAddr: string;
  readonly nodeId: string;
  readonly clusterId: string;
  readonly mode: StartMode;
  readonly innerSocketPath: string;
  readonly tlsDir: string;
  /** With a store as the state machine, which takes a snapshot only when asked to. */
  readonly store: boolean;
  /** Tells on standard error what it warns of. */
  readonly verbose: boolean;
}

export type Work = "details" | "fill" | "schedule" | "snapshot";

export type ToChild =
  | { readonly kind: "start"; readonly config: ManagerConfig }
  | {
      readonly kind: "write";
      readonly writers: number;
      readonly seconds: number;
      readonly bytes: number;
    }
  | { readonly kind: "do"; readonly what: Work; readonly tasks: number }
  /** Says when a write is taken by this one, once. */
  | { readonly kind: "watch" }
  | { readonly kind: "unwatch" }
  /** Writes one after the other whenever it leads, until `flow-end` or `stop`. */
  | { readonly kind: "flow" }
  | { readonly kind: "flow-end" }
  | { readonly kind: "stop" };

export type FromChild =
  | { readonly kind: "ready" }
  | {
      readonly kind: "status";
      readonly leads: boolean;
      readonly voters: number;
      readonly term: number;
      readonly settled: boolean;
    }
  /** When writes of the flow were accepted. */
  | { readonly kind: "flowed"; readonly timesMs: readonly number[] }
  | {
      readonly kind: "written";
      readonly latencies: number[];
      /** Why a write failed, and with it all others; empty: none did. */
      readonly failure: string;
      readonly details: RaftDetails;
    }
  | { readonly kind: "did"; readonly what: Work; readonly details: RaftDetails }
  | { readonly kind: "accepted"; readonly atMs: number; readonly term: number };
