/** wrk, the load generator: requests as fast as they are answered, over connections that stay. */
import type { Station } from "./hosts.ts";

export interface WrkRun {
  readonly connections: number;
  readonly seconds: number;
  /** A connection for each request. */
  readonly close?: boolean;
}

export interface WrkResult {
  readonly requests: number;
  readonly perSecond: number;
  /** Bytes a second. */
  readonly throughput: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Connections that failed, answers that are no success, and those that did not come: in words. */
  readonly failures: string;
}

/** An answer that a busy machine is slow with is not lost; by default it would be after 2 s. */
const PATIENT = ["--timeout", "30s"];

/**
 * Throws what wrk says when it cannot run.
 * @param enter words before its command: into a container's network, say
 */
export async function wrk(
  from: Station,
  url: string,
  run: WrkRun,
  enter: readonly string[] = [],
): Promise<WrkResult> {
  const flags = ["-t1", `-c${run.connections}`, `-d${run.seconds}s`, "--latency", ...PATIENT];
  if (run.close === true) flags.push("-H", "Connection: close");
  const [command = "", ...words] = [...enter, "wrk", ...flags, url];
  return parseWrk(await from.runOk(command, ...words));
}

export function parseWrk(text: string): WrkResult {
  const number = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? Number.NaN);
  const ms = (share: string): number => {
    const [, value = "", unit = ""] =
      new RegExp(`^\\s+${share}%\\s+([\\d.]+)(us|ms|s)$`, "m").exec(text) ?? [];
    return Number(value) * (unit === "us" ? 0.001 : unit === "ms" ? 1 : 1000);
  };
  const [, size = "", unit = ""] = /Transfer\/sec:\s+([\d.]+)(B|KB|MB|GB)/.exec(text) ?? [];
  const failures = text.split("\n").filter((line) => /Socket errors|Non-2xx/.test(line));
  const requests = number(/(\d+) requests in/);
  if (Number.isNaN(requests)) throw new Error(`not what wrk says: ${text}`);
  return {
    requests,
    perSecond: number(/Requests\/sec:\s+([\d.]+)/),
    throughput: Number(size) * 1024 ** ["B", "KB", "MB", "GB"].indexOf(unit),
    p50Ms: ms("50"),
    p99Ms: ms("99"),
    failures: failures.map((line) => line.trim()).join("; "),
  };
}
