/** Networks over three hosts with real engines: names, virtual addresses and published ports. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, type DatagramServer, namespaceOf, serveDatagrams } from "../lib/datagrams.ts";
import { BUSYBOX_IMAGE, WEB_IMAGE } from "../lib/engine.ts";
import { HOSTS_NEED, type Host, type Hosts, startHosts } from "../lib/hosts.ts";
import { unavailable } from "../lib/machine.ts";
import { eventually } from "../lib/wait.ts";

const BOUND_MS = 90_000;
const DATAGRAMS = 9000;
/** Enough, as a rule, for each of three tasks to be asked. */
const ANY_PORTS = Array.from({ length: 20 }, () => 0);
/** Where every answer counts, a busy machine's too. */
const PATIENT = ["--max-time", "30"];
/** Beside the image's own: `/cgi-bin/client` says who asks. */
const SERVE = [
  "printf '#!/bin/sh\\nprintf \"Content-Type: text/plain\\\\n\\\\n\";echo $REMOTE_ADDR'",
  "> /www/cgi-bin/client && chmod +x /www/cgi-bin/client",
  "&& exec httpd -f -p [::]:8080 -h /www",
].join(" ");

/** All that a cluster's networks could leave behind, in a host's kernel and engine. */
async function tracesOn(host: Host): Promise<string> {
  const rules = await host.runOk("nft", "list", "ruleset");
  const links = await host.runOk("ip", "-br", "link");
  const counted = /counter packets \d+ bytes \d+/g;
  return [
    // Empty chains of iptables stay: whoever looks at them makes them.
    ...rules
      .split("\n")
      .filter((line) =>
        /^\s+(chain|map|set) (?!INPUT|OUTPUT|FORWARD)|counter|table (inet|bridge)/.test(line),
      )
      .map((line) => line.replace(counted, "").trim())
      .sort(),
    ...links.split("\n").map((line) => (line.split(/[\s@]/)[0] ?? "").replace(/^veth.*/, "")),
    await host.runOk("ip", "rule"),
    await host.runOk("ip", "-6", "rule"),
    await host.runOk("ip", "route"),
    await host.engine("network", "ls", "--format", "{{.Name}}"),
  ]
    .join("\n")
    .trim();
}

