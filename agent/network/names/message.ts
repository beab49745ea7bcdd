/**
 * Questions and answers as bytes. Questions are untrusted: whatever cannot be read is refused with
 * a code, or not answered at all where an answer could go round in circles.
 */
import { AUTHORITATIVE_ANSWER, decode, encode, RECURSION_AVAILABLE } from "dns-packet";
import type { NameRecord } from "./resolve.ts";

export interface Query {
  readonly kind: "query";
  readonly id: number;
  readonly name: string;
  readonly type: string;
  /** As it came, for the answer: its case and its odd bytes are the asker's. */
  readonly questionBytes: Buffer;
  readonly wantsRecursion: boolean;
  /** How large an answer over UDP may be. */
  readonly udpSize: number;
  readonly edns: boolean;
}

export type ReadResult =
  | Query
  | { readonly kind: "refused"; readonly reply: Buffer }
  /** Not a question at all. */
  | { readonly kind: "ignored" };

export type Code = "NOERROR" | "FORMERR" | "SERVFAIL" | "NXDOMAIN" | "NOTIMP" | "BADVERS";

const CODES: Readonly<Record<Code, number>> = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  BADVERS: 16,
};

const HEADER_BYTES = 12;
const PLAIN_UDP_BYTES = 512;
/** Larger ones would be cut into fragments on their way. */
const MAX_UDP_BYTES = 1_232;
const MAX_TCP_BYTES = 65_535;
const OPT_BYTES = 11;
const RESPONSE = 0x8000;
const TRUNCATED = 0x0200;
const RECURSION_DESIRED = 0x0100;

export function readQuery(bytes: Buffer): ReadResult {
  if (bytes.length < HEADER_BYTES) return { kind: "ignored" };
  const flags = bytes.readUInt16BE(2);
  // To answer an answer is how two servers begin to talk for ever.
  if ((flags & RESPONSE) !== 0) return { kind: "ignored" };
  if (((flags >> 11) & 0xf) !== 0) return refused(bytes, "NOTIMP");
  const questionEnd = bytes.readUInt16BE(4) === 1 ? endOfQuestion(bytes) : undefined;
  if (questionEnd === undefined) return refused(bytes, "FORMERR");
  const read = decodeQuestion(bytes);
  if (read === undefined) return refused(bytes, "FORMERR");
  const query: Query = {
    kind: "query",
    id: bytes.readUInt16BE(0),
    ...read,
    questionBytes: Buffer.from(bytes.subarray(HEADER_BYTES, questionEnd)),
    wantsRecursion: (flags & RECURSION_DESIRED) !== 0,
  };
  return read.version === 0
    ? query
    : { kind: "refused", reply: writeReply(query, "BADVERS", [], MAX_UDP_BYTES) };
}

interface ReadQuestion {
  readonly name: string;
  readonly type: string;
  readonly udpSize: number;
  readonly edns: boolean;
  readonly version: number;
}

function decodeQuestion(bytes: Buffer): ReadQuestion | undefined {
  try {
    const { questions = [], additionals = [] } = decode(bytes);
    const question = questions[0];
    if (question === undefined) return undefined;
    const opt = additionals.find((one) => one.type === "OPT");
    if (opt === undefined || opt.type !== "OPT") {
      const plain = { udpSize: PLAIN_UDP_BYTES, edns: false, version: 0 };
      return { name: question.name, type: question.type, ...plain };
    }
    const udpSize = Math.min(Math.max(opt.udpPayloadSize, PLAIN_UDP_BYTES), MAX_UDP_BYTES);
    const version = opt.ednsVersion;
    return { name: question.name, type: question.type, udpSize, edns: true, version };
  } catch {
    return undefined; // dns-packet throws on whatever is not a message
  }
}

