/**
 * One nftables table as a value: what it should hold, how it is written whole, and which commands
 * lead from one state to another. nft takes a script as one transaction: every packet sees the
 * table as before or as after.
 */

/** A named set, or a map when its elements have values. */
export interface NftSet {
  /** Its declaration, as `type ipv4_addr : verdict`. */
  readonly type: string;
  readonly kind: "set" | "map";
  readonly flags?: string;
  /** Key → value; a set's values are empty. */
  readonly elements: ReadonlyMap<string, string>;
}

export interface NftChain {
  /** `type nat hook output priority -110; policy accept;` or empty. */
  readonly hook: string;
  readonly rules: readonly string[];
}

export interface NftTable {
  /** Family and name, as `inet skep`. */
  readonly name: string;
  readonly sets: ReadonlyMap<string, NftSet>;
  readonly chains: ReadonlyMap<string, NftChain>;
}

export function emptyTable(name: string): NftTable {
  return { name, sets: new Map(), chains: new Map() };
}

/** The whole table, in place of whatever has its name. */
export function renderTable(table: NftTable): string {
  // Added first, so that there is one to delete.
  return [`add table ${table.name}`, `delete table ${table.name}`, createTable(table)].join("\n");
}

export function removeTable(name: string): string {
  return `add table ${name}\ndelete table ${name}\n`;
}

function createTable(table: NftTable): string {
  return [`add table ${table.name}`, diffTable(emptyTable(table.name), table)].join("\n");
}

/** Empty when nothing changes. In an order in which nothing is named that is not there. */
export function diffTable(before: NftTable, after: NftTable): string {
  const { name } = after;
  const lines: string[] = [];
  const recreated = new Set(
    [...after.sets].filter(([key, set]) => differs(before.sets.get(key), set)).map(([key]) => key),
  );
  for (const [key, set] of after.sets) {
    if (!before.sets.has(key) || recreated.has(key)) lines.push(addSet(name, key, set));
  }
  for (const [key, chain] of after.chains) {
    if (!before.chains.has(key)) lines.push(addChain(name, key, chain));
  }
  for (const [key, chain] of after.chains) lines.push(...diffChain(name, key, before, chain));
  for (const [key, chain] of before.chains) {
    // Emptied before the maps that it uses change or go.
    if (!after.chains.has(key) && chain.rules.length > 0) lines.push(`flush chain ${name} ${key}`);
  }
  for (const [key, set] of after.sets) {
    lines.push(...diffElements(name, key, before.sets.get(key), set));
  }
  for (const [key, set] of before.sets) {
    if (after.sets.has(key)) continue;
    if (set.elements.size > 0) lines.push(`flush ${set.kind} ${name} ${key}`);
  }
  for (const key of before.chains.keys()) {
    if (!after.chains.has(key)) lines.push(`delete chain ${name} ${key}`);
  }
  for (const [key, set] of before.sets) {
    if (!after.sets.has(key)) lines.push(`delete ${set.kind} ${name} ${key}`);
  }
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

/** A declaration never changes under one name: names carry what their types depend on. */
function differs(before: NftSet | undefined, after: NftSet): boolean {
  if (before === undefined) return false;
  if (before.type === after.type && before.kind === after.kind) return false;
  throw new Error(`nft: ${after.kind} ${after.type} cannot take the place of ${before.type}`);
}

function addSet(table: string, key: string, { kind, type, flags }: NftSet): string {
  const extra = flags === undefined ? "" : ` flags ${flags};`;
  return `add ${kind} ${table} ${key} { ${type};${extra} }`;
}

function addChain(table: string, key: string, { hook }: NftChain): string {
  return hook === "" ? `add chain ${table} ${key}` : `add chain ${table} ${key} { ${hook} }`;
}

function diffChain(
  table: string,
  key: string,
  before: NftTable,
  { rules }: NftChain,
): readonly string[] {
  const old = before.chains.get(key)?.rules ?? [];
  if (old.length === rules.length && rules.every((rule, at) => rule === old[at])) return [];
  const added = rules.map((rule) => `add rule ${table} ${key} ${rule}`);
  return old.length === 0 ? added : [`flush chain ${table} ${key}`, ...added];
}

function diffElements(
  table: string,
  key: string,
  before: NftSet | undefined,
  { elements, kind }: NftSet,
): readonly string[] {
  const old = before?.elements ?? new Map<string, string>();
  if (old === elements) return [];
  const gone = [...old].filter(([one, value]) => elements.get(one) !== value).map(([one]) => one);
  const added = [...elements].filter(([one, value]) => old.get(one) !== value);
  const lines: string[] = [];
  if (gone.length > 0) lines.push(`delete element ${table} ${key} { ${gone.join(", ")} }`);
  if (added.length > 0) {
    const texts = added.map(([one, value]) => (kind === "map" ? `${one} : ${value}` : one));
    lines.push(`add element ${table} ${key} { ${texts.join(", ")} }`);
  }
  return lines;
}
