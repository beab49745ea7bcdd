/**
 * This node's certificate and the root that it trusts, in memory, exchangeable under live servers
 * and channels: connections that exist go on with what they were made with, new ones get the new.
 */
import { X509Certificate } from "node:crypto";
import type { PeerCertificate } from "node:tls";
import type { ChannelCredentials, ServerCredentials } from "@grpc/grpc-js";
import { credentials, experimental } from "@grpc/grpc-js";
import { ANONYMOUS, type Caller, callerFromSubject } from "../caller.ts";

/** A certificate chain, leaf first, and the leaf's private key (PKCS #8), both PEM. */
export interface KeyPair {
  readonly certPem: string;
  readonly keyPem: string;
}

interface CaUpdate {
  readonly caCertificate: Buffer;
}
interface IdentityUpdate {
  readonly certificate: Buffer;
  readonly privateKey: Buffer;
}

export class TlsIdentity implements experimental.CertificateProvider {
  readonly #caListeners = new Set<(update: CaUpdate | null) => void>();
  readonly #identityListeners = new Set<(update: IdentityUpdate | null) => void>();
  #ca: CaUpdate | undefined;
  #identity: IdentityUpdate | undefined;
  #pair: KeyPair | undefined;

  /** @param rootPem one certificate, or during a root rotation the old and the new. */
  constructor(rootPem?: string, pair?: KeyPair) {
    if (rootPem !== undefined) this.setCa(rootPem);
    if (pair !== undefined) this.setIdentity(pair);
  }

  setCa(rootPem: string): void {
    this.#ca = { caCertificate: Buffer.from(rootPem) };
    for (const listener of this.#caListeners) listener(this.#ca);
  }

  setIdentity(pair: KeyPair): void {
    this.#pair = pair;
    this.#identity = {
      certificate: Buffer.from(pair.certPem),
      privateKey: Buffer.from(pair.keyPem),
    };
    for (const listener of this.#identityListeners) listener(this.#identity);
  }

  get rootPem(): string | undefined {
    return this.#ca?.caCertificate.toString();
  }

  get pair(): KeyPair | undefined {
    return this.#pair;
  }

  /** Who this node is by its own certificate. */
  get self(): Caller {
    return this.#pair === undefined ? ANONYMOUS : callerOfPem(this.#pair.certPem);
  }

  /**
   * Credentials of a server that asks for a certificate but lets a machine without one in, for
   * the calls by which it gets its first; the authorization table decides about every call.
   */
  serverCredentials(): ServerCredentials {
    // grpc-js 1.14 hands these two arguments on in the wrong order; the same object as both is
    // right whichever way it takes them.
    return experimental.createCertificateProviderServerCredentials(this, this, false);
  }

  channelCredentials(): ChannelCredentials {
    return experimental.createCertificateProviderChannelCredentials(this, this);
  }

  addCaCertificateListener(listener: (update: CaUpdate | null) => void): void {
    this.#caListeners.add(listener);
    // Never at once: a grpc-js server subscribes first and looks at what came only afterwards.
    // And only when there is one: "not yet" makes a channel wait, null makes it fail.
    queueMicrotask(() => {
      if (this.#ca !== undefined && this.#caListeners.has(listener)) listener(this.#ca);
    });
  }

  removeCaCertificateListener(listener: (update: CaUpdate | null) => void): void {
    this.#caListeners.delete(listener);
  }

  addIdentityCertificateListener(listener: (update: IdentityUpdate | null) => void): void {
    this.#identityListeners.add(listener);
    queueMicrotask(() => {
      if (this.#identity !== undefined && this.#identityListeners.has(listener)) {
        listener(this.#identity);
      }
    });
  }

  removeIdentityCertificateListener(listener: (update: IdentityUpdate | null) => void): void {
    this.#identityListeners.delete(listener);
  }
}

/** Credentials of a machine without a certificate that knows the cluster's root. */
export function anonymousCredentials(rootPem: string): ChannelCredentials {
  return credentials.createSsl(Buffer.from(rootPem));
}

/**
 * Credentials that verify nothing: only for asking a manager for its root certificate, which the
 * caller then holds against the digest in its join token.
 */
export function unverifiedCredentials(): ChannelCredentials {
  return credentials.createSsl(null, null, null, {
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  });
}

export function callerOfPem(certPem: string): Caller {
  const { subject } = new X509Certificate(certPem).toLegacyObject();
  return callerFromSubject(subject);
}

/** Only for certificates that TLS has verified against our root. */
export function callerOfPeer(peer: PeerCertificate | undefined): Caller {
  return peer?.subject === undefined ? ANONYMOUS : callerFromSubject(peer.subject);
}
