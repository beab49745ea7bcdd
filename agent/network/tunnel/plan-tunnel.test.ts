import { describe, expect, test } from "vitest";
import type { Peer, World } from "../kernel/world.ts";
import type { Overlay } from "../segments.ts";
import type { Keyring } from "./keyring.ts";
import {
  birthOf,
  type DevicePlan,
  diffDevice,
  encryptedMtu,
  parseDump,
  planTunnel,
  type SeenDevice,
  tunnelDevice,
  tunnelMtu,
} from "./plan-tunnel.ts";
import { tunnelAddress } from "./tunnel-address.ts";

const STACK = "boot/4026531840";
const base64 = (n: number): string => btoa(String.fromCharCode(...new Uint8Array(32).fill(n)));
const own = (n: number, slot: 0 | 1) => ({
  ...{ privateKey: base64(n), publicKey: base64(n + 1), slot, since: 0 },
});
const RING: Keyring = { current: own(1, 0) };
const overlay = (id: string, encrypted: boolean): Overlay => ({
  ...{
    id,
    networkId: id,
    name: id,
    vni: 4097,
    subnets: [],
    internal: false,
    ingress: false,
    encrypted,
  },
  ...{ options: {}, dataPathPort: 0 },
});
const peer = (n: number, more: Partial<Peer> = {}): Peer => ({
  nodeId: `n${n}`,
  stack: `there/${n}`,
  addr: `192.0.2.${n}`,
  keys: [{ key: base64(100 + n), port: 7946 }],
  gateways: [{ overlayId: "secret", addresses: [`10.0.1.${n}`] }],
  ...more,
});
const world = (peers: readonly Peer[], encrypted = true): World => ({
  networks: [overlay("front", false), overlay("secret", encrypted)],
  peers,
  members: [],
  services: [],
});
const plan = (peers: readonly Peer[], ring = RING) =>
  planTunnel({ ring, world: world(peers), stack: STACK, port: 7946, mtu: 1440 });
const peersIn = (peers: readonly Peer[]): readonly string[] =>
  (plan(peers)?.devices[0]?.peers ?? []).map(({ key, endpoint }) => `${key} ${endpoint}`);

test("nothing without an encrypted network", () => {
  const of = world([peer(2)], false);
  expect(planTunnel({ ring: RING, world: of, stack: STACK, port: 1, mtu: 1440 })).toBeNull();
});

test("a device, with its key, port and address, and a peer behind its own", () => {
  expect(plan([peer(2)])).toEqual({
    devices: [
      {
        name: "skw4026531840a",
        privateKey: base64(1),
        port: 7946,
        address: tunnelAddress(base64(2)),
        mtu: 1440,
        peers: [
          {
            key: base64(102),
            endpoint: "192.0.2.2:7946",
            address: tunnelAddress(base64(102)),
            keepaliveS: 25,
          },
        ],
      },
    ],
    out: { device: "skw4026531840a", address: tunnelAddress(base64(2)) },
  });
});

test.each<[string, readonly Peer[], readonly string[]]>([
  [
    "none on other networks alone",
    [peer(2, { gateways: [{ overlayId: "front", addresses: [] }] })],
    [],
  ],
  ["none of this stack", [peer(2, { stack: STACK })], []],
  ["none without a key", [peer(2, { keys: [] })], []],
  ["none with what is no key", [peer(2, { keys: [{ key: "x", port: 7946 }] })], []],
  ["IPv6 in brackets", [peer(2, { addr: "2001:db8::2" })], [`${base64(102)} [2001:db8::2]:7946`]],
  [
    "a key that is announced, too",
    [
      peer(2, {
        keys: [
          { key: base64(102), port: 7946 },
          { key: base64(50), port: 7947 },
        ],
      }),
    ],
    [`${base64(102)} 192.0.2.2:7946`, `${base64(50)} 192.0.2.2:7947`],
  ],
  [
    "all nodes of a stack, each key once",
    [
      peer(2),
      peer(3, { stack: "there/2", gateways: [], keys: [{ key: base64(102), port: 7946 }] }),
      peer(4, { stack: "there/2", gateways: [] }),
    ],
    [`${base64(102)} 192.0.2.2:7946`, `${base64(104)} 192.0.2.4:7946`],
  ],
])("peers: %s", (_, peers, expected) => {
  expect(peersIn(peers)).toEqual(expected);
});

describe("while a key is rotated", () => {
  test("the next one has its device and port, and packets leave by the current one", () => {
    const planned = plan([peer(2)], { current: own(1, 0), next: own(3, 1) });
    expect(planned?.devices.map(({ name, port }) => [name, port])).toEqual([
      ["skw4026531840a", 7946],
      ["skw4026531840b", 7947],
    ]);
    expect(planned?.out.device).toBe("skw4026531840a");
  });

  test("the previous one listens, and calls nobody", () => {
    const planned = plan([peer(2)], { current: own(3, 1), previous: own(1, 0) });
    const keepalives = planned?.devices.map(({ peers }) => peers[0]?.keepaliveS);
    expect(keepalives).toEqual([25, 0]);
    expect(planned?.out.device).toBe("skw4026531840b");
  });
});

