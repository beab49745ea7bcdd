/**
 * What a node says, in Swarm's words, when it is asked for something that its place in (or
 * outside) a cluster does not allow. Scripts match on these texts. 503 where not said otherwise.
 */
import { ClusterError } from "./errors.ts";

export type SwarmText =
  | "notInSwarm"
  | "alreadyInSwarm"
  | "joinTimeout"
  | "locked"
  | "certificatesExpired"
  | "notManager"
  | "noManagerYet"
  | "notActive"
  | "noLeader"
  | "leaveLocked"
  | "notLocked"
  | "wrongUnlockKey";

export const SWARM_TEXTS: { readonly [T in SwarmText]: string } = {
  notInSwarm: "This node is not part of a swarm",
  alreadyInSwarm:
    'This node is already part of a swarm. Use "docker swarm leave" to leave this swarm ' +
    "and join another one.",
  joinTimeout:
    "Timeout was reached before node joined. The attempt to join the swarm will continue in " +
    'the background. Use the "docker info" command to see the current swarm status of your node.',
  locked:
    "Swarm is encrypted and needs to be unlocked before it can be used. " +
    'Please use "docker swarm unlock" to unlock it.',
  certificatesExpired:
    "Swarm certificates have expired. To replace them, leave the swarm and join again.",
  notManager:
    "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster " +
    "state. Please run this command on a manager node or promote the current node to a manager.",
  noManagerYet:
    "This node is not a swarm manager. Manager is being prepared or has trouble connecting to " +
    "the cluster.",
  notActive:
    'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to ' +
    "connect this node to swarm and try again.",
  noLeader:
    "The swarm does not have a leader. It's possible that too few managers are online. " +
    "Make sure more than half of the managers are online.",
  leaveLocked:
    "Swarm is encrypted and locked. Please unlock it first or use `--force` to ignore this " +
    "message.",
  /** 409 */
  notLocked: "swarm is not locked",
  /** 401 */
  wrongUnlockKey: "swarm could not be unlocked: invalid key provided",
};

export function unavailable(text: SwarmText): ClusterError {
  return new ClusterError("UNAVAILABLE", SWARM_TEXTS[text]);
}

/** How many managers there are, this one included, and how many of them answer. */
export interface ManagerCounts {
  readonly reachable: number;
  readonly unreachable: number;
}

export const LEAVE_WARNING =
  "You are attempting to leave the swarm on a node that is participating as a manager. ";

/**
 * Why a manager should not simply leave; `docker swarm leave` prints it, and `--force` passes over
 * it.
 * @param counts undefined when this manager cannot tell
 */
export function leaveWarning(counts: ManagerCounts | undefined): string {
  let text = LEAVE_WARNING;
  if (counts === undefined) {
    text += "Doing so may lose the consensus of your cluster. ";
  } else {
    const all = counts.reachable + counts.unreachable;
    const left = counts.reachable - 1;
    if (all === 1) {
      return (
        `${text}Removing the last manager erases all current state of the swarm. ` +
        "Use `--force` to ignore this message. "
      );
    }
    if (left < Math.floor(all / 2) + 1) {
      text +=
        `Removing this node leaves ${left} managers out of ${all}. ` +
        "Without a Raft quorum your swarm will be inaccessible. ";
    }
  }
  return (
    `${text}The only way to restore a swarm that has lost consensus is to reinitialize it with ` +
    "`--force-new-cluster`. Use `--force` to suppress this message."
  );
}
