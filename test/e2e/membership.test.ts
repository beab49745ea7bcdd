/** Machines join, change their role and leave, as in Swarm, through the stock docker CLI. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addressFlags, TestCluster } from "../lib/cluster.ts";
import { unavailable } from "../lib/machine.ts";
import { eventually } from "../lib/wait.ts";

describe.skipIf(unavailable("docker"))("membership", () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ managers: 2, workers: 2, apart: true });
  });
  afterAll(() => cluster?.stop());

  const hostnames = async (format: string): Promise<string[]> =>
    (await cluster.first.dockerOk("node", "ls", "--format", format))
      .split("\n")
      .map((line) => line.trim())
      .sort();

  test("before it joins, a node refuses in Swarm's words", async () => {
    const result = await cluster.first.docker("node", "ls");
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(
      'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join"',
    );
  });

  test("init prints how a worker joins", async () => {
    const out = await cluster.first.dockerOk("swarm", "init", ...addressFlags(cluster.first));
    expect(out).toContain("is now a manager");
    expect(out).toMatch(
      new RegExp(
        `docker swarm join --token SWMTKN-1-[0-9a-z]{50}-[0-9a-z]{25} ${cluster.first.controlAddr}`,
      ),
    );
  });

  test("a second init is refused", async () => {
    const result = await cluster.first.docker("swarm", "init", ...addressFlags(cluster.first));
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("This node is already part of a swarm");
  });

  test("a wrong token is refused, and changes nothing", async () => {
    const node = cluster.named("worker-1");
    const token = await cluster.first.dockerOk("swarm", "join-token", "-q", "worker");
    const wrong = token.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    const result = await node.docker(
      "swarm",
      "join",
      "--token",
      wrong,
      ...addressFlags(node),
      cluster.first.controlAddr,
    );
    expect(result.code).toBe(1);
    expect(await node.dockerOk("info", "--format", "{{.Swarm.LocalNodeState}}")).toBe("inactive");
  });

  test("workers and managers join with their tokens", async () => {
    for (const node of cluster.nodes.slice(1)) {
      const token = await cluster.first.dockerOk("swarm", "join-token", "-q", node.plan.role);
      const out = await node.dockerOk(
        "swarm",
        "join",
        "--token",
        token,
        ...addressFlags(node),
        cluster.first.controlAddr,
      );
      expect(out).toContain(`This node joined a swarm as a ${node.plan.role}.`);
    }
    await eventually("all are ready", 15_000, async () =>
      (await hostnames("{{.Status}}")).every((status) => status === "Ready"),
    );
    const roles = ["manager-1 Leader", "manager-2 Reachable", "worker-1", "worker-2"];
    await eventually("manager-2 is reachable", 15_000, async () => {
      const now = await hostnames("{{.Hostname}} {{.ManagerStatus}}");
      return JSON.stringify(now) === JSON.stringify(roles);
    });
  });

  test("a rotated token replaces the old one", async () => {
    const before = await cluster.first.dockerOk("swarm", "join-token", "-q", "worker");
    const after = await cluster.first.dockerOk("swarm", "join-token", "--rotate", "-q", "worker");
    expect(after).toMatch(/^SWMTKN-1-/);
    expect(after).not.toBe(before);
    expect(after.split("-").slice(0, 3)).toEqual(before.split("-").slice(0, 3));
  });

  test("a worker does not answer for the cluster, and says so", async () => {
    const result = await cluster.named("worker-1").docker("service", "ls");
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("Worker nodes can't be used to view or modify cluster state");
  });

  test("node inspect shows what the machine is", async () => {
    const [node] = JSON.parse(await cluster.first.dockerOk("node", "inspect", "worker-2")) as [
      {
        Status: { Addr: string; State: string };
        Description: { Hostname: string; Platform: { OS: string }; TLSInfo: { TrustRoot: string } };
        Spec: { Role: string; Availability: string };
      },
    ];
    expect(node.Spec).toMatchObject({ Role: "worker", Availability: "active" });
    expect(node.Status).toMatchObject({
      Addr: cluster.named("worker-2").plan.address,
      State: "ready",
    });
    expect(node.Description).toMatchObject({ Hostname: "worker-2", Platform: { OS: "linux" } });
    expect(node.Description.TLSInfo.TrustRoot).toContain("BEGIN CERTIFICATE");
  });

  test("labels and availability change", async () => {
    await cluster.first.dockerOk(
      "node",
      "update",
      "--label-add",
      "zone=a",
      "--availability",
      "pause",
      "worker-1",
    );
    const shown = await cluster.first.dockerOk(
      "node",
      "inspect",
      "worker-1",
      "--format",
      "{{.Spec.Labels.zone}} {{.Spec.Availability}}",
    );
    expect(shown).toBe("a pause");
    await cluster.first.dockerOk("node", "update", "--availability", "active", "worker-1");
  });

  test("a promoted worker becomes a manager that answers, a demoted one a worker", async () => {
    const node = cluster.named("worker-1");
    await cluster.first.dockerOk("node", "promote", "worker-1");
    await eventually("worker-1 is reachable", 20_000, async () =>
      (await hostnames("{{.Hostname}} {{.ManagerStatus}}")).includes("worker-1 Reachable"),
    );
    await eventually(
      "worker-1 answers",
      10_000,
      async () => (await node.dockerOk("node", "ls", "-q")).split("\n").length === 4,
    );
    await cluster.first.dockerOk("node", "demote", "worker-1");
    await eventually("worker-1 is a worker", 20_000, async () =>
      (await node.docker("node", "ls")).stderr.includes("Worker nodes can't be used"),
    );
    await eventually("worker-1 is ready", 15_000, async () =>
      (await hostnames("{{.Hostname}} {{.Status}}{{.ManagerStatus}}")).includes("worker-1 Ready"),
    );
  });

  test("the last manager cannot be demoted", async () => {
    await cluster.first.dockerOk("node", "demote", "manager-2");
    await eventually("manager-1 is alone", 20_000, async () =>
      (await hostnames("{{.Hostname}} {{.ManagerStatus}}")).includes("manager-2"),
    );
    const result = await cluster.first.docker("node", "demote", "manager-1");
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("attempting to demote the last manager of the swarm");
  });

  test("a node leaves, is down, and is removed", async () => {
    const node = cluster.named("worker-2");
    expect(await node.dockerOk("swarm", "leave")).toContain("Node left the swarm.");
    await eventually("worker-2 is down", 10_000, async () =>
      (await hostnames("{{.Hostname}} {{.Status}}")).includes("worker-2 Down"),
    );
    expect(await cluster.first.dockerOk("node", "rm", "worker-2")).toBe("worker-2");
    expect((await hostnames("{{.Hostname}}")).includes("worker-2")).toBe(false);
    expect(await node.dockerOk("info", "--format", "{{.Swarm.LocalNodeState}}")).toBe("inactive");
  });

  test("a ready node is not removed without force; a removed one is refused from then on", async () => {
    const refused = await cluster.first.docker("node", "rm", "worker-1");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("is not down and can't be removed");
    await cluster.first.dockerOk("node", "rm", "--force", "worker-1");
    await eventually("worker-1 knows that it is out", 15_000, async () => {
      const state = await cluster
        .named("worker-1")
        .dockerOk("info", "--format", "{{.Swarm.LocalNodeState}}");
      return state !== "active";
    });
  });

  test("the last manager leaves only by force", async () => {
    const refused = await cluster.first.docker("swarm", "leave");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(
      "Removing the last manager erases all current state of the swarm",
    );
    await cluster.first.dockerOk("swarm", "leave", "--force");
    expect(await cluster.first.dockerOk("info", "--format", "{{.Swarm.LocalNodeState}}")).toBe(
      "inactive",
    );
  });
});
