import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { NetworkId, NodeId, ServiceId, TaskId } from "../../shared/ids.ts";
import { silentLogger } from "../../shared/logger.ts";
import { NetworkLoop } from "./loop.ts";
import { type NetworkMember, NetworkModel, type NetworkUpdate } from "./model.ts";
import { FileNetworkDb } from "./network-db-driver.ts";

let dir = "";
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "skep-networks-"));
});
afterEach(() => rm(dir, { recursive: true }));

const file = (): string => join(dir, "networks.jsonl");

function update(more: Partial<NetworkUpdate>): NetworkUpdate {
  return { ...new NetworkModel().snapshot(), complete: false, ...more };
}

function member(n: number, ready = true): NetworkMember {
  return {
    id: `t${n}/net`,
    taskId: `t${n}` as TaskId,
    networkId: "net" as NetworkId,
    serviceId: "s" as ServiceId,
    nodeId: "n" as NodeId,
    networkStack: "stack",
    addresses: [`10.0.${n >> 8}.${n & 255}/16`],
    aliases: [],
    taskName: `web.${n}.t${n}`,
    ready,
    hostAddr: "",
    hostPorts: [],
  };
}

async function loaded(): Promise<NetworkModel> {
  const model = new NetworkModel();
  const db = new FileNetworkDb(dir, silentLogger);
  const network = { apply: async () => {} };
  await new NetworkLoop({ model, network, db, logger: silentLogger }).start();
  return model;
}

async function saved(updates: readonly NetworkUpdate[]): Promise<NetworkModel> {
  const model = new NetworkModel();
  const db = new FileNetworkDb(dir, silentLogger);
  for (const one of await db.load()) model.apply(one);
  for (const one of updates) {
    db.save(one, () => model.snapshot());
    model.apply(one);
    await db.flush();
  }
  return model;
}

test("the networks come back as they were, without a manager", async () => {
  const model = await saved([
    update({ complete: true, members: [member(1), member(2)] }),
    update({ removedMembers: ["t1/net"], members: [member(2, false)] }),
  ]);
  expect((await loaded()).snapshot()).toEqual(model.snapshot());
  expect([...(await loaded()).members()]).toEqual([member(2, false)]);
});

test("what power took away at the end leaves the state before, and can be added to", async () => {
  await saved([update({ complete: true, members: [member(1)] })]);
  await appendFile(file(), '{"complete":false,"memb');
  expect([...(await loaded()).members()]).toEqual([member(1)]);
  await saved([update({ members: [member(2)] })]);
  expect([...(await loaded()).members()]).toEqual([member(1), member(2)]);
});

test("what a bad disk changed is not believed, nor what came after it", async () => {
  const first = update({ complete: true, members: [member(1)] });
  await saved([first, update({ members: [member(2)] }), update({ members: [member(3)] })]);
  const text = await readFile(file(), "utf8");
  await writeFile(file(), text.replace("10.0.0.2/16", "10.0.0.3/16"));
  expect([...(await loaded()).members()]).toEqual([member(1)]);
  await saved([update({ members: [member(4)] })]);
  expect([...(await loaded()).members()]).toEqual([member(1), member(4)]);
});

test("the file is begun anew before it has grown to many times its content", async () => {
  const members = Array.from({ length: 300 }, (_, n) => member(n));
  const flips = Array.from({ length: 60 }, (_, n) =>
    update({ members: members.map((one) => ({ ...one, ready: n % 2 === 0 })) }),
  );
  const model = await saved([update({ complete: true, members }), ...flips]);
  expect((await readFile(file(), "utf8")).length).toBeLessThan(2 << 20);
  expect((await loaded()).snapshot()).toEqual(model.snapshot());
});

test("a file of nonsense is no networks, not an end", async () => {
  await writeFile(file(), "\0\0\0");
  expect([...(await loaded()).members()]).toEqual([]);
});
