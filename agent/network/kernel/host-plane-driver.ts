/**
 * The host's part of the data plane: VXLAN devices, entries, the mesh's tables and
 * the way through the engine's filters. Held right by one agent of the stack, its owner.
 */
import type { Logger } from "../../../shared/logger.ts";
import type { TunnelSpace } from "../tunnel/space-driver.ts";
import type { NetCommands } from "./commands-driver.ts";
import { HostFilter } from "./filter-driver.ts";
import {
  bridgeState,
  entriesThere,
  type ForwardView,
  groupEntries,
  type LinkView,
  type NeighbourView,
  parseList,
  type SeenEntries,
  straightPorts,
  vxlanState,
} from "./links.ts";
import type { Removed } from "./monitor-line.ts";
import { isVxlan, RETURNS_TABLE, TABLE } from "./names.ts";
import { diffTable, removeTable, renderTable } from "./nft-table.ts";
import { hostSettings } from "./plan-filter.ts";
import { type MeshPlan, meshPorts, NO_MESH, planMesh } from "./plan-mesh.ts";
import {
  addVxlan,
  createBridge,
  diffEntries,
  type OverlayEntries,
  type OverlayPlan,
  placeVxlan,
  rightBridge,
} from "./plan-overlay.ts";
import { listeningPorts } from "./taken-ports.ts";
import type { World } from "./world.ts";

const REMOVE_TABLES = removeTable(TABLE) + removeTable(RETURNS_TABLE);

export interface HostPlaneOptions {
  readonly commands: NetCommands;
  readonly stack: string;
  /** Where encrypted overlays' devices are made. */
  readonly tunnels: Pick<TunnelSpace, "commands" | "host">;
  /** The host's ends of all containers on the overlay. */
  readonly portsOf: (
    overlay: OverlayPlan,
    links: readonly LinkView[],
    signal: AbortSignal,
  ) => Promise<readonly string[]>;
  readonly logger: Logger;
}

export class HostPlane {
  readonly #commands: NetCommands;
  readonly #stack: string;
  readonly #tunnels: HostPlaneOptions["tunnels"];
  readonly #portsOf: HostPlaneOptions["portsOf"];
  readonly #logger: Logger;
  readonly #filter: HostFilter;
  /** As of the last call, in force or not. */
  #wanted: readonly OverlayPlan[] = [];
  /** What was brought into force. Null: not known, so all is written again. */
  readonly #entries = new Map<string, OverlayEntries>();
  #mesh: MeshPlan = NO_MESH;
  #meshKnown = false;
  #settings = "";
  #taken: ReadonlySet<string> = new Set();

  constructor({ commands, stack, tunnels, portsOf, logger }: HostPlaneOptions) {
    this.#commands = commands;
    this.#stack = stack;
    this.#tunnels = tunnels;
    this.#portsOf = portsOf;
    this.#logger = logger;
    this.#filter = new HostFilter(commands, logger);
  }

  /** Brings plans into force: what changed since the last call. */
  async apply(overlays: readonly OverlayPlan[], world: World, signal: AbortSignal): Promise<void> {
    this.#wanted = overlays;
    for (const overlay of overlays) await this.#applyOverlay(overlay, signal);
    await this.#applySettings(overlays, signal);
    await this.#applyMesh(overlays, world, signal);
    await this.#filter.apply(overlays, signal);
    for (const id of this.#entries.keys()) {
      if (!overlays.some((overlay) => overlay.id === id)) this.#entries.delete(id);
    }
  }

  /** A foreign hand was at work: what is missing is put back by the next `apply`. */
  async verify(overlays: readonly OverlayPlan[], world: World, signal: AbortSignal): Promise<void> {
    const links = await this.#links(signal);
    const seen = await this.#seenEntries(signal);
    for (const overlay of overlays) {
      const right =
        vxlanState(overlay, links) === "right" && bridgeState(overlay, links) === "right";
      if (right) this.#entries.set(overlay.id, entriesThere(overlay, seen));
      else this.#entries.delete(overlay.id);
    }
    const ingress = overlays.find((overlay) => overlay.ingress)?.bridge ?? "";
    const ports = straightPorts(ingress, links);
    await this.#commands.ip(
      ports.map((port) => `link set ${port} type bridge_slave hairpin on`),
      signal,
    );
    const asked = (await this.#rulesOf(TABLE, "asked", signal)).includes("vmap");
    const returning = async (): Promise<boolean> =>
      (await this.#rulesOf(RETURNS_TABLE, "returning", signal)).includes("@ways");
    if (!asked || (ingress !== "" && !(await returning()))) this.forgetMesh();
    await this.#filter.verify(signal);
    this.#settings = "";
    await this.#lookForPorts(world, signal);
  }

  /** Empty if it is not there. */
  async #rulesOf(table: string, chain: string, signal: AbortSignal): Promise<string> {
    const args = ["list", "chain", ...table.split(" "), chain];
    const { code, stdout } = await this.#commands.run("nft", args, signal);
    return code === 0 ? stdout : "";
  }

