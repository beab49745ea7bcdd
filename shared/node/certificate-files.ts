/**
 * A node's certificate on disk: STATE_DIR/certificates/{swarm-node.crt,swarm-node.key,
 * swarm-root-ca.crt}. With autolock the key file is an encrypted PKCS #8 under the unlock key.
 *
 * Certificate and key are two files, and no rename swaps both. So the new key is put down first
 * as swarm-node.key.next; whoever reads takes it if the certificate in place is of that key.
 */
import { createPrivateKey } from "node:crypto";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { formatUnlockKey } from "../join-token.ts";
import { ensureDirectory, readFileIfAny, syncDirectory, writeFileAtomic } from "./atomic-file.ts";
import { checkKeyPair } from "./pki.ts";
import type { KeyPair } from "./tls.ts";

export interface NodeCertificates {
  readonly rootPem: string;
  readonly pair: KeyPair;
}

export type StoredCertificates =
  | { readonly kind: "none" }
  /** The key is sealed, and the unlock key was not given. */
  | { readonly kind: "locked" }
  /** The key is sealed with another unlock key than the one given. */
  | { readonly kind: "wrong-key" }
  | { readonly kind: "broken"; readonly why: string }
  | { readonly kind: "present"; readonly certificates: NodeCertificates; readonly sealed: boolean };

interface Paths {
  readonly directory: string;
  readonly cert: string;
  readonly key: string;
  readonly nextKey: string;
  readonly root: string;
}

function pathsIn(stateDir: string): Paths {
  const directory = join(stateDir, "certificates");
  return {
    directory,
    cert: join(directory, "swarm-node.crt"),
    key: join(directory, "swarm-node.key"),
    nextKey: join(directory, "swarm-node.key.next"),
    root: join(directory, "swarm-root-ca.crt"),
  };
}

/** @param unlockKey seals the private key; empty for none (autolock is off). */
export async function writeCertificates(
  stateDir: string,
  certificates: NodeCertificates,
  unlockKey: Uint8Array,
): Promise<void> {
  const paths = pathsIn(stateDir);
  const { certPem, keyPem } = certificates.pair;
  await ensureDirectory(paths.directory, 0o700);
  await writeFileAtomic(paths.root, certificates.rootPem, 0o644);
  await writeFileAtomic(paths.nextKey, sealKey(keyPem, unlockKey), 0o600);
  await writeFileAtomic(paths.cert, certPem, 0o644);
  await rename(paths.nextKey, paths.key);
  await syncDirectory(paths.directory);
}

export async function readCertificates(
  stateDir: string,
  unlockKey: Uint8Array = new Uint8Array(),
): Promise<StoredCertificates> {
  const paths = pathsIn(stateDir);
  const [certPem, rootPem, key, nextKey] = await Promise.all(
    [paths.cert, paths.root, paths.key, paths.nextKey].map((path) => readFileIfAny(path)),
  );
  if (certPem === undefined || rootPem === undefined) return { kind: "none" };
  let outcome: StoredCertificates = { kind: "broken", why: `${paths.key} is missing` };
  for (const text of [nextKey, key]) {
    if (text === undefined) continue;
    outcome = openPair(certPem, rootPem, text, unlockKey);
    if (outcome.kind === "present") return outcome;
  }
  return outcome;
}

function openPair(
  certPem: string,
  rootPem: string,
  keyText: string,
  unlockKey: Uint8Array,
): StoredCertificates {
  const sealed = keyText.includes("ENCRYPTED PRIVATE KEY");
  if (sealed && unlockKey.length === 0) return { kind: "locked" };
  let keyPem = keyText;
  if (sealed) {
    try {
      const key = createPrivateKey({ key: keyText, passphrase: formatUnlockKey(unlockKey) });
      keyPem = key.export({ type: "pkcs8", format: "pem" }) as string;
    } catch {
      // OpenSSL's words differ from version to version; a wrong passphrase is the only cause here.
      return { kind: "wrong-key" };
    }
  }
  try {
    const pair = { certPem, keyPem };
    const why = checkKeyPair(pair, rootPem);
    if (why !== undefined) return { kind: "broken", why };
    return { kind: "present", certificates: { rootPem, pair }, sealed };
  } catch (error) {
    return { kind: "broken", why: error instanceof Error ? error.message : String(error) };
  }
}

function sealKey(keyPem: string, unlockKey: Uint8Array): string {
  if (unlockKey.length === 0) return keyPem;
  return createPrivateKey(keyPem).export({
    type: "pkcs8",
    format: "pem",
    cipher: "aes-256-cbc",
    passphrase: formatUnlockKey(unlockKey),
  }) as string;
}
