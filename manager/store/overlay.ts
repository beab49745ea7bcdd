/**
 * The view in which closures write: the committed state with the changes of this batch laid over
 * it. Each closure runs behind a savepoint; one that throws is undone alone.
 *
 * INVARIANT: an object written here carries a negative version that was never used before, so
 * that no client can match it and an older copy of it is refused; the real version, the index of
 * the entry, is known only once the entry is applied.
 */
import type { Meta, Task } from "../../shared/domain/objects.ts";
import { ClusterError } from "../../shared/errors.ts";
import { encodeCreate, encodeRemove, encodeUpdate } from "./actions.ts";
import type { EntryWriter } from "./entry-writer.ts";
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

/** What a layer held under an id before a write, and by how much the write changed the count. */
interface Undo {
  readonly table: TableName;
  readonly added: -1 | 0 | 1;
  readonly id: string;
  readonly written: AnyObject | null | undefined;
}

export class Overlay implements WriteTx {
  readonly #base: State;
  readonly #nowMs: number;
  readonly #nextPendingVersion: () => number;
  readonly #layers: Readonly<Record<TableName, Layer>>;
  readonly #entry: EntryWriter;
  #undo: Undo[] = [];

  /** What closures write goes to `entry`. */
  constructor(base: State, entry: EntryWriter, nowMs: number, nextPendingVersion: () => number) {
    this.#base = base;
    this.#entry = entry;
    this.#nowMs = nowMs;
    this.#nextPendingVersion = nextPendingVersion;
    this.#layers = Object.fromEntries(
      TABLE_NAMES.map((name) => [name, { written: new Map(), postings: null, added: 0 }]),
    ) as unknown as Readonly<Record<TableName, Layer>>;
  }

  get index(): number {
    return this.#base.index;
  }

  /** Runs one closure, which may write so much; undoes it if it throws. */
  run<R>(write: (tx: WriteTx) => R, maxBytes: number): R {
    this.#undo = [];
    const mark = this.#entry.mark();
    try {
      const result = write(this);
      const bytes = this.#entry.bytes - mark.bytes;
      if (bytes > maxBytes) {
        throw new ClusterError(
          "RESOURCE_EXHAUSTED",
          `a write of ${bytes} bytes: expected at most ${maxBytes}`,
        );
      }
      return result;
    } catch (error) {
      this.#entry.rewind(mark);
      for (const { table, id, written, added } of this.#undo.reverse()) {
        this.#layers[table].added -= added;
        this.#set(table, id, written);
      }
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

  each<T extends TableName>(table: T, visit: (object: Tables[T]) => void): void {
    const { written } = this.#layers[table];
    this.#base.each(table, (object) => {
      if (!written.has(object.id)) visit(object);
    });
    for (const object of written.values()) if (object !== null) visit(object as Tables[T]);
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
    if (this.get(table, object.id as IdOf<T>) !== undefined) {
      throw new ClusterError("ALREADY_EXISTS", `${table} ${object.id} already exists`);
    }
    const created = withMeta<T>(object, this.#meta(this.#nowMs));
    this.#entry.add(encodeCreate(table, created));
    this.#write(table, object.id, created, 1);
  }

  update<T extends TableName>(table: T, object: Tables[T]): void {
    const before = this.get(table, object.id as IdOf<T>);
    if (before === undefined) throw notFound(table, object.id);
    if (before.meta.versionIndex !== object.meta.versionIndex) {
      throw new ClusterError("UNKNOWN", OUT_OF_SEQUENCE);
    }
    const meta = this.#meta(before.meta.createdMs);
    // Only a committed object is known to be what decoding gives; those of this batch are not.
    const after =
      table === "task" && before.meta.versionIndex >= 0
        ? this.#entry.addTask(before as Task, object as Task, meta)
        : undefined;
    if (after !== undefined) {
      this.#write(table, object.id, after, 0);
      return;
    }
    const encoded = withMeta<T>(object, meta);
    this.#entry.add(encodeUpdate(table, before, encoded));
    this.#write(table, object.id, encoded, 0);
  }

  remove(table: TableName, id: string): void {
    if (this.get(table, id as IdOf<typeof table>) === undefined) throw notFound(table, id);
    this.#entry.add(encodeRemove(table, id));
    this.#write(table, id, null, -1);
  }

  #meta(createdMs: number): Meta {
    return { versionIndex: this.#nextPendingVersion(), createdMs, updatedMs: this.#nowMs };
  }

  #write(table: TableName, id: string, written: AnyObject | null, added: -1 | 0 | 1): void {
    const layer = this.#layers[table];
    this.#undo.push({ table, id, written: layer.written.get(id), added });
    layer.added += added;
    this.#set(table, id, written);
  }

  /** Undefined takes the id out of the layer. */
  #set(table: TableName, id: string, written: AnyObject | null | undefined): void {
    const layer = this.#layers[table];
    const { postings } = layer;
    const old = postings && layer.written.get(id);
    if (postings && old) removeFrom(postings, table, old);
    if (written === undefined) layer.written.delete(id);
    else layer.written.set(id, written);
    if (postings && written) addTo(postings, table, written);
  }
}

function withMeta<T extends TableName>(object: Tables[T], meta: Meta): Tables[T] {
  return Object.freeze({ ...object, meta }) as unknown as Tables[T];
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
