/**
 * The tunnels of encrypted networks: whether this machine can have them, its keys and their
 * rotation, and the devices, which the stack's owner holds right. What fails here is tried again
 * and fails nothing else: an encrypted network without a tunnel leads nowhere.
 */
import { type ChildProcess, spawn } from "node:child_process";
import type { Clock, Instant, Timer } from "../../../shared/clock.ts";
import type { NodeDescription } from "../../../shared/domain/objects.ts";
import { messageOf } from "../../../shared/errors.ts";
import type { Logger } from "../../../shared/logger.ts";
import type { NetCommands } from "../kernel/commands-driver.ts";
import type { Underlay } from "../kernel/plan-overlay.ts";
import { isIpv6, type World } from "../kernel/world.ts";
import type { EncryptionStatus } from "../network.ts";
import { type TunnelAbility, tunnelAbility } from "./ability-driver.ts";
import { KeyStore, newKeyPair } from "./key-store-driver.ts";
import {
  decideRotation,
  type Keyring,
  lookAt,
  type RotationFacts,
  rotate,
  type Slot,
} from "./keyring.ts";
import { answering, planTunnel, type TunnelPlan, tunnelDevice, tunnelMtu } from "./plan-tunnel.ts";
import { TunnelSpace } from "./space-driver.ts";
import { Tunnel } from "./tunnel-driver.ts";

export interface TunnelsOptions {
  readonly stack: string;
  /** On the host's namespace. */
  readonly commands: NetCommands;
  /** Where the node's certificates are. */
  readonly folder: string;
  /** The first of two UDP ports. */
  readonly port: number;
  readonly keyPeriodMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Something is not as it was brought into force, or should not be any more. */
  readonly onLook: () => void;
}

export interface TunnelWant {
  readonly world: World;
  readonly underlay: Underlay;
  /** This agent keeps the stack. */
  readonly owned: boolean;
  /** A foreign hand may have been at work. */
  readonly verify: boolean;
}

type Described = Pick<
  NodeDescription,
  "wireguardPublicKey" | "wireguardPort" | "wireguardNextPublicKey" | "wireguardNextPort"
>;

const AGAIN_MS = 1_000;
const SETTLE_MS = 100;

export class Tunnels {
  readonly #options: TunnelsOptions;
  readonly #keys: KeyStore;
  readonly #tunnel: Tunnel;
  readonly space: TunnelSpace;
  #ability: TunnelAbility = { kind: "none", why: "not looked at yet" };
  #known = "";
  #want: TunnelWant | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #inForce = "";
  #failing = "";
  #rotation: Timer | null = null;
  #monitor: ChildProcess | null = null;
  #soon: Timer | null = null;
  #closed = false;

  constructor(options: TunnelsOptions) {
    const { stack, commands, folder, clock } = options;
    this.#options = options;
    this.#keys = new KeyStore({ stack, folder });
    this.space = new TunnelSpace(stack, commands);
    this.#tunnel = new Tunnel(this.space, commands, clock);
  }

  /** Before anything is asked of it. */
  async open(signal: AbortSignal): Promise<void> {
    await this.#look(signal);
  }

