/**
 * The part of the loop that knows who takes part: applies membership changes, makes them on
 * behalf of joiners and of the control API, promotes learners that have caught up, and says who
 * is reachable.
 */
import { type ConfState, decodeConfChange, type Entry, type RawNode, type Snapshot } from "raft-ts";
import { ClusterError } from "../../shared/errors.ts";
import { ConfQueue } from "./conf-queue.ts";
import type { LoopPorts, LoopStart } from "./loop-ports.ts";
import type { ConfVersion } from "./loop-snapshots.ts";
import {
  decodeMembership,
  findMember,
  type Member,
  type MemberAddress,
  type MemberChange,
  type Membership,
  survivesRemoval,
} from "./membership.ts";
import { applyChange, toConfChange } from "./stored-state.ts";
import type { JoinRequest, JoinResponse } from "./transport.ts";

/** A learner this close to the end of the log is promoted. */
const CAUGHT_UP_ENTRIES = 1000;
const CHECK_NODE_MS = 5_000;
const QUORUM_LOSS = "can't remove member from the raft: this would result in a loss of quorum";

export interface MembershipEvents {
  leading(): boolean;
  drain(): void;
  changed(): void;
  removed(): void;
}

export class MembershipDriver {
  readonly #ports: LoopPorts;
  readonly #start: LoopStart;
  readonly #node: RawNode;
  readonly #events: MembershipEvents;
  readonly #queue = new ConfQueue();
  readonly #heardMs = new Map<number, number>();
  readonly #nodeChecks = new Map<number, (removed: boolean) => void>();
  #membership: Membership;
  /** Oldest first: the snapshot being taken may lie behind the newest. */
  #versions: ConfVersion[];
  /** No change may be proposed before this index is applied: there may be another below it. */
  #changesFrom = 0;
  #nextCheck = 1;
  #announcing = false;

  constructor(ports: LoopPorts, start: LoopStart, node: RawNode, events: MembershipEvents) {
    this.#ports = ports;
    this.#start = start;
    this.#node = node;
    this.#events = events;
    this.#membership = start.membership;
    const { confState } = start.storage.initialState();
    const index = start.snapshot?.index ?? 0;
    this.#versions = [{ index, confState, membership: start.membership }];
  }

