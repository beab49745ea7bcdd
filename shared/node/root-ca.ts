/**
 * Roots that operators bring, and the bridge from one root to the next: the new root's key, signed
 * by the old root. Who trusts only the old root accepts what the new one signs over that bridge.
 */
import { createPrivateKey, X509Certificate as NodeCertificate } from "node:crypto";
import * as x509 from "@peculiar/x509";
import type { Instant } from "../clock.ts";
import { refuse } from "../document.ts";
import { messageOf } from "../errors.ts";
import { authorityOf, BACKDATE_MS, newSerial, pem, signerOf, splitPem } from "./pki.ts";
import type { KeyPair } from "./tls.ts";

const YEAR_MS = 365 * 24 * 3_600_000;
const MIN_RSA_BITS = 2048;
const CERT_FIELD = "CAConfig.SigningCACert";
const KEY_FIELD = "CAConfig.SigningCAKey";

/**
 * A root certificate and its key as an operator gives them, in the form in which they are kept.
 * Throws INVALID_ARGUMENT that names the field; the key's text is in no message.
 */
export function parseRoot(given: KeyPair, now: Instant): KeyPair {
  const certPem = parseRootCertificate(given.certPem, now);
  if (given.keyPem.trim() === "") {
    refuse(KEY_FIELD, "missing: a root without its key needs an external CA, which is unsupported");
  }
  let keyPem: string;
  let matches: boolean;
  try {
    const key = createPrivateKey(given.keyPem);
    keyPem = key.export({ type: "pkcs8", format: "pem" }) as string;
    matches = new NodeCertificate(certPem).checkPrivateKey(key);
  } catch {
    // OpenSSL's words for it say nothing that helps, and differ from version to version.
    return refuse(KEY_FIELD, "not a private key in PEM, or sealed with a passphrase");
  }
  if (!matches) refuse(KEY_FIELD, `it is not the key of ${CERT_FIELD}`);
  return { certPem, keyPem };
}

function parseRootCertificate(text: string, now: Instant): string {
  const blocks = splitPem(text);
  if (blocks.length !== 1) {
    refuse(CERT_FIELD, `${blocks.length} certificates in PEM, expected one`);
  }
  let node: NodeCertificate;
  let certificate: x509.X509Certificate;
  try {
    node = new NodeCertificate(blocks[0] ?? "");
    certificate = new x509.X509Certificate(node.raw);
  } catch (error) {
    return refuse(CERT_FIELD, `not a certificate in PEM: ${messageOf(error)}`);
  }
  const uses = certificate.getExtension(x509.KeyUsagesExtension)?.usages;
  if (!node.ca || (uses !== undefined && (uses & x509.KeyUsageFlags.keyCertSign) === 0)) {
    refuse(CERT_FIELD, "this certificate is no CA: it may not sign others");
  }
  if (!(node.checkIssued(node) && node.verify(node.publicKey))) {
    refuse(CERT_FIELD, "this certificate is no root: another CA has signed it");
  }
  // Below it are the nodes', and while the next root takes over, that one's key in between.
  if (certificate.getExtension(x509.BasicConstraintsExtension)?.pathLength === 0) {
    refuse(CERT_FIELD, "its path length is 0, expected at least 1, or none");
  }
  checkKey(node);
  const { notBefore, notAfter } = certificate;
  if (notBefore.getTime() > now) {
    refuse(CERT_FIELD, `not valid before ${notBefore.toISOString()}`);
  }
  if (notAfter.getTime() <= now) refuse(CERT_FIELD, `expired at ${notAfter.toISOString()}`);
  if (notAfter.getTime() < now + YEAR_MS) {
    const until = notAfter.toISOString();
    refuse(CERT_FIELD, `expires at ${until}, expected at least a year from now`);
  }
  return pem(certificate);
}

function checkKey({ publicKey }: NodeCertificate): void {
  const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = publicKey;
  const curve = details?.namedCurve ?? "";
  if (kind === "ec" && ["prime256v1", "secp384r1", "secp521r1"].includes(curve)) return;
  if (kind === "rsa" && (details?.modulusLength ?? 0) >= MIN_RSA_BITS) return;
  const what = kind === "rsa" ? `RSA, ${details?.modulusLength} bits` : `${kind} ${curve}`.trim();
  refuse(
    CERT_FIELD,
    `a key of ${what}, expected ECDSA P-256, P-384, P-521 or RSA of ${MIN_RSA_BITS} bits`,
  );
}

/**
 * The new root's name and key in a certificate of the old root's; "" when they are the same root.
 * No longer than both are valid.
 */
export async function crossSign(old: KeyPair, next: KeyPair, now: Instant): Promise<string> {
  if (old.certPem === next.certPem) return "";
  const issuer = new x509.X509Certificate(old.certPem);
  const subject = new x509.X509Certificate(next.certPem);
  const { keys, algorithm } = await signerOf(old.keyPem);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: subject.subjectName,
    issuer: issuer.subjectName,
    notBefore: new Date(now - BACKDATE_MS),
    notAfter: new Date(Math.min(issuer.notAfter.getTime(), subject.notAfter.getTime())),
    publicKey: subject.publicKey,
    signingKey: keys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      // The very one of the root: nodes' certificates name their issuer by it.
      ...[subject.getExtension(x509.SubjectKeyIdentifierExtension)].filter((id) => id !== null),
      ...authorityOf(issuer),
    ],
  });
  return pem(certificate);
}
