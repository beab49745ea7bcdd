import { describe, expect, test } from "vitest";
import { parseConfig } from "./config.ts";
import { OPTIONS } from "./config-schema.ts";

const none = { argv: [], env: {}, readFile: () => undefined, version: "1.2.3" };
const file = (document: unknown) => () => JSON.stringify(document);

describe("precedence", () => {
  test.each([
    ["default", {}, "/var/lib/skep"],
    ["file", { readFile: file({ "data-root": "/file" }) }, "/file"],
    [
      "environment over file",
      { env: { SKEPD_DATA_ROOT: "/env" }, readFile: file({ "data-root": "/file" }) },
      "/env",
    ],
    [
      "flag over all",
      {
        argv: ["--data-root", "/flag"],
        env: { SKEPD_DATA_ROOT: "/env" },
        readFile: file({ "data-root": "/file" }),
      },
      "/flag",
    ],
  ])("%s", (_name, sources, dataRoot) => {
    expect(parseConfig({ ...none, ...sources })).toMatchObject({
      kind: "config",
      config: { dataRoot },
    });
  });

  test("flags that repeat replace a list from elsewhere, as one value", () => {
    const result = parseConfig({
      ...none,
      argv: ["--label", "a=1", "--label", "b=2"],
      readFile: file({ labels: ["c=3"] }),
    });
    expect(result).toMatchObject({ config: { labels: ["a=1", "b=2"] } });
  });
});

describe("refusals name the option, the value and what was expected", () => {
  test.each<[string, Partial<Parameters<typeof parseConfig>[0]>, RegExp]>([
    ["unknown flag", { argv: ["--data-rot", "/x"] }, /--data-rot.*[\s\S]*Did you mean --data-root/],
    ["argument", { argv: ["start"] }, /takes no arguments, got "start"/],
    ["bad choice", { argv: ["--runtime", "podman"] }, /--runtime.*"podman".*one of auto, docker/],
    ["bad host", { argv: ["-H", "http://x"] }, /host.*"http:\/\/x".*unix:\/\/\/PATH/],
    ["bad duration", { argv: ["--usage-interval", "5"] }, /--usage-interval.*"5".*duration/],
    ["long duration", { argv: ["--usage-interval", "2h"] }, /"2h".*100ms to 1h/],
    ["too long between keys", { argv: ["--wireguard-key-period", "721h"] }, /100ms to 720h/],
    ["bad port", { argv: ["--wireguard-port", "65535"] }, /wireguard-port.*"65535".*1 to 65534/],
    ["bad label", { argv: ["--label", "novalue"] }, /label.*"novalue".*key=value/],
    ["bad environment", { env: { SKEPD_DEBUG: "maybe" } }, /SKEPD_DEBUG.*"maybe".*true or false/],
    ["bad redis", { argv: ["--redis", "localhost"] }, /redis.*"localhost".*redis:\/\//],
    ["file is no JSON", { readFile: () => "{" }, /skepd\.json: not JSON/],
    ["file is no object", { readFile: () => "[]" }, /expected a JSON object/],
    ["unknown key", { readFile: file({ datadir: "/" }) }, /unknown option "datadir"; known: /],
    ["wrong type", { readFile: file({ labels: "a=1" }) }, /labels.*"a=1".*list of strings/],
    ["named file missing", { argv: ["--config-file", "/none"] }, /no such file "\/none"/],
    ["bad pool", { argv: ["--default-address-pool", "10.0.0.0/8"] }, /"10.0.0.0\/8".*base=CIDR/],
    [
      "pool that is smaller than a network",
      { argv: ["--default-address-pool", "base=10.0.0.0/24,size=20"] },
      /"base=10.0.0.0\/24,size=20": expected a pool .*\/20 or larger/,
    ],
    [
      "pool size beyond what a network needs",
      { argv: ["--default-address-pool", "base=10.0.0.0/24,size=30"] },
      /"base=10.0.0.0\/24,size=30": expected a size of at most 29/,
    ],
    ["tls without a key", { argv: ["--tls"] }, /tlscert and tlskey/],
  ])("%s", (_name, sources, message) => {
    const result = parseConfig({ ...none, ...sources });
    expect(result.kind).toBe("refused");
    expect(result.kind === "refused" && result.message).toMatch(message);
  });
});

test("the help names every option and its environment", () => {
  const result = parseConfig({ ...none, argv: ["--help"] });
  for (const option of Object.values(OPTIONS)) {
    expect(result.kind === "text" && result.text).toContain(`--${option.name}`);
  }
});

test("the version is printed", () => {
  expect(parseConfig({ ...none, argv: ["--version"] })).toEqual({
    kind: "text",
    text: "skepd 1.2.3\n",
  });
});
