/** Which published ports are taken, and which is next? As for addresses: in rotation. */
import { portKey } from "../../shared/domain/published-ports.ts";

export const FIRST_DYNAMIC_PORT = 30_000;
export const LAST_DYNAMIC_PORT = 32_767;

export class PortBook {
  readonly #held: Map<string, number> = new Map();
  readonly #next: Map<string, number> = new Map();

  hold(key: string): void {
    this.#held.set(key, (this.#held.get(key) ?? 0) + 1);
  }

  release(key: string): void {
    const count = (this.#held.get(key) ?? 0) - 1;
    if (count > 0) this.#held.set(key, count);
    else this.#held.delete(key);
  }

  /** The next free port, not held yet; undefined when there is none. */
  next(protocol: string): number | undefined {
    const start = this.#next.get(protocol) ?? FIRST_DYNAMIC_PORT;
    let port = start;
    do {
      const after = port === LAST_DYNAMIC_PORT ? FIRST_DYNAMIC_PORT : port + 1;
      if (!this.#held.has(portKey(port, protocol))) {
        this.#next.set(protocol, after);
        return port;
      }
      port = after;
    } while (port !== start);
    return undefined;
  }
}
