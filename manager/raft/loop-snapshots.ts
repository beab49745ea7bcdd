/**
 * Snapshots of this manager's own state, written while everything goes on: the main thread hands
 * over one chunk for each that was asked for, so neither thread is held up for long.
 */
import type { ConfState, MemoryStorage } from "raft-ts";
import type { Clock } from "../../shared/clock.ts";
import type { Logger } from "../../shared/logger.ts";
import { encodeMembership, type Membership } from "./membership.ts";
import type { LogPolicy } from "./options.ts";
import type { FromLoop } from "./protocol.ts";
import type { SnapshotReader, SnapshotStore, SnapshotWriter } from "./snapshot-store.ts";
import type { Wal } from "./wal.ts";

const RETRY_MS = 30_000;

/** The configuration as of an index. */
export interface ConfVersion {
  readonly index: number;
  readonly confState: ConfState;
  readonly membership: Membership;
}

export interface SnapshotTakerPorts {
  readonly snapshots: SnapshotStore;
  readonly wal: Wal;
  readonly storage: MemoryStorage;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly emit: (message: FromLoop) => void;
  readonly confAt: (index: number) => ConfVersion | undefined;
  /** Index of a leader's snapshot that is being taken over, or 0. */
  readonly restoring: () => number;
  readonly taken: (tookMs: number) => void;
}

type Progress =
  | { readonly step: "idle"; readonly notBefore: number }
  | { readonly step: "asked" }
  | { readonly step: "writing"; readonly writer: SnapshotWriter; readonly index: number };

export class SnapshotTaker {
  readonly #ports: SnapshotTakerPorts;
  #progress: Progress = { step: "idle", notBefore: 0 };
  #startedMs = 0;
  #policy: LogPolicy;
  #wanted = false;

  constructor(ports: SnapshotTakerPorts, policy: LogPolicy) {
    this.#ports = ports;
    this.#policy = policy;
  }

  setPolicy(policy: LogPolicy): void {
    this.#policy = policy;
  }

  /** One soon, whatever the interval says: old data keys should go. */
  want(): void {
    this.#wanted = true;
  }

  maybeStart(applied: number): void {
    const { storage, clock, emit } = this.#ports;
    if (this.#progress.step !== "idle") return;
    const now = clock.now();
    if (now < this.#progress.notBefore) return;
    const since = applied - lastSnapshot(storage);
    if (since <= 0 || (since < this.#policy.snapshotInterval && !this.#wanted)) return;
    this.#wanted = false;
    this.#progress = { step: "asked" };
    this.#startedMs = now;
    emit({ kind: "image-wanted" });
  }

  async onImage(index: number): Promise<void> {
    if (this.#progress.step !== "asked") return;
    const { snapshots, storage, confAt, emit } = this.#ports;
    const term = storage.term(index);
    const conf = confAt(index);
    // A snapshot of the leader's came in between.
    if (typeof term === "string" || conf === undefined || index <= this.#newest()) {
      this.#giveUp(undefined);
      return;
    }
    try {
      const { confState, membership } = conf;
      const writer = await snapshots.create({ index, term, confState, membership });
      this.#progress = { step: "writing", writer, index };
      emit({ kind: "image-pull" });
    } catch (error) {
      this.#giveUp(error);
    }
  }

  async onChunk(chunk: Uint8Array | undefined): Promise<void> {
    if (this.#progress.step !== "writing") return;
    const { writer, index } = this.#progress;
    try {
      if (chunk !== undefined) {
        await writer.write(chunk);
        this.#ports.emit({ kind: "image-pull" });
        return;
      }
      await writer.finish();
    } catch (error) {
      await writer.abort().catch(() => {});
      this.#giveUp(error);
      return;
    }
    await this.#publish(index);
  }

  async #publish(index: number): Promise<void> {
    const { storage, wal, snapshots, confAt, clock, taken } = this.#ports;
    const conf = confAt(index);
    const term = storage.term(index);
    if (conf === undefined || typeof term === "string" || index <= this.#newest()) {
      this.#giveUp(undefined);
      return;
    }
    await wal.append([{ kind: "snapshot-taken", index, term }]);
    storage.createSnapshot(index, conf.confState, encodeMembership(conf.membership));
    const keepFrom = index - this.#policy.logEntriesForSlowFollowers;
    if (keepFrom > 0) {
      storage.compact(keepFrom);
      await wal.releaseThrough(keepFrom);
    }
    await removeOld(snapshots, index, this.#policy.keepOldSnapshots);
    this.#progress = { step: "idle", notBefore: 0 };
    taken(clock.now() - this.#startedMs);
  }

  #newest(): number {
    return Math.max(lastSnapshot(this.#ports.storage), this.#ports.restoring());
  }

  #giveUp(error: unknown): void {
    const { clock, logger, emit } = this.#ports;
    if (error !== undefined) logger.warn({ error }, "no snapshot could be written, trying later");
    const notBefore = error === undefined ? 0 : clock.now() + RETRY_MS;
    this.#progress = { step: "idle", notBefore };
    emit({ kind: "image-dropped" });
  }
}

function lastSnapshot(storage: MemoryStorage): number {
  const snapshot = storage.snapshot();
  return typeof snapshot === "string" ? 0 : snapshot.meta.index;
}

/** Keeps `newest` and `keep` older ones; a later one is on its way and is not ours to remove. */
async function removeOld(snapshots: SnapshotStore, newest: number, keep: number): Promise<void> {
  const older = (await snapshots.list()).filter((mark) => mark.index < newest).slice(0, keep);
  const kept = new Set(older.map((mark) => mark.index));
  await snapshots.removeExcept((mark) => mark.index >= newest || kept.has(mark.index));
}

interface Feed {
  readonly opening: Promise<SnapshotReader>;
  open: { reader: SnapshotReader; chunks: AsyncIterator<Uint8Array> } | undefined;
}

/**
 * Gives the main thread snapshots to restore from, one after the other, a chunk for each pull.
 *
 * INVARIANT: what is handed over after a snapshot was added comes after its `restore`. It is told
 * at once, and its file opened meanwhile: were it told once the file is open, the entries behind
 * the snapshot would overtake it on a slow disk, and be applied to a state that lacks those before.
 */
export class RestoreFeed {
  readonly #emit: (message: FromLoop) => void;
  readonly #failed: (error: unknown) => void;
  readonly #queue: Feed[] = [];

  constructor(emit: (message: FromLoop) => void, failed: (error: unknown) => void) {
    this.#emit = emit;
    this.#failed = failed;
  }

  add(index: number, opening: Promise<SnapshotReader>): void {
    opening.catch((error: unknown) => this.#failed(error));
    this.#queue.push({ opening, open: undefined });
    this.#emit({ kind: "restore", index });
  }

  async onPull(): Promise<void> {
    const head = this.#queue[0];
    if (head === undefined) return;
    try {
      const { reader, chunks } = await opened(head);
      const { done, value } = await chunks.next();
      if (done === true) {
        this.#queue.shift();
        await reader.close();
        this.#emit({ kind: "restore-chunk", chunk: undefined });
      } else {
        this.#emit({ kind: "restore-chunk", chunk: Uint8Array.from(value) });
      }
    } catch (error) {
      this.#failed(error);
    }
  }
}

async function opened(feed: Feed): Promise<NonNullable<Feed["open"]>> {
  if (feed.open === undefined) {
    const reader = await feed.opening;
    feed.open = { reader, chunks: reader.chunks()[Symbol.asyncIterator]() };
  }
  return feed.open;
}
