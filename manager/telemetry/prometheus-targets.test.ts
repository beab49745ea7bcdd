import { expect, test } from "vitest";
import type { Network } from "../../shared/domain/objects.ts";
import type { NetworkId } from "../../shared/ids.ts";
import { hostPort, META, node, service, task } from "../../test/lib/objects.ts";
import { storeForTest } from "../store/testing.ts";
import { prometheusTargets } from "./prometheus-targets.ts";

const network = (id: string, Ingress: boolean): Network => ({
  id: id as NetworkId,
  meta: META,
  spec: { Name: `name-of-${id}`, Ingress },
  pendingDelete: false,
});

const attached = (...networks: readonly string[]) =>
  networks.map((id, at) => ({
    networkId: id as NetworkId,
    addresses: [`10.0.${at}.7/24`],
    aliases: [],
  }));

test("nodes with metrics, and running tasks of services that ask for it", async () => {
  const { store } = storeForTest();
  const n1 = node("n1", { addr: "192.0.2.1" });
  const labels = (more: Record<string, string>) => ({
    Labels: { "prometheus.scrape": "true", "prometheus.port": "9100", ...more },
  });
  await store.update((tx) => {
    const { description } = n1;
    if (description === undefined) throw new Error("no description");
    tx.create("node", { ...n1, description: { ...description, metricsAddr: "192.0.2.1:9323" } });
    tx.create("node", node("n2", { addr: "2001:db8::2" }));
    tx.create("network", network("ing", true));
    tx.create("network", network("net", false));
    tx.create("network", network("net2", false));
    tx.create("service", service("silent"));
    tx.create("service", service("wrong", labels({ "prometheus.port": "http" })));
    tx.create(
      "service",
      service("app", labels({ "prometheus.path": "/m", "prometheus.job": "j" })),
    );
    tx.create("service", service("pinned", labels({ "prometheus.network": "name-of-net2" })));
    const running = { state: "running", nodeId: "n1" } as const;
    tx.create("task", task("t0", "silent", running));
    tx.create("task", task("t1", "wrong", running));
    tx.create("task", { ...task("t2", "app", running), networks: attached("ing", "net", "net2") });
    tx.create("task", task("t3", "app", { ...running, slot: 2, nodeId: "n2" }));
    tx.create("task", task("t4", "app", { ...running, slot: 3, ports: [published(9100, 31000)] }));
    tx.create("task", task("t5", "app", { slot: 4 }));
    tx.create("task", task("t6", "app", { ...running, slot: 5, desired: "shutdown" }));
    tx.create("task", { ...task("t7", "pinned", running), networks: attached("net", "net2") });
  });
  const groups = store.view((tx) => prometheusTargets(tx));
  expect(groups.map(({ targets }) => targets[0])).toEqual([
    "192.0.2.1:9323",
    "10.0.1.7:9100",
    "[2001:db8::2]:9100",
    "192.0.2.1:31000",
    "10.0.1.7:9100",
  ]);
  expect(groups[0]?.labels).toMatchObject({ job: "skep", node: "host-n1" });
  expect(groups[1]?.labels).toMatchObject({
    job: "j",
    __metrics_path__: "/m",
    __scheme__: "http",
    service: "app",
    task: "app.1",
    node: "host-n1",
    __meta_skep_task_id: "t2",
  });
});

test.each([
  ["an address of its own", "192.0.2.9:9323", "192.0.2.1", "192.0.2.9:9323"],
  ["a name", "metrics.example:9323", "192.0.2.1", "metrics.example:9323"],
  ["everywhere", "0.0.0.0:9323", "192.0.2.1", "192.0.2.1:9323"],
  ["everywhere, no host", ":9323", "192.0.2.1", "192.0.2.1:9323"],
  ["everywhere, IPv6", "[::]:9323", "2001:db8::1", "[2001:db8::1]:9323"],
  ["loopback, asked elsewhere", "127.0.0.1:9323", "192.0.2.1", undefined],
  ["loopback, a cluster on one machine", "127.0.2.3:9323", "127.0.2.3", "127.0.2.3:9323"],
  ["off", "", "192.0.2.1", undefined],
])("a node whose metrics are on %s", async (_name, metricsAddr, addr, target) => {
  const { store } = storeForTest();
  const n1 = node("n1", { addr });
  const { description } = n1;
  if (description === undefined) throw new Error("no description");
  await store.update((tx) => {
    tx.create("node", { ...n1, description: { ...description, metricsAddr } });
  });
  expect(store.view((tx) => prometheusTargets(tx))[0]?.targets[0]).toBe(target);
  const self = store.view((tx) => prometheusTargets(tx, n1.id))[0]?.targets[0];
  expect(self).toBe(metricsAddr.startsWith("127.") ? metricsAddr : target);
});

function published(targetPort: number, publishedPort: number) {
  return { ...hostPort(publishedPort), targetPort };
}
