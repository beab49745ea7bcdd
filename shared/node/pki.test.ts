import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { NodeRole } from "../domain/objects.ts";
import type { ClusterId, NodeId } from "../ids.ts";
import {
  checkKeyPair,
  createRoot,
  createSigningRequest,
  issueCertificate,
  readCertificate,
  rootDigest,
} from "./pki.ts";
import type { KeyPair } from "./tls.ts";

const NODE = "node000000000000000000000" as NodeId;
const CLUSTER = "cluster000000000000000000" as ClusterId;
const HOUR = 3_600_000;

let dir: string;
let root: KeyPair;
const now = Math.floor(Date.now() / 1000) * 1000;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "skep-pki-"));
  root = await createRoot(now);
  writeFileSync(join(dir, "root.crt"), root.certPem);
});
afterAll(() => rmSync(dir, { recursive: true }));

async function issue(role: NodeRole, lifeMs = 90 * 24 * HOUR): Promise<KeyPair> {
  const { csrPem, keyPem } = await createSigningRequest();
  const who = { nodeId: NODE, role, clusterId: CLUSTER };
  return { certPem: await issueCertificate({ root, csrPem, ...who, now, lifeMs }), keyPem };
}

function openssl(...args: string[]): string {
  return execFileSync("openssl", args, { cwd: dir, encoding: "utf8", stdio: "pipe" });
}

describe("certificates as openssl sees them", () => {
  test("the root: swarm-ca, P-256, twenty years", () => {
    const text = openssl("x509", "-in", "root.crt", "-noout", "-text");
    expect(text).toMatch(/Subject: CN ?= ?swarm-ca/);
    expect(text).toContain("prime256v1");
    expect(text).toContain("CA:TRUE");
    const { notAfterMs } = readCertificate(root.certPem);
    expect(notAfterMs - now).toBe(20 * 365 * 24 * HOUR);
  });

  test.each(["worker", "manager"] as const)(
    "a %s's is valid for both sides of TLS",
    async (role) => {
      const pair = await issue(role);
      writeFileSync(join(dir, `${role}.crt`), pair.certPem);
      for (const purpose of ["sslserver", "sslclient"]) {
        const out = openssl("verify", "-CAfile", "root.crt", "-purpose", purpose, `${role}.crt`);
        expect(out).toContain("OK");
      }
      const subject = openssl(
        "x509",
        "-in",
        `${role}.crt`,
        "-noout",
        "-subject",
        "-nameopt",
        "RFC2253",
      );
      expect(subject.trim()).toBe(`subject=CN=${NODE},OU=swarm-${role},O=${CLUSTER}`);
      const names = openssl("x509", "-in", `${role}.crt`, "-noout", "-ext", "subjectAltName");
      expect(names).toContain(`DNS:swarm-${role}, DNS:${NODE}`);
      expect(names.includes("raft.skep")).toBe(role === "manager");
      expect(names.includes("manager.skep")).toBe(role === "manager");
    },
  );
});

test("valid from an hour ago, for at least an hour", async () => {
  const { certPem } = await issue("worker", 1);
  expect(readCertificate(certPem)).toMatchObject({
    subject: { kind: "node", nodeId: NODE, role: "worker", clusterId: CLUSTER },
    notBeforeMs: now - HOUR,
    notAfterMs: now + HOUR,
  });
});

test("a pair is checked against the root and against its own key", async () => {
  const one = await issue("worker");
  const two = await issue("worker");
  const other = await createRoot(now);
  expect(checkKeyPair(one, root.certPem)).toBeUndefined();
  expect(checkKeyPair(one, other.certPem + root.certPem)).toBeUndefined();
  expect(checkKeyPair(one, other.certPem)).toBe("not signed by the root CA");
  expect(checkKeyPair({ certPem: one.certPem, keyPem: two.keyPem }, root.certPem)).toBe(
    "the private key is of another certificate",
  );
});

test("requests that are none, or of a weak kind of key, are refused", async () => {
  const who = { nodeId: NODE, role: "worker", clusterId: CLUSTER } as const;
  const refused = (csrPem: string): Promise<string> =>
    issueCertificate({ root, csrPem, ...who, now, lifeMs: HOUR });
  await expect(refused("hello")).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  writeFileSync(join(dir, "rsa.key"), privateKey.export({ type: "pkcs8", format: "pem" }));
  openssl("req", "-new", "-key", "rsa.key", "-subj", "/CN=x", "-out", "rsa.csr");
  const rsa = openssl("req", "-in", "rsa.csr");
  await expect(refused(rsa)).rejects.toThrow("expected ECDSA P-256 or P-384");
});

test("the digest is over the PEM text, 32 bytes", () => {
  writeFileSync(join(dir, "digest.crt"), root.certPem);
  const sum = execFileSync("sha256sum", ["digest.crt"], { cwd: dir, encoding: "utf8" });
  expect(Buffer.from(rootDigest(root.certPem)).toString("hex")).toBe(sum.slice(0, 64));
});
