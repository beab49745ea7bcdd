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
  readonly consensus: Pick<RunningConsensus, "changeKeys">;
  readonly onUnlockKey: (key: Uint8Array) => void;
  readonly identity: Pick<ManagerIdentity, "unlockKey">;
  readonly logger: Logger;
}

export interface LockLoop {
  /** skepd has sealed the certificate with this key; empty for none. */
  sealed(key: Uint8Array): void;
  close(): void;
}

export function followUnlockKey(options: LockLoopOptions): LockLoop {
  const { store, consensus, onUnlockKey, logger } = options;
  let sealedWith = options.identity.unlockKey;
  let sealing = sealedWith;
  let settled = sealedWith;
  let busy = false;
  const wanted = (): Uint8Array | undefined =>
    store.view((tx) => [...tx.all("cluster")][0]?.unlockKey);

  const follow = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      for (let key = wanted(); key !== undefined && !same(key, sealedWith); key = wanted()) {
        // The log first: if this is cut short, the certificate still opens with the old key, and
        // so does the log until the certificate is sealed as well.
        sealing = key;
        await consensus.changeKeys({ kind: "rotate", sealingKey: sealingKeyOf(key) });
        sealedWith = key;
        onUnlockKey(key);
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
  const settle = async (key: Uint8Array): Promise<void> => {
    // Of a key that has been followed by another already: that one's turn will come.
    if (!same(key, sealing) || same(key, settled)) return;
    await consensus.changeKeys({ kind: "settle" });
    settled = key;
    logger.info({ locked: key.length > 0 }, "sealed the state with the cluster's unlock key");
  };
  const sealed = (key: Uint8Array): void => {
    settle(key).catch((error: unknown) => {
      logger.error({ err: messageOf(error) }, "the state still opens with the key of before");
    });
  };
  return { sealed, close: () => subscription.close() };
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
