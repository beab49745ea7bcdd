import { expect, test } from "vitest";
import type { Node } from "../../shared/domain/objects.ts";
import type { NodeId } from "../../shared/ids.ts";
import { silentLogger } from "../../shared/logger.ts";
import { systemClock } from "../../shared/node/clock.ts";
import { storeForTest } from "../store/testing.ts";
import { startRoleLoop } from "./loop.ts";

const SELF = "loopback" as NodeId;

function manager(id: NodeId, role: "worker" | "manager"): Node {
  return {
    id,
    meta: { versionIndex: 0, createdMs: 0, updatedMs: 0 },
    spec: { Role: "manager" },
    status: { state: "ready", message: "", addr: "" },
    role,
    membership: "accepted",
  };
}

test("roles follow Raft's members while this manager leads, and no longer", async () => {
  const { store, consensus } = storeForTest();
  const leadership = consensus.leadership();
  if (leadership === undefined) throw new Error("it leads from the start");
  startRoleLoop({ store, consensus, clock: systemClock, log: silentLogger }, leadership);
  await store.update((tx) => tx.create("node", manager(SELF, "worker")));
  const self = (): Node | undefined => store.view((tx) => tx.get("node", SELF));
  await expect
    .poll(self)
    .toMatchObject({ role: "manager", manager: { raftId: 1, addr: "127.0.0.1:2377" } });

  // Row I: a node that claims to be a member and is none.
  const other = "other" as NodeId;
  const claims = { ...manager(other, "manager"), manager: { raftId: 9, addr: "gone:2377" } };
  await store.update((tx) => tx.create("node", claims));
  await expect.poll(() => store.view((tx) => tx.get("node", other)?.manager)).toBeUndefined();

  consensus.loseLead();
  consensus.becomeLeader();
  await store.update((tx) => tx.create("node", { ...claims, id: "third" as NodeId }));
  await store.update((tx) => tx.remove("node", other));
  expect(store.view((tx) => tx.get("node", "third" as NodeId)?.manager)).toBeDefined();
});
