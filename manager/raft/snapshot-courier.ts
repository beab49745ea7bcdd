/** Snapshots between managers: from the disk to a peer, from a peer to the disk. */
import type { Message } from "raft-ts";
import type { Logger } from "../../shared/logger.ts";
import { decodeMembership } from "./membership.ts";
import type { SnapshotStore } from "./snapshot-store.ts";
import type { Transport } from "./transport.ts";

export interface SnapshotCourierPorts {
  readonly snapshots: SnapshotStore;
  readonly transport: Transport;
  readonly logger: Logger;
  readonly heardFrom: (raftId: number) => void;
  /** A newer snapshot of this manager's own state is needed. */
  readonly want: () => void;
  readonly failed: (raftId: number) => void;
}

export class SnapshotCourier {
  readonly #ports: SnapshotCourierPorts;

  constructor(ports: SnapshotCourierPorts) {
    this.#ports = ports;
  }

  send(message: Message): void {
    const { snapshots, transport, logger, want, failed } = this.#ports;
    const meta = message.snapshot?.meta;
    if (meta === undefined) return;
    const { voters, learners } = meta.confState;
    if (!voters.includes(message.to) && !learners.includes(message.to)) {
      // It joined after the snapshot was taken, and Raft refuses one of a group without itself.
      want();
      failed(message.to);
      return;
    }
    snapshots.read(meta).then(
      (reader) => {
        // Or the peer would wait for what replaces it: thousands of entries, perhaps.
        reader.onDamage = want;
        transport.sendSnapshot(message, reader);
      },
      (error: unknown) => {
        logger.error({ error }, "the newest snapshot cannot be read");
        want();
        failed(message.to);
      },
    );
  }

  /** Durable under its name when it resolves; it counts once Raft has taken it over. */
  async receive(message: Message, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const { snapshots, heardFrom } = this.#ports;
    const { snapshot } = message;
    if (snapshot === undefined) throw new Error("the message has no snapshot");
    const membership = decodeMembership(snapshot.data);
    const writer = await snapshots.create({ ...snapshot.meta, membership });
    try {
      for await (const chunk of chunks) {
        heardFrom(message.from);
        await writer.write(chunk);
      }
      await writer.finish();
    } catch (error) {
      await writer.abort().catch(() => {});
      throw error;
    }
  }
}
