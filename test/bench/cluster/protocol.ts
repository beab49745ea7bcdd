/** What main.ts and a process full of agents say to each other over IPC. */

export type ToFleet =
  | {
      readonly kind: "join";
      readonly agents: number;
      /** Hostnames continue from here: fleets share one cluster. */
      readonly firstNumber: number;
      /** host:port of every manager, the leader first. */
      readonly managers: readonly string[];
      readonly token: string;
    }
  | { readonly kind: "connect" }
  | { readonly kind: "times" }
  | { readonly kind: "stop" };

export type FromFleet =
  | { readonly kind: "joined" }
  | { readonly kind: "connected" }
  /** Whenever one has changed: tasks that are known to run, sessions that broke. */
  | { readonly kind: "count"; readonly running: number; readonly lost: number }
  | { readonly kind: "times"; readonly tasks: readonly RunningTask[] }
  | Probed;

export interface RunningTask {
  readonly serviceId: string;
  /** When the leader acknowledged that RUNNING is in the store; milliseconds of the wall clock. */
  readonly runningAt: number;
}

/** From probe.mjs, in every process that is measured. */
export interface Probed {
  readonly kind: "probed";
  /** The worst delay of the event loop since the last one. */
  readonly lateMs: number;
}
