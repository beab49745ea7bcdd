/**
 * Keeps what lies on this manager's disk sealed with the cluster's unlock key, or with none: every
 * manager follows the key in the store, when autolock is switched or the key rotated. Raft's state
 * is its own to seal; the certificate is skepd's, which alone writes it and is told the key.
 */
import { messageOf } from "../shared/errors.ts";
import type { Logger } from "../shared/logger.ts";
import { type ManagerIdentity, sealingKeyOf } from "./identity-service.ts";
import type { RunningConsensus } from "./raft/options.ts";
import type { Store } from "./store/types.ts";

export interface LockLoopOptions {
  readonly store: Store;
  readonly consensus: Pick<RunningConsensus, "rotateKeys">;
  readonly onUnlockKey: (key: Uint8Array) => void;
  readonly identity: Pick<ManagerIdentity, "unlockKey">;
  readonly logger: Logger;
}

export function followUnlockKey(options: LockLoopOptions): { close(): void } {
  const { store, consensus, onUnlockKey, logger } = options;
  let sealedWith = options.identity.unlockKey;
  let busy = false;
  const wanted = (): Uint8Array | undefined =>
    store.view((tx) => [...tx.all("cluster")][0]?.unlockKey);

  const follow = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      for (let key = wanted(); key !== undefined && !same(key, sealedWith); key = wanted()) {
        // The log first: if this is cut short, the certificate still opens with the old key, and
        // the key ring knows both until it is done.
        await consensus.rotateKeys(sealingKeyOf(key));
        onUnlockKey(key);
        sealedWith = key;
        logger.info({ locked: key.length > 0 }, "sealed the state with the cluster's unlock key");
      }
    } catch (error) {
      logger.error({ err: messageOf(error) }, "could not seal the state anew");
    } finally {
      busy = false;
    }
  };
  const { subscription } = store.watch(
    () => undefined,
    (batch) => {
      if (batch.reset || batch.changes.some(({ table }) => table === "cluster")) void follow();
    },
  );
  void follow();
  return { close: () => subscription.close() };
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
