/** Networks over three hosts with real engines: names, virtual addresses and published ports. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BUSYBOX_IMAGE, WEB_IMAGE } from "../lib/engine.ts";
import { HOSTS_NEED, type Host, type Hosts, startHosts } from "../lib/hosts.ts";
import { unavailable } from "../lib/machine.ts";
import { eventually } from "../lib/wait.ts";

const BOUND_MS = 90_000;
/** Beside the image's own: `/cgi-bin/client` says who asks. */
const SERVE = [
  "printf '#!/bin/sh\\nprintf \"Content-Type: text/plain\\\\n\\\\n\";echo $REMOTE_ADDR'",
  "> /www/cgi-bin/client && chmod +x /www/cgi-bin/client",
  "&& exec httpd -f -p [::]:8080 -h /www",
].join(" ");

describe.skipIf(unavailable(...HOSTS_NEED))("networks", () => {
  let hosts: Hosts;
  let swarm: (...args: string[]) => Promise<string>;

  beforeAll(async () => {
    hosts = await startHosts({ count: 3, managers: 3 });
    hosts.image();
    await hosts.init();
    swarm = (...args) => hosts.first.dockerOk(...args);
    await swarm("network", "create", "-d", "overlay", "--attachable", "front");
    const create = ["service", "create", "--detach", "--no-resolve-image", "--quiet"];
    const web = ["--name", "web", "--mode", "global", "--network", "front", "-p", "8000:8080"];
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
  }, 300_000);
  afterAll(() => hosts?.stop());

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
      const url = `http://${host.address}:8000${WHO}`;
      await answeredBy(`${url} from a client`, all(), () => hosts.client.curl(url));
      await answeredBy(`${url} from outside`, all(), () => hosts.outsider.curl(url));
      await answeredBy(`${host.name} at home`, all(), () =>
        host.curl(`http://127.0.0.1:8000${WHO}`),
      );
    }
  });

  test("tasks see the client's own address, whichever host it asks", async () => {
    for (const host of hosts.nodes) {
      for (const who of [hosts.client, hosts.outsider]) {
        // As many as there are tasks, in turn, and so each of them.
        for (let n = 0; n < hosts.nodes.length; n++) {
          const seen = await who.curl(`http://${host.address}:8000/cgi-bin/client`);
          expect(seen.replace("::ffff:", "").replace(/[[\]]/g, "")).toBe(who.address);
        }
      }
    }
  });

  test("what somebody removes is put back", async () => {
    const host = hosts.node(1);
    await host.runOk("nft", "flush", "ruleset");
    const url = `http://${host.address}:8000${WHO}`;
    await answeredBy("after nft flush ruleset", all(), () => hosts.client.curl(url));
    const links = await host.runOk("ip", "-br", "link");
    const device = /^skx\S+/m.exec(links)?.[0].replace(/@.*/, "") ?? "";
    await host.runOk("ip", "link", "del", device);
    await answeredBy("after a device was deleted", all(), () => hosts.client.curl(url));
    await answeredBy("names, too", all(), () =>
      inTask(host, "probe", `wget -qO- http://web:8080${WHO}`),
    );
  });

  test("a host that is cut off is left out, and comes back", { timeout: 240_000 }, async () => {
    const gone = hosts.node(2);
    const stay = hosts.nodes.slice(0, 2);
    gone.cut();
    await eventually("it is down", BOUND_MS, async () =>
      (await swarm("node", "ls", "--format", "{{.Hostname}} {{.Status}}")).includes(
        `${gone.name} Down`,
      ),
    );
    const url = `http://${hosts.first.address}:8000${WHO}`;
    await eventually("all requests are answered", BOUND_MS, async () => {
      const answers: string[] = [];
      for (let n = 0; n < 6; n++) answers.push(await hosts.client.curl(url).catch(() => ""));
      return answers.every((one) => stay.some(({ name }) => name === one));
    });
    gone.heal();
    await answeredBy("healed", all(), () => hosts.client.curl(url));
  });

  test("a host that reboots has all of it again", { timeout: 180_000 }, async () => {
    const host = hosts.node(1);
    await host.reboot();
    const url = `http://${host.address}:8000${WHO}`;
    await answeredBy("after the reboot", all(), () => hosts.client.curl(url));
  });

  test("a host that leaves keeps nothing", { timeout: 120_000 }, async () => {
    const host = hosts.node(2);
    await host.dockerOk("swarm", "leave", "--force");
    await eventually("nothing of Skep's is left", BOUND_MS, async () => {
      const links = await host.runOk("ip", "-br", "link");
      const tables = await host.runOk("nft", "list", "tables");
      const networks = await host.engine("network", "ls", "--format", "{{.Name}}");
      const filter = await host.runOk("iptables", "-S");
      return !/\bsk[bx]/.test(links) && !/skep/i.test(tables + networks + filter);
    });
  });
});
