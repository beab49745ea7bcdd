/**
 * While this manager leads: keeps nodes' roles and Raft's members in step with what users wish,
 * and forgets removed nodes whose certificates have expired.
 */
import type { Clock, Instant } from "../../shared/clock.ts";
import { ClusterError, messageOf } from "../../shared/errors.ts";
import type { Logger } from "../../shared/logger.ts";
import type { Consensus, Leadership } from "../raft/consensus.ts";
import type { Change, Store, WriteTx } from "../store/types.ts";
import { dropExpired, theCluster } from "./issuance.ts";
import { Passes } from "./passes-loop.ts";
import { planRoles, RECONCILE_MS, type RoleAction, type RolePlan } from "./role-manager.ts";

export interface RoleLoopOptions {
  readonly store: Store;
  readonly consensus: Consensus;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Starts it for one term of leadership; it ends with `leadership.signal`. */
export function startRoleLoop(options: RoleLoopOptions, leadership: Leadership): void {
  const loop = new RoleLoop(options, leadership.signal);
  loop.start();
}

class RoleLoop {
  readonly #options: RoleLoopOptions;
  readonly #signal: AbortSignal;
  readonly #passes: Passes;

  constructor(options: RoleLoopOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    const { clock, log } = options;
    this.#passes = new Passes({
      ...{ clock, signal, retryMs: RECONCILE_MS },
      pass: () => this.#pass(),
      onFailure: (error) => {
        log.warn({ error: messageOf(error) }, "roles could not be reconciled, trying again");
      },
    });
  }

  start(): void {
    const { store, consensus } = this.#options;
    const { subscription } = store.watch(
      () => undefined,
      (batch) => {
        if (batch.reset || batch.changes.some(concernsRoles)) this.#passes.ask();
      },
    );
    const status = consensus.onStatus(() => this.#passes.ask());
    this.#signal.addEventListener(
      "abort",
      () => {
        subscription.close();
        status.close();
      },
      { once: true },
    );
    this.#passes.ask();
  }

  async #pass(): Promise<Instant | null> {
    await this.#forgetExpired();
    const plan = this.#plan();
    for (const action of plan.actions) await this.#execute(action);
    return plan.wakeAt;
  }

  #plan(): RolePlan {
    const { store, consensus, clock } = this.#options;
    const { members, raftId } = consensus.status();
    const nodes = store.view((tx) => [...tx.all("node")]);
    const canRemove = (id: number): boolean => consensus.canRemoveMember(id);
    return planRoles({ nodes, members, selfRaftId: raftId, canRemove }, clock.now());
  }

  async #execute(action: RoleAction): Promise<void> {
    const { consensus, store, log } = this.#options;
    switch (action.kind) {
      case "set-node":
        await store.update((tx) => applySetNode(tx, action), this.#signal);
        log.info({ node: action.nodeId, role: action.role }, "a node's role follows");
        return;
      case "remove-member":
        log.info({ node: action.nodeId, raftId: action.raftId }, "removing a manager from Raft");
        await consensus.removeMember(action.raftId);
        return;
      case "transfer-leadership":
        log.info({ node: action.nodeId }, "this manager is demoted: handing over the lead");
        await consensus.transferLeadership();
        return;
    }
  }

  async #forgetExpired(): Promise<void> {
    const { store, clock } = this.#options;
    const stale = (tx: Parameters<typeof theCluster>[0]): boolean => {
      const cluster = theCluster(tx);
      return (
        cluster !== undefined &&
        dropExpired(cluster.removedNodes, clock.now()) !== cluster.removedNodes
      );
    };
    if (!store.view(stale)) return;
    const now = clock.now();
    await store.update((tx) => {
      const cluster = theCluster(tx);
      if (cluster === undefined) return;
      tx.update("cluster", { ...cluster, removedNodes: dropExpired(cluster.removedNodes, now) });
    }, this.#signal);
  }
}

/** Nodes change often by their state and description, which say nothing of roles. */
function concernsRoles(change: Change): boolean {
  if (change.table !== "node") return false;
  if (change.kind !== "update") return true;
  const { before, after } = change;
  return (
    before.role !== after.role ||
    before.spec.Role !== after.spec.Role ||
    before.manager?.raftId !== after.manager?.raftId ||
    before.manager?.addr !== after.manager?.addr
  );
}

function applySetNode(tx: WriteTx, action: Extract<RoleAction, { kind: "set-node" }>): void {
  const node = tx.get("node", action.nodeId);
  if (node === undefined) return;
  // The wish may have turned meanwhile; the change to the node wakes the loop again.
  if ((node.spec.Role === "manager") !== (action.role === "manager")) return;
  const { manager: _, ...rest } = node;
  const changed = { ...rest, role: action.role };
  tx.update(
    "node",
    action.manager === undefined ? changed : { ...changed, manager: action.manager },
  );
}

/** The error that control gives when a demotion would cost the quorum (reference 3.3). */
export function demotionRefusal(
  consensus: Pick<Consensus, "status" | "canRemoveMember">,
  raftId: number,
): ClusterError | undefined {
  if (consensus.status().members.filter(({ learner }) => !learner).length === 1) {
    return new ClusterError(
      "FAILED_PRECONDITION",
      "attempting to demote the last manager of the swarm",
    );
  }
  if (!consensus.canRemoveMember(raftId)) {
    return new ClusterError(
      "FAILED_PRECONDITION",
      "can't remove member from the raft: this would result in a loss of quorum",
    );
  }
  return undefined;
}
