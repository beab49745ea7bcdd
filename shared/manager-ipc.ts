/**
 * What skepd and its child skep-manager say to each other over Node's IPC channel. skepd owns the
 * node's life (init, join, leave, promotion); the manager process owns the cluster's state.
 *
 * When the channel closes without a `stop`, skepd has died: the manager hands over the lead and
 * exits. It could run on, but the next skepd could neither command nor watch it, and two managers
 * of one node must never hold the same Raft state.
 */
import type { SwarmSpec } from "./domain/spec.ts";

/** Where the manager keeps and finds things; the first message of skepd. */
export interface ManagerStart {
  readonly kind: "start";
  /** DATA_ROOT/swarm: certificates/, raft/, … */
  readonly stateDir: string;
  /** Unix socket on which the manager answers the Docker API's swarm routes, for skepd only. */
  readonly apiSocket: string;
  /** host:port to listen on for control traffic. */
  readonly listenAddr: string;
  /** host:port that other nodes reach it at. */
  readonly advertiseAddr: string;
  readonly hostname: string;
  readonly how:
    | {
        readonly kind: "init";
        readonly spec: SwarmSpec;
        readonly availability: string;
        readonly autoLock: boolean;
        readonly defaultAddrPool: readonly string[];
        readonly subnetSize: number;
        readonly dataPathPort: number;
      }
    /** Certificates are in place; ask these managers to be taken into Raft. */
    | { readonly kind: "join"; readonly remoteAddrs: readonly string[] }
    | { readonly kind: "restart"; readonly forceNewCluster: boolean }
    /** Go on, alone, with the cluster of a backup that lies in this file. */
    | { readonly kind: "restore"; readonly file: string };
  /** The operator's key, when the state is locked and it was given. */
  readonly unlockKey?: string;
  readonly redis?: string;
  readonly logLevel: string;
  readonly logFormat: "json" | "pretty";
}

export type ToManager =
  | ManagerStart
  /** New certificate files were written to stateDir/certificates: load them. */
  | { readonly kind: "certificate-renewed" }
  /** The certificate's key lies on the disk sealed with this one, and with no other. */
  | { readonly kind: "sealed"; readonly unlockKey: string }
  /** Hand the lead over, flush, exit 0. */
  | { readonly kind: "stop" };

export type FromManager =
  /** The control port listens and the state is readable. `nodeId` is this node's. */
  | { readonly kind: "ready"; readonly nodeId: string; readonly clusterId: string }
  /** It cannot start; the process exits next. `locked`: it needs the unlock key. */
  | {
      readonly kind: "failed";
      readonly code: string;
      readonly message: string;
      readonly locked: boolean;
    }
  | {
      readonly kind: "status";
      readonly leader: boolean;
      readonly hasLeader: boolean;
      readonly managers: readonly {
        readonly nodeId: string;
        readonly addr: string;
        readonly reachable: boolean;
      }[];
    }
  /**
   * Autolock was switched or its key rotated; empty: it is off. skepd seals the certificate's key
   * with it, answers `sealed`, and keeps it in memory only, so that a crash of the manager alone
   * locks nothing.
   * Comes before `ready` when a new cluster begins with autolock.
   */
  | { readonly kind: "unlock-key"; readonly unlockKey: string }
  /** This node was removed from Raft (demoted or removed): the process exits next. */
  | { readonly kind: "removed" };
