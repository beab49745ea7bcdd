import { describe, expect, test } from "vitest";
import type { Network, Node, Service } from "../../shared/domain/objects.ts";
import type { NetworkId } from "../../shared/ids.ts";
import { META, node, service, task } from "../../test/lib/objects.ts";
import type { Change } from "../store/types.ts";
import { eventsOf } from "./swarm-event.ts";

const place = { index: 12, order: 3 };
const of = (change: Change) => eventsOf(change, place, 5_000);
const updated = (before: Service, after: Service): Change => ({
  table: "service",
  kind: "update",
  before,
  after,
});
const nodeUpdated = (before: Node, after: Node): Change => ({
  table: "node",
  kind: "update",
  before,
  after,
});

const web = service("web");
const withImage = (Image: string) => service("web", { TaskTemplate: { ContainerSpec: { Image } } });
const withReplicas = (Replicas: number) => service("web", { Mode: { Replicated: { Replicas } } });

describe("attributes say what changed", () => {
  const status = { startedMs: 0, message: "" };
  const rows: readonly [string, Change, Record<string, string>][] = [
    ["a new service", { table: "service", kind: "create", after: web }, { name: "web" }],
    [
      "image",
      updated(withImage("a"), withImage("b")),
      { name: "web", "image.old": "a", "image.new": "b" },
    ],
    [
      "replicas",
      updated(withReplicas(2), withReplicas(5)),
      { name: "web", "replicas.old": "2", "replicas.new": "5" },
    ],
    [
      "the first update begins",
      updated(web, { ...web, updateStatus: { state: "updating", ...status } }),
      { name: "web", "updatestate.new": "updating" },
    ],
    [
      "and ends",
      updated(
        { ...web, updateStatus: { state: "updating", ...status } },
        { ...web, updateStatus: { state: "completed", ...status } },
      ),
      { name: "web", "updatestate.old": "updating", "updatestate.new": "completed" },
    ],
    [
      "a node goes down",
      nodeUpdated(node("n1"), node("n1", { state: "down" })),
      { name: "host-n1", "state.old": "ready", "state.new": "down" },
    ],
    [
      "a node is drained",
      nodeUpdated(node("n1"), node("n1", { availability: "drain" })),
      { name: "host-n1", "availability.old": "active", "availability.new": "drain" },
    ],
    [
      "a node becomes a manager",
      nodeUpdated(node("n1"), { ...node("n1"), role: "manager" }),
      { name: "host-n1", "role.old": "worker", "role.new": "manager" },
    ],
    ["a node leaves", { table: "node", kind: "remove", before: node("n1") }, { name: "host-n1" }],
  ];
  test.each(rows)("%s", (_name, change, attributes) => {
    const [event] = of(change);
    expect(event?.attributes).toEqual(attributes);
    expect(event?.type).toBe(change.table);
    expect(event?.action).toBe(change.kind);
  });
});

test("a write's time is its entry's, a removal's is now; its place tells it from its neighbours", () => {
  const meta = { ...META, updatedMs: 1_234 };
  const created = of({ table: "service", kind: "create", after: { ...web, meta } });
  expect(created[0]).toMatchObject({ id: "web", timeMs: 1_234, timeNanos: 1_203 });
  const network: Network = {
    id: "net" as NetworkId,
    meta,
    spec: { Name: "front" },
    pendingDelete: false,
  };
  const removed = of({ table: "network", kind: "remove", before: network });
  expect(removed[0]).toMatchObject({ attributes: { name: "front" }, timeMs: 5_000 });
});

test("tasks make no events", () => {
  expect(of({ table: "task", kind: "create", after: task("t", "web") })).toEqual([]);
});
