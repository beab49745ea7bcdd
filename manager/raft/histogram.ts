/** Latencies as counts per bucket: small enough to be posted between threads every second. */

/** Upper bounds in seconds, as Prometheus wants them; one more bucket above the last. */
export const BUCKET_BOUNDS: readonly number[] = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

export interface HistogramCounts {
  /** One per bound, and one for what is above all; not cumulative. */
  readonly counts: readonly number[];
  readonly sumSeconds: number;
  readonly maxSeconds: number;
}

export class Histogram {
  readonly #counts: number[] = new Array<number>(BUCKET_BOUNDS.length + 1).fill(0);
  #sum = 0;
  #max = 0;

  recordMs(milliseconds: number): void {
    const seconds = milliseconds / 1000;
    let bucket = 0;
    while (bucket < BUCKET_BOUNDS.length && seconds > (BUCKET_BOUNDS[bucket] ?? 0)) bucket++;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#sum += seconds;
    if (seconds > this.#max) this.#max = seconds;
  }

  snapshot(): HistogramCounts {
    return { counts: [...this.#counts], sumSeconds: this.#sum, maxSeconds: this.#max };
  }
}

export const NO_COUNTS: HistogramCounts = new Histogram().snapshot();
