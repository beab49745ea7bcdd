/** The way through the filters of iptables, in both families: see plan-filter.ts. */
import type { Logger } from "../../../shared/logger.ts";
import type { NetCommands } from "./commands-driver.ts";
import { EGRESS_CHAIN, FILTER_CHAIN } from "./names.ts";
import { type FilteredBridge, filterScript, hasChains, planJumps } from "./plan-filter.ts";
import { SegmentsFilter } from "./segments-filter-driver.ts";

const FAMILIES = ["iptables", "ip6tables"] as const;
/** Others hold the lock for a moment. */
const PATIENCE = ["-w", "5"] as const;

export class HostFilter {
  readonly #commands: NetCommands;
  readonly #logger: Logger;
  readonly #segments: SegmentsFilter;
  /** In force in both families. */
  #script = "";

  constructor(commands: NetCommands, logger: Logger) {
    this.#commands = commands;
    this.#logger = logger;
    this.#segments = new SegmentsFilter(commands, logger);
  }

  async apply(bridges: readonly FilteredBridge[], signal: AbortSignal): Promise<void> {
    await this.#segments.apply(bridges, signal);
    const script = bridges.length === 0 ? "" : filterScript(bridges);
    if (script === this.#script) return;
    for (const family of FAMILIES) {
      if (script === "") await this.#remove(family, signal);
      else await this.#insert(family, script, signal);
    }
    this.#script = script;
  }

  /** What is missing is put back by the next `apply`. */
  async verify(signal: AbortSignal): Promise<void> {
    await this.#segments.verify(signal);
    if (this.#script === "") return;
    for (const family of FAMILIES) {
      const { code, stdout } = await this.#commands.run(family, [...PATIENCE, "-S"], signal);
      if (code !== 0) continue;
      const right = hasChains(this.#script, stdout) && planJumps(stdout).length === 0;
      if (!right) this.#script = "unknown";
    }
  }

  async removeAll(signal: AbortSignal): Promise<void> {
    await this.#segments.removeAll(signal);
    for (const family of FAMILIES) await this.#remove(family, signal);
    this.#script = "";
  }

  async #insert(family: string, script: string, signal: AbortSignal): Promise<void> {
    try {
      const args = ["--noflush", ...PATIENCE];
      await this.#commands.must(`${family}-restore`, args, signal, script);
    } catch (error) {
      // A host without iptables has an engine that does not filter with it.
      this.#logger.debug({ err: String(error) }, `no ${family}`);
      return;
    }
    const rules = await this.#commands.must(family, [...PATIENCE, "-S"], signal);
    for (const jump of planJumps(rules)) {
      const { code, stderr } = await this.#commands.run(family, [...PATIENCE, ...jump], signal);
      // Somebody changes the rules at this moment, and that is heard of.
      if (code !== 0) this.#logger.debug({ jump, err: stderr.trim() }, family);
    }
  }

  async #remove(family: string, signal: AbortSignal): Promise<void> {
    const jumps = [
      ["FORWARD", FILTER_CHAIN],
      ["FORWARD", EGRESS_CHAIN],
      ["DOCKER-USER", FILTER_CHAIN],
    ] as const;
    for (const [chain, target] of jumps) {
      await this.#commands.run(family, [...PATIENCE, "-D", chain, "-j", target], signal);
    }
    for (const chain of [FILTER_CHAIN, EGRESS_CHAIN]) {
      for (const verb of ["-F", "-X"]) {
        await this.#commands.run(family, [...PATIENCE, verb, chain], signal);
      }
    }
  }
}
