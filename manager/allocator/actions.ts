/** Writes what was decided, unless the world has moved on; the decision is then made again. */
import type { Task } from "../../shared/domain/objects.ts";
import { publishedPorts } from "../../shared/domain/published-ports.ts";
import { holdsAddresses } from "../../shared/domain/task-networks.ts";
import type { WriteTx } from "../store/types.ts";
import type { AllocatorAction } from "./plan.ts";

type Of<K extends AllocatorAction["kind"]> = Extract<AllocatorAction, { kind: K }>;

/** Says whether it did write. */
export function executeAction(tx: WriteTx, action: AllocatorAction): boolean {
  switch (action.kind) {
    case "service":
      return writeService(tx, action);
    case "node":
      return writeNode(tx, action);
    case "task":
      return writeTask(tx, action);
    case "remove-task": {
      if (tx.get("task", action.before.id) !== undefined) tx.remove("task", action.before.id);
      return true;
    }
  }
}

function writeService(tx: WriteTx, { before, after }: Of<"service">): boolean {
  const current = tx.get("service", before.id);
  if (current?.meta.versionIndex !== before.meta.versionIndex) return false;
  // Another service may have asked for the port that was chosen, in this very entry.
  const taken = publishedPorts(after).some((key) =>
    tx.by("service", "port", key).some(({ id }) => id !== after.id),
  );
  const gone = after.endpoint?.virtualIps.some(
    ({ networkId }) => tx.get("network", networkId) === undefined,
  );
  if (taken && !samePorts(before, after)) return false;
  if (gone === true) return false;
  tx.update("service", after);
  return true;
}

function samePorts(a: Of<"service">["before"], b: Of<"service">["after"]): boolean {
  return publishedPorts(a).join() === publishedPorts(b).join();
}

function writeNode(tx: WriteTx, { before, after }: Of<"node">): boolean {
  const current = tx.get("node", before.id);
  if (current === undefined || current.attachments !== before.attachments) return false;
  if (current.description?.networkStack !== before.description?.networkStack) return false;
  const { attachments } = after;
  if (attachments === undefined) return false;
  tx.update("node", { ...current, attachments });
  return true;
}

function writeTask(tx: WriteTx, { before, after, endpoint }: Of<"task">): boolean {
  const current = tx.get("task", before.id);
  if (!stillWaits(current, before)) return false;
  if (after.networks.some(({ networkId }) => tx.get("network", networkId) === undefined)) {
    return false;
  }
  // Its ports are those of the service: if that was refused, so is this.
  const service = current.serviceId === "" ? undefined : tx.get("service", current.serviceId);
  if (service !== undefined && service.endpoint !== endpoint) return false;
  const { networks, endpointPorts, status } = after;
  tx.update("task", { ...current, networks, endpointPorts, status });
  return true;
}

function stillWaits(task: Task | undefined, decided: Task): task is Task {
  return (
    task !== undefined &&
    task.status.state === "new" &&
    task.nodeId === decided.nodeId &&
    holdsAddresses(task)
  );
}
