/** A real Prometheus of the test's own: loopback port, storage in the test's folder. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findCommand } from "./machine.ts";
import { freePort } from "./redis.ts";
import { eventually } from "./wait.ts";

const START_MS = 20_000;
const REQUEST_MS = 5_000;

export interface PrometheusTarget {
  readonly scrapePool: string;
  readonly scrapeUrl: string;
  readonly health: "up" | "down" | "unknown";
  readonly lastError: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

export class Prometheus {
  readonly #base: string;
  readonly #process: ChildProcess;
  readonly #log: string;

  private constructor(base: string, process: ChildProcess, log: string) {
    this.#base = base;
    this.#process = process;
    this.#log = log;
  }

  /** @param config the text of its configuration file */
  static async start(folder: string, config: string): Promise<Prometheus> {
    const command = findCommand("prometheus");
    if (command === undefined) throw new Error("prometheus is not installed");
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "prometheus.yml");
    const log = join(folder, "prometheus.log");
    writeFileSync(file, config);
    const address = `127.0.0.1:${await freePort()}`;
    const output = openSync(log, "a");
    const process = spawn(
      command,
      [
        `--config.file=${file}`,
        `--storage.tsdb.path=${join(folder, "data")}`,
        `--web.listen-address=${address}`,
        "--log.level=warn",
      ],
      { stdio: ["ignore", output, output] },
    );
    const prometheus = new Prometheus(`http://${address}`, process, log);
    await eventually("Prometheus is ready", START_MS, async () => {
      if (process.exitCode !== null) throw new Error(`it ended: ${prometheus.log()}`);
      return (await fetch(`http://${address}/-/ready`)).ok;
    });
    return prometheus;
  }

  async #get<T>(path: string): Promise<T> {
    const response = await fetch(this.#base + path, { signal: AbortSignal.timeout(REQUEST_MS) });
    const answer = (await response.json()) as { status: string; error?: string; data: T };
    if (answer.status !== "success") throw new Error(`${path}: ${answer.error}`);
    return answer.data;
  }

  async targets(): Promise<readonly PrometheusTarget[]> {
    const data = await this.#get<{ activeTargets: PrometheusTarget[] }>("/api/v1/targets");
    return data.activeTargets;
  }

  async query(expression: string): Promise<readonly Series[]> {
    const data = await this.#get<{ result: Series[] }>(
      `/api/v1/query?query=${encodeURIComponent(expression)}`,
    );
    return data.result;
  }

  /** The values of all series, in the order of Prometheus' answer. */
  async values(expression: string): Promise<readonly number[]> {
    return (await this.query(expression)).map(({ value }) => Number(value[1]));
  }

  async rules(): Promise<
    readonly { readonly name: string; readonly health: string; readonly lastError?: string }[]
  > {
    type Group = { rules: { name: string; health: string; lastError?: string }[] };
    const data = await this.#get<{ groups: Group[] }>("/api/v1/rules");
    return data.groups.flatMap(({ rules }) => rules);
  }

  /** Its own metrics, for what it says of discoveries. */
  async ownMetrics(): Promise<string> {
    const response = await fetch(`${this.#base}/metrics`, {
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    return response.text();
  }

  log(): string {
    return readFileSync(this.#log, "utf8");
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill("SIGKILL");
    await once(this.#process, "exit");
  }
}
