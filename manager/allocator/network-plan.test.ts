import { expect, test } from "vitest";
import type { NetworkSpec } from "../../shared/domain/spec.ts";
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
