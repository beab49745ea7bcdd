/** The phases of a node's life, and how each looks in `docker info`. */
import type { Instant } from "../../shared/clock.ts";
import type { NodeRole } from "../../shared/domain/objects.ts";
import { SWARM_TEXTS } from "../../shared/swarm-errors.ts";
import type { LocalNodeStatus, ManagerAddr } from "./lifecycle.ts";
import type { ManagerPhase } from "./node-plan.ts";

/** What is known of a node's place in a cluster, in every phase that has one. */
export interface NodePlace {
  readonly nodeId: string;
  readonly clusterId: string;
  readonly advertiseAddr: string;
}

/** The part of a member that shows. */
export interface MemberView {
  readonly state: NodePlace;
  readonly remotes: readonly ManagerAddr[];
  readonly certified: NodeRole;
  readonly expiresAt: Instant;
}

export type Phase<Member extends MemberView, State extends NodePlace> =
  | { readonly kind: "inactive" }
  /** On its way in; `attempt` gives it up. */
  | {
      readonly kind: "pending";
      readonly attempt: AbortController;
      readonly advertiseHost: string;
    }
  | { readonly kind: "active"; readonly member: Member }
  /** There is a place in a cluster, sealed with an unlock key that this process does not have. */
  | { readonly kind: "locked"; readonly state: State }
  | { readonly kind: "error"; readonly reason: string; readonly state?: State };

export function pending(
  attempt: AbortController,
  advertiseHost: string,
): Extract<Phase<MemberView, NodePlace>, { kind: "pending" }> {
  return { kind: "pending", attempt, advertiseHost };
}

export interface ManagerView {
  readonly phase: ManagerPhase;
  /** Why it is not up; empty while it is well. */
  readonly error: string;
}

const OUTSIDE: LocalNodeStatus = {
  state: "inactive",
  nodeId: "",
  clusterId: "",
  nodeAddr: "",
  controlAvailable: false,
  isManager: false,
  error: "",
  remoteManagers: [],
  certificateExpiresMs: undefined,
};

export function statusOf(
  phase: Phase<MemberView, NodePlace>,
  manager: ManagerView,
): LocalNodeStatus {
  switch (phase.kind) {
    case "inactive":
      return OUTSIDE;
    case "pending":
      return { ...OUTSIDE, state: "pending", nodeAddr: phase.advertiseHost };
    case "locked":
      return { ...OUTSIDE, ...place(phase.state), state: "locked", error: SWARM_TEXTS.locked };
    case "error":
      return { ...OUTSIDE, ...place(phase.state), state: "error", error: phase.reason };
    case "active": {
      const { member } = phase;
      const isManager = member.certified === "manager";
      return {
        ...place(member.state),
        state: "active",
        controlAvailable: isManager && manager.phase === "up",
        isManager,
        error: isManager ? manager.error : "",
        remoteManagers: member.remotes,
        certificateExpiresMs: member.expiresAt,
      };
    }
  }
}

function place(state: NodePlace | undefined): {
  nodeId: string;
  clusterId: string;
  nodeAddr: string;
} {
  if (state === undefined) return { nodeId: "", clusterId: "", nodeAddr: "" };
  const { nodeId, clusterId, advertiseAddr } = state;
  return { nodeId, clusterId, nodeAddr: bareHost(advertiseAddr) };
}

/** `[::1]:2377` ⇒ `::1` */
export function bareHost(hostPort: string): string {
  return hostPort.slice(0, hostPort.lastIndexOf(":")).replace(/^\[|\]$/g, "");
}

/** For what a disk, or somebody, has done to the files of this node's membership. */
export const WAY_OUT = "mend it, or leave the swarm (docker swarm leave --force) and join it again";

export function unusableCertificate(stateDir: string, why: string): string {
  return `the node's certificate in ${stateDir}/certificates cannot be used: ${why}; ${WAY_OUT}`;
}
