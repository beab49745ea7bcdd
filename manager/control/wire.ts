/** Requests as they came over the wire, with nothing left out, or a refusal. Pure. */
import type { skep } from "../../proto/messages.ts";
import { refuse } from "../../shared/document.ts";
import {
  CREATED_KINDS,
  type CreateRequest,
  NO_BYTES,
  parseKind,
  REMOVED_KINDS,
  type RemoveRequest,
  UPDATED_KINDS,
  type UpdateRequest,
  type UsageRequest,
} from "./requests.ts";

export function fromCreate(message: skep.v1.CreateRequest.$Properties): CreateRequest {
  return {
    kind: parseKind(message.kind, CREATED_KINDS),
    specJson: message.specJson ?? NO_BYTES,
    registryAuth: message.registryAuth ?? NO_BYTES,
  };
}

export function fromUpdate(message: skep.v1.UpdateRequest.$Properties): UpdateRequest {
  const from = message.registryAuthFrom || "spec";
  if (from !== "spec" && from !== "previous-spec") {
    refuse("registry_auth_from", `${from}: expected spec or previous-spec`);
  }
  const rollback = message.rollback ?? "";
  if (rollback !== "" && rollback !== "previous") {
    refuse("rollback", `${rollback}: expected previous`);
  }
  return {
    kind: parseKind(message.kind, UPDATED_KINDS),
    id: required("id", message.id),
    versionIndex: message.versionIndex ?? 0,
    specJson: message.specJson ?? NO_BYTES,
    registryAuth: message.registryAuth ?? NO_BYTES,
    registryAuthFrom: from,
    rollback,
    rotateWorkerToken: message.rotateWorkerToken ?? false,
    rotateManagerToken: message.rotateManagerToken ?? false,
    rotateManagerUnlockKey: message.rotateManagerUnlockKey ?? false,
  };
}

export function fromRemove(message: skep.v1.RemoveRequest.$Properties): RemoveRequest {
  return {
    kind: parseKind(message.kind, REMOVED_KINDS),
    id: required("id", message.id),
    force: message.force ?? false,
  };
}

export function fromUsage(message: skep.v1.UsageQuery.$Properties): UsageRequest {
  return {
    sinceMs: message.sinceMs ?? 0,
    untilMs: message.untilMs ?? 0,
    taskIds: message.taskIds ?? [],
  };
}

function required(field: string, value: string | null | undefined): string {
  if (value === null || value === undefined || value === "") {
    return refuse(field, "expected a value");
  }
  return value;
}
