/** What a RaftLoop is given: everything of the world that it touches. */
import type { MemoryStorage } from "raft-ts";
import type { Clock } from "../../shared/clock.ts";
import type { Logger } from "../../shared/logger.ts";
import type { Rng } from "../../shared/rng.ts";
import type { Membership } from "./membership.ts";
import type { LogPolicy, SealingKey, Timing } from "./options.ts";
import type { FromLoop } from "./protocol.ts";
import type { SnapshotMeta } from "./snapshot-file.ts";
import type { SnapshotStore } from "./snapshot-store.ts";
import type { Identity } from "./stored-state.ts";
import type { Transport } from "./transport.ts";
import type { Wal } from "./wal.ts";

export interface Keys {
  rotate(seal: SealingKey): Promise<void>;
  settle(): Promise<void>;
  prune(needed: ReadonlySet<number>): Promise<void>;
}

export interface LoopPorts {
  /** Must not jump: time since some start, not the wall's. */
  readonly clock: Clock;
  readonly rng: Rng;
  /** Runs later in this turn, after the I/O that is ready now has been taken. */
  readonly defer: (run: () => void) => void;
  readonly wal: Wal;
  readonly snapshots: SnapshotStore;
  readonly keys: Keys;
  readonly transport: Transport;
  readonly emit: (message: FromLoop) => void;
  readonly logger: Logger;
}

export interface LoopStart {
  readonly identity: Identity;
  readonly advertiseAddr: string;
  readonly storage: MemoryStorage;
  readonly membership: Membership;
  readonly snapshot: SnapshotMeta | undefined;
  readonly policy: LogPolicy;
  readonly timing: Timing;
  /** Of entries in one message to a follower; 0: an entry a message. */
  readonly maxMessageBytes: number;
}
