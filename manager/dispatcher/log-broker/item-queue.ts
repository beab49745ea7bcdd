/**
 * Items between those who bring them and the one who reads, with a mark at which the bringers are
 * asked to stop and one at which they may go on: a slow terminal slows the containers' logs down
 * on their way, and never fills the manager's memory.
 */
export class ItemQueue<T> {
  readonly #sizeOf: (item: T) => number;
  readonly #highMark: number;
  readonly #onRoom: () => void;
  #items: T[] = [];
  #size = 0;
  #full = false;
  #end: { readonly error: Error | undefined } | undefined;
  #wake: (() => void) | undefined;

  constructor(highMark: number, sizeOf: (item: T) => number, onRoom: () => void) {
    this.#highMark = highMark;
    this.#sizeOf = sizeOf;
    this.#onRoom = onRoom;
  }

  /** False: taken, but bring no more before `onRoom`. */
  push(item: T): boolean {
    if (this.#end !== undefined) return false;
    this.#items.push(item);
    this.#size += this.#sizeOf(item);
    this.#full ||= this.#size >= this.#highMark;
    this.#wake?.();
    return !this.#full;
  }

  get full(): boolean {
    return this.#full;
  }

  /** What is in it is still read. With an error, reading then throws it. */
  finish(error?: Error): void {
    this.#end ??= { error };
    this.#wake?.();
  }

  /** For one reader. */
  async *read(): AsyncGenerator<T> {
    for (;;) {
      const items = this.#items;
      this.#items = [];
      for (const item of items) {
        yield item;
        this.#took(item);
      }
      if (this.#items.length > 0) continue;
      if (this.#end !== undefined) {
        if (this.#end.error !== undefined) throw this.#end.error;
        return;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
  }

  #took(item: T): void {
    this.#size -= this.#sizeOf(item);
    if (!this.#full || this.#size > this.#highMark / 2) return;
    this.#full = false;
    this.#onRoom();
  }
}
