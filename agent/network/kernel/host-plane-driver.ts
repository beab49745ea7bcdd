/**
 * The host's part of the data plane: VXLAN devices, entries, the mesh's table, return paths and
 * the way through the engine's filters. Held right by one agent of the stack, its owner.
 */
import type { Logger } from "../../../shared/logger.ts";
import type { NetCommands } from "./commands-driver.ts";
import {
  type LinkView,
  missingReturns,
  parseList,
  type RuleView,
  straightPorts,
  vxlanState,
} from "./links.ts";
import { FILTER_CHAIN, TABLE } from "./names.ts";
import { diffTable, removeTable, renderTable } from "./nft-table.ts";
import { filterScript, hostSettings } from "./plan-filter.ts";
import { type MeshPlan, meshPorts, NO_MESH, planMesh } from "./plan-mesh.ts";
import { createVxlan, diffEntries, type OverlayEntries, type OverlayPlan } from "./plan-overlay.ts";
import {
  addReturn,
  deleteReturn,
  planReturns,
  type ReturnPath,
  returnKey,
} from "./plan-returns.ts";
import { listeningPorts } from "./taken-ports.ts";
import type { World } from "./world.ts";

export interface HostPlaneOptions {
  readonly commands: NetCommands;
  readonly stack: string;
  readonly logger: Logger;
}

const FILTERS = ["iptables", "ip6tables"] as const;

export class HostPlane {
  readonly #commands: NetCommands;
  readonly #stack: string;
  readonly #logger: Logger;
  /** What was brought into force. Null: not known, so all is written again. */
  readonly #entries = new Map<string, OverlayEntries>();
  #mesh: MeshPlan = NO_MESH;
  #meshKnown = false;
  #returns: ReadonlyMap<string, ReturnPath> = new Map();
  #filter = "";
  #settings = "";
  #taken: ReadonlySet<string> = new Set();

  constructor({ commands, stack, logger }: HostPlaneOptions) {
    this.#commands = commands;
    this.#stack = stack;
    this.#logger = logger;
  }

  /** Brings plans into force: what changed since the last call. */
  async apply(overlays: readonly OverlayPlan[], world: World, signal: AbortSignal): Promise<void> {
    for (const overlay of overlays) await this.#applyOverlay(overlay, signal);
    await this.#applySettings(overlays, signal);
    await this.#applyReturns(overlays, world, signal);
    await this.#applyMesh(overlays, world, signal);
    await this.#applyFilter(overlays, signal);
    for (const id of this.#entries.keys()) {
      if (!overlays.some((overlay) => overlay.id === id)) this.#entries.delete(id);
    }
  }

