/** The Disk port on a directory of the file system. */
import { fdatasyncSync, writevSync } from "node:fs";
import { type FileHandle, mkdir, open, readdir, readFile, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Disk, DiskFile } from "../disk.ts";
import { SyncPace } from "../sync-pace.ts";

/** Beyond this a synchronous write would hold up the thread for milliseconds. */
const SYNC_WRITE_BYTES = 1 << 20;
/**
 * More is a part of a snapshot, or new room for the log: it tells nothing of the disk's pace, and
 * is not waited for.
 */
const QUICK_SYNC_BYTES = 256 << 10;

class NodeFile implements DiskFile {
  readonly #handle: FileHandle;
  readonly #pace: SyncPace;
  #unsyncedBytes = 0;

  constructor(handle: FileHandle, pace: SyncPace) {
    this.#handle = handle;
    this.#pace = pace;
  }

  async write(buffers: readonly Uint8Array[], position: number): Promise<void> {
    let rest = [...buffers];
    let at = position;
    const total = rest.reduce((sum, buffer) => sum + buffer.byteLength, 0);
    while (rest.length > 0) {
      // To the page cache a small write takes microseconds; a hop through the thread pool, 10x.
      // Where the disk hangs, the file system's journal holds up writes to the cache as well.
      const written =
        total <= SYNC_WRITE_BYTES && this.#pace.quick
          ? writevSync(this.#handle.fd, rest, at)
          : (await this.#handle.writev(rest, at)).bytesWritten;
      at += written;
      this.#unsyncedBytes += written;
      rest = afterBytes(rest, written);
    }
  }

  async sync(): Promise<void> {
    const small = this.#unsyncedBytes <= QUICK_SYNC_BYTES;
    this.#unsyncedBytes = 0;
    const startMs = performance.now();
    if (small && this.#pace.quick) fdatasyncSync(this.#handle.fd);
    else await this.#handle.datasync();
    const nowMs = performance.now();
    if (small) this.#pace.took(nowMs - startMs, nowMs);
  }

  async truncate(size: number): Promise<void> {
    await this.#handle.truncate(size);
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    const bytes = Buffer.allocUnsafeSlow(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await this.#handle.read(
        bytes,
        filled,
        length - filled,
        position + filled,
      );
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  }

  async size(): Promise<number> {
    return (await this.#handle.stat()).size;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

function afterBytes(buffers: readonly Uint8Array[], count: number): Uint8Array[] {
  const rest: Uint8Array[] = [];
  let skip = count;
  for (const buffer of buffers) {
    if (skip >= buffer.byteLength) {
      skip -= buffer.byteLength;
      continue;
    }
    rest.push(skip === 0 ? buffer : buffer.subarray(skip));
    skip = 0;
  }
  return rest;
}

export class NodeDisk implements Disk {
  readonly #root: string;
  readonly #pace = new SyncPace();

  constructor(root: string) {
    this.#root = root;
  }

  async list(dir: string): Promise<readonly string[]> {
    const path = join(this.#root, dir);
    const entries = (await readdir(path, { withFileTypes: true }).catch(noneIfMissing)) ?? [];
    const files = entries.filter((entry) => entry.isFile());
    return files.map(({ name }) => name).sort();
  }

  async makeDir(dir: string): Promise<void> {
    await mkdir(join(this.#root, dir), { recursive: true, mode: 0o700 });
  }

  async open(path: string, how: "create" | "existing"): Promise<DiskFile> {
    const flags = how === "create" ? "w+" : "r+";
    return new NodeFile(await open(join(this.#root, path), flags, 0o600), this.#pace);
  }

  async readFile(path: string): Promise<Uint8Array | undefined> {
    return readFile(join(this.#root, path)).catch(noneIfMissing);
  }

  rename(from: string, to: string): Promise<void> {
    return rename(join(this.#root, from), join(this.#root, to));
  }

  async remove(path: string): Promise<void> {
    await unlink(join(this.#root, path)).catch(noneIfMissing);
  }

  async syncDir(dir: string): Promise<void> {
    const handle = await open(join(this.#root, dir), "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

function noneIfMissing(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}
