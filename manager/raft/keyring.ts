/**
 * The data keys that the log and the snapshots are encrypted with, in one sealed file:
 * {version, seal: "local" | "unlock-key", data: base64(AES-256-GCM of {current, keys}), earlier}.
 *
 * A new sealing key means that file is written anew, in one piece; the log is not rewritten. A
 * new data key is used from the next segment and snapshot on, and old ones stay in the ring until
 * no file needs them.
 *
 * The node's certificate is sealed with the same key, by another process, a moment later. In
 * between the ring opens with either key (`earlier`: as many seals of the same ring), or a crash
 * would leave two halves that no key opens together. Whoever opens it holds the certificate's.
 */
import { randomBytes } from "node:crypto";
import { ClusterError } from "../../shared/errors.ts";
import { AesGcmCipher, KEY_BYTES } from "./adapters/aes-gcm.ts";
import type { Cipher, Ciphers } from "./cipher.ts";
import { type Disk, join, replaceFile } from "./disk.ts";
import type { SealingKey } from "./options.ts";

const RING_FILE = "keyring.json";
const LOCAL_KEY_FILE = "keyring.key";
const CONTEXT = new TextEncoder().encode("skep key ring 1");

/** The state is sealed with an unlock key, and that was not given or is another. */
export class StateLockedError extends ClusterError {
  constructor(message: string) {
    super("UNAUTHENTICATED", message);
  }
}

interface Ring {
  readonly current: number;
  readonly keys: readonly { readonly id: number; readonly key: string }[];
}

interface Sealed {
  readonly seal: SealingKey["kind"];
  readonly data: string;
}

interface RingFile extends Sealed {
  readonly version: 1;
  readonly earlier?: readonly Sealed[];
}

export class KeyRing implements Ciphers {
  readonly #disk: Disk;
  readonly #dir: string;
  #seal: SealingKey;
  /** What else the ring opens with: one of these the certificate may still be sealed with. */
  #earlier: SealingKey[] = [];
  #keys = new Map<number, { readonly key: Uint8Array; readonly cipher: AesGcmCipher }>();
  #current = 0;
  #saved: Promise<void> = Promise.resolve();

  private constructor(disk: Disk, dir: string, seal: SealingKey) {
    this.#disk = disk;
    this.#dir = dir;
    this.#seal = seal;
  }

  /** Opens the ring in `dir`, or makes one. Throws StateLockedError on a wrong unlock key. */
  static async open(disk: Disk, dir: string, seal: SealingKey): Promise<KeyRing> {
    await disk.makeDir(dir);
    const ring = new KeyRing(disk, dir, seal);
    const bytes = await disk.readFile(join(dir, RING_FILE));
    if (bytes === undefined) {
      ring.#addKey();
      await ring.#save();
    } else {
      await ring.#unseal(bytes);
    }
    return ring;
  }

  get seal(): SealingKey["kind"] {
    return this.#seal.kind;
  }

  current(): Cipher {
    const cipher = this.byId(this.#current);
    if (cipher === undefined) throw new Error("the key ring is empty");
    return cipher;
  }

  byId(keyId: number): Cipher | undefined {
    return this.#keys.get(keyId)?.cipher;
  }

  /** A new data key, and all of them sealed with `seal`, and as before; durable when it resolves. */
  async rotate(seal: SealingKey): Promise<void> {
    this.#earlier.push(this.#seal);
    this.#seal = seal;
    this.#addKey();
    await this.#save();
  }

  /** The certificate is sealed with the key of the last rotation: no other opens the ring now. */
  async settle(): Promise<void> {
    this.#earlier = [];
    await this.#save();
    // Last: until the ring is in place the old key is what opens it.
    if (![this.#seal, ...this.#earlier].some(({ kind }) => kind === "local")) {
      await this.#disk.remove(join(this.#dir, LOCAL_KEY_FILE));
      await this.#disk.syncDir(this.#dir);
    }
  }

  /** Forgets the keys that no file needs any more. */
  async prune(needed: ReadonlySet<number>): Promise<void> {
    const gone = [...this.#keys.keys()].filter((id) => id !== this.#current && !needed.has(id));
    if (gone.length === 0) return;
    for (const id of gone) this.#keys.delete(id);
    await this.#save();
  }

  #addKey(): void {
    this.#current = Math.max(0, ...this.#keys.keys()) + 1;
    this.#put(this.#current, randomBytes(KEY_BYTES));
  }

  #put(id: number, key: Uint8Array): void {
    this.#keys.set(id, { key, cipher: new AesGcmCipher(id, key) });
  }

  /** One after the other, each with what is so when its turn comes. */
  #save(): Promise<void> {
    const saved = this.#saved.then(() => this.#write());
    this.#saved = saved.catch(() => undefined);
    return saved;
  }

