import { expect, test } from "vitest";
import type { OverlayPlan } from "./plan-overlay.ts";
import { planRoutes, routeWords } from "./plan-routes.ts";

const subnet = (n: number): OverlayPlan["subnets"][number] => ({
  subnet: `10.${n}.0.0/24`,
  gateway: `10.${n}.0.2`,
});
const sixth = (n: number): OverlayPlan["subnets"][number] => ({
  subnet: `fd00:${n}::/64`,
  gateway: `fd00:${n}::2`,
});
const overlay = (id: string, more: Partial<OverlayPlan>): OverlayPlan =>
  ({ id, ingress: false, mtu: 1450, subnets: [], ways: [], ...more }) as unknown as OverlayPlan;
const OVERLAYS = [
  overlay("ingress", { ingress: true, subnets: [subnet(0), sixth(0)] }),
  overlay("plain", { subnets: [subnet(5)] }),
  overlay("wide", { subnets: [subnet(1)], ways: [{ bridge: "b", subnets: [subnet(2)] }] }),
  overlay("wide.2", { subnets: [subnet(2)], ways: [{ bridge: "a", subnets: [subnet(1)] }] }),
  overlay("both", {
    subnets: [subnet(3), sixth(3)],
    ways: [{ bridge: "c", subnets: [subnet(4), sixth(4)] }],
  }),
];
const DEVICES = [
  { name: "eth0", subnets: ["172.18.0.0/16"], mtu: 1500 },
  { name: "eth1", subnets: ["10.1.0.0/24"], mtu: 1450 },
  { name: "eth2", subnets: ["10.2.0.0/24"], mtu: 1450 },
  { name: "eth3", subnets: ["10.3.0.0/24"], mtu: 1450 },
];

test.each<[string, readonly string[], readonly string[]]>([
  ["on none", [], []],
  ["on a network of one segment", ["plain"], []],
  ["in the first segment", ["wide"], ["10.2.0.0/24 via 10.1.0.2 dev eth1"]],
  ["in the second", ["wide.2"], ["10.1.0.0/24 via 10.2.0.2 dev eth2"]],
  [
    "in both families",
    ["both"],
    ["10.4.0.0/24 via 10.3.0.2 dev eth3", "fd00:4::/64 via fd00:3::2 dev eth3"],
  ],
  [
    "asked from outside, by the device that has the MTU",
    ["ingress"],
    ["default via 10.0.0.2 dev eth1", "default via fd00:0::2 dev eth1"],
  ],
])("a container's routes: %s", (_name, ids, expected) => {
  const routes = planRoutes(OVERLAYS, new Set(ids));
  expect(routes.flatMap((route) => routeWords(route, DEVICES) ?? [])).toEqual(expected);
});

test("no device of that network: no route", () => {
  const [route] = planRoutes(OVERLAYS, new Set(["wide"]));
  expect(route && routeWords(route, DEVICES.slice(0, 1))).toBeUndefined();
});
