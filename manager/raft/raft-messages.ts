/** Messages of raft-ts on the wire. Entries' bytes pass through as they are. */
import {
  EMPTY_CONF_STATE,
  type Entry,
  EntryType,
  type Message,
  MessageType,
  newMessage,
  type Snapshot,
} from "raft-ts";
import type { skep } from "../../proto/messages.ts";

type WireMessage = skep.v1.RaftMessage.$Properties;

const NO_BYTES = new Uint8Array(0);
const MESSAGE_TYPES: ReadonlySet<number> = new Set(Object.values(MessageType));

/** Zeros and empty fields take no bytes: protobuf leaves out what is undefined. */
export function toWire(message: Message): WireMessage {
  const wire: WireMessage = {
    type: message.type,
    to: message.to,
    from: message.from,
    term: message.term,
    commit: message.commit,
  };
  if (message.logTerm !== 0) wire.logTerm = message.logTerm;
  if (message.index !== 0) wire.index = message.index;
  if (message.entries.length > 0) wire.entries = message.entries.map(toWireEntry);
  if (message.snapshot !== undefined) wire.snapshot = toWireSnapshot(message.snapshot);
  if (message.reject) wire.reject = true;
  if (message.rejectHint !== 0) wire.rejectHint = message.rejectHint;
  if (message.context.length > 0) wire.context = message.context;
  if (message.vote !== 0) wire.vote = message.vote;
  return wire;
}

function toWireEntry(entry: Entry): skep.v1.RaftEntry.$Properties {
  return { term: entry.term, index: entry.index, type: entry.type, data: entry.data };
}

function toWireSnapshot(snapshot: Snapshot): skep.v1.RaftSnapshot.$Properties {
  const { index, term, confState } = snapshot.meta;
  return {
    meta: {
      index,
      term,
      confState: {
        voters: [...confState.voters],
        learners: [...confState.learners],
        votersOutgoing: [...confState.votersOutgoing],
        learnersNext: [...confState.learnersNext],
        autoLeave: confState.autoLeave,
      },
    },
    data: snapshot.data,
  };
}

/** Undefined for a message of a type that this version does not know. */
export function fromWire(wire: WireMessage): Message | undefined {
  const type = wire.type ?? 0;
  if (!isMessageType(type)) return undefined;
  return newMessage({
    type,
    to: wire.to ?? 0,
    from: wire.from ?? 0,
    term: wire.term ?? 0,
    logTerm: wire.logTerm ?? 0,
    index: wire.index ?? 0,
    entries: (wire.entries ?? []).map(fromWireEntry),
    commit: wire.commit ?? 0,
    vote: wire.vote ?? 0,
    ...(wire.snapshot ? { snapshot: fromWireSnapshot(wire.snapshot) } : {}),
    reject: wire.reject ?? false,
    rejectHint: wire.rejectHint ?? 0,
    context: wire.context ?? NO_BYTES,
  });
}

function isMessageType(type: number): type is MessageType {
  return MESSAGE_TYPES.has(type);
}

function fromWireEntry(entry: skep.v1.RaftEntry.$Properties): Entry {
  const type = entry.type ?? 0;
  return {
    term: entry.term ?? 0,
    index: entry.index ?? 0,
    type: type === 1 || type === 2 ? type : EntryType.Normal,
    data: entry.data ?? NO_BYTES,
  };
}

function fromWireSnapshot(snapshot: skep.v1.RaftSnapshot.$Properties): Snapshot {
  const confState = snapshot.meta?.confState;
  return {
    meta: {
      index: snapshot.meta?.index ?? 0,
      term: snapshot.meta?.term ?? 0,
      confState: {
        voters: confState?.voters ?? EMPTY_CONF_STATE.voters,
        learners: confState?.learners ?? EMPTY_CONF_STATE.learners,
        votersOutgoing: confState?.votersOutgoing ?? EMPTY_CONF_STATE.votersOutgoing,
        learnersNext: confState?.learnersNext ?? EMPTY_CONF_STATE.learnersNext,
        autoLeave: confState?.autoLeave ?? false,
      },
    },
    data: snapshot.data ?? NO_BYTES,
  };
}
