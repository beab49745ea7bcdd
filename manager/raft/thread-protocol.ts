/** What passes between the threads around the loop's own messages. */
import type { FromLoop, ToLoop, WireError } from "./protocol.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";

export type FromThread =
  | FromLoop
  | {
      readonly kind: "log";
      readonly level: LogLevel;
      readonly fields: object;
      readonly message: string;
    }
  | { readonly kind: "start-failed"; readonly error: WireError; readonly locked: boolean };

/** Buffers that were made for this message only: moved, not copied. */
export function ownBuffers(message: FromThread | ToLoop): ArrayBuffer[] {
  switch (message.kind) {
    case "committed":
    case "propose":
      return whole(message.data.bytes);
    case "image-chunk":
    case "restore-chunk":
      return message.chunk === undefined ? [] : whole(message.chunk);
    default:
      return [];
  }
}

function whole(bytes: Uint8Array): ArrayBuffer[] {
  const { buffer } = bytes;
  const own = buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength;
  return own && !Buffer.isBuffer(bytes) ? [buffer] : [];
}
