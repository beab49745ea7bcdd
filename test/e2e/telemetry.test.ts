/**
 * What happened is told: `docker events` and usage, from memory on each manager, from Redis by any
 * manager and after a change of leader; and Redis may go away and come back.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestCluster, type TestNode } from "../lib/cluster.ts";
import { unavailable } from "../lib/machine.ts";
import { freePort, type RedisServer, startRedis } from "../lib/redis.ts";
import { eventually } from "../lib/wait.ts";

const PASSWORD = "open-sesame";

const secondsNow = (): number => Math.floor(Date.now() / 1000);

/** Swarm's events at a manager, as "type action name" lines, until now. */
async function eventsAt(
  node: TestNode,
  since: number,
  ...filters: readonly string[]
): Promise<readonly string[]> {
  const lines = await node.dockerOk(
    ...["events", "--since", String(since), "--until", String(secondsNow() + 1)],
    ...["scope=swarm", ...filters].flatMap((filter) => ["--filter", filter]),
    ...["--format", "{{.Type}} {{.Action}} {{.Actor.Attributes.name}}"],
  );
  return lines === "" ? [] : lines.split("\n");
}

async function metric(node: TestNode, name: string): Promise<string | undefined> {
  const response = await fetch(`http://${node.plan.metricsAddr}/metrics`);
  const line = (await response.text()).split("\n").find((one) => one.startsWith(`${name}{`));
  return line?.split(" ").at(-1);
}

const managersOf = (cluster: TestCluster): readonly TestNode[] =>
  cluster.nodes.filter((node) => node.plan.role === "manager");

interface TopEntry {
  readonly Name: string;
  readonly Tasks: number;
  readonly MemoryBytes: number;
}

describe.skipIf(unavailable("docker", "redis"))("telemetry in Redis", () => {
  let cluster: TestCluster;
  let redis: RedisServer;
  let since = 0;

  beforeAll(async () => {
    redis = await startRedis(await freePort(), ["--requirepass", PASSWORD]);
    const url = `redis://:${PASSWORD}@127.0.0.1:${redis.port}`;
    cluster = await TestCluster.start({ managers: 3, workers: 0, redis: url });
    since = secondsNow() - 1;
    const { first } = cluster;
    await first.dockerOk("service", "create", "-d", "--name", "web", "host", "sleep", "100000");
    await first.dockerOk("service", "update", "-d", "--label-add", "a=b", "web");
    await first.api("/configs/create", { method: "POST", body: { Name: "conf", Data: "aGk=" } });
  });
  afterAll(async () => {
    await cluster?.stop();
    await redis?.kill();
  });

  test("events are told by any manager, filtered", async () => {
    for (const node of managersOf(cluster)) {
      await eventually("history is written", 10_000, async () =>
        (await eventsAt(node, since)).includes("config create conf"),
      );
      const ofWeb = await eventsAt(node, since, "type=service");
      expect(ofWeb.slice(0, 2)).toEqual(["service create web", "service update web"]);
      expect(await eventsAt(node, since, "type=config")).toEqual(["config create conf"]);
      expect(await eventsAt(node, since, "type=service", "event=create")).toEqual([
        "service create web",
      ]);
      expect(await eventsAt(node, since, "service=web", "event=remove")).toEqual([]);
    }
  });

  test("--until in the future waits for what comes, and ends", async () => {
    const node = cluster.node(2);
    const started = secondsNow();
    const told = node.dockerOk(
      ...["events", "--since", String(started), "--until", String(started + 5)],
      ...["--filter", "type=config", "--format", "{{.Action}} {{.Actor.Attributes.name}}"],
    );
    await cluster.first.api("/configs/create", {
      method: "POST",
      body: { Name: "later", Data: "aGk=" },
    });
    expect(await told).toBe("create later");
  });

  test("after the leader's death events and usage of before are still there", async () => {
    const usageAt = async (node: TestNode): Promise<readonly TopEntry[]> =>
      node.api<TopEntry[]>("/skep/v1/top", { query: { by: "service" } });
    const history = async (node: TestNode): Promise<readonly { timestampMs: number }[]> =>
      (await node.api<{ tasks: { timestampMs: number }[] }>("/skep/v1/usage")).tasks;
    const leader = await cluster.leader();
    await eventually("usage is kept", 20_000, async () => {
      const [web] = await usageAt(leader);
      return web?.Name === "web" && web.Tasks === 1 && web.MemoryBytes > 10_000;
    });
    const before = (await history(leader)).map(({ timestampMs }) => timestampMs);
    const events = await eventsAt(leader, since, "type=service");
    await leader.crash();
    const next = await eventually("another leads", 20_000, async () => {
      const node = await cluster.leader();
      return node === leader ? undefined : node;
    });
    expect((await eventsAt(next, since, "type=service")).slice(0, events.length)).toEqual(events);
    const after = new Set((await history(next)).map(({ timestampMs }) => timestampMs));
    expect(before.length).toBeGreaterThan(0);
    expect(before.filter((at) => !after.has(at))).toEqual([]);
    await leader.start();
    await eventually("the old leader tells them as well", 20_000, async () => {
      const found = await eventsAt(leader, since, "type=service");
      return events.every((event) => found.includes(event));
    });
  });

  test("Redis away: one warning, a metric, scheduling goes on; Redis back: history goes on", async () => {
    const leader = await cluster.leader();
    const connected = (value: string): Promise<true> =>
      eventually(`skep_telemetry_connected is ${value}`, 20_000, async () => {
        return (await metric(leader, "skep_telemetry_connected")) === value;
      });
    await connected("1");
    const mark = leader.log().length;
    const { port } = redis;
    await redis.kill();
    await connected("0");
    await leader.dockerOk("service", "scale", "-d", "web=2");
    await eventually("two replicas run without Redis", 20_000, async () => {
      const format = "{{.Replicas}}";
      return (await leader.dockerOk("service", "ls", "--format", format)) === "2/2";
    });
    const past = await leader.docker("events", "--since", "1h", "--until", "0s");
    expect(past.code).not.toBe(0);
    expect(past.stderr).toContain("history cannot be read");
    const warnings =
      leader
        .log()
        .slice(mark)
        .match(/Redis cannot be used/g) ?? [];
    expect(warnings).toHaveLength(1);
    redis = await startRedis(port, ["--requirepass", PASSWORD]);
    await connected("1");
    const again = secondsNow();
    await leader.api("/configs/create", { method: "POST", body: { Name: "again", Data: "aGk=" } });
    for (const node of managersOf(cluster)) {
      await eventually(`${node.name} tells of it`, 10_000, async () =>
        (await eventsAt(node, again - 1, "type=config")).includes("config create again"),
      );
    }
  });
});

describe.skipIf(unavailable("docker"))("telemetry in memory", () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await TestCluster.start({ managers: 1, workers: 1 });
  });
  afterAll(() => cluster?.stop());

  test("events and usage of now, without anything else to run", async () => {
    const { first } = cluster;
    const since = secondsNow() - 1;
    await first.dockerOk("service", "create", "-d", "--name", "api", "host", "sleep", "100000");
    expect(await eventsAt(first, since, "type=service")).toContain("service create api");
    await eventually("usage is known", 20_000, async () => {
      const [api] = await first.api<TopEntry[]>("/skep/v1/top");
      return api?.Name === "api" && api.MemoryBytes > 10_000;
    });
    expect(await metric(first, "skep_telemetry_connected")).toBe("1");
    await first.dockerOk("service", "rm", "api");
    const events = await eventsAt(first, since, "service=api", "event=remove");
    expect(events).toEqual(["service remove api"]);
  });
});
