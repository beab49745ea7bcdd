/**
 * The Disk port in memory, for simulations: `crash` keeps of what was not synced an arbitrary
 * part, sector by sector, as a power cut may.
 */
import type { Rng } from "../../shared/rng.ts";
import type { Disk, DiskFile } from "./disk.ts";

const SECTOR_BYTES = 512;

interface Patch {
  readonly position: number;
  /** Undefined: the file is cut at `position`. */
  readonly data: Uint8Array | undefined;
}

class Image {
  #bytes: Uint8Array;
  #length: number;

  constructor(bytes: Uint8Array = new Uint8Array(0)) {
    this.#bytes = bytes;
    this.#length = bytes.length;
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  copy(): Image {
    return new Image(this.bytes().slice());
  }

  apply(patch: Patch): void {
    if (patch.data === undefined) {
      this.#bytes.fill(0, patch.position, this.#length);
      this.#length = patch.position;
      return;
    }
    const end = patch.position + patch.data.length;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      grown.set(this.bytes());
      this.#bytes = grown;
    }
    this.#bytes.set(patch.data, patch.position);
    this.#length = Math.max(this.#length, end);
  }
}

class Content {
  #durable = new Image();
  /** As it is read: the page cache. */
  #current = new Image();
  /** What a sync has to write. */
  #patches: Patch[] = [];

  bytes(): Uint8Array {
    return this.#current.bytes();
  }

  patch(patch: Patch): void {
    this.#patches.push(patch);
    this.#current.apply(patch);
  }

  sync(): void {
    for (const patch of this.#patches) this.#durable.apply(patch);
    this.#patches = [];
  }

  /** The kernel gives up the pages: they can be read, and no later sync will write them. */
  failSync(): void {
    this.#patches = [];
  }

  /** Each sector that was not synced is as it was at some moment since; they are whole. */
  crash(rng: Rng): void {
    const stopped = new Set<number>();
    for (const { position, data } of this.#patches) {
      if (data === undefined) {
        if (rng.below(2) === 0) this.#durable.apply({ position, data });
        continue;
      }
      const end = position + data.length;
      for (let at = position; at < end; ) {
        const sector = Math.floor(at / SECTOR_BYTES);
        const next = Math.min(end, (sector + 1) * SECTOR_BYTES);
        if (rng.below(3) === 0) stopped.add(sector);
        const written = data.slice(at - position, next - position);
        if (!stopped.has(sector)) this.#durable.apply({ position: at, data: written });
        at = next;
      }
    }
    this.#patches = [];
    this.#current = this.#durable.copy();
  }

  /** Damages what is stored: for tests of detection. */
  flipBit(position: number, bit: number): void {
    const data = Uint8Array.of((this.bytes()[position] ?? 0) ^ (1 << bit));
    this.#durable.apply({ position, data });
    this.#current.apply({ position, data });
  }
}

export class MemoryDisk implements Disk {
  /** Names as seen, and names as they would be after a crash. */
  #names = new Map<string, Content>();
  #durableNames = new Map<string, Content>();
  readonly #dirs = new Set<string>();
  #freeBytes: number = Number.POSITIVE_INFINITY;
  #failSync = false;
  /** Counts crashes: handles from before one are dead. */
  #epoch = 0;

  /** How much may still be written before ENOSPC. */
  setFreeBytes(bytes: number): void {
    this.#freeBytes = bytes;
  }

  /** And loses what it was to write. */
  failNextSync(): void {
    this.#failSync = true;
  }

  crash(rng: Rng): void {
    this.#epoch++;
    const names = new Map<string, Content>();
    // A change of name that was not synced may or may not have happened, each on its own.
    for (const path of new Set([...this.#names.keys(), ...this.#durableNames.keys()])) {
      const from = rng.below(2) === 0 ? this.#names : this.#durableNames;
      const content = from.get(path);
      if (content !== undefined) names.set(path, content);
    }
    for (const content of new Set(names.values())) content.crash(rng);
    this.#names = names;
    this.#durableNames = new Map(names);
  }

  flipBit(path: string, position: number, bit: number): void {
    this.#content(path).flipBit(position, bit);
  }

  async list(dir: string): Promise<readonly string[]> {
    const prefix = `${dir}/`;
    return [...this.#names.keys()]
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length))
      .filter((name) => !name.includes("/"))
      .sort();
  }

  async makeDir(dir: string): Promise<void> {
    this.#dirs.add(dir);
  }

  async open(path: string, how: "create" | "existing"): Promise<DiskFile> {
    if (how === "create") this.#names.set(path, new Content());
    return this.#handle(this.#content(path));
  }

  async readFile(path: string): Promise<Uint8Array | undefined> {
    return this.#names.get(path)?.bytes().slice();
  }

  async rename(from: string, to: string): Promise<void> {
    this.#names.set(to, this.#content(from));
    this.#names.delete(from);
  }

  async remove(path: string): Promise<void> {
    this.#names.delete(path);
  }

  async syncDir(dir: string): Promise<void> {
    const inside = (path: string): boolean =>
      path.slice(0, Math.max(0, path.lastIndexOf("/"))) === dir;
    for (const path of [...this.#durableNames.keys()]) {
      if (inside(path) && !this.#names.has(path)) this.#durableNames.delete(path);
    }
    for (const [path, content] of this.#names) {
      if (inside(path)) this.#durableNames.set(path, content);
    }
  }

  #content(path: string): Content {
    const content = this.#names.get(path);
    if (content === undefined) throw failure("ENOENT", `no such file: ${path}`);
    return content;
  }

  #handle(content: Content): DiskFile {
    const epoch = this.#epoch;
    const alive = (): void => {
      if (epoch !== this.#epoch) throw failure("EIO", "the machine crashed");
    };
    return {
      write: async (buffers, position) => {
        alive();
        let at = position;
        for (const buffer of buffers) {
          const growth = Math.max(0, at + buffer.length - content.bytes().length);
          if (growth > this.#freeBytes) throw failure("ENOSPC", "no space left on device");
          this.#freeBytes -= growth;
          content.patch({ position: at, data: buffer.slice() });
          at += buffer.length;
        }
      },
      sync: async () => {
        alive();
        if (this.#failSync) {
          this.#failSync = false;
          content.failSync();
          throw failure("EIO", "i/o error");
        }
        content.sync();
      },
      truncate: async (size) => {
        alive();
        content.patch({ position: size, data: undefined });
      },
      read: async (position, length) => content.bytes().slice(position, position + length),
      size: async () => content.bytes().length,
      close: async () => {},
    };
  }
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}
