/** The namespaces of this agent's containers: virtual addresses, and the way replies leave. */
import type { TaskId } from "../../../shared/ids.ts";
import type { Logger } from "../../../shared/logger.ts";
import { namespaceInode } from "../stack-driver.ts";
import { NetCommands } from "./commands-driver.ts";
import { type LinkView, parseList } from "./links.ts";
import { TABLE } from "./names.ts";
import { diffTable, type NftTable, removeTable, renderTable } from "./nft-table.ts";
import type { OverlayPlan } from "./plan-overlay.ts";
import { ROUTE_LOOPBACK, resolverChains, resolverOf } from "./plan-resolver.ts";
import { NO_VIRTUAL, planVirtual, type VirtualPlan } from "./plan-virtual.ts";
import { isIpv6, type World } from "./world.ts";

/** One namespace: a container's, with a task for each network that it was attached to by itself. */
interface Container {
  readonly pid: number;
  readonly namespace: number;
  readonly commands: NetCommands;
  readonly tasks: Set<TaskId>;
  plan: VirtualPlan;
  /** What was written last; null: not known. */
  table: NftTable | null;
  /** The words of its default route; empty: it needs none, undefined: not known. */
  route: string | undefined;
}

interface ContainerWish {
  readonly overlays: readonly OverlayPlan[];
  readonly world: World;
  readonly networkIds: ReadonlySet<string>;
}

/** Exit status: is our table whole? Output: the default route. */
const LOOK = `ip route show default; nft list chain ${TABLE} balance | grep -q vmap`;

/** A script for nft, with the setting that questions to our name server need, and without. */
const ASKING = `echo 1 > ${ROUTE_LOOPBACK}; nft -f -`;
const CLEAR = `echo 0 > ${ROUTE_LOOPBACK}; nft -f -`;

/** At a time: each change is a short process. */
const WIDTH = 4;

