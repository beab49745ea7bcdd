/**
 * Which server a TLS client asks for, from the first bytes that it sends (RFC 8446 §4.1.2, RFC
 * 6066 §3). Only looks: the bytes go on to whoever serves the connection.
 */
export type Peek =
  /** Undefined: the client names no server. */
  | { readonly kind: "hello"; readonly serverName: string | undefined }
  | { readonly kind: "incomplete" }
  | { readonly kind: "not-tls" };

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const SERVER_NAME = 0;
const HOST_NAME = 0;
const RECORD_HEAD = 5;
const INCOMPLETE: Peek = { kind: "incomplete" };
const NOT_TLS: Peek = { kind: "not-tls" };

export function peekServerName(bytes: Uint8Array): Peek {
  const handshake = handshakeBytes(bytes);
  if (handshake === undefined) return NOT_TLS;
  if (handshake.length < 4) return INCOMPLETE;
  if (handshake[0] !== CLIENT_HELLO) return NOT_TLS;
  const length = uint(handshake, 1, 3);
  if (handshake.length < 4 + length) return INCOMPLETE;
  const reader = new Reader(handshake.subarray(4, 4 + length));
  // Version and random.
  reader.skip(2 + 32);
  reader.skip(reader.uint(1)); // session id
  reader.skip(reader.uint(2)); // cipher suites
  reader.skip(reader.uint(1)); // compression methods
  if (reader.failed) return NOT_TLS;
  if (reader.left === 0) return { kind: "hello", serverName: undefined };
  const extensions = reader.part(reader.uint(2));
  while (extensions.left > 0 && !extensions.failed) {
    const type = extensions.uint(2);
    const body = extensions.part(extensions.uint(2));
    if (type === SERVER_NAME) return hostName(body);
  }
  return extensions.failed ? NOT_TLS : { kind: "hello", serverName: undefined };
}

function hostName(body: Reader): Peek {
  const names = body.part(body.uint(2));
  while (names.left > 0 && !names.failed) {
    const type = names.uint(1);
    const name = names.part(names.uint(2));
    if (type === HOST_NAME && !name.failed && !names.failed) {
      return { kind: "hello", serverName: name.ascii().toLowerCase() };
    }
  }
  return names.failed || body.failed ? NOT_TLS : { kind: "hello", serverName: undefined };
}

/** The payload of the handshake records so far: a hello may be spread over several. */
function handshakeBytes(bytes: Uint8Array): Uint8Array | undefined {
  const parts: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (bytes[at] !== HANDSHAKE) return undefined;
    if (at + 1 < bytes.length && bytes[at + 1] !== 3) return undefined;
    if (at + RECORD_HEAD > bytes.length) break;
    const length = uint(bytes, at + 3, 2);
    if (length === 0) return undefined;
    for (const byte of bytes.subarray(at + RECORD_HEAD, at + RECORD_HEAD + length)) {
      parts.push(byte);
    }
    at += RECORD_HEAD + length;
    // What follows a whole hello is not ours to judge.
    if (parts.length >= 4 && parts.length >= 4 + uint(parts, 1, 3)) break;
  }
  return Uint8Array.from(parts);
}

function uint(bytes: ArrayLike<number>, at: number, size: number): number {
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;
  failed = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.failed ? 0 : this.#bytes.length - this.#at;
  }

  skip(count: number): void {
    if (count > this.left) this.failed = true;
    else this.#at += count;
  }

  uint(size: number): number {
    const at = this.#at;
    this.skip(size);
    return this.failed ? 0 : uint(this.#bytes, at, size);
  }

  part(length: number): Reader {
    const at = this.#at;
    this.skip(length);
    const part = new Reader(
      this.failed ? new Uint8Array(0) : this.#bytes.subarray(at, at + length),
    );
    part.failed = this.failed;
    return part;
  }

  ascii(): string {
    return String.fromCharCode(...this.#bytes.subarray(this.#at));
  }
}
