import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const raftSource = fileURLToPath(new URL("./shared/raft-ts/src/index.ts", import.meta.url));
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
      "test/conformance/raft/**/*.test.ts",
    ],
    exclude: ["**/node_modules/**", "**/dist/**"],
  },
};

/** The whole cluster on virtual time, many seeds: minutes of one processor. */
const sim = {
  resolve: { alias },
  test: {
    name: "sim",
    include: ["test/sim/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    testTimeout: 60_000,
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
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
};

export default defineConfig({
  test: {
    projects: [unit, sim, integration],
  },
});