  get #selfId(): number {
    return this.#start.identity.raftId;
  }

  // ---- what is ----

  confAt(index: number): ConfVersion | undefined {
    return this.#versions.findLast((version) => version.index <= index);
  }

  isRemoved(raftId: number): boolean {
    return this.#membership.removed.includes(raftId);
  }

  everMember(): boolean {
    return this.#membership.members.length > 0 || this.#start.identity.peers.length > 0;
  }

  isOnlyVoter(): boolean {
    const { incoming, outgoing } = this.#node.status().members.voters;
    return incoming.size === 1 && outgoing.size === 0 && incoming.has(this.#selfId);
  }

  /** Members with whether they can be reached, for the status. */
  seen(): readonly (Member & { readonly reachable: boolean })[] {
    return this.#membership.members.map((member) => ({
      ...member,
      reachable: this.#reachable(member.raftId),
    }));
  }

  /** Raft's own `recentActive` will not do: it is reset in the middle of things. */
  #reachable(raftId: number): boolean {
    if (raftId === this.#selfId) return true;
    const { electionTicks, tickMs } = this.#start.timing;
    const heard = this.#heardMs.get(raftId);
    const recent =
      heard !== undefined && this.#ports.clock.now() - heard <= 2 * electionTicks * tickMs;
    // A follower hears only of the leader; of the others it knows whether its stream is up.
    return recent || (!this.#events.leading() && this.#ports.transport.connected(raftId));
  }

  heardFrom(raftId: number): void {
    this.#heardMs.set(raftId, this.#ports.clock.now());
  }

  /** The reachable voter whose log is longest. */
  bestSuccessor(): number | undefined {
    const { progress } = this.#node.status();
    let best: { id: number; match: number } | undefined;
    for (const [id, one] of progress) {
      if (id === this.#selfId || one.learner || !this.#reachable(id)) continue;
      if (best === undefined || one.match > best.match) best = { id, match: one.match };
    }
    return best?.id;
  }

  // ---- what was agreed ----

  apply(entry: Entry): void {
    const confState = this.#node.applyConfChange(decodeConfChange(entry));
    const before = findMember(this.#membership, this.#selfId);
    this.#set(entry.index, confState, applyChange(this.#membership, entry));
    this.#queue.applied(entry.index, entry.term, true);
    const gone = before !== undefined && findMember(this.#membership, this.#selfId) === undefined;
    if (gone) this.#events.removed();
  }

  applyNormal(entry: Entry): void {
    this.#queue.applied(entry.index, entry.term, false);
  }

  restored(snapshot: Snapshot): void {
    const { index, confState } = snapshot.meta;
    this.#versions = [];
    this.#set(index, confState, decodeMembership(snapshot.data));
  }

  #set(index: number, confState: ConfState, membership: Membership): void {
    assertAgree(confState, membership);
    this.#changesFrom = Math.max(this.#changesFrom, index);
    this.#membership = membership;
    const floor = this.confAt(this.#start.storage.firstIndex())?.index ?? 0;
    this.#versions = this.#versions.filter((version) => version.index >= floor);
    this.#versions.push({ index, confState, membership });
    this.connect();
    this.#events.changed();
  }

  connect(): void {
    const known = this.#membership.members;
    // Until the log has told, a joiner goes by what the leader said when it let it in.
    const inLog = findMember(this.#membership, this.#selfId) !== undefined;
    const missing = inLog
      ? []
      : this.#start.identity.peers.filter(
          (peer) => findMember(this.#membership, peer.raftId) === undefined,
        );
    const peers: MemberAddress[] = [...known, ...missing];
    this.#ports.transport.setPeers(peers.filter((peer) => peer.raftId !== this.#selfId));
  }

  // ---- what is wanted ----

  maybePropose(): void {
    if (!this.#events.leading() || this.#queue.next() === undefined) return;
    const { hardState, lastIndex, applied } = this.#node.basicStatus();
    // Raft would put an empty entry in its place.
    if (applied < this.#changesFrom) return;
    const change = this.#nextChange();
    if (change === undefined) return;
    const refusal = this.#node.proposeConfChange(toConfChange(change));
    if (refusal === undefined) this.#queue.proposed(lastIndex + 1, hardState.term);
  }

  /**
   * A node that comes again has lost what it had promised under its old id, so that one goes
   * first. Looked up here, where all earlier changes are applied: the old id may be one of a join
   * whose leader died over it, and which is only now known to have happened.
   */
  #nextChange(): MemberChange | undefined {
    const change = this.#queue.next();
    if (change?.kind !== "add-learner") return change;
    const { nodeId, raftId } = change.member;
    const old = this.#membership.members.find(
      (member) => member.nodeId === nodeId && member.raftId !== raftId,
    );
    if (old === undefined) return change;
    if (this.#mayRemove(old.raftId)) {
      this.#queue.addFirst({ kind: "remove", raftId: old.raftId });
    } else {
      this.#queue.refuseNext(quorumLoss());
    }
    return this.#nextChange();
  }

  #mayRemove(raftId: number): boolean {
    return survivesRemoval(this.#membership, raftId, (id) => this.#reachable(id));
  }

  leadChanged(): void {
    this.#changesFrom = this.#node.basicStatus().lastIndex;
    this.#queue.clear(notLeader(undefined));
  }

  /** Learners that have caught up become voters. */
  maybePromote(): void {
    if (!this.#events.leading()) return;
    if (!this.#membership.members.some((member) => member.learner)) return;
    const { progress, hardState } = this.#node.status();
    for (const [raftId, one] of progress) {
      const member = findMember(this.#membership, raftId);
      if (member === undefined || !member.learner || !this.#reachable(raftId)) continue;
      if (one.match + CAUGHT_UP_ENTRIES < hardState.commit || one.match === 0) continue;
      if (this.#queue.has(raftId)) continue;
      this.#queue.add({ kind: "add-voter", member }).catch((error: unknown) => {
        this.#ports.logger.warn({ error, raftId }, "a learner could not be promoted");
      });
    }
  }

  /** After a restart at another address the log is told, through the leader. */
  maybeAnnounceAddress(): void {
    const self = findMember(this.#membership, this.#selfId);
    const { advertiseAddr: addr, identity } = this.#start;
    if (self === undefined || self.addr === addr || this.#announcing) return;
    const leader = findMember(this.#membership, this.#node.basicStatus().lead);
    if (leader === undefined) return;
    const request = { nodeId: identity.nodeId, addr, raftId: this.#selfId };
    this.#announcing = true;
    const told = this.#events.leading()
      ? this.join(request)
      : this.#ports.transport.requestJoin(leader.addr, request);
    told
      .catch((error: unknown) => {
        this.#ports.logger.warn({ error }, "the new address is not known to the others yet");
      })
      .finally(() => {
        this.#announcing = false;
      });
  }

  async join(request: JoinRequest): Promise<JoinResponse> {
    this.#assertLeading();
    if (request.raftId !== 0) return this.#changeAddress(request);
    if (await this.#nodeRemoved(request.nodeId)) {
      const message = `node ${request.nodeId} was removed from the cluster`;
      throw new ClusterError("PERMISSION_DENIED", message);
    }
    if (!(await this.#ports.transport.probe(request.addr, request.nodeId))) {
      const message = `could not connect to prospective new cluster member using its advertised address: ${request.addr}`;
      throw new ClusterError("UNAVAILABLE", message);
    }
    this.#assertLeading();
    const member = { raftId: this.#newRaftId(), nodeId: request.nodeId, addr: request.addr };
    await this.#change({ kind: "add-learner", member });
    return this.#answer(member.raftId);
  }

  async #changeAddress(request: JoinRequest): Promise<JoinResponse> {
    const member = findMember(this.#membership, request.raftId);
    if (member === undefined || member.nodeId !== request.nodeId) {
      const message = `raft member ${request.raftId} of node ${request.nodeId} not found`;
      throw new ClusterError("NOT_FOUND", message);
    }
    if (member.addr !== request.addr) {
      await this.#change({ kind: "update", member: { ...member, addr: request.addr } });
    }
    return this.#answer(member.raftId);
  }

  #answer(raftId: number): JoinResponse {
    const members = this.#membership.members.map(({ raftId: id, nodeId, addr }) => ({
      raftId: id,
      nodeId,
      addr,
    }));
    return { raftId, clusterId: this.#start.identity.clusterId, members };
  }

  /** Removing one that is gone already is done. */
  async remove(raftId: number): Promise<void> {
    this.#assertLeading();
    if (findMember(this.#membership, raftId) === undefined) return;
    if (!this.#mayRemove(raftId)) throw quorumLoss();
    await this.#change({ kind: "remove", raftId });
  }

  #change(change: MemberChange): Promise<void> {
    const done = this.#queue.add(change);
    this.#events.drain();
    return done;
  }

  #newRaftId(): number {
    const { rng } = this.#ports;
    for (;;) {
      const id = (rng.next() % 0x10000) * 0x1_0000_0000 + rng.next();
      if (id > 0 && findMember(this.#membership, id) === undefined && !this.isRemoved(id)) {
        return id;
      }
    }
  }

  /** The main thread knows which nodes were removed from the cluster. */
  #nodeRemoved(nodeId: string): Promise<boolean> {
    const id = this.#nextCheck++;
    return new Promise((resolve, reject) => {
      const timer = this.#ports.clock.after(CHECK_NODE_MS, () => {
        this.#nodeChecks.delete(id);
        reject(new ClusterError("UNAVAILABLE", "this manager is too busy to take a node in"));
      });
      this.#nodeChecks.set(id, (removed) => {
        timer.cancel();
        this.#nodeChecks.delete(id);
        resolve(removed);
      });
      this.#ports.emit({ kind: "check-node", id, nodeId });
    });
  }

  onNodeChecked(id: number, removed: boolean): void {
    this.#nodeChecks.get(id)?.(removed);
  }

  #assertLeading(): void {
    if (this.#events.leading()) return;
    throw notLeader(findMember(this.#membership, this.#node.basicStatus().lead)?.addr);
  }
}

function quorumLoss(): ClusterError {
  return new ClusterError("FAILED_PRECONDITION", QUORUM_LOSS);
}

function notLeader(leaderAddr: string | undefined): ClusterError {
  return new ClusterError("UNAVAILABLE", "this manager is not the leader", { leaderAddr });
}

function assertAgree(confState: ConfState, membership: Membership): void {
  const voters = membership.members.filter((one) => !one.learner).map((one) => one.raftId);
  const learners = membership.members.filter((one) => one.learner).map((one) => one.raftId);
  const same = (a: readonly number[], b: readonly number[]): boolean =>
    a.length === b.length && a.every((id) => b.includes(id));
  if (same(confState.voters, voters) && same(confState.learners, learners)) return;
  const said = JSON.stringify({ confState, members: membership.members });
  throw new Error(`the list of members and Raft's configuration disagree: ${said}`);
}
