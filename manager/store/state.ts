/**
 * The committed state: tables and their indexes at one Raft index. Changed only by applying
 * entries, read by everyone. No I/O, no clock.
 */
import { BucketTable, type FrozenTable } from "./bucket-table.ts";
import { IndexMap } from "./index-map.ts";
import type { IndexRule, Row } from "./schema.ts";
import { nameKey, SCHEMA, TABLE_NAMES } from "./schema.ts";
import type { IdOf, Indexes, ReadTx, TableName, Tables } from "./types.ts";

type AnyObject = Tables[TableName];

interface Indexed {
  readonly name: string;
  readonly rule: IndexRule<AnyObject>;
  readonly ids: IndexMap;
}

interface TableState {
  readonly objects: BucketTable<AnyObject>;
  readonly indexes: readonly Indexed[];
}

function emptyTable(name: TableName): TableState {
  const rules = Object.entries(SCHEMA[name] as Record<string, IndexRule<never>>);
  return {
    objects: new BucketTable(),
    indexes: rules.map(([index, rule]) => ({
      name: index,
      // Sound because only objects of this table ever reach it: see put.
      rule: rule as unknown as IndexRule<AnyObject>,
      ids: new IndexMap(),
    })),
  };
}

/** The form in which an index knows a key. */
export function indexKey(index: string, key: string): string {
  return index === "name" ? nameKey(key) : key;
}

export type FrozenTables = { readonly [T in TableName]: FrozenTable<Tables[T]> };

export class State implements ReadTx {
  index = 0;
  readonly #tables: Readonly<Record<TableName, TableState>>;

  constructor() {
    const tables = TABLE_NAMES.map((name) => [name, emptyTable(name)] as const);
    this.#tables = Object.fromEntries(tables) as Record<TableName, TableState>;
  }

  get<T extends TableName>(table: T, id: IdOf<T>): Tables[T] | undefined {
    return this.#tables[table].objects.get(id) as Tables[T] | undefined;
  }

  all<T extends TableName>(table: T): Iterable<Tables[T]> {
    return this.#tables[table].objects.all() as Iterable<Tables[T]>;
  }

  each<T extends TableName>(table: T, visit: (object: Tables[T]) => void): void {
    this.#tables[table].objects.each(visit as (object: AnyObject) => void);
  }

  by<T extends TableName>(table: T, index: Indexes[T], key: string): readonly Tables[T][] {
    const { objects } = this.#tables[table];
    const found: Tables[T][] = [];
    for (const id of this.idsBy(table, index, key)) {
      const object = objects.get(id);
      if (object !== undefined) found.push(object as Tables[T]);
    }
    return found;
  }

  /** The ids of `by`, in order. */
  idsBy<T extends TableName>(table: T, index: Indexes[T], key: string): readonly string[] {
    return this.#index(table, index).ids(indexKey(index, key));
  }

  byIdPrefix<T extends TableName>(table: T, prefix: string, limit: number): readonly Tables[T][] {
    return this.#tables[table].objects.byPrefix(prefix, limit) as Tables[T][];
  }

  count(table: TableName): number {
    return this.#tables[table].objects.size;
  }

  /** Returns what was there before. */
  put<T extends TableName>(table: T, object: Tables[T]): Tables[T] | undefined {
    const { objects, indexes } = this.#tables[table];
    const before = objects.put(object);
    for (const { rule, ids } of indexes) {
      if (before !== undefined) {
        if (rule.same(before, object)) continue;
        for (const key of rule.keys(before)) ids.remove(key, object.id);
      }
      for (const key of rule.keys(object)) ids.add(key, object.id);
    }
    return before as Tables[T] | undefined;
  }

  putRow(row: Row): void {
    this.put(row.table, row.object as never);
  }

  remove<T extends TableName>(table: T, id: string): Tables[T] | undefined {
    const { objects, indexes } = this.#tables[table];
    const before = objects.remove(id);
    if (before === undefined) return undefined;
    for (const { rule, ids } of indexes) {
      for (const key of rule.keys(before)) ids.remove(key, id);
    }
    return before as Tables[T];
  }

  freeze(): FrozenTables {
    const tables = TABLE_NAMES.map((name) => [name, this.#tables[name].objects.freeze()] as const);
    return Object.fromEntries(tables) as unknown as FrozenTables;
  }

  /** Every key of an index with its ids, for tests of consistency. */
  indexEntries<T extends TableName>(
    table: T,
    index: Indexes[T],
  ): Iterable<readonly [string, readonly string[]]> {
    return this.#index(table, index).entries();
  }

  #index(table: TableName, index: string): IndexMap {
    const found = this.#tables[table].indexes.find((candidate) => candidate.name === index);
    if (found === undefined) throw new TypeError(`table ${table} has no index ${index}`);
    return found.ids;
  }
}
