/** Which network stack is a process on? Parsing of what the kernel tells; stack-driver.ts asks. */

/** Boot id and inode of the network namespace: equal on two agents when they share a stack. */
export function networkStackId(bootId: string, namespaceInode: number): string {
  return `${bootId.trim()}/${namespaceInode}`;
}

const LISTENS = 0x10000;

/**
 * Inodes of the sockets that listen on a path, of /proc/PID/net/unix:
 * `Num RefCount Protocol Flags Type St Inode Path`.
 */
export function listeningInodes(table: string, paths: readonly string[]): readonly string[] {
  return table.split("\n").flatMap((line) => {
    const match = /^\S+: \S+ \S+ (\S+) \S+ \S+ +(\d+) (.+)$/.exec(line);
    if (match === null) return [];
    const [, flags = "", inode = "", path = ""] = match;
    return (Number.parseInt(flags, 16) & LISTENS) !== 0 && paths.includes(path) ? [inode] : [];
  });
}