describe.skipIf(unavailable(...HOSTS_NEED))("networks", { timeout: 6 * BOUND_MS }, () => {
  let hosts: Hosts;
  let swarm: (...args: string[]) => Promise<string>;
  let servers: DatagramServer[] = [];
  /** What the last host had before it joined. */
  let bare: string;

  beforeAll(async () => {
    hosts = await startHosts({ count: 3, managers: 3 });
    hosts.image();
    bare = await tracesOn(hosts.node(2));
    await hosts.init();
    swarm = (...args) => hosts.first.dockerOk(...args);
    await swarm("network", "create", "-d", "overlay", "--attachable", "front");
    await swarm("network", "create", "-d", "overlay", "--attachable", "--internal", "inner");
    const create = ["service", "create", "--detach", "--no-resolve-image", "--quiet"];
    const web = ["--name", "web", "--mode", "global", "--network", "front"];
    web.push("-p", "8000:8080", "-p", `${DATAGRAMS}:${DATAGRAMS}/udp`);
    await swarm(
      ...create,
      ...web,
      "--hostname",
      "{{.Node.Hostname}}",
      WEB_IMAGE,
      "sh",
      "-c",
      SERVE,
    );
    const probe = ["--name", "probe", "--mode", "global", "--network", "front"];
    const stop = ["--stop-signal", "SIGKILL"];
    await swarm(...create, ...probe, ...stop, BUSYBOX_IMAGE, "sleep", "1000000");
    for (const service of ["web", "probe"]) await running(service, 3);
  }, 600_000);
  afterAll(() => {
    for (const server of servers) server.stop();
    hosts?.stop();
  });

  const running = (service: string, count: number): Promise<boolean> =>
    eventually(`${service} runs ${count} times`, BOUND_MS, async () => {
      const states = await swarm("service", "ps", service, "--format", "{{.CurrentState}}");
      return states.split("\n").filter((state) => state.startsWith("Running")).length === count;
    });

  /** A command in the container of a service's task on a host; empty when it fails. */
  async function inTask(host: Host, service: string, command: string): Promise<string> {
    const label = `label=com.docker.swarm.service.name=${service}`;
    const id = (await host.engine("ps", "-q", "--filter", label)).split("\n")[0] ?? "";
    return host.engine("exec", id, "sh", "-c", command).catch(() => "");
  }

  /** Who answers, asked until every one of `names` has. */
  function answeredBy(
    what: string,
    names: readonly string[],
    ask: () => Promise<string>,
  ): Promise<boolean> {
    const seen = new Set<string>();
    return eventually(`${what}: ${names.join(", ")} answer`, BOUND_MS, async () => {
      const name = await ask().catch(() => "");
      if (name !== "") seen.add(name);
      return names.every((one) => seen.has(one));
    });
  }

  async function pidOf(host: Host, service: string): Promise<string> {
    const label = `label=com.docker.swarm.service.name=${service}`;
    const id = await host.engine("ps", "-q", "--filter", label);
    return host.engine("inspect", "-f", "{{.State.Pid}}", id.split("\n")[0] ?? "");
  }

  /** In each task of web, whichever those are by now. */
  async function serve(): Promise<void> {
    for (const server of servers) server.stop();
    servers = await Promise.all(
      hosts.nodes.map(async (host) =>
        serveDatagrams(namespaceOf(await pidOf(host, "web")), DATAGRAMS, host.name, hosts.folder),
      ),
    );
  }

  /** A client's port whose datagrams to the first host are answered by `name`. */
  async function flowTo(name: string): Promise<number> {
    const ports = Array.from({ length: 30 }, (_, n) => 20_000 + n);
    return eventually(`one of 30 ports leads to ${name}`, BOUND_MS, async () => {
      const answers = await ask(hosts.client, hosts.first.address, DATAGRAMS, ports);
      return answers.find((answer) => answer.name === name)?.own;
    });
  }

  const all = (): readonly string[] => hosts.nodes.map(({ name }) => name);
  const WHO = "/cgi-bin/whoami";

  test("a service's name leads to all of its tasks, from every host", async () => {
    for (const host of hosts.nodes) {
      await answeredBy(`web from ${host.name}`, all(), () =>
        inTask(host, "probe", `wget -qO- http://web:8080${WHO}`),
      );
    }
  });

  test("a published port answers on every host, and at home", async () => {
    for (const host of hosts.nodes) {
      for (const at of [host.address, `[${host.address6}]`]) {
        const url = `http://${at}:8000${WHO}`;
        await answeredBy(`${url} from a client`, all(), () => hosts.client.curl(url));
        await answeredBy(`${url} from outside`, all(), () => hosts.outsider.curl(url));
      }
      await answeredBy(`${host.name} at home`, all(), () =>
        host.curl(`http://127.0.0.1:8000${WHO}`),
      );
    }
  });

  test("tasks see the client's own address, whichever host it asks", async () => {
    for (const host of hosts.nodes) {
      const others = hosts.nodes.filter((other) => other !== host);
      // A host asks for its own tasks, too, by way of another.
      for (const who of [hosts.client, hosts.outsider, ...others]) {
        // As many as there are tasks, in turn, and so each of them.
        for (let n = 0; n < hosts.nodes.length; n++) {
          const seen = await who.curl(`http://${host.address}:8000/cgi-bin/client`, ...PATIENT);
          expect(seen.replace("::ffff:", "").replace(/[[\]]/g, "")).toBe(who.address);
          const seen6 = await who.curl(`http://[${host.address6}]:8000/cgi-bin/client`, ...PATIENT);
          expect(seen6.replace(/[[\]]/g, "")).toBe(who.address6);
        }
      }
    }
  });

  test("a client in front of all hosts, as a load balancer is, is answered by each", async () => {
    for (let n = 0; n < 60; n++) {
      const host = hosts.node(n % hosts.nodes.length);
      const answer = await hosts.client.curl(`http://${host.address}:8000${WHO}`, ...PATIENT);
      expect(all()).toContain(answer);
    }
  });

  const HOW_DATAGRAMS_GO =
    "datagrams: answered from where they were sent to, and seen as the client's";
  test(HOW_DATAGRAMS_GO, { timeout: 5 * BOUND_MS }, async () => {
    await serve();
    for (const host of hosts.nodes) {
      for (const who of [hosts.client, hosts.outsider]) {
        for (const [from, client] of [
          [host.address, who.address],
          [host.address6, who.address6],
        ] as const) {
          const seen = new Set<string>();
          await eventually(`all answer ${who.name} at ${from}`, BOUND_MS, async () => {
            for (const answer of await ask(who, from, DATAGRAMS, ANY_PORTS)) {
              expect(answer).toMatchObject({ from, client });
              seen.add(answer.name);
            }
            return seen.size === hosts.nodes.length;
          });
        }
      }
    }
  });

  test("datagrams: who goes on to another host is answered by that one", async () => {
    await serve();
    const same = Array.from({ length: 10 }, (_, n) => 25_000 + n);
    for (let round = 0; round < 2; round++) {
      for (const host of hosts.nodes) {
        const answers = await ask(hosts.client, host.address, DATAGRAMS, same);
        expect(answers).toHaveLength(same.length);
        for (const { from } of answers) expect(from).toBe(host.address);
      }
    }
  });

  test("labels and ports of a published service are changed while it runs", async () => {
    const { first, client } = hosts;
    const other = hosts.node(1);
    const ownName = ["--hostname", "{{.Node.Hostname}}"];
    const options = ["--name", "labels", "--mode", "global", "--network", "front", ...ownName];
    options.push("--stop-signal", "SIGKILL");
    const create = ["service", "create", "--detach", "--no-resolve-image", "--quiet"];
    await swarm(...create, ...options, "-p", "8010:8080", WEB_IMAGE, "sh", "-c", SERVE);
    const at = (host: Host, port = 8010): string => `http://${host.address}:${port}`;
    await answeredBy("the service", all(), () => client.curl(`${at(first)}${WHO}`));
    const change = (...flags: string[]): Promise<string> =>
      swarm("service", "update", "--detach", "--quiet", ...flags, "labels");
    /** How many tasks answer ten questions of one who asks. */
    const answers = async (ask: () => Promise<string>): Promise<number> => {
      const seen = new Set<string>();
      for (let n = 0; n < 10; n++) seen.add(await ask());
      return seen.size;
    };
    const atPort = (): Promise<string> => client.curl(`${at(first)}${WHO}`, ...PATIENT);
    const atName = (): Promise<string> =>
      inTask(first, "probe", `wget -qO- http://labels:8080${WHO}`);

    await change("--label-add", "skep.lb.sticky=on");
    await eventually("a client gets the same task", BOUND_MS, async () => {
      return (await answers(atPort)) === 1 && (await answers(atName)) === 1;
    });
    await change("--label-rm", "skep.lb.sticky");
    await eventually("and all again", BOUND_MS, async () => {
      return (await answers(atPort)) === 3 && (await answers(atName)) === 3;
    });

    const seenAs = (): Promise<string> => client.curl(`${at(first)}/cgi-bin/client`, ...PATIENT);
    await change("--label-add", "skep.ingress.client-ip=off");
    await eventually("tasks see the host that was asked", BOUND_MS, async () => {
      const seen = [await seenAs(), await seenAs(), await seenAs()];
      return seen.every((one) => one !== "" && !one.includes(client.address));
    });
    await answeredBy("the service", all(), () => client.curl(`${at(other)}${WHO}`));
    await change("--label-rm", "skep.ingress.client-ip");
    await eventually("tasks see the client", BOUND_MS, async () => {
      const seen = [await seenAs(), await seenAs(), await seenAs()];
      return seen.every((one) => one.includes(client.address));
    });

    const refused = async (url: string): Promise<boolean> =>
      (await client.run("curl", "-s", "--noproxy", "*", "--max-time", "2", url)).code === 7;
    await change("--label-add", `skep.publish.address=${other.address}`);
    await eventually("one host's address answers, and no other", BOUND_MS, async () => {
      return (await refused(at(first))) && (await client.curl(`${at(other)}${WHO}`)) !== "";
    });
    await change("--label-rm", "skep.publish.address");
    await change("--publish-add", "8011:8080", "--publish-rm", "8080");
    for (const host of hosts.nodes) {
      await answeredBy("the new port", all(), () => client.curl(`${at(host, 8011)}${WHO}`));
      await eventually("the old one is refused", BOUND_MS, () => refused(at(host)));
    }
    await swarm("service", "rm", "labels");
    await eventually("the new one is refused", BOUND_MS, () => refused(at(first, 8011)));
  });

  test("a network that cannot be on the hosts says why, and no other waits for it", async () => {
    await swarm("network", "create", "-d", "overlay", "--subnet", "172.17.0.0/24", "clash");
    const create = ["service", "create", "--detach", "--no-resolve-image", "--quiet"];
    const wait = ["--restart-condition", "none", BUSYBOX_IMAGE, "sleep", "1000000"];
    await swarm(...create, "--name", "nowhere", "--network", "clash", ...wait);
    await swarm(...create, "--name", "later", "-p", "8001:8080", "--network", "front", WEB_IMAGE);
    const url = `http://${hosts.node(1).address}:8001${WHO}`;
    await eventually("another service comes", BOUND_MS, () => hosts.client.curl(url).then(Boolean));
    await eventually("it says why", BOUND_MS, async () => {
      const errors = await swarm(
        "service",
        "ps",
        "--no-trunc",
        "--format",
        "{{.Error}}",
        "nowhere",
      );
      return errors.includes("network clash: its subnet 172.17.0.0/24 would take 172.17.0.1");
    });
    await swarm("service", "rm", "nowhere", "later");
    await eventually("it goes", BOUND_MS, () => swarm("network", "rm", "clash").then(Boolean));
  });

  test("an internal network reaches between hosts, and nowhere else", async () => {
    const [one, other] = [hosts.first, hosts.node(1)];
    const run = async (host: Host, network: string): Promise<string> =>
      (await host.dockerOk("run", "-d", "--network", network, WEB_IMAGE)).slice(0, 12);
    const ids = [await run(one, "inner"), await run(other, "inner"), await run(one, "front")];
    const [inside = "", peer = "", apart = ""] = ids;
    const addressOf = async (host: Host, id: string): Promise<string> =>
      host.engine("inspect", "-f", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", id);
    const [here, there] = [await addressOf(one, inside), await addressOf(other, peer)];
    const fetch = (id: string, address: string, port: number): Promise<string> =>
      one.engine("exec", id, "timeout", "2", "wget", "-qO-", `http://${address}:${port}${WHO}`);
    await eventually("between hosts", BOUND_MS, async () =>
      (await fetch(inside, there, 8080).catch(() => "")).includes(peer),
    );
    await expect(fetch(inside, other.address, 8000), "a way out").rejects.toThrow();
    await expect(fetch(apart, here, 8080), "a way in from another network").rejects.toThrow();
    await hosts.client.runOk("ip", "route", "replace", there, "via", other.address);
    await expect(hosts.client.curl(`http://${there}:8080${WHO}`), "a way in").rejects.toThrow();
    await one.dockerOk("rm", "-f", inside, apart);
    await other.dockerOk("rm", "-f", peer);
  });

  describe("what somebody removes is put back", () => {
    const each = async (host: Host, prefix: string, words: readonly string[]): Promise<void> => {
      const links = await host.runOk("ip", "-br", "link");
      for (const [device] of links.matchAll(new RegExp(`^${prefix}\\w+`, "gm"))) {
        await host.runOk("sh", "-c", words.join("; ").replaceAll("DEV", device));
      }
    };
    const entries = [
      "bridge fdb show dev DEV | while read mac rest; do",
      "bridge fdb del $mac dev DEV master || bridge fdb del $mac dev DEV self; done 2>/dev/null",
    ];
    const faults: Readonly<Record<string, (host: Host) => Promise<unknown>>> = {
      "iptables -F": (host) => host.runOk("sh", "-c", "iptables -F; iptables -X"),
      "nft flush ruleset": (host) => host.runOk("nft", "flush", "ruleset"),
      "nft delete table": (host) => host.runOk("nft", "delete", "table", "inet", "skep"),
      "ip link del of VXLAN devices": (host) => each(host, "skx", ["ip link del DEV"]),
      "ip link del of bridges": (host) => each(host, "skb", ["ip link del DEV"]),
      "ip link set down of bridges": (host) => each(host, "skb", ["ip link set DEV down"]),
      "ip addr flush of bridges": (host) => each(host, "skb", ["ip addr flush dev DEV"]),
      "forwarding entries": (host) => each(host, "skx", [entries.join(" ")]),
      neighbours: (host) => each(host, "skb", ["ip neigh flush dev DEV nud permanent"]),
      "the table of replies": (host) => host.runOk("nft", "delete", "table", "bridge", "skep"),
      "a container's table": async (host) =>
        host.runOk(
          "nsenter",
          `--net=/proc/${await pidOf(host, "probe")}/ns/net`,
          ...["nft", "delete", "table", "inet", "skep"],
        ),
      "kill -9 of skepd": async (host) => {
        await host.crash();
        await host.start();
      },
      "a restart of the engine": async (host) => {
        await host.stopEngine();
        await host.startEngine();
      },
    };

    test.each(Object.keys(faults))("%s", async (what) => {
      const host = hosts.node(1);
      await faults[what]?.(host);
      const begin = performance.now();
      const url = `http://${host.address}:8000${WHO}`;
      const inTurn = async (fetch: () => Promise<string>): Promise<boolean> => {
        const seen = new Set<string>();
        for (let n = 0; n < hosts.nodes.length; n++) seen.add(await fetch().catch(() => ""));
        return all().every((name) => seen.has(name));
      };
      await eventually("all tasks answer, in turn, inside and outside", BOUND_MS, async () => {
        const outside = await inTurn(() => hosts.client.curl(url, "--max-time", "2"));
        return (
          outside &&
          (await inTurn(() => inTask(host, "probe", `timeout 3 wget -qO- http://web:8080${WHO}`)))
        );
      });
      console.log(`${what}: whole again after ${Math.round(performance.now() - begin)} ms`);
    });
  });

  test("a host that is cut off is left out, and comes back", async () => {
    const gone = hosts.node(2);
    const stay = hosts.nodes.slice(0, 2);
    await serve();
    const url = `http://${hosts.first.address}:8000${WHO}`;
    const flow = await flowTo(gone.name);
    gone.cut();
    try {
      await eventually("it is down", BOUND_MS, async () =>
        (await swarm("node", "ls", "--format", "{{.Hostname}} {{.Status}}")).includes(
          `${gone.name} Down`,
        ),
      );
      await eventually("all requests are answered", BOUND_MS, async () => {
        const answers: string[] = [];
        for (let n = 0; n < 6; n++) answers.push(await hosts.client.curl(url).catch(() => ""));
        return answers.every((one) => stay.some(({ name }) => name === one));
      });
      await eventually("its datagrams go elsewhere", BOUND_MS, async () => {
        const [answer] = await ask(hosts.client, hosts.first.address, DATAGRAMS, [flow]);
        return stay.some(({ name }) => name === answer?.name);
      });
    } finally {
      gone.heal();
    }
    await answeredBy("healed", all(), () => hosts.client.curl(url));
  });

  test("a host that reboots has all of it again", async () => {
    const host = hosts.node(1);
    await host.reboot();
    const url = `http://${host.address}:8000${WHO}`;
    await answeredBy("after the reboot", all(), () => hosts.client.curl(url));
  });

  test("a host that leaves keeps nothing", async () => {
    const host = hosts.node(2);
    const sleep = ["sleep", "1000000"];
    await host.dockerOk(
      "run",
      "-d",
      "--name",
      "guest",
      "--network",
      "front",
      BUSYBOX_IMAGE,
      ...sleep,
    );
    await host.dockerOk("swarm", "leave", "--force");
    await eventually("who was attached lives on without the network", BOUND_MS, async () => {
      const format = "{{.State.Running}} {{len .NetworkSettings.Networks}}";
      return (await host.engine("inspect", "-f", format, "guest")) === "true 0";
    });
    await host.engine("rm", "-f", "guest");
    await eventually("it is as it was", BOUND_MS, async () => {
      const left = await tracesOn(host);
      if (left !== bare) throw new Error(left);
      return true;
    });
  });
});
