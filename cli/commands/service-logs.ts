/** skep service logs: the merged output of a service's or task's containers. */
import type { Command } from "commander";
import type { CliContext } from "../context.ts";
import { parseInstant } from "../units.ts";

interface LogsOptions {
  readonly follow?: boolean;
  readonly since?: string;
  readonly tail: string;
  readonly timestamps?: boolean;
  readonly raw?: boolean;
}

export function registerServiceLogs(service: Command, context: CliContext): void {
  service
    .command("logs")
    .description("Show the output of a service's tasks")
    .argument("<service|task>")
    .option("-f, --follow", "Go on with what comes")
    .option("--since <time>", "Only since then: 10m, or 2026-01-02T15:04:05Z")
    .option("-n, --tail <lines>", "Only the last lines of each task", "all")
    .option("-t, --timestamps", "Show when each line came")
    .option("--raw", "Without the task's name in front")
    .action((name: string, options: LogsOptions) => logs(context, name, options));
}

async function logs(context: CliContext, name: string, options: LogsOptions): Promise<void> {
  const query = {
    stdout: true,
    stderr: true,
    details: options.raw !== true,
    follow: options.follow === true,
    timestamps: options.timestamps === true,
    tail: options.tail,
    since:
      options.since === undefined
        ? undefined
        : parseInstant(options.since, "--since", context.now()),
  };
  const stream = await context.api().stream(`/services/${encodeURIComponent(name)}/logs`, {
    query,
    signal: context.signal,
  });
  const multiplexed = (stream.headers["content-type"] ?? "").includes("multiplexed");
  const split = multiplexed ? new Demultiplexer() : undefined;
  for await (const chunk of stream) {
    for (const frame of split?.push(chunk as Buffer) ?? [{ error: false, data: chunk as Buffer }]) {
      const text = options.raw === true ? frame.data.toString() : prefixed(frame.data.toString());
      (frame.error ? context.note : context.write)(text);
    }
  }
}

/** Details come as `key=value,key=value` in front of the line: show the task's and node's ids. */
function prefixed(text: string): string {
  return text
    .split("\n")
    .map((line) => {
      const match = /^((?:\S+ )?)(com\.docker\.swarm\.[^ ]+) (.*)$/.exec(line);
      if (match === null) return line;
      const details = new Map(
        (match[2] ?? "").split(",").map((pair) => {
          const at = pair.indexOf("=");
          return [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))] as const;
        }),
      );
      const task = (details.get("com.docker.swarm.task.id") ?? "").slice(0, 12);
      const node = (details.get("com.docker.swarm.node.id") ?? "").slice(0, 12);
      return `${match[1]}${task}@${node} | ${match[3]}`;
    })
    .join("\n");
}

const HEADER = 8;

/** Docker's multiplexed stream: a header of 8 bytes (stream, length) in front of each frame. */
export class Demultiplexer {
  #rest: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): { readonly error: boolean; readonly data: Buffer }[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const frames: { error: boolean; data: Buffer }[] = [];
    while (this.#rest.length >= HEADER) {
      const length = this.#rest.readUInt32BE(4);
      if (this.#rest.length < HEADER + length) break;
      frames.push({
        error: this.#rest[0] === 2,
        data: this.#rest.subarray(HEADER, HEADER + length),
      });
      this.#rest = this.#rest.subarray(HEADER + length);
    }
    return frames;
  }
}
