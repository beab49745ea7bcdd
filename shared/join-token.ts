/**
 * Join tokens and unlock keys in Swarm's formats (reference 3.6), so that what an operator pastes
 * looks and fails as it always did.
 *
 *   SWMTKN-1-<SHA-256 of the root certificate, base 36, 50 digits>-<16 random bytes, base 36, 25>
 *   SWMKEY-1-<32 random bytes, base 64 without padding>
 */
import { ClusterError } from "./errors.ts";

const DIGEST_DIGITS = 50;
const SECRET_DIGITS = 25;
const SECRET_BYTES = 16;
const DIGEST_BYTES = 32;
const UNLOCK_KEY_BYTES = 32;

export interface JoinToken {
  /** SHA-256 of the root certificate's PEM. */
  readonly rootDigest: Uint8Array;
  readonly secret: Uint8Array;
}

export function formatJoinToken(token: JoinToken): string {
  const digest = toBase36(token.rootDigest).padStart(DIGEST_DIGITS, "0");
  return `SWMTKN-1-${digest}-${formatTokenSecret(token.secret)}`;
}

/** The part that a rotation replaces. Not any 25 digits: 36^25 is more than 16 bytes can say. */
export function formatTokenSecret(secret: Uint8Array): string {
  return toBase36(secret).padStart(SECRET_DIGITS, "0");
}

/** Throws INVALID_ARGUMENT that says what is wrong, never what the token is. */
export function parseJoinToken(text: string): JoinToken {
  const parts = text.trim().split("-");
  if (parts[0] !== "SWMTKN") throw invalidToken("it does not start with SWMTKN-");
  if (parts[1] !== "1") throw invalidToken(`version ${parts[1] || "is missing"}, expected 1`);
  const [, , digest, secret] = parts;
  if (parts.length !== 4 || digest === undefined || secret === undefined) {
    throw invalidToken(`${parts.length} parts, expected SWMTKN-1-DIGEST-SECRET`);
  }
  return {
    rootDigest: parseDigits("digest", digest, DIGEST_DIGITS, DIGEST_BYTES),
    secret: parseDigits("secret", secret, SECRET_DIGITS, SECRET_BYTES),
  };
}

function parseDigits(part: string, digits: string, length: number, bytes: number): Uint8Array {
  if (digits.length !== length) {
    throw invalidToken(`its ${part} has ${digits.length} characters, expected ${length}`);
  }
  if (!/^[0-9a-z]+$/.test(digits)) throw invalidToken(`its ${part} has characters not in 0-9a-z`);
  const value = fromBase36(digits);
  if (value >= 1n << BigInt(8 * bytes)) throw invalidToken(`its ${part} is out of range`);
  const out = new Uint8Array(bytes);
  let rest = value;
  for (let i = bytes - 1; i >= 0; i--) {
    out[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return out;
}

function invalidToken(why: string): ClusterError {
  return new ClusterError("INVALID_ARGUMENT", `invalid join token: ${why}`);
}

function toBase36(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value.toString(36);
}

function fromBase36(digits: string): bigint {
  let value = 0n;
  for (const digit of digits) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  return value;
}

const KEY_PREFIX = "SWMKEY-1-";
const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Empty for an empty key, which is how the API says that autolock is off. */
export function formatUnlockKey(key: Uint8Array): string {
  return key.length === 0 ? "" : KEY_PREFIX + toBase64(key);
}

export function parseUnlockKey(text: string): Uint8Array {
  const trimmed = text.trim();
  const bytes = trimmed.startsWith(KEY_PREFIX)
    ? fromBase64(trimmed.slice(KEY_PREFIX.length))
    : undefined;
  if (bytes?.length !== UNLOCK_KEY_BYTES) {
    throw new ClusterError(
      "INVALID_ARGUMENT",
      "invalid unlock key: expected SWMKEY-1- and 32 bytes in base 64",
    );
  }
  return bytes;
}

// By hand: shared cores have neither Node's Buffer nor a browser's atob.
function toBase64(bytes: Uint8Array): string {
  let bits = 0;
  let held = 0;
  let text = "";
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += BASE64[(held >> bits) & 63];
    }
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + BASE64[(held << (6 - bits)) & 63];
}

function fromBase64(text: string): Uint8Array | undefined {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const char of text) {
    const value = BASE64.indexOf(char);
    if (value < 0) return undefined;
    held = (held << 6) | value;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 255);
      held &= (1 << bits) - 1;
    }
  }
  // Bits left over must be zero, or two texts would be the same key.
  return held === 0 ? Uint8Array.from(bytes) : undefined;
}
