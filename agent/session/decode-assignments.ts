/** A set of assignments from the wire; throws ClusterError for what no manager should send. */
import type { skep } from "../../proto/messages.ts";
import { decodeTask } from "../../shared/domain/codec.ts";
import { decodeConfig, decodeSecret } from "../../shared/domain/codec-objects.ts";
import { parseJsonBytes } from "../../shared/domain/json-bytes.ts";
import type { ServiceSpec } from "../../shared/domain/spec.ts";
import type { ConfigId, SecretId, TaskId } from "../../shared/ids.ts";
import type { AssignedSpec, AssignmentChange } from "../task/assignment.ts";

export function decodeAssignments(wire: skep.v1.Assignments.$Properties): AssignmentChange {
  return {
    complete: wire.complete ?? false,
    specs: (wire.specs ?? []).map(decodeSpec),
    tasks: (wire.tasks ?? []).map(({ task, specRevision }) => ({
      task: decodeTask(task ?? {}),
      specRevision: specRevision ?? "",
    })),
    removedTasks: (wire.removedTasks ?? []) as TaskId[],
    secrets: (wire.secrets ?? []).map(decodeSecret),
    configs: (wire.configs ?? []).map(decodeConfig),
    removedSpecs: wire.removedSpecs ?? [],
    removedSecrets: (wire.removedSecrets ?? []) as SecretId[],
    removedConfigs: (wire.removedConfigs ?? []) as ConfigId[],
  };
}

function decodeSpec(wire: skep.v1.AssignedSpec.$Properties): AssignedSpec {
  const spec = parseJsonBytes<ServiceSpec>(wire.specJson ?? new Uint8Array(), "service spec");
  const auth = wire.registryAuth;
  return {
    id: wire.id ?? "",
    spec,
    ...(auth && auth.length > 0 && { registryAuth: auth }),
  };
}
