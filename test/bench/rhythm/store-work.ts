/** What a manager's main thread does while its raft thread keeps the rhythm: store and scheduler. */
import { SchedulerLoop } from "../../../manager/scheduler/loop.ts";
import { RaftStore } from "../../../manager/store/store.ts";
import type { NodeId, ServiceId } from "../../../shared/ids.ts";
import { silentLogger } from "../../../shared/logger.ts";
import { systemClock } from "../../../shared/node/clock.ts";
import { seededRng } from "../../../shared/rng.ts";
import { node, revision, service, task } from "../../lib/objects.ts";

const CHUNK = 2_000;
const NODES = 1_000;
const id = (prefix: string, at: number): string => prefix + String(at).padStart(24, "0");
const NODE = id("n", 0) as NodeId;
const SERVICE = id("s", 0) as ServiceId;

export class StoreWork {
  readonly store: RaftStore = new RaftStore({ clock: systemClock });
  #tasks = 0;

  /** One small write, durable when it resolves. */
  async touch(): Promise<void> {
    await this.store.update((tx) => {
      const known = tx.get("node", NODE);
      if (known === undefined) tx.create("node", node(NODE));
      else tx.update("node", { ...known });
    });
  }

  /** Tasks that have no node yet, up to `total`. */
  async fill(total: number): Promise<void> {
    const of = service(SERVICE, {});
    await this.store.update((tx) => {
      for (let at = 0; at < NODES; at++) {
        const one = id("n", at) as NodeId;
        if (tx.get("node", one) === undefined) tx.create("node", node(one));
      }
      if (tx.get("service", SERVICE) !== undefined) return;
      tx.create("service", of);
      tx.create("specRevision", revision(of));
    });
    while (this.#tasks < total) {
      const from = this.#tasks;
      this.#tasks = Math.min(total, from + CHUNK);
      await this.store.update((tx) => {
        for (let at = from; at < this.#tasks; at++) {
          tx.create("task", task(id("t", at), SERVICE, { slot: at + 1 }));
        }
      });
    }
  }

  /** All tasks that are there, at once. */
  async schedule(): Promise<void> {
    const stop = new AbortController();
    let left = this.#tasks;
    const done = new Promise<void>((resolve) => {
      const { subscription } = this.store.watch(
        () => undefined,
        ({ changes }) => {
          for (const { table, after } of changes) {
            if (table === "task" && after?.nodeId !== undefined && after.nodeId !== "") left--;
          }
          if (left > 0) return;
          subscription.close();
          resolve();
        },
      );
    });
    const clock = systemClock;
    const { store } = this;
    new SchedulerLoop({ store, clock, rng: seededRng(1), logger: silentLogger }).start(stop.signal);
    await done;
    stop.abort();
  }
}
