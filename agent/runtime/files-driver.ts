/**
 * Secrets and configs as files for containers, in memory: a tmpfs below the agent's run folder,
 * one folder a task. They are bind-mounted read-only and vanish with the task or the machine.
 */
import { spawn } from "node:child_process";
import { chmod, chown, mkdir, readdir, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ClusterError } from "../../shared/errors.ts";
import type { TaskId } from "../../shared/ids.ts";
import type { RunnableFile, RunnableTask } from "./runtime.ts";

const TMPFS_MAGIC = 0x01021994;
const RAMFS_MAGIC = 0x858458f6;
/** A bound, not a reservation. A service may have some dozens of secrets of half a megabyte. */
const COMMAND_BOUND_MS = 30_000;
const TMPFS_OPTIONS = "size=512m,mode=0700,nosuid,nodev,noexec";

export class TaskFiles {
  readonly #folder: string;
  #mounted: Promise<void> | null = null;

  constructor(runFolder: string) {
    this.#folder = join(runFolder, "files");
  }

  /** Writes a task's files; the same task again gets the same paths. */
  async place(task: RunnableTask): Promise<{ hostPath: string; target: string }[]> {
    const files = [
      ...task.secrets.map((file) => ({ file, target: targetOf(file, "/run/secrets/") })),
      ...task.configs.map((file) => ({ file, target: targetOf(file, "/") })),
    ];
    if (files.length === 0) return [];
    this.#mounted ??= ensureMemory(this.#folder);
    try {
      await this.#mounted;
    } catch (error) {
      this.#mounted = null;
      throw error;
    }
    const folder = join(this.#folder, task.task.id);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return Promise.all(
      files.map(async ({ file, target }, index) => {
        const hostPath = join(folder, String(index));
        await writeOwned(hostPath, file);
        return { hostPath, target };
      }),
    );
  }

  async remove(taskId: TaskId): Promise<void> {
    await rm(join(this.#folder, taskId), { recursive: true, force: true });
  }

  /** Gives the memory back: for a machine that leaves for good. */
  async unmount(): Promise<void> {
    this.#mounted = null;
    if (await isMemory(this.#folder)) await command("umount", [this.#folder]);
  }

  /** Removes what tasks left behind that no longer exist. */
  async keepOnly(taskIds: ReadonlySet<string>): Promise<void> {
    const present = await readdir(this.#folder).catch(() => []);
    const stale = present.filter((name) => !taskIds.has(name));
    await Promise.all(stale.map((name) => this.remove(name as TaskId)));
  }
}

function targetOf(file: RunnableFile, folder: string): string {
  return file.target.startsWith("/") ? file.target : folder + file.target;
}

/** Written under its last rights from the start: nobody else can open it in between. */
async function writeOwned(path: string, file: RunnableFile): Promise<void> {
  await rm(path, { force: true });
  await writeFile(path, file.data, { mode: 0o600, flag: "wx" });
  if (process.getuid?.() === 0) await chown(path, file.uid, file.gid);
  await chmod(path, file.mode & 0o7777);
}

async function isMemory(folder: string): Promise<boolean> {
  const type = await statfs(folder).then(
    (stats) => stats.type,
    () => 0,
  );
  return type === TMPFS_MAGIC || type === RAMFS_MAGIC;
}

async function ensureMemory(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (await isMemory(folder)) return;
  if ((await command("mount", ["-t", "tmpfs", "-o", TMPFS_OPTIONS, "tmpfs", folder])) === 0) return;
  throw new ClusterError(
    "FAILED_PRECONDITION",
    `secrets must stay in memory, but ${folder} is on a disk and a tmpfs could not be mounted there`,
  );
}

function command(program: string, args: readonly string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: "ignore", timeout: COMMAND_BOUND_MS });
    child.on("error", reject);
    child.on("exit", resolve);
  });
}
