/**
 * Networks of a machine whose tasks are processes on its own network. A process listens on a port
 * of the host that was chosen for it; published ports are passed on to such ports by this agent
 * itself, so that it works without root. One agent of the machine, the owner, holds them.
 */
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../../../shared/clock.ts";
import { messageOf } from "../../../shared/errors.ts";
import type { TaskId } from "../../../shared/ids.ts";
import type { Logger } from "../../../shared/logger.ts";
import type { ContainerNetworking } from "../../runtime/runtime.ts";
import { Ownership } from "../kernel/owner-driver.ts";
import type { NetworkChange, NetworkModel } from "../model.ts";
import type { NetworkDiagnosis, NodeNetwork } from "../network.ts";
import { networkStackOf } from "../stack-driver.ts";
import { Withdrawals } from "../withdrawals-loop.ts";
import { Forwards } from "./forwards-driver.ts";
import { planForwards } from "./plan-forwards.ts";

export interface HostNetworkOptions {
  /** This node's own address. */
  readonly nodeAddr: string;
  readonly model: NetworkModel;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The runtime chooses the ports as it starts a process, and tells them in its status. */
const NOTHING: ContainerNetworking = { networks: [], nameServers: [], env: [], hostPorts: [] };

export class HostNetwork implements NodeNetwork {
  readonly #model: NetworkModel;
  readonly #logger: Logger;
  readonly #stack: string;
  readonly #forwards: Forwards;
  readonly #withdrawals: Withdrawals;
  /** Undefined: nobody else would listen at this node's address. */
  readonly #owner: Ownership | undefined;

  constructor({ nodeAddr, model, clock, logger }: HostNetworkOptions) {
    this.#model = model;
    this.#logger = logger;
    this.#stack = networkStackOf("").id;
    // A cluster on loopback addresses is nobody else's to see; each node has an address there.
    const isLoopback = nodeAddr.startsWith("127.") || nodeAddr === "::1";
    const hosts = isLoopback ? [nodeAddr] : ["0.0.0.0", "::"];
    this.#forwards = new Forwards({ hosts, clock, logger });
    this.#withdrawals = new Withdrawals(clock);
    this.#owner = isLoopback ? undefined : this.#ownership(clock);
  }

  #ownership(clock: Clock): Ownership {
    const uid = process.getuid?.() ?? 0;
    return new Ownership({
      stack: this.#stack,
      name: "host",
      ...(uid !== 0 && { folder: join(tmpdir(), `skep-${uid}`) }),
      clock,
      logger: this.#logger,
      onOwned: () => {
        this.#update().catch((error: unknown) => {
          this.#logger.warn({ err: messageOf(error) }, "published ports");
        });
      },
      onLost: () => this.#forwards.close(),
    });
  }

  describe(): { readonly networkStack: string } {
    return { networkStack: this.#stack };
  }

  /** A port that is taken by something else is told, and does not keep the others waiting. */
  async apply(change: NetworkChange): Promise<void> {
    this.#withdrawals.drained(change.drained);
    if (this.#owner?.owned !== false) await this.#update();
  }

  #update(): Promise<void> {
    return this.#forwards.set(planForwards(this.#model));
  }

  async attach(): Promise<ContainerNetworking> {
    return NOTHING;
  }

  async started(): Promise<void> {}

  withdraw(taskId: TaskId, signal: AbortSignal): Promise<void> {
    return this.#withdrawals.wait(taskId, signal);
  }

  async release(taskId: TaskId): Promise<void> {
    this.#withdrawals.release(taskId);
  }

  async removeAll(): Promise<void> {
    this.#logger.debug({}, "published ports are closed");
    this.#forwards.close();
  }

  diagnose(): NetworkDiagnosis {
    return { closedPorts: this.#forwards.problems() };
  }

  async close(): Promise<void> {
    this.#owner?.close();
    this.#forwards.close();
  }
}
