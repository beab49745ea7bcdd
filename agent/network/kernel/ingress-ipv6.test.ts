import { expect, test } from "vitest";
import type { Overlay } from "../segments.ts";
import { ingressIpv6, withIngressIpv6 } from "./ingress-ipv6.ts";
import type { Member, World } from "./world.ts";

const INGRESS = {
  id: "ing",
  ingress: true,
  options: {},
  subnets: [{ subnet: "10.0.0.0/24", gateway: "10.0.0.2" }],
} as unknown as Overlay;
const FRONT = { ...INGRESS, id: "front", ingress: false };
const member = (networkId: string, addresses: readonly string[]): Member =>
  ({ id: `t/${networkId}`, networkId, addresses }) as unknown as Member;
const world = (networks: readonly Overlay[], members: readonly Member[]): World => ({
  networks,
  members,
  services: [],
  peers: [
    {
      nodeId: "n",
      stack: "there",
      addr: "192.0.2.2",
      keys: [],
      gateways: networks.map(({ id }) => ({ overlayId: id, addresses: ["10.0.0.3"] })),
    },
  ],
});

test("on the ingress network an address of IPv6 follows from each", () => {
  const given = world(
    [INGRESS, FRONT],
    [member("ing", ["10.0.0.7"]), member("front", ["10.0.1.7"])],
  );
  const { networks, members, peers } = withIngressIpv6(given);
  expect(networks.map(({ subnets }) => subnets)).toEqual([
    [
      { subnet: "10.0.0.0/24", gateway: "10.0.0.2" },
      { subnet: "fd53:6b65:7000::a00:0/120", gateway: "fd53:6b65:7000::a00:2" },
    ],
    FRONT.subnets,
  ]);
  expect(members.map(({ addresses }) => addresses)).toEqual([
    ["10.0.0.7", "fd53:6b65:7000::a00:7"],
    ["10.0.1.7"],
  ]);
  expect(peers[0]?.gateways.map(({ addresses }) => addresses)).toEqual([
    ["10.0.0.3", "fd53:6b65:7000::a00:3"],
    ["10.0.0.3"],
  ]);
});

test("one with IPv6 of its own or small packets, and a world without one, stay as they are", () => {
  const own = { ...INGRESS, subnets: [...INGRESS.subnets, { subnet: "fd00::/64", gateway: "" }] };
  const small = { ...INGRESS, options: { "com.docker.network.driver.mtu": "1200" } };
  for (const networks of [[own], [small], [FRONT]]) {
    const given = world(networks, [member("ing", ["10.0.0.7"])]);
    expect(withIngressIpv6(given)).toBe(given);
  }
});

test("a node that has no address yet, and a process without one, get none", () => {
  expect(ingressIpv6("")).toBe("");
  const nothing = { ...INGRESS, subnets: [{ subnet: "10.0.0.0/24", gateway: "" }] };
  const { networks, members } = withIngressIpv6(world([nothing], [member("ing", [])]));
  expect(networks[0]?.subnets[1]?.gateway).toBe("");
  expect(members[0]?.addresses).toEqual([]);
});
