/** While this manager leads: carries a rotation of the root on, batch by batch, to its end. */
import type { Clock, Instant } from "../../shared/clock.ts";
import type { Cluster } from "../../shared/domain/objects.ts";
import { messageOf } from "../../shared/errors.ts";
import type { Logger } from "../../shared/logger.ts";
import type { Leadership } from "../raft/consensus.ts";
import type { Change, ReadTx, Store } from "../store/types.ts";
import { newRootFacts } from "./bootstrap.ts";
import { theCluster } from "./issuance.ts";
import { Passes } from "./passes-loop.ts";
import {
  endRotation,
  type NextTokens,
  planRotation,
  type RotationAction,
  type RotationPlan,
} from "./root-rotation.ts";

export interface RotationLoopOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
}

const RETRY_MS = 1_000;
const LOG_EVERY_MS = 3_000;
const NODES_IN_A_LINE = 5;

/** Starts it for one term of leadership; it ends with `leadership.signal`. */
export function startRotationLoop(options: RotationLoopOptions, { signal }: Leadership): void {
  new RotationLoop(options, signal).start();
}

class RotationLoop {
  readonly #options: RotationLoopOptions;
  readonly #signal: AbortSignal;
  readonly #passes: Passes;
  /** Of the rotation that was last told of: its root, when, and how many were missing. */
  #told: { root: string; atMs: number; missing: number } | undefined;

  constructor(options: RotationLoopOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    const { clock, log } = options;
    this.#passes = new Passes({
      ...{ clock, signal, retryMs: RETRY_MS },
      pass: () => this.#pass(),
      onFailure: (error) => {
        log.warn({ error: messageOf(error) }, "the root rotation could not go on, trying again");
      },
    });
  }

  start(): void {
    const { subscription } = this.#options.store.watch(
      () => undefined,
      (batch) => {
        if (batch.reset || batch.changes.some(concernsRotation)) this.#passes.ask();
      },
    );
    this.#signal.addEventListener("abort", () => subscription.close(), { once: true });
    this.#passes.ask();
  }

  async #pass(): Promise<Instant | null> {
    const { clock, store } = this.#options;
    const now = clock.now();
    const cluster = store.view(theCluster);
    const plan = store.view((tx) => planIn(tx, now));
    this.#tell(cluster, plan, now);
    if (plan.action !== undefined && cluster !== undefined) {
      await this.#execute(plan.action, cluster, now);
    }
    return plan.wakeAt;
  }

  async #execute(action: RotationAction, decidedOn: Cluster, now: number): Promise<void> {
    const { store, log } = this.#options;
    const root = decidedOn.rootCa.rotation?.certPem;
    if (root === undefined) return;
    if (action.kind === "ask") {
      await store.update((tx) => {
        const cluster = theCluster(tx);
        const rotation = cluster?.rootCa.rotation;
        if (cluster === undefined || rotation?.certPem !== root) return;
        const asked = { ...rotation, askedUpTo: action.upTo, askedMs: now };
        tx.update("cluster", { ...cluster, rootCa: { ...cluster.rootCa, rotation: asked } });
      }, this.#signal);
      log.info({ nodes: action.count }, "root rotation: nodes are told to renew");
      return;
    }
    // Made before the transaction, so that deciding it twice gives the same tokens.
    const next = newRootFacts(root);
    let ended = false;
    await store.update((tx) => {
      ended = applyEnd(tx, root, next, now);
    }, this.#signal);
    if (!ended) return;
    this.#told = undefined;
    log.info(
      { root: next.certDigest, before: decidedOn.rootCa.certDigest },
      "root rotation: ended; all nodes are of the new root, join tokens are new",
    );
  }

  /** A line for the begin (or its being taken over), and for progress now and then. */
  #tell(cluster: Cluster | undefined, { waitingOn }: RotationPlan, now: number): void {
    const rotation = cluster?.rootCa.rotation;
    if (cluster === undefined || rotation === undefined) {
      this.#told = undefined;
      return;
    }
    const missing = waitingOn.length;
    const seen = this.#told?.root === rotation.certPem ? this.#told : undefined;
    if (seen !== undefined && (seen.missing === missing || now < seen.atMs + LOG_EVERY_MS)) return;
    this.#told = { root: rotation.certPem, atMs: now, missing };
    const down = waitingOn.filter(({ why }) => why === "down").length;
    const nodes = waitingOn.slice(0, NODES_IN_A_LINE).map(({ nodeId }) => nodeId);
    const begins = rotation.askedUpTo === "" ? "begins" : "is taken over";
    const what = seen === undefined ? begins : "goes on";
    this.#options.log.info(
      { missing, down, nodes, before: cluster.rootCa.certDigest },
      `root rotation: ${what}; it waits for the nodes that still have another root's certificate`,
    );
  }
}

function planIn(tx: ReadTx, now: number): RotationPlan {
  const rotation = theCluster(tx)?.rootCa.rotation;
  // Not a look at any node without a rotation: this runs at every change of one.
  return planRotation({ rotation, nodes: rotation === undefined ? [] : tx.all("node") }, now);
}

/** Only if it still is so: a node may have come, or another root been asked for, meanwhile. */
function applyEnd(
  tx: Parameters<Parameters<Store["update"]>[0]>[0],
  root: string,
  next: NextTokens,
  now: number,
): boolean {
  const cluster = theCluster(tx);
  if (cluster?.rootCa.rotation?.certPem !== root) return false;
  if (planIn(tx, now).action?.kind !== "end") return false;
  tx.update("cluster", { ...cluster, rootCa: endRotation(cluster.rootCa, next) });
  return true;
}

/** Nodes change often by what says nothing of their certificate. */
function concernsRotation(change: Change): boolean {
  if (change.table === "cluster") {
    return change.before?.rootCa.rotation !== change.after?.rootCa.rotation;
  }
  if (change.table !== "node") return false;
  if (change.kind !== "update") return true;
  const { before, after } = change;
  return (
    before.description?.tls !== after.description?.tls || before.status.state !== after.status.state
  );
}
