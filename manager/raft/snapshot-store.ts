/**
 * Snapshots on disk. One is written under a temporary name, synced as it grows (a sync of all at
 * the end would hold up those of the log for seconds), and named INDEX-TERM.snap when whole.
 */
import { ClusterError } from "../../shared/errors.ts";
import type { Rng } from "../../shared/rng.ts";
import { crc32 } from "./adapters/crc32.ts";
import type { Cipher, Ciphers } from "./cipher.ts";
import { type Disk, type DiskFile, isMissing, join } from "./disk.ts";
import type { SnapshotMark } from "./log-replay.ts";
import {
  decodeEnd,
  decodeFrameHead,
  decodeMeta,
  decodeSnapshotHeader,
  encodeEnd,
  encodeFrameHead,
  encodeMeta,
  encodeSnapshotHeader,
  FRAME_HEAD_BYTES,
  type FrameKind,
  HEADER_BYTES,
  KIND,
  SALT_BYTES,
  type SnapshotMeta,
  snapshotContext,
} from "./snapshot-file.ts";

const SYNC_EVERY_BYTES = 4 << 20;
const NAME = /^(\d{16})-(\d{16})\.snap$/;
const TEMPORARY = ".tmp";

export interface SnapshotStoreOptions {
  readonly disk: Disk;
  readonly dir: string;
  readonly ciphers: Ciphers;
  readonly rng: Rng;
}

export class SnapshotStore {
  readonly #options: SnapshotStoreOptions;
  readonly #pins = new Map<string, number>();
  readonly #keyIds = new Map<string, number>();
  readonly #writers = new Set<{ readonly keyId: number }>();
  #temporaries = 0;
  #newestBytes = 0;

  private constructor(options: SnapshotStoreOptions) {
    this.#options = options;
  }

  static async open(options: SnapshotStoreOptions): Promise<SnapshotStore> {
    const { disk, dir } = options;
    await disk.makeDir(dir);
    for (const name of await disk.list(dir)) {
      if (name.endsWith(TEMPORARY)) await disk.remove(join(dir, name));
    }
    return new SnapshotStore(options);
  }

  /** Of the file that was written or verified last; 0 before there is one. */
  get newestBytes(): number {
    return this.#newestBytes;
  }

  /** Newest first. */
  async list(): Promise<readonly SnapshotMark[]> {
    const names = await this.#options.disk.list(this.#options.dir);
    const marks = names.map(markOf).filter((mark) => mark !== undefined);
    return marks.sort((a, b) => b.index - a.index || b.term - a.term);
  }

  async create(meta: SnapshotMeta): Promise<SnapshotWriter> {
    const { disk, dir, ciphers, rng } = this.#options;
    const temporary = `${nameOf(meta)}.${this.#temporaries++}${TEMPORARY}`;
    const file = await disk.open(join(dir, temporary), "create");
    const salt = Uint8Array.from({ length: SALT_BYTES }, () => rng.below(256));
    const cipher = ciphers.current();
    const over = this.#noteWriter(cipher.keyId);
    const publish = async (): Promise<void> => {
      await disk.rename(join(dir, temporary), join(dir, nameOf(meta)));
      await disk.syncDir(dir);
      this.#keyIds.set(nameOf(meta), cipher.keyId);
      this.#newestBytes = writer.bytes;
      over();
    };
    const discard = (): Promise<void> => {
      over();
      return disk.remove(join(dir, temporary));
    };
    const writer = new SnapshotWriter(file, cipher, salt, publish, discard);
    await writer.begin(meta);
    return writer;
  }

