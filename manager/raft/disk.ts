/**
 * The disk as a port, so that a simulation can lose what was not synced. Paths are relative to
 * one directory. Contents are durable after `sync` of the file, names after `syncDir`.
 */
export interface DiskFile {
  /** Writes all buffers one after the other from `position`. Durable only after `sync`. */
  write(buffers: readonly Uint8Array[], position: number): Promise<void>;
  sync(): Promise<void>;
  truncate(size: number): Promise<void>;
  /** Fewer bytes than asked for only at the end of the file. */
  read(position: number, length: number): Promise<Uint8Array>;
  size(): Promise<number>;
  close(): Promise<void>;
}

export interface Disk {
  /** Files in a directory, not in those below it, sorted; empty if there is none. */
  list(dir: string): Promise<readonly string[]>;
  makeDir(dir: string): Promise<void>;
  /** `create` makes an empty file, also in the place of an old one. */
  open(path: string, how: "create" | "existing"): Promise<DiskFile>;
  /** Undefined if there is no such file. */
  readFile(path: string): Promise<Uint8Array | undefined>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  syncDir(dir: string): Promise<void>;
}

/** Puts a whole small file in place: either the old or the new content is there after a crash. */
export async function replaceFile(
  disk: Disk,
  dir: string,
  name: string,
  content: Uint8Array,
): Promise<void> {
  const temporary = join(dir, `${name}.tmp`);
  const file = await disk.open(temporary, "create");
  try {
    await file.write([content], 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await disk.rename(temporary, join(dir, name));
  await disk.syncDir(dir);
}

export function join(dir: string, name: string): string {
  return dir === "" ? name : `${dir}/${name}`;
}

/** No room: the write may succeed later. Anything else that a disk says is final. */
export function isOutOfSpace(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOSPC" || code === "EDQUOT";
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