  /** A foreign hand was at work: what is missing is put back by the next `apply`. */
  async verify(overlays: readonly OverlayPlan[], world: World, signal: AbortSignal): Promise<void> {
    const links = parseList<LinkView>(
      await this.#commands.must("ip", ["-d", "-json", "link", "show"], signal),
    );
    for (const overlay of overlays) {
      const bridge = links.find(({ ifname }) => ifname === overlay.bridge);
      const right = vxlanState(overlay, links) === "right" && bridge?.address === overlay.mac;
      if (!right) this.#entries.delete(overlay.id);
    }
    const ingress = overlays.find((overlay) => overlay.ingress)?.bridge ?? "";
    const ports = straightPorts(ingress, links);
    await this.#commands.ip(
      ports.map((port) => `link set ${port} type bridge_slave hairpin on`),
      signal,
    );
    await this.#verifyReturns(signal);
    const table = await this.#commands.run(
      "nft",
      ["list", "chain", ...TABLE.split(" "), "asked"],
      signal,
    );
    if (table.code !== 0 || !table.stdout.includes("vmap")) this.forgetMesh();
    await this.#verifyFilter(signal);
    this.#settings = "";
    await this.#lookForPorts(world, signal);
  }

  /** The next `apply` writes the table whole. */
  forgetMesh(): void {
    this.#meshKnown = false;
  }

  /** The next `apply` writes every entry again. */
  forgetEntries(): void {
    this.#entries.clear();
  }

  async #applyOverlay(overlay: OverlayPlan, signal: AbortSignal): Promise<void> {
    const before = this.#entries.get(overlay.id) ?? null;
    if (before === null) await this.#ensureDevice(overlay, signal);
    if (before === overlay.entries) return;
    const { ip, bridge } = diffEntries(overlay, before);
    await this.#commands.ip(ip, signal);
    await this.#commands.bridge(bridge, signal);
    this.#entries.set(overlay.id, overlay.entries);
  }

  async #ensureDevice(overlay: OverlayPlan, signal: AbortSignal): Promise<void> {
    const text = await this.#commands.must("ip", ["-d", "-json", "link", "show"], signal);
    const state = vxlanState(overlay, parseList<LinkView>(text));
    const create = createVxlan(overlay);
    const remove = state === "other" ? [`link del ${overlay.vxlan}`] : [];
    await this.#commands.ip(
      [
        // Peers know the bridge by the hardware address of its own address.
        `link set ${overlay.bridge} address ${overlay.mac}`,
        `link set ${overlay.bridge} up`,
        ...remove,
        ...(state === "right" ? [] : create.ip),
      ],
      signal,
    );
    await this.#commands.bridge(create.bridge, signal);
  }

  async #applySettings(overlays: readonly OverlayPlan[], signal: AbortSignal): Promise<void> {
    const ingress = overlays.find((overlay) => overlay.ingress)?.bridge ?? "";
    const settings = hostSettings(
      overlays.map(({ bridge }) => bridge),
      ingress,
    );
    if (overlays.length === 0 || settings.join() === this.#settings) return;
    const { stderr } = await this.#commands.run("sysctl", ["-q", "-e", "-w", ...settings], signal);
    if (stderr.trim() !== "") this.#logger.warn({ err: stderr.trim() }, "settings of the network");
    this.#settings = settings.join();
  }

  async #applyReturns(
    overlays: readonly OverlayPlan[],
    world: World,
    signal: AbortSignal,
  ): Promise<void> {
    const ingress = overlays.find((overlay) => overlay.ingress);
    const wanted = new Map(planReturns(ingress, world).map((path) => [returnKey(path), path]));
    const gone = [...this.#returns].filter(([key]) => !wanted.has(key));
    const added = [...wanted].filter(([key]) => !this.#returns.has(key));
    const lines = [
      ...gone.flatMap(([, path]) => deleteReturn(path)),
      ...added.flatMap(([, path]) => addReturn(path)),
    ];
    await this.#commands.ip(lines, signal);
    this.#returns = wanted;
  }

  async #verifyReturns(signal: AbortSignal): Promise<void> {
    const paths = [...this.#returns.values()];
    if (paths.length === 0) return;
    const ask = async (flag: string): Promise<readonly RuleView[]> =>
      parseList(await this.#commands.must("ip", [flag, "-json", "rule", "show"], signal));
    const missing = [
      ...missingReturns(paths, "v4", await ask("-4")),
      ...missingReturns(paths, "v6", await ask("-6")),
    ];
    // Their routes went with the bridge, if it did.
    if (missing.length > 0) this.#returns = new Map();
    else
      await this.#commands.ip(
        paths.flatMap((path) => addReturn(path).slice(0, 1)),
        signal,
      );
  }

  async #applyMesh(
    overlays: readonly OverlayPlan[],
    world: World,
    signal: AbortSignal,
  ): Promise<void> {
    const known = this.#mesh.ports;
    if (meshPorts(world).some((port) => !known.has(port))) await this.#lookForPorts(world, signal);
    const wish = { world, overlays, taken: this.#taken, stack: this.#stack, salt: this.#stack };
    const plan = planMesh(wish, this.#mesh);
    if (overlays.length === 0 && !this.#meshKnown) {
      await this.#commands.nft(removeTable(TABLE), signal);
    } else {
      const script = this.#meshKnown
        ? diffTable(this.#mesh.table, plan.table)
        : renderTable(plan.table);
      // A script that fails half-known leaves the table as it was; the next one writes it whole.
      this.#meshKnown = false;
      await this.#commands.nft(script, signal);
    }
    this.#meshKnown = true;
    this.#mesh = plan;
  }

  /** A port that something on this host listens on is left to it. */
  async #lookForPorts(world: World, signal: AbortSignal): Promise<void> {
    const files = ["tcp", "tcp6", "udp", "udp6"].map((name) => `/proc/net/${name}`);
    const wanted = meshPorts(world);
    if (wanted.length === 0) return;
    const listening = new Set<string>();
    for (const file of files) {
      const { stdout } = await this.#commands.run("cat", [file], signal);
      const protocol = file.includes("tcp") ? "tcp" : "udp";
      for (const port of listeningPorts(protocol, stdout)) listening.add(port);
    }
    const taken = new Set(wanted.filter((port) => listening.has(port)));
    for (const port of taken) {
      if (this.#taken.has(port)) continue;
      this.#logger.warn(
        { port: port.replace(" . ", "/") },
        "a published port is in use on this host: other nodes answer on it, this one does not",
      );
    }
    this.#taken = taken;
  }

  async #applyFilter(overlays: readonly OverlayPlan[], signal: AbortSignal): Promise<void> {
    const script = overlays.length === 0 ? "" : filterScript(overlays.map(({ bridge }) => bridge));
    if (script === this.#filter) return;
    for (const command of FILTERS) {
      if (script === "") await this.#removeFilter(command, signal);
      else await this.#insertFilter(command, script, signal);
    }
    this.#filter = script;
  }

  async #insertFilter(command: string, script: string, signal: AbortSignal): Promise<void> {
    const args = ["--noflush", "-w", "5"];
    try {
      await this.#commands.must(`${command}-restore`, args, signal, script);
    } catch (error) {
      // A host without iptables has an engine that does not filter with it.
      this.#logger.debug({ err: String(error) }, `no ${command}`);
      return;
    }
    for (const chain of ["FORWARD", "DOCKER-USER"]) {
      const rule = [chain, "-j", FILTER_CHAIN];
      const there = await this.#commands.run(command, ["-w", "5", "-C", ...rule], signal);
      // Where there is no DOCKER-USER, the insertion fails, and FORWARD's is enough.
      if (there.code !== 0) await this.#commands.run(command, ["-w", "5", "-I", ...rule], signal);
    }
  }

  async #verifyFilter(signal: AbortSignal): Promise<void> {
    if (this.#filter === "") return;
    for (const command of FILTERS) {
      const rules = await this.#commands.run(command, ["-w", "5", "-S"], signal);
      if (rules.code !== 0) continue;
      const wanted = [`-A FORWARD -j ${FILTER_CHAIN}`, `-A ${FILTER_CHAIN} `];
      if (rules.stdout.includes("-N DOCKER-USER")) {
        wanted.push(`-A DOCKER-USER -j ${FILTER_CHAIN}`);
      }
      if (wanted.some((rule) => !rules.stdout.includes(rule))) this.#filter = "unknown";
    }
  }

  async #removeFilter(command: string, signal: AbortSignal): Promise<void> {
    for (const chain of ["FORWARD", "DOCKER-USER"]) {
      await this.#commands.run(command, ["-w", "5", "-D", chain, "-j", FILTER_CHAIN], signal);
    }
    for (const verb of ["-F", "-X"]) {
      await this.#commands.run(command, ["-w", "5", verb, FILTER_CHAIN], signal);
    }
  }

  /** The devices of overlays that this node is no longer on. */
  async removeDevices(keep: readonly OverlayPlan[], signal: AbortSignal): Promise<void> {
    const text = await this.#commands.must("ip", ["-json", "link", "show"], signal);
    const gone = parseList<LinkView>(text).filter(
      ({ ifname }) => ifname.startsWith("skx") && !keep.some((overlay) => overlay.vxlan === ifname),
    );
    await this.#commands.ip(
      gone.map(({ ifname }) => `link del ${ifname}`),
      signal,
    );
  }

  /** Nothing of ours is left. */
  async removeAll(signal: AbortSignal): Promise<void> {
    await this.#commands.ip([...this.#returns.values()].flatMap(deleteReturn), signal);
    await this.#commands.nft(removeTable(TABLE), signal);
    for (const command of FILTERS) await this.#removeFilter(command, signal);
    await this.removeDevices([], signal);
    this.#entries.clear();
    this.#mesh = NO_MESH;
    this.#meshKnown = false;
    this.#returns = new Map();
    this.#filter = "";
  }
}
