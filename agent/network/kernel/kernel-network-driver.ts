/** Networks beside a container engine: see README.md. */
import { openSync } from "node:fs";
import type { Clock } from "../../../shared/clock.ts";
import type { NetworkAttachment } from "../../../shared/domain/objects.ts";
import { ClusterError, messageOf } from "../../../shared/errors.ts";
import type { TaskId } from "../../../shared/ids.ts";
import type { Logger } from "../../../shared/logger.ts";
import { withTimeout } from "../../../shared/node/with-timeout.ts";
import { EngineError } from "../../runtime/docker/adapters/engine-client.ts";
import {
  type ContainerNetworking,
  type RunnableTask,
  TaskRejected,
} from "../../runtime/runtime.ts";
import type { NetworkChange, NetworkModel } from "../model.ts";
import type { NetworkDescription, NetworkDiagnosis, NodeNetwork } from "../network.ts";
import { Places } from "../segments.ts";
import { networkStackOf } from "../stack-driver.ts";
import { Tunnels, type TunnelsOptions } from "../tunnel/loop.ts";
import { Withdrawals } from "../withdrawals-loop.ts";
import { NetCommands } from "./commands-driver.ts";
import { ContainerPlane } from "./container-plane-driver.ts";
import { EngineNetworks } from "./engine-networks-driver.ts";
import { HostPlane } from "./host-plane-driver.ts";
import { ingressIpv6, withIngressIpv6 } from "./ingress-ipv6.ts";
import { type LinkView, parseList, type RouteView, vxlanState } from "./links.ts";
import { advertisedDevices, blockedBy, type OwnWays, ownWays } from "./own-ways.ts";
import { Ownership } from "./owner-driver.ts";
import { type Look, Passes } from "./passes-loop.ts";
import { macOf, type OverlayPlan, planOverlay, type Underlay } from "./plan-overlay.ts";
import { containerPorts } from "./ports-driver.ts";
import { Watcher } from "./watcher-driver.ts";
import { bare, isIpv6, type World, worldOf } from "./world.ts";

export interface KernelNetworkOptions {
  /** The engine's address. */
  readonly engine: string;
  /** This node's own address, as its peers reach it. */
  readonly nodeAddr: string;
  readonly model: NetworkModel;
  readonly wireguard: Pick<TunnelsOptions, "folder" | "port" | "keyPeriodMs">;
  /** This agent keeps the host's part of the stack from now on, or no longer. */
  readonly onOwned?: (owned: boolean) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

const ATTACH_BOUND_MS = 30_000;
const STARTED_BOUND_MS = 10_000;
/** A network whose subnet another one still has gets it a moment later; so many seconds, at most. */
const REFUSALS = 10;
const DEFAULT_MTU = 1500;
/** How often, and how many times, the owner's devices are looked for. */
const OWNER_LOOK_MS = 100;
const OWNER_LOOKS = 20;
const REMEMBERED_PIDS = 512;
/** Containers' namespaces are looked at so often, and each no more often than one a second. */
const CONTAINERS_MS = 5_000;
const CONTAINER_MS = 1_000;

export class KernelNetwork implements NodeNetwork {
  readonly #options: KernelNetworkOptions;
  readonly #stack: string;
  readonly #commands: NetCommands;
  readonly #ownPids = new Set<number>();
  readonly #engines: EngineNetworks;
  readonly #tunnels: Tunnels;
  readonly #host: HostPlane;
  readonly #containers: ContainerPlane;
  /** Null until there is something to own and to watch. */
  #owner: Ownership | null = null;
  #watcher: Watcher | null = null;
  readonly #withdrawals: Withdrawals;
  readonly #end = new AbortController();
  readonly #passes: Passes;
  /** The host's devices as they were last looked at, which is with every look for foreign hands. */
  #hostLinks: readonly LinkView[] | undefined;
  #lastError = "";
  /** Networks (not segments) that cannot be on this host, and why: no reason to keep the others waiting. */
  #refused: ReadonlyMap<string, string> = new Map();
  /** Those whose engine network is another one than it should be, while containers use it. */
  readonly #kept = new Set<string>();
  #inForce: ReadonlyMap<string, OverlayPlan> = new Map();
  /** Overlays whose engine network was seen to be right. */
  readonly #engineRight = new Map<string, string>();

