/**
 * A machine's disk, with its faults: slow, failing, full, or (planted) lying about a sync. Every
 * call takes time on the process's own clock, so that a crash may fall into the middle of any.
 */
import type { Disk, DiskFile } from "../../manager/raft/disk.ts";
import { MemoryDisk } from "../../manager/raft/memory-disk.ts";
import type { Life } from "./life.ts";
import type { World } from "./world.ts";

/** A failed call that leaves everything as it was. */
const noTrace = (): void => {};

export class Machine {
  readonly name: string;
  readonly disk: MemoryDisk = new MemoryDisk();
  readonly #world: World;
  /** How far the wall clock is off. */
  clockOffsetMs = 0;
  /** A share of calls that fail with EIO. */
  failing = 0;
  /** Each call takes up to so much longer. */
  slowMs = 0;
  /** A planted bug: `sync` promises and does nothing. */
  liesAboutSync = false;

  constructor(world: World, name: string) {
    this.#world = world;
    this.name = name;
  }

  fill(full: boolean): void {
    this.disk.setFreeBytes(full ? 0 : Number.POSITIVE_INFINITY);
  }

  /** Power is cut: of what was not synced an arbitrary part is left. */
  crash(): void {
    this.disk.crash(this.#world.fork());
    this.disk.setFreeBytes(Number.POSITIVE_INFINITY);
    this.failing = 0;
  }

  /** The disk as one life of a process sees it. */
  mount(life: Life): Disk {
    const call = <T>(costMs: number, act: () => Promise<T>, fail = noTrace): Promise<T> =>
      this.#call(life, costMs, act, fail);
    const disk = this.disk;
    const wrap = (file: DiskFile): DiskFile => ({
      write: (buffers, position) => call(0.02, () => file.write(buffers, position)),
      sync: () => {
        const sync = (): Promise<void> => (this.liesAboutSync ? Promise.resolve() : file.sync());
        return call(0.8, sync, () => {
          disk.failNextSync();
          file.sync().catch(() => {});
        });
      },
      truncate: (size) => call(0.02, () => file.truncate(size)),
      read: (position, length) => call(0.02, () => file.read(position, length)),
      size: () => file.size(),
      close: () => file.close(),
    });
    return {
      list: (dir) => call(0.05, () => disk.list(dir)),
      makeDir: (dir) => call(0.05, () => disk.makeDir(dir)),
      open: (path, how) => call(0.05, async () => wrap(await disk.open(path, how))),
      readFile: (path) => call(0.1, () => disk.readFile(path)),
      rename: (from, to) => call(0.05, () => disk.rename(from, to)),
      remove: (path) => call(0.05, () => disk.remove(path)),
      syncDir: (dir) =>
        call(0.8, () => (this.liesAboutSync ? Promise.resolve() : disk.syncDir(dir))),
    };
  }

  #call<T>(life: Life, costMs: number, act: () => Promise<T>, fail: () => void): Promise<T> {
    const world = this.#world;
    const delayMs = costMs * world.between(0.5, 2) + world.rng.fraction() * this.slowMs;
    const fails = this.failing > 0 && world.chance(this.failing);
    return new Promise((resolve, reject) => {
      life.after(delayMs, () => {
        if (fails) {
          world.note(`${this.name} disk EIO`);
          fail();
          reject(Object.assign(new Error("EIO: i/o error"), { code: "EIO" }));
        } else {
          act().then(resolve, reject);
        }
      });
    });
  }
}
