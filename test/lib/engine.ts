/** Container engines of the tests' own: started, restarted and stopped with bounds. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { request } from "node:http";
import { networkInterfaces, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { unmountBelow } from "./hosts/sandbox.ts";
import { findCommand } from "./machine.ts";

export interface Engine {
  /** `unix://…`, for `--engine` and DOCKER_HOST. */
  readonly address: string;
  readonly folder: string;
  /** Runs the docker CLI against the engine; throws with its words when it fails. */
  docker(...args: readonly string[]): string;
  /** Stops the daemon (containers stop with it) and starts it again on the same data. */
  restart(): Promise<void>;
  /** Stops the daemon and removes its data. */
  stop(): Promise<void>;
}

export interface EngineOptions {
  /** The default bridge's address, as `172.30.9.1/24`. */
  readonly bip?: string;
  /** Without it containers reach the host and published ports, but nothing beyond. */
  readonly iptables?: boolean;
  /** A network namespace's file: the engine lives there, as another host would. */
  readonly networkNamespace?: string;
  readonly args?: readonly string[];
}

export const BUSYBOX_IMAGE = "skep-test/busybox:latest";
/** An HTTP server on port 8080: `/` says "skep", `/cgi-bin/whoami` the container's name. */
export const WEB_IMAGE = "skep-test/web:latest";

const START_BOUND_MS = 60_000;
const STOP_BOUND_MS = 60_000;

