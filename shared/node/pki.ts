/** X.509 as Swarm has it (reference 3.6): ECDSA P-256, one root, a certificate per node. */
import "reflect-metadata";
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  X509Certificate as NodeCertificate,
  randomBytes,
  webcrypto,
} from "node:crypto";
import * as x509 from "@peculiar/x509";
import { type Caller, callerFromSubject, certificateNames, ROLE_UNITS } from "../caller.ts";
import type { Instant } from "../clock.ts";
import type { NodeRole } from "../domain/objects.ts";
import { ClusterError, messageOf } from "../errors.ts";
import type { ClusterId, NodeId } from "../ids.ts";
import type { KeyPair } from "./tls.ts";

x509.cryptoProvider.set(webcrypto);

const P256 = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const CURVES: Readonly<Record<string, Extract<Signer["algorithm"], EcKeyAlgorithm>>> = {
  prime256v1: P256,
  secp384r1: { name: "ECDSA", namedCurve: "P-384", hash: "SHA-384" },
  secp521r1: { name: "ECDSA", namedCurve: "P-521", hash: "SHA-512" },
};
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ROOT_LIFE_MS = 20 * 365 * DAY_MS;

export const DEFAULT_CERT_LIFE_MS: number = 90 * DAY_MS;
export const MIN_CERT_LIFE_MS: number = HOUR_MS;
/** Certificates are valid from an hour before they are made: clocks of a cluster differ. */
export const BACKDATE_MS: number = HOUR_MS;

export async function createRoot(now: Instant): Promise<KeyPair> {
  const keyPem = newKeyPem();
  const { keys } = await signerOf(keyPem);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: [{ CN: ["swarm-ca"] }],
    notBefore: new Date(now - BACKDATE_MS),
    notAfter: new Date(now + ROOT_LIFE_MS),
    signingAlgorithm: P256,
    keys,
    extensions: [
      // Every root is named swarm-ca: during a rotation this tells the two apart.
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      new x509.BasicConstraintsExtension(true, 1, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
    ],
  });
  return { certPem: pem(certificate), keyPem };
}

export interface SigningRequest {
  readonly csrPem: string;
  readonly keyPem: string;
}

/** A new key and a request for its certificate. Who it is for, the CA decides. */
export async function createSigningRequest(): Promise<SigningRequest> {
  const keyPem = newKeyPem();
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: ["swarm-node"] }],
    keys: (await signerOf(keyPem)).keys,
    signingAlgorithm: P256,
  });
  return { csrPem: `${request.toString("pem")}\n`, keyPem };
}

/** What signs. */
export interface SigningRoot extends KeyPair {
  /** Goes with each certificate: the root's key as another root signed it; empty for none. */
  readonly chainPem?: string;
}

export interface IssueRequest {
  readonly root: SigningRoot;
  readonly csrPem: string;
  readonly nodeId: NodeId;
  readonly role: NodeRole;
  readonly clusterId: ClusterId;
  readonly now: Instant;
  readonly lifeMs: number;
}

/**
 * Signs a node's certificate. From the request only the public key is taken: name, role and
 * cluster are what the caller of this function established.
 */
export async function issueCertificate(request: IssueRequest): Promise<string> {
  const publicKey = await requestedKey(request.csrPem);
  const root = new x509.X509Certificate(request.root.certPem);
  const { keys, algorithm } = await signerOf(request.root.keyPem);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: [
      { O: [request.clusterId] },
      { OU: [ROLE_UNITS[request.role]] },
      { CN: [request.nodeId] },
    ],
    issuer: root.subjectName,
    notBefore: new Date(request.now - BACKDATE_MS),
    notAfter: new Date(request.now + Math.max(request.lifeMs, MIN_CERT_LIFE_MS)),
    publicKey,
    signingKey: keys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment,
        true,
      ),
      new x509.ExtendedKeyUsageExtension([
        x509.ExtendedKeyUsage.serverAuth,
        x509.ExtendedKeyUsage.clientAuth,
      ]),
      new x509.SubjectAlternativeNameExtension(
        certificateNames(request.nodeId, request.role).map((value) => ({ type: "dns", value })),
      ),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      ...authorityOf(root),
    ],
  });
  return `${pem(certificate)}${request.root.chainPem ?? ""}`;
}

/**
 * By which of two roots of one name a certificate is signed. As the root has it, not computed from
 * its key: roots that others made may count it differently, or have none.
 */
export function authorityOf(root: x509.X509Certificate): x509.Extension[] {
  const id = root.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId;
  return id === undefined ? [] : [new x509.AuthorityKeyIdentifierExtension(id)];
}

async function requestedKey(csrPem: string): Promise<x509.PublicKey> {
  let request: x509.Pkcs10CertificateRequest;
  let signed: boolean;
  try {
    request = new x509.Pkcs10CertificateRequest(csrPem);
    signed = await request.verify();
  } catch (error) {
    throw new ClusterError("INVALID_ARGUMENT", `csr_pem: ${messageOf(error)}`, { cause: error });
  }
  if (!signed) throw new ClusterError("INVALID_ARGUMENT", "csr_pem: its signature does not match");
  const { name, namedCurve } = request.publicKey.algorithm as EcKeyAlgorithm;
  if (name !== "ECDSA" || !["P-256", "P-384"].includes(namedCurve)) {
    throw new ClusterError(
      "INVALID_ARGUMENT",
      `csr_pem: a key of ${name} ${namedCurve ?? ""}, expected ECDSA P-256 or P-384`,
    );
  }
  return request.publicKey;
}

