import { expect, test } from "vitest";
import { node, service, task } from "../../test/lib/objects.ts";
import { ClusterView } from "./cluster-view.ts";

const NOW = 1_000_000;

test("a removed service's tasks hold what they reserved until they have stopped", () => {
  const view = new ClusterView();
  const Resources = { Reservations: { NanoCPUs: 1e9 } };
  const web = service("web", { TaskTemplate: { Resources } });
  view.putService(web);
  view.putNode(node("a"));
  view.putTask(task("t", "web", { state: "running", nodeId: "a" }), NOW);
  view.removeService(web);
  view.putTask(task("t", "web", { state: "running", nodeId: "a", desired: "remove" }), NOW);
  expect(view.node(node("a").id)?.freeNanoCpus).toBe(3e9);
});

test("tasks whose spec nobody knows do not hold up the next service", () => {
  const view = new ClusterView();
  view.putNode(node("a"));
  view.putTask(task("t", "gone", { state: "running", nodeId: "a" }), NOW);
  view.putService(service("next"));
  expect(view.taskCount).toBe(1);
  expect(view.node(node("a").id)?.activeTasks).toBe(1);
});
