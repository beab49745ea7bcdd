/**
 * The view in which closures write: the committed state with the changes of this batch laid over
 * it. Each closure runs behind a savepoint; one that throws is undone alone.
 *
 * INVARIANT: an object written here carries a negative version that was never used before, so
 * that no client can match it and an older copy of it is refused; the real version, the index of
 * the entry, is known only once the entry is applied.
 */
import type { Meta } from "../../shared/domain/objects.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { StoreAction } from "./actions.ts";
import { encodeCreate, encodeRemove, encodeUpdate } from "./actions.ts";
import type { IndexRule } from "./schema.ts";
import { SCHEMA, TABLE_NAMES } from "./schema.ts";
import { indexKey, type State } from "./state.ts";
import type { IdOf, Indexes, TableName, Tables, WriteTx } from "./types.ts";

export const OUT_OF_SEQUENCE = "update out of sequence";

type AnyObject = Tables[TableName];

interface Layer {
  /** Written objects by id; null for a removed one. */
  readonly written: Map<string, AnyObject | null>;
  /**
   * Index name to key to the ids of written objects that now have it. Made by the first lookup:
   * most batches only write.
   */
  postings: Postings | null;
  added: number;
}

/** What a layer held under an id before a write. */
interface Undo {
  readonly table: TableName;
  readonly id: string;
  readonly written: AnyObject | null | undefined;
}

export class Overlay implements WriteTx {
  readonly #base: State;
  readonly #nowMs: number;
  readonly #nextPendingVersion: () => number;
  readonly #layers: Readonly<Record<TableName, Layer>>;
  #undo: Undo[] = [];
  #actions: StoreAction[] = [];

  constructor(base: State, nowMs: number, nextPendingVersion: () => number) {
    this.#base = base;
    this.#nowMs = nowMs;
    this.#nextPendingVersion = nextPendingVersion;
    this.#layers = Object.fromEntries(
      TABLE_NAMES.map((name) => [name, { written: new Map(), postings: null, added: 0 }]),
    ) as unknown as Readonly<Record<TableName, Layer>>;
  }

  get index(): number {
    return this.#base.index;
  }

  /** Runs one closure and hands over its actions; undoes it if either throws. */
  run<R>(write: (tx: WriteTx) => R, keep: (actions: readonly StoreAction[]) => void): R {
    this.#undo = [];
    this.#actions = [];
    try {
      const result = write(this);
      keep(this.#actions);
      return result;
    } catch (error) {
      for (const undo of this.#undo.reverse()) this.#set(undo.table, undo.id, undo.written);
      throw error;
    }
  }

  get<T extends TableName>(table: T, id: IdOf<T>): Tables[T] | undefined {
    const written = this.#layers[table].written.get(id);
    if (written === undefined) return this.#base.get(table, id);
    return (written ?? undefined) as Tables[T] | undefined;
  }

  all<T extends TableName>(table: T): Iterable<Tables[T]> {
    const { written } = this.#layers[table];
    if (written.size === 0) return this.#base.all(table);
    const kept = [...this.#base.all(table)].filter((object) => !written.has(object.id));
    return mergeById(kept, present<Tables[T]>(written.values()));
  }

  by<T extends TableName>(table: T, index: Indexes[T], key: string): readonly Tables[T][] {
    const layer = this.#layers[table];
    const { written } = layer;
    const base = this.#base.by(table, index, key);
    if (written.size === 0) return base;
    layer.postings ??= postingsOf(table, written.values());
    const ids = layer.postings.get(index)?.get(indexKey(index, key));
    const over = present<Tables[T]>([...(ids ?? [])].map((id) => written.get(id)));
    return mergeById(
      base.filter((object) => !written.has(object.id)),
      over,
    );
  }

  byIdPrefix<T extends TableName>(table: T, prefix: string, limit: number): readonly Tables[T][] {
    const { written } = this.#layers[table];
    // As many more as could be hidden by what was written.
    const base = this.#base.byIdPrefix(table, prefix, limit + written.size);
    if (written.size === 0) return base;
    const over = present<Tables[T]>(written.values()).filter(({ id }) => id.startsWith(prefix));
    const kept = base.filter((object) => !written.has(object.id));
    return mergeById(kept, over).slice(0, limit);
  }

  count(table: TableName): number {
    return this.#base.count(table) + this.#layers[table].added;
  }

  create<T extends TableName>(table: T, object: Tables[T]): void {
    if (this.get(table, object.id) !== undefined) {
      throw new ClusterError("ALREADY_EXISTS", `${table} ${object.id} already exists`);
    }
    const created = this.#withMeta<T>(object, this.#nowMs);
    this.#write(table, object.id, created);
    this.#actions.push(encodeCreate(table, created));
  }

  update<T extends TableName>(table: T, object: Tables[T]): void {
    const before = this.get(table, object.id as IdOf<T>);
    if (before === undefined) throw notFound(table, object.id);
    if (before.meta.versionIndex !== object.meta.versionIndex) {
      throw new ClusterError("UNKNOWN", OUT_OF_SEQUENCE);
    }
    const after = this.#withMeta<T>(object, before.meta.createdMs);
    this.#write(table, object.id, after);
    this.#actions.push(encodeUpdate(table, before, after));
  }

  remove(table: TableName, id: string): void {
    if (this.get(table, id as IdOf<typeof table>) === undefined) throw notFound(table, id);
    this.#write(table, id, null);
    this.#actions.push(encodeRemove(table, id));
  }

  #withMeta<T extends TableName>(object: Tables[T], createdMs: number): Tables[T] {
    const meta: Meta = {
      versionIndex: this.#nextPendingVersion(),
      createdMs,
      updatedMs: this.#nowMs,
    };
    return Object.freeze({ ...object, meta }) as unknown as Tables[T];
  }

  #write(table: TableName, id: string, written: AnyObject | null): void {
    this.#undo.push({ table, id, written: this.#layers[table].written.get(id) });
    this.#set(table, id, written);
  }

  /** Undefined takes the id out of the layer. */
  #set(table: TableName, id: string, written: AnyObject | null | undefined): void {
    const layer = this.#layers[table];
    const old = layer.written.get(id);
    const inBase = this.#base.get(table, id as IdOf<typeof table>) !== undefined ? 1 : 0;
    layer.added += presence(written, inBase) - presence(old, inBase);
    const { postings } = layer;
    if (postings && old) removeFrom(postings, table, old);
    if (written === undefined) layer.written.delete(id);
    else layer.written.set(id, written);
    if (postings && written) addTo(postings, table, written);
  }
}

