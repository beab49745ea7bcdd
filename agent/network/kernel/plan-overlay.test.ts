import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Overlay } from "../segments.ts";
import { engineNetworkBody } from "./engine-network.ts";
import { entriesThere, groupEntries, vxlanState } from "./links.ts";
import {
  addVxlan,
  createBridge,
  diffEntries,
  macOf,
  type OverlayEntries,
  type OverlayPlan,
  planOverlay,
} from "./plan-overlay.ts";
import type { Member, Peer, World } from "./world.ts";

const OVERLAY: Overlay = {
  id: "front",
  networkId: "front",
  name: "front",
  vni: 4097,
  subnets: [{ subnet: "10.0.1.0/24", gateway: "10.0.1.2" }],
  internal: false,
  ingress: false,
  encrypted: false,
  options: {},
  dataPathPort: 0,
};
const HERE = { stack: "here", address: "192.0.2.1", mtu: 1500, ipv6: true };
const peer = (n: number, stack = "there"): Peer => ({
  nodeId: `n${n}`,
  stack,
  addr: `192.0.2.${n}`,
  keys: [],
  gateways: [{ overlayId: "front", addresses: [`10.0.1.20${n}`] }],
});
const member = (n: number, node: number, stack = "there", ready = true): Member => ({
  id: `t${n}/front`,
  taskId: `t${n}`,
  networkId: "front",
  overlayId: "front",
  serviceId: "s",
  nodeId: `n${node}`,
  stack,
  addresses: [`10.0.1.${n}`],
  ready,
  hostAddr: "",
  hostPorts: [],
});
const world = (peers: readonly Peer[], members: readonly Member[]): World => ({
  networks: [OVERLAY],
  peers,
  members,
  services: [],
});
const plan = (of: World, overlay: Overlay = OVERLAY, here = HERE): OverlayPlan => {
  const planned = planOverlay(overlay, of, here);
  if (planned === null) throw new Error("no plan");
  return planned;
};

test.each<[string, Overlay, typeof HERE, number]>([
  ["room for the outer headers", OVERLAY, HERE, 1450],
  ["room for WireGuard's, too", { ...OVERLAY, encrypted: true }, HERE, 1370],
  [
    "and more over IPv6",
    { ...OVERLAY, encrypted: true },
    { ...HERE, address: "2001:db8::1" },
    1350,
  ],
  ["more of them over IPv6", OVERLAY, { ...HERE, address: "2001:db8::1" }, 1430],
  [
    "what is asked for",
    { ...OVERLAY, options: { "com.docker.network.driver.mtu": "1400" } },
    HERE,
    1400,
  ],
  ["never less than IPv6 takes", OVERLAY, { ...HERE, mtu: 1300 }, 1280],
])("MTU: %s", (_, overlay, here, mtu) => {
  expect(plan(world([], []), overlay, here).mtu).toBe(mtu);
});

test.each<[string, Partial<Overlay>]>([
  ["without an address of this node's", { subnets: [{ subnet: "10.0.1.0/24", gateway: "" }] }],
  ["without a VNI", { vni: 0 }],
])("no plan yet: %s", (_, more) => {
  expect(planOverlay({ ...OVERLAY, ...more }, world([], []), HERE)).toBeNull();
});

test.each<[string, World, readonly string[]]>([
  ["a peer's own address", world([peer(2)], []), ["10.0.1.202"]],
  ["none of this stack", world([peer(2, "here")], [member(5, 2, "here")]), []],
  [
    "members there, ready or not",
    world([peer(2)], [member(5, 2, "there", false)]),
    ["10.0.1.202", "10.0.1.5"],
  ],
  ["not of an unknown node", world([], [member(5, 3)]), []],
])("entries: %s", (_, of, addresses) => {
  const { entries } = plan(of);
  expect([...entries.neighbours.keys()]).toEqual(addresses);
  expect([...entries.forwards.keys()]).toEqual(addresses.map((one) => macOf([one])));
});

describe("an encrypted overlay", () => {
  const secret: Overlay = { ...OVERLAY, encrypted: true };
  const key = btoa(String.fromCharCode(...new Uint8Array(32).fill(9)));
  const keyed = (n: number): Peer => ({ ...peer(n), keys: [{ key, port: 7946 }] });
  const address = "fd09:909:909:909:909:909:909:909";

  test("leads to the tunnels' addresses of its peers' keys, and never to their own", () => {
    const { forwards } = plan(world([keyed(2)], [member(5, 2)]), secret).entries;
    expect([...forwards.values()]).toEqual([address, address]);
  });

  test("leads nowhere where a peer has no key", () => {
    const { forwards, neighbours } = plan(world([peer(2)], [member(5, 2)]), secret).entries;
    expect(forwards.size + neighbours.size).toBe(0);
  });

  test("has a device that is made from the tunnels' namespace; a plain one has not", () => {
    const add = (overlay: Overlay): string =>
      addVxlan(plan(world([], []), overlay), "/proc/7/ns/net");
    expect(add(secret)).toBe(
      "link add skxfront netns /proc/7/ns/net mtu 1370 type vxlan id 4097 dstport 4789 " +
        "remote fd00:: nolearning",
    );
    expect(add(OVERLAY)).toBe(
      "link add skxfront mtu 1450 type vxlan id 4097 dstport 4789 local 192.0.2.1 nolearning",
    );
  });

  test.each<[string, Overlay, object, string]>([
    ["encrypted", secret, { link_netnsid: 0 }, "right"],
    ["encrypted, but leaves by the host", secret, {}, "other"],
    ["plain", OVERLAY, { local: HERE.address }, "right"],
    [
      "plain, but leaves by the tunnels",
      OVERLAY,
      { link_netnsid: 0, local: HERE.address },
      "other",
    ],
  ])("a device is looked at: %s", (_, overlay, seen, expected) => {
    const planned = plan(world([], []), overlay);
    const { local, ...more } = { local: "", ...seen };
    const link = {
      ...{ ifname: "skxfront", master: "skbfront", mtu: planned.mtu, flags: ["UP"], ...more },
      linkinfo: { info_data: { id: 4097, port: 4789, local } },
    };
    expect(vxlanState(planned, [link])).toBe(expected);
  });
});

