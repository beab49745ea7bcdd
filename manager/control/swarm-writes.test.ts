/** Which change of the swarm begins a rotation of its root, and which is refused. */
import { X509Certificate } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { Cluster, RootCa } from "../../shared/domain/objects.ts";
import type { SwarmSpec } from "../../shared/domain/spec.ts";
import type { ClusterId } from "../../shared/ids.ts";
import { silentLogger } from "../../shared/logger.ts";
import { createRoot } from "../../shared/node/pki.ts";
import type { KeyPair } from "../../shared/node/tls.ts";
import { seededRng } from "../../shared/rng.ts";
import { newRootFacts } from "../ca/bootstrap.ts";
import { prepareRotation } from "../ca/next-root.ts";
import { bareCluster } from "../ca/testing.ts";
import { storeForTest } from "../store/testing.ts";
import { updateRequest } from "./requests.ts";
import { Control, type ControlPorts } from "./service.ts";

const ID = "cluster" as ClusterId;
const NOW = 1_700_000_000_000;
const { signal } = new AbortController();
const nobody = (): never => {
  throw new Error("nobody is asked");
};

let root: KeyPair;
let other: KeyPair;
beforeAll(async () => {
  [root, other] = [await createRoot(NOW), await createRoot(NOW)];
});

interface Swarm {
  readonly ca: () => RootCa;
  readonly spec: () => SwarmSpec;
  /** As at the end of a rotation. */
  readonly become: (root: KeyPair) => Promise<void>;
  readonly update: (ca: NonNullable<SwarmSpec["CAConfig"]>, versionIndex?: number) => Promise<void>;
}

async function swarm(prepare: ControlPorts["prepareRotation"] = prepared): Promise<Swarm> {
  const { store, consensus } = storeForTest();
  const control = new Control({
    store,
    consensus,
    leader: { create: nobody, update: nobody, remove: nobody, usage: nobody, leave: nobody },
    rng: seededRng(1),
    hostNetworks: () => [],
    freshSecrets: () => ({ workerSecret: "w", managerSecret: "m", unlockKey: new Uint8Array() }),
    prepareRotation: prepare,
    usage: nobody,
    now: () => NOW,
    logger: silentLogger,
  });
  await store.update((tx) => {
    const rootCa: RootCa = { ...root, ...newRootFacts(root.certPem), lastForcedRotation: 0 };
    tx.create("cluster", {
      ...bareCluster(ID, rootCa, { Name: "default" }),
      specSince: tx.index,
    });
  });
  const cluster = (): Cluster => store.view((tx) => [...tx.all("cluster")][0]) ?? nobody();
  return {
    ca: () => cluster().rootCa,
    spec: () => cluster().spec,
    become: (to) =>
      store.update((tx) => {
        tx.update("cluster", { ...cluster(), rootCa: { ...cluster().rootCa, ...to } });
      }),
    update: async (ca, versionIndex = cluster().meta.versionIndex) => {
      const specJson = new TextEncoder().encode(JSON.stringify({ CAConfig: ca }));
      await control.update(
        updateRequest({ kind: "cluster", id: ID, versionIndex, specJson }),
        signal,
      );
    },
  };
}

const prepared: ControlPorts["prepareRotation"] = (ca, wanted) => prepareRotation(ca, wanted, NOW);

const given = (pair: KeyPair) => ({ SigningCACert: pair.certPem, SigningCAKey: pair.keyPem });

describe("a change of the swarm", () => {
  test("with a new ForceRotate begins a rotation to a root that is made here", async () => {
    const { ca, update } = await swarm();
    const before = ca();
    await update({ ForceRotate: 1 });
    const { rotation, lastForcedRotation, ...rest } = ca();
    expect(lastForcedRotation).toBe(1);
    expect(before).toMatchObject(rest);
    expect(rotation).toMatchObject({ askedUpTo: "", askedMs: 0 });
    expect(rotation?.certPem).not.toBe(root.certPem);
  });

  test("with the same number, or with none, begins nothing, whatever the last rotation was", async () => {
    const { ca, update } = await swarm();
    await update({ ForceRotate: 1 });
    const { rotation } = ca();
    await update({ ForceRotate: 1 });
    await update({ NodeCertExpiry: 7_200_000_000_000 });
    expect(ca().rotation).toEqual(rotation);
  });

  test("with an operator's root begins one to it, and the spec does not keep its key", async () => {
    const { ca, spec, update } = await swarm();
    await update(given(other));
    expect(ca().rotation).toMatchObject(other);
    expect(JSON.stringify(spec())).not.toContain("BEGIN");
  });

  test("replaces the target of the one under way; back to the root of before is one, too", async () => {
    const { ca, update } = await swarm();
    await update({ ForceRotate: 1 });
    await update(given(other));
    expect(ca()).toMatchObject({ certPem: root.certPem, rotation: { certPem: other.certPem } });
    const { rotation } = ca();
    await update(given(other));
    expect(ca().rotation).toEqual(rotation);
    await update(given(root));
    expect(ca().rotation).toMatchObject({ certPem: root.certPem, crossSignedPem: "" });
  });

  test("to the root that is, begins nothing", async () => {
    const { ca, update } = await swarm();
    await update(given(root));
    expect(ca().rotation).toBeUndefined();
  });

  const external = [{ Protocol: "cfssl", URL: "https://ca.example.com" }];
  const refusals: readonly [string, () => NonNullable<SwarmSpec["CAConfig"]>, string][] = [
    ["a root without its key", () => ({ SigningCACert: other.certPem }), "SigningCAKey: missing"],
    [
      "a key without its root",
      () => ({ SigningCAKey: other.keyPem }),
      "SigningCACert: if a signing",
    ],
    [
      "another's key",
      () => ({ SigningCACert: other.certPem, SigningCAKey: root.keyPem }),
      "SigningCAKey: it is not the key of",
    ],
    [
      "no root at all",
      () => ({ SigningCACert: "x", SigningCAKey: "y" }),
      "SigningCACert: 0 certif",
    ],
    [
      "an external CA",
      () => ({ ForceRotate: 1, ExternalCAs: external }),
      "ExternalCAs: external CAs are not supported",
    ],
  ];
  test.each(refusals)("with %s is refused, and nothing is changed", async (_name, ca, message) => {
    const one = await swarm();
    const before = [one.ca(), one.spec()];
    await expect(one.update(ca())).rejects.toThrow(`CAConfig.${message}`);
    expect([one.ca(), one.spec()]).toEqual(before);
  });

  test("that was decided on an older one is refused as ever", async () => {
    const one = await swarm();
    await one.update({ ForceRotate: 1 });
    await expect(one.update({ ForceRotate: 2 }, 1)).rejects.toThrow("update out of sequence");
  });

  test("is decided again when the root became another one while its own was signed", async () => {
    let calls = 0;
    const one: Swarm = await swarm(async (ca, wanted) => {
      const mine = await prepared(ca, wanted);
      if (++calls === 1) await one.become(other);
      return mine;
    });
    await one.update({ ForceRotate: 1 });
    expect(calls).toBe(2);
    const { certPem, rotation } = one.ca();
    expect(certPem).toBe(other.certPem);
    const bridge = new X509Certificate(rotation?.crossSignedPem ?? "");
    expect(bridge.verify(new X509Certificate(other.certPem).publicKey)).toBe(true);
  });
});
