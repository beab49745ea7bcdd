import fc from "fast-check";
import { expect, test } from "vitest";
import { zoneOf } from "./balancer.ts";
import { diffTable, emptyTable } from "./nft-table.ts";
import { type MeshPlan, meshPorts, NO_MESH, planMesh } from "./plan-mesh.ts";
import type { OverlayPlan } from "./plan-overlay.ts";
import type { Member, PublishedPort, World, WorldService } from "./world.ts";

const INGRESS: OverlayPlan = {
  id: "ing",
  networkId: "ing",
  name: "ingress",
  engineName: "skep-ing",
  bridge: "skbing",
  vxlan: "skxing",
  vni: 4096,
  port: 4789,
  mtu: 1450,
  mac: "02:42:0a:00:00:02",
  subnets: [{ subnet: "10.0.0.0/24", gateway: "10.0.0.2" }],
  internal: false,
  ingress: true,
  encrypted: false,
  local: "192.0.2.1",
  entries: { neighbours: new Map(), forwards: new Map() },
  ways: [],
};
const INNER: OverlayPlan = {
  ...INGRESS,
  id: "in",
  bridge: "skbin",
  ingress: false,
  internal: true,
};
const FRONT: OverlayPlan = { ...INNER, id: "fr", bridge: "skbfr", internal: false };

const port = (protocol: string, publishedPort = 8080): PublishedPort => ({
  protocol,
  targetPort: 80,
  publishedPort,
  ingress: true,
});
const service = (ports: readonly PublishedPort[], labels = {}): WorldService => ({
  id: "s",
  name: "web",
  virtualIps: [],
  ports,
  labels,
});
const member = (n: number, more: Partial<Member> = {}): Member => ({
  id: `t${n}/ing`,
  taskId: `t${n}`,
  networkId: "ing",
  overlayId: "ing",
  serviceId: "s",
  nodeId: "n1",
  stack: "here",
  addresses: [`10.0.0.${n}`],
  ready: true,
  hostAddr: "",
  hostPorts: [],
  ...more,
});
const world = (
  ports: readonly PublishedPort[],
  members: readonly Member[],
  labels = {},
): World => ({
  networks: [],
  peers: [
    {
      nodeId: "n2",
      stack: "there",
      addr: "192.0.2.2",
      keys: [],
      gateways: [{ overlayId: "ing", addresses: ["10.0.0.3"] }],
    },
  ],
  members,
  services: [service(ports, labels)],
});
const plan = (
  of: World,
  before: MeshPlan = NO_MESH,
  more: { readonly taken?: readonly string[]; readonly overlays?: readonly OverlayPlan[] } = {},
): MeshPlan =>
  planMesh(
    {
      world: of,
      overlays: more.overlays ?? [INGRESS],
      taken: new Set(more.taken ?? []),
      stack: "here",
      salt: "",
    },
    before,
  );
const targets = ({ table }: MeshPlan, name: string): readonly string[] =>
  [...new Set(table.sets.get(name)?.elements.values())].sort();
const rules = ({ table }: MeshPlan, chain: string): string =>
  table.chains.get(chain)?.rules.join("\n") ?? "";

test.each<[string, World, readonly string[]]>([
  ["a ready task", world([port("tcp")], [member(5)]), ["10.0.0.5 . 80"]],
  [
    "not one that is not",
    world([port("tcp")], [member(5), member(6, { ready: false })]),
    ["10.0.0.5 . 80"],
  ],
  ["not on another network", world([port("tcp")], [member(5, { networkId: "fr" })]), []],
  ["not of another service", world([port("tcp")], [member(5, { serviceId: "x" })]), []],
  [
    "a process of a host, at its own port",
    world(
      [port("tcp")],
      [
        member(5),
        member(6, {
          addresses: [],
          hostAddr: "192.0.2.9",
          hostPorts: [port("tcp", 31_000), port("udp", 31_001)],
        }),
      ],
    ),
    ["10.0.0.5 . 80", "192.0.2.9 . 31000"],
  ],
])("a published port leads to: %s", (_, of, expected) => {
  const planned = plan(of);
  expect(targets(planned, "b_v4_tcp_8080")).toEqual(expected);
  const asked = planned.table.sets.get("ports")?.elements.has("tcp . 8080");
  expect(asked, "without a task the host refuses").toBe(expected.length > 0);
});

