import { expect, test } from "vitest";
import { filterScript, hasChains, planJumps } from "./plan-filter.ts";

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
    { bridge: "skbin", internal: true },
    { bridge: "skbfr", internal: false },
  ]);
  expect(script).toContain("-A SKEP-FORWARD -i skbin -o skbin -j ACCEPT");
  expect(script).not.toContain("-i skbin ! -o");
  expect(script).toContain("-A SKEP-EGRESS -i skbfr ! -o sk+ -j ACCEPT");
});

test("a chain of which a rule is gone is seen", () => {
  const script = filterScript([{ bridge: "skbfr", internal: false }]);
  const rules = [
    "-N SKEP-EGRESS",
    "-N SKEP-FORWARD",
    ...script.split("\n").filter((one) => one.startsWith("-A")),
  ];
  expect(hasChains(script, rules.join("\n"))).toBe(true);
  expect(hasChains(script, rules.slice(0, -1).join("\n"))).toBe(false);
  expect(hasChains(script, rules.slice(1).join("\n"))).toBe(false);
});
