/**
 * From the cluster's state to each agent's networks, over a wire: random changes, agents that are
 * slow, cut off and come back, leaders that change. What an agent knows in the end is a pure
 * function of the state; what it is told on the way never lets a task be stopped that somebody
 * still sends connections to.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeNetworkState } from "../agent/network/decode-state.ts";
import { NetworkModel } from "../agent/network/model.ts";
import type { NetworkCursor, NetworkState } from "../manager/dispatcher/network-cursor.ts";
import { NetworkView } from "../manager/dispatcher/network-view.ts";
import type { Change } from "../manager/store/types.ts";
import { skep } from "../proto/messages.ts";
import type { Task } from "../shared/domain/objects.ts";
import type { NodeId, TaskId } from "../shared/ids.ts";
import {
  DESIRED,
  expected,
  NETWORKS,
  NODES,
  network,
  node,
  objectsIn,
  ordered,
  STATES,
  service,
  Tables,
  task,
} from "./lib/network-world.ts";

/** An agent that keeps its model while its line comes and goes. */
class Agent {
  readonly id: NodeId;
  readonly model = new NetworkModel();
  cursor: NetworkCursor | undefined;
  readonly drained: TaskId[] = [];
  #parts: NetworkState[] = [];
  #unacked: number[] = [];

  constructor(id: string) {
    this.id = id as NodeId;
  }

  open(view: NetworkView): void {
    this.close(view);
    this.#parts = [];
    this.#unacked = [];
    this.cursor = view.open(this.id, () => {});
  }

  close(view: NetworkView | undefined): void {
    if (this.cursor !== undefined) view?.close(this.cursor);
    this.cursor = undefined;
  }

