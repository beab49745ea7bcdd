/**
 * The data keys that the log and the snapshots are encrypted with, in one sealed file:
 * {version, seal: "local" | "unlock-key", data: base64(AES-256-GCM of {current, keys})}.
 *
 * A new sealing key means that file is written anew, in one piece; the log is not rewritten. A
 * new data key is used from the next segment and snapshot on, and old ones stay in the ring until
 * no file needs them.
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

interface RingFile {
  readonly version: 1;
  readonly seal: SealingKey["kind"];
  readonly data: string;
}

export class KeyRing implements Ciphers {
  readonly #disk: Disk;
  readonly #dir: string;
  #seal: SealingKey;
  #keys = new Map<number, { readonly key: Uint8Array; readonly cipher: AesGcmCipher }>();
  #current = 0;

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

  /** A new data key, and all of them sealed with `seal`; durable when it resolves. */
  async rotate(seal: SealingKey): Promise<void> {
    this.#seal = seal;
    this.#addKey();
    await this.#save();
    // Last: until the ring is in place the old key is what opens it.
    if (seal.kind !== "local") {
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

  async #save(): Promise<void> {
    const keys = [...this.#keys].map(([id, { key }]) => ({ id, key: toBase64(key) }));
    const ring: Ring = { current: this.#current, keys };
    const plain = new TextEncoder().encode(JSON.stringify(ring));
    const sealed = new AesGcmCipher(0, await this.#sealingKey()).seal(plain, CONTEXT);
    const file: RingFile = { version: 1, seal: this.#seal.kind, data: toBase64(sealed) };
    const bytes = new TextEncoder().encode(`${JSON.stringify(file)}\n`);
    await replaceFile(this.#disk, this.#dir, RING_FILE, bytes);
  }

  async #unseal(bytes: Uint8Array): Promise<void> {
    const file = parseRingFile(bytes);
    if (file.seal === "unlock-key" && this.#seal.kind !== "unlock-key") {
      throw new StateLockedError("the swarm's state is locked: an unlock key is needed");
    }
    // The wish may be ahead of the file: autolock was switched off while this manager was away.
    const wanted = this.#seal;
    if (file.seal === "local") this.#seal = { kind: "local" };
    const sealed = Buffer.from(file.data, "base64");
    const plain = new AesGcmCipher(0, await this.#sealingKey()).open(sealed, CONTEXT);
    if (plain === undefined) {
      if (file.seal === "unlock-key") throw new StateLockedError("invalid key");
      throw damaged(`it does not open with ${LOCAL_KEY_FILE}`);
    }
    const ring = JSON.parse(new TextDecoder().decode(plain)) as Ring;
    for (const { id, key } of ring.keys) this.#put(id, Buffer.from(key, "base64"));
    this.#current = ring.current;
    if (wanted.kind !== file.seal) await this.rotate(wanted);
  }

  async #sealingKey(): Promise<Uint8Array> {
    if (this.#seal.kind === "unlock-key") return this.#seal.key;
    const stored = await this.#disk.readFile(join(this.#dir, LOCAL_KEY_FILE));
    if (stored !== undefined && stored.length === KEY_BYTES) return stored;
    if (await this.#disk.readFile(join(this.#dir, RING_FILE)).then((ring) => isLocal(ring))) {
      throw damaged(`${LOCAL_KEY_FILE} is missing`);
    }
    const key = randomBytes(KEY_BYTES);
    await replaceFile(this.#disk, this.#dir, LOCAL_KEY_FILE, key);
    return key;
  }
}

function isLocal(bytes: Uint8Array | undefined): boolean {
  return bytes !== undefined && parseRingFile(bytes).seal === "local";
}

function parseRingFile(bytes: Uint8Array): RingFile {
  try {
    const file = JSON.parse(new TextDecoder().decode(bytes)) as RingFile;
    const known = file.seal === "local" || file.seal === "unlock-key";
    if (file.version === 1 && known && typeof file.data === "string") return file;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw damaged("it is no key ring of version 1");
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
