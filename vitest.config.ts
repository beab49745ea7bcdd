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

export default defineConfig({
  test: {
    projects: [unit],
  },
});