  constructor(options: KernelNetworkOptions) {
    this.#options = options;
    const { engine, clock, logger } = options;
    const { id, pid } = networkStackOf(engine);
    this.#stack = id;
    // Held open: the engine may restart, and with it the process that we found it by.
    const enter =
      pid === undefined
        ? []
        : ["nsenter", `--net=/proc/${process.pid}/fd/${openSync(`/proc/${pid}/ns/net`, "r")}`];
    this.#commands = new NetCommands(enter, (own) => this.#remember(own));
    this.#engines = new EngineNetworks(engine, logger);
    this.#tunnels = new Tunnels({
      ...options.wireguard,
      ...{ stack: id, commands: this.#commands, clock, logger },
      onLook: () => this.#passes.look("other"),
    });
    this.#host = new HostPlane({
      commands: this.#commands,
      stack: id,
      tunnels: this.#tunnels.space,
      portsOf: (plan, links, signal) => containerPorts(this.#engines, plan, links, signal),
      logger,
    });
    this.#containers = new ContainerPlane(logger);
    this.#withdrawals = new Withdrawals(clock);
    this.#passes = new Passes({
      pass: (look, signal) => this.#pass(look, signal),
      onEnd: (error) =>
        this.#tell(error === undefined ? [...this.#refused.values()].join("; ") : messageOf(error)),
      clock,
      signal: this.#end.signal,
    });
  }

  /** Before anything else is asked of it. */
  async open(signal: AbortSignal): Promise<void> {
    await this.#tunnels.open(signal);
  }

  describe(): NetworkDescription {
    return { networkStack: this.#stack, ...this.#tunnels.describe() };
  }

  async apply(change: NetworkChange): Promise<void> {
    this.#withdrawals.drained(change.drained);
    this.#tunnels.known(change.knownKey);
    await this.#passes.next(this.#end.signal);
  }

  async attach(runnable: RunnableTask, signal: AbortSignal): Promise<ContainerNetworking> {
    const { task } = runnable;
    const wanted = task.networks.filter(({ addresses }) => addresses.length > 0);
    if (wanted.length === 0) return { networks: [], nameServers: [], env: [], hostPorts: [] };
    for (const { networkId } of wanted) this.#refuse(networkId);
    const bound = withTimeout(signal, ATTACH_BOUND_MS);
    let plans: readonly OverlayPlan[] = [];
    let refusals = 0;
    for (;;) {
      plans = this.#plansFor(wanted);
      if (plans.length === wanted.length) break;
      signal.throwIfAborted();
      if (bound.aborted) {
        const ids = wanted.map(({ networkId }) => networkId).join(", ");
        throw new ClusterError("UNAVAILABLE", `networks ${ids}: not in force on this node yet`);
      }
      const [why] = wanted.flatMap(({ networkId }) => this.#refused.get(networkId) ?? []);
      if (why !== undefined && ++refusals > REFUSALS) throw new TaskRejected(why);
      if (why === undefined) await this.#passes.any(bound);
      else {
        await this.#passes.pause();
        await this.#passes.next(bound).catch(() => {});
      }
    }
    const networks = wanted.map(({ addresses }, at) => {
      const own = this.#addressesOn(plans[at], addresses.map(bare));
      const ipv4 = own.find((address) => !isIpv6(address));
      const ipv6 = own.find(isIpv6);
      return {
        engineNetwork: plans[at]?.engineName ?? "",
        ...(ipv4 !== undefined && { ipv4 }),
        ...(ipv6 !== undefined && { ipv6 }),
        macAddress: macOf(own),
      };
    });
    // The ingress network has no names: nobody answers there.
    const named = plans.filter(({ ingress }) => !ingress);
    const nameServers = named.flatMap(({ subnets }) => subnets.map(({ gateway }) => gateway));
    return { networks, nameServers: nameServers.slice(0, 1), env: [], hostPorts: [] };
  }

  /** Those in force, each of the network's segment that the addresses are of. */
  #plansFor(wanted: readonly NetworkAttachment[]): readonly OverlayPlan[] {
    const places = new Places(this.#options.model.networks());
    return wanted.flatMap(
      ({ networkId, addresses }) => this.#inForce.get(places.overlayId(networkId, addresses)) ?? [],
    );
  }

  /** With the one that follows on the ingress network, where this node has IPv6. */
  #addressesOn(plan: OverlayPlan | undefined, own: readonly string[]): readonly string[] {
    if (plan?.ingress !== true || own.some(isIpv6) || this.#kept.has(plan.id)) return own;
    if (!plan.subnets.some(({ subnet }) => isIpv6(subnet))) return own;
    return [...own, ...own.map(ingressIpv6)];
  }

  /** Never in the clear. */
  #refuse(networkId: string): void {
    const { lacking } = this.#tunnels.status;
    for (const network of this.#options.model.networks()) {
      if (network.id === networkId && network.encrypted && lacking !== "") {
        throw new TaskRejected(`network ${network.name} is encrypted, and here ${lacking}`);
      }
    }
  }

  async started(taskId: TaskId, pid: number, signal: AbortSignal): Promise<void> {
    if (pid <= 0) return;
    this.#containers.add(taskId, pid);
    await this.#passes.next(withTimeout(signal, STARTED_BOUND_MS));
  }

  withdraw(taskId: TaskId, signal: AbortSignal): Promise<void> {
    return this.#withdrawals.wait(taskId, signal);
  }

  async release(taskId: TaskId): Promise<void> {
    this.#withdrawals.release(taskId);
    if (this.#containers.remove(taskId)) this.#passes.look("other");
  }

  async removeAll(signal: AbortSignal): Promise<void> {
    this.#watcher?.close();
    this.#end.abort(new Error("the node leaves its cluster"));
    await this.#containers.removeAll(signal).catch((error: unknown) => {
      // The host is taken care of all the same.
      this.#options.logger.warn({ err: messageOf(error) }, "a container keeps its rules");
    });
    // Other agents of the stack go on with what it has; without an owner it has nothing.
    if (this.#owner === null || (await this.#owner.handOver())) {
      await this.#tunnels.removeAll(false, signal);
      return;
    }
    await this.#host.removeAll(signal);
    await this.#tunnels.removeAll(true, signal);
    for (const [, id] of await this.#engines.list(signal)) {
      await this.#engines.removeFromAll(id, signal);
    }
    this.#owner?.leave();
  }

  diagnose(): NetworkDiagnosis {
    return {
      ...(this.#lastError !== "" && { failing: this.#lastError }),
      encryption: this.#tunnels.status,
      closedPorts: this.#host.taken.map((port) => ({
        port,
        reason: "something else on this host listens on it",
      })),
    };
  }

  async close(): Promise<void> {
    this.#watcher?.close();
    this.#owner?.close();
    this.#tunnels.close();
    this.#engines.close();
    this.#end.abort(new Error("skepd stops"));
  }

  #remember(pid: number): void {
    this.#ownPids.add(pid);
    for (const old of this.#ownPids) {
      if (this.#ownPids.size <= REMEMBERED_PIDS) break;
      this.#ownPids.delete(old);
    }
  }

  #tell(err: string): void {
    const { logger } = this.#options;
    const isNews = err !== this.#lastError;
    this.#lastError = err;
    if (isNews && err !== "") logger.warn({ err }, "networks are not in force; trying on");
  }

  /** A node without networks leaves the machine alone. */
  #begin(): void {
    const { clock, logger, onOwned } = this.#options;
    this.#owner ??= new Ownership({
      stack: this.#stack,
      clock,
      logger,
      onOwned: () => {
        this.#passes.look("rules");
        onOwned?.(true);
      },
      onLost: () => onOwned?.(false),
    });
    if (this.#watcher === null) this.#lookAtContainers();
    this.#watcher ??= new Watcher({
      commands: this.#commands,
      clock,
      isOwn: (own) => this.#ownPids.has(own),
      lacks: (removed) => this.#host.lacks(removed),
      onForeign: (what) => this.#passes.look(what),
    });
  }

  #lookAtContainers(): void {
    const delay = Math.max(CONTAINERS_MS, this.#containers.size * CONTAINER_MS);
    const { clock, logger } = this.#options;
    const { signal } = this.#end;
    const look = async (): Promise<void> => {
      try {
        if (await this.#containers.verify(signal)) {
          logger.warn({}, "a container's virtual addresses or routes were removed: put back");
          this.#passes.look("other");
        }
      } catch (error) {
        if (!signal.aborted) logger.debug({ err: messageOf(error) }, "looking at containers");
      }
      if (!signal.aborted) this.#lookAtContainers();
    };
    clock.after(delay, () => {
      if (!signal.aborted) void look();
    });
  }

  async #pass(verify: Look, signal: AbortSignal): Promise<void> {
    const given = worldOf(this.#options.model);
    // A change of members alone, as most are, is not to wait for another look at the host.
    const known = given.networks.every(({ id }) => this.#inForce.has(id));
    if (verify !== "no" || !known) this.#hostLinks = undefined;
    this.#hostLinks ??= await this.#links(signal);
    const underlay = this.#underlay(this.#hostLinks);
    const world = underlay.ipv6 ? withIngressIpv6(given) : given;
    const canEncrypt = await this.#tunnels.canBe(verify !== "no", signal);
    const wanted = world.networks
      .filter(({ encrypted }) => canEncrypt || !encrypted)
      .flatMap((network) => planOverlay(network, world, underlay) ?? []);
    if (wanted.length === 0 && this.#owner === null) return;
    this.#begin();
    if (verify !== "no") this.#engineRight.clear();
    const { engine, plans: ensured } = await this.#ensureNetworks(wanted, world, signal);
    const owned = this.#owner?.owned === true;
    const room = !owned || (await this.#tunnels.makeRoom(world, verify !== "no", signal));
    const plans = ensured.filter(({ encrypted }) => room || !encrypted);
    if (owned) {
      if (verify === "rules") this.#host.forgetMesh();
      if (verify !== "no") await this.#host.verify(plans, world, signal);
      await this.#host.apply(plans, world, signal);
    } else {
      await this.#awaitOwner(plans, signal);
    }
    await this.#tunnels.apply({ world, underlay, owned, verify: verify !== "no" }, signal);
    this.#inForce = new Map(plans.map((plan) => [plan.id, plan]));
    await this.#containers.apply(plans, world, signal);
    if (engine === "here") await this.#removeNetworks(plans, world, verify !== "no", signal);
    else this.#lookLater();
  }

  /** Nobody tells when the engine is back. */
  #lookLater(): void {
    void this.#passes.pause().then(() => this.#passes.look("other"));
  }

  async #links(signal: AbortSignal): Promise<readonly LinkView[]> {
    return parseList(await this.#commands.must("ip", ["-json", "addr", "show"], signal));
  }

  #underlay(links: readonly LinkView[]): Underlay {
    const { nodeAddr } = this.#options;
    const link = links.find(({ addr_info }) => addr_info?.some(({ local }) => local === nodeAddr));
    // An address that is not this machine's (behind NAT): let the kernel choose.
    const address = link === undefined ? "" : nodeAddr;
    const ipv6 = links.some(({ addr_info }) => addr_info?.some(({ local = "" }) => isIpv6(local)));
    return { stack: this.#stack, address, mtu: link?.mtu ?? DEFAULT_MTU, ipv6 };
  }

  /** An engine that is away changes nothing: what is in force is kept up with the managers. */
  async #ensureNetworks(
    wanted: readonly OverlayPlan[],
    world: World,
    signal: AbortSignal,
  ): Promise<{ readonly engine: "here" | "away"; readonly plans: readonly OverlayPlan[] }> {
    const refused = new Map<string, string>();
    let routes: readonly RouteView[] | undefined;
    let ways: OwnWays | undefined;
    const keyOf = ({ subnets, mtu, internal }: OverlayPlan): string =>
      JSON.stringify([subnets, mtu, internal]);
    const fresh = wanted.filter((plan) => this.#engineRight.get(plan.id) !== keyOf(plan));
    // Before any of a network's segments is made.
    for (const plan of fresh) {
      routes ??= await this.#routes(signal);
      ways ??= ownWays(await this.#links(signal), routes, world.peers);
      const blocked = blockedBy(plan, ways);
      if (blocked !== undefined) refused.set(plan.networkId, `network ${plan.name}: ${blocked}`);
    }
    for (const plan of fresh) {
      if (refused.has(plan.networkId)) continue;
      if (plan.subnets.some(({ subnet }) => isIpv6(subnet)))
        await this.#keepRouters(routes ?? [], signal);
      try {
        const ensured = await this.#engines.ensure(plan, signal);
        if (ensured.kind === "refused") {
          refused.set(plan.networkId, `network ${plan.name}: ${ensured.reason}`);
          continue;
        }
        if (ensured.kind === "made") this.#host.forgetEntries();
        if (ensured.kind === "kept") this.#kept.add(plan.id);
        else this.#kept.delete(plan.id);
      } catch (error) {
        const known = wanted.every(({ id }) => this.#inForce.has(id));
        if (error instanceof EngineError || !known || signal.aborted) throw error;
        return { engine: "away", plans: wanted };
      }
      this.#engineRight.set(plan.id, keyOf(plan));
    }
    this.#refused = refused;
    return { engine: "here", plans: wanted.filter(({ networkId }) => !refused.has(networkId)) };
  }

  /** Before the engine has the kernel forward IPv6. Where a program hears them, it is 0. */
  async #keepRouters(routes: readonly RouteView[], signal: AbortSignal): Promise<void> {
    for (const device of advertisedDevices(routes)) {
      const setting = `net/ipv6/conf/${device}/accept_ra`;
      const { stdout } = await this.#commands.run("sysctl", ["-n", setting], signal);
      if (stdout.trim() !== "1") continue;
      await this.#commands.must("sysctl", ["-q", "-w", `${setting}=2`], signal);
      this.#options.logger.info({ device }, "IPv6 routers are heard also while this host forwards");
    }
  }

  async #routes(signal: AbortSignal): Promise<readonly RouteView[]> {
    const read = async (family: string): Promise<readonly RouteView[]> => {
      const { stdout } = await this.#commands.run("ip", [family, "-json", "route", "show"], signal);
      return parseList(stdout);
    };
    return [...(await read("-4")), ...(await read("-6"))];
  }

  /** Another agent of this stack has made the devices, or soon will. */
  async #awaitOwner(plans: readonly OverlayPlan[], signal: AbortSignal): Promise<void> {
    if (plans.every(({ id }) => this.#inForce.has(id))) return;
    const absent = async (): Promise<OverlayPlan | undefined> => {
      const text = await this.#commands.must("ip", ["-d", "-json", "link", "show"], signal);
      const links = parseList<LinkView>(text);
      return plans.find((plan) => vxlanState(plan, links) === "absent");
    };
    let lacking = await absent();
    for (let look = 0; look < OWNER_LOOKS && lacking !== undefined; look++) {
      if (this.#owner?.owned === true) break;
      await new Promise<void>((resolve) => this.#options.clock.after(OWNER_LOOK_MS, resolve));
      lacking = await absent();
    }
    if (lacking === undefined) return;
    throw new ClusterError("UNAVAILABLE", `network ${lacking.name}: its owner has not made it yet`);
  }

  /** Those that no node of this stack is on, once the last container has gone. */
  async #removeNetworks(
    plans: readonly OverlayPlan[],
    world: World,
    looked: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const wanted = new Set(world.networks.map(({ id }) => id));
    const left = [...this.#engineRight.keys()].some((id) => !wanted.has(id));
    if (this.#owner?.owned !== true || !(left || looked)) return;
    await this.#host.removeDevices(plans, signal);
    for (const [id, engineId] of await this.#engines.list(signal)) {
      if (wanted.has(id) || !(await this.#engines.remove(engineId, signal))) continue;
      this.#engineRight.delete(id);
      // It may have been what another one's subnet was in the way of.
      if (this.#refused.size > 0) this.#passes.look("other");
    }
  }
}
