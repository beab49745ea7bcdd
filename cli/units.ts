/** Units on the command line: Docker's forms, refused with the flag's name. */
import { CliError, EXIT } from "./exit.ts";

export function usageError(flag: string, value: string, expected: string): CliError {
  return new CliError(EXIT.usage, `${flag}: invalid value "${value}": expected ${expected}`);
}

/** "1.5" cores in billionths. */
export function parseCpus(text: string, flag: string): number {
  if (!/^\d+(\.\d{1,9})?$/.test(text)) throw usageError(flag, text, "a number of cores, like 0.5");
  return Math.round(Number(text) * 1e9);
}

const MEMORY_UNITS = new Map([
  ["", 1],
  ["b", 1],
  ["k", 2 ** 10],
  ["m", 2 ** 20],
  ["g", 2 ** 30],
  ["t", 2 ** 40],
]);

/** "64m" in bytes; units are powers of 1024, as in Docker. */
export function parseMemory(text: string, flag: string): number {
  const match = /^(\d+(?:\.\d+)?)([bkmgt]?)b?$/i.exec(text);
  const unit = MEMORY_UNITS.get((match?.[2] ?? "").toLowerCase());
  if (match === null || unit === undefined) {
    throw usageError(flag, text, "a size in bytes, like 64m or 1g");
  }
  return Math.round(Number(match[1]) * unit);
}

const DURATION_UNITS = new Map([
  ["ns", 1],
  ["us", 1e3],
  ["µs", 1e3],
  ["ms", 1e6],
  ["s", 1e9],
  ["m", 60e9],
  ["h", 3600e9],
]);

const DURATION = /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/;

/** "1m30s" in nanoseconds. */
export function parseDuration(text: string, flag: string): number {
  if (text === "0") return 0;
  if (!DURATION.test(text)) {
    throw usageError(flag, text, "a duration, like 500ms, 10s or 1m30s");
  }
  let total = 0;
  for (const [, number, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)) {
    total += Number(number) * (DURATION_UNITS.get(unit ?? "") ?? Number.NaN);
  }
  return Math.round(total);
}

/** "10m" ago, a date, or seconds since 1970: in seconds since 1970, as the API wants it. */
export function parseInstant(text: string, flag: string, now: number): string {
  if (DURATION.test(text)) return ((now - parseDuration(text, flag) / 1e6) / 1000).toFixed(3);
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  if (Number.isNaN(ms)) {
    throw usageError(flag, text, "a date, seconds since 1970, or a duration ago, like 10m");
  }
  return (ms / 1000).toFixed(3);
}

/** A whole number of at least `least`. */
export function parseCount(text: string, flag: string, least = 0): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) < least) {
    throw usageError(flag, text, `a whole number of at least ${least}`);
  }
  return Number(text);
}

/** A whole number, negative ones too. */
export function parseInteger(text: string, flag: string): number {
  if (!/^-?\d{1,9}$/.test(text)) throw usageError(flag, text, "a whole number");
  return Number(text);
}

export function parseRatio(text: string, flag: string): number {
  const value = Number(text);
  if (text === "" || !(value >= 0 && value <= 1))
    throw usageError(flag, text, "a number of 0 to 1");
  return value;
}

/** `key=value` pairs as an object; a key alone has the empty value, as in Docker's labels. */
export function parsePairs(texts: readonly string[], flag: string): Record<string, string> {
  const pairs: [string, string][] = [];
  for (const text of texts) {
    const at = text.indexOf("=");
    const key = at < 0 ? text : text.slice(0, at);
    if (key === "") throw usageError(flag, text, "key=value");
    pairs.push([key, at < 0 ? "" : text.slice(at + 1)]);
  }
  return Object.fromEntries(pairs);
}

/** 5 minutes ago, as docker says it. */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const steps: readonly [number, number, string][] = [
    [60, 1, "second"],
    [3600, 60, "minute"],
    [86_400, 3600, "hour"],
    [14 * 86_400, 86_400, "day"],
    [60 * 86_400, 7 * 86_400, "week"],
    [730 * 86_400, 30 * 86_400, "month"],
    [Number.POSITIVE_INFINITY, 365 * 86_400, "year"],
  ];
  const [, unit, name] = steps.find(([below]) => seconds < below) ?? [0, 1, "second"];
  const count = Math.floor(seconds / unit);
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}

const SIZES = ["B", "KiB", "MiB", "GiB", "TiB"];

export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < SIZES.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toPrecision(3)} ${SIZES[unit]}`;
}