  /** The next `apply` writes the tables whole. */
  forgetMesh(): void {
    this.#meshKnown = false;
  }

  /** The next `apply` writes every entry again. */
  forgetEntries(): void {
    this.#entries.clear();
  }

  /** Published ports that this host has other use for, as `80/tcp`. */
  get taken(): readonly string[] {
    return [...this.#taken].map((key) => key.split(" . ").toReversed().join("/")).toSorted();
  }

  /** Is what somebody removed still wanted? Our own removals are heard of, too. */
  lacks(removed: Removed): boolean {
    return this.#wanted.some(({ bridge, vxlan, entries }) => {
      if (removed.kind === "neighbour") {
        return removed.device === bridge && entries.neighbours.has(removed.address);
      }
      return removed.device === vxlan && entries.forwards.has(removed.mac);
    });
  }

  async #links(signal: AbortSignal): Promise<readonly LinkView[]> {
    return parseList(await this.#commands.must("ip", ["-d", "-json", "addr", "show"], signal));
  }

  async #seenEntries(signal: AbortSignal): Promise<SeenEntries> {
    const ask = ["-json", "neigh", "show", "nud", "permanent"];
    const neighbours = await this.#commands.must("ip", ask, signal);
    const forwards = await this.#commands.must("bridge", ["-json", "fdb", "show"], signal);
    return groupEntries(parseList<ForwardView>(forwards), parseList<NeighbourView>(neighbours));
  }

  async #applyOverlay(overlay: OverlayPlan, signal: AbortSignal): Promise<void> {
    let before = this.#entries.get(overlay.id);
    if (before === overlay.entries) return;
    if (before === undefined) {
      await this.#ensureDevices(overlay, signal);
      // What an earlier agent left is right, or else in the way of an address's next owner.
      before = entriesThere(overlay, await this.#seenEntries(signal));
    }
    const { ip, bridge } = diffEntries(overlay, before);
    await this.#commands.ip(ip, signal);
    await this.#commands.bridge(bridge, signal);
    this.#entries.set(overlay.id, overlay.entries);
  }

  async #ensureDevices(overlay: OverlayPlan, signal: AbortSignal): Promise<void> {
    const links = await this.#links(signal);
    if (bridgeState(overlay, links) === "absent") {
      // Removed behind the engine's back, which believes that it is there.
      const ports = await this.#portsOf(overlay, links, signal);
      this.#logger.warn({ network: overlay.name, ports }, "a network's bridge is gone: made again");
      await this.#commands.ip(createBridge(overlay, ports), signal);
      this.#settings = "";
    } else await this.#commands.ip(rightBridge(overlay), signal);
    const state = vxlanState(overlay, links);
    if (state === "other") await this.#commands.ip([`link del ${overlay.vxlan}`], signal);
    if (state === "other" || state === "absent") {
      const maker = overlay.encrypted ? this.#tunnels.commands : this.#commands;
      await maker.ip([addVxlan(overlay, this.#tunnels.host)], signal);
    }
    const place = placeVxlan(overlay);
    if (state !== "right") await this.#commands.ip(place.ip, signal);
    await this.#commands.bridge(place.bridge, signal);
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
      await this.#commands.nft(REMOVE_TABLES, signal);
    } else {
      const script = this.#meshKnown
        ? diffTable(this.#mesh.table, plan.table) + diffTable(this.#mesh.returns, plan.returns)
        : renderTable(plan.table) + renderTable(plan.returns);
      // A script that fails half-known leaves the tables as they were; the next writes them whole.
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

  /** The devices of overlays that this node is no longer on. */
  async removeDevices(keep: readonly OverlayPlan[], signal: AbortSignal): Promise<void> {
    const text = await this.#commands.must("ip", ["-json", "link", "show"], signal);
    const gone = parseList<LinkView>(text).filter(
      ({ ifname }) => isVxlan(ifname) && !keep.some((overlay) => overlay.vxlan === ifname),
    );
    await this.#commands.ip(
      gone.map(({ ifname }) => `link del ${ifname}`),
      signal,
    );
  }

  /** Nothing of ours is left. */
  async removeAll(signal: AbortSignal): Promise<void> {
    await this.#commands.nft(REMOVE_TABLES, signal);
    await this.#filter.removeAll(signal);
    await this.removeDevices([], signal);
    this.#entries.clear();
    this.#mesh = NO_MESH;
    this.#meshKnown = false;
  }
}