test("a port of a mode other than ingress is none of the mesh", () => {
  expect(meshPorts(world([{ ...port("tcp"), ingress: false }], []))).toEqual([]);
});

test("a port that something else has is left to it", () => {
  const planned = plan(world([port("tcp")], [member(5)]), NO_MESH, { taken: ["tcp . 8080"] });
  expect(planned.table.sets.get("ports")?.elements.size).toBe(0);
  expect([...planned.ports]).toEqual(["tcp . 8080"]);
});

test.each<[string, Record<string, string>, string, string]>([
  ["by itself", {}, "ports", "tcp . 8080"],
  ["everywhere", { "skep.publish.address": "0.0.0.0" }, "ports", "tcp . 8080"],
  ["at one address", { "skep.publish.address": "127.0.0.1" }, "ports_v4", "127.0.0.1 . tcp . 8080"],
  [
    "at one of IPv6",
    { "skep.publish.address": "2001:db8::1" },
    "ports_v6",
    "2001:db8::1 . tcp . 8080",
  ],
  ["at no address", { "skep.publish.address": "eth0" }, "", ""],
  ["written at length", { "skep.publish.address": "0:0:0:0:0:0:0:0" }, "ports", "tcp . 8080"],
])("where a port answers: %s", (_, labels, set, key) => {
  const { table } = plan(world([port("tcp")], [member(5)], labels));
  for (const name of ["ports", "ports_v4", "ports_v6"]) {
    expect([...(table.sets.get(name)?.elements.keys() ?? [])]).toEqual(name === set ? [key] : []);
  }
});

test.each<[string, string, Record<string, string>, string, string]>([
  ["one after the other", "tcp", {}, "numgen inc mod 1 ", "ct mark set 1526726656"],
  [
    "by the client",
    "tcp",
    { "skep.lb.sticky": "on" },
    "jhash ip saddr mod",
    "ct mark set 1526726656",
  ],
  ["by the client's port", "udp", {}, "jhash ip saddr . udp sport mod", "ct mark set 1526726656"],
  ["SCTP", "sctp", {}, "numgen inc mod 1 map @b_v4_sctp_8080", "meta l4proto sctp"],
  ["masqueraded", "tcp", { "skep.ingress.client-ip": "off" }, "numgen", "ct mark set 1526792192"],
])("how a backend is picked: %s", (_, protocol, labels, pick, mark) => {
  const planned = plan(world([port(protocol)], [member(5)], labels));
  expect(rules(planned, `p_${protocol}_8080`)).toContain(pick);
  expect(rules(planned, `p_${protocol}_8080`)).toContain(mark);
});

const numbers = fc.uniqueArray(fc.integer({ min: 4, max: 60 }), { maxLength: 20 });

test("datagrams of a backend that stays keep backend and zone, whoever else comes or goes", () => {
  fc.assert(
    fc.property(numbers, numbers, (first, second) => {
      const of = (all: readonly number[]): World =>
        world(
          [port("udp")],
          all.map((n) => member(n)),
        );
      const before = plan(of(first));
      const after = plan(of(second), before);
      const [old, now] = [before, after].map(({ table }) => table.sets.get("b_v4_udp_8080"));
      const zones = after.table.sets.get("z_b_v4_udp_8080");
      for (const [slot, target] of now?.elements ?? []) {
        expect(zones?.elements.get(slot)).toBe(String(zoneOf(target)));
        const earlier = old?.elements.get(slot);
        const stays = second.some((n) => earlier === `10.0.0.${n} . 80`);
        const came = !first.some((n) => target === `10.0.0.${n} . 80`);
        if (earlier !== undefined && stays && !came) expect(target).toBe(earlier);
      }
    }),
  );
});

