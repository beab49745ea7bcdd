/** The namespaces of this agent's containers: virtual addresses, and the way replies leave. */
import type { TaskId } from "../../../shared/ids.ts";
import type { Logger } from "../../../shared/logger.ts";
import { namespaceInode } from "../stack-driver.ts";
import { NetCommands } from "./commands-driver.ts";
import { type LinkView, parseList, type RouteView } from "./links.ts";
import { TABLE } from "./names.ts";
import { diffTable, type NftTable, removeTable, renderTable } from "./nft-table.ts";
import type { OverlayPlan } from "./plan-overlay.ts";
import { ROUTE_LOOPBACK, resolverChains, resolverOf } from "./plan-resolver.ts";
import { type ContainerRoute, planRoutes, routeWords } from "./plan-routes.ts";
import { NO_VIRTUAL, planVirtual, type VirtualPlan } from "./plan-virtual.ts";
import { isIpv6, type Member, type World } from "./world.ts";

/** One namespace: a container's, with a task for each network that it was attached to by itself. */
interface Container {
  readonly pid: number;
  readonly namespace: number;
  readonly commands: NetCommands;
  readonly tasks: Set<TaskId>;
  plan: VirtualPlan;
  /** What was written last; null: not known. */
  table: NftTable | null;
  /** Its routes of ours, undefined: not known. `key`: as planned. */
  routes: { readonly key: string; readonly words: readonly string[] } | undefined;
}

interface ContainerWish {
  readonly overlays: readonly OverlayPlan[];
  readonly world: World;
  readonly networkIds: ReadonlySet<string>;
  readonly overlayIds: ReadonlySet<string>;
}

/** Exit status: is our table whole? Output: the routes. */
const LOOK = `ip -4 route show; ip -6 route show; nft list chain ${TABLE} balance | grep -q vmap`;

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
    const fresh = { plan: NO_VIRTUAL, table: null, routes: undefined };
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
      const { table, routes, commands } = container;
      if (table === null || routes === undefined || !this.#alive(container)) return;
      const { code, stdout } = await commands.run("sh", ["-c", LOOK], signal);
      // It has ended meanwhile.
      if (!this.#alive(container)) return;
      if (code !== 0) container.table = null;
      if (!routes.words.every((one) => stdout.includes(one))) container.routes = undefined;
      missing ||= container.table === null || container.routes === undefined;
    });
    return missing;
  }

  /** Brings the world into every namespace; a container that has ended is passed over. */
  async apply(overlays: readonly OverlayPlan[], world: World, signal: AbortSignal): Promise<void> {
    const placesOf = new Map<string, Member[]>();
    for (const member of world.members) {
      const places = placesOf.get(member.taskId);
      if (places === undefined) placesOf.set(member.taskId, [member]);
      else places.push(member);
    }
    await this.#each(async (container) => {
      const places = [...container.tasks].flatMap((taskId) => placesOf.get(taskId) ?? []);
      const networkIds = new Set(places.map(({ networkId }) => networkId));
      const overlayIds = new Set(places.map(({ overlayId }) => overlayId));
      await this.#applyOne(container, { overlays, world, networkIds, overlayIds }, signal);
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
    const { world, networkIds, overlayIds, overlays } = wish;
    // On no network of the cluster: its namespace, which may be the host's, is not ours.
    if (networkIds.size === 0) return;
    const routes = planRoutes(overlays, overlayIds);
    const key = JSON.stringify(routes);
    if (container.routes?.key !== key) {
      container.routes = undefined;
      container.routes = { key, words: await this.#route(commands, routes, signal) };
    }
    const [salt = ""] = tasks;
    const plan = planVirtual({ world, networkIds, salt }, container.plan);
    const asking = resolverChains(resolverOf(overlays, overlayIds));
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

  /** Says what it has written, as far as `ip route show` tells it of either family. */
  async #route(
    commands: NetCommands,
    routes: readonly ContainerRoute[],
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    if (routes.length === 0) return [];
    const text = await commands.must("ip", ["-json", "addr", "show"], signal);
    const subnets = await commands.must("ip", ["-json", "route", "show"], signal);
    const seen = parseList<RouteView>(subnets);
    const devices = parseList<LinkView>(text)
      .filter(({ ifname }) => ifname !== "lo")
      .map(({ ifname, mtu = 0 }) => ({
        name: ifname,
        subnets: seen.flatMap(({ dev, dst, gateway }) =>
          dev === ifname && dst !== undefined && gateway === undefined ? [dst] : [],
        ),
        mtu,
      }));
    const words = routes.flatMap((route) => routeWords(route, devices) ?? []);
    const family = (one: string): string => (isIpv6(one) ? "-6 " : "");
    await commands.ip(
      words.map((one) => `${family(one)}route replace ${one}`),
      signal,
    );
    // Whether a default route of IPv6 stays is the engine's affair, as its metric is.
    return words.filter((one) => !(isIpv6(one) && one.startsWith("default")));
  }
}
