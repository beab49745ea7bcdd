/** The tests' own machines: several hosts on this one, with real engines, cut, healed, rebooted. */
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BUSYBOX_IMAGE, WEB_IMAGE } from "../lib/engine.ts";
import { HOSTS_NEED, type Host, type Hosts, startHosts } from "../lib/hosts.ts";
import { unavailable } from "../lib/machine.ts";
import { eventually } from "../lib/wait.ts";

const BOUND_MS = 90_000;

describe.skipIf(unavailable(...HOSTS_NEED))("hosts", { timeout: 6 * BOUND_MS }, () => {
  let hosts: Hosts;

  beforeAll(async () => {
    hosts = await startHosts({ count: 3 });
    hosts.image();
    await hosts.init();
  }, 600_000);
  afterAll(() => hosts?.stop());

  const reaches = async (from: Host, to: Host): Promise<boolean> =>
    (await from.run("busybox", "ping", "-c1", "-W3", to.address)).code === 0;
  const isReady = (host: Host): Promise<boolean> =>
    eventually(`${host.name} is ready`, BOUND_MS, async () => {
      const lines = await hosts.first.dockerOk(
        "node",
        "ls",
        "--format",
        "{{.Hostname}} {{.Status}}",
      );
      return lines.split("\n").includes(`${host.name} Ready`);
    });

  test("each engine is of its own, stock, and limits memory", async () => {
    for (const host of hosts.nodes) {
      const run = ["run", "-d", "--name", "web", "--memory", "16m", "-p", "8080:8080"];
      await host.engine("rm", "-f", "web").catch(() => {}); // a second try has the first's
      await host.engine(...run, "--hostname", host.name, WEB_IMAGE);
      const subnet = "{{range .IPAM.Config}}{{.Subnet}}{{end}}";
      expect(await host.engine("network", "inspect", "-f", subnet, "bridge")).toBe("172.17.0.0/16");
      const limit = "cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes";
      const seen = await host.engine("exec", "web", "sh", "-c", `${limit} 2>/dev/null || true`);
      expect(seen).toContain(String(16 * 2 ** 20));
    }
    for (const { name, address, address6 } of hosts.nodes) {
      for (const who of [hosts.client, hosts.outsider, hosts.first]) {
        expect(await who.curl(`http://${address}:8080/cgi-bin/whoami`)).toBe(name);
        expect(await who.curl(`http://[${address6}]:8080/cgi-bin/whoami`)).toBe(name);
      }
    }
    const filter = await hosts.first.runOk("iptables", "-S", "FORWARD");
    expect(filter).toContain("-P FORWARD DROP");
  });

  test("a service's tasks run on all of them", async () => {
    const service = ["service", "create", "--name", "app", "--mode", "global", "--detach"];
    const flags = ["--no-resolve-image", "--quiet", "--stop-signal", "SIGKILL"];
    await hosts.first.dockerOk(...service, ...flags, BUSYBOX_IMAGE, "sleep", "100000");
    await eventually("one task on each", BOUND_MS, async () => {
      const format = ["--format", "{{.Node}} {{.CurrentState}}"];
      const lines = (await hosts.first.dockerOk("service", "ps", "app", ...format)).split("\n");
      const running = lines
        .filter((line) => line.includes("Running"))
        .map((line) => line.slice(0, 6));
      return new Set(running).size === 3;
    });
    for (const host of hosts.nodes) expect(await host.engine("ps", "-q")).not.toBe("");
  });

  test("cut, one way, between two, and healed", async () => {
    const [first, second, third] = [hosts.node(0), hosts.node(1), hosts.node(2)];
    expect(await reaches(first, second)).toBe(true);
    first.cutFrom(second);
    expect([await reaches(first, second), await reaches(second, third)]).toEqual([false, true]);
    first.heal(second);
    expect(await reaches(first, second)).toBe(true);
    // An echo needs both directions: what one way means is seen by who hears the request.
    expect(await reaches(first, third)).toBe(true);
    third.cut("out");
    const icmp = (): Promise<string> =>
      third.runOk("awk", "/Icmp: [0-9]/{print $10}", "/proc/net/snmp");
    const before = Number(await icmp());
    expect(await reaches(first, third)).toBe(false);
    expect(Number(await icmp())).toBeGreaterThan(before);
    third.heal();
    third.cut("in");
    const now = await icmp();
    expect(await reaches(first, third)).toBe(false);
    expect(await icmp()).toBe(now);
    third.heal();
    expect(await reaches(first, third)).toBe(true);
  });

  test("a reboot keeps the disks and loses the rest", async () => {
    const host = hosts.node(2);
    await isReady(host);
    await host.runOk("ip", "link", "add", "stray", "type", "bridge");
    const before = await host.engine("ps", "-aq", "--no-trunc", "--filter", "name=web");
    await host.reboot();
    expect((await host.run("ip", "link", "show", "stray")).code).not.toBe(0);
    expect(await host.engine("ps", "-aq", "--no-trunc", "--filter", "name=web")).toBe(before);
    expect(await host.engine("ps", "-q", "--filter", "name=web")).toBe("");
    await isReady(host);
    await eventually("its task runs again", BOUND_MS, () =>
      host.engine("ps", "-q", "--filter", "label=com.docker.swarm.service.name=app").then(Boolean),
    );
    expect(await reaches(hosts.first, host)).toBe(true);
  });

  test("nothing is left of them", () => {
    expect(namespacesOf(hosts.folder)).toHaveLength(6);
    hosts.stop();
    expect(namespacesOf(hosts.folder)).toEqual([]);
    expect(existsSync(hosts.folder)).toBe(false);
  });

  test("nothing is left when their owner is killed", async () => {
    const main = fileURLToPath(new URL("../lib/hosts/main.ts", import.meta.url));
    const args = ["--import", "tsx", main, "--count", "1"];
    const owner = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    try {
      let folder = "";
      for await (const line of createInterface({ input: owner.stdout })) {
        folder ||= /^folder (.*)$/.exec(line)?.[1] ?? "";
        if (folder !== "") break;
      }
      expect(namespacesOf(folder)).toHaveLength(4);
      owner.kill("SIGKILL");
      await eventually("all is gone", BOUND_MS, () => !existsSync(folder));
      expect(namespacesOf(folder)).toEqual([]);
    } finally {
      owner.kill("SIGKILL");
    }
  });
});

function namespacesOf(folder: string): readonly string[] {
  return readdirSync("/run/netns").filter((name) => name.startsWith(basename(folder)));
}