  /** Takes one message; false when there is none. */
  take(view: NetworkView): boolean {
    const { cursor } = this;
    const message = cursor?.next(() => view.rowsOf(cursor.stack), 0);
    if (message === undefined) return false;
    const wire = skep.v1.NetworkState.encode(message).finish();
    this.#parts.push(skep.v1.NetworkState.decode(wire));
    if (message.more === true) return true;
    const change = this.model.apply(decodeNetworkState(this.#parts));
    this.drained.push(...change.drained);
    this.#parts = [];
    this.#unacked.push(message.version ?? 0);
    return true;
  }

  ack(): boolean {
    const version = this.#unacked.shift();
    if (version !== undefined) this.cursor?.ack(version);
    return version !== undefined;
  }
}

const on = fc.subarray([...NETWORKS]);
const op = fc.oneof(
  fc.record({
    kind: fc.constant("network" as const),
    id: fc.constantFrom(...NETWORKS),
    allocated: fc.boolean(),
    label: fc.constantFrom("1", "2"),
  }),
  fc.record({
    kind: fc.constant("node" as const),
    id: fc.constantFrom(...NODES),
    moved: fc.boolean(),
    down: fc.boolean(),
    process: fc.boolean(),
    on,
  }),
  fc.record({
    kind: fc.constant("service" as const),
    id: fc.nat(2),
    publishes: fc.boolean(),
    alias: fc.constantFrom("db", "cache"),
    on,
  }),
  fc.record({
    kind: fc.constant("task" as const),
    id: fc.nat(7),
    node: fc.constantFrom(...NODES),
    state: fc.constantFrom(...STATES),
    desired: fc.constantFrom(...DESIRED),
    withdrawn: fc.boolean(),
    on,
  }),
  fc.record({
    kind: fc.constant("remove" as const),
    table: fc.constantFrom("network" as const, "service" as const, "task" as const),
    id: fc.constantFrom(...NETWORKS, "s0", "s1", "s2", "t0", "t1", "t2", "t3"),
  }),
  fc.record({
    kind: fc.constantFrom("open" as const, "cut" as const, "take" as const, "ack" as const),
    id: fc.constantFrom(...NODES),
  }),
  fc.record({ kind: fc.constant("leader" as const) }),
);
type Op = typeof op extends fc.Arbitrary<infer T> ? T : never;

class World {
  readonly tables = new Tables();
  readonly agents: ReadonlyMap<string, Agent> = new Map(NODES.map((id) => [id, new Agent(id)]));
  view = new NetworkView();

  constructor() {
    for (const id of NETWORKS) this.note(this.tables.put("network", network(id, true, "1")));
    for (const id of NODES) {
      const pick = { id, moved: false, down: false, process: false };
      this.note(this.tables.put("node", node({ ...pick, on: ["ingress", "front"] })));
    }
  }

  note(change: Change | undefined): void {
    if (change !== undefined) this.view.note(change);
  }

  agent(id: string): Agent {
    return this.agents.get(id) as Agent;
  }

  do(one: Op): void {
    switch (one.kind) {
      case "network":
        this.note(this.tables.put("network", network(one.id, one.allocated, one.label)));
        return;
      case "node":
        this.note(this.tables.put("node", node(one)));
        return;
      case "service":
        this.note(this.tables.put("service", service(one)));
        return;
      case "task":
        this.note(this.tables.put("task", task(one)));
        return;
      case "remove":
        this.note(this.tables.remove(one.table, one.id));
        return;
      case "open":
        this.agent(one.id).open(this.view);
        return;
      case "cut":
        this.agent(one.id).close(this.view);
        return;
      case "take":
        this.take(this.agent(one.id));
        return;
      case "ack":
        this.agent(one.id).ack();
        return;
      case "leader":
        for (const agent of this.agents.values()) agent.close(undefined);
        this.view = new NetworkView();
        this.view.load(this.tables.tx);
        return;
    }
  }

  take(agent: Agent): boolean {
    const known = agent.drained.length;
    const took = agent.take(this.view);
    for (const id of agent.drained.slice(known)) this.checkDrained(id);
    return took;
  }

  /** Whoever has a line sends nothing there: the word may come only then. */
  checkDrained(id: TaskId): void {
    const task = this.tables.rows.task.get(id) as Task | undefined;
    // Wanted again, or on another node, since the word was given.
    if (task?.desiredState === "running" && task.status.withdrawn !== true) return;
    for (const agent of this.agents.values()) {
      if (agent.cursor === undefined) continue;
      const ready = [...agent.model.membersOf(id)].filter((member) => member.ready);
      expect({ task: id, agent: agent.id, ready }).toEqual({
        task: id,
        agent: agent.id,
        ready: [],
      });
    }
  }

  settle(): void {
    for (const agent of this.agents.values()) if (agent.cursor === undefined) agent.open(this.view);
    let moved = true;
    while (moved) {
      moved = false;
      for (const agent of this.agents.values()) {
        moved = this.take(agent) || moved;
        moved = agent.ack() || moved;
      }
    }
  }
}

describe("what agents are told of their networks", () => {
  test("in the end is what follows from the state, whatever happened on the way", () => {
    fc.assert(
      fc.property(fc.array(op, { maxLength: 60 }), (ops) => {
        const world = new World();
        for (const one of ops) world.do(one);
        world.settle();
        for (const [id, agent] of world.agents) {
          const empty = { networks: [], peers: [], members: [], services: [] };
          const wanted = id === "x1" ? empty : ordered(expected(objectsIn(world.tables.tx), id));
          expect({ id, ...ordered(agent.model.snapshot()) }).toEqual({ id, ...wanted });
        }
      }),
      { numRuns: 400 },
    );
  });

  test("lets a leaving task be stopped once all have answered, and not before", () => {
    const world = new World();
    const pick = { id: 1, node: "a1", state: "running", withdrawn: false } as const;
    world.do({ kind: "task", ...pick, desired: "running", on: ["front"] });
    world.settle();
    world.do({ kind: "task", ...pick, desired: "shutdown", on: ["front"] });
    const [owner, mate, other] = [world.agent("a1"), world.agent("a2"), world.agent("b1")];
    for (const agent of world.agents.values()) while (world.take(agent));
    expect([...other.model.membersOf("t1" as TaskId)].map(({ ready }) => ready)).toEqual([false]);
    for (const agent of [owner, mate, other]) agent.ack();
    while (world.take(owner));
    expect(owner.drained).toEqual([]);
    world.do({ kind: "cut", id: "c1" });
    while (world.take(owner));
    expect(owner.drained).toEqual(["t1"]);
    world.do({ kind: "open", id: "a1" });
    while (world.take(owner));
    expect(owner.drained).toEqual(["t1", "t1"]);
  });

  test.each([
    ["five seconds for an agent that hangs", false, 5_000],
    ["two where the leader did not see it begin", true, 2_000],
  ])("waits no longer than %s", (_, leaderChanges, boundMs) => {
    const world = new World();
    const pick = { id: 1, node: "a1", state: "running", withdrawn: false } as const;
    world.do({ kind: "task", ...pick, desired: "running", on: ["front"] });
    world.settle();
    world.do({ kind: "task", ...pick, desired: "shutdown", on: ["front"] });
    if (leaderChanges) {
      world.do({ kind: "leader" });
      world.settle();
    }
    const owner = world.agent("a1");
    world.view.sweep(0);
    world.view.sweep(boundMs - 1);
    while (owner.take(world.view));
    expect(owner.drained).toEqual([]);
    world.view.sweep(boundMs);
    while (owner.take(world.view) || owner.ack());
    expect(owner.drained).toEqual(["t1"]);
  });

  test("what went while a stack was off a network is gone when it is back", () => {
    const world = new World();
    const there = { kind: "node", id: "b1", moved: false, down: false, process: false } as const;
    const pick = { id: 1, node: "a1", state: "running", withdrawn: false } as const;
    world.do({ kind: "task", ...pick, desired: "running", on: ["front"] });
    world.settle();
    world.do({ ...there, on: ["ingress"] });
    world.do({ kind: "remove", table: "task", id: "t1" });
    world.do({ ...there, on: ["ingress", "front"] });
    world.settle();
    expect([...world.agent("b1").model.members()]).toEqual([]);
  });

  test("a stack that is not on a network hears nothing of it", () => {
    const world = new World();
    world.settle();
    world.do({ kind: "service", id: 1, on: ["back"], publishes: false, alias: "db" });
    for (let id = 0; id < 8; id++) {
      const pick = { node: "b1", state: "running", desired: "running", withdrawn: false } as const;
      world.do({ kind: "task", id, ...pick, on: ["back"] });
    }
    for (const agent of world.agents.values()) expect(agent.take(world.view)).toBe(false);
  });

  test("thousands of members come as parts of one state", () => {
    const world = new World();
    const pick = { node: "b1", state: "running", desired: "running", withdrawn: false } as const;
    for (let id = 0; id < 2_500; id++) world.do({ kind: "task", id, ...pick, on: ["front"] });
    const agent = world.agent("a1");
    agent.open(world.view);
    const seen: number[] = [];
    while (agent.take(world.view)) seen.push([...agent.model.members()].length);
    expect(seen).toEqual([0, 0, 2_500]);
  });
});