test("any plan follows any other: what is named is there, and twice the same changes nothing", () => {
  const pick = fc.record({ tasks: numbers, protocols: fc.subarray(["tcp", "udp", "sctp"]) });
  fc.assert(
    fc.property(fc.array(pick, { minLength: 1, maxLength: 5 }), (steps) => {
      let before: MeshPlan = { ...NO_MESH, table: emptyTable(NO_MESH.table.name) };
      for (const { tasks, protocols } of steps) {
        const of = world(
          protocols.map((protocol) => port(protocol)),
          tasks.map((n) => member(n)),
        );
        const after = plan(of, before);
        const named = diffTable(emptyTable(after.table.name), after.table).matchAll(
          /@(\w+)|goto (\w+)/g,
        );
        for (const [, set = "", chain = ""] of named) {
          expect(after.table.sets.has(set) || after.table.chains.has(chain)).toBe(true);
        }
        expect(diffTable(after.table, plan(of, after).table)).toBe("");
        before = after;
      }
    }),
  );
});

test("connections that came through a peer are known by its hardware address, and go back there", () => {
  const { table, returns } = plan(world([], []));
  const [mac, mark] = ["02:42:0a:00:00:03", "0x5c000003"];
  expect([...(table.sets.get("peers")?.elements ?? [])]).toEqual([[mac, mark]]);
  expect([...(returns.sets.get("ways")?.elements ?? [])]).toEqual([[mark, mac]]);
  expect(returns.chains.get("returning")?.rules.join()).toContain("ether daddr set");
});

test("agents of this network stack, and peers on other networks alone, send nothing back", () => {
  const of = world([], []);
  const [peer] = of.peers;
  if (peer === undefined) throw new Error("there is a peer");
  const here = { ...peer, stack: "here" };
  const elsewhere = { ...peer, gateways: [{ overlayId: "fr", addresses: ["10.0.1.3"] }] };
  const { table, returns } = plan({ ...of, peers: [here, elsewhere] });
  expect(table.sets.get("peers")?.elements.size).toBe(0);
  expect(returns.sets.get("ways")?.elements.size).toBe(0);
  expect(plan(of, NO_MESH, { overlays: [FRONT] }).returns.chains.size).toBe(0);
});

test("internal networks have no way out and none in; others are apart", () => {
  const forward = rules(
    plan(world([], []), NO_MESH, { overlays: [INGRESS, INNER, FRONT] }),
    "forward",
  );
  expect(forward).toContain('iifname "skbin" oifname != "skbin" drop');
  expect(forward).toContain('oifname "skbin" iifname != "skbin" drop');
  expect(forward).toContain('iifname "skbfr" oifname "skb*" oifname != "skbfr"');
  const leaving = rules(plan(world([], []), NO_MESH, { overlays: [INNER] }), "leaving");
  expect(leaving).not.toContain("masquerade");
});

test("a network's segments are one: apart from others, not from each other", () => {
  const way = (bridge: string): OverlayPlan["ways"][number] => ({ bridge, subnets: [] });
  const inner = { ...INNER, ways: [way("skbin-2")] };
  const front = { ...FRONT, bridge: "skbfr-2", ways: [way("skbfr")] };
  const { table } = planMesh(
    { world: world([], []), overlays: [inner, front], taken: new Set(), stack: "h", salt: "" },
    NO_MESH,
  );
  const forward = table.chains.get("forward")?.rules.join("\n");
  expect(forward).toContain('iifname "skbin" oifname != { "skbin", "skbin-2" } drop');
  expect(forward).toContain('oifname "skbin" iifname != { "skbin", "skbin-2" } drop');
  expect(forward).toContain('iifname "skbfr-2" oifname "skb*" oifname != { "skbfr", "skbfr-2" }');
});
