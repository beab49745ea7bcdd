/** A task of a service as it is born. */
import type { Instant } from "../../shared/clock.ts";
import type { Draft } from "../../shared/domain/codec.ts";
import type { Service, Task } from "../../shared/domain/objects.ts";
import type { DesiredState } from "../../shared/domain/task-state.ts";
import { type NodeId, newId } from "../../shared/ids.ts";
import type { Rng } from "../../shared/rng.ts";
import { planAllocation } from "../allocator/allocation.ts";

export interface TaskPlace {
  readonly slot: number;
  /** Empty: the scheduler chooses. */
  readonly nodeId: NodeId;
}

export const ANY_NODE: NodeId = "" as NodeId;
const NEW_META = { versionIndex: 0, createdMs: 0, updatedMs: 0 } as const;

export function newTask(
  service: Service,
  place: TaskPlace,
  desiredState: DesiredState,
  now: Instant,
  rng: Rng,
): Task {
  const { state, message, networks, endpointPorts } = planAllocation(service);
  const task: Draft<Task> = {
    id: newId(rng),
    meta: NEW_META,
    serviceId: service.id,
    serviceName: service.spec.Name ?? "",
    slot: place.slot,
    nodeId: place.nodeId,
    specVersion: service.specVersion,
    desiredState,
    status: { state, timestampMs: now, message },
    networks,
    endpointPorts,
    assignedGeneric: [],
  };
  if (service.jobIteration !== undefined) task.jobIteration = service.jobIteration;
  return task;
}
