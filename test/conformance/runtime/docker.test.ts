import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { DockerRuntime } from "../../../agent/runtime/docker/docker-driver.ts";
import { TaskFiles } from "../../../agent/runtime/files-driver.ts";
import { silentLogger } from "../../../shared/logger.ts";
import { systemClock } from "../../../shared/node/clock.ts";
import { BUSYBOX_IMAGE, buildTestImages, type Engine, startEngine } from "../../lib/engine.ts";
import { unavailable } from "../../lib/machine.ts";
import { shellSpec } from "./shell.ts";
import { type RuntimeHarness, runtimeConformance } from "./suite.ts";

describe.skipIf(unavailable("dockerd", "docker", "busybox"))("DockerRuntime", () => {
  let engine: Engine;
  const runFolder = mkdtempSync(join(tmpdir(), "skep-run-"));
  beforeAll(async () => {
    engine = await startEngine();
    buildTestImages(engine.address);
  });
  afterAll(async () => {
    await engine?.stop();
    rmSync(runFolder, { recursive: true, force: true });
  });

  const openRuntime = (): DockerRuntime =>
    new DockerRuntime({
      engine: engine.address,
      files: new TaskFiles(runFolder),
      clock: systemClock,
      logger: silentLogger,
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
      specOf: (workload) => shellSpec(BUSYBOX_IMAGE, workload),
      missingImage: shellSpec("127.0.0.1:1/no-such:image", { kind: "idle" }),
      tick: () => new Promise((resolve) => void systemClock.after(50, () => resolve())),
      close: async () => runtime.close(),
    };
  });
});
