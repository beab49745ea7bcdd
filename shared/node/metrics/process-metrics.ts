/** What a Node process says of itself: CPU, memory, handles, collections, event loop. */
import { collectDefaultMetrics, Registry } from "prom-client";
import { type MetricFamily, renderFamilies } from "../../metrics.ts";
import { EventLoopLag } from "./event-loop.ts";

export type ProcessName = "agent" | "manager";

export class ProcessMetrics {
  readonly lag: EventLoopLag = new EventLoopLag();
  readonly #registry: Registry = new Registry();
  readonly #process: ProcessName;

  /** The process' name becomes the label `process`: one machine's metrics hold both. */
  constructor(process: ProcessName) {
    this.#process = process;
    collectDefaultMetrics({ register: this.#registry, labels: { process } });
    // It resets at every scrape and so misses pauses; EventLoopLag replaces it.
    for (const { name } of this.#registry.getMetricsAsArray()) {
      if (name.startsWith("nodejs_eventloop_lag")) this.#registry.removeSingleMetric(name);
    }
  }

  async text(): Promise<string> {
    const labelled = this.lag.families().map(
      (family): MetricFamily => ({
        ...family,
        samples: family.samples.map((sample) => ({
          ...sample,
          labels: { ...sample.labels, process: this.#process },
        })),
      }),
    );
    return `${(await this.#registry.metrics()).trimEnd()}\n${renderFamilies(labelled)}`;
  }

  close(): void {
    this.lag.close();
    this.#registry.clear();
  }
}
