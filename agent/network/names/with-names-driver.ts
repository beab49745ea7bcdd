/**
 * A node's networks with their name server: every change goes to both, and a task's answers wait
 * until its namespace is right.
 */
import type { Clock } from "../../../shared/clock.ts";
import { messageOf } from "../../../shared/errors.ts";
import type { NodeId, TaskId } from "../../../shared/ids.ts";
import type { Logger } from "../../../shared/logger.ts";
import type { ContainerNetworking, RunnableTask } from "../../runtime/runtime.ts";
import type { Changed, NetworkChange, NetworkModel } from "../model.ts";
import type { NetworkDiagnosis, NodeNetwork } from "../network.ts";
import type { NetworkStack } from "../stack-driver.ts";
import { nameUpdateOf } from "./name-index.ts";
import { NameServer } from "./name-server-driver.ts";

export interface WithNamesOptions {
  readonly nodeId: NodeId;
  readonly stack: NetworkStack;
  readonly model: NetworkModel;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The compiled name server; by default the one beside this file. */
  readonly program?: string;
}

export class WithNames implements NodeNetwork {
  readonly #inner: NodeNetwork;
  readonly #model: NetworkModel;
  readonly #logger: Logger;
  readonly server: NameServer;

  constructor(options: WithNamesOptions, inner: NodeNetwork) {
    const { nodeId, stack, model, clock, logger, program } = options;
    this.#inner = inner;
    this.#model = model;
    this.#logger = logger.child({ part: "names" });
    this.server = new NameServer({
      nodeId,
      stack,
      snapshot: () => model.snapshot(),
      clock,
      logger: this.#logger,
      ...(program !== undefined && { program }),
    });
  }

  /** This agent keeps the stack from now on, or no longer. */
  own(owned: boolean): void {
    if (!owned) {
      this.server.stop();
      return;
    }
    this.server.start().catch((error: unknown) => {
      this.#logger.error({ err: messageOf(error) }, "the name server cannot be started");
    });
  }

  diagnose(): NetworkDiagnosis {
    const names = this.server.status;
    return { ...this.#inner.diagnose?.(), ...(names !== undefined && { names }) };
  }

  describe(): ReturnType<NodeNetwork["describe"]> {
    return this.#inner.describe();
  }

  /** A name leads nowhere before the kernel knows the way; what goes, goes from names first. */
  async apply(change: NetworkChange): Promise<void> {
    const leaving = change.members.filter(({ before, after }) => before?.ready && !after?.ready);
    if (leaving.length > 0) {
      this.server.apply(nameUpdateOf({ ...NO_CHANGE, members: leaving }));
    }
    await this.#inner.apply(change);
    if (change.networks.length + change.services.length + change.members.length > 0) {
      this.server.apply(nameUpdateOf(this.#asItIs(change)));
    }
  }

  /** Later changes may have come into force, and have been told of, before this one. */
  #asItIs({ networks, services, members }: NetworkChange): NetworkChange {
    const model = this.#model;
    return {
      ...NO_CHANGE,
      networks: now(networks, ({ id }) => model.network(id)),
      services: now(services, ({ id }) => model.service(id)),
      members: now(members, ({ taskId, networkId }) => model.member(taskId, networkId)),
    };
  }

  async attach(
    runnable: Pick<RunnableTask, "task" | "spec">,
    signal: AbortSignal,
  ): Promise<ContainerNetworking> {
    const networking = await this.#inner.attach(runnable, signal);
    const dns = runnable.spec.TaskTemplate?.ContainerSpec?.DNSConfig;
    if (networking.networks.length > 0) {
      this.server.setResolvers(runnable.task.id, dns?.Nameservers ?? []);
    }
    return networking;
  }

  async started(taskId: TaskId, pid: number, signal: AbortSignal): Promise<void> {
    await this.#inner.started(taskId, pid, signal);
    this.server.programmed(taskId);
  }

  withdraw(taskId: TaskId, signal: AbortSignal): Promise<void> {
    return this.#inner.withdraw(taskId, signal);
  }

  async release(taskId: TaskId): Promise<void> {
    this.server.gone(taskId);
    await this.#inner.release(taskId);
  }

  async removeAll(signal: AbortSignal): Promise<void> {
    this.server.stop();
    await this.#inner.removeAll(signal);
  }

  async close(): Promise<void> {
    this.server.close();
    await this.#inner.close();
  }
}

const NO_CHANGE: NetworkChange = {
  networks: [],
  peers: [],
  members: [],
  services: [],
  drained: [],
  knownKey: "",
};

function now<T>(
  rows: readonly Changed<T>[],
  current: (row: T) => T | undefined,
): readonly Changed<T>[] {
  return rows.flatMap(({ before, after }) => {
    const row = after ?? before;
    return row === undefined ? [] : [{ before: row, after: current(row) }];
  });
}
