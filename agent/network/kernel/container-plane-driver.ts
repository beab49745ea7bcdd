/** The namespaces of this agent's containers: virtual addresses, and the way replies leave. */
import type { TaskId } from "../../../shared/ids.ts";
import type { Logger } from "../../../shared/logger.ts";
import { namespaceInode } from "../stack-driver.ts";
import { NetCommands } from "./commands-driver.ts";
import { type LinkView, parseList } from "./links.ts";
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
  routed: boolean;
}

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
    const fresh = { plan: NO_VIRTUAL, known: false, routed: false };
    this.#containers.set(taskId, { pid, namespace, commands, ...fresh });
  }

  remove(taskId: TaskId): void {
    this.#containers.delete(taskId);
  }

  /** Brings the world into every namespace; a container that has ended is passed over. */
  async apply(overlays: readonly OverlayPlan[], world: World, signal: AbortSignal): Promise<void> {
    const networksOf = new Map<string, Set<string>>();
    for (const { taskId, networkId } of world.members) {
      const set = networksOf.get(taskId) ?? new Set<string>();
      networksOf.set(taskId, set.add(networkId));
    }
    const waiting = [...this.#containers];
    const failures: unknown[] = [];
    const work = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const [taskId, container] = next;
        const networkIds = networksOf.get(taskId) ?? new Set<string>();
        try {
          await this.#applyOne(taskId, container, { overlays, world, networkIds }, signal);
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
    if (!container.routed) {
      const ingress = overlays.find((one) => one.ingress && networkIds.has(one.id));
      if (ingress !== undefined) await this.#route(commands, ingress, signal);
      container.routed = true;
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
  async #route(commands: NetCommands, ingress: OverlayPlan, signal: AbortSignal): Promise<void> {
    const text = await commands.must("ip", ["-json", "addr", "show"], signal);
    const subnets = await commands.must("ip", ["-json", "route", "show"], signal);
    const routes = parseList<{ dst?: string; dev?: string }>(subnets);
    const links = parseList<LinkView>(text);
    const device =
      routes.find(({ dst }) => ingress.subnets.some(({ subnet }) => subnet === dst))?.dev ??
      links.find(({ mtu, ifname }) => ifname !== "lo" && mtu === ingress.mtu)?.ifname;
    if (device === undefined) return;
    const lines = ingress.subnets.map(({ gateway }) => {
      const family = isIpv6(gateway) ? "-6 " : "";
      return `${family}route replace default via ${gateway} dev ${device}`;
    });
    await commands.ip(lines, signal);
  }
}
