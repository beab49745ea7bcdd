/** `docker service logs` from a leader and from another manager, across nodes. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestCluster } from "../lib/cluster.ts";
import { unavailable } from "../lib/machine.ts";
import { eventually } from "../lib/wait.ts";

describe.skipIf(unavailable("docker"))("service logs", () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ managers: 2, workers: 1 });
    const create = ["service", "create", "-d", "--name", "talk", "--replicas", "3"];
    const command = ["sh", "-c", "echo out; echo err >&2; exec sleep 100000"];
    await cluster.first.dockerOk(...create, "host", ...command);
  });
  afterAll(() => cluster?.stop());

  const counts = (text: string, word: string): number =>
    text.split("\n").filter((line) => line.endsWith(word)).length;

  test("come from every replica, whichever manager is asked", async () => {
    for (const manager of [cluster.named("manager-1"), cluster.named("manager-2")]) {
      await eventually(`${manager.name} reads all`, 15_000, async () => {
        const { code, stdout, stderr } = await manager.docker("service", "logs", "talk");
        return code === 0 && counts(stdout, "out") === 3 && counts(stderr, "err") === 3;
      });
    }
  });

  test("of one task, its last line", async () => {
    const [id = ""] = (await cluster.first.dockerOk("service", "ps", "-q", "talk")).split("\n");
    const { stdout } = await cluster.first.docker("service", "logs", "--raw", "--tail", "5", id);
    expect(stdout.trim()).toBe("out");
  });

  test("of a killed node are missing, and the reader is told", async () => {
    await cluster.named("worker-1").crash();
    await eventually("the gap is told", 10_000, async () => {
      const { stdout, stderr } = await cluster.first.docker("service", "logs", "talk");
      return `${stdout}${stderr}`.includes("incomplete log stream");
    });
  });
});
