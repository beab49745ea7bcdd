/**
 * Writes, from whichever manager they reach. On the leader they are validated and put into the
 * store; elsewhere they are sent to the leader, which validates them itself.
 */
import type { Instant } from "../../shared/clock.ts";
import { parseJson, refuse } from "../../shared/document.ts";
import type { SwarmSpec } from "../../shared/domain/spec.ts";
import { parseSwarmSpec } from "../../shared/domain/swarm-spec.ts";
import { ClusterError } from "../../shared/errors.ts";
import {
  type ClusterId,
  type NetworkId,
  type NodeId,
  newId,
  type ServiceId,
} from "../../shared/ids.ts";
import type { Logger } from "../../shared/logger.ts";
import { withTimeout } from "../../shared/node/with-timeout.ts";
import type { Rng } from "../../shared/rng.ts";
import { wantedRoot } from "../ca/next-root.ts";
import type { Consensus, RaftMember } from "../raft/consensus.ts";
import type { Store, WriteTx } from "../store/types.ts";
import { createFile, parseFile, removeFile, updateFile } from "./file-writes.ts";
import { named } from "./generated-name.ts";
import { parseNetworkSpec } from "./network-rules.ts";
import { createNetwork, removeNetwork } from "./network-writes.ts";
import {
  leaveNode,
  type Membership,
  parseNodeSpec,
  removeNode,
  updateNode,
} from "./node-writes.ts";
import type {
  CreateRequest,
  CreateResult,
  RemoveRequest,
  UpdateRequest,
  UpdateResult,
  UsageRequest,
} from "./requests.ts";
import { parseServiceSpec } from "./service-spec.ts";
import { createService, removeService, updateService } from "./service-writes.ts";
import { type FreshSecrets, type PrepareRotation, updateCluster } from "./swarm-writes.ts";

/** The same calls at the leader, over the wire. Rejects with the leader's ClusterError. */
export interface LeaderControl {
  create(leader: RaftMember, request: CreateRequest, signal: AbortSignal): Promise<CreateResult>;
  update(leader: RaftMember, request: UpdateRequest, signal: AbortSignal): Promise<UpdateResult>;
  remove(leader: RaftMember, request: RemoveRequest, signal: AbortSignal): Promise<void>;
  usage(leader: RaftMember, request: UsageRequest, signal: AbortSignal): Promise<Uint8Array>;
  leave(leader: RaftMember, nodeId: NodeId, signal: AbortSignal): Promise<void>;
}

export interface ControlPorts {
  readonly store: Store;
  readonly consensus: Consensus;
  readonly leader: LeaderControl;
  /** For object ids. */
  readonly rng: Rng;
  /** From a cryptographic source. */
  readonly freshSecrets: () => FreshSecrets;
  readonly prepareRotation: PrepareRotation;
  /** That this machine is in, in CIDR form: new networks keep clear of them. */
  readonly hostNetworks: () => readonly string[];
  /** What the leader has heard of the tasks' use, as JSON. */
  readonly usage: (request: UsageRequest, signal: AbortSignal) => Promise<Uint8Array>;
  readonly now: () => Instant;
  readonly logger: Logger;
}

/** Swarm's own (reference 4): an answer that takes longer is no answer. */
export const REQUEST_TIMEOUT_MS = 20_000;
/** An election is over well within this; a request that arrives in one need not fail. */
const LEADER_WAIT_MS = 5_000;
/** A lead that is handed over is somebody's within some tens of milliseconds. */
const ASK_AGAIN_MS = 10;

/** A service is written with its last spec and a revision of this one, three in all. */
const MAX_SERVICE_BYTES = 1024 * 1024;

const NO_LEADER =
  "The swarm does not have a leader. It's possible that too few managers are online. " +
  "Make sure more than half of the managers are online.";

export class Control {
  readonly #ports: ControlPorts;

  constructor(ports: ControlPorts) {
    this.#ports = ports;
  }

