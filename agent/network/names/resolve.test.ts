import { expect, test } from "vitest";
import type { skep } from "../../../proto/messages.ts";
import { decodeNetworkState } from "../decode-state.ts";
import { NameIndex } from "./name-index.ts";
import { askerOf, resolve, taskAsker, type Verdict } from "./resolve.ts";

type State = skep.v1.NetworkState.$Properties;

const FRONT: skep.v1.OverlayNetwork.$Properties = {
  id: "n1",
  name: "Front",
  subnets: [
    { subnet: "10.0.1.0/24", gateway: "10.0.1.2" },
    { subnet: "fd00:1::/64", gateway: "fd00:1::2" },
  ],
};
const BACK: skep.v1.OverlayNetwork.$Properties = {
  id: "n2",
  name: "back",
  subnets: [{ subnet: "10.0.2.0/24", gateway: "10.0.2.2" }],
  internal: true,
};
const INGRESS: skep.v1.OverlayNetwork.$Properties = {
  id: "n0",
  name: "ingress",
  subnets: [{ subnet: "10.255.0.0/16", gateway: "10.255.0.2" }],
  ingress: true,
};

function member(
  task: string,
  network: string,
  address: string,
  more: skep.v1.NetworkMember.$Properties = {},
): skep.v1.NetworkMember.$Properties {
  const id = `${task}/${network}`;
  const place = { id, taskId: task, networkId: network, serviceId: "web", nodeId: "node" };
  return { ...place, addresses: [address], taskName: `web.1.${task}`, ready: true, ...more };
}

const STATE: State = {
  complete: true,
  networks: [FRONT, BACK, INGRESS],
  services: [
    {
      id: "web",
      name: "web",
      networkIds: ["n1", "n0"],
      virtualIps: [
        { networkId: "n1", addr: "10.0.1.3/24" },
        { networkId: "n1", addr: "fd00:1::3/64" },
        { networkId: "n0", addr: "10.255.0.3/16" },
      ],
      aliases: [{ networkId: "n1", names: ["Shop"] }],
    },
    { id: "db", name: "db", networkIds: ["n1", "n2"] },
  ],
  members: [
    member("t1", "n1", "10.0.1.10/24", { aliases: ["first"] }),
    member("t1", "n0", "10.255.0.10/16"),
    member("t2", "n1", "10.0.1.11/24", { ready: false }),
    member("t3", "n1", "10.0.1.12/24", { serviceId: "db", taskName: "db.1.t3" }),
    member("t4", "n1", "10.0.1.13/24", { serviceId: "db", taskName: "db.2.t4" }),
    member("t3", "n2", "10.0.2.12/24", { serviceId: "db", taskName: "db.1.t3" }),
    member("t5", "n2", "10.0.2.15/24", { serviceId: "", taskName: "", aliases: ["box"] }),
    {
      ...member("t6", "n2", "", { serviceId: "db", taskName: "db.3.t6" }),
      addresses: [],
      hostAddr: "192.0.2.7",
    },
  ],
};

function indexOf(...states: readonly State[]): NameIndex {
  const index = new NameIndex();
  for (const state of states) index.apply(decodeNetworkState([state]));
  return index;
}

function shown(verdict: Verdict): string {
  if (verdict.kind !== "answer") return verdict.kind;
  return verdict.records.map(({ data }) => data).join(" ");
}

const WEB = "10.0.1.10";
const DB = "10.0.2.12";
const BOX = "10.0.2.15";