test("a bridge is made again with its address, and the containers' ports", () => {
  expect(createBridge(plan(world([], [])), ["veth1"])).toEqual([
    "link add skbfront type bridge",
    "link set skbfront address 02:42:0a:00:01:02",
    "addr replace 10.0.1.2/24 dev skbfront",
    "link set skbfront up",
    "link set veth1 master skbfront",
  ]);
});

/** What `ip` and `bridge` would have after the commands: the kernel's part, in a few lines. */
class Kernel {
  readonly neighbours = new Map<string, string>();
  readonly own = new Map<string, string>();
  readonly inBridge = new Set<string>();

  run(lines: readonly string[]): void {
    for (const line of lines) {
      const [what = "", verb = "", key = ""] = line.split(" ");
      const dst = / dst (\S+)/.exec(line)?.[1] ?? "";
      if (what === "neigh" && verb === "replace") {
        this.neighbours.set(key, / lladdr (\S+)/.exec(line)?.[1] ?? "");
      } else if (what === "neigh") this.neighbours.delete(key);
      else if (verb === "replace" && line.endsWith("master static")) this.inBridge.add(key);
      else if (verb === "replace") this.own.set(key, dst);
      else if (line.endsWith("master")) this.inBridge.delete(key);
      else if (this.own.get(key) === dst) this.own.delete(key);
    }
  }

  seen({ bridge, vxlan }: OverlayPlan): OverlayEntries {
    const forwards = [
      ...[...this.own].map(([mac, dst]) => ({ mac, ifname: vxlan, dst, state: "permanent" })),
      ...[...this.inBridge].map((mac) => ({ mac, ifname: vxlan, master: bridge, state: "static" })),
      // The device's own.
      { mac: "7e:00:00:00:00:01", ifname: vxlan, master: bridge, state: "permanent" },
    ];
    const neighbours = [...this.neighbours].map(([dst, lladdr]) => ({ dst, dev: bridge, lladdr }));
    return entriesThere({ bridge, vxlan } as OverlayPlan, groupEntries(forwards, neighbours));
  }
}

const members = fc.uniqueArray(
  fc.record({ n: fc.integer({ min: 3, max: 99 }), node: fc.integer({ min: 2, max: 4 }) }),
  { maxLength: 12, selector: ({ n }) => n },
);

test("whatever was there and whoever removed some of it, the entries become the plan's", () => {
  const removals = fc.array(fc.tuple(fc.integer({ min: 3, max: 99 }), fc.nat(2)), { maxLength: 8 });
  fc.assert(
    fc.property(members, members, removals, (first, second, removed) => {
      const of = (all: readonly { n: number; node: number }[]): OverlayPlan =>
        plan(
          world(
            [peer(2), peer(3), peer(4)],
            all.map(({ n, node }) => member(n, node)),
          ),
        );
      const kernel = new Kernel();
      const bring = (to: OverlayPlan): void => {
        const { ip, bridge } = diffEntries(to, kernel.seen(to));
        kernel.run([...ip, ...bridge]);
      };
      bring(of(first));
      for (const [n, what] of removed) {
        if (what === 0) kernel.neighbours.delete(`10.0.1.${n}`);
        if (what === 1) kernel.own.delete(macOf([`10.0.1.${n}`]));
        if (what === 2) kernel.inBridge.delete(macOf([`10.0.1.${n}`]));
      }
      const wanted = of(second);
      bring(wanted);
      expect(new Map([...kernel.neighbours].sort())).toEqual(
        new Map([...wanted.entries.neighbours].sort()),
      );
      for (const mac of kernel.inBridge) {
        expect(kernel.own.get(mac)).toBe(wanted.entries.forwards.get(mac));
      }
      expect(kernel.inBridge.size).toBe(wanted.entries.forwards.size);
    }),
  );
});

test("what is elsewhere is told to its segment alone, and each segment knows the others", () => {
  const second: Overlay = {
    ...{ ...OVERLAY, id: "front.2", vni: 4098 },
    subnets: [{ subnet: "10.2.0.0/24", gateway: "10.2.0.2" }],
  };
  const of: World = {
    ...world([peer(2)], [member(7, 2), { ...member(8, 2), overlayId: "front.2" }]),
    networks: [OVERLAY, second],
  };
  const [first, other] = [plan(of), plan(of, second)];
  expect([...first.entries.neighbours.keys()]).toEqual(["10.0.1.202", "10.0.1.7"]);
  expect([...other.entries.neighbours.keys()]).toEqual(["10.0.1.8"]);
  expect(first.ways).toEqual([{ bridge: "skbfront-2", subnets: second.subnets }]);
  expect(other.ways).toEqual([{ bridge: "skbfront", subnets: OVERLAY.subnets }]);
  expect(engineNetworkBody(other)).toMatchObject({
    Options: { "com.docker.network.bridge.enable_ip_masquerade": "false" },
  });
  expect(JSON.stringify(engineNetworkBody(plan(world([], []))))).not.toContain("masquerade");
});
