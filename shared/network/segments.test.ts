import { expect, test } from "vitest";
import { segmentHolding, segmentId, segmentsOf, vnisOf } from "./segments.ts";

const cut = (...subnets: readonly string[]): readonly (readonly string[])[] =>
  segmentsOf(subnets.map((subnet) => ({ subnet }))).map((one) => one.map(({ subnet }) => subnet));

test.each<[string, readonly string[], readonly (readonly string[])[]]>([
  ["none", [], [[]]],
  ["one", ["10.1.0.0/24"], [["10.1.0.0/24"]]],
  ["one of each family", ["10.1.0.0/24", "fd00:1::/64"], [["10.1.0.0/24", "fd00:1::/64"]]],
  ["two of a family", ["10.1.0.0/24", "10.2.0.0/24"], [["10.1.0.0/24"], ["10.2.0.0/24"]]],
  [
    "two of each, in any order",
    ["fd00:1::/64", "10.1.0.0/24", "10.2.0.0/24", "fd00:2::/64"],
    [
      ["fd00:1::/64", "10.1.0.0/24"],
      ["10.2.0.0/24", "fd00:2::/64"],
    ],
  ],
])("subnets in segments: %s", (_name, subnets, expected) => {
  expect(cut(...subnets)).toEqual(expected);
});

test.each<[string, readonly string[], number | undefined]>([
  ["of the first", ["10.1.0.5/24"], 0],
  ["of the second, bare", ["10.2.0.5"], 1],
  ["of both families", ["10.2.0.5/24", "fd00:2::5/64"], 1],
  ["of two segments", ["10.1.0.5/24", "fd00:2::5/64"], undefined],
  ["of another network", ["10.3.0.5/24"], undefined],
  ["no address", ["x"], undefined],
])("whose addresses they are: %s", (_name, addresses, expected) => {
  const subnets = ["10.1.0.0/24", "10.2.0.0/24", "fd00:1::/64", "fd00:2::/64"];
  const segments = segmentsOf(subnets.map((subnet) => ({ subnet })));
  expect(segmentHolding(segments, addresses)).toBe(expected);
});

test("the first segment is the network to whoever knows no segments", () => {
  expect([0, 1, 2].map((at) => segmentId("abc", at))).toEqual(["abc", "abc.2", "abc.3"]);
  expect(vnisOf({ vni: 4097 })).toEqual([4097]);
  expect(vnisOf({ vni: 4097, furtherVnis: [4098] })).toEqual([4097, 4098]);
});
