/**
 * What must a node that is in a cluster do next, so that its certificate, its manager process and
 * its Raft state agree with the role that the cluster gives it? One step at a time, by the first
 * row that fits:
 *
 * | row | certified | manager process | Raft state | else                  | step                  |
 * |-----|-----------|-----------------|------------|-----------------------|-----------------------|
 * | A   |           |                 |            | certificate expired   | give up               |
 * | B   |           | runs            |            | removed from Raft     | stop the manager      |
 * | C   |           | not             | present    | removed from Raft     | forget it, ask role   |
 * | D   | worker    | runs, or resting|            |                       | stop the manager      |
 * | E   | worker    | not             | present    |                       | forget it             |
 * | F   | manager   | not             | present    | role is certain       | start: restart        |
 * | G   | manager   | not             | none       | role is certain       | start: join           |
 * | H   | manager   | resting, due    |            | role is certain       | start, as F and G     |
 * | I   |           |                 |            | a renewal is wanted   | renew                 |
 * | J   |           |                 |            |                       | none                  |
 *
 * F to H come before I: when a whole cluster was down, managers must run before anyone can renew.
 * A wished demotion (desired worker, certified manager) leaves the manager running and renews
 * until the answer is a worker's certificate: that comes once the leader took it out of Raft.
 */
import type { Instant } from "../../shared/clock.ts";
import type { NodeRole } from "../../shared/domain/objects.ts";

export type ManagerPhase = "absent" | "starting" | "up" | "stopping" | "resting";

export interface NodeFacts {
  readonly certified: NodeRole;
  /** As last heard from a manager. */
  readonly desired: NodeRole;
  readonly manager: ManagerPhase;
  /** While resting after a crash. */
  readonly restartAt: Instant;
  readonly raftState: boolean;
  /** The manager said that it is out of Raft. Its Raft identity is dead for good. */
  readonly removedFromRaft: boolean;
  /** After a removal the certificate's role is in doubt until a renewal answers. */
  readonly roleInDoubt: boolean;
  /** The root changed. */
  readonly renewalAsked: boolean;
  readonly renewalRuns: boolean;
  readonly renewAt: Instant;
  /** Not sooner than this, after an attempt that failed or changed nothing. */
  readonly renewNotBefore: Instant;
  readonly expiresAt: Instant;
}

export type NodeStep =
  | { readonly kind: "give-up" }
  | { readonly kind: "stop-manager" }
  | { readonly kind: "forget-raft" }
  | { readonly kind: "start-manager"; readonly how: "join" | "restart" }
  | { readonly kind: "renew"; readonly why: "role" | "root" | "due" };

export interface NodePlan {
  readonly step: NodeStep | undefined;
  readonly wakeAt: Instant | null;
}

export function planNode(facts: NodeFacts, now: Instant): NodePlan {
  if (now >= facts.expiresAt) return { step: { kind: "give-up" }, wakeAt: null };
  const step = chooseStep(facts, now);
  return { step, wakeAt: step === undefined ? nextLook(facts, now) : null };
}

function chooseStep(facts: NodeFacts, now: Instant): NodeStep | undefined {
  const { manager, raftState } = facts;
  const runs = manager === "up" || manager === "starting";
  if (facts.removedFromRaft) {
    if (runs) return { kind: "stop-manager" };
    if (manager !== "stopping" && raftState) return { kind: "forget-raft" };
  } else if (facts.certified === "worker") {
    if (runs || manager === "resting") return { kind: "stop-manager" };
    if (manager === "absent" && raftState) return { kind: "forget-raft" };
  } else if (!facts.roleInDoubt) {
    const due = manager === "absent" || (manager === "resting" && now >= facts.restartAt);
    if (due) return { kind: "start-manager", how: raftState ? "restart" : "join" };
  }
  const why = whyRenew(facts, now);
  if (why === undefined || facts.renewalRuns || now < facts.renewNotBefore) return undefined;
  return { kind: "renew", why };
}

function whyRenew(facts: NodeFacts, now: Instant): "role" | "root" | "due" | undefined {
  if (facts.roleInDoubt || facts.desired !== facts.certified) return "role";
  if (facts.renewalAsked) return "root";
  return now >= facts.renewAt ? "due" : undefined;
}

function nextLook(facts: NodeFacts, now: Instant): Instant {
  const times = [facts.expiresAt];
  if (facts.manager === "resting") times.push(facts.restartAt);
  if (!facts.renewalRuns) {
    const wanted = whyRenew(facts, now) !== undefined;
    times.push(wanted ? facts.renewNotBefore : Math.max(facts.renewAt, facts.renewNotBefore));
  }
  return Math.min(...times.filter((at) => at > now));
}

/** How long a crashed manager rests: doubling, so that a broken disk does not burn the machine. */
export function restartDelayMs(crashesInARow: number): number {
  return Math.min(10_000, 100 * 2 ** Math.min(crashesInARow - 1, 10));
}

/** A manager that ran this long was well: the next crash counts as the first. */
export const WELL_AFTER_MS = 60_000;
