import { expect, test } from "vitest";
import {
  type FilteredBridge,
  filterScript,
  hasChains,
  hasSegments,
  planJumps,
  segmentsScript,
} from "./plan-filter.ts";

const ENGINE = [
  "-P FORWARD DROP",
  "-N DOCKER-USER",
  "-A FORWARD -j DOCKER-USER",
  "-A FORWARD -i docker0 -j ACCEPT",
];
const END = "-A DOCKER-USER -j RETURN";
const FIRST = ["-I", "FORWARD", "1", "-j", "SKEP-FORWARD"];
const AFTER_USER = ["-I", "FORWARD", "2", "-j", "SKEP-FORWARD"];
const LAST = ["-A", "FORWARD", "-j", "SKEP-EGRESS"];

test.each<[string, readonly string[], readonly (readonly string[])[]]>([
  [
    "beside an engine: in its chain, before its RETURN",
    [...ENGINE, END],
    [["-I", "DOCKER-USER", "1", "-j", "SKEP-FORWARD"], AFTER_USER, LAST],
  ],
  [
    "an administrator's rules come first",
    [...ENGINE, "-A DOCKER-USER -s 192.0.2.9/32 -j DROP", END],
    [["-I", "DOCKER-USER", "2", "-j", "SKEP-FORWARD"], AFTER_USER, LAST],
  ],
  ["without a RETURN", ENGINE, [["-A", "DOCKER-USER", "-j", "SKEP-FORWARD"], AFTER_USER, LAST]],
  ["without an engine's chains", ["-P FORWARD DROP"], [FIRST, LAST]],
  [
    "all there",
    [
      ...ENGINE,
      "-A DOCKER-USER -j SKEP-FORWARD",
      END,
      "-A FORWARD -j SKEP-FORWARD",
      "-A FORWARD -j SKEP-EGRESS",
    ],
    [],
  ],
])("%s", (_, rules, expected) => {
  expect(planJumps(rules.join("\n"))).toEqual(expected);
});

test("internal networks are let nowhere else", () => {
  const script = filterScript([
    { bridge: "skbin", internal: true, ways: [] },
    { bridge: "skbfr", internal: false, ways: [] },
  ]);
  expect(script).toContain("-A SKEP-FORWARD -i skbin -o skbin -j ACCEPT");
  expect(script).not.toContain("-i skbin ! -o");
  expect(script).toContain("-A SKEP-EGRESS -i skbfr ! -o sk+ -j ACCEPT");
});

test("a chain of which a rule is gone is seen", () => {
  const script = filterScript([{ bridge: "skbfr", internal: false, ways: [] }]);
  const rules = [
    "-N SKEP-EGRESS",
    "-N SKEP-FORWARD",
    ...script.split("\n").filter((one) => one.startsWith("-A")),
  ];
  expect(hasChains(script, rules.join("\n"))).toBe(true);
  expect(hasChains(script, rules.slice(0, -1).join("\n"))).toBe(false);
  expect(hasChains(script, rules.slice(1).join("\n"))).toBe(false);
});

const way = (bridge: string, ...subnets: readonly string[]): FilteredBridge["ways"][number] => ({
  bridge,
  subnets: subnets.map((subnet) => ({ subnet, gateway: "" })),
});
const SEGMENTS: readonly FilteredBridge[] = [
  { bridge: "skba", internal: true, ways: [way("skba-2", "10.2.0.0/24", "fd00:2::/64")] },
  { bridge: "skba-2", internal: true, ways: [way("skba", "10.1.0.0/24", "fd00:1::/64")] },
  { bridge: "skbfr", internal: false, ways: [] },
];

test("segments of a network are let to each other, and nobody else to them", () => {
  const rules = filterScript(SEGMENTS).split("\n");
  expect(rules.filter((one) => one.startsWith("-A SKEP-FORWARD -i"))).toEqual([
    "-A SKEP-FORWARD -i skba -o skba -j ACCEPT",
    "-A SKEP-FORWARD -i skba -o skba-2 -j ACCEPT",
    "-A SKEP-FORWARD -i skba-2 -o skba-2 -j ACCEPT",
    "-A SKEP-FORWARD -i skba-2 -o skba -j ACCEPT",
    "-A SKEP-FORWARD -i skbfr -o skbfr -j ACCEPT",
  ]);
});

test("past the raw tables, in each family", () => {
  const script = segmentsScript(SEGMENTS, "iptables");
  expect(script).toContain("-A SKEP-SEGMENTS -i skba -d 10.2.0.0/24 -j ACCEPT");
  expect(script).toContain("-A SKEP-SEGMENTS -i skba-2 -d 10.1.0.0/24 -j ACCEPT");
  expect(script).not.toContain("fd00");
  expect(segmentsScript(SEGMENTS, "ip6tables")).toContain("-i skba -d fd00:2::/64 -j ACCEPT");
  expect(segmentsScript(SEGMENTS.slice(2), "iptables")).toBe("");
});

test("the engine's rules in the raw table come after ours", () => {
  const script = segmentsScript(SEGMENTS, "iptables");
  const own = script.split("\n").filter((one) => one.startsWith("-A"));
  const jump = "-A PREROUTING -j SKEP-SEGMENTS";
  const engine = "-A PREROUTING -d 10.1.0.7/32 ! -i skba -j DROP";
  const seen = (...rules: readonly string[]): boolean => hasSegments(script, rules.join("\n"));
  expect(seen(jump, engine, ...own)).toBe(true);
  expect(seen(engine, jump, ...own)).toBe(false);
  expect(seen(engine, ...own)).toBe(false);
  expect(seen(jump, ...own.slice(1))).toBe(false);
});
