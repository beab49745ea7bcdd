/**
 * What the tests need of the machine beyond Node: found on the PATH, or installed from Debian's
 * packages where the runner is root. A test that lacks one is skipped with the reason, except
 * under CI=true, where that is a failure.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { findCommand } from "../../agent/network/installed-driver.ts";

export { findCommand };

export interface Tool {
  readonly command: string;
  readonly debianPackage: string;
  readonly needsRoot: boolean;
  readonly why: string;
}

export type ToolName =
  | "dockerd"
  | "docker"
  | "busybox"
  | "registry"
  | "htpasswd"
  | "redis"
  | "prometheus"
  | "promtool"
  | "ip"
  | "iptables"
  | "nft"
  | "curl"
  | "wrk"
  | "wireguard-go"
  | "wg"
  | "tcpdump"
  | "openssl";

const tool = (command: string, debianPackage: string, why: string, needsRoot = false): Tool => ({
  command,
  debianPackage,
  needsRoot,
  why,
});

export const TOOLS: Readonly<Record<ToolName, Tool>> = {
  dockerd: tool("dockerd", "docker.io", "real containers", true),
  docker: tool("docker", "docker.io", "the stock CLI, which drives the end-to-end tests"),
  busybox: tool("busybox", "busybox-static", "the images that the tests run"),
  registry: tool("docker-registry", "docker-registry", "pulls with a password"),
  htpasswd: tool("htpasswd", "apache2-utils", "pulls with a password"),
  redis: tool("redis-server", "redis-server", "the shared telemetry store"),
  prometheus: tool("prometheus", "prometheus", "discovery and queries by a real Prometheus"),
  promtool: tool("promtool", "prometheus", "checks of configuration and alert rules"),
  ip: tool("ip", "iproute2", "cut networks", true),
  iptables: tool("iptables", "iptables", "cut networks", true),
  nft: tool("nft", "nftables", "several hosts on this machine", true),
  curl: tool("curl", "curl", "requests from other hosts"),
  wrk: tool("wrk", "wrk", "load while services change"),
  "wireguard-go": tool("wireguard-go", "wireguard-go", "encrypted networks", true),
  wg: tool("wg", "wireguard-tools", "encrypted networks", true),
  tcpdump: tool("tcpdump", "tcpdump", "what passes between hosts", true),
  openssl: tool("openssl", "openssl", "a root certificate as an operator brings one"),
};

const NAMES = Object.keys(TOOLS) as ToolName[];

/** Where a command is, or undefined. Debian keeps daemons in sbin, which a user's PATH may lack. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Why a test that needs these tools can't run here; undefined when it can. */
export function missing(...names: readonly ToolName[]): string | undefined {
  for (const { command, debianPackage, needsRoot } of names.map((name) => TOOLS[name])) {
    if (findCommand(command) === undefined) {
      return `${command} is not installed (Debian package ${debianPackage})`;
    }
    if (needsRoot && !isRoot()) return `${command} needs root`;
  }
  return undefined;
}

/**
 * Decides at a suite's top: `describe.skipIf(unavailable("dockerd"))`. Prints the reason, and under
 * CI=true throws it: there, everything must run.
 */
export function unavailable(...names: readonly ToolName[]): boolean {
  const reason = missing(...names);
  if (reason === undefined) return false;
  if (process.env["CI"] === "true") throw new Error(`under CI nothing may be skipped: ${reason}`);
  console.warn(`skipped: ${reason}`);
  return true;
}

/** Installs what is missing where that is possible, and says what will be skipped otherwise. */
export function prepareMachine(print: (line: string) => void): void {
  const absent = NAMES.filter((name) => findCommand(TOOLS[name].command) === undefined);
  if (absent.length > 0 && isRoot() && existsSync("/etc/debian_version")) {
    const packages = [...new Set(absent.map((name) => TOOLS[name].debianPackage))];
    print(`installing from Debian: ${packages.join(" ")}`);
    install(packages, print);
  }
  for (const name of NAMES) {
    const reason = missing(name);
    if (reason !== undefined) print(`will be skipped: ${TOOLS[name].why}: ${reason}`);
  }
}

function install(packages: readonly string[], print: (line: string) => void): void {
  // RUNLEVEL=1 keeps Debian's scripts from starting the services: tests start their own.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const steps = [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", ...packages],
  ];
  for (const args of steps) {
    const result = spawnSync("apt-get", args, { env, encoding: "utf8", timeout: 600_000 });
    if (result.status !== 0) {
      print(`apt-get ${args[0]} failed: ${(result.stderr || String(result.error)).trim()}`);
      return;
    }
  }
}