export class ContainerPlane {
  /** By namespace. */
  readonly #containers = new Map<number, Container>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  add(taskId: TaskId, pid: number): void {
    const namespace = namespaceInode(pid);
    const known = namespace === undefined ? undefined : this.#containers.get(namespace);
    if (known?.tasks.has(taskId) === true && known.pid === pid) return;
    this.remove(taskId);
    if (namespace === undefined) return;
    // Numbers of namespaces are used again: that of one that is gone says nothing.
    if (known !== undefined && this.#alive(known)) {
      known.tasks.add(taskId);
      return;
    }
    const commands = new NetCommands(["nsenter", `--net=/proc/${pid}/ns/net`]);
    const fresh = { plan: NO_VIRTUAL, table: null, route: undefined };
    const tasks = new Set([taskId]);
    this.#containers.set(namespace, { pid, namespace, commands, tasks, ...fresh });
  }

  /** True: a container lives on without networks of ours, and `apply` has it to clear. */
  remove(taskId: TaskId): boolean {
    let left = false;
    for (const [namespace, container] of this.#containers) {
      if (!container.tasks.delete(taskId) || container.tasks.size > 0) continue;
      if (this.#alive(container)) left = true;
      else this.#containers.delete(namespace);
    }
    return left;
  }

  get size(): number {
    return this.#containers.size;
  }

  /**
   * Nobody tells what happens in a namespace: somebody with its rights removes the table, or the
   * engine picks another default route as a network is connected. True: `apply` has work to do.
   */
  async verify(signal: AbortSignal): Promise<boolean> {
    let missing = false;
    await this.#each(async (container) => {
      const { table, route, commands } = container;
      if (table === null || route === undefined || !this.#alive(container)) return;
      const { code, stdout } = await commands.run("sh", ["-c", LOOK], signal);
      // It has ended meanwhile.
      if (!this.#alive(container)) return;
      if (code !== 0) container.table = null;
      if (!stdout.includes(route)) container.route = undefined;
      missing ||= container.table === null || container.route === undefined;
    });
    return missing;
  }

  /** Brings the world into every namespace; a container that has ended is passed over. */
  async apply(overlays: readonly OverlayPlan[], world: World, signal: AbortSignal): Promise<void> {
    const networksOf = new Map<string, Set<string>>();
    for (const { taskId, networkId } of world.members) {
      const set = networksOf.get(taskId) ?? new Set<string>();
      networksOf.set(taskId, set.add(networkId));
    }
    await this.#each(async (container) => {
      const tasks = [...container.tasks];
      const networkIds = new Set(tasks.flatMap((taskId) => [...(networksOf.get(taskId) ?? [])]));
      await this.#applyOne(container, { overlays, world, networkIds }, signal);
    });
  }

  async #each(visit: (container: Container) => Promise<void>): Promise<void> {
    const waiting = [...this.#containers.values()];
    const failures: unknown[] = [];
    const work = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        try {
          await visit(next);
        } catch (error) {
          if (!this.#alive(next)) this.#containers.delete(next.namespace);
          else failures.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: WIDTH }, work));
    if (failures.length > 0) throw failures[0];
  }

  #alive({ pid, namespace }: Container): boolean {
    return namespaceInode(pid) === namespace;
  }

  /** The node leaves: containers that it leaves behind have nothing of ours. */
  async removeAll(signal: AbortSignal): Promise<void> {
    await this.#each((container) => this.#clear(container, signal));
  }

  async #clear({ commands, table, namespace }: Container, signal: AbortSignal): Promise<void> {
    // Never written to: it may be the host's own namespace.
    if (table !== null) await commands.must("sh", ["-c", CLEAR], signal, removeTable(TABLE));
    this.#containers.delete(namespace);
  }

  async #applyOne(container: Container, wish: ContainerWish, signal: AbortSignal): Promise<void> {
    const { commands, tasks } = container;
    if (!this.#alive(container)) return;
    if (tasks.size === 0) {
      await this.#clear(container, signal);
      return;
    }
    const { world, networkIds, overlays } = wish;
    // On no network of the cluster: its namespace, which may be the host's, is not ours.
    if (networkIds.size === 0) return;
    if (container.route === undefined) {
      const ingress = overlays.find((one) => one.ingress && networkIds.has(one.id));
      container.route = ingress === undefined ? "" : await this.#route(commands, ingress, signal);
    }
    const [salt = ""] = tasks;
    const plan = planVirtual({ world, networkIds, salt }, container.plan);
    const asking = resolverChains(resolverOf(overlays, networkIds));
    const table = { ...plan.table, chains: new Map([...plan.table.chains, ...asking]) };
    const before = container.table;
    const script = before === null ? renderTable(table) : diffTable(before, table);
    container.table = null;
    const asks = asking.size > 0 && before?.chains.has("ask") !== true;
    if (asks) await commands.must("sh", ["-c", ASKING], signal, script);
    else await commands.nft(script, signal);
    container.table = table;
    container.plan = plan;
    this.#logger.debug({ tasks: [...tasks], bytes: script.length }, "virtual addresses");
  }

  /**
   * Clients of published ports are answered over the ingress network. By the default route, not by
   * a rule for its address: a datagram's reply gets its source address from the route.
   */
  async #route(commands: NetCommands, ingress: OverlayPlan, signal: AbortSignal): Promise<string> {
    const text = await commands.must("ip", ["-json", "addr", "show"], signal);
    const subnets = await commands.must("ip", ["-json", "route", "show"], signal);
    const routes = parseList<{ dst?: string; dev?: string }>(subnets);
    const links = parseList<LinkView>(text);
    const device =
      routes.find(({ dst }) => ingress.subnets.some(({ subnet }) => subnet === dst))?.dev ??
      links.find(({ mtu, ifname }) => ifname !== "lo" && mtu === ingress.mtu)?.ifname;
    if (device === undefined) return "";
    const ways = ingress.subnets.map(({ gateway }) => ({
      family: isIpv6(gateway) ? "-6 " : "",
      way: `default via ${gateway} dev ${device}`,
    }));
    await commands.ip(
      ways.map(({ family, way }) => `${family}route replace ${way}`),
      signal,
    );
    return ways.find(({ family }) => family === "")?.way ?? "";
  }
}