interface EcKeyAlgorithm {
  readonly name: string;
  readonly namedCurve: string;
}

export interface CertificateFacts {
  readonly subject: Caller;
  readonly notBeforeMs: Instant;
  readonly notAfterMs: Instant;
  readonly serial: string;
  /** DER of the issuer's name, and of the public key of the root: the API's TLSInfo. */
  readonly issuerSubject: Uint8Array;
}

export function readCertificate(certPem: string): CertificateFacts {
  const node = new NodeCertificate(certPem);
  return {
    subject: callerFromSubject(node.toLegacyObject().subject),
    notBeforeMs: Date.parse(node.validFrom),
    notAfterMs: Date.parse(node.validTo),
    serial: node.serialNumber,
    issuerSubject: new Uint8Array(new x509.X509Certificate(certPem).issuerName.toArrayBuffer()),
  };
}

/** SubjectPublicKeyInfo of a certificate, DER. */
export function publicKeyOf(certPem: string): Uint8Array {
  return new NodeCertificate(certPem).publicKey.export({ type: "spki", format: "der" });
}

/** Whose signature a node's certificate carries: the API's TLSInfo. DER. */
export interface IssuerFacts {
  readonly subject: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** Of a root itself, which has signed itself. */
export function issuerFacts(rootPem: string): IssuerFacts {
  const { subjectName } = new x509.X509Certificate(rootPem);
  return { subject: new Uint8Array(subjectName.toArrayBuffer()), publicKey: publicKeyOf(rootPem) };
}

/**
 * The issuer of a chain's first certificate, as one of the roots has it, else as the chain does:
 * byte by byte what `issuerFacts` says of that root.
 * @param rootPem one certificate, or during a root rotation the old and the new; of two with the
 *   same key and name the newer one counts, as it does for whether the node must renew
 */
export function issuerOfChain(chainPem: string, rootPem: string): IssuerFacts | undefined {
  const [leafPem = "", ...rest] = splitPem(chainPem);
  const issuer = [...splitPem(rootPem).reverse(), ...rest].find((root) =>
    isIssuedBy(leafPem, root),
  );
  return issuer === undefined ? undefined : issuerFacts(issuer);
}

/** Whether the first certificate of a chain is signed by the root itself. */
export function isIssuedBy(chainPem: string, rootPem: string): boolean {
  const leaf = new NodeCertificate(chainPem);
  const root = new NodeCertificate(rootPem);
  return leaf.checkIssued(root) && leaf.verify(root.publicKey);
}

/** Whether the certificate is signed by the root and the key is the certificate's. */
export function checkKeyPair(pair: KeyPair, rootPem: string): string | undefined {
  const leaf = new NodeCertificate(pair.certPem);
  const roots = splitPem(rootPem).map((text) => new NodeCertificate(text));
  const issuers = [
    ...roots,
    ...splitPem(pair.certPem)
      .slice(1)
      .map((t) => new NodeCertificate(t)),
  ];
  if (!issuers.some((issuer) => leaf.verify(issuer.publicKey))) return "not signed by the root CA";
  const spki = leaf.publicKey.export({ type: "spki", format: "der" });
  const own = publicOfPrivate(pair.keyPem);
  return spki.equals(own) ? undefined : "the private key is of another certificate";
}

/** What a join token pins: SHA-256 over the PEM text, as Swarm computes it. */
export function rootDigest(rootPem: string): Uint8Array {
  return new Uint8Array(createHash("sha256").update(rootPem).digest());
}

export function splitPem(text: string): string[] {
  return text.match(/-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----\n?/g) ?? [];
}

function newKeyPem(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ type: "pkcs8", format: "pem" }) as string;
}

export interface Signer {
  readonly keys: webcrypto.CryptoKeyPair;
  readonly algorithm: webcrypto.RsaHashedImportParams | (webcrypto.EcdsaParams & EcKeyAlgorithm);
}

/** For keys of ECDSA (P-256, P-384, P-521) and RSA: an operator's root may have either. */
export async function signerOf(keyPem: string): Promise<Signer> {
  const key = createPrivateKey(keyPem);
  const algorithm = signatureOf(key);
  const { subtle } = webcrypto;
  const privateDer = key.export({ type: "pkcs8", format: "der" });
  const [privateKey, publicKey] = await Promise.all([
    subtle.importKey("pkcs8", privateDer, algorithm, false, ["sign"]),
    subtle.importKey("spki", publicOfPrivate(keyPem), algorithm, true, ["verify"]),
  ]);
  return { keys: { privateKey, publicKey }, algorithm };
}

function signatureOf(key: KeyObject): Signer["algorithm"] {
  const curve = CURVES[key.asymmetricKeyDetails?.namedCurve ?? ""];
  if (key.asymmetricKeyType === "ec" && curve !== undefined) return curve;
  if (key.asymmetricKeyType === "rsa") return { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const kind = key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType ?? "unknown";
  throw new ClusterError("INVALID_ARGUMENT", `a key of ${kind}, expected ECDSA or RSA`);
}

function publicOfPrivate(keyPem: string): Buffer {
  return createPublicKey(createPrivateKey(keyPem)).export({ type: "spki", format: "der" });
}

/** 127 random bits: positive whatever they are. */
export function newSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01;
  return bytes.toString("hex");
}

export function pem(certificate: x509.X509Certificate): string {
  return `${certificate.toString("pem")}\n`;
}
