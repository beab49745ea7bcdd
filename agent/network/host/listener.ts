/** A published port on several of the machine's addresses. */
import type { Backend } from "./plan-forwards.ts";

/** The backends to try for a new connection, best first. */
export type Choose = () => readonly Backend[];

export interface Listener {
  close(): void;
}

/** Opens one listener a host; an address that this machine lacks is no failure, if another is. */
export async function listenOnEach(
  hosts: readonly string[],
  listen: (host: string) => Promise<Listener>,
): Promise<Listener> {
  const open: Listener[] = [];
  const close = (): void => {
    for (const one of open) one.close();
  };
  let absent: unknown;
  for (const host of hosts) {
    try {
      open.push(await listen(host));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "";
      if (code !== "EADDRNOTAVAIL" && code !== "EAFNOSUPPORT") {
        close();
        throw error;
      }
      absent = error;
    }
  }
  if (open.length === 0) throw absent;
  return { close };
}
