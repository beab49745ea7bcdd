/**
 * The write-ahead log on a Disk: appends become durable in groups, one sync each, in order.
 *
 * Three ways to fail. No room: what waits goes on waiting and is written when there is room;
 * `onFull` tells. A failed sync: the kernel may have dropped the pages, so a second sync that
 * succeeds proves nothing; the log stops for good and so must the process. Damage found when
 * opening: refused with the place and the way out.
 */
import type { Clock } from "../../shared/clock.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { Cipher, Ciphers } from "./cipher.ts";
import { type Disk, type DiskFile, isOutOfSpace, join } from "./disk.ts";
import { LogReplay, type StoredLog } from "./log-replay.ts";
import { decodeRecords, encodeRecords, type WalRecord } from "./wal-record.ts";
import {
  encodeFrame,
  encodeHeader,
  frameBytes,
  frameContext,
  HEADER_BYTES,
  type SegmentScan,
  scanSegment,
} from "./wal-segment.ts";

const DEFAULT_SEGMENT_BYTES = 64 << 20;
/** A file grows by so many zeros at once, so that most syncs need not write its length as well. */
const GROWTH_BYTES = 1 << 20;
const MAX_BATCH_BYTES = 8 << 20;
const RETRY_FULL_MS = 500;

export interface WalOptions {
  readonly disk: Disk;
  readonly dir: string;
  readonly ciphers: Ciphers;
  readonly clock: Clock;
  readonly segmentBytes?: number;
}

export interface WalObserver {
  onSync(durationMs: number): void;
  /** No room (true), and room again (false). */
  onFull(full: boolean): void;
}

type StateRecord = Exclude<WalRecord, { readonly kind: "entry" }>;

interface Pending {
  readonly payload: Uint8Array;
  readonly lastIndex: number;
  readonly state: readonly StateRecord[];
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

interface Segment {
  readonly seq: number;
  readonly keyId: number;
  /** No entry in it has a higher index. */
  lastIndex: number;
  bytes: number;
}

interface Tail {
  readonly segment: Segment;
  readonly file: DiskFile;
  readonly cipher: Cipher;
  position: number;
  /** The file is zeros from `position` to here. */
  size: number;
}

export class Wal {
  readonly #options: WalOptions;
  readonly #segmentBytes: number;
  readonly #growthBytes: number;
  /** All but the tail, oldest first. */
  #closed: Segment[] = [];
  #tail: Tail | undefined;
  #pending: Pending[] = [];
  #pumping: Promise<void> | undefined;
  #failure: Error | undefined;
  #observer: WalObserver | undefined;
  #stopping = false;
  #full = false;
  /**
   * What a new segment begins with, so that older ones can be released. INVARIANT: as of what is
   * written; what only waits may speak of entries that are not there after a crash.
   */
  #hardState: WalRecord | undefined;
  #mark: (WalRecord & { readonly kind: "snapshot-taken" }) | undefined;

  private constructor(options: WalOptions) {
    this.#options = options;
    this.#segmentBytes = options.segmentBytes ?? DEFAULT_SEGMENT_BYTES;
    this.#growthBytes = Math.min(GROWTH_BYTES, this.#segmentBytes);
  }