test("a device's name fits the kernel's 15 characters", () => {
  expect(tunnelDevice("boot/4294967295", 1).length).toBeLessThanOrEqual(15);
});

test.each([
  ["over IPv4", 1500, false, 1440, 1370],
  ["over IPv6", 1500, true, 1420, 1350],
  ["as much as IPv6 takes", 1300, false, 1280, 1210],
])("MTU: %s", (_, underlay, ipv6, tunnel, inside) => {
  expect([tunnelMtu(underlay, ipv6), encryptedMtu(underlay, ipv6)]).toEqual([tunnel, inside]);
});

describe("an address of a key", () => {
  test("is the key's own, in the kernel's notation", () => {
    const bytes = Uint8Array.from({ length: 32 }, (_, at) => at);
    expect(tunnelAddress(btoa(String.fromCharCode(...bytes)))).toBe(
      "fd00:102:304:506:708:90a:b0c:d0e",
    );
    expect(tunnelAddress(base64(0))).toBe("fd00::");
    expect(tunnelAddress(base64(7))).not.toBe(tunnelAddress(base64(8)));
  });

  test("is none without a key", () => {
    expect(tunnelAddress("")).toBeUndefined();
  });
});

test("a device is made on the host, where its socket stays, and moved", () => {
  expect(birthOf("skw1a", "kernel", "/run/netns/sk-1")).toEqual([
    ["link", "add", "skw1a", "type", "wireguard"],
    ["link", "set", "skw1a", "netns", "/run/netns/sk-1"],
  ]);
  expect(birthOf("skw1a", "userspace", "/run/netns/sk-1")).toEqual([
    ["link", "set", "skw1a", "netns", "/run/netns/sk-1"],
  ]);
});

const DEVICE: DevicePlan = {
  ...{ name: "skw1a", privateKey: base64(1), port: 7946, address: "fd00::1", mtu: 1440 },
  peers: [{ key: base64(9), endpoint: "192.0.2.2:7946", address: "fd09::", keepaliveS: 25 }],
};
const dump = (more: readonly string[]): SeenDevice =>
  parseDump([`${base64(1)}\t${base64(2)}\t7946\toff`, ...more, ""].join("\n"));
const PEER = `${base64(9)}\t(none)\t192.0.2.2:7946\tfd09::/128\t1000\t1\t2\t25`;
const told = new Map([[base64(9), "192.0.2.2:7946"]]);
const now = 1000 * 1000;
const words = (seen: SeenDevice, before: ReadonlyMap<string, string> = told, at = now): string =>
  diffDevice(DEVICE, seen, before, at).words.join(" ");

describe("what a device is told", () => {
  test("nothing when it is right", () => {
    expect(diffDevice(DEVICE, dump([PEER]), told, now)).toEqual({ words: [], input: "" });
  });

  test("all when it is new, the key by its standard input", () => {
    const seen = { privateKey: "", port: 0, peers: new Map() };
    expect(diffDevice(DEVICE, seen, new Map(), now)).toEqual({
      words: [
        ...["private-key", "/dev/stdin", "listen-port", "7946"],
        ...["peer", base64(9), "endpoint", "192.0.2.2:7946", "allowed-ips", "fd09::/128"],
        ...["persistent-keepalive", "25"],
      ],
      input: base64(1),
    });
  });

  test.each<[string, SeenDevice, string]>([
    ["a port that somebody changed", { ...dump([PEER]), port: 1 }, "private-key /dev/stdin"],
    ["a peer that somebody removed", dump([]), `peer ${base64(9)} endpoint`],
    [
      "a peer with more than its own",
      dump([PEER.replace("fd09::/128", "fd09::/128,::/0")]),
      `peer ${base64(9)} allowed-ips fd09::/128`,
    ],
    [
      "a peer that nobody wants",
      dump([PEER, PEER.replace(base64(9), base64(8))]),
      `peer ${base64(8)} remove`,
    ],
    ["no keepalive", dump([PEER.replace(/25$/, "off")]), "persistent-keepalive 25"],
  ])("%s", (_, seen, expected) => {
    expect(words(seen)).toContain(expected);
  });

  test("another key: its peers anew, who have shaken hands with the key of before", () => {
    const seen = { ...dump([PEER]), privateKey: base64(3) };
    expect(words(seen)).toBe(
      `private-key /dev/stdin listen-port 7946 peer ${base64(9)} remove peer ${base64(9)} ` +
        "endpoint 192.0.2.2:7946 allowed-ips fd09::/128 persistent-keepalive 25",
    );
  });

  test("not the endpoint of a peer that answers from elsewhere, until it falls silent", () => {
    const roamed = dump([PEER.replace("192.0.2.2:7946", "198.51.100.7:1024")]);
    expect(words(roamed)).toBe("");
    expect(words(roamed, told, now + 181_000)).toContain("endpoint 192.0.2.2:7946");
    expect(words(roamed, new Map([[base64(9), "192.0.2.3:7946"]]))).toContain("endpoint");
  });
});
