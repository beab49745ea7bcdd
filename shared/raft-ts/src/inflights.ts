/**
 * The append messages that a follower has not answered yet: how many, how many bytes. A window
 * over a ring that grows up to `maxMessages`, so that adding and freeing never copy.
 */
import { fail } from "./errors.ts";

const FIRST_CAPACITY = 8;

export class Inflights {
  private readonly maxMessages: number;
  private readonly maxBytes: number;
  private indexes: number[] = [];
  private sizes: number[] = [];
  private start = 0;
  private bytesInFlight = 0;
  count = 0;

  /** maxBytes: the window is closed once this is reached; NO_LIMIT for none. */
  constructor(maxMessages: number, maxBytes: number) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.bytesInFlight;
  }

  /** The message that ends with entry `index`; indexes must not decrease. */
  add(index: number, bytes: number): void {
    if (this.full()) fail("an append message was sent into a full window");
    if (this.count === this.indexes.length) this.grow();
    const at = (this.start + this.count) % this.indexes.length;
    this.indexes[at] = index;
    this.sizes[at] = bytes;
    this.count++;
    this.bytesInFlight += bytes;
  }

  /** The follower stores everything up to `index`. */
  freeUpTo(index: number): void {
    while (this.count > 0 && (this.indexes[this.start] ?? 0) <= index) {
      this.bytesInFlight -= this.sizes[this.start] ?? 0;
      this.start = (this.start + 1) % this.indexes.length;
      this.count--;
    }
  }

  /** One more message may exceed the bytes, so that a large entry gets through at all. */
  full(): boolean {
    return this.count === this.maxMessages || this.bytesInFlight >= this.maxBytes;
  }

  reset(): void {
    this.start = 0;
    this.count = 0;
    this.bytesInFlight = 0;
  }

  private grow(): void {
    const capacity = Math.min(
      this.maxMessages,
      this.indexes.length === 0 ? FIRST_CAPACITY : this.indexes.length * 2,
    );
    const indexes = new Array<number>(capacity).fill(0);
    const sizes = new Array<number>(capacity).fill(0);
    for (let i = 0; i < this.count; i++) {
      const from = (this.start + i) % this.indexes.length;
      indexes[i] = this.indexes[from] ?? 0;
      sizes[i] = this.sizes[from] ?? 0;
    }
    this.indexes = indexes;
    this.sizes = sizes;
    this.start = 0;
  }
}