  /** A key in use by a file that has no name yet must not be forgotten either. */
  #noteWriter(keyId: number): () => void {
    const note = { keyId };
    this.#writers.add(note);
    return () => this.#writers.delete(note);
  }

  /** Throws DATA_LOSS if it is missing or damaged at its beginning. */
  async read(mark: SnapshotMark): Promise<SnapshotReader> {
    const { disk, dir, ciphers } = this.#options;
    const name = nameOf(mark);
    const path = join(dir, name);
    const file = await disk.open(path, "existing").catch((cause: unknown) => {
      throw isMissing(cause) ? damaged(path, "it is missing", cause) : cause;
    });
    this.#pins.set(name, (this.#pins.get(name) ?? 0) + 1);
    const release = async (): Promise<void> => {
      this.#pins.set(name, (this.#pins.get(name) ?? 1) - 1);
      await file.close();
    };
    try {
      const reader = await SnapshotReader.begin(file, path, ciphers, release);
      this.#keyIds.set(name, reader.keyId);
      return reader;
    } catch (error) {
      await release();
      throw error;
    }
  }

  /** Reads it to the end; throws DATA_LOSS if that cannot be done. */
  async verify(mark: SnapshotMark): Promise<SnapshotMeta> {
    const reader = await this.read(mark);
    try {
      for await (const _ of reader.chunks());
      this.#newestBytes = reader.bytes;
      return reader.meta;
    } finally {
      await reader.close();
    }
  }

  /** Removes all but those that `keep` says and those that are being read. */
  async removeExcept(keep: (mark: SnapshotMark) => boolean): Promise<void> {
    const { disk, dir } = this.#options;
    for (const mark of await this.list()) {
      const name = nameOf(mark);
      if (keep(mark) || (this.#pins.get(name) ?? 0) > 0) continue;
      await disk.remove(join(dir, name));
      this.#keyIds.delete(name);
    }
    await disk.syncDir(dir);
  }

  /** Data keys that some snapshot still needs. */
  async keyIds(): Promise<ReadonlySet<number>> {
    const ids = new Set([...this.#writers].map((writer) => writer.keyId));
    for (const mark of await this.list()) {
      const known = this.#keyIds.get(nameOf(mark));
      if (known !== undefined) ids.add(known);
      else {
        const reader = await this.read(mark).catch(() => undefined);
        if (reader !== undefined) ids.add(reader.keyId);
        await reader?.close();
      }
    }
    return ids;
  }
}

export class SnapshotWriter {
  readonly #file: DiskFile;
  readonly #cipher: Cipher;
  readonly #salt: Uint8Array;
  readonly #publish: () => Promise<void>;
  readonly #discard: () => Promise<void>;
  #position = 0;
  #synced = 0;
  #seq = 0;
  #chunks = 0;
  #crc = 0;

  constructor(
    file: DiskFile,
    cipher: Cipher,
    salt: Uint8Array,
    publish: () => Promise<void>,
    discard: () => Promise<void>,
  ) {
    this.#file = file;
    this.#cipher = cipher;
    this.#salt = salt;
    this.#publish = publish;
    this.#discard = discard;
  }

  get bytes(): number {
    return this.#position;
  }

  /** Checksum of what was written, to compare with what a sender says. */
  get crc(): number {
    return this.#crc;
  }

  async begin(meta: SnapshotMeta): Promise<void> {
    const header = encodeSnapshotHeader({ keyId: this.#cipher.keyId, salt: this.#salt });
    await this.#file.write([header], 0);
    this.#position = header.length;
    await this.#frame(KIND.meta, encodeMeta(meta));
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#crc = crc32(chunk, this.#crc);
    this.#chunks++;
    await this.#frame(KIND.chunk, chunk);
    if (this.#position - this.#synced < SYNC_EVERY_BYTES) return;
    await this.#file.sync();
    this.#synced = this.#position;
  }

  /** Durable and listed when it resolves. */
  async finish(): Promise<void> {
    await this.#frame(KIND.end, encodeEnd(this.#chunks, this.#crc));
    await this.#file.sync();
    await this.#file.close();
    await this.#publish();
  }

  async abort(): Promise<void> {
    await this.#file.close();
    await this.#discard();
  }

  async #frame(kind: FrameKind, plain: Uint8Array): Promise<void> {
    const context = snapshotContext(this.#salt, this.#seq++, kind);
    const sealed = this.#cipher.seal(plain, context);
    const head = encodeFrameHead(kind, sealed);
    await this.#file.write([head, sealed], this.#position);
    this.#position += head.length + sealed.length;
  }
}

export class SnapshotReader {
  readonly #file: DiskFile;
  readonly #path: string;
  readonly #cipher: Cipher;
  readonly #salt: Uint8Array;
  readonly #release: () => Promise<void>;
  #meta: SnapshotMeta | undefined;
  #position = HEADER_BYTES;
  #seq = 0;
  #closed = false;
  /** Told when it turns out to be damaged, by whoever reads it. */
  onDamage: () => void = () => {};

  private constructor(
    file: DiskFile,
    path: string,
    cipher: Cipher,
    salt: Uint8Array,
    release: () => Promise<void>,
  ) {
    this.#file = file;
    this.#path = path;
    this.#cipher = cipher;
    this.#salt = salt;
    this.#release = release;
  }

  static async begin(
    file: DiskFile,
    path: string,
    ciphers: Ciphers,
    release: () => Promise<void>,
  ): Promise<SnapshotReader> {
    const header = decodeSnapshotHeader(await file.read(0, HEADER_BYTES));
    if (header === undefined) throw damaged(path, "its header");
    const cipher = ciphers.byId(header.keyId);
    if (cipher === undefined) throw damaged(path, `its data key ${header.keyId} is missing`);
    const reader = new SnapshotReader(file, path, cipher, header.salt, release);
    const frame = await reader.#next();
    if (frame.kind !== KIND.meta) throw damaged(path, "its meta");
    reader.#meta = decodeMeta(frame.plain);
    return reader;
  }

  get meta(): SnapshotMeta {
    if (this.#meta === undefined) throw new Error("the snapshot's meta was not read");
    return this.#meta;
  }

  get keyId(): number {
    return this.#cipher.keyId;
  }

  /** Read so far; all, once its chunks were. */
  get bytes(): number {
    return this.#position;
  }

  /** Once. Throws DATA_LOSS at the first damage, also at the very end. */
  async *chunks(): AsyncIterable<Uint8Array> {
    try {
      yield* this.#chunks();
    } catch (error) {
      if (error instanceof ClusterError && error.code === "DATA_LOSS") this.onDamage();
      throw error;
    }
  }

  async *#chunks(): AsyncIterable<Uint8Array> {
    let crc = 0;
    for (let count = 0; ; count++) {
      const { kind, plain } = await this.#next();
      if (kind === KIND.chunk) {
        crc = crc32(plain, crc);
        yield plain;
        continue;
      }
      const end = decodeEnd(plain);
      if (kind !== KIND.end || end.chunks !== count || end.crc !== crc) {
        throw damaged(this.#path, "its end");
      }
      return;
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#release();
  }

  async #next(): Promise<{ kind: FrameKind; plain: Uint8Array }> {
    const at = this.#position;
    const head = decodeFrameHead(await this.#file.read(at, FRAME_HEAD_BYTES));
    if (head === undefined) throw damaged(this.#path, `offset ${at}`);
    if (at + FRAME_HEAD_BYTES + head.length > (await this.#file.size())) {
      throw damaged(this.#path, `offset ${at}`);
    }
    const sealed = await this.#file.read(at + FRAME_HEAD_BYTES, head.length);
    const context = snapshotContext(this.#salt, this.#seq++, head.kind);
    const intact = sealed.length === head.length && crc32(sealed) === head.crc;
    const plain = intact ? this.#cipher.open(sealed, context) : undefined;
    if (plain === undefined) throw damaged(this.#path, `offset ${at}`);
    this.#position = at + FRAME_HEAD_BYTES + head.length;
    return { kind: head.kind, plain };
  }
}

function nameOf(mark: SnapshotMark): string {
  return `${String(mark.index).padStart(16, "0")}-${String(mark.term).padStart(16, "0")}.snap`;
}

function markOf(name: string): SnapshotMark | undefined {
  const match = NAME.exec(name);
  return match ? { index: Number(match[1]), term: Number(match[2]) } : undefined;
}

function damaged(path: string, what: string, cause?: unknown): ClusterError {
  return new ClusterError("DATA_LOSS", `snapshot ${path} is damaged: ${what}`, { cause });
}
