/** Chunks of a snapshot as they come, each asked for when the one before was taken. */
export class ChunkQueue implements AsyncIterable<Uint8Array> {
  readonly #pull: () => void;
  #arrived: ((chunk: Uint8Array | undefined) => void) | undefined;

  constructor(pull: () => void) {
    this.#pull = pull;
  }

  /** Undefined: that was the last. */
  push(chunk: Uint8Array | undefined): void {
    this.#arrived?.(chunk);
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for (;;) {
      const chunk = await new Promise<Uint8Array | undefined>((resolve) => {
        this.#arrived = resolve;
        this.#pull();
      });
      if (chunk === undefined) return;
      yield chunk;
    }
  }
}
