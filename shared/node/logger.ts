/** Logs: readable lines on a terminal, JSON otherwise, always on standard error. */
import type { Logger as PinoLogger } from "pino";
import pino from "pino";
import pretty from "pino-pretty";
import type { Logger } from "../logger.ts";

export const LOG_LEVELS = ["debug", "info", "warn", "error", "fatal"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export const LOG_FORMATS = ["json", "pretty", "auto"] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export interface LoggerOptions {
  readonly level: LogLevel;
  /** `auto`: pretty on a terminal, JSON otherwise. */
  readonly format: LogFormat;
  /** The process that speaks: skepd or skep-manager. */
  readonly name: string;
}

export function resolveLogFormat(format: LogFormat): "json" | "pretty" {
  if (format !== "auto") return format;
  return process.stderr.isTTY ? "pretty" : "json";
}

export function createLogger(options: LoggerOptions): Logger {
  // Synchronous: the last words of a process that dies are the ones that are wanted.
  const destination =
    resolveLogFormat(options.format) === "pretty"
      ? pretty({
          destination: 2,
          sync: true,
          ignore: "pid,hostname",
          singleLine: true,
          translateTime: "SYS:HH:MM:ss.l",
        })
      : pino.destination({ dest: 2, sync: true });
  return adapt(pino({ name: options.name, level: options.level }, destination));
}

function adapt(log: PinoLogger): Logger {
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
    child: (fields) => adapt(log.child(fields)),
  };
}