  async #write(): Promise<void> {
    const keys = [...this.#keys].map(([id, { key }]) => ({ id, key: toBase64(key) }));
    const ring: Ring = { current: this.#current, keys };
    const plain = new TextEncoder().encode(JSON.stringify(ring));
    const earlier: Sealed[] = [];
    for (const seal of this.#earlier) earlier.push(await this.#sealed(plain, seal));
    const file: RingFile = { version: 1, ...(await this.#sealed(plain, this.#seal)), earlier };
    const bytes = new TextEncoder().encode(`${JSON.stringify(file)}\n`);
    await replaceFile(this.#disk, this.#dir, RING_FILE, bytes);
  }

  async #sealed(plain: Uint8Array, seal: SealingKey): Promise<Sealed> {
    const key = seal.kind === "unlock-key" ? seal.key : await this.#localKey();
    return { seal: seal.kind, data: toBase64(new AesGcmCipher(0, key).seal(plain, CONTEXT)) };
  }

  async #unseal(bytes: Uint8Array): Promise<void> {
    const file = parseRingFile(bytes);
    const seals = [file, ...(file.earlier ?? [])];
    const plain = await this.#open(seals);
    if (plain === undefined) throw await this.#refusal(seals);
    const ring = JSON.parse(new TextDecoder().decode(plain)) as Ring;
    for (const { id, key } of ring.keys) this.#put(id, Buffer.from(key, "base64"));
    this.#current = ring.current;
    // From here on as the certificate is. That may be ahead of the ring, or behind it: a rotation
    // was cut short, or autolock was switched while this manager was away.
    if (seals.length > 1 || file.seal !== this.#seal.kind) await this.settle();
  }

  async #open(seals: readonly Sealed[]): Promise<Uint8Array | undefined> {
    for (const { seal, data } of seals) {
      const unlockKey = this.#seal.kind === "unlock-key" ? this.#seal.key : undefined;
      const key = seal === "local" ? await this.#storedLocalKey() : unlockKey;
      if (key === undefined) continue;
      const plain = new AesGcmCipher(0, key).open(Buffer.from(data, "base64"), CONTEXT);
      if (plain !== undefined) return plain;
    }
    return undefined;
  }

  async #refusal(seals: readonly Sealed[]): Promise<ClusterError> {
    if (seals.some(({ seal }) => seal === "unlock-key")) {
      const given = this.#seal.kind === "unlock-key";
      const what = "the swarm's state is locked: an unlock key is needed";
      return new StateLockedError(given ? "invalid key" : what);
    }
    const there = (await this.#storedLocalKey()) !== undefined;
    const key = LOCAL_KEY_FILE;
    return damaged(there ? `it does not open with ${key}` : `${key} is missing`);
  }

  async #storedLocalKey(): Promise<Uint8Array | undefined> {
    const stored = await this.#disk.readFile(join(this.#dir, LOCAL_KEY_FILE));
    return stored?.length === KEY_BYTES ? stored : undefined;
  }

  async #localKey(): Promise<Uint8Array> {
    const stored = await this.#storedLocalKey();
    if (stored !== undefined) return stored;
    const key = randomBytes(KEY_BYTES);
    await replaceFile(this.#disk, this.#dir, LOCAL_KEY_FILE, key);
    return key;
  }
}

function parseRingFile(bytes: Uint8Array): RingFile {
  try {
    const file = JSON.parse(new TextDecoder().decode(bytes)) as RingFile | null;
    const seals: unknown[] = [file, ...[file?.earlier ?? []].flat()];
    if (file?.version === 1 && seals.every(isSealed)) return file;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw damaged("it is no key ring of version 1");
}

function isSealed(value: unknown): value is Sealed {
  const { seal, data } = (value ?? {}) as Partial<Sealed>;
  return (seal === "local" || seal === "unlock-key") && typeof data === "string";
}

function damaged(what: string): ClusterError {
  return new ClusterError(
    "DATA_LOSS",
    `cannot read the key ring ${RING_FILE}: ${what}; restore this manager's state from a backup, ` +
      "or remove it from the swarm and join it again",
  );
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
