/** The docker CLI through the proxy, on a real engine: everything that is not Swarm's still works. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngineProxy, type EngineProxy } from "../../../agent/engine-proxy/service.ts";
import { INACTIVE } from "../../../agent/engine-proxy/testing/fakes.ts";
import type { NodeLife } from "../../../agent/node/lifecycle.ts";
import { silentLogger } from "../../../shared/logger.ts";
import { BUSYBOX_IMAGE, buildTestImages, type Engine, startEngine } from "../../lib/engine.ts";

let engine: Engine;
let proxy: EngineProxy;
let folder: string;
let container: string;

const notHere = (): Promise<never> => Promise.reject(new Error("not part of this test"));
const life: NodeLife = {
  status: () => INACTIVE,
  onChange: () => ({ close: () => {} }),
  apiSocket: "",
  init: notHere,
  join: notHere,
  leave: notHere,
  unlock: notHere,
  restore: notHere,
};

beforeAll(async () => {
  engine = await startEngine();
  buildTestImages(engine.address);
  folder = mkdtempSync(join(tmpdir(), "skep-cli-"));
  proxy = createEngineProxy({
    life,
    engine: { kind: "unix", path: engine.address.slice("unix://".length) },
    host: {
      hostname: "host1",
      cpus: 1,
      memoryBytes: 1e9,
      kernel: "",
      operatingSystem: "",
      architecture: "x86_64",
      dataRoot: folder,
    },
    version: "0.1.0",
    now: Date.now,
    logger: silentLogger,
  });
  await new Promise<void>((resolve) => {
    proxy.createServer().listen(join(folder, "skepd.sock"), resolve);
  });
  const script = "i=0; while true; do echo line $i; i=$((i+1)); sleep 0.2; done";
  const run = ["run", "-d", "--network", "none", BUSYBOX_IMAGE, "sh", "-c", script];
  container = (await docker(run)).out.trim();
});

afterAll(async () => {
  proxy.close();
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly out: string;
  readonly code: number | null;
}

/** Runs the CLI against the proxy; `until`: ends it as soon as its output matches. */
function docker(
  args: readonly string[],
  given: { readonly input?: Buffer | string; readonly until?: RegExp; readonly cmd?: string } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(given.cmd ?? "docker", args, {
      env: { ...process.env, DOCKER_HOST: `unix://${folder}/skepd.sock`, DOCKER_BUILDKIT: "0" },
    });
    let out = "";
    const hear = (part: Buffer): void => {
      out += part.toString();
      if (given.until?.test(out) === true) child.kill();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    // A CLI that fails at once does not read its input.
    child.stdin.on("error", () => {});
    child.on("error", reject);
    child.on("close", (code) => resolve({ out, code }));
    child.stdin.end(given.input ?? "");
  });
}

describe("containers", () => {
  it("run, and read their input to its end", async () => {
    const run = ["run", "--rm", "-i", "--network", "none", BUSYBOX_IMAGE, "wc", "-c"];
    const input = Buffer.alloc(10_000_000, "x");
    expect(await docker(run, { input })).toEqual({ out: "10000000\n", code: 0 });
  });

  it("have a terminal", async () => {
    const run = `docker run --rm -it --network none ${BUSYBOX_IMAGE} sh -c "test -t 0 && echo tty"`;
    const { out } = await docker(["-qec", run, "/dev/null"], { cmd: "script" });
    expect(out).toContain("tty\r\n");
  });

  it("take commands, and give their exit codes", async () => {
    const cat = await docker(["exec", "-i", container, "cat"], { input: "through\n" });
    expect(cat).toEqual({ out: "through\n", code: 0 });
    expect((await docker(["exec", container, "sh", "-c", "exit 7"])).code).toBe(7);
    expect((await docker(["exec", "missing", "true"])).out).toContain("No such container");
  });

  it("are attached to, and followed", async () => {
    const attach = ["attach", "--no-stdin", "--sig-proxy=false", container];
    expect((await docker(attach, { until: /line \d+\n.*line \d+/s })).out).toMatch(/line/);
    const logs = await docker(["logs", "-f", container], { until: /line 3/ });
    expect(logs.out).toMatch(/^line 0\n/);
  });

  it("show their use", async () => {
    const { out } = await docker(["stats", "--no-stream", "--format", "{{.PIDs}}", container]);
    expect(Number(out)).toBeGreaterThan(0);
  });

  it("exchange files", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "copied");
    await docker(["cp", file, `${container}:/file`]);
    await docker(["cp", `${container}:/file`, join(folder, "back")]);
    expect(readFileSync(join(folder, "back"), "utf8")).toBe("copied");
  });
});

describe("the engine", () => {
  it("builds", async () => {
    const dockerfile = `FROM ${BUSYBOX_IMAGE}\nRUN echo built > /f && cat /f\n`;
    const { out, code } = await docker(["build", "--network", "none", "-"], { input: dockerfile });
    expect(out).toContain("Successfully built");
    expect(code).toBe(0);
  });

  it("tells its events as they happen", async () => {
    const filters = ["--filter", `container=${container}`, "--filter", "event=rename"];
    const events = docker(["events", "--since", "0", ...filters], { until: /rename/ });
    await docker(["rename", container, "renamed"]);
    expect((await events).out).toContain("container rename");
  });

  it("keeps named volumes that a newer CLI meant to keep", async () => {
    await docker(["volume", "create", "kept"]);
    const { out, code } = await docker(["volume", "prune", "-f"]);
    expect(code).not.toBe(0);
    expect(out).toContain("cannot prune only anonymous volumes");
    expect((await docker(["volume", "ls", "-q"])).out).toContain("kept");
  });

  it("is not asked about the swarm", async () => {
    expect((await docker(["node", "ls"])).out).toContain("This node is not a swarm manager");
  });
});
