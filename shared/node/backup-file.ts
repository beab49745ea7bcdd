/**
 * The bytes of a cluster's backup: magic and version (12 bytes), then frames (kind u8, length u32,
 * payload; little-endian): one with facts as JSON, one for each chunk of the store's image, and at
 * the end the SHA-256 of everything before. A file without its end, or with bytes behind it, is
 * none. The payload is not sealed: a backup holds the root's key, tokens and secrets.
 */
import { createHash, type Hash } from "node:crypto";
import { ClusterError } from "../errors.ts";

export interface BackupFacts {
  readonly clusterId: string;
  /** Raft index that the image includes, and the term in which it was made. */
  readonly index: number;
  readonly term: number;
  readonly createdMs: number;
  readonly skepVersion: string;
}

export const BACKUP_CONTENT_TYPE = "application/vnd.skep.backup";

const MAGIC = new TextEncoder().encode("SKEPBKUP");
const VERSION = 1;
const HEADER_BYTES = 12;
const FRAME_HEAD_BYTES = 5;
const FACTS = 1;
const CHUNK = 2;
const END = 3;
const DIGEST_BYTES = 32;
/** No frame comes near: a length beyond it means that the bytes are not a backup's. */
const MAX_FRAME_BYTES = 1 << 30;

export function* encodeBackup(
  facts: BackupFacts,
  chunks: Iterable<Uint8Array>,
): Generator<Uint8Array> {
  const hash = createHash("sha256");
  const hashed = (bytes: Uint8Array): Uint8Array => {
    hash.update(bytes);
    return bytes;
  };
  const header = new Uint8Array(HEADER_BYTES);
  header.set(MAGIC);
  new DataView(header.buffer).setUint32(MAGIC.length, VERSION, true);
  yield hashed(header);
  yield hashed(frame(FACTS, new TextEncoder().encode(JSON.stringify(facts))));
  for (const chunk of chunks) yield hashed(frame(CHUNK, chunk));
  yield frame(END, hash.digest());
}

function frame(kind: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(FRAME_HEAD_BYTES + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, kind);
  view.setUint32(1, payload.length, true);
  bytes.set(payload, FRAME_HEAD_BYTES);
  return bytes;
}

/** Reads to the end. Throws INVALID_ARGUMENT where it is not a whole backup of a version known here. */
export async function verifyBackup(source: AsyncIterable<Uint8Array>): Promise<BackupFacts> {
  let facts: BackupFacts | undefined;
  for await (const part of backupParts(source)) if (part.kind === "facts") facts = part.facts;
  if (facts === undefined) throw damaged("it says nothing of its cluster");
  return facts;
}

/**
 * The chunks of the image. Damage shows at the end at the latest: what came before must not be
 * used until then, or the bytes have to be verified first.
 */
export async function* backupChunks(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  for await (const part of backupParts(source)) if (part.kind === "chunk") yield part.chunk;
}

type Part =
  | { readonly kind: "facts"; readonly facts: BackupFacts }
  | { readonly kind: "chunk"; readonly chunk: Uint8Array };

async function* backupParts(source: AsyncIterable<Uint8Array>): AsyncGenerator<Part, void> {
  const bytes = new ByteReader(source);
  try {
    const hash = createHash("sha256");
    const header = await bytes.take(HEADER_BYTES);
    checkHeader(header);
    hash.update(header);
    yield { kind: "facts", facts: await readFacts(bytes, hash) };
    while (true) {
      const { kind, head, payload } = await readFrame(bytes);
      if (kind === END) {
        if (!payload.equals(hash.digest())) throw damaged("its checksum is not that of its bytes");
        break;
      }
      if (kind !== CHUNK) throw damaged(`it has a part of kind ${kind}`);
      hash.update(head).update(payload);
      yield { kind: "chunk", chunk: payload };
    }
    if (!(await bytes.ended())) throw damaged("there are bytes behind its end");
  } finally {
    await bytes.close();
  }
}

function checkHeader(header: Buffer): void {
  if (!header.subarray(0, MAGIC.length).equals(MAGIC)) throw damaged("it is not one");
  const version = header.readUInt32LE(MAGIC.length);
  if (version !== VERSION) throw damaged(`its version is ${version}, expected ${VERSION}`);
}

async function readFacts(bytes: ByteReader, hash: Hash): Promise<BackupFacts> {
  const { kind, head, payload } = await readFrame(bytes);
  if (kind !== FACTS) throw damaged("it says nothing of its cluster");
  hash.update(head).update(payload);
  let value: Partial<Record<keyof BackupFacts, unknown>>;
  try {
    value = JSON.parse(payload.toString("utf8")) ?? {};
  } catch (error) {
    throw damaged("what it says of its cluster is no JSON", error);
  }
  const { clusterId, index, term, createdMs, skepVersion } = value;
  if (typeof clusterId !== "string" || typeof skepVersion !== "string") {
    throw damaged("it does not name its cluster");
  }
  const numbers = [index, term, createdMs];
  if (!numbers.every((one): one is number => Number.isSafeInteger(one) && Number(one) >= 0)) {
    throw damaged("it does not say when it was made");
  }
  return { clusterId, skepVersion, index, term, createdMs } as BackupFacts;
}

interface Frame {
  readonly kind: number;
  readonly head: Buffer;
  readonly payload: Buffer;
}

async function readFrame(bytes: ByteReader): Promise<Frame> {
  const head = await bytes.take(FRAME_HEAD_BYTES);
  const kind = head.readUInt8(0);
  const length = head.readUInt32LE(1);
  if (length > MAX_FRAME_BYTES) throw damaged(`it has a part of ${length} bytes`);
  if (kind === END && length !== DIGEST_BYTES) throw damaged("its checksum has a wrong length");
  return { kind, head, payload: await bytes.take(length) };
}

/** Cuts a stream into pieces of the lengths that are asked for. */
class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #parts: Uint8Array[] = [];
  #length = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Buffer> {
    while (this.#length < length) {
      if (!(await this.#more())) throw damaged("it ends too early");
    }
    const all = Buffer.concat(this.#parts);
    this.#parts = [all.subarray(length)];
    this.#length = all.length - length;
    return all.subarray(0, length);
  }

  async ended(): Promise<boolean> {
    while (this.#length === 0) if (!(await this.#more())) return true;
    return false;
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#source.next();
    if (done === true) return false;
    this.#parts.push(value);
    this.#length += value.length;
    return true;
  }
}

function damaged(why: string, cause?: unknown): ClusterError {
  const message = `this is no backup that can be restored: ${why}`;
  return new ClusterError("INVALID_ARGUMENT", message, cause === undefined ? {} : { cause });
}
