import { expect, test } from "vitest";
import type { OverlayPlan } from "./plan-overlay.ts";
import { resolverChains, resolverOf } from "./plan-resolver.ts";

const overlay = (id: string, gateways: readonly string[], ingress = false): OverlayPlan => ({
  ...{
    id,
    networkId: id,
    name: id,
    engineName: id,
    bridge: id,
    vxlan: id,
    vni: 1,
    port: 4789,
    mtu: 1450,
  },
  ...{ mac: "", ways: [], internal: false, ingress, encrypted: false, local: "" },
  subnets: gateways.map((gateway) => ({ subnet: "", gateway })),
  entries: { neighbours: new Map(), forwards: new Map() },
});
const OVERLAYS = [
  overlay("ingress", ["10.0.0.2"], true),
  overlay("six", ["fd01::2"]),
  overlay("new", [""]),
  overlay("both", ["fd02::2", "10.0.2.2"]),
  overlay("other", ["10.0.3.2"]),
];

test.each<[string, readonly string[], string]>([
  ["on one of ours", ["both"], "10.0.2.2"],
  ["the first of several", ["other", "ingress", "both"], "10.0.2.2"],
  ["published ports alone", ["ingress"], ""],
  ["without IPv4", ["six"], ""],
  ["without an address yet", ["new"], ""],
  ["on none", [], ""],
])("whom a container asks: %s", (_what, ids, expected) => {
  expect(resolverOf(OVERLAYS, new Set(ids))).toBe(expected);
});

test("nobody to ask: the engine's resolver is left alone, and nothing is let out", () => {
  expect(resolverChains("").size).toBe(0);
});

test("both transports lead to the server, from an address that replies find", () => {
  const rules = [...resolverChains("10.0.2.2").values()].flatMap((chain) => chain.rules);
  expect(rules).toEqual([
    "ip daddr 127.0.0.11 udp dport 53 dnat ip to 10.0.2.2:53",
    "ip daddr 127.0.0.11 tcp dport 53 dnat ip to 10.0.2.2:53",
    "ip saddr 127.0.0.0/8 ip daddr 10.0.2.2 masquerade",
    'iifname != "lo" ip daddr 127.0.0.0/8 drop',
  ]);
});