type Postings = Map<string, Map<string, Set<string>>>;

function postingsOf(table: TableName, objects: Iterable<AnyObject | null>): Postings {
  const postings: Postings = new Map();
  for (const object of objects) if (object) addTo(postings, table, object);
  return postings;
}

function rulesOf(table: TableName): [string, IndexRule<never>][] {
  return Object.entries(SCHEMA[table] as Record<string, IndexRule<never>>);
}

function addTo(postings: Postings, table: TableName, object: AnyObject): void {
  for (const [name, rule] of rulesOf(table)) {
    const byKey = postings.get(name) ?? new Map<string, Set<string>>();
    postings.set(name, byKey);
    for (const key of rule.keys(object as never)) {
      const ids = byKey.get(key);
      if (ids === undefined) byKey.set(key, new Set([object.id]));
      else ids.add(object.id);
    }
  }
}

function removeFrom(postings: Postings, table: TableName, object: AnyObject): void {
  for (const [name, rule] of rulesOf(table)) {
    for (const key of rule.keys(object as never)) postings.get(name)?.get(key)?.delete(object.id);
  }
}

function presence(written: AnyObject | null | undefined, inBase: number): number {
  if (written === undefined) return inBase;
  return written === null ? 0 : 1;
}

function notFound(table: TableName, id: string): ClusterError {
  return new ClusterError("NOT_FOUND", `${table} ${id} not found`);
}

function present<O extends AnyObject>(objects: Iterable<AnyObject | null | undefined>): O[] {
  const found: O[] = [];
  for (const object of objects) if (object) found.push(object as O);
  return found.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** Both ordered by id, without an id in common. */
function mergeById<O extends AnyObject>(a: readonly O[], b: readonly O[]): O[] {
  if (b.length === 0) return a as O[];
  const merged: O[] = [];
  let at = 0;
  for (const object of b) {
    for (let next = a[at]; next !== undefined && next.id < object.id; next = a[++at]) {
      merged.push(next);
    }
    merged.push(object);
  }
  for (let next = a[at]; next !== undefined; next = a[++at]) merged.push(next);
  return merged;
}
