import { afterEach, describe, expect, test } from "vitest";
import type { Clock } from "../../shared/clock.ts";
import type { Task } from "../../shared/domain/objects.ts";
import { silentLogger } from "../../shared/logger.ts";
import { seededRng } from "../../shared/rng.ts";
import { node, revision, service, task } from "../../test/lib/objects.ts";
import { type StoreForTest, storeForTest } from "../store/testing.ts";
import { SchedulerLoop } from "./loop.ts";

/** Time stands until it is moved. */
class HandClock implements Clock {
  time = 1_000_000;
  #timers: { at: number; fire: () => void }[] = [];
  now(): number {
    return this.time;
  }
  after(delayMs: number, fire: () => void) {
    const timer = { at: this.time + delayMs, fire };
    this.#timers.push(timer);
    const cancel = (): void => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
    return { cancel };
  }
  advance(ms: number): void {
    this.time += ms;
    const due = this.#timers.filter((timer) => timer.at <= this.time);
    this.#timers = this.#timers.filter((timer) => timer.at > this.time);
    for (const { fire } of due) fire();
  }
}

const stops: AbortController[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop.abort();
});

function start(world: StoreForTest, clock: Clock): { loop: SchedulerLoop; stop: AbortController } {
  const { store } = world;
  const loop = new SchedulerLoop({ store, clock, rng: seededRng(7), logger: silentLogger });
  const stop = new AbortController();
  stops.push(stop);
  loop.start(stop.signal);
  return { loop, stop };
}

/** Lets every promise that can go on do so. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

function stored(world: StoreForTest, id: string): Task | undefined {
  return world.store.view((tx) => tx.get("task", task(id, "").id));
}

async function create(world: StoreForTest, nodes: number, tasks: number): Promise<void> {
  await world.store.update((tx) => {
    for (let at = 0; at < nodes; at++) tx.create("node", node(`n${at}`));
    tx.create("service", service("web"));
    tx.create("specRevision", revision(service("web")));
    for (let at = 0; at < tasks; at++) tx.create("task", task(`t${at}`, "web", { slot: at + 1 }));
  });
}

describe("SchedulerLoop", () => {
  test("places what is there at the start and what comes later", async () => {
    const clock = new HandClock();
    const world = storeForTest({ clock });
    await create(world, 2, 1);
    start(world, clock);
    await settle();
    expect(stored(world, "t0")?.status.state).toBe("assigned");
    await world.store.update((tx) => tx.create("task", task("late", "web", { slot: 9 })));
    await settle();
    expect(stored(world, "late")?.nodeId).not.toBe(stored(world, "t0")?.nodeId);
  });

  test("says why a task waits, once, and places it when a node comes", async () => {
    const clock = new HandClock();
    const world = storeForTest({ clock });
    await create(world, 0, 1);
    start(world, clock);
    await settle();
    const told = stored(world, "t0");
    expect(told?.status.err).toBe("no suitable node");
    await world.store.update((tx) => tx.create("service", service("unrelated")));
    await settle();
    expect(stored(world, "t0")).toBe(told);
    await world.store.update((tx) => tx.create("node", node("n0")));
    await settle();
    expect(stored(world, "t0")?.nodeId).toBe("n0");
    expect(stored(world, "t0")?.status.err ?? "").toBe("");
  });

  test("a changed reason is told anew after a while, not at every change", async () => {
    const clock = new HandClock();
    const world = storeForTest({ clock });
    await create(world, 0, 1);
    start(world, clock);
    await settle();
    const down = (id: string) => node(id, { state: "down" });
    await world.store.update((tx) => tx.create("node", down("n1")));
    await settle();
    await world.store.update((tx) => tx.create("node", down("n2")));
    await settle();
    expect(stored(world, "t0")?.status.err).toBe("no suitable node");
    clock.advance(5_000);
    await settle();
    expect(stored(world, "t0")?.status.err).toBe(
      "no suitable node (2 nodes not available for new tasks)",
    );
  });

  test("a node drained in the same entry is not used: the decision is made again", async () => {
    const clock = new HandClock();
    const world = storeForTest({ clock });
    await create(world, 2, 0);
    const { loop } = start(world, clock);
    await settle();
    const drain = (id: string) =>
      world.store.update((tx) => {
        const current = tx.get("node", node(id).id);
        if (current === undefined) throw new Error(`no ${id}`);
        tx.update("node", { ...current, spec: { ...current.spec, Availability: "drain" } });
      });
    const created = world.store.update((tx) => {
      for (let at = 0; at < 10; at++) tx.create("task", task(`t${at}`, "web", { slot: at + 1 }));
    });
    // Queued as soon as the tasks are there, so in front of the placements.
    await Promise.all([created, created.then(() => drain("n0"))]);
    await settle();
    clock.advance(1);
    await settle();
    for (let at = 0; at < 10; at++) expect(stored(world, `t${at}`)?.status.state).toBe("assigned");
    expect(loop.counters().pendingGroups).toBe(0);
  });

  test("nothing is placed after the lead is lost; the next leader's loop does it", async () => {
    const clock = new HandClock();
    const world = storeForTest({ clock });
    await create(world, 1, 0);
    const first = start(world, clock);
    await settle();
    const created = world.store.update((tx) => tx.create("task", task("t0", "web")));
    await created;
    world.consensus.loseLead();
    await settle();
    first.stop.abort();
    expect(stored(world, "t0")?.nodeId).toBe("");
    world.consensus.becomeLeader();
    start(world, clock);
    await settle();
    expect(stored(world, "t0")?.nodeId).toBe("n0");
  });

  test("a rejected commit is decided again after a pause", async () => {
    const clock = new HandClock();
    const world = storeForTest({ clock });
    await create(world, 1, 0);
    start(world, clock);
    await settle();
    await world.store.update((tx) => tx.create("task", task("t0", "web")));
    world.consensus.loseLead();
    await settle();
    world.consensus.becomeLeader();
    clock.advance(200);
    await settle();
    expect(stored(world, "t0")?.nodeId).toBe("n0");
  });

  test("more tasks than a batch, in slices", async () => {
    const clock = new HandClock();
    const world = storeForTest({ clock });
    await create(world, 7, 3_500);
    const { loop } = start(world, clock);
    for (let turn = 0; turn < 20; turn++) {
      await settle();
      clock.advance(1);
    }
    const perNode = world.store.view((tx) =>
      [...tx.all("node")].map(({ id }) => tx.by("task", "node", id).length),
    );
    expect(perNode).toEqual(new Array(7).fill(500));
    expect(loop.counters()).toMatchObject({ placed: 3_500, conflicts: 0, pendingGroups: 0 });
  });
});