  async create(request: CreateRequest, signal: AbortSignal): Promise<CreateResult> {
    return this.#lead(
      signal,
      (bounded) => this.createHere(request, bounded),
      (leader, bounded) => this.#ports.leader.create(leader, request, bounded),
    );
  }

  async update(request: UpdateRequest, signal: AbortSignal): Promise<UpdateResult> {
    return this.#lead(
      signal,
      (bounded) => this.updateHere(request, bounded),
      (leader, bounded) => this.#ports.leader.update(leader, request, bounded),
    );
  }

  async remove(request: RemoveRequest, signal: AbortSignal): Promise<void> {
    return this.#lead(
      signal,
      (bounded) => this.removeHere(request, bounded),
      (leader, bounded) => this.#ports.leader.remove(leader, request, bounded),
    );
  }

  /** JSON, see telemetry. */
  async usage(request: UsageRequest, signal: AbortSignal): Promise<Uint8Array> {
    return this.#lead(
      signal,
      (bounded) => this.usageHere(request, bounded),
      (leader, bounded) => this.#ports.leader.usage(leader, request, bounded),
    );
  }

  async leave(nodeId: NodeId, signal: AbortSignal): Promise<void> {
    return this.#lead(
      signal,
      (bounded) => this.leaveHere(nodeId, bounded),
      (leader, bounded) => this.#ports.leader.leave(leader, nodeId, bounded),
    );
  }

  async createHere(request: CreateRequest, signal: AbortSignal): Promise<CreateResult> {
    const document = parseJson(request.specJson);
    const id = newId<string>(this.#ports.rng);
    await this.#ports.store.update(this.#planCreate(request, document, id), signal);
    return { id, warnings: [] };
  }

  #planCreate(request: CreateRequest, document: unknown, id: string): (tx: WriteTx) => void {
    switch (request.kind) {
      case "service": {
        checkSize(request.specJson);
        const spec = parseServiceSpec(named(document, this.#ports.rng));
        const at = this.#ports.now();
        return (tx) => createService(tx, id as ServiceId, spec, request.registryAuth, at);
      }
      case "secret":
      case "config": {
        const { kind } = request;
        const file = parseFile(document);
        return (tx) => createFile(tx, kind, id, file);
      }
      case "network": {
        const spec = parseNetworkSpec(document);
        const hostNetworks = this.#ports.hostNetworks();
        return (tx) => createNetwork(tx, id as NetworkId, spec, hostNetworks);
      }
      case "volume":
        throw new ClusterError("UNIMPLEMENTED", "cluster volumes are not supported");
    }
  }

  async updateHere(request: UpdateRequest, signal: AbortSignal): Promise<UpdateResult> {
    const plan = await this.#planUpdate(request);
    await this.#ports.store.update(plan, signal);
    return { warnings: [] };
  }

  async #planSwarmUpdate(request: UpdateRequest, spec: SwarmSpec): Promise<(tx: WriteTx) => void> {
    const { store, freshSecrets, prepareRotation } = this.#ports;
    const fresh = freshSecrets();
    const change = { ...request, id: request.id as ClusterId, spec };
    const before = store.view((tx) => tx.get("cluster", change.id));
    const wanted = before && wantedRoot(before, spec);
    const prepared = before && wanted && (await prepareRotation(before.rootCa, wanted));
    return (tx) => updateCluster(tx, change, fresh, prepared);
  }

  async #planUpdate(request: UpdateRequest): Promise<(tx: WriteTx) => void> {
    const document = parseJson(request.specJson);
    const { now } = this.#ports;
    switch (request.kind) {
      case "service": {
        checkSize(request.specJson);
        const spec = parseServiceSpec(document);
        const at = now();
        return (tx) => updateService(tx, request, spec, at);
      }
      case "node": {
        const spec = parseNodeSpec(document);
        const id = request.id as NodeId;
        return (tx) => updateNode(tx, id, request.versionIndex, spec, this.#membership());
      }
      case "cluster":
        return this.#planSwarmUpdate(request, parseSwarmSpec(document));
      case "secret":
      case "config": {
        const { kind } = request;
        const file = parseFile(document);
        return (tx) => updateFile(tx, kind, request.id, request.versionIndex, file);
      }
      case "volume":
        throw new ClusterError("UNIMPLEMENTED", "cluster volumes are not supported");
    }
  }

  async removeHere(request: RemoveRequest, signal: AbortSignal): Promise<void> {
    await this.#ports.store.update((tx) => this.#remove(tx, request), signal);
  }

  #remove(tx: WriteTx, request: RemoveRequest): void {
    switch (request.kind) {
      case "service":
        removeService(tx, request.id as ServiceId);
        break;
      case "secret":
      case "config":
        removeFile(tx, request.kind, request.id);
        break;
      case "node": {
        const id = request.id as NodeId;
        removeNode(tx, id, request.force, this.#ports.now(), this.#membership());
        break;
      }
      case "network":
        removeNetwork(tx, request.id as NetworkId);
        break;
      case "volume":
        throw new ClusterError("NOT_FOUND", `volume ${request.id} not found`);
    }
  }

  async usageHere(request: UsageRequest, signal: AbortSignal): Promise<Uint8Array> {
    return this.#ports.usage(request, signal);
  }

  async leaveHere(nodeId: NodeId, signal: AbortSignal): Promise<void> {
    await this.#ports.store.update((tx) => leaveNode(tx, nodeId, this.#ports.now()), signal);
  }

  #membership(): Membership {
    const { consensus } = this.#ports;
    return {
      members: consensus.status().members,
      canRemove: (raftId) => consensus.canRemoveMember(raftId),
    };
  }

  /**
   * Runs a request where the leader is. Who is asked as the lead changes hands has done nothing,
   * and says so by ABORTED: then the next leader is asked. Where the outcome is unknown, it is the
   * caller's to judge: never is a thing done twice.
   */
  async #lead<R>(
    signal: AbortSignal,
    here: (signal: AbortSignal) => Promise<R>,
    there: (leader: RaftMember, signal: AbortSignal) => Promise<R>,
  ): Promise<R> {
    const bounded = withTimeout(signal, REQUEST_TIMEOUT_MS);
    while (true) {
      try {
        return await this.#leadOnce(bounded, here, there);
      } catch (error) {
        if (!(error instanceof ClusterError) || error.code !== "ABORTED") throw error;
        await pause(ASK_AGAIN_MS, bounded);
        if (bounded.aborted) throw new ClusterError("UNAVAILABLE", error.message, { cause: error });
      }
    }
  }

  async #leadOnce<R>(
    bounded: AbortSignal,
    here: (signal: AbortSignal) => Promise<R>,
    there: (leader: RaftMember, signal: AbortSignal) => Promise<R>,
  ): Promise<R> {
    await this.#leaderKnown(bounded);
    const { consensus } = this.#ports;
    if (consensus.leadership() !== undefined) return here(bounded);
    const { leader, raftId } = consensus.status();
    if (leader === undefined || leader.raftId === raftId) {
      throw new ClusterError("UNAVAILABLE", NO_LEADER);
    }
    return there(leader, bounded);
  }

  /** Resolves when there is a leader to ask, or after a while without one. */
  async #leaderKnown(signal: AbortSignal): Promise<void> {
    const { consensus } = this.#ports;
    const known = (): boolean => {
      if (consensus.leadership() !== undefined) return true;
      const { leader, raftId } = consensus.status();
      return leader !== undefined && leader.raftId !== raftId;
    };
    // An aborted signal never tells it again.
    if (known() || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const limit = withTimeout(signal, LEADER_WAIT_MS);
      const done = (): void => {
        status.close();
        leadership.close();
        resolve();
      };
      const look = (): void => {
        if (known()) done();
      };
      const status = consensus.onStatus(look);
      const leadership = consensus.onLeadership(look);
      limit.addEventListener("abort", done, { once: true });
    });
  }
}

/** @returns also when the signal aborts. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  const limit = withTimeout(signal, ms);
  return new Promise((resolve) => {
    if (limit.aborted) resolve();
    else limit.addEventListener("abort", () => resolve(), { once: true });
  });
}

function checkSize(specJson: Uint8Array): void {
  if (specJson.length > MAX_SERVICE_BYTES) {
    refuse("body", `${specJson.length} bytes: expected at most ${MAX_SERVICE_BYTES}`);
  }
}
