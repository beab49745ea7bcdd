/** The rules of the house that a program can check, over every source file of the checkout. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "" && existsSync(join(root, file)));

const sources = files.filter((file) => file.endsWith(".ts") && !file.startsWith("proto/gen/"));
const product = sources.filter(
  (file) => !file.startsWith("test/") && !file.includes("/testing/") && !isTest(file),
);
const read = (file: string): string => readFileSync(join(root, file), "utf8");

function isTest(file: string): boolean {
  return /\.((prop|sim)\.)?test\.ts$/.test(file);
}

/** Files that act: they may hold clients of other systems, timers and the clock. */
function isShell(file: string): boolean {
  return (
    /(^|-)(loop|service|main|driver)\.ts$/.test(basename(file)) ||
    file.includes("/adapters/") ||
    file.startsWith("shared/node/") ||
    file.startsWith("cli/")
  );
}

function importsOf(file: string): readonly string[] {
  const pattern = /(?:^|\n)\s*(?:import|export)\s(?:[^;]*?\sfrom\s)?["']([^"']+)["']/g;
  return [...read(file).matchAll(pattern)].map((match) => match[1] ?? "");
}

/** Imports of values only: a type costs nothing and acts on nothing. */
function valueImportsOf(file: string): readonly string[] {
  const pattern = /(?:^|\n)import\s(?!type\s)(?:[^;]*?\sfrom\s)?["']([^"']+)["']/g;
  return [...read(file).matchAll(pattern)].map((match) => match[1] ?? "");
}

/** The layer that a relative import leads to, like "manager" or "shared/raft-ts". */
function layerOf(path: string): string {
  const [first = "", second = ""] = path.split("/");
  return first === "shared" && (second === "raft-ts" || second === "node")
    ? `${first}/${second}`
    : first;
}

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  proto: ["proto"],
  "shared/raft-ts": ["shared/raft-ts"],
  shared: ["shared", "proto"],
  "shared/node": ["shared/node", "shared", "proto"],
  manager: ["manager", "shared", "shared/node", "proto"],
  agent: ["agent", "shared", "shared/node", "proto"],
  cli: ["cli", "shared", "shared/node", "proto"],
};

test("layers import only what is below them", () => {
  const wrong: string[] = [];
  for (const file of product) {
    const layer = ALLOWED[layerOf(file)];
    if (layer === undefined) continue;
    // The local cluster clears up after a skepd that was killed, which only its agent could.
    const allowed = file.startsWith("cli/local/") ? [...layer, "agent"] : layer;
    for (const specifier of importsOf(file).filter((one) => one.startsWith("."))) {
      const target = relative(root, resolve(root, dirname(file), specifier));
      if (!allowed.includes(layerOf(target))) wrong.push(`${file} imports ${target}`);
    }
  }
  expect(wrong).toEqual([]);
});

const CLIENTS = [
  "@grpc/grpc-js",
  "ioredis",
  "dockerode",
  "prom-client",
  "pino",
  "node:child_process",
  "node:cluster",
  "node:dgram",
  "node:fs",
  "node:fs/promises",
  "node:http",
  "node:https",
  "node:net",
  "node:tls",
  "node:worker_threads",
];

test("clients of other systems are held by files that say that they act", () => {
  const wrong = product
    .filter((file) => !isShell(file))
    .flatMap((file) =>
      valueImportsOf(file)
        .filter((specifier) => CLIENTS.includes(specifier))
        .map((specifier) => `${file} imports ${specifier}`),
    );
  expect(wrong).toEqual([]);
});

test("cores read no clock and no random source", () => {
  const wrong = product
    .filter((file) => !isShell(file))
    .filter((file) =>
      /\bDate\.now\(|\bMath\.random\(|\bsetTimeout\(|\bsetInterval\(/.test(read(file)),
    );
  expect(wrong).toEqual([]);
});

test("no bound is lost: AbortSignal.any lets go of a timeout that nothing else holds", () => {
  // Node 20 collects it as garbage before it fires: withTimeout in shared/node keeps it.
  const others = product.filter((file) => file !== "shared/node/with-timeout.ts");
  const lost = others.filter((file) =>
    /AbortSignal\.any\(\[[^\]]*AbortSignal\.timeout/.test(read(file)),
  );
  expect(lost).toEqual([]);
});

describe("every file", () => {
  test("is named in kebab-case", () => {
    const names = sources.filter(
      (file) =>
        !/^[a-z0-9]+(-[a-z0-9]+)*(\.((prop|sim)\.)?test|\.config|\.d)?\.ts$/.test(basename(file)),
    );
    expect(names).toEqual([]);
  });

  test("has at most 500 lines", () => {
    const long = sources.filter((file) => read(file).split("\n").length > 501);
    expect(long).toEqual([]);
  });

  test("has lines of at most 100 characters, but for what cannot be broken", () => {
    const long = product.flatMap((file) =>
      read(file)
        .split("\n")
        .filter((line) => line.length > 100 && !/["'`/]|^ \* \|/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(long).toEqual([]);
  });

  test("gives a reason where it turns a check off", () => {
    const silent = sources.filter((file) =>
      /(biome-ignore \S+:?\s*$|@ts-ignore|@ts-nocheck|@ts-expect-error\s*$)/m.test(
        read(file).replaceAll(/\/\(biome-ignore.*$/gm, ""),
      ),
    );
    expect(silent).toEqual([]);
  });
});

describe("tests", () => {
  const tests = sources.filter(isTest);

  test("mock none of our modules", () => {
    const needle = ["vi", "mock("].join(".");
    expect(tests.filter((file) => read(file).includes(needle))).toEqual([]);
  });

  test("are neither skipped nor focused without a condition", () => {
    const needle = new RegExp(["\\b(test|it|describe)\\.(only|skip|todo)", "\\("].join(""));
    expect(tests.filter((file) => needle.test(read(file)))).toEqual([]);
  });
});

test("every core's folder has a README of at most two screens", () => {
  const cores = [
    "shared/raft-ts",
    ...[
      "raft",
      "store",
      "orchestrator",
      "allocator",
      "scheduler",
      "dispatcher",
      "ca",
      "control",
    ].map((name) => `manager/${name}`),
    ...["gateway", "telemetry"].map((name) => `manager/${name}`),
    ...["node", "session", "task", "runtime", "engine-proxy"].map((name) => `agent/${name}`),
  ];
  const missing = cores.filter((folder) => !existsSync(join(root, folder, "README.md")));
  expect(missing).toEqual([]);
  const long = cores
    .filter((folder) => folder !== "shared/raft-ts")
    .filter((folder) => read(`${folder}/README.md`).split("\n").length > 100);
  expect(long).toEqual([]);
});

test("the top level stays as it was laid out", () => {
  const folders = new Set(
    files.filter((file) => file.includes("/")).map((file) => file.split("/")[0]),
  );
  expect([...folders].sort()).toEqual(
    [".ci", "agent", "cli", "deploy", "docs", "manager", "proto", "shared", "test"].sort(),
  );
});

test("no file names a package registry's host or a path of one machine", () => {
  const needles = [
    ["registry", "npmjs", "org"].join("."),
    ["deb", "debian", "org"].join("."),
    `/${"work"}/`,
  ];
  const texts = files.filter((file) => !/\.(png|svg|tgz)$/.test(file));
  const wrong = texts.filter((file) => needles.some((needle) => read(file).includes(needle)));
  expect(wrong).toEqual([]);
});
