/**
 * Reads that wait until a quorum confirms that the leader still leads (thesis §6.4).
 *
 * Reads are numbered in the order in which they came. A heartbeat carries the number of the last
 * read before it, and whoever answers it confirms that one and all before: so a read is confirmed
 * as an entry is committed, and any number of reads shares a round of heartbeats.
 */
import { type JointVoters, jointCommitted } from "./joint-quorum.ts";
import { type Message, NO_BYTES } from "./message.ts";

/** A read that a client may be answered: the state machine must have applied up to `index`. */
export interface ReadState {
  readonly index: number;
  /** As it was given to readIndex. */
  readonly requestContext: Uint8Array;
}

export interface PendingRead {
  readonly request: Message;
  /** What was committed when the read came: it must see at least this. */
  readonly index: number;
}

export class ReadOnlyQueue {
  private readonly acks = new Map<number, number>();
  private unconfirmed: PendingRead[] = [];
  private confirmed = 0;

  add(index: number, request: Message): void {
    this.unconfirmed.push({ request, index });
  }

  /** What heartbeats carry now; empty if no read waits. */
  heartbeatContext(): Uint8Array {
    if (this.unconfirmed.length === 0) return NO_BYTES;
    return encodePosition(this.confirmed + this.unconfirmed.length);
  }

  /** `from` answered a heartbeat with this context. */
  receiveAck(from: number, context: Uint8Array): void {
    const position = decodePosition(context);
    if (position === undefined) return;
    this.acks.set(from, Math.max(this.acks.get(from) ?? 0, position));
  }

  /** Reads that a quorum has confirmed since the last call. */
  takeConfirmed(voters: JointVoters): readonly PendingRead[] {
    const confirmed = jointCommitted(voters, (id) => this.acks.get(id));
    const count = Math.min(confirmed - this.confirmed, this.unconfirmed.length);
    if (count <= 0) return [];
    this.confirmed += count;
    return this.unconfirmed.splice(0, count);
  }
}

const POSITION_BYTES = 8;

/** Little-endian, 64 bits. */
function encodePosition(position: number): Uint8Array {
  const bytes = new Uint8Array(POSITION_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(position), true);
  return bytes;
}

/** Undefined for anything that no leader of this kind has sent. */
function decodePosition(context: Uint8Array): number | undefined {
  if (context.length !== POSITION_BYTES) return undefined;
  const view = new DataView(context.buffer, context.byteOffset, POSITION_BYTES);
  return Number(view.getBigUint64(0, true));
}
