import { expect, test } from "vitest";
import type { NetworkId } from "../../shared/ids.ts";
import { bridgeName, engineNetworkName, isEngineNetworkOf, vxlanName } from "./kernel/names.ts";
import type { OverlayNetwork } from "./model.ts";
import { overlaysOf, Places } from "./segments.ts";

const ID = "abcdefghijklmnopqrstuvwxy" as NetworkId;
const PLAIN: OverlayNetwork = {
  ...{ id: ID, name: "wide", vni: 4097, internal: false, attachable: false, ingress: false },
  ...{ encrypted: false, options: {}, labels: {}, dataPathPort: 0 },
  subnets: [
    { subnet: "10.1.0.0/24", gateway: "10.1.0.2" },
    { subnet: "fd00:1::/64", gateway: "fd00:1::2" },
  ],
};
const WIDE: OverlayNetwork = {
  ...PLAIN,
  furtherVnis: [4098],
  subnets: [
    ...PLAIN.subnets,
    { subnet: "10.2.0.0/24", gateway: "10.2.0.2" },
    { subnet: "fd00:2::/64", gateway: "fd00:2::2" },
  ],
};

test("a network of one segment is one overlay, of its own names", () => {
  const [only, ...others] = overlaysOf(PLAIN);
  expect(others).toEqual([]);
  expect(only).toMatchObject({ id: ID, networkId: ID, vni: 4097, subnets: PLAIN.subnets });
});

test("a segment has a number, subnets and names of its own", () => {
  const [first, second] = overlaysOf(WIDE);
  expect(first).toEqual({ ...overlaysOf(PLAIN)[0], furtherVnis: [4098] });
  expect(second).toMatchObject({ id: `${ID}.2`, networkId: ID, name: "wide", vni: 4098 });
  expect(second?.subnets.map(({ subnet }) => subnet)).toEqual(["10.2.0.0/24", "fd00:2::/64"]);
});

test.each<[string, string, string, string]>([
  [ID, `skep-${ID}`, "skbabcdefghijkl", "skxabcdefghijkl"],
  [`${ID}.2`, `skep-${ID}.2`, "skbabcdefghij-2", "skxabcdefghij-2"],
  [`${ID}.64`, `skep-${ID}.64`, "skbabcdefghi-64", "skxabcdefghi-64"],
])("names of %s", (id, network, bridge, vxlan) => {
  expect([engineNetworkName(id), bridgeName(id), vxlanName(id)]).toEqual([network, bridge, vxlan]);
  expect(isEngineNetworkOf(network, ID)).toBe(true);
  expect(isEngineNetworkOf(network, "abcdefghijklmnopqrstuvwx")).toBe(false);
});

test.each<[string, readonly string[], string]>([
  ["the first", ["10.1.0.7/24"], ID],
  ["the second, in both families", ["10.2.0.7/24", "fd00:2::7/64"], `${ID}.2`],
  ["no address: the first", [], ID],
  ["an address of none: the first", ["10.9.0.7/24"], ID],
])("where addresses are: %s", (_name, addresses, expected) => {
  expect(new Places([WIDE]).overlayId(ID, addresses)).toBe(expected);
});

test("a peer's bridges are one in each segment where it has an address", () => {
  const places = new Places([WIDE, { ...PLAIN, id: "plain" as NetworkId }]);
  const addresses = ["10.1.0.3", "10.2.0.3", "fd00:2::3"];
  expect(places.split(ID, addresses)).toEqual([
    { overlayId: ID, addresses: ["10.1.0.3"] },
    { overlayId: `${ID}.2`, addresses: ["10.2.0.3", "fd00:2::3"] },
  ]);
  expect(places.split("plain", addresses)).toEqual([{ overlayId: "plain", addresses }]);
});
