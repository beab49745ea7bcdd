import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { ClusterId, NodeId } from "../ids.ts";
import { type NodeCertificates, readCertificates, writeCertificates } from "./certificate-files.ts";
import { createRoot, createSigningRequest, issueCertificate } from "./pki.ts";

const NO_KEY = new Uint8Array();
const KEY = new Uint8Array(32).fill(7);
const OTHER_KEY = new Uint8Array(32).fill(8);

let first: NodeCertificates;
let second: NodeCertificates;
let dir: string;

beforeAll(async () => {
  const now = Date.now();
  const root = await createRoot(now);
  const make = async (): Promise<NodeCertificates> => {
    const { csrPem, keyPem } = await createSigningRequest();
    const certPem = await issueCertificate({
      root,
      csrPem,
      nodeId: "n" as NodeId,
      role: "worker",
      clusterId: "c" as ClusterId,
      now,
      lifeMs: 3_600_000,
    });
    return { rootPem: root.certPem, pair: { certPem, keyPem } };
  };
  first = await make();
  second = await make();
});
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "skep-certs-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const file = (name: string): string => join(dir, "certificates", name);

test("none, then what was written, the key for its owner only", async () => {
  expect(await readCertificates(dir)).toEqual({ kind: "none" });
  await writeCertificates(dir, first, NO_KEY);
  expect(await readCertificates(dir)).toEqual({
    kind: "present",
    certificates: first,
    sealed: false,
  });
  expect(statSync(file("swarm-node.key")).mode & 0o777).toBe(0o600);
});

test("with autolock: locked without the key, refused with another, open with it", async () => {
  await writeCertificates(dir, first, KEY);
  expect(readFileSync(file("swarm-node.key"), "utf8")).toContain("ENCRYPTED");
  expect(await readCertificates(dir)).toEqual({ kind: "locked" });
  expect(await readCertificates(dir, OTHER_KEY)).toEqual({ kind: "wrong-key" });
  expect(await readCertificates(dir, KEY)).toMatchObject({ kind: "present", sealed: true });
});

test("sealed with another unlock key: the old one opens it no more", async () => {
  await writeCertificates(dir, first, KEY);
  await writeCertificates(dir, first, OTHER_KEY);
  expect(await readCertificates(dir, KEY)).toEqual({ kind: "wrong-key" });
  await writeCertificates(dir, first, NO_KEY);
  expect(await readCertificates(dir)).toMatchObject({ kind: "present", sealed: false });
});

test("a crash between certificate and key: the pair is still whole", async () => {
  await writeCertificates(dir, first, NO_KEY);
  copyFileSync(file("swarm-node.key"), file("old.key"));
  await writeCertificates(dir, second, NO_KEY);
  // As after a crash just before the last rename.
  copyFileSync(file("swarm-node.key"), file("swarm-node.key.next"));
  copyFileSync(file("old.key"), file("swarm-node.key"));
  expect(await readCertificates(dir)).toMatchObject({ certificates: second });
});

test("a crash before the certificate: the old pair stands", async () => {
  await writeCertificates(dir, second, NO_KEY);
  copyFileSync(file("swarm-node.key"), file("new.key"));
  await writeCertificates(dir, first, NO_KEY);
  copyFileSync(file("new.key"), file("swarm-node.key.next"));
  expect(await readCertificates(dir)).toMatchObject({ certificates: first });
});
