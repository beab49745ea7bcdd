/** Authenticated encryption as a port: one data key, many sealed pieces. */
export interface Cipher {
  readonly keyId: number;
  /** `context` is authenticated, not stored: a piece opens only where it was sealed. */
  seal(plain: Uint8Array, context: Uint8Array): Uint8Array;
  /** Undefined if it was changed, or sealed with another key or context. */
  open(sealed: Uint8Array, context: Uint8Array): Uint8Array | undefined;
}

/** The data keys by id. */
export interface Ciphers {
  /** For what is written from now on. */
  current(): Cipher;
  /** Undefined: no such key, the file cannot be read. */
  byId(keyId: number): Cipher | undefined;
}
