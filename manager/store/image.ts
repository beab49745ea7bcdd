/**
 * A state as bytes and back. Frames of some hundred objects, each behind its length, so that
 * the bytes may be cut anywhere on their way: what comes out of a transport is not what went in.
 */
import { skep } from "../../proto/messages.ts";
import { ClusterError } from "../../shared/errors.ts";
import { decodeStoreObject, encodeStoreObject, TABLE_NAMES } from "./schema.ts";
import { type FrozenTables, State } from "./state.ts";
import type { TableName, Tables } from "./types.ts";

const OBJECTS_A_FRAME = 512;
const LENGTH_BYTES = 4;
/** No frame comes near: a length beyond it means that the bytes are not an image. */
const MAX_FRAME_BYTES = 1 << 30;

/** Ordered by table and id: equal states give equal bytes. */
export function* imageChunks(frozen: FrozenTables): Iterable<Uint8Array> {
  let frame: skep.v1.StoreObject.$Properties[] = [];
  for (const table of TABLE_NAMES) {
    for (const object of objectsOf(frozen, table)) {
      frame.push(encodeStoreObject(table, object));
      if (frame.length < OBJECTS_A_FRAME) continue;
      yield encodeFrame(frame);
      frame = [];
    }
  }
  if (frame.length > 0) yield encodeFrame(frame);
}

function* objectsOf<T extends TableName>(frozen: FrozenTables, table: T): Iterable<Tables[T]> {
  for (const bucket of frozen[table]) {
    if (bucket === undefined) continue;
    for (const id of [...bucket.keys()].sort()) {
      const object = bucket.get(id);
      if (object !== undefined) yield object;
    }
  }
}

function encodeFrame(objects: skep.v1.StoreObject.$Properties[]): Uint8Array {
  const body = skep.v1.StoreSnapshotFrame.encode({ objects }).finish();
  const chunk = new Uint8Array(LENGTH_BYTES + body.length);
  new DataView(chunk.buffer).setUint32(0, body.length, true);
  chunk.set(body, LENGTH_BYTES);
  return chunk;
}

/** Builds the state that an image describes. Throws DATA_LOSS when it is cut short or garbled. */
export async function readImage(chunks: AsyncIterable<Uint8Array>): Promise<State> {
  const state = new State();
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of chunks) {
    rest = takeFrames(rest.length === 0 ? chunk : joined(rest, chunk), state);
  }
  if (rest.length > 0) throw new ClusterError("DATA_LOSS", "store image: ends inside a frame");
  return state;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Returns the bytes of the frame that is not complete yet. */
function takeFrames(bytes: Uint8Array, state: State): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (bytes.length - at >= LENGTH_BYTES) {
    const length = view.getUint32(at, true);
    if (length > MAX_FRAME_BYTES) {
      throw new ClusterError("DATA_LOSS", `store image: a frame of ${length} bytes`);
    }
    const end = at + LENGTH_BYTES + length;
    if (bytes.length < end) break;
    const body = bytes.subarray(at + LENGTH_BYTES, end);
    for (const wire of skep.v1.StoreSnapshotFrame.decode(body).objects) {
      const row = decodeStoreObject(wire);
      Object.freeze(row.object);
      state.putRow(row);
    }
    at = end;
  }
  return bytes.subarray(at);
}