  /** Reads the log, cuts a torn tail, and makes a first segment where there is none. */
  static async open(options: WalOptions): Promise<{ wal: Wal; log: StoredLog }> {
    const wal = new Wal(options);
    await options.disk.makeDir(options.dir);
    // An earlier life may have died of a failed sync: a segment whose name is in no directory on
    // the disk yet would take along all that is written to it now.
    await options.disk.syncDir(options.dir);
    const log = await wal.#load();
    if (wal.#tail === undefined) await wal.#createSegment(1, 0);
    return { wal, log };
  }

  /** Whether anything was ever written, without the keys: tells a new node from a restarted one. */
  static async exists(disk: Disk, dir: string): Promise<boolean> {
    const names = await disk.list(dir);
    return names.some((name) => sequenceOf(name) !== undefined);
  }

  observe(observer: WalObserver): void {
    this.#observer = observer;
  }

  /** Bytes on disk. */
  get bytes(): number {
    return this.#closed.reduce((sum, one) => sum + one.bytes, this.#tail?.size ?? 0);
  }

  /** Data keys that some segment still needs. */
  get keyIds(): ReadonlySet<number> {
    const ids = new Set(this.#closed.map((segment) => segment.keyId));
    if (this.#tail !== undefined) ids.add(this.#tail.segment.keyId);
    return ids;
  }

  /** Resolves when durable, in the order of the calls. */
  append(records: readonly WalRecord[]): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#stopping) return Promise.reject(new Error("the write-ahead log is closed"));
    const payload = encodeRecords(records);
    const state = records.filter((record) => record.kind !== "entry");
    const lastIndex = records.reduce(
      (max, record) => (record.kind === "entry" ? Math.max(max, record.entry.index) : max),
      0,
    );
    return new Promise((resolve, reject) => {
      this.#pending.push({ payload, lastIndex, state, resolve, reject });
      this.#kick();
    });
  }

  /** Removes segments in which every entry has an index of at most `index`. */
  async releaseThrough(index: number): Promise<void> {
    const { disk, dir } = this.#options;
    let removed = false;
    // Oldest first and without gaps: a conflict may have rewritten low indexes later.
    for (;;) {
      const oldest = this.#closed[0];
      if (oldest === undefined || oldest.lastIndex > index) break;
      this.#closed.shift();
      await disk.remove(join(dir, nameOf(oldest.seq)));
      removed = true;
    }
    if (removed) await disk.syncDir(dir);
  }

  /** Goes on in a new segment, under the key that is current now. */
  async roll(): Promise<void> {
    while (this.#pumping !== undefined) await this.#pumping;
    if (this.#failure !== undefined) throw this.#failure;
    this.#pumping = this.#roll().finally(() => {
      this.#pumping = undefined;
      if (this.#pending.length > 0) this.#kick();
    });
    await this.#pumping;
  }

  /** Waits for what was appended (not while the disk is full), then closes the files. */
  async close(): Promise<void> {
    this.#stopping = true;
    while (this.#pumping !== undefined) await this.#pumping;
    await this.#tail?.file.close();
    this.#tail = undefined;
  }

  #kick(): void {
    if (this.#pumping !== undefined) return;
    this.#pumping = this.#pump().finally(() => {
      this.#pumping = undefined;
      if (this.#pending.length > 0) this.#kick();
    });
  }

  async #pump(): Promise<void> {
    while (this.#pending.length > 0) {
      const batch = this.#takeBatch();
      try {
        await this.#write(batch);
      } catch (error) {
        this.#fail(asError(error), batch);
        return;
      }
      for (const one of batch) one.resolve();
    }
  }

  #takeBatch(): Pending[] {
    let bytes = 0;
    let count = 0;
    for (const one of this.#pending) {
      if (count > 0 && bytes + one.payload.length > MAX_BATCH_BYTES) break;
      bytes += one.payload.length;
      count++;
    }
    return this.#pending.splice(0, count);
  }

  #fail(error: Error, batch: readonly Pending[]): void {
    this.#failure = error;
    const waiting = [...batch, ...this.#pending];
    this.#pending = [];
    for (const one of waiting) one.reject(error);
  }

  async #write(batch: readonly Pending[]): Promise<void> {
    const bytes = batch.reduce((sum, one) => sum + one.payload.length + 64, 0);
    const now = this.#tail;
    if (now !== undefined && now.position > HEADER_BYTES) {
      if (now.position + bytes > this.#segmentBytes) await this.#roll();
    }
    const tail = this.#tail;
    if (tail === undefined) throw new Error("the write-ahead log is closed");
    const { segment, cipher } = tail;
    const frames: Uint8Array[] = [];
    let at = tail.position;
    for (const one of batch) {
      const sealed = cipher.seal(one.payload, frameContext(segment.seq, at));
      frames.push(encodeFrame(segment.seq, at, tail.position, sealed));
      at += frameBytes(sealed.length);
    }
    await this.#retryWhileFull(() => extend(tail, frames, at, this.#growthBytes));
    await this.#sync(tail.file);
    tail.position = at;
    for (const one of batch) for (const record of one.state) this.#remember(record);
    segment.lastIndex = batch.reduce((max, one) => Math.max(max, one.lastIndex), segment.lastIndex);
  }

  #remember(record: StateRecord): void {
    if (record.kind === "hard-state") this.#hardState = record;
    // As "taken" in any case: a "restored" would wipe out what follows it in earlier segments.
    else if (record.index > (this.#mark?.index ?? 0)) {
      this.#mark = { kind: "snapshot-taken", index: record.index, term: record.term };
    }
  }

  async #sync(file: DiskFile): Promise<void> {
    const { clock } = this.#options;
    const start = clock.now();
    await file.sync();
    this.#observer?.onSync(clock.now() - start);
  }

