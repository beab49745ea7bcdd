/**
 * What of a backed-up state still holds on the one new manager that goes on with it? Everything
 * that users wished; nothing that was observed of the managers, which are gone. Pure.
 */
import type { Instant } from "../../shared/clock.ts";
import type { Cluster, Node } from "../../shared/domain/objects.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { State } from "../store/state.ts";

/** The cluster's object. Throws INVALID_ARGUMENT where the state cannot be gone on with. */
export function clusterOf(state: Pick<State, "all">, clusterId: string): Cluster {
  const [cluster, second] = [...state.all("cluster")];
  if (cluster === undefined || second !== undefined) {
    throw unfit(`it has ${second === undefined ? "no" : "more than one"} cluster`);
  }
  if (cluster.id !== clusterId) {
    throw unfit(`it is of cluster ${cluster.id}, and says that it is of ${clusterId}`);
  }
  if (cluster.rootCa.keyPem === "") throw unfit("it has no key of the root certificate");
  return cluster;
}

/**
 * The former managers stay as workers that are down: their tasks move, they can be removed by
 * `node rm`, and none counts as a manager. Their machines cannot go on as what they were: their
 * Raft group is another one now.
 */
export function formerManager(node: Node, now: Instant): Node {
  const { manager: _, ...rest } = node;
  return {
    ...rest,
    spec: { ...node.spec, Role: "worker" },
    role: "worker",
    status: {
      ...node.status,
      state: "down",
      message: "was a manager until the swarm was restored from a backup: it must join again",
    },
    downSinceMs: now,
  };
}

/** Changes `state`, which nobody else has seen yet. */
export function adoptState(state: State, self: Node, now: Instant): void {
  for (const node of [...state.all("node")]) {
    const isManager = node.spec.Role === "manager" || node.role === "manager";
    if (isManager) state.put("node", Object.freeze(formerManager(node, now)));
  }
  state.put("node", Object.freeze(self));
}

function unfit(why: string): ClusterError {
  return new ClusterError("INVALID_ARGUMENT", `this backup cannot be restored: ${why}`);
}
