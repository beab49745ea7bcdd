import fc from "fast-check";
import { expect, test } from "vitest";
import { diffTable, emptyTable } from "./nft-table.ts";
import { NO_VIRTUAL, planVirtual, type VirtualPlan } from "./plan-virtual.ts";
import type { Member, World } from "./world.ts";

const VIP = "10.0.1.100";
const member = (n: number, more: Partial<Member> = {}): Member => ({
  id: `t${n}/front`,
  taskId: `t${n}`,
  networkId: "front",
  overlayId: "front",
  serviceId: "web",
  nodeId: "n1",
  stack: "here",
  addresses: [`10.0.1.${n}`],
  ready: true,
  hostAddr: "",
  hostPorts: [],
  ...more,
});
const onHost = (n: number): Member =>
  member(n, {
    addresses: [],
    hostAddr: "192.0.2.9",
    hostPorts: [{ protocol: "tcp", targetPort: 80, publishedPort: 31_000 + n, ingress: false }],
  });
const world = (members: readonly Member[], labels = {}, addr = VIP): World => ({
  networks: [],
  peers: [],
  members,
  services: [
    { id: "web", name: "web", virtualIps: [{ networkId: "front", addr }], ports: [], labels },
  ],
});
const plan = (
  of: World,
  before: VirtualPlan = NO_VIRTUAL,
  networks: readonly string[] = ["front"],
): VirtualPlan => planVirtual({ world: of, networkIds: new Set(networks), salt: "me" }, before);
const rules = ({ table }: VirtualPlan): string =>
  [...table.chains]
    .flatMap(([name, chain]) => (name.startsWith("s_") ? chain.rules : []))
    .join("\n");
const targets = ({ table }: VirtualPlan): readonly string[] =>
  [...table.sets]
    .flatMap(([name, set]) => (/^[bh]_/.test(name) ? [...set.elements.values()] : []))
    .sort();
const zone = ({ table }: VirtualPlan): string | undefined =>
  table.sets.get("zones_v4")?.elements.get(VIP);

test.each<[string, World, readonly string[], readonly string[]]>([
  ["ready tasks", world([member(5), member(6, { ready: false })]), ["front"], ["10.0.1.5"]],
  ["not those of others", world([member(5, { serviceId: "x" })]), ["front"], []],
  ["not from another network", world([member(5)]), ["back"], []],
  [
    "tasks and processes, at their ports",
    world([member(5), onHost(7)]),
    ["front"],
    ["10.0.1.5", "10.0.1.5 . 80", "192.0.2.9 . 31007"],
  ],
])("an address leads to: %s", (_, of, networks, expected) => {
  expect(targets(plan(of, NO_VIRTUAL, networks))).toEqual(expected);
});

test("without a task it is refused, and does not go astray", () => {
  const { table } = plan(world([]));
  expect(table.sets.get("virtual_v4")?.elements.size).toBe(0);
  expect([...(table.sets.get("all_v4")?.elements.keys() ?? [])]).toEqual([VIP]);
  expect(table.chains.get("refuse")?.rules).toContain("meta l4proto tcp reject with tcp reset");
});

test("sticky: by the client's address", () => {
  expect(rules(plan(world([member(5)], { "skep.lb.sticky": "on" })))).toContain(
    "jhash ip saddr mod",
  );
  expect(rules(plan(world([member(5)], { "skep.lb.sticky": "off" })))).toContain(
    "numgen inc mod 1",
  );
});

test("an address of IPv6 leads to addresses of IPv6", () => {
  const both = member(5, { addresses: ["10.0.1.5", "fd00::5"] });
  expect(targets(plan(world([both], {}, "fd00::100")))).toEqual(["fd00::5"]);
});

const numbers = fc.uniqueArray(fc.integer({ min: 3, max: 40 }), { maxLength: 10 });
const of = (all: readonly number[]): World => world(all.map((n) => member(n)));

test("datagrams are remembered with their backends alone, whichever agent planned", () => {
  fc.assert(
    fc.property(numbers, numbers, (first, second) => {
      const later = plan(of(second), plan(of(first)));
      expect(zone(later)).toBe(zone(plan(of(second))));
    }),
  );
});

test("a backend more or less is another zone; none is everybody's", () => {
  const zones = [[], [5], [6], [5, 6]].map((all) => zone(plan(of(all))));
  expect(zones[0]).toBeUndefined();
  expect(new Set(zones).size).toBe(4);
});

test("any plan follows any other: all that is named is there, and twice changes nothing", () => {
  fc.assert(
    fc.property(fc.array(numbers, { minLength: 1, maxLength: 5 }), (steps) => {
      let before = NO_VIRTUAL;
      for (const step of steps) {
        const after = plan(of(step), before);
        const script = diffTable(emptyTable(after.table.name), after.table);
        for (const [, set = "", chain = ""] of script.matchAll(/@(\w+)|goto (\w+)/g)) {
          expect(after.table.sets.has(set) || after.table.chains.has(chain)).toBe(true);
        }
        expect(diffTable(after.table, plan(of(step), after).table)).toBe("");
        expect(targets(after)).toEqual(step.map((n) => `10.0.1.${n}`).sort());
        before = after;
      }
    }),
  );
});