test.each<[string, string, string, string, string]>([
  ["a service's name", WEB, "web", "A", "10.0.1.3"],
  ["names have no case, and may end in a dot", WEB, "WeB.", "A", "10.0.1.3"],
  ["IPv6", WEB, "web", "AAAA", "fd00:1::3"],
  ["everything", WEB, "web", "ANY", "10.0.1.3 fd00:1::3"],
  ["an alias of the service", WEB, "shop", "A", "10.0.1.3"],
  ["with its network", WEB, "web.front", "A", "10.0.1.3"],
  ["with a network that the asker is not on", WEB, "db.back", "A", "forward"],
  ["tasks that are ready", WEB, "tasks.web", "A", "10.0.1.10"],
  ["tasks with the network", WEB, "tasks.db.front", "A", "10.0.1.12 10.0.1.13"],
  ["no virtual address: the tasks", WEB, "db", "A", "10.0.1.12 10.0.1.13"],
  ["ours without an IPv6 address", WEB, "db", "AAAA", "no-data"],
  ["ours, of another type", WEB, "web", "MX", "no-data"],
  ["a task's own name", WEB, "web.1.t1", "A", "10.0.1.10"],
  ["a task that is not ready", WEB, "web.1.t2", "A", "no-data"],
  ["an alias of one member", WEB, "first", "A", "10.0.1.10"],
  ["what nobody has", WEB, "example.com", "A", "forward"],
  ["a service of a network that the asker is not on", BOX, "web", "A", "no-name"],
  ["an asker on internal networks alone is told nothing else", BOX, "example.com", "A", "no-name"],
  ["on two networks, the first by name", DB, "db", "A", "10.0.2.12 192.0.2.7"],
  ["on two networks, the other one", DB, "web", "A", "10.0.1.3"],
  ["a container that no service started", DB, "box", "A", "10.0.2.15"],
  ["the address of a service", WEB, "3.1.0.10.in-addr.arpa", "PTR", "web.front"],
  ["the address of a task", WEB, "10.1.0.10.in-addr.arpa", "PTR", "web.1.t1.front"],
  ["another type of an address", WEB, "3.1.0.10.in-addr.arpa", "A", "no-data"],
  ["an address of ours that nobody has", WEB, "99.1.0.10.in-addr.arpa", "PTR", "no-name"],
  ["an address elsewhere", WEB, "8.8.8.8.in-addr.arpa", "PTR", "forward"],
  [
    "an address of a network that the asker is not on",
    BOX,
    "3.1.0.10.in-addr.arpa",
    "PTR",
    "no-name",
  ],
  ["an IPv6 address", WEB, `3.${"0.".repeat(23)}1.0.0.0.0.0.d.f.ip6.arpa`, "PTR", "web.front"],
])("%s", (_name, source, name, type, expected) => {
  const index = indexOf(STATE);
  expect(shown(resolve(index, askerOf(index, source, "10.0.1.2"), { name, type }, 0))).toBe(
    expected,
  );
});

test("the same question leads to each task in turn", () => {
  const index = indexOf(STATE);
  const asker = askerOf(index, WEB, "10.0.1.2");
  const answers = [0, 1, 2].map((turn) =>
    shown(resolve(index, asker, { name: "db", type: "A" }, turn)),
  );
  expect(answers).toEqual(["10.0.1.12 10.0.1.13", "10.0.1.13 10.0.1.12", "10.0.1.12 10.0.1.13"]);
});

test("the host itself is on the network at whose address it asks", () => {
  const index = indexOf(STATE);
  const asker = askerOf(index, "10.0.1.2", "10.0.1.2");
  expect(shown(resolve(index, asker, { name: "web", type: "A" }, 0))).toBe("10.0.1.3");
  expect(shown(resolve(index, asker, { name: "box", type: "A" }, 0))).toBe("forward");
});

test("a process is on its task's networks", () => {
  const index = indexOf(STATE);
  const asker = taskAsker(index, "t6", "node");
  expect(shown(resolve(index, asker, { name: "box", type: "A" }, 0))).toBe("10.0.2.15");
});

test("changes: a task that leaves, a name that is taken away, a whole that replaces", () => {
  const index = indexOf(STATE, {
    members: [member("t1", "n1", "10.0.1.10/24", { ready: false, aliases: ["first"] })],
    removedMembers: ["t4/n1"],
    services: [{ id: "web", name: "web", networkIds: ["n1"] }],
  });
  const ask = (name: string): string =>
    shown(resolve(index, askerOf(index, WEB, "10.0.1.2"), { name, type: "A" }, 0));
  expect([ask("web"), ask("shop"), ask("first"), ask("db")]).toEqual([
    "no-data",
    "forward",
    "no-data",
    "10.0.1.12",
  ]);
  index.apply(decodeNetworkState([{ complete: true, networks: [FRONT] }]));
  expect(askerOf(index, WEB, "10.0.1.2").taskId).toBe("");
  expect(shown(resolve(index, askerOf(index, WEB, "10.0.1.2"), { name: "db", type: "A" }, 0))).toBe(
    "forward",
  );
});
