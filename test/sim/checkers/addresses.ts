/** Does an address have one holder at a time? Follows one store's changes; pure but for its notes. */
import type { Change, ReadTx } from "../../../manager/store/types.ts";
import type { Node, Service, Task } from "../../../shared/domain/objects.ts";
import { holdsAddresses } from "../../../shared/domain/task-networks.ts";
import { Violation } from "./violation.ts";

const PROMISE = "an address is taken once";

export class AddressChecker {
  readonly #holders = new Map<string, Set<string>>();

  /** The first violation that the changes make; all of an entry's changes count at once. */
  note(changes: readonly Change[]): Violation | undefined {
    const touched = new Set<string>();
    for (const { table, before } of changes) {
      if (table !== "task" && table !== "node" && table !== "service") continue;
      for (const [key, holder] of before === undefined ? [] : heldBy(table, before)) {
        this.#holders.get(key)?.delete(holder);
      }
    }
    for (const { table, after } of changes) {
      if (table !== "task" && table !== "node" && table !== "service") continue;
      for (const [key, holder] of after === undefined ? [] : heldBy(table, after)) {
        const holders = this.#holders.get(key) ?? new Set();
        this.#holders.set(key, holders.add(holder));
        touched.add(key);
      }
    }
    for (const key of touched) {
      const holders = [...(this.#holders.get(key) ?? [])];
      if (holders.length > 1) return new Violation(PROMISE, `${key}: ${holders.join(", ")}`);
    }
    return undefined;
  }

  /** From a snapshot. */
  load(tx: ReadTx): Violation | undefined {
    this.#holders.clear();
    const all = (["task", "node", "service"] as const).flatMap((table) =>
      [...tx.all(table)].map((after) => ({ table, kind: "create", after }) as Change),
    );
    return this.note(all);
  }

  get taken(): number {
    return [...this.#holders.values()].filter(({ size }) => size > 0).length;
  }
}

function heldBy(
  table: "task" | "node" | "service",
  object: Task | Node | Service | object,
): readonly (readonly [string, string])[] {
  switch (table) {
    case "task": {
      const task = object as Task;
      if (!holdsAddresses(task)) return [];
      return task.networks.flatMap(({ networkId, addresses }) =>
        addresses.map((address) => [`${networkId} ${address}`, `task ${task.id}`] as const),
      );
    }
    case "node": {
      const { description, attachments = [] } = object as Node;
      return attachments.flatMap(({ networkId, addresses }) =>
        addresses.map(
          (address) => [`${networkId} ${address}`, `stack ${description?.networkStack}`] as const,
        ),
      );
    }
    case "service": {
      const { id, endpoint } = object as Service;
      return (endpoint?.virtualIps ?? []).map(
        ({ networkId, addr }) => [`${networkId} ${addr}`, `service ${id}`] as const,
      );
    }
  }
}