export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), "skep-engine-"));
  const socket = join(folder, "docker.sock");
  const address = `unix://${socket}`;
  const bridge = addBridge(options);
  let daemon = await launch(folder, socket, bridge, options);
  const docker = (...args: readonly string[]): string => runDocker(address, args);
  return {
    address,
    folder,
    docker,
    async restart() {
      await terminate(daemon);
      // A daemon that ends while a container does may forget its mount, and can't remove it later.
      unmountBelow(folder);
      daemon = await launch(folder, socket, bridge, options);
    },
    async stop() {
      const running = docker("ps", "-aq").split("\n").filter(Boolean);
      // What it can't remove ends with the daemon all the same.
      if (running.length > 0) spawnSync("docker", ["-H", address, "rm", "-f", "-v", ...running]);
      await terminate(daemon);
      inNamespace(options, ["ip", "link", "del", bridge]);
      unmountBelow(folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let bridges = 0;

/**
 * A bridge of the engine's own. Not docker0: two engines of one host would share it, and one that
 * is started with `--bridge=none` even deletes it.
 */
function addBridge(options: EngineOptions): string {
  const number = bridges++;
  const name = `skt${process.pid}n${number}`;
  const address = options.bip ?? `${freeBridgeAddress(process.pid + number)}/24`;
  inNamespace(options, ["ip", "link", "add", name, "type", "bridge"]);
  inNamespace(options, ["ip", "addr", "add", address, "dev", name]);
  inNamespace(options, ["ip", "link", "set", name, "up"]);
  return name;
}

/** Another engine's bridge may be there, also one that a killed test left behind. */
function freeBridgeAddress(from: number): string {
  const used = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  const candidates = Array.from({ length: 250 }, (_, i) => `172.30.${(from + i) % 250}.1`);
  const free = candidates.find((one) => !used.some(({ address }) => address === one));
  if (free === undefined) throw new Error("no address is left for an engine's bridge");
  return free;
}

function inNamespace({ networkNamespace }: EngineOptions, words: readonly string[]): void {
  const enter = networkNamespace === undefined ? [] : ["nsenter", `--net=${networkNamespace}`];
  const [command = "", ...args] = [...enter, ...words];
  const result = spawnSync(command, args, { encoding: "utf8" });
  if (result.status !== 0) throw new Error(`${words.join(" ")}: ${result.stderr}`);
}

async function launch(
  folder: string,
  socket: string,
  bridge: string,
  options: EngineOptions,
): Promise<ChildProcess> {
  const { networkNamespace } = options;
  const args = [
    `--host=unix://${socket}`,
    `--bridge=${bridge}`,
    ...(options.iptables === true ? [] : ["--iptables=false", "--ip6tables=false"]),
    ...(options.args ?? []),
  ];
  return launchDaemon({
    folder,
    socket,
    // Not `ip netns exec`: it mounts a new /sys, which hides the cgroups from dockerd.
    enter: networkNamespace === undefined ? [] : ["nsenter", `--net=${networkNamespace}`],
    args,
  });
}

export interface DaemonPlan {
  /** Its data, state and log. */
  readonly folder: string;
  readonly socket: string;
  /** Words before its command, which become it: where it is to run. */
  readonly enter: readonly string[];
  readonly args: readonly string[];
}

/** Resolves when the daemon answers. */
export async function launchDaemon(plan: DaemonPlan): Promise<ChildProcess> {
  const { folder, socket } = plan;
  const logFile = join(folder, "dockerd.log");
  const log = openSync(logFile, "a");
  const [command = "", ...args] = [
    ...plan.enter,
    findCommand("dockerd") ?? "dockerd",
    `--data-root=${join(folder, "data")}`,
    `--exec-root=${join(folder, "exec")}`,
    `--pidfile=${join(folder, "dockerd.pid")}`,
    ...plan.args,
  ];
  const daemon = spawn(command, args, { stdio: ["ignore", log, log] });
  closeSync(log);
  const untilMs = Date.now() + START_BOUND_MS;
  while (!(await answersPing(socket))) {
    if (daemon.exitCode !== null || Date.now() > untilMs) {
      const words = readFileSync(logFile, "utf8").slice(-2000);
      daemon.kill("SIGKILL");
      throw new Error(`dockerd did not come up:\n${words}`);
    }
    await delay(50);
  }
  return daemon;
}

function answersPing(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const ping = request({ socketPath, path: "/_ping", timeout: 5000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.on("timeout", () => ping.destroy());
    ping.on("error", () => resolve(false));
    ping.end();
  });
}

export async function terminate(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  const exited = new Promise((resolve) => daemon.once("exit", resolve));
  daemon.kill("SIGTERM");
  const kill = setTimeout(() => daemon.kill("SIGKILL"), STOP_BOUND_MS);
  await exited;
  clearTimeout(kill);
}

export function runDocker(address: string, args: readonly string[], input?: Uint8Array): string {
  const result = spawnSync("docker", ["-H", address, ...args], {
    encoding: "buffer",
    timeout: 120_000,
    maxBuffer: 64 * 2 ** 20,
    // Logins of tests stay beside their engine, out of the user's own configuration.
    env: { ...process.env, DOCKER_CONFIG: dirname(address.replace(/^unix:\/\//, "")) },
    ...(input !== undefined && { input }),
  });
  if (result.error) throw result.error;
  if (result.status === 0) return result.stdout.toString("utf8").trim();
  throw new Error(`docker ${args.join(" ")}: ${result.stderr.toString("utf8").trim()}`);
}

let archive: Buffer | undefined;

/** Both test images, made of the machine's static busybox: no registry is needed. */
export function buildTestImages(address: string): void {
  archive ??= busyboxArchive();
  runDocker(address, ["import", "--change", 'CMD ["sh"]', "-", BUSYBOX_IMAGE], archive);
  const serve = 'CMD ["httpd","-f","-p","8080","-h","/www"]';
  const changes = ["--change", serve, "--change", "EXPOSE 8080"];
  runDocker(address, ["import", ...changes, "-", WEB_IMAGE], archive);
}

function busyboxArchive(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "skep-image-"));
  try {
    return packed(layOutBusybox(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Imports a tree into each engine as an image; `changes` as in a Dockerfile. */
export function importRoot(
  root: string,
  engines: readonly string[],
  image: string,
  changes: readonly string[],
): void {
  const tree = packed(root);
  const flags = changes.flatMap((change) => ["--change", change]);
  for (const address of engines) runDocker(address, ["import", ...flags, "-", image], tree);
}

/** A tree with busybox and all its applets, below a folder. @returns its root */
export function layOutBusybox(folder: string): string {
  const root = join(folder, "root");
  for (const path of ["bin", "etc", "tmp", "www/cgi-bin", "run", "var"]) {
    mkdirSync(join(root, path), { recursive: true });
  }
  const busybox = findCommand("busybox");
  if (busybox === undefined) throw new Error("busybox is not installed (package busybox-static)");
  copyFileSync(busybox, join(root, "bin/busybox"));
  chmodSync(join(root, "bin/busybox"), 0o755);
  chmodSync(join(root, "tmp"), 0o1777);
  writeFileSync(join(root, "etc/passwd"), "root:x:0:0::/:/bin/sh\nuser:x:1000:1000::/:/bin/sh\n");
  writeFileSync(join(root, "etc/group"), "root:x:0:\nuser:x:1000:\nextra:x:2000:\n");
  writeFileSync(join(root, "www/index.html"), "skep\n");
  const whoami = join(root, "www/cgi-bin/whoami");
  writeFileSync(whoami, '#!/bin/sh\nprintf "Content-Type: text/plain\\r\\n\\r\\n"; hostname\n');
  chmodSync(whoami, 0o755);
  const applets = 'cd "$1" && for a in $(./busybox --list); do ln -sf busybox "$a"; done';
  const linked = spawnSync("sh", ["-c", applets, "sh", join(root, "bin")]);
  if (linked.status !== 0) throw new Error(linked.stderr.toString());
  return root;
}

function packed(root: string): Buffer {
  const tar = spawnSync("tar", ["-C", root, "-c", "."], { maxBuffer: 512 * 2 ** 20 });
  if (tar.status !== 0) throw new Error(tar.stderr.toString());
  return tar.stdout;
}
