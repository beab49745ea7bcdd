/**
 * Writes what agents report. One write of a kind at a time: what comes meanwhile goes into the
 * next, so that batches grow with the load and an idle cluster waits for nothing.
 */
import type { Clock } from "../../shared/clock.ts";
import { messageOf } from "../../shared/errors.ts";
import type { NodeId } from "../../shared/ids.ts";
import type { Logger } from "../../shared/logger.ts";
import type { Store } from "../store/types.ts";
import {
  applyNodeNews,
  type NodeNews,
  NodeWrites,
  orphanTasks,
  planOrphans,
} from "./node-writes.ts";
import { applyStatuses, type StatusBatch, StatusQueue } from "./statuses.ts";

export interface ReportOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Every batch of the session up to `seq` is written. */
  readonly onWritten: (session: string, seq: number) => void;
}

const RETRY_MS = 100;
const STATUSES = "task statuses";
const NODES = "node states";

export class ReportLoop {
  readonly #options: ReportOptions;
  readonly #lead: AbortSignal;
  readonly #statuses = new StatusQueue();
  readonly #nodes = new NodeWrites();
  readonly #busy = new Set<string>();

  constructor(options: ReportOptions, lead: AbortSignal) {
    this.#options = options;
    this.#lead = lead;
  }

  statuses(batch: StatusBatch): void {
    this.#statuses.add(batch);
    this.#run(STATUSES, () => this.#writeStatuses());
  }

  node(nodeId: NodeId, news: NodeNews): void {
    this.#nodes.add(nodeId, news);
    this.#run(NODES, () => this.#writeNodes());
  }

  /** Tasks of nodes that have been down for a day. */
  orphans(): void {
    this.#run("orphans", async () => {
      const { store, clock, logger } = this.#options;
      for (const nodeId of store.view((tx) => planOrphans(tx, clock.now()))) {
        const write = (tx: Parameters<Parameters<Store["update"]>[0]>[0]): number =>
          orphanTasks(tx, nodeId, clock.now());
        const tasks = await store.update(write, this.#lead);
        if (tasks > 0) logger.warn({ node: nodeId, tasks }, "tasks of a lost node are orphaned");
      }
    });
  }

  async #writeStatuses(): Promise<void> {
    while (this.#statuses.size > 0 && !this.#lead.aborted) {
      const batches = this.#statuses.take();
      try {
        await this.#options.store.update((tx) => applyStatuses(tx, batches), this.#lead);
      } catch (error) {
        this.#statuses.putBack(batches);
        await this.#afterFailure(STATUSES, error);
        continue;
      }
      for (const { session, seq } of batches) this.#options.onWritten(session, seq);
    }
  }

  async #writeNodes(): Promise<void> {
    while (this.#nodes.size > 0 && !this.#lead.aborted) {
      const news = this.#nodes.take();
      try {
        await this.#options.store.update((tx) => applyNodeNews(tx, news), this.#lead);
      } catch (error) {
        this.#nodes.putBack(news);
        await this.#afterFailure(NODES, error);
      }
    }
  }

  async #afterFailure(what: string, error: unknown): Promise<void> {
    if (this.#lead.aborted) return;
    this.#options.logger.warn({ err: messageOf(error) }, `cannot write ${what}, trying again`);
    await this.#pause(RETRY_MS);
  }

  #run(what: string, work: () => Promise<void>): void {
    if (this.#busy.has(what)) return;
    this.#busy.add(what);
    // What comes in this turn of the event loop goes into the first write already.
    this.#pause(0)
      .then(work)
      .catch((error: unknown) => {
        if (this.#lead.aborted) return;
        this.#options.logger.error({ what, err: messageOf(error) }, "dispatcher write failed");
      })
      .finally(() => {
        this.#busy.delete(what);
        // Came between the last look at the queue and this.
        if (this.#lead.aborted) return;
        if (this.#statuses.size > 0) this.#run(STATUSES, () => this.#writeStatuses());
        if (this.#nodes.size > 0) this.#run(NODES, () => this.#writeNodes());
      });
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.#options.clock.after(ms, resolve));
  }
}
