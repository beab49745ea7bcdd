/**
 * Generic resources (GPUs, licences…): what of a node's stock is still free, and which of it does a
 * task get? A kind is either counted (discrete) or a set of names; a task asks for a number of a
 * kind, and of named ones it is told which it got. Reference 3.5.
 */
import type { GenericResource } from "../../shared/domain/objects.ts";

export interface GenericNeed {
  readonly kind: string;
  /** Set when the task wants this very one of a named kind. */
  readonly value?: string;
  readonly count: number;
}

interface KindStock {
  count: number;
  /** In a fixed order, so that the same claims give the same names. */
  readonly names: string[];
}

export type GenericStock = Map<string, KindStock>;

function stockOf(stock: GenericStock, kind: string): KindStock {
  let held = stock.get(kind);
  if (held === undefined) {
    held = { count: 0, names: [] };
    stock.set(kind, held);
  }
  return held;
}

/** Puts resources (back) in stock. */
export function release(stock: GenericStock, resources: readonly GenericResource[]): void {
  for (const { kind, value, count } of resources) {
    const held = stockOf(stock, kind);
    if (value === undefined) held.count += count;
    else if (!held.names.includes(value)) {
      held.names.push(value);
      held.names.sort();
    }
  }
}

/** Takes these very resources out, as a task that runs already has them. */
export function withdraw(stock: GenericStock, resources: readonly GenericResource[]): void {
  for (const { kind, value, count } of resources) {
    const held = stockOf(stock, kind);
    if (value === undefined) {
      held.count -= count;
      continue;
    }
    const at = held.names.indexOf(value);
    if (at >= 0) held.names.splice(at, 1);
  }
}

export function hasEnough(stock: GenericStock | undefined, needs: readonly GenericNeed[]): boolean {
  return needs.every((need) => {
    const held = stock?.get(need.kind);
    if (held === undefined) return false;
    if (need.value !== undefined) return held.names.includes(need.value);
    return held.names.length > 0 ? held.names.length >= need.count : held.count >= need.count;
  });
}

/** What a task that needs these gets; nothing is taken out. Only after `hasEnough`. */
export function choose(
  stock: GenericStock | undefined,
  needs: readonly GenericNeed[],
): readonly GenericResource[] {
  return needs.flatMap((need): GenericResource[] => {
    if (need.value !== undefined) return [{ kind: need.kind, value: need.value, count: 1 }];
    const names = stock?.get(need.kind)?.names ?? [];
    if (names.length === 0) return [{ kind: need.kind, count: need.count }];
    return names.slice(0, need.count).map((value) => ({ kind: need.kind, value, count: 1 }));
  });
}
