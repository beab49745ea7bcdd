import { expect, test } from "vitest";
import type { Cluster, Node } from "../../shared/domain/objects.ts";
import type { NodeId } from "../../shared/ids.ts";
import { State } from "../store/state.ts";
import { adoptState, clusterOf } from "./restored-state.ts";

const META = { versionIndex: 7, createdMs: 1, updatedMs: 2 };

function node(id: string, role: "manager" | "worker", more: Partial<Node> = {}): Node {
  return {
    id: id as NodeId,
    meta: META,
    spec: { Labels: { zone: id }, Role: role, Availability: "drain" },
    status: { state: "ready", message: "", addr: "192.0.2.1" },
    role,
    membership: "accepted",
    ...more,
  };
}

function stateWith(clusters: readonly Partial<Cluster>[]): State {
  const state = new State();
  for (const cluster of clusters) {
    state.put("cluster", { id: "c1", spec: {}, rootCa: { keyPem: "k" }, ...cluster } as Cluster);
  }
  return state;
}

test("managers become workers that are down, what users wished of them stays", () => {
  const state = stateWith([{}]);
  state.put("node", node("m1", "manager", { manager: { raftId: 9, addr: "192.0.2.1:2377" } }));
  // Its demotion was wished, but not done yet.
  state.put("node", node("m2", "worker", { role: "manager" }));
  state.put("node", node("w1", "worker"));
  adoptState(state, node("new", "manager"), 50);
  const former = {
    role: "worker",
    spec: { Role: "worker", Availability: "drain", Labels: { zone: "m1" } },
    status: { state: "down" },
    downSinceMs: 50,
  };
  expect(state.get("node", "m1" as NodeId)).toMatchObject(former);
  expect(state.get("node", "m1" as NodeId)).not.toHaveProperty("manager");
  expect(state.get("node", "m2" as NodeId)).toMatchObject({ role: "worker", downSinceMs: 50 });
  expect(state.get("node", "w1" as NodeId)).toEqual(node("w1", "worker"));
  expect(state.by("node", "role", "manager").map(({ id }) => id)).toEqual(["new"]);
});

test.each<[string, Partial<Cluster>[], string]>([
  ["no cluster", [], "it has no cluster"],
  ["two clusters", [{}, { id: "c2" as Cluster["id"] }], "more than one"],
  ["another's", [{ id: "c2" as Cluster["id"] }], "it is of cluster c2"],
  ["no key", [{ rootCa: { keyPem: "" } as Cluster["rootCa"] }], "no key of the root"],
])("refused: %s", (_name, clusters, why) => {
  expect(() => clusterOf(stateWith(clusters), "c1")).toThrow(why);
});
