import { expect, test } from "vitest";
import { advertisedDevices, blockedBy, ownWays } from "./own-ways.ts";
import type { OverlayPlan } from "./plan-overlay.ts";

const WAYS = ownWays(
  [
    { ifname: "eth0", addr_info: [{ local: "10.0.5.7" }, { local: "fd00:1::7" }] },
    { ifname: "skbabc", addr_info: [{ local: "10.9.0.2" }] },
  ],
  [
    { dst: "default", gateway: "10.0.0.1", dev: "eth0" },
    { dst: "10.0.0.0/20", dev: "eth0" },
  ],
  [{ addr: "10.0.7.9" }],
);

test.each<[string, string, string | undefined]>([
  ["the router", "10.0.0.0/24", "10.0.0.1 (a router)"],
  ["another node", "10.0.7.0/24", "10.0.7.9 (another node)"],
  ["the host itself", "10.0.5.0/24", "10.0.5.7 (this host's own, of eth0)"],
  ["the host's IPv6 address", "fd00:1::/64", "fd00:1::7 (this host's own, of eth0)"],
  ["nobody, though it is part of the host's network", "10.0.9.0/24", undefined],
  ["nobody but the overlay itself", "10.9.0.0/24", undefined],
])("an overlay whose subnet holds %s", (_what, subnet, address) => {
  const reason = blockedBy({ subnets: [{ subnet, gateway: "" }] } as unknown as OverlayPlan, WAYS);
  if (address === undefined) expect(reason).toBeUndefined();
  else expect(reason).toBe(`its subnet ${subnet} would take ${address} away from this host`);
});

test("devices whose routers must not be forgotten", () => {
  const ra = { dst: "default", gateway: "fe80::1", dev: "eth0", protocol: "ra" };
  const fixed = { ...ra, dev: "eth1", protocol: "static" };
  const prefix = { dst: "2001:db8::/64", dev: "eth2", protocol: "ra" };
  expect(advertisedDevices([ra, ra, fixed, prefix])).toEqual(["eth0"]);
});
