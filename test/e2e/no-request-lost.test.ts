/**
 * A published service under load is rolled, scaled down, and a node of it drained: every request is
 * answered, over connections that stay and over one for each request, whichever node is asked.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOSTS_NEED, type Hosts, startHosts } from "../lib/hosts.ts";
import { buildHttpImage, HTTP_HEALTH, HTTP_IMAGE } from "../lib/http-image/image.ts";
import { unavailable } from "../lib/machine.ts";
import { eventually } from "../lib/wait.ts";
import { type WrkResult, wrk } from "../lib/wrk.ts";

const REPLICAS = 10;
const BOUND_MS = 120_000;
const STEP_S = 2;
const AFTER_MS = 3_000;

describe.skipIf(unavailable(...HOSTS_NEED, "wrk"))("no request is lost", () => {
  let hosts: Hosts;
  let swarm: (...args: string[]) => Promise<string>;

  beforeAll(async () => {
    hosts = await startHosts({ count: 3 });
    buildHttpImage(hosts.nodes.map(({ engineAddress }) => engineAddress));
    await hosts.init();
    swarm = (...args) => hosts.first.dockerOk(...args);
    const create = ["service", "create", "--quiet", "--no-resolve-image", "--name", "web"];
    const update = ["--update-order", "start-first", "--update-parallelism", "2"];
    const rest = ["--replicas", String(REPLICAS), "-p", "8000:8080", "--update-monitor", "500ms"];
    await swarm(...create, ...update, ...rest, ...HTTP_HEALTH, HTTP_IMAGE);
  }, 600_000);
  afterAll(() => hosts?.stop());

  /** Load on all nodes, in both kinds, until `change` is through and a while after. */
  async function under(change: () => Promise<unknown>): Promise<void> {
    const loads = hosts.nodes.flatMap(({ address }) => [
      { url: `http://${address}:8000/`, close: false },
      { url: `http://${address}:8000/`, close: true },
    ]);
    let over = false;
    const results = loads.map(async ({ url, close }) => {
      const seen: WrkResult[] = [];
      while (!over) {
        seen.push(await wrk(hosts.client, url, { connections: 4, seconds: STEP_S, close }));
      }
      return seen;
    });
    const changed = change()
      // The last of the old tasks stop after the swarm says that it is done.
      .then(() => sleep(AFTER_MS))
      .finally(() => {
        over = true;
      });
    const [, ...seen] = await Promise.all([changed, ...results]);
    for (const runs of seen) {
      expect(runs.map(({ failures }) => failures).filter(Boolean)).toEqual([]);
      expect(runs.reduce((sum, { requests }) => sum + requests, 0)).toBeGreaterThan(0);
    }
  }

  const running = (count: number): Promise<boolean> =>
    eventually(`${count} replicas`, BOUND_MS, async () => {
      const tasks = await swarm("service", "ps", "web", "--format", "{{.CurrentState}}");
      const states = tasks.split("\n").map((state) => state.split(" ")[0]);
      return states.filter((state) => state === "Running").length === count;
    });

  test("rolled start-first", { timeout: 5 * BOUND_MS }, () =>
    under(async () => {
      await swarm("service", "update", "--quiet", "--force", "web");
      await running(REPLICAS);
    }),
  );

  test("scaled down", { timeout: 5 * BOUND_MS }, () =>
    under(async () => {
      await swarm("service", "scale", "web=4");
      await running(4);
    }),
  );

  test("a node drained", { timeout: 5 * BOUND_MS }, () =>
    under(async () => {
      await swarm("node", "update", "--availability", "drain", "host-3");
      await eventually("no task is left there", BOUND_MS, async () => {
        const filter = ["--filter", "desired-state=running", "--format", "{{.Node}}"];
        return !(await swarm("service", "ps", "web", ...filter)).includes("host-3");
      });
      await running(4);
    }),
  );
});
