import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const raftSource = fileURLToPath(new URL("./shared/raft-ts/src/index.ts", import.meta.url));
const oneSeed = fileURLToPath(new URL("./test/lib/one-seed.ts", import.meta.url));
const alias = { "raft-ts": raftSource };

/** Tests of one process: they need nothing but Node. */
const unit = {
  resolve: { alias },
  test: {
    name: "unit",
    include: [
      "shared/**/*.test.ts",
      "manager/**/*.test.ts",
      "agent/**/*.test.ts",
      "cli/**/*.test.ts",
      "proto/**/*.test.ts",
      "test/*.test.ts",
      "test/lib/**/*.test.ts",
      "test/conformance/raft/**/*.test.ts",
    ],
    exclude: ["**/node_modules/**", "**/dist/**"],
    setupFiles: [oneSeed],
    // Properties are checked on many examples: a busy machine may take its time over them.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    sequence: { groupOrder: 0 },
  },
};

/** The whole cluster on virtual time, many seeds: minutes of one processor. */
const sim = {
  resolve: { alias },
  test: {
    name: "sim",
    include: ["test/sim/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    testTimeout: 600_000,
    sequence: { groupOrder: 1 },
  },
};

/** Real engines, processes and clients: one file at a time, for they share the machine. */
const integration = {
  resolve: { alias },
  test: {
    name: "integration",
    include: ["test/conformance/**/*.test.ts", "test/e2e/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "test/conformance/raft/**"],
    fileParallelism: false,
    // Beyond what test/lib/wait.ts gives a wait or two: that says what was waited for.
    testTimeout: 240_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 20_000 } },
    // After all others, which would take the processor from what is timed here.
    sequence: { groupOrder: 2 },
    // Promises in seconds of the clock are held on machines that others use too.
    retry: 1,
  },
};

export default defineConfig({
  test: {
    projects: [unit, sim, integration],
  },
});
