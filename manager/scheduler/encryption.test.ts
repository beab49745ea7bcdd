import { expect, test } from "vitest";
import type { Network, Node } from "../../shared/domain/objects.ts";
import type { NetworkId } from "../../shared/ids.ts";
import { node, service, task } from "../../test/lib/objects.ts";
import { ClusterView } from "./cluster-view.ts";
import { explain, type Rejection, rejectionOf } from "./filters.ts";

const NOW = 1_000_000;
const KEY = Uint8Array.of(1);

const network = (id: string, Options: Record<string, string>, Ingress = false): Network => ({
  id: id as NetworkId,
  meta: { versionIndex: 1, createdMs: 0, updatedMs: 0 },
  spec: { Name: `${id}-name`, Driver: "overlay", Ingress, Options },
  pendingDelete: false,
});

function withKey(one: Node, key: Uint8Array | undefined): Node {
  const { description } = one;
  if (description === undefined || key === undefined) return one;
  return { ...one, description: { ...description, runtime: "docker", wireguardPublicKey: key } };
}

function rejection(target: string, publishes: boolean, key?: Uint8Array): Rejection | undefined {
  const view = new ClusterView();
  view.putNetwork(network("secret", { encrypted: "" }));
  view.putNetwork(network("plain", { encrypted: "false" }));
  view.putNetwork(network("door", { encrypted: "true" }, true));
  const Ports = publishes ? [{ TargetPort: 80, PublishedPort: 80 }] : [];
  const TaskTemplate = { Networks: target === "" ? [] : [{ Target: target }] };
  view.putService(service("web", { TaskTemplate, EndpointSpec: { Ports } }));
  view.putNode(withKey(node("a", { runtime: "docker" }), key));
  const requirements = view.requirementsOf(task("t", "web", {}));
  const state = view.node(node("a").id);
  if (requirements === undefined || state === undefined) throw new Error("unknown");
  view.putTask(task("t", "web", {}), NOW);
  return rejectionOf(requirements.class, state);
}

test.each<[string, string, boolean, Uint8Array | undefined, Rejection | undefined]>([
  ["by id, no key", "secret", false, undefined, "encryption"],
  ["by name, no key", "secret-name", false, undefined, "encryption"],
  ["a key", "secret", false, KEY, undefined],
  ["not encrypted", "plain", false, undefined, undefined],
  ["an encrypted ingress network", "", true, undefined, "encryption"],
  ["no network", "", false, undefined, undefined],
])("%s", (_name, target, publishes, key, expected) => {
  expect(rejection(target, publishes, key)).toBe(expected);
});

test("in words", () => {
  expect(explain(new Map([["encryption", 2]]))).toBe(
    "encrypted networks need WireGuard, missing on 2 nodes",
  );
});
