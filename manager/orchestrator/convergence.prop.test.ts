import fc from "fast-check";
import { expect, test } from "vitest";
import type { ServiceSpec } from "../../shared/domain/spec.ts";
import type { TaskState } from "../../shared/domain/task-state.ts";
import { compareTaskStates } from "../../shared/domain/task-state.ts";
import { seededRng } from "../../shared/rng.ts";
import { ModelCluster } from "../../test/lib/model-cluster.ts";

const SECOND = 1e9;

type Event =
  | { readonly kind: "steps"; readonly count: number }
  | { readonly kind: "scale"; readonly replicas: number }
  | { readonly kind: "update" }
  | { readonly kind: "node"; readonly node: number; readonly fate: "down" | "drain" | "back" }
  | { readonly kind: "failover" };

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ kind: fc.constant("steps" as const), count: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ kind: fc.constant("scale" as const), replicas: fc.integer({ min: 0, max: 9 }) }),
  fc.constant({ kind: "update" as const }),
  fc.record({
    kind: fc.constant("node" as const),
    node: fc.integer({ min: 1, max: 3 }),
    fate: fc.constantFrom("down" as const, "drain" as const, "back" as const),
  }),
  fc.constant({ kind: "failover" as const }),
);

const setting = fc.record({
  order: fc.constantFrom("start-first" as const, "stop-first" as const),
  parallelism: fc.integer({ min: 0, max: 3 }),
  failureRate: fc.constantFrom(0, 0.05, 0.3),
  seed: fc.integer(),
  events: fc.array(event, { maxLength: 14 }),
});

function spec(
  replicas: number,
  image: number,
  s: { order: "start-first" | "stop-first"; parallelism: number },
): ServiceSpec {
  return {
    Name: "web",
    TaskTemplate: {
      ContainerSpec: { Image: `web:${image}` },
      RestartPolicy: { Delay: SECOND },
    },
    Mode: { Replicated: { Replicas: replicas } },
    UpdateConfig: { Order: s.order, Parallelism: s.parallelism, FailureAction: "continue" },
  };
}

test("safety: states only go forward, and a slot never has more than one task too many", async () => {
  await fc.assert(
    fc.asyncProperty(setting, async (s) => {
      const { model, checks } = await played(s);
      expect(checks.backward).toEqual([]);
      expect(checks.most).toBeLessThanOrEqual(s.order === "start-first" ? 2 : 1);
      expect(model.tasks("s").length).toBeLessThan(200);
    }),
    { numRuns: 60 },
  );
});

test("liveness: when faults end, every slot runs the last spec and nothing else is left", async () => {
  await fc.assert(
    fc.asyncProperty(setting, async (s) => {
      const { model, replicas, image } = await played(s);
      model.fate = () => undefined;
      for (const n of [1, 2, 3]) await heal(model, n);
      for (let i = 0; i < 200; i++) await model.step(1_000);
      const wanted = model.tasks("s").filter((t) => t.desiredState === "running");
      expect(wanted.map((t) => t.status.state)).toEqual(Array(replicas).fill("running"));
      const images = model.store.view((tx) =>
        wanted.map((t) => {
          const revisions = tx.by("specRevision", "service", "s");
          const revision = revisions.find((r) => r.specVersion === t.specVersion);
          return revision?.spec.TaskTemplate?.ContainerSpec?.Image;
        }),
      );
      expect(images).toEqual(Array(replicas).fill(`web:${image}`));
      expect(new Set(wanted.map((t) => t.slot)).size).toBe(replicas);
      const state = model.service("s").updateStatus?.state;
      expect([undefined, "completed"]).toContain(state);
    }),
    { numRuns: 40 },
  );
});

async function heal(model: ModelCluster, n: number): Promise<void> {
  await model.changeNode(`n${n}`, (node) => ({
    spec: { ...node.spec, Availability: "active" },
    status: { ...node.status, state: "ready" },
  }));
}

async function played(s: {
  order: "start-first" | "stop-first";
  parallelism: number;
  failureRate: number;
  seed: number;
  events: readonly Event[];
}) {
  const model = new ModelCluster();
  const rng = seededRng(s.seed);
  model.fate = () => (rng.fraction() < s.failureRate ? "failed" : undefined);
  for (const n of [1, 2, 3]) await model.addNode(`n${n}`);
  await model.start();
  const checks = { most: 0, backward: [] as string[] };
  watchSafety(model, checks);
  let replicas = 3;
  let image = 1;
  await model.createService("s", spec(replicas, image, s));
  for (const e of s.events) {
    switch (e.kind) {
      case "steps":
        await model.run(e.count);
        break;
      case "scale":
      case "update":
        if (e.kind === "scale") replicas = e.replicas;
        else image += 1;
        await model.changeService("s", () => spec(replicas, image, s));
        break;
      case "node":
        if (e.fate === "back") await heal(model, e.node);
        else if (e.fate === "drain") {
          await model.changeNode(`n${e.node}`, (n) => ({
            spec: { ...n.spec, Availability: "drain" },
          }));
        } else {
          await model.changeNode(`n${e.node}`, (n) => ({ status: { ...n.status, state: "down" } }));
        }
        break;
      case "failover":
        await model.failOver();
        break;
    }
  }
  return { model, replicas, image, checks };
}

/** `most`: how many tasks of one slot were wanted at the same time. */
function watchSafety(model: ModelCluster, checks: { most: number; backward: string[] }): void {
  model.store.watch(
    () => {},
    ({ changes }) => {
      for (const change of changes) {
        if (change.table !== "task" || change.kind !== "update") continue;
        const [from, to]: TaskState[] = [change.before.status.state, change.after.status.state];
        if (from && to && compareTaskStates(from, to) > 0) checks.backward.push(`${from}-${to}`);
      }
      const wanted = new Map<number, number>();
      for (const task of model.tasks("s")) {
        if (task.desiredState !== "running" && task.desiredState !== "ready") continue;
        wanted.set(task.slot, (wanted.get(task.slot) ?? 0) + 1);
      }
      checks.most = Math.max(checks.most, ...wanted.values());
    },
  );
}
