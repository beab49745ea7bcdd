/**
 * One agent's stream, on the manager's side. Everything that is to be said is kept as state (a
 * newest view, a highest acknowledgement, a set of changed tasks) and turned into messages only
 * when the stream takes them: a slow agent costs memory for what is true, not for what happened.
 */
import type { skep } from "../../proto/messages.ts";
import type { Instant } from "../../shared/clock.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { NodeId } from "../../shared/ids.ts";
import type { MessageStream } from "../../shared/node/grpc/stream.ts";
import { AssignmentSet, type AssignmentSource } from "./assignment-set.ts";
import { sameView } from "./cluster-view.ts";
import type { NetworkCursor, NetworkRows } from "./network-cursor.ts";

export type AgentStream = MessageStream<
  skep.v1.AgentMessage.$Properties,
  skep.v1.ManagerMessage.$Properties
>;
type ClusterView = skep.v1.ClusterView.$Properties;
export type LogSubscription = skep.v1.LogSubscription.$Properties;

export interface SessionSource extends AssignmentSource {
  clusterView(nodeId: NodeId): ClusterView | undefined;
  networkRows(stack: string): NetworkRows;
  readonly now: Instant;
}

/**
 * Sets of assignments under way. With one, what comes while the agent takes it goes into the next
 * together: as with statuses, the busier the cluster, the larger the messages. With four an agent
 * got its ten tasks of ten services in six messages, and answered each.
 */
const MAX_UNACKED_SETS = 1;
/** An agent has one batch under way at a time, two around a reconnect. More is a broken agent. */
const MAX_UNACKED_BATCHES = 16;
const MAX_SUBSCRIPTIONS = 1_000;

export class AgentSession {
  readonly nodeId: NodeId;
  readonly id: string;
  readonly #stream: AgentStream;
  readonly #wake: (session: AgentSession) => void;
  assignments: AssignmentSet = new AssignmentSet();
  networks: NetworkCursor | undefined;
  #blocked = false;
  #unackedSets = 0;
  #unackedBatches = 0;
  #statusSeq: number | undefined;
  #heartbeatSeq: number | undefined;
  /** Something was sent since the agent's last heartbeat: that is answer enough. */
  #spoke = true;
  #view: ClusterView;
  #viewStale = false;
  #subscriptions: LogSubscription[] = [];

  constructor(
    nodeId: NodeId,
    id: string,
    stream: AgentStream,
    view: ClusterView,
    wake: (session: AgentSession) => void,
  ) {
    this.nodeId = nodeId;
    this.id = id;
    this.#stream = stream;
    this.#view = view;
    this.#wake = wake;
  }

  get peer(): string {
    return this.#stream.peer;
  }

  send(message: skep.v1.ManagerMessage.$Properties): void {
    this.#spoke = true;
    if (this.#stream.send(message) || this.#blocked) return;
    this.#blocked = true;
    this.#stream
      .drained()
      .then(() => {
        this.#blocked = false;
        this.#wake(this);
      })
      // drained() resolves at the end too; this is for what nobody foresaw.
      .catch((error: unknown) => this.#stream.fail(asClusterError(error)));
  }

  /** The cluster, or this node in it, may look different. */
  viewChanged(): void {
    this.#viewStale = true;
    this.#wake(this);
  }

  heartbeat(seq: number): void {
    this.#heartbeatSeq = seq;
    this.#spoke = false;
    this.#wake(this);
  }

  /** A batch of statuses came. Throws when the agent ignores that earlier ones are not written. */
  batchCame(): void {
    this.#unackedBatches++;
    if (this.#unackedBatches > MAX_UNACKED_BATCHES) {
      throw new ClusterError("RESOURCE_EXHAUSTED", "too many status batches without an answer");
    }
  }

  /** Every batch up to `seq` is written. */
  batchWritten(seq: number): void {
    this.#unackedBatches--;
    this.#statusSeq = Math.max(this.#statusSeq ?? 0, seq);
    this.#wake(this);
  }

  setTaken(): void {
    this.#unackedSets = Math.max(0, this.#unackedSets - 1);
    this.#wake(this);
  }

  subscribe(subscription: LogSubscription): boolean {
    if (this.#subscriptions.length >= MAX_SUBSCRIPTIONS) return false;
    this.#subscriptions.push(subscription);
    this.#wake(this);
    return true;
  }

  /** The whole state was replaced: the next set is complete again. */
  restart(): void {
    this.assignments = new AssignmentSet();
  }

  flush(source: SessionSource): void {
    while (!this.#blocked && !this.#stream.signal.aborted) {
      const message = this.#next(source);
      if (message === undefined) return;
      this.send(message);
    }
  }

  #next(source: SessionSource): skep.v1.ManagerMessage.$Properties | undefined {
    if (this.#statusSeq !== undefined) {
      const seq = this.#statusSeq;
      this.#statusSeq = undefined;
      return { statusAck: { seq } };
    }
    if (this.#viewStale) {
      this.#viewStale = false;
      const view = source.clusterView(this.nodeId);
      if (view !== undefined && !sameView(view, this.#view)) {
        this.#view = view;
        return { cluster: view };
      }
    }
    const logSubscription = this.#subscriptions.shift();
    if (logSubscription !== undefined) return { logSubscription };
    // Before the tasks that need them.
    const { networks } = this;
    const networkState = networks?.next(() => source.networkRows(networks.stack), source.now);
    if (networkState !== undefined) return { networkState };
    if (this.#unackedSets < MAX_UNACKED_SETS) {
      const assignments = this.assignments.next(source);
      if (assignments !== undefined) {
        this.#unackedSets++;
        return { assignments };
      }
    }
    if (this.#heartbeatSeq === undefined) return undefined;
    const seq = this.#heartbeatSeq;
    this.#heartbeatSeq = undefined;
    return this.#spoke ? undefined : { heartbeatAck: { seq } };
  }

  /** Ends it with a word: the agent goes where it is told. */
  redirect(redirect: skep.v1.Redirect.$Properties): void {
    this.#stream.send({ redirect });
    this.#stream.end();
  }

  fail(error: ClusterError): void {
    this.#stream.fail(error);
  }
}

export function asClusterError(error: unknown): ClusterError {
  if (error instanceof ClusterError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ClusterError("INTERNAL", message, { cause: error });
}
