/** A network of several subnets of one family, over hosts: it is one network to all that is on it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addressFlags, formSwarm } from "../lib/cluster.ts";
import { BUSYBOX_IMAGE, WEB_IMAGE } from "../lib/engine.ts";
import { HOSTS_NEED, type Host, type Hosts, startHosts } from "../lib/hosts.ts";
import { unavailable } from "../lib/machine.ts";
import { eventually } from "../lib/wait.ts";

const BOUND_MS = 20_000;
const SUBNETS = ["10.61.0.0/29", "10.62.0.0/29"];
/** `/cgi-bin/both` says who answers, and whom. */
const SERVE = [
  "printf '#!/bin/sh\\nprintf \"Content-Type: text/plain\\\\n\\\\n\";echo $(hostname) $REMOTE_ADDR'",
  "> /www/cgi-bin/both && chmod +x /www/cgi-bin/both",
  "&& exec httpd -f -p [::]:8080 -h /www",
].join(" ");

interface Place {
  readonly host: Host;
  readonly id: string;
  readonly hostname: string;
  readonly taskName: string;
  readonly address: string;
}

describe.skipIf(unavailable(...HOSTS_NEED))("several subnets", { timeout: 8 * BOUND_MS }, () => {
  let hosts: Hosts;
  let swarm: (...args: string[]) => Promise<string>;

  beforeAll(async () => {
    hosts = await startHosts({ count: 3 });
    hosts.image();
    await formSwarm(hosts.nodes.slice(0, 2));
    swarm = (...args) => hosts.first.dockerOk(...args);
    const subnets = SUBNETS.flatMap((subnet) => ["--subnet", subnet]);
    await swarm("network", "create", "-d", "overlay", "--attachable", ...subnets, "wide");
  }, 600_000);
  afterAll(() => hosts?.stop());

  /** The service's tasks, once there are so many that run. */
  const placesOf = (service: string, count: number): Promise<readonly Place[]> =>
    eventually(`${count} tasks of ${service}`, BOUND_MS, async () => {
      const found: Place[] = [];
      const label = `label=com.docker.swarm.service.name=${service}`;
      for (const host of hosts.nodes) {
        const ids = (await host.engine("ps", "-q", "--filter", label)).split("\n");
        for (const id of ids.filter((one) => one !== "")) {
          const format = [
            "{{.Config.Hostname}}",
            '{{index .Config.Labels "com.docker.swarm.task.name"}}',
            "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
          ].join(" ");
          const told = (await host.engine("inspect", "-f", format, id)).split(" ");
          const [hostname = "", taskName = "", address = ""] = told;
          found.push({ host, id, hostname, taskName, address });
        }
      }
      const states = await swarm("service", "ps", service, "--format", "{{.CurrentState}}");
      const running = states.split("\n").filter((state) => state.startsWith("Running"));
      if (running.length !== count) throw new Error(states);
      return found.length === count ? found : undefined;
    });

  /** What each answers, in order; empty where none does. */
  async function ask(
    from: Pick<Place, "host" | "id">,
    whom: readonly string[],
  ): Promise<readonly string[]> {
    const one = 'echo "$(timeout 2 wget -qO- http://$to:8080/cgi-bin/both)"';
    const script = `for to in ${whom.join(" ")}; do ${one}; done; echo end`;
    const said = await from.host.engine("exec", from.id, "sh", "-c", script);
    // An address of IPv4, as a socket of IPv6 has it.
    return said
      .replaceAll(/\[(::ffff:)?|\]/g, "")
      .split("\n")
      .slice(0, -1);
  }

  /** By name, and by address: there it is seen with its own. */
  async function reachesAll(
    from: Pick<Place, "host" | "id" | "address">,
    places: readonly Place[],
  ): Promise<void> {
    const whom = places.flatMap(({ address, taskName }) => [address, taskName]);
    const wanted = places.flatMap(({ hostname }) => [`${hostname} ${from.address}`, hostname]);
    await eventually(`${from.address} reaches all`, BOUND_MS, async () => {
      const lines = await ask(from, whom);
      // A name may lead to an address of another family.
      const said = lines.map((line, at) => (at % 2 === 0 ? line : line.split(" ")[0]));
      if (said.join() === wanted.join()) return true;
      throw new Error(`${said.join()} instead of ${wanted.join()}`);
    });
  }

  async function allReachAll(places: readonly Place[]): Promise<void> {
    for (const from of places) await reachesAll(from, places);
  }

  async function balances(from: Place, places: readonly Place[]): Promise<void> {
    const seen = new Set<string>();
    await eventually(`the virtual address leads ${from.address} to all`, BOUND_MS, async () => {
      const said = await ask(
        from,
        places.map(() => "web"),
      );
      for (const line of said) seen.add(line.split(" ")[0] ?? "");
      if (places.every(({ hostname }) => seen.has(hostname))) return true;
      throw new Error(`seen so far: ${[...seen].join()}`);
    });
  }

  const segmentsOf = (places: readonly Place[]): ReadonlySet<string> =>
    new Set(places.map(({ address }) => address.split(".")[1] ?? ""));
  const devices = async (host: Host): Promise<readonly string[]> =>
    (await host.runOk("ip", "-br", "link")).split("\n").flatMap((line) => {
      const [name = ""] = line.split(/[ @]/);
      return /^sk[bx]/.test(name) ? [name] : [];
    });

  test("it is shown as it was asked for", async () => {
    const format = '{{range .IPAM.Config}}{{.Subnet}} {{end}}{{index .Options "VNIS"}}'.replace(
      "VNIS",
      "com.docker.network.driver.overlay.vxlanid_list",
    );
    const [first, second, vnis = ""] = (
      await swarm("network", "inspect", "-f", format, "wide")
    ).split(" ");
    // docker's CLI sends them in no order.
    expect([first, second].sort()).toEqual(SUBNETS);
    expect(vnis.split(",")).toHaveLength(2);
  });

  test("tasks of both subnets reach each other, a third host's too", async () => {
    const create = ["service", "create", "--detach", "--no-resolve-image", "--quiet"];
    const run = ["sh", "-c", SERVE];
    // A name with dots would have its first part, the service's name, in the container's own hosts file.
    const flags = ["--network", "wide", "--stop-signal", "SIGKILL", "--hostname", "{{.Task.ID}}"];
    await swarm(...create, "--name", "web", "--replicas", "4", ...flags, WEB_IMAGE, ...run);
    const places = await placesOf("web", 4);
    expect([...segmentsOf(places)].sort()).toEqual(["61", "62"]);
    expect(new Set(places.map(({ host }) => host.name)).size).toBe(2);
    await allReachAll(places);

    const third = hosts.node(2);
    const token = await swarm("swarm", "join-token", "-q", "worker");
    const join = ["--token", token, ...addressFlags(third), hosts.first.controlAddr];
    await third.dockerOk("swarm", "join", ...join);
    await swarm("service", "scale", "--detach", "web=5");
    const more = await placesOf("web", 5);
    expect(more.map(({ host }) => host.name)).toContain(third.name);
    await allReachAll(more);
    for (const from of more) await balances(from, more);
  });

  test("what is between the segments is put back, and outlives the agent", async () => {
    const { first } = hosts;
    const places = await placesOf("web", 5);
    await first.crash();
    await allReachAll(places);
    await first.start();
    for (const device of await devices(first)) {
      if (device.startsWith("skx")) await first.runOk("ip", "link", "del", device);
    }
    await first.runOk("iptables", "-F", "SKEP-FORWARD");
    await first.runOk("iptables", "-t", "raw", "-F", "SKEP-SEGMENTS");
    await eventually("devices and rules are there again", 2 * BOUND_MS, async () => {
      const raw = await first.runOk("iptables", "-t", "raw", "-S", "SKEP-SEGMENTS");
      return raw.includes("-j ACCEPT") && (await devices(first)).length === 4;
    });
    await allReachAll(places);
  });

  test("a container that nobody scheduled has the address that it asks for", async () => {
    const { first } = hosts;
    // All addresses are taken, and one is given back.
    const before = await placesOf("web", 5);
    await swarm("service", "scale", "--detach", "web=4");
    const places = await placesOf("web", 4);
    const left = new Set(places.map(({ address }) => address));
    const address = before.find((one) => !left.has(one.address))?.address ?? "";
    const run = ["run", "-d", "--name", "box", "--network", "wide", "--ip", address];
    await eventually(`${address} is given`, BOUND_MS, async () => {
      const { code, stderr } = await first.docker(...run, BUSYBOX_IMAGE, "sleep", "1000000");
      if (code === 0) return true;
      await first.docker("rm", "-f", "box");
      throw new Error(stderr);
    });
    const id = await first.engine("inspect", "-f", "{{.Id}}", "box");
    await reachesAll({ host: first, id, address }, places);
    const again = await first.docker("network", "connect", "wide", "box");
    expect(again.stderr).toContain("already exists in network");
    await first.dockerOk("network", "disconnect", "--force", "wide", "box");
    await first.dockerOk("rm", "-f", "box");
  });

  test("an internal one, with IPv6 in every segment", async () => {
    const subnets = ["10.63.0.0/29", "10.64.0.0/29", "fd63::/64"].flatMap((subnet) => [
      "--subnet",
      subnet,
    ]);
    await swarm("network", "create", "-d", "overlay", "--internal", "--ipv6", ...subnets, "inner");
    const create = ["service", "create", "--detach", "--no-resolve-image", "--quiet"];
    const flags = ["--network", "inner", "--stop-signal", "SIGKILL", "--hostname", "{{.Task.ID}}"];
    await swarm(
      ...create,
      "--name",
      "in",
      "--replicas",
      "4",
      ...flags,
      WEB_IMAGE,
      "sh",
      "-c",
      SERVE,
    );
    const places = await placesOf("in", 4);
    expect([...segmentsOf(places)].sort()).toEqual(["63", "64"]);
    await allReachAll(places);
    const format = "{{range .NetworkSettings.Networks}}{{.GlobalIPv6Address}}{{end}}";
    const sixth: string[] = [];
    for (const { host, id } of places) sixth.push(await host.engine("inspect", "-f", format, id));
    for (const [at, from] of places.entries()) {
      const wanted = places.map(({ hostname }) => `${hostname} ${sixth[at]}`).join();
      await eventually(`${sixth[at]} reaches all`, BOUND_MS, async () => {
        const said = await ask(
          from,
          sixth.map((address) => `[${address}]`),
        );
        if (said.join() === wanted) return true;
        throw new Error(`${said.join()} instead of ${wanted}`);
      });
    }
  });

  test("its removal leaves nothing behind", async () => {
    await swarm("service", "rm", "web", "in");
    for (const network of ["wide", "inner"]) {
      await eventually(`${network} is removed`, BOUND_MS, async () => {
        return (await hosts.first.docker("network", "rm", network)).code === 0;
      });
    }
    for (const host of hosts.nodes) {
      await eventually(`nothing is left on ${host.name}`, 2 * BOUND_MS, async () => {
        const networks = await host.engine("network", "ls", "--format", "{{.Name}}");
        return (await devices(host)).length === 0 && !networks.includes("skep-");
      });
      expect((await host.run("iptables", "-t", "raw", "-S", "SKEP-SEGMENTS")).code).not.toBe(0);
    }
  });
});