/** A question's name is written out: a pointer there could only lead into the header. */
function endOfQuestion(bytes: Buffer): number | undefined {
  let at = HEADER_BYTES;
  for (;;) {
    const length = bytes[at];
    if (length === undefined || length > 63) return undefined;
    at += 1 + length;
    if (length === 0) break;
  }
  return at + 4 <= bytes.length ? at + 4 : undefined;
}

function refused(bytes: Buffer, code: Code): ReadResult {
  const reply = Buffer.alloc(HEADER_BYTES);
  bytes.copy(reply, 0, 0, 4);
  reply.writeUInt16BE(RESPONSE | (bytes.readUInt16BE(2) & 0x7900) | CODES[code], 2);
  return { kind: "refused", reply };
}

export type Answered = Pick<
  Query,
  "id" | "name" | "type" | "questionBytes" | "wantsRecursion" | "edns"
>;

/** @param limit in bytes; what does not fit is left out, and the answer says that it is cut */
export function writeReply(
  query: Answered,
  code: Code,
  records: readonly NameRecord[],
  limit: number = MAX_TCP_BYTES,
): Buffer {
  const room = limit - HEADER_BYTES - query.questionBytes.length - (query.edns ? OPT_BYTES : 0);
  const encoded: Buffer[] = [];
  let size = 0;
  for (const record of records) {
    const bytes = writeRecord(record);
    if (size + bytes.length > room) break;
    size += bytes.length;
    encoded.push(bytes);
  }
  const number = CODES[code];
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(query.id, 0);
  header.writeUInt16BE(
    RESPONSE |
      AUTHORITATIVE_ANSWER |
      RECURSION_AVAILABLE |
      (encoded.length < records.length ? TRUNCATED : 0) |
      (query.wantsRecursion ? RECURSION_DESIRED : 0) |
      (number & 0xf),
    2,
  );
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(encoded.length, 6);
  header.writeUInt16BE(query.edns ? 1 : 0, 10);
  const opt = query.edns ? [writeOpt(number >> 4)] : [];
  return Buffer.concat([header, query.questionBytes, ...encoded, ...opt]);
}

/**
 * dns-packet writes every name whole; ours is the question's, so that a pointer to it does: four
 * times as many tasks fit into an answer.
 */
function writeRecord({ type, data, ttl }: NameRecord): Buffer {
  const whole = encode({ type: "response", answers: [{ type, name: ".", ttl, data }] });
  // After the header: the root's one byte, then type, class, lifetime and data.
  return Buffer.concat([Buffer.from([0xc0, HEADER_BYTES]), whole.subarray(HEADER_BYTES + 1)]);
}

function writeOpt(extendedCode: number): Buffer {
  const opt = Buffer.alloc(OPT_BYTES);
  opt.writeUInt16BE(41, 1);
  opt.writeUInt16BE(MAX_UDP_BYTES, 3);
  opt.writeUInt8(extendedCode, 5);
  return opt;
}

/** Does this answer belong to that question? For answers of servers that were asked for us. */
export function answersQuestion(answer: Buffer, question: Buffer): boolean {
  if (answer.length < HEADER_BYTES || answer.readUInt16BE(0) !== question.readUInt16BE(0)) {
    return false;
  }
  if ((answer.readUInt16BE(2) & RESPONSE) === 0) return false;
  // Servers that refuse a question may leave it out of their answer.
  if (answer.readUInt16BE(4) === 0) return codeOf(answer) !== CODES.NOERROR;
  const end = endOfQuestion(question);
  if (end === undefined || answer.length < end) return false;
  const lower = (bytes: Buffer): string =>
    bytes.subarray(HEADER_BYTES, end).toString("latin1").toLowerCase();
  return lower(answer) === lower(question);
}

/** The server could not say, another one may. */
export function isFailure(answer: Buffer): boolean {
  const code = codeOf(answer);
  return code !== CODES.NOERROR && code !== CODES.NXDOMAIN;
}

function codeOf(answer: Buffer): number {
  return answer.readUInt16BE(2) & 0xf;
}