  async #retryWhileFull(write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        await write();
        this.#setFull(false);
        return;
      } catch (error) {
        if (!isOutOfSpace(error) || this.#stopping) throw error;
        this.#setFull(true);
        await new Promise<void>((wake) => this.#options.clock.after(RETRY_FULL_MS, wake));
      }
    }
  }

  #setFull(full: boolean): void {
    if (this.#full === full) return;
    this.#full = full;
    this.#observer?.onFull(full);
  }

  async #roll(): Promise<void> {
    const old = this.#tail;
    if (old === undefined) throw new Error("the write-ahead log is closed");
    await this.#retryWhileFull(() => this.#createSegment(old.segment.seq + 1, old.position));
    old.segment.bytes = old.size;
    this.#closed.push(old.segment);
    await old.file.close();
  }

  async #createSegment(seq: number, previousEnd: number): Promise<void> {
    const { disk, dir, ciphers } = this.#options;
    const cipher = ciphers.current();
    const file = await disk.open(join(dir, nameOf(seq)), "create");
    try {
      const head = encodeHeader({ seq, keyId: cipher.keyId, previousEnd });
      const start = [this.#hardState, this.#mark].filter((record) => record !== undefined);
      const sealed = cipher.seal(encodeRecords(start), frameContext(seq, HEADER_BYTES));
      const frame = encodeFrame(seq, HEADER_BYTES, HEADER_BYTES, sealed);
      await file.write([head, frame], 0);
      await file.sync();
      await disk.syncDir(dir);
      const end = HEADER_BYTES + frame.length;
      const segment = { seq, keyId: cipher.keyId, lastIndex: 0, bytes: 0 };
      this.#tail = { segment, file, cipher, position: end, size: end };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async #load(): Promise<StoredLog> {
    const { disk, dir } = this.#options;
    const sequences = (await disk.list(dir))
      .map(sequenceOf)
      .filter((seq) => seq !== undefined)
      .sort((a, b) => a - b);
    const replay = new LogReplay();
    let previousEnd: number | undefined;
    let lastBatch: LastBatch | undefined;
    for (const [i, seq] of sequences.entries()) {
      const name = nameOf(seq);
      const bytes = (await disk.readFile(join(dir, name))) ?? new Uint8Array(0);
      const last = i === sequences.length - 1;
      const scan = scanSegment(bytes, seq);
      // The one before it still says everything; the very first has nothing to say.
      if (scan.kind === "unused" && last && (i > 0 || seq === 1)) {
        await disk.remove(join(dir, name));
        break;
      }
      const expected = { seq, previousEnd, before: sequences[i - 1] };
      const frames = this.#checked(scan, expected, last);
      const segment = { seq, keyId: frames.header.keyId, lastIndex: 0, bytes: bytes.length };
      this.#replay(frames, replay, segment);
      previousEnd = frames.end;
      lastBatch = lastBatchOf(frames, bytes);
      this.#closed.push(segment);
    }
    const log = replay.result();
    this.#hardState = { kind: "hard-state", ...log.hardState };
    const mark = log.marks.at(-1);
    if (mark !== undefined) this.#mark = { kind: "snapshot-taken", ...mark };
    if (lastBatch !== undefined) await this.#openTail(lastBatch);
    return log;
  }

  #checked(
    scan: SegmentScan,
    expected: { seq: number; previousEnd: number | undefined; before: number | undefined },
    last: boolean,
  ): SegmentScan & { kind: "frames" } {
    const { seq, previousEnd, before } = expected;
    if (scan.kind === "unused") throw this.#damage(seq, 0);
    if (scan.kind === "damaged") throw this.#damage(seq, scan.offset);
    if (scan.torn && !last) throw this.#damage(seq, scan.end);
    if (before !== undefined) {
      if (before !== seq - 1) throw this.#damage(before + 1, 0);
      if (scan.header.previousEnd !== previousEnd) throw this.#damage(before, previousEnd ?? 0);
    }
    return scan;
  }

  #replay(scan: SegmentScan & { kind: "frames" }, replay: LogReplay, segment: Segment): void {
    const { seq, keyId } = segment;
    const cipher = this.#options.ciphers.byId(keyId);
    if (cipher === undefined) {
      throw new ClusterError(
        "DATA_LOSS",
        `write-ahead log ${nameOf(seq)} needs data key ${keyId}, which is not in the key ring`,
      );
    }
    for (const frame of scan.frames) {
      const plain = cipher.open(frame.payload, frameContext(seq, frame.offset));
      const records = plain && decodeRecords(plain);
      if (records === undefined) throw this.#damage(seq, frame.offset);
      for (const record of records) {
        if (!replay.add(record)) throw this.#damage(seq, frame.offset);
        if (record.kind === "entry") {
          segment.lastIndex = Math.max(segment.lastIndex, record.entry.index);
        }
      }
    }
  }

  async #openTail({ start, bytes }: LastBatch): Promise<void> {
    const { disk, dir, ciphers } = this.#options;
    const segment = this.#closed.pop();
    const cipher = segment && ciphers.byId(segment.keyId);
    if (segment === undefined || cipher === undefined) return;
    const file = await disk.open(join(dir, nameOf(segment.seq)), "existing");
    // Always cut: frames of a torn batch must not reappear behind what is written next.
    const end = start + bytes.length;
    await file.truncate(end);
    // Written again, since it may be in the page cache only: if its sync has failed, the kernel
    // takes those pages for written, and another sync would do nothing. All before it was synced.
    await file.write([bytes], start);
    await file.sync();
    this.#tail = { segment, file, cipher, position: end, size: end };
  }

  #damage(seq: number, offset: number): ClusterError {
    const path = join(this.#options.dir, nameOf(seq));
    return new ClusterError(
      "DATA_LOSS",
      `write-ahead log ${path} is damaged at offset ${offset}, in what was written and synced: ` +
        "restore this manager's state from a backup, or remove it from the swarm and join it again",
    );
  }
}

