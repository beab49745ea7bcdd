/** Discovery: what containers find by name, on whichever host, as tasks and agents come and go. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BUSYBOX_IMAGE, WEB_IMAGE } from "../lib/engine.ts";
import { HOSTS_NEED, type Host, type Hosts, startHosts } from "../lib/hosts.ts";
import { unavailable } from "../lib/machine.ts";
import { eventually } from "../lib/wait.ts";

const WAIT_MS = 90_000;
const QUIET = ["--detach", "--no-resolve-image", "--quiet", "--stop-signal", "SIGKILL"];

describe.skipIf(unavailable(...HOSTS_NEED))("names", { timeout: 6 * WAIT_MS }, () => {
  let hosts: Hosts;

  beforeAll(async () => {
    hosts = await startHosts({ count: 2 });
    hosts.image();
    await hosts.init();
    const create = ["network", "create", "-d", "overlay", "--attachable"];
    for (const name of ["front", "back"]) await hosts.first.dockerOk(...create, name);
    // One to ask from on each host.
    await service("asker", ["--mode", "global", "--network", "front"], ["sleep", "100000"]);
    for (const host of hosts.nodes) {
      await eventually(
        `${host.name} has its asker`,
        WAIT_MS,
        async () => (await asker(host)) !== "",
      );
    }
  }, 600_000);
  afterAll(() => hosts?.stop());

  const service = (
    name: string,
    flags: readonly string[],
    command: readonly string[] = [],
  ): Promise<string> => {
    const image = command.length === 0 ? WEB_IMAGE : BUSYBOX_IMAGE;
    return hosts.first.dockerOk(
      "service",
      "create",
      "--name",
      name,
      ...QUIET,
      ...flags,
      image,
      ...command,
    );
  };
  const asker = (host: Host): Promise<string> =>
    host.engine("ps", "-q", "--filter", "label=com.docker.swarm.service.name=asker");

  /** The addresses behind a name, sorted; empty when there is none. */
  const lookup = async (host: Host, name: string, container?: string): Promise<string[]> => {
    const from = container ?? (await asker(host));
    const result = await host.docker("exec", from, "nslookup", name);
    const answer = result.stdout.slice(result.stdout.indexOf("\n\n"));
    return [...answer.matchAll(/^Address: (\S+)$/gm)].map(([, address = ""]) => address).sort();
  };
  const found = (host: Host, name: string, count: number): Promise<string[]> =>
    eventually(`${host.name} finds ${count} at ${name}`, WAIT_MS, async () => {
      const addresses = await lookup(host, name);
      return addresses.length === count ? addresses : undefined;
    });

  test("a service has one address on every host, and its tasks theirs", async () => {
    await service("web", ["--replicas", "2", "--network", "name=front,alias=shop"]);
    for (const host of hosts.nodes) {
      const tasks = await found(host, "tasks.web", 2);
      const [virtual] = await found(host, "web", 1);
      expect(tasks).not.toContain(virtual);
      expect(await lookup(host, "WEB.front")).toEqual([virtual]);
      expect(await lookup(host, "shop")).toEqual([virtual]);
      const whois = await host.docker("exec", await asker(host), "nslookup", virtual ?? "");
      expect(whois.stdout).toContain("name = web.front");
    }
  });

  test("names are a network's own", async () => {
    await service("hidden", ["--network", "back"]);
    await service("both", ["--network", "back", "--network", "front"]);
    await found(hosts.first, "both", 1);
    expect(await lookup(hosts.first, "hidden")).toEqual([]);
    expect(await lookup(hosts.first, "both.back")).toEqual([]);
  });

  test("without a virtual address the name is the tasks'; it follows their number", async () => {
    await service("many", ["--replicas", "3", "--network", "front", "--endpoint-mode", "dnsrr"]);
    for (const host of hosts.nodes) {
      expect(await found(host, "many", 3)).toEqual(await lookup(host, "tasks.many"));
    }
    await hosts.first.dockerOk("service", "scale", "--detach", "many=1");
    for (const host of hosts.nodes) await found(host, "many", 1);
    await hosts.first.dockerOk("service", "rm", "many");
    for (const host of hosts.nodes) await found(host, "many", 0);
  });

  test("a task is found when it is healthy, and no longer when it is not", async () => {
    const health = ["--health-cmd", "test -e /tmp/well", "--health-interval", "1s"];
    const more = ["--health-retries", "1", "--health-start-period", "300s"];
    const flags = ["--constraint", "node.hostname==host-1", "--restart-condition", "none"];
    await service(
      "sick",
      [...health, ...more, ...flags, "--network", "front"],
      ["sleep", "100000"],
    );
    const label = "label=com.docker.swarm.service.name=sick";
    const container = await eventually("it runs", WAIT_MS, async () => {
      const id = await hosts.first.engine("ps", "-q", "--filter", label);
      return id === "" ? undefined : id;
    });
    expect(await lookup(hosts.node(1), "tasks.sick")).toEqual([]);
    await hosts.first.engine("exec", container, "touch", "/tmp/well");
    await found(hosts.node(1), "tasks.sick", 1);
    await hosts.first.engine("exec", container, "rm", "/tmp/well");
    await found(hosts.node(1), "tasks.sick", 0);
  });

  test("a container of docker run finds and is found, and gives its address back", async () => {
    const worker = hosts.node(1);
    const names = ["--name", "box", "--network-alias", "kiste"];
    await worker.dockerOk(
      "run",
      "-d",
      ...names,
      "--network",
      "front",
      BUSYBOX_IMAGE,
      "sleep",
      "9999",
    );
    const [address] = await found(hosts.first, "box", 1);
    expect(await lookup(hosts.first, "kiste")).toEqual([address]);
    const web = ["exec", "box", "wget", "-qO-", "http://web:8080/cgi-bin/whoami"];
    await eventually("it reaches a service by name", WAIT_MS, async () => {
      return (await worker.docker(...web)).code === 0;
    });
    const format = "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}";
    expect((await worker.dockerOk("inspect", "-f", format, "box")).trim()).toBe("front");
    await worker.dockerOk("rm", "-f", "box");
    await found(hosts.first, "box", 0);
  });

  test("a container on a network that nobody has is refused, not pulled", async () => {
    const { stderr } = await hosts.node(1).docker("run", "--network", "nowhere", BUSYBOX_IMAGE);
    expect(stderr).toMatch(/network nowhere not found/);
    expect(stderr).not.toMatch(/Unable to find image/);
  });

  test("a container is connected, and disconnected", async () => {
    const { first } = hosts;
    await first.dockerOk("run", "-d", "--name", "late", BUSYBOX_IMAGE, "sleep", "9999");
    await first.dockerOk("network", "connect", "front", "late");
    const [address = ""] = await found(hosts.node(1), "late", 1);
    const ping = ["exec", await asker(hosts.node(1)), "ping", "-c1", "-W1", address];
    await eventually("it answers", WAIT_MS, async () => {
      return (await hosts.node(1).docker(...ping)).code === 0;
    });
    const [virtual = ""] = await found(first, "web", 1);
    await eventually("it finds a service", WAIT_MS, async () => {
      return (await lookup(first, "web", "late")).includes(virtual);
    });
    await first.dockerOk("network", "disconnect", "front", "late");
    await found(hosts.node(1), "late", 0);
    const pid = await first.engine("inspect", "-f", "{{.State.Pid}}", "late");
    const inside = ["nsenter", `--net=/proc/${pid}/ns/net`, "nft", "list", "tables"] as const;
    await eventually("nothing of ours is left in it", WAIT_MS, async () => {
      return !(await first.runOk(...inside)).includes("skep");
    });
  });

  test("names are answered while the agent is away, and by the next one", async () => {
    const worker = hosts.node(1);
    await found(worker, "web", 1);
    const container = await asker(worker);
    await worker.crash();
    const ask = ["exec", container, "nslookup", "web"];
    await eventually("it is answered", WAIT_MS, async () =>
      /Name:\s*web/.test(await worker.engine(...ask)),
    );
    await worker.start();
    await service("later", ["--network", "front"]);
    for (const host of hosts.nodes) await found(host, "later", 1);
  });

  test("the doctor finds nothing, then what was broken, and says where", async () => {
    const { first } = hosts;
    await eventually("all is well", WAIT_MS, async () => {
      return (await first.skep("network", "doctor")).code === 0;
    });
    const drop = ["INPUT", "-p", "udp", "--dport", "4789", "-j", "DROP"];
    await first.runOk("iptables", "-I", ...drop);
    const broken = await first.skep("network", "doctor", "--json");
    await first.runOk("iptables", "-D", ...drop);
    expect(broken.code).toBe(1);
    expect(broken.stdout).toContain("4789/udp");
  });
});
