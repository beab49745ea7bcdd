/** Encrypted networks over three hosts with real engines, and a capture of all that passes. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Flow, namespaceOf, serveDatagrams, startFlow } from "../lib/datagrams.ts";
import { BUSYBOX_IMAGE, WEB_IMAGE } from "../lib/engine.ts";
import { HOSTS_NEED, type Host, type Hosts, type Station, startHosts } from "../lib/hosts.ts";
import { findCommand, type ToolName, unavailable } from "../lib/machine.ts";
import { countTo, framesOf, vnisOf } from "../lib/pcap.ts";
import { eventually } from "../lib/wait.ts";

const NEED: readonly ToolName[] = [...HOSTS_NEED, "wireguard-go", "wg", "tcpdump"];
const BOUND_MS = 30_000;
const PORTS = [7946, 7947] as const;
const DATAGRAMS = 9000;
const KEY_PERIOD_S = 20;
/** Names the task, and has as much to fetch as many packets of full size hold. */
const SERVE = [
  "dd if=/dev/zero of=/www/big bs=1000 count=2000",
  "&& exec httpd -f -p [::]:8080 -h /www",
].join(" ");
const BIG = "2000000";

interface Ring {
  readonly current: { readonly privateKey: string; readonly publicKey: string };
}

describe.skipIf(unavailable(...NEED))("encrypted networks", () => {
  let hosts: Hosts;
  let swarm: (...args: string[]) => Promise<string>;
  let captures: Capture[] = [];

  beforeAll(async () => {
    const flags = ["--wireguard-key-period", `${KEY_PERIOD_S}s`];
    hosts = await startHosts({ count: 3, managers: 3, flags });
    hosts.image();
    await hosts.init();
    swarm = (...args) => hosts.first.dockerOk(...args);
    // A host whose skepd is slow to come back is not given up, and its tasks with it.
    await swarm("swarm", "update", "--dispatcher-heartbeat", "120s");
    // The second is to be switched off: whatever it sends in the clear, the others receive.
    captures = await Promise.all([hosts.first, hosts.node(2)].map((host) => Capture.start(host)));
    await swarm("network", "create", "-d", "overlay", "--opt", "encrypted", "secret");
    await swarm("network", "create", "-d", "overlay", "plain");
    const create = ["service", "create", "--detach", "--no-resolve-image", "--quiet"];
    create.push("--mode", "global", "--stop-signal", "SIGKILL");
    for (const network of ["secret", "plain"]) {
      const web = ["--name", `${network}-web`, "--network", network];
      web.push("--hostname", "{{.Node.Hostname}}", WEB_IMAGE, "sh", "-c", SERVE);
      await swarm(...create, ...web);
      const probe = ["--name", `${network}-probe`, "--network", network];
      await swarm(...create, ...probe, BUSYBOX_IMAGE, "sleep", "1000000");
    }
    for (const network of ["secret", "plain"]) {
      for (const one of ["web", "probe"]) await running(`${network}-${one}`);
    }
  }, 600_000);
  afterAll(() => {
    for (const capture of captures) capture.stop();
    hosts?.stop();
  });

  const running = (service: string): Promise<boolean> =>
    eventually(`${service} runs everywhere`, BOUND_MS, async () => {
      const states = await swarm("service", "ps", service, "--format", "{{.CurrentState}}");
      const up = states.split("\n").filter((state) => state.startsWith("Running"));
      if (up.length !== 3) throw new Error(states);
      return true;
    });

  async function containerOf(host: Host, service: string): Promise<string> {
    const label = `label=com.docker.swarm.service.name=${service}`;
    return (await host.engine("ps", "-q", "--filter", label)).split("\n")[0] ?? "";
  }

  async function inspected(host: Host, service: string, format: string): Promise<string> {
    return host.engine("inspect", "-f", format, await containerOf(host, service));
  }

  const spaceOf = async (host: Host, service: string): Promise<string> =>
    namespaceOf(await inspected(host, service, "{{.State.Pid}}"));
  const addressOf = (host: Host, service: string): Promise<string> =>
    inspected(host, service, "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");

  /** What the prober of a host fetches; empty when nothing comes within two seconds. */
  async function fetch(host: Host, network: string, path: string, at = "web"): Promise<string> {
    const name = at === "web" ? `${network}-web` : at;
    const command = `timeout 2 wget -qO- http://${name}:8080${path}`;
    return containerOf(host, `${network}-probe`)
      .then((id) => host.engine("exec", id, "sh", "-c", command))
      .catch(() => "");
  }

  /** Every host's prober reaches the tasks of all hosts, by name and virtual address. */
  async function allAnswer(network: string): Promise<void> {
    for (const host of hosts.nodes) {
      const seen = new Set<string>();
      await eventually(`all tasks answer ${host.name}`, BOUND_MS, async () => {
        seen.add(await fetch(host, network, "/cgi-bin/whoami"));
        return hosts.nodes.every(({ name }) => seen.has(name));
      });
    }
  }

  /** Datagrams, 200 a second, from each host to the next one. */
  async function flowing<T>(meanwhile: () => Promise<T>): Promise<T> {
    const servers = await Promise.all(
      hosts.nodes.map(async (host) =>
        serveDatagrams(await spaceOf(host, "secret-web"), DATAGRAMS, host.name, hosts.folder),
      ),
    );
    const flows: Flow[] = [];
    try {
      for (const [at, host] of hosts.nodes.entries()) {
        const to = await addressOf(hosts.node((at + 1) % 3), "secret-web");
        flows.push(startFlow(await spaceOf(host, "secret-probe"), to, DATAGRAMS, hosts.folder));
      }
      const result = await meanwhile();
      for (const [at, flow] of flows.splice(0).entries()) {
        const { sent, lost } = await flow.stop();
        expect(sent, "of a flow that flows").toBeGreaterThan(100);
        expect(lost.length, `${at}: lost of ${sent}: ${lost}`).toBe(0);
      }
      return result;
    } finally {
      for (const flow of flows) await flow.stop();
      for (const server of servers) server.stop();
    }
  }

  const ringOf = ({ plan }: Host): Ring =>
    JSON.parse(
      readFileSync(join(plan.dataRoot, "swarm", "certificates", "swarm-wireguard.json"), "utf8"),
    ) as Ring;

  /** The host's device with the key in use, and the namespace that it is in. */
  async function tunnelOf(
    host: Host,
  ): Promise<{ readonly space: string; readonly device: string }> {
    const stack = (await host.runOk("readlink", "/proc/self/ns/net")).replace(/\D/g, "");
    const space = `/run/netns/sk-${stack}`;
    const key = ringOf(host).current.publicKey;
    const keys = await host.runOk("nsenter", `--net=${space}`, "wg", "show", "all", "public-key");
    const line = keys.split("\n").find((one) => one.endsWith(key));
    return { space, device: line?.split("\t")[0] ?? "" };
  }

  test("docker network inspect tells that it is encrypted", async () => {
    const options = await swarm("network", "inspect", "-f", "{{json .Options}}", "secret");
    expect(JSON.parse(options)).toHaveProperty("encrypted");
  });

  test("services reach each other across hosts, by name, in packets of any size", async () => {
    await allAnswer("secret");
    for (const host of hosts.nodes) {
      for (const other of hosts.nodes) {
        const command = `timeout 5 wget -qO- http://${await addressOf(other, "secret-web")}:8080/big`;
        const id = await containerOf(host, "secret-probe");
        expect(await host.engine("exec", id, "sh", "-c", `${command} | wc -c`)).toBe(BIG);
      }
    }
  });

  test("a key is private", async () => {
    const [one, other] = [ringOf(hosts.first), ringOf(hosts.node(1))];
    expect(one.current.privateKey).not.toBe(other.current.privateKey);
    const file = join(hosts.first.plan.dataRoot, "swarm/certificates/swarm-wireguard.json");
    expect(await hosts.first.runOk("stat", "-c", "%a", file)).toBe("600");
  });

  test("what fails is whole again, and nothing is sent in the clear meanwhile", {
    timeout: 600_000,
  }, async () => {
    const host = hosts.node(1);
    // Somebody asks all the time, whatever happens.
    let over = false;
    const asking = Promise.all(
      hosts.nodes.map(async (one) => {
        while (!over) await fetch(one, "secret", "/cgi-bin/whoami?SECRET-WORDS");
      }),
    );
    const faults: Readonly<Record<string, () => Promise<unknown>>> = {
      "kill of wireguard-go": async () => {
        const { device } = await tunnelOf(host);
        const found = await host.runOk("pgrep", "-f", `wireguard-go --foreground ${device}`);
        process.kill(Number(found.split("\n")[0]), "SIGKILL");
      },
      "ip link del of the device": async () => {
        const { space, device } = await tunnelOf(host);
        await host.runOk("nsenter", `--net=${space}`, "ip", "link", "del", device);
      },
      "ip netns del": async () =>
        host.runOk("ip", "netns", "del", (await tunnelOf(host)).space.replace(/.*\//, "")),
      "ip link del of VXLAN devices": async () => {
        const links = await host.runOk("ip", "-br", "link");
        for (const [name] of links.matchAll(/^skx\w+/gm)) {
          await host.runOk("ip", "link", "del", name);
        }
      },
      "a reboot": () => host.reboot(),
    };
    try {
      for (const [what, fault] of Object.entries(faults)) {
        await fault();
        const begin = performance.now();
        await allAnswer("secret");
        console.log(`${what}: whole again after ${Math.round(performance.now() - begin)} ms`);
      }
    } finally {
      over = true;
      await asking;
    }
  });

  test("kill -9 of skepd leaves the tunnels as they are, and loses nothing", async () => {
    const host = hosts.node(2);
    const { space } = await tunnelOf(host);
    const device = `wireguard-go.*skw${space.replace(/.*-/, "")}`;
    const processes = async (): Promise<readonly string[]> =>
      (await host.runOk("pgrep", "-f", device)).split("\n");
    const kept = (): number => host.log().split("keeps the network stack").length;
    const [pids, keepers] = [await processes(), kept()];
    await flowing(async () => {
      await host.crash();
      await host.start();
      await eventually("the next one keeps the networks", BOUND_MS, () => kept() > keepers);
      // Names and virtual addresses too are there while all of it is looked at.
      await allAnswer("secret");
    });
    expect((await tunnelOf(host)).space).toBe(space);
    expect(await processes()).toEqual(expect.arrayContaining([...pids]));
  });

  test("rotation of keys under traffic leaves no packet behind", { timeout: 400_000 }, async () => {
    const before = hosts.nodes.map((host) => ringOf(host).current.publicKey);
    await flowing(() =>
      eventually("every host has another key", 2 * BOUND_MS, () =>
        hosts.nodes.every((host, at) => ringOf(host).current.publicKey !== before[at]),
      ),
    );
    await allAnswer("secret");
  });

  test("an old key gets nothing", { timeout: 400_000 }, async () => {
    const host = hosts.node(2);
    const peers = async (): Promise<string> => {
      const { space } = await tunnelOf(hosts.first);
      return hosts.first.runOk("nsenter", `--net=${space}`, "wg", "show", "all", "peers");
    };
    const old = ringOf(host).current;
    await eventually("the first host has forgotten it", 2 * BOUND_MS, async () => {
      return !(await peers()).includes(old.publicKey);
    });
    expect(await handshakes(hosts.client, old.privateKey, hosts.first)).toBe(false);
    // The same with the key of today, which shows that the other would have been heard.
    const { privateKey } = ringOf(host).current;
    expect(await handshakes(hosts.client, privateKey, hosts.first)).toBe(true);
    await allAnswer("secret");
  });

  /** Does a machine that is no node get an answer with this key? */
  async function handshakes(who: Station, privateKey: string, host: Host): Promise<boolean> {
    const { publicKey } = ringOf(host).current;
    const device = "skwtest";
    const file = join(hosts.folder, "key");
    writeFileSync(file, privateKey, { mode: 0o600 });
    const [nsenter = "", ...words] = [...who.enter, findCommand("wireguard-go") ?? ""];
    const child = spawn(nsenter, [...words, "--foreground", device], { stdio: "ignore" });
    const ended = once(child, "exit");
    try {
      await eventually("wireguard-go answers", 2_000, async () => {
        return (await who.run("wg", "show", device)).code === 0;
      });
      const peer = ["peer", publicKey, "endpoint", `${host.address}:${await portOf(host)}`];
      const more = ["allowed-ips", "fd00::/8", "persistent-keepalive", "1"];
      await who.runOk("ip", "link", "set", device, "up");
      await who.runOk("wg", "set", device, "private-key", file, ...peer, ...more);
      return await eventually("a handshake", 3_000, async () => {
        const shown = await who.runOk("wg", "show", device, "latest-handshakes");
        return Number(shown.split("\t")[1]) > 0;
      }).catch(() => false);
    } finally {
      child.kill("SIGKILL");
      await ended;
      rmSync(`/run/wireguard/${device}.sock`, { force: true });
    }
  }

  async function portOf(host: Host): Promise<string> {
    const { space, device } = await tunnelOf(host);
    return host.runOk("nsenter", `--net=${space}`, "wg", "show", device, "listen-port");
  }

  test("a host with a wrong key gets nothing, until its own is put back", async () => {
    const host = hosts.node(2);
    const to = await addressOf(host, "secret-web");
    const { space, device } = await tunnelOf(host);
    const wrong = join(hosts.folder, "wrong");
    writeFileSync(wrong, await host.runOk("wg", "genkey"), { mode: 0o600 });
    await host.runOk("nsenter", `--net=${space}`, "wg", "set", device, "private-key", wrong);
    const ask = (): Promise<string> => fetch(hosts.first, "secret", "/cgi-bin/whoami", to);
    await eventually("silence", BOUND_MS, async () => (await ask()) === "");
    await eventually("it is put back", BOUND_MS, async () => (await ask()) === host.name);
  });

  test("skep network doctor finds nothing, and tells of a closed port", async () => {
    const host = hosts.first;
    await eventually("nothing is wrong", BOUND_MS, async () => {
      const { code, stdout } = await host.skep("network", "doctor");
      if (code !== 0) throw new Error(stdout);
      return stdout.includes("secret: 2 peers have a session");
    });
    const rule = ["INPUT", "-p", "udp", "--dport", `${PORTS[0]}:${PORTS[1]}`, "-j", "DROP"];
    await host.runOk("iptables", "-I", ...rule);
    try {
      // As after a start: with no session left, the first handshake does not come through.
      const { space, device } = await tunnelOf(host);
      await host.runOk("nsenter", `--net=${space}`, "ip", "link", "del", device);
      await eventually("it tells", BOUND_MS, async () => {
        const { code, stdout } = await host.skep("network", "doctor", "--json");
        if (code !== 1 || !stdout.includes("no encrypted session")) throw new Error(stdout);
        return true;
      });
    } finally {
      await host.runOk("iptables", "-D", ...rule);
    }
    await allAnswer("secret");
  });

  test("nothing of it was seen in the clear, and of a plain network it was", async () => {
    for (const host of hosts.nodes) {
      await fetch(host, "secret", "/cgi-bin/whoami?SECRET-WORDS");
      await eventually(`${host.name} asks on the plain network`, BOUND_MS, async () => {
        await fetch(host, "plain", "/cgi-bin/whoami?PLAIN-WORDS");
        return captures.every((capture) => capture.read().includes("PLAIN-WORDS"));
      });
    }
    const vniOf = async (network: string): Promise<number> => {
      const vxlans = JSON.parse(await hosts.first.runOk("ip", "-d", "-json", "link", "show")) as {
        readonly ifname: string;
        readonly linkinfo?: { readonly info_data?: { readonly id?: number } };
      }[];
      const id = await swarm("network", "inspect", "-f", "{{.Id}}", network);
      const device = vxlans.find(({ ifname }) => ifname === `skx${id.slice(0, 12)}`);
      return device?.linkinfo?.info_data?.id ?? 0;
    };
    const [secret, plain] = [await vniOf("secret"), await vniOf("plain")];
    for (const capture of captures) {
      const all = capture.read();
      const frames = framesOf(all);
      expect(all.includes("SECRET-WORDS")).toBe(false);
      expect(vnisOf(frames).has(plain)).toBe(true);
      expect(vnisOf(frames).has(secret)).toBe(false);
      expect(countTo(PORTS, frames)).toBeGreaterThan(100);
    }
  });

  test("a host that leaves keeps nothing", async () => {
    const host = hosts.node(2);
    const { space } = await tunnelOf(host);
    await host.dockerOk("swarm", "leave", "--force");
    await eventually("it is as it was", BOUND_MS, async () => {
      const left = await host.runOk("ip", "-br", "link");
      if (/^sk/m.test(left)) throw new Error(left);
      const files = [space, space.replace("/run/netns/sk-", "/run/skep-network/wireguard-")];
      const kept = await host.run("ls", files[0] ?? "", `${files[1]}.json`);
      if (kept.stdout !== "") throw new Error(kept.stdout);
      const stack = space.replace(/.*-/, "");
      return (await host.run("pgrep", "-f", `wireguard-go.*skw${stack}`)).code === 1;
    });
  });
});

/** All frames that pass a host's link, from the beginning. */
class Capture {
  readonly #file: string;
  readonly #child: ChildProcess;

  private constructor(file: string, child: ChildProcess) {
    this.#file = file;
    this.#child = child;
  }

  static async start(host: Host): Promise<Capture> {
    const file = join(host.folder, "capture");
    const [nsenter = "", ...enter] = host.station.enter;
    // Of large frames the beginning: words are looked for in small ones.
    const words = [
      "-i",
      "eth0",
      "-U",
      "-s",
      "600",
      "-Z",
      "root",
      "-w",
      file,
      "not",
      "port",
      "2377",
    ];
    const child = spawn(nsenter, [...enter, findCommand("tcpdump") ?? "", ...words], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    await once(child.stderr, "data");
    return new Capture(file, child);
  }

  read(): Buffer {
    return readFileSync(this.#file);
  }

  stop(): void {
    this.#child.kill("SIGKILL");
  }
}
