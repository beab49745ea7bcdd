import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe } from "vitest";
import { TaskFiles } from "../../../agent/runtime/files-driver.ts";
import { ProcessRuntime } from "../../../agent/runtime/process/process-driver.ts";
import { silentLogger } from "../../../shared/logger.ts";
import { systemClock } from "../../../shared/node/clock.ts";
import { shellSpec } from "./shell.ts";
import { type RuntimeHarness, runtimeConformance } from "./suite.ts";

/** Compiled: the keeper runs without the tests' loader, as it does when installed. */
const KEEPER = fileURLToPath(
  new URL("../../../dist/agent/runtime/process/keeper/main.js", import.meta.url),
);

describe("ProcessRuntime", () => {
  const folder = mkdtempSync(join(tmpdir(), "skep-process-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const openRuntime = (): ProcessRuntime =>
    new ProcessRuntime({
      dataRoot: folder,
      files: new TaskFiles(join(folder, "run")),
      clock: systemClock,
      logger: silentLogger,
      keeper: KEEPER,
    });

  runtimeConformance(async (): Promise<RuntimeHarness> => {
    let runtime = openRuntime();
    return {
      get runtime() {
        return runtime;
      },
      async reopen() {
        runtime.close();
        runtime = openRuntime();
        return runtime;
      },
      specOf: (workload) => shellSpec("host", workload),
      missingImage: shellSpec("nginx:alpine", { kind: "idle" }),
      tick: () => new Promise((resolve) => void systemClock.after(50, () => resolve())),
      close: async () => runtime.close(),
    };
  });
});
