/** At most so many at a time, first come first served. */
export class Slots {
  #free: number;
  readonly #queue: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#take(signal);
    try {
      return await work();
    } finally {
      const next = this.#queue.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }

  #take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free--;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const aborted = (): void => {
        this.#queue.splice(this.#queue.indexOf(granted), 1);
        reject(signal.reason);
      };
      const granted = (): void => {
        signal.removeEventListener("abort", aborted);
        resolve();
      };
      this.#queue.push(granted);
      signal.addEventListener("abort", aborted, { once: true });
    });
  }
}
