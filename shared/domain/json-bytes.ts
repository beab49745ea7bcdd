/** JSON documents as the bytes that messages carry. */
import { ClusterError } from "../errors.ts";

// Both are globals of every JavaScript host; this project compiles without any host's types.
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function utf8Bytes(text: string): Uint8Array {
  return encoder.encode(text);
}

export function utf8Text(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export function jsonBytes(document: object): Uint8Array {
  return encoder.encode(JSON.stringify(document));
}

/** An empty field is an empty document. Throws DATA_LOSS for anything but a JSON object. */
export function parseJsonBytes<T extends object>(
  bytes: Uint8Array | null | undefined,
  what: string,
): T {
  if (!bytes || bytes.length === 0) return {} as T;
  let document: unknown;
  try {
    document = JSON.parse(decoder.decode(bytes));
  } catch (cause) {
    throw new ClusterError("DATA_LOSS", `${what}: not a JSON document`, { cause });
  }
  if (typeof document !== "object" || document === null) {
    throw new ClusterError("DATA_LOSS", `${what}: expected a JSON object`);
  }
  return document as T;
}
