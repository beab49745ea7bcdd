/**
 * What does `{id}` in a path mean? A full id, else an exact name, else a prefix of ids (reference
 * 0.5). Two candidates are a 400, none a 404, in Docker's words.
 */

import type { Node, Task } from "../../shared/domain/objects.ts";
import { taskName } from "../../shared/domain/task-name.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { NodeId, TaskId } from "../../shared/ids.ts";
import type { IdOf, ReadTx, Tables } from "../store/types.ts";

type Named = "service" | "secret" | "config" | "network";

export function lookUp<T extends Named>(tx: ReadTx, table: T, input: string): Tables[T] {
  const exact = tx.get(table, input as IdOf<T>);
  if (exact !== undefined) return exact;
  return only<Tables[T]>(table, input, tx.by(table, "name", input), () =>
    tx.byIdPrefix(table, input, 2),
  );
}

export function lookUpNode(tx: ReadTx, input: string): Node {
  const exact = tx.get("node", input as NodeId);
  if (exact !== undefined) return exact;
  const named: Node[] = [];
  for (const node of tx.all("node")) {
    // A node is called by its host's name, or by the one that its spec gives it.
    if (node.description?.hostname === input || node.spec.Name === input) named.push(node);
  }
  return only("node", input, named, () => tx.byIdPrefix("node", input, 2));
}

export function lookUpTask(tx: ReadTx, input: string): Task {
  const exact = tx.get("task", input as TaskId);
  if (exact !== undefined) return exact;
  // SERVICE.SLOT.ID: the name ends with the id.
  const named = tx.get("task", input.slice(input.lastIndexOf(".") + 1) as TaskId);
  const matches = named !== undefined && taskName(named) === input ? [named] : [];
  return only("task", input, matches, () => tx.byIdPrefix("task", input, 2));
}

function only<Found>(
  kind: string,
  input: string,
  named: readonly Found[],
  byPrefix: () => readonly Found[],
): Found {
  // An empty prefix would match everything.
  const found = named.length > 0 || input === "" ? named : byPrefix();
  const [first] = found;
  if (first === undefined) throw new ClusterError("NOT_FOUND", `${kind} ${input} not found`);
  if (found.length > 1) {
    throw new ClusterError(
      "INVALID_ARGUMENT",
      `${kind} ${input} is ambiguous (${found.length} matches found)`,
    );
  }
  return first;
}
