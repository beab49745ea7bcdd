/**
 * The store's contract. Reads see one consistent version; writes are closures over a view that
 * includes every earlier write of this leader, and are durable once their promise resolves.
 */
import type {
  Cluster,
  Config,
  Network,
  Node,
  Secret,
  Service,
  SpecRevision,
  Task,
  Volume,
} from "../../shared/domain/objects.ts";

export interface Tables {
  readonly node: Node;
  readonly service: Service;
  readonly task: Task;
  readonly network: Network;
  readonly cluster: Cluster;
  readonly secret: Secret;
  readonly config: Config;
  readonly specRevision: SpecRevision;
  readonly volume: Volume;
}

export type TableName = keyof Tables;
export type IdOf<T extends TableName> = Tables[T]["id"];

/** Indexes by table: what `by` accepts. Results of a lookup are ordered by id. */
export interface Indexes {
  readonly node: "name" | "role" | "membership";
  /** `port`: PORT/PROTOCOL, published by its spec or chosen. */
  readonly service: "name" | "network" | "secret" | "config" | "port";
  readonly task: "service" | "node";
  readonly network: "name";
  readonly cluster: "name";
  readonly secret: "name";
  readonly config: "name";
  readonly specRevision: "service";
  readonly volume: "name";
}

export interface ReadTx {
  /** Raft index of the last entry that this view includes. */
  readonly index: number;
  get<T extends TableName>(table: T, id: IdOf<T>): Tables[T] | undefined;
  /** Every object, ordered by id. */
  all<T extends TableName>(table: T): Iterable<Tables[T]>;
  /** Every object, in no order that means anything: for the many, whose order costs most. */
  each<T extends TableName>(table: T, visit: (object: Tables[T]) => void): void;
  /** Objects whose index key is `key`. Tasks without a node are under no node's key. */
  by<T extends TableName>(table: T, index: Indexes[T], key: string): readonly Tables[T][];
  /** Objects whose id starts with the prefix, ordered by id; for `docker … inspect PREFIX`. */
  byIdPrefix<T extends TableName>(table: T, prefix: string, limit: number): readonly Tables[T][];
  count(table: TableName): number;
}

export interface WriteTx extends ReadTx {
  /** Throws ALREADY_EXISTS when the id is taken. The object's meta is filled in. */
  create<T extends TableName>(table: T, object: Tables[T]): void;
  /**
   * Replaces an object. The version of `object.meta` must be the stored one, or the update is
   * refused with UNKNOWN "update out of sequence" (reference 0.1); nothing of the closure is kept.
   */
  update<T extends TableName>(table: T, object: Tables[T]): void;
  /** Throws NOT_FOUND when there is none. */
  remove(table: TableName, id: string): void;
}

export type Change = {
  [T in TableName]:
    | {
        readonly table: T;
        readonly kind: "create";
        readonly after: Tables[T];
        readonly before?: undefined;
      }
    | {
        readonly table: T;
        readonly kind: "update";
        readonly after: Tables[T];
        readonly before: Tables[T];
      }
    | {
        readonly table: T;
        readonly kind: "remove";
        readonly before: Tables[T];
        readonly after?: undefined;
      };
}[TableName];

export interface ChangeBatch {
  /** Raft index of the entry that made these changes. */
  readonly index: number;
  readonly changes: readonly Change[];
  /** The whole state was replaced (a snapshot came): forget all and read again. */
  readonly reset: boolean;
}

export interface Subscription {
  close(): void;
}

export interface Store {
  view<R>(read: (tx: ReadTx) => R): R;
  /**
   * Runs `write` on the leader, proposes its changes (with those of other closures that wait) as
   * one Raft entry and resolves with its result when they are applied here. Rejects with what the
   * closure threw (its changes dropped), with ABORTED when this manager does not lead and nothing
   * was done, with UNAVAILABLE when it loses the lead before the outcome is known. `write` must be
   * synchronous and without effects.
   */
  update<R>(write: (tx: WriteTx) => R, signal?: AbortSignal): Promise<R>;
  /**
   * Reads a snapshot and hears every change after it, none missed and none twice. `onBatch` is
   * called synchronously after each applied entry: it may only take notes and must not throw.
   */
  watch<R>(
    snapshot: (tx: ReadTx) => R,
    onBatch: (batch: ChangeBatch) => void,
  ): { readonly initial: R; readonly subscription: Subscription };
}
