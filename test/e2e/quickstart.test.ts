/** `npm start` and `skep local up` as somebody new meets them: up, told what to do, and all down. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { programsOf } from "../../cli/local/take-down.ts";
import { runCommand } from "../lib/cluster.ts";
import { type Engine, startEngine } from "../lib/engine.ts";
import { unavailable } from "../lib/machine.ts";
import { eventually } from "../lib/wait.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SKEP = join(ROOT, "cli/bin/skep.js");
const UP_MS = 60_000;
const DOWN_MS = 40_000;
/** Apart from the default cluster's, which the machine's user may have running. */
const SUBNET = String(130 + (process.pid % 100));

class Quickstart {
  readonly child: ChildProcess;
  text = "";

  constructor(command: string, args: readonly string[]) {
    this.child = spawn(command, args, {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      // A process group of its own, as a terminal gives it.
      detached: true,
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding("utf8").on("data", (chunk: string) => {
        this.text += chunk;
      });
    }
  }

  /** -1 when a signal ended it. */
  get code(): number | undefined {
    return this.child.exitCode ?? (this.child.signalCode === null ? undefined : -1);
  }

  async isUp(): Promise<void> {
    await eventually("the cluster is up", UP_MS, () => {
      if (this.code !== undefined) throw new Error(`ended with ${this.code}:\n${this.text}`);
      if (!this.text.includes("Ctrl-C")) throw new Error(this.text);
      return true;
    });
  }

  /** To the whole group, as the terminal's Ctrl-C. */
  signal(signal: NodeJS.Signals): void {
    if (this.code === undefined && this.child.pid) process.kill(-this.child.pid, signal);
  }

  async ends(): Promise<number> {
    await eventually("it ended", DOWN_MS, () => {
      if (this.code === undefined) throw new Error(this.text);
      return true;
    });
    return this.code ?? -1;
  }

  get urls(): readonly string[] {
    return [...this.text.matchAll(/curl (http:\S+\/)$/gm)].map((match) => match[1] ?? "");
  }
}

function processesOf(folder: string): number {
  return programsOf(folder).length;
}

function mountsBelow(folder: string): number {
  const mounts = readFileSync("/proc/self/mounts", "utf8").split("\n");
  return mounts.filter((line) => line.includes(` ${folder}/`)).length;
}

describe("the quickstart", { timeout: 5 * (UP_MS + DOWN_MS) }, () => {
  let home: string;
  let folder: string;
  let started: Quickstart[];
  let flags: readonly string[];

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "skep-quickstart-"));
    folder = join(home, "cluster");
    started = [];
    flags = ["--subnet", SUBNET, "--folder", folder];
  });
  afterEach(async () => {
    for (const one of started) one.signal("SIGKILL");
    await runCommand(process.execPath, [SKEP, "local", "down", "--folder", folder]);
    rmSync(home, { recursive: true, force: true });
  });

  function start(command: string, ...args: readonly string[]): Quickstart {
    const one = new Quickstart(command, args);
    started.push(one);
    return one;
  }
  const up = (...more: readonly string[]): Quickstart =>
    start(process.execPath, SKEP, "local", "up", ...flags, ...more);

  async function answers(urls: readonly string[]): Promise<void> {
    for (const url of urls) {
      const response = await fetch(url);
      expect(await response.json()).toMatchObject({ hello: "from Skep" });
    }
  }

  const taskAt = async (url: string): Promise<string> => {
    const body = (await (await fetch(url)).json()) as { readonly task: string };
    return body.task;
  };

  const nothingIsLeft = (): void => {
    expect(existsSync(folder)).toBe(false);
    expect(processesOf(folder)).toBe(0);
    expect(mountsBelow(folder)).toBe(0);
  };

  test("npm start serves, and Ctrl-C takes everything down before the prompt is back", async () => {
    const first = start("npm", "start", "--", "--engine", "none", ...flags);
    await first.isUp();
    expect(first.urls).toHaveLength(3);
    await answers(first.urls);
    const host = /DOCKER_HOST=(\S+)/.exec(first.text)?.[1] ?? "";
    const listed = await runCommand(process.execPath, [SKEP, "-H", host, "node", "ls", "-q"]);
    expect(listed.stdout.trim().split("\n")).toHaveLength(5);
    first.signal("SIGINT");
    await first.ends();
    expect(first.text).toContain("Everything is down");
    nothingIsLeft();
    for (const url of first.urls) await expect(fetch(url)).rejects.toThrow();
  });

  test("a second one is refused and leaves the first alone", async () => {
    const first = up("--engine", "none", "--managers", "1", "--workers", "0");
    await first.isUp();
    const same = up("--engine", "none");
    expect(await same.ends()).toBe(1);
    expect(same.text).toContain("runs already");
    const other = start(
      process.execPath,
      ...[SKEP, "local", "up", "--engine", "none", "--subnet", SUBNET],
      ...["--folder", join(home, "other")],
    );
    expect(await other.ends()).toBe(1);
    expect(other.text).toMatch(/127\.0\.\d+\.1:2377 \(manager-1's control port\) is taken/);
    expect(existsSync(join(home, "other"))).toBe(false);
    await answers(first.urls);
    first.signal("SIGINT");
    expect(await first.ends()).toBe(0);
    nothingIsLeft();
  });

  test("another program's port is told of, and another can be chosen", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, `127.0.${SUBNET}.1`, resolve);
    });
    const { port } = other.address() as AddressInfo;
    const small = ["--engine", "none", "--managers", "1", "--workers", "0"];
    try {
      const taken = up(...small, "--port", String(port));
      expect(await taken.ends()).toBe(1);
      expect(taken.text).toContain(`:${port} (the example service) is taken`);
      expect(taken.text).toContain("--port N");
      nothingIsLeft();
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
    const free = up(...small, "--port", String(port));
    await free.isUp();
    expect(free.urls).toEqual([`http://127.0.${SUBNET}.1:${port}/`]);
    await answers(free.urls);
    free.signal("SIGTERM");
    await free.ends();
    nothingIsLeft();
  });

  test("after kill -9 it starts again over what was left", async () => {
    const killed = up("--engine", "none", "--managers", "1", "--workers", "1");
    await killed.isUp();
    const old = new Set(await Promise.all(killed.urls.map(taskAt)));
    killed.signal("SIGKILL");
    await killed.ends();
    expect(processesOf(folder)).toBeGreaterThan(0);
    const again = up("--engine", "none", "--managers", "1", "--workers", "1");
    await again.isUp();
    expect(again.text).toContain("earlier local cluster");
    await answers(again.urls);
    for (const url of [...again.urls, ...again.urls]) expect(old).not.toContain(await taskAt(url));
    again.signal("SIGINT");
    expect(await again.ends()).toBe(0);
    nothingIsLeft();
  });

  test("down clears up when every process but the tasks was killed", async () => {
    const killed = up("--engine", "none", "--managers", "1", "--workers", "0");
    await killed.isUp();
    killed.signal("SIGKILL");
    await killed.ends();
    for (const pid of programsOf(folder)) process.kill(pid, "SIGKILL");
    await runCommand(process.execPath, [SKEP, "local", "down", "--folder", folder]);
    nothingIsLeft();
    for (const url of killed.urls) await expect(fetch(url)).rejects.toThrow();
  });

  test("interrupted while it starts, it takes down what it had started", async () => {
    const early = up("--engine", "none");
    await eventually("the first node is there", UP_MS, () => early.text.includes("manager-1"));
    early.signal("SIGINT");
    await early.ends();
    expect(early.text).toContain("Everything is down");
    nothingIsLeft();
  });

  test("an engine that does not answer is named", async () => {
    const wrong = up("--engine", "unix:///nonexistent.sock");
    expect(await wrong.ends()).toBe(1);
    expect(wrong.text).toContain("no container engine answers at /nonexistent.sock");
    nothingIsLeft();
  });

  describe.skipIf(unavailable("dockerd", "docker", "ip", "wg", "wireguard-go"))(
    "with a container engine",
    () => {
      let engine: Engine;
      beforeAll(async () => {
        engine = await startEngine();
      });
      afterAll(() => engine?.stop());

      const containers = (): string => engine.docker("ps", "-aq");
      const tunnels = `sk-${statSync("/proc/self/ns/net").ino}`;

      /**
       * An encrypted one: all of its nodes share this machine's network, and so there is nobody to
       * encrypt for, which is no reason to refuse.
       * @returns the network's id
       */
      const overlayWithService = async (cluster: Quickstart): Promise<string> => {
        const host = /DOCKER_HOST=(\S+)/.exec(cluster.text)?.[1] ?? "";
        const docker = async (...args: readonly string[]): Promise<string> => {
          const { code, stdout, stderr } = await runCommand("docker", ["-H", host, ...args]);
          expect([code, stderr]).toEqual([0, expect.anything()]);
          return stdout.trim();
        };
        const create = ["network", "create", "-d", "overlay", "--opt", "encrypted"];
        const id = await docker(...create, "back");
        const image = "skep-example-web";
        await docker("service", "create", "--quiet", "--name", "api", "--network", "back", image);
        return id;
      };
      /** The engine's networks, and the host's devices, of an overlay, and its tunnels. */
      const tracesOf = (network: string): readonly string[] =>
        [
          ...engine.docker("network", "ls", "-q", "--filter", `name=${network}`).split("\n"),
          ...readdirSync("/sys/class/net").filter((name) => name.endsWith(network.slice(0, 12))),
          ...readdirSync("/run/netns").filter((name) => name === tunnels),
        ].filter(Boolean);

      test("replicas are containers of an image made here; none is left", async () => {
        const first = up("--engine", engine.address);
        await first.isUp();
        expect(first.text).toContain("replicas are containers");
        await answers(first.urls);
        expect(containers().split("\n")).toHaveLength(3);
        const network = await overlayWithService(first);
        expect(tracesOf(network)).not.toEqual([]);
        first.signal("SIGINT");
        expect(await first.ends()).toBe(0);
        expect(containers()).toBe("");
        expect(tracesOf(network)).toEqual([]);
        nothingIsLeft();
      });

      test("containers of a cluster that was killed are removed", async () => {
        const killed = up("--engine", engine.address, "--managers", "1", "--workers", "0");
        await killed.isUp();
        const network = await overlayWithService(killed);
        killed.signal("SIGKILL");
        await killed.ends();
        for (const pid of programsOf(folder)) process.kill(pid, "SIGKILL");
        expect(containers()).not.toBe("");
        expect(tracesOf(network)).not.toEqual([]);
        await runCommand(process.execPath, [SKEP, "local", "down", "--folder", folder]);
        expect(containers()).toBe("");
        expect(tracesOf(network)).toEqual([]);
        nothingIsLeft();
      });
    },
  );
});
