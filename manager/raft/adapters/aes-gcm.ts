/** AES-256-GCM: nonce (12 bytes), ciphertext, tag (16 bytes). */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Cipher } from "../cipher.ts";

const NONCE_BYTES = 12;
const PREFIX_BYTES = 8;
const TAG_BYTES = 16;
export const KEY_BYTES = 32;

/**
 * INVARIANT: no nonce is used twice with a key. A random prefix per cipher object and a counter
 * after it, rather than the position in the file: a torn tail is written again at its position.
 */
export class AesGcmCipher implements Cipher {
  readonly keyId: number;
  readonly #key: Uint8Array;
  #nonce: Buffer = randomBytes(NONCE_BYTES);
  #counter = 0;

  constructor(keyId: number, key: Uint8Array) {
    if (key.length !== KEY_BYTES)
      throw new Error(`a key has ${KEY_BYTES} bytes, not ${key.length}`);
    this.keyId = keyId;
    this.#key = key;
  }

  seal(plain: Uint8Array, context: Uint8Array): Uint8Array {
    const nonce = this.#nextNonce();
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce);
    cipher.setAAD(context);
    const body = cipher.update(plain);
    const end = cipher.final();
    return Buffer.concat([nonce, body, end, cipher.getAuthTag()]);
  }

  open(sealed: Uint8Array, context: Uint8Array): Uint8Array | undefined {
    if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const body = sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES);
    const decipher = createDecipheriv("aes-256-gcm", this.#key, nonce);
    decipher.setAAD(context);
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    const plain = decipher.update(body);
    try {
      decipher.final();
    } catch {
      return undefined;
    }
    return plain;
  }

  #nextNonce(): Uint8Array {
    if (this.#counter === 0xffffffff) {
      this.#nonce = randomBytes(NONCE_BYTES);
      this.#counter = 0;
    }
    this.#nonce.writeUInt32BE(this.#counter++, PREFIX_BYTES);
    return this.#nonce;
  }
}
