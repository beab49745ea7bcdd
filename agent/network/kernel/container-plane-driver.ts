/** The namespaces of this agent's containers: virtual addresses, and the way replies leave. */
import type { TaskId } from "../../../shared/ids.ts";
import type { Logger } from "../../../shared/logger.ts";
import { namespaceInode } from "../stack-driver.ts";
import { NetCommands } from "./commands-driver.ts";
import { type LinkView, parseList } from "./links.ts";
import { TABLE } from "./names.ts";
import { diffTable, renderTable } from "./nft-table.ts";
import type { OverlayPlan } from "./plan-overlay.ts";
import { NO_VIRTUAL, planVirtual, type VirtualPlan } from "./plan-virtual.ts";
import { isIpv6, type World } from "./world.ts";

interface Container {
  readonly pid: number;
  readonly namespace: number | undefined;
  readonly commands: NetCommands;
  plan: VirtualPlan;
  known: boolean;
  /** The words of its default route; empty: it needs none, undefined: not known. */
  route: string | undefined;
}

/** Exit status: is our table whole? Output: the default route. */
const LOOK = `ip route show default; nft list chain ${TABLE} balance | grep -q vmap`;

/** At a time: each change is a short process. */
const WIDTH = 4;

export class ContainerPlane {
  readonly #containers = new Map<TaskId, Container>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  add(taskId: TaskId, pid: number): void {
    const namespace = namespaceInode(pid);
    const before = this.#containers.get(taskId);
    if (before !== undefined && before.pid === pid && before.namespace === namespace) return;
    const commands = new NetCommands(["nsenter", `--net=/proc/${pid}/ns/net`]);
    const fresh = { plan: NO_VIRTUAL, known: false, route: undefined };
    this.#containers.set(taskId, { pid, namespace, commands, ...fresh });
  }

  remove(taskId: TaskId): void {
    this.#containers.delete(taskId);
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
    await this.#each(async (_, container) => {
      const { known, route, commands } = container;
      if (!known || route === undefined || !this.#alive(container)) return;
      const { code, stdout } = await commands.run("sh", ["-c", LOOK], signal);
      // It has ended meanwhile.
      if (!this.#alive(container)) return;
      if (code !== 0) container.known = false;
      if (!stdout.includes(route)) container.route = undefined;
      missing ||= container.known === false || container.route === undefined;
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
    await this.#each(async (taskId, container) => {
      const networkIds = networksOf.get(taskId) ?? new Set<string>();
      await this.#applyOne(taskId, container, { overlays, world, networkIds }, signal);
    });
  }

  async #each(visit: (taskId: TaskId, container: Container) => Promise<void>): Promise<void> {
    const waiting = [...this.#containers];
    const failures: unknown[] = [];
    const work = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const [taskId, container] = next;
        try {
          await visit(taskId, container);
        } catch (error) {
          if (!this.#alive(container)) this.#containers.delete(taskId);
          else failures.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: WIDTH }, work));
    if (failures.length > 0) throw failures[0];
  }

  #alive({ pid, namespace }: Container): boolean {
    return namespaceInode(pid) === namespace && namespace !== undefined;
  }

  async #applyOne(
    taskId: TaskId,
    container: Container,
    wish: {
      readonly overlays: readonly OverlayPlan[];
      readonly world: World;
      readonly networkIds: ReadonlySet<string>;
    },
    signal: AbortSignal,
  ): Promise<void> {
    const { commands } = container;
    const { world, networkIds, overlays } = wish;
    // On no network of the cluster: its namespace, which may be the host's, is not ours.
    if (networkIds.size === 0 || !this.#alive(container)) return;
    if (container.route === undefined) {
      const ingress = overlays.find((one) => one.ingress && networkIds.has(one.id));
      container.route = ingress === undefined ? "" : await this.#route(commands, ingress, signal);
    }
    const plan = planVirtual({ world, networkIds, salt: taskId }, container.plan);
    const script = container.known
      ? diffTable(container.plan.table, plan.table)
      : renderTable(plan.table);
    container.known = false;
    await commands.nft(script, signal);
    container.known = true;
    container.plan = plan;
    this.#logger.debug({ taskId, bytes: script.length }, "virtual addresses");
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
