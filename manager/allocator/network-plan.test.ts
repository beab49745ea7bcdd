import { expect, test } from "vitest";
import type { NetworkSpec } from "../../shared/domain/spec.ts";
import type { NetworkId } from "../../shared/ids.ts";
import { type NetworkSurroundings, planNetwork } from "./network-plan.ts";

const AROUND: NetworkSurroundings = {
  cluster: { id: "c", defaultAddressPool: ["10.0.0.0/8"], subnetSize: 24 } as never,
  networks: [],
  lingering: [],
  hostNetworks: [],
};

function subnetsOf(spec: NetworkSpec, around: Partial<NetworkSurroundings>): readonly string[] {
  const plan = planNetwork(spec, { ...AROUND, ...around });
  if (plan.kind !== "planned") return [plan.kind];
  return plan.pools.map(({ subnet }) => subnet);
}

test.each<[string, Partial<NetworkSurroundings>, string]>([
  ["the lowest", {}, "10.0.0.0/24"],
  ["not what a machine is in", { hostNetworks: ["10.0.0.50/24", "fd00::1/64"] }, "10.0.1.0/24"],
  ["nor in part", { hostNetworks: ["10.0.5.7/20", "10.0.18.3/23"] }, "10.0.16.0/24"],
  ["which is no matter elsewhere", { hostNetworks: ["192.0.2.2/24"] }, "10.0.0.0/24"],
  ["where there is nothing else, that", { hostNetworks: ["10.1.2.3/8"] }, "10.0.0.0/24"],
  ["not what a task still has", { lingering: ["10.0.0.7/24"] }, "10.0.1.0/24"],
])("a subnet from the pool: %s", (_name, around, expected) => {
  expect(subnetsOf({ Name: "n" }, around)).toEqual([expected]);
});

test("a subnet that is asked for is given, whatever the machine is in", () => {
  const spec = { Name: "n", IPAM: { Config: [{ Subnet: "10.0.0.0/24" }] } };
  expect(subnetsOf(spec, { hostNetworks: ["10.0.0.50/24"] })).toEqual(["10.0.0.0/24"]);
});

const config = (...subnets: readonly string[]): NetworkSpec => ({
  Name: "n",
  EnableIPv6: subnets.some((subnet) => subnet.includes(":")),
  IPAM: { Config: subnets.map((Subnet) => ({ Subnet })) },
});

test.each<[string, NetworkSpec, readonly string[]]>([
  ["two of a family", config("10.1.0.0/24", "10.2.0.0/24"), ["10.1.0.0/24", "10.2.0.0/24"]],
  [
    "IPv6 in every segment",
    config("10.1.0.0/24", "10.2.0.0/24", "fd00:1::/64"),
    ["10.1.0.0/24", "10.2.0.0/24", "fd00:1::/64", expect.stringMatching(/^fd.*::\/64$/)],
  ],
  [
    "and IPv4",
    config("fd00:1::/64", "fd00:2::/64"),
    ["fd00:1::/64", "fd00:2::/64", "10.0.0.0/24", "10.0.1.0/24"],
  ],
])("several subnets: %s", (_name, spec, expected) => {
  expect(subnetsOf(spec, {})).toEqual(expected);
});

test("a network number for each segment, none of which is used", () => {
  const plan = (spec: NetworkSpec, networks: NetworkSurroundings["networks"]): object =>
    planNetwork(spec, { ...AROUND, networks });
  const two = config("10.1.0.0/24", "10.2.0.0/24");
  const driverState = { vni: 4096, furtherVnis: [4097] };
  expect(plan(two, [])).toMatchObject({ driverState });
  const known = { id: "k" as NetworkId, spec: {}, driverState };
  expect(plan({ Name: "n" }, [known])).toMatchObject({ driverState: { vni: 4098 } });
  const last = { id: "l" as NetworkId, spec: {}, driverState: { vni: 2 ** 24 - 1 } };
  expect(plan(two, [known, last])).toMatchObject({
    driverState: { vni: 4098, furtherVnis: [4099] },
  });
});

test("a subnet that another network has is not given, in whichever segment", () => {
  const ipam = { pools: [{ subnet: "10.2.0.0/16", gateway: "10.2.0.1" }] };
  const networks = [{ id: "k" as NetworkId, spec: { Name: "known" }, ipam }];
  const plan = planNetwork(config("10.1.0.0/24", "10.2.5.0/24"), { ...AROUND, networks });
  expect(plan).toEqual({ kind: "overlap", config: 1, with: "10.2.0.0/16 of network known" });
});
