import { expect, test } from "vitest";
import type { Cluster, NodeDescription, RootRotation } from "../../shared/domain/objects.ts";
import type { ClusterId, NodeId } from "../../shared/ids.ts";
import { parseJoinToken } from "../../shared/join-token.ts";
import { silentLogger } from "../../shared/logger.ts";
import { createRoot, rootDigest } from "../../shared/node/pki.ts";
import { HandClock } from "../../test/lib/hand-clock.ts";
import { node } from "../../test/lib/objects.ts";
import { newMeta } from "../control/new-meta.ts";
import { storeForTest } from "../store/testing.ts";
import { newRootFacts } from "./bootstrap.ts";
import { prepareRotation } from "./next-root.ts";
import { BATCH_MS, BATCH_SIZE } from "./root-rotation.ts";
import { startRotationLoop } from "./rotation-loop.ts";
import { bareCluster } from "./testing.ts";

const idOf = (n: number): NodeId => `n${String(n).padStart(3, "0")}` as NodeId;

async function rotating(count: number) {
  const clock = new HandClock();
  const { store, consensus } = storeForTest({ clock });
  const root = await createRoot(clock.now());
  const rootCa = { ...root, ...newRootFacts(root.certPem), lastForcedRotation: 1 };
  const { rotation } = await prepareRotation(rootCa, { kind: "new" }, clock.now());
  if (rotation === undefined) throw new Error("a new root is another one");
  await store.update((tx) => {
    tx.create("cluster", bareCluster("c" as ClusterId, { ...rootCa, rotation }));
    for (let n = 0; n < count; n++) tx.create("node", { ...node(idOf(n)), meta: newMeta() });
  });
  const lead = (): void => {
    const leadership = consensus.leadership();
    if (leadership === undefined) throw new Error("it leads");
    startRotationLoop({ store, clock, log: silentLogger }, leadership);
  };
  const cluster = (): Cluster => {
    const [one] = store.view((tx) => [...tx.all("cluster")]);
    if (one === undefined) throw new Error("there is a cluster");
    return one;
  };
  const report = (id: NodeId): Promise<unknown> =>
    store.update((tx) => {
      const one = tx.get("node", id);
      if (one?.description === undefined) throw new Error(`${id} has a description`);
      tx.update("node", { ...one, description: { ...one.description, tls: tlsOf(rotation) } });
    });
  return { clock, store, consensus, rootCa, rotation, lead, cluster, report };
}

const tlsOf = (rotation: RootRotation): NodeDescription["tls"] => ({
  trustRootPem: "",
  certIssuerSubject: new Uint8Array(Buffer.from(rotation.issuerSubject, "base64")),
  certIssuerPublicKey: new Uint8Array(Buffer.from(rotation.issuerPublicKey, "base64")),
});

test("tells batch after batch, over a change of the leader, and ends when all have said so", async () => {
  const count = 2 * BATCH_SIZE + 1;
  const { clock, consensus, rootCa, rotation, lead, cluster, report } = await rotating(count);
  const askedUpTo = (): string | undefined => cluster().rootCa.rotation?.askedUpTo;
  lead();
  await clock.advance(0);
  expect(askedUpTo()).toBe(idOf(BATCH_SIZE - 1));
  await clock.advance(BATCH_MS - 1);
  expect(askedUpTo()).toBe(idOf(BATCH_SIZE - 1));
  consensus.loseLead();
  consensus.becomeLeader();
  lead();
  await clock.advance(1);
  expect(askedUpTo()).toBe(idOf(2 * BATCH_SIZE - 1));
  await clock.advance(BATCH_MS);
  expect(askedUpTo()).toBe(idOf(count - 1));
  for (let n = 1; n < count; n++) await report(idOf(n));
  await clock.advance(10 * BATCH_MS);
  expect(cluster().rootCa).toMatchObject({ certPem: rootCa.certPem, rotation: {} });
  await report(idOf(0));
  await clock.advance(0);
  const { rootCa: after } = cluster();
  expect(after.rotation).toBeUndefined();
  expect(after).toMatchObject({ certPem: rotation.certPem, keyPem: rotation.keyPem });
  const tokens = [after.joinTokenWorker, after.joinTokenManager].map(parseJoinToken);
  for (const token of tokens) expect(token.rootDigest).toEqual(rootDigest(rotation.certPem));
  expect(after.joinTokenWorker).not.toBe(after.joinTokenManager);
});

test("ends when the last one that was missing is removed", async () => {
  const { clock, store, lead, cluster, report } = await rotating(2);
  lead();
  await report(idOf(0));
  await clock.advance(BATCH_MS);
  expect(cluster().rootCa.rotation).toBeDefined();
  await store.update((tx) => tx.remove("node", idOf(1)));
  await clock.advance(0);
  expect(cluster().rootCa.rotation).toBeUndefined();
});

test("who leads no more does nothing more", async () => {
  const { clock, consensus, lead, cluster, report } = await rotating(1);
  lead();
  await clock.advance(0);
  consensus.loseLead();
  consensus.becomeLeader();
  await report(idOf(0));
  await clock.advance(BATCH_MS);
  expect(cluster().rootCa.rotation).toBeDefined();
});
