/** The way between a network's segments through the raw tables of iptables: see plan-filter.ts. */
import type { Logger } from "../../../shared/logger.ts";
import type { NetCommands } from "./commands-driver.ts";
import { SEGMENTS_CHAIN } from "./names.ts";
import { type FilteredBridge, hasSegments, segmentsScript } from "./plan-filter.ts";

const FAMILIES = ["iptables", "ip6tables"] as const;
type Family = (typeof FAMILIES)[number];
/** Others hold the lock for a moment. */
const PATIENCE = ["-w", "5"] as const;
const JUMP = ["PREROUTING", "-j", SEGMENTS_CHAIN] as const;

export class SegmentsFilter {
  readonly #commands: NetCommands;
  readonly #logger: Logger;
  /** In force. Absent: not known, as what an earlier agent left. */
  readonly #scripts = new Map<Family, string>();

  constructor(commands: NetCommands, logger: Logger) {
    this.#commands = commands;
    this.#logger = logger;
  }

  async apply(bridges: readonly FilteredBridge[], signal: AbortSignal): Promise<void> {
    for (const family of FAMILIES) {
      const script = segmentsScript(bridges, family);
      if (this.#scripts.get(family) === script) continue;
      if (script === "") await this.#remove(family, signal);
      else await this.#insert(family, script, signal);
      this.#scripts.set(family, script);
    }
  }

  /** What is missing is put back by the next `apply`. */
  async verify(signal: AbortSignal): Promise<void> {
    for (const family of FAMILIES) {
      const script = this.#scripts.get(family) ?? "";
      if (script === "") continue;
      const { code, stdout } = await this.#raw(family, ["-S"], signal);
      if (code === 0 && !hasSegments(script, stdout)) this.#scripts.delete(family);
    }
  }

  async removeAll(signal: AbortSignal): Promise<void> {
    for (const family of FAMILIES) await this.#remove(family, signal);
    this.#scripts.clear();
  }

  async #insert(family: Family, script: string, signal: AbortSignal): Promise<void> {
    const restore = ["--noflush", ...PATIENCE];
    const { code, stderr } = await this.#commands.run(`${family}-restore`, restore, signal, script);
    if (code !== 0) {
      // Without such a table the engine has no rules there either.
      this.#logger.debug({ err: stderr.trim() }, `no raw table of ${family}`);
      return;
    }
    await this.#raw(family, ["-D", ...JUMP], signal);
    await this.#raw(family, ["-I", ...JUMP], signal);
  }

  async #remove(family: Family, signal: AbortSignal): Promise<void> {
    if ((await this.#raw(family, ["-S", SEGMENTS_CHAIN], signal)).code !== 0) return;
    await this.#raw(family, ["-D", ...JUMP], signal);
    for (const verb of ["-F", "-X"]) await this.#raw(family, [verb, SEGMENTS_CHAIN], signal);
  }

  #raw(
    family: Family,
    words: readonly string[],
    signal: AbortSignal,
  ): ReturnType<NetCommands["run"]> {
    return this.#commands.run(family, [...PATIENCE, "-t", "raw", ...words], signal);
  }
}
