/** New data keys, and the end of old ones once no file needs them. */
import type { Logger } from "../../shared/logger.ts";
import type { Keys } from "./loop-ports.ts";
import type { KeyChange } from "./options.ts";
import type { SnapshotStore } from "./snapshot-store.ts";
import type { Wal } from "./wal.ts";

export interface KeyRotationPorts {
  readonly keys: Keys;
  readonly wal: Wal;
  readonly snapshots: SnapshotStore;
  readonly logger: Logger;
  readonly wantSnapshot: () => void;
}

export class KeyRotation {
  readonly #ports: KeyRotationPorts;

  constructor(ports: KeyRotationPorts) {
    this.#ports = ports;
  }

  async change(change: KeyChange): Promise<void> {
    const { keys, wal, wantSnapshot } = this.#ports;
    if (change.kind === "settle") return keys.settle();
    await keys.rotate(change.sealingKey);
    await wal.roll();
    // With a new snapshot, what the old data key encrypted goes away soon.
    wantSnapshot();
  }

  /** After each snapshot. Failing is no harm: the next one tries again. */
  async prune(): Promise<void> {
    const { keys, wal, snapshots, logger } = this.#ports;
    try {
      await keys.prune(new Set([...wal.keyIds, ...(await snapshots.keyIds())]));
    } catch (error) {
      logger.warn({ error }, "old data keys could not be removed");
    }
  }
}