  /** Nothing where this machine can't: then no task of an encrypted network is placed here. */
  describe(): Described {
    if (this.#ability.kind === "none") return {};
    const { port } = this.#options;
    const { current, next } = this.#keys.ring;
    return {
      wireguardPublicKey: Buffer.from(current.publicKey, "base64"),
      wireguardPort: port + current.slot,
      ...(next !== undefined && {
        wireguardNextPublicKey: Buffer.from(next.publicKey, "base64"),
        wireguardNextPort: port + next.slot,
      }),
    };
  }

  get status(): EncryptionStatus {
    const { stack, port } = this.#options;
    const slot = this.#keys.isOpen ? this.#keys.ring.current.slot : 0;
    return {
      lacking: this.#ability.kind === "none" ? this.#ability.why : "",
      failing: this.#failing,
      kind: this.#ability.kind === "userspace" ? "wireguard-go" : "the kernel's WireGuard",
      device: tunnelDevice(stack, slot),
      namespace: this.space.path,
      ports: [port, port + 1],
    };
  }

  /** The managers' word: every peer has this key of ours. */
  known(key: string): void {
    if (key === "" || key === this.#known) return;
    this.#known = key;
    this.#rotateAt(this.#options.clock.now());
  }

  /** Can this machine have encrypted networks? Looked at again when `verify` asks for it. */
  async canBe(verify: boolean, signal: AbortSignal): Promise<boolean> {
    if (verify && this.#ability.kind === "none") await this.#look(signal);
    return this.#ability.kind !== "none";
  }

  /** The namespace that encrypted overlays' devices are made from; the owner's to make. */
  async makeRoom({ networks }: World, verify: boolean, signal: AbortSignal): Promise<boolean> {
    if (!networks.some(({ encrypted }) => encrypted)) return true;
    if (this.#inForce !== "" && !verify) return true;
    try {
      // The one that listens would keep the namespace before, which has no name, alive.
      if (await this.space.ensure(signal)) this.#unfollow();
      return true;
    } catch (error) {
      this.#failed(error, signal);
      return false;
    }
  }

  /** Never rejects but for `signal`. */
  async apply(want: TunnelWant, signal: AbortSignal): Promise<void> {
    this.#want = want;
    try {
      if (want.owned) await this.#alone(() => this.#apply(want, signal));
      else if (this.#ability.kind !== "none") await this.#keys.refresh();
      this.#failing = "";
    } catch (error) {
      this.#failed(error, signal);
    }
  }

  async #apply(want: TunnelWant, signal: AbortSignal): Promise<void> {
    const { verify } = want;
    // Another agent may have kept it until now, and have made other keys.
    if (verify && this.#ability.kind !== "none") {
      await this.#keys.refresh();
      await this.#keys.restore();
    }
    const plan = this.#planFor(want);
    if (plan === null) {
      if (this.#inForce === "" && !verify) return;
      this.#unfollow();
      await this.#tunnel.removeAll(signal);
      this.#inForce = "";
      return;
    }
    if (JSON.stringify(plan) === this.#inForce && !verify) return;
    await this.#bring(plan, signal);
    this.#follow();
    if (this.#rotation === null) this.#rotateAt(this.#options.clock.now());
  }

  #planFor({ world, underlay }: TunnelWant, after?: Keyring): TunnelPlan | null {
    if (this.#ability.kind === "none") return null;
    const ring = after ?? this.#keys.ring;
    const { stack, port } = this.#options;
    const mtu = tunnelMtu(underlay.mtu, isIpv6(underlay.address));
    return planTunnel({ ring, world, stack, port, mtu });
  }

  async #bring(plan: TunnelPlan, signal: AbortSignal): Promise<void> {
    if (this.#ability.kind === "none") return;
    this.#inForce = "";
    await this.#tunnel.apply(plan, this.#ability.kind, signal);
    this.#inForce = JSON.stringify(plan);
  }

  /** One after the other: a pass and a rotation would undo what the other does. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }

  #failed(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) throw error;
    const { clock, logger, onLook } = this.#options;
    const err = messageOf(error);
    if (err !== this.#failing) logger.warn({ err }, "encrypted networks lead nowhere; trying on");
    this.#failing = err;
    clock.after(AGAIN_MS, () => {
      if (!this.#closed) onLook();
    });
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { commands, logger } = this.#options;
    const before = this.#ability;
    this.#ability = (await this.#lackingKeys()) ?? (await tunnelAbility(commands, signal));
    if (this.#ability.kind === "none") {
      const { why } = this.#ability;
      if (before.kind === "none" && before.why === why) return;
      logger.info({ reason: why }, "this node cannot have encrypted networks");
    }
  }

  /** Without a place for its keys a machine has none, and its other networks all the same. */
  async #lackingKeys(): Promise<TunnelAbility | undefined> {
    if (this.#keys.isOpen) return undefined;
    try {
      await this.#keys.open(this.#options.clock.now());
      return undefined;
    } catch (error) {
      return { kind: "none", why: `keys cannot be kept: ${messageOf(error)}` };
    }
  }

  // --- rotation

  #rotateAt(at: Instant): void {
    const { clock } = this.#options;
    this.#rotation?.cancel();
    this.#rotation = clock.after(Math.max(0, at - clock.now()), () => void this.#turn());
  }

  async #turn(): Promise<void> {
    const { clock, logger } = this.#options;
    try {
      const next = await this.#alone(() => this.#rotate());
      if (!this.#closed && next !== undefined) this.#rotateAt(next);
    } catch (error) {
      if (this.#closed) return;
      logger.warn({ err: messageOf(error) }, "rotating WireGuard keys");
      this.#rotateAt(clock.now() + AGAIN_MS);
    }
  }

  /** When to look again; undefined: when tunnels are in force again. */
  async #rotate(): Promise<Instant | undefined> {
    const want = this.#want;
    if (want?.owned !== true || this.#inForce === "" || this.#closed) {
      this.#rotation = null;
      return undefined;
    }
    const { ring } = this.#keys;
    const facts = await this.#facts();
    const step = decideRotation(ring, facts);
    if (step === undefined) return lookAt(ring, facts);
    this.#options.logger.info({ step }, "rotating the WireGuard key");
    const after = rotate(ring, step, facts.now, newKeyPair());
    const plan = this.#planFor(want, after);
    // Told to others when packets leave by it, not before: they forget the old one then.
    if (step === "switch" && plan !== null) await this.#bring(plan, new AbortController().signal);
    await this.#keys.save(after);
    this.#options.onLook();
    return lookAt(after, facts);
  }

  async #facts(): Promise<RotationFacts> {
    const { stack, clock, keyPeriodMs } = this.#options;
    const now = clock.now();
    const signal = new AbortController().signal;
    const of = async (slot: Slot): Promise<ReadonlySet<string>> =>
      answering(await this.#tunnel.look(tunnelDevice(stack, slot), signal), now);
    const [first, second] = [await of(0), await of(1)];
    return { now, periodMs: keyPeriodMs, known: this.#known, answering: { 0: first, 1: second } };
  }

  // --- what others do to it, and what ends by itself

  /** wireguard-go's death is a device's end: adopted ones are nobody's child. */
  #follow(): void {
    if (this.#monitor !== null || this.#closed) return;
    const [file = "", ...enter] = this.space.commands.enter;
    const words = ["ip", "monitor", "link", "address", "route"];
    const child = spawn(file, [...enter, ...words], { stdio: ["ignore", "pipe", "ignore"] });
    this.#monitor = child;
    child.stdout.on("data", () => this.#touched());
    const over = (): void => {
      if (this.#monitor !== child) return;
      this.#monitor = null;
      this.#touched();
    };
    child.on("exit", over);
    child.on("error", over);
  }

  #touched(): void {
    if (this.#closed || this.#soon !== null) return;
    this.#soon = this.#options.clock.after(SETTLE_MS, () => {
      this.#soon = null;
      if (!this.#closed) this.#options.onLook();
    });
  }

  #unfollow(): void {
    const child = this.#monitor;
    this.#monitor = null;
    child?.kill();
  }

  /** The node leaves. `owned`: nobody else of the stack is left. */
  async removeAll(owned: boolean, signal: AbortSignal): Promise<void> {
    this.close();
    if (owned) await this.#tunnel.removeAll(signal);
    await this.#keys.remove(owned);
  }

  /** The agent ends; the tunnels stay. */
  close(): void {
    this.#closed = true;
    this.#rotation?.cancel();
    this.#soon?.cancel();
    this.#unfollow();
  }
}