interface LastBatch {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** A segment's first batch was written together with its header. */
function lastBatchOf(scan: SegmentScan & { kind: "frames" }, bytes: Uint8Array): LastBatch {
  const batch = scan.frames.at(-1)?.batchStart ?? HEADER_BYTES;
  const start = batch === HEADER_BYTES ? 0 : batch;
  return { start, bytes: bytes.slice(start, scan.end) };
}

async function extend(
  tail: Tail,
  frames: readonly Uint8Array[],
  end: number,
  growthBytes: number,
): Promise<void> {
  if (end <= tail.size) {
    await tail.file.write(frames, tail.position);
    return;
  }
  const size = end + growthBytes;
  try {
    await tail.file.write([...frames, new Uint8Array(size - end)], tail.position);
    tail.size = size;
  } catch (error) {
    if (!isOutOfSpace(error)) throw error;
    // The zeros are a luxury: what must be kept may still fit.
    await tail.file.write(frames, tail.position);
    tail.size = end;
  }
}

const NAME = /^(\d{10})\.wal$/;

function nameOf(seq: number): string {
  return `${String(seq).padStart(10, "0")}.wal`;
}

function sequenceOf(name: string): number | undefined {
  const match = NAME.exec(name);
  return match ? Number(match[1]) : undefined;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
