/** Creating, changing, rolling back and removing a service. */
import type { Instant } from "../../shared/clock.ts";
import type { Service, SpecRevision } from "../../shared/domain/objects.ts";
import type { ServiceSpec } from "../../shared/domain/spec.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { ServiceId } from "../../shared/ids.ts";
import { changedService, newService, rolledBackService } from "../orchestrator/service-spec.ts";
import type { ReadTx, WriteTx } from "../store/types.ts";
import { decidedOn } from "./decided-on.ts";
import type { UpdateRequest } from "./requests.ts";
import {
  checkNameIsFree,
  checkPorts,
  checkReferences,
  resolveNetworks,
} from "./service-references.ts";
import { modesOf } from "./service-spec.ts";

export function createService(
  tx: WriteTx,
  id: ServiceId,
  given: ServiceSpec,
  auth: Uint8Array,
  now: Instant,
): void {
  checkNameIsFree(tx, given.Name ?? "");
  const spec = resolveNetworks(tx, given);
  checkReferences(tx, spec);
  checkPorts(tx, spec, undefined);
  const write = newService(id, spec, auth.length > 0 ? auth : undefined, now);
  tx.create("service", { ...write.service, specSince: tx.index });
  keepRevision(tx, write.revision);
}

export function updateService(
  tx: WriteTx,
  request: UpdateRequest,
  spec: ServiceSpec,
  now: Instant,
): void {
  const service = findService(tx, request.id as ServiceId);
  const auth = authOf(service, request);
  if (request.rollback === "previous" && service.previousSpec === undefined) {
    throw new ClusterError(
      "FAILED_PRECONDITION",
      `service ${service.id} does not have a previous spec`,
    );
  }
  const rollback = request.rollback === "previous";
  const asked = rollback ? (service.previousSpec ?? spec) : spec;
  if (asked.Name !== service.spec.Name) {
    throw new ClusterError("UNIMPLEMENTED", "renaming services is not supported");
  }
  if (modeOf(asked) !== modeOf(service.spec)) {
    throw new ClusterError("UNIMPLEMENTED", "service mode change is not allowed");
  }
  const wanted = resolveNetworks(tx, asked);
  checkReferences(tx, wanted);
  checkPorts(tx, wanted, service.id);
  const write = rollback
    ? rolledBackService(service, auth, now)
    : changedService(service, wanted, auth, now);
  tx.update("service", { ...write.service, ...decidedOn(tx, service, request.versionIndex) });
  keepRevision(tx, write.revision);
}

export function removeService(tx: WriteTx, id: ServiceId): void {
  findService(tx, id);
  tx.remove("service", id);
}

function keepRevision(tx: WriteTx, revision: SpecRevision): void {
  if (tx.get("specRevision", revision.id) === undefined) {
    tx.create("specRevision", revision);
  }
}

function authOf(service: Service, request: UpdateRequest): Uint8Array | undefined {
  if (request.registryAuth.length > 0) return request.registryAuth;
  const previous = request.registryAuthFrom === "previous-spec" || request.rollback === "previous";
  return previous ? service.previousRegistryAuth : service.registryAuth;
}

function modeOf(spec: ServiceSpec): string {
  return modesOf(spec.Mode ?? {})[0] ?? "Replicated";
}

function findService(tx: ReadTx, id: ServiceId): Service {
  const service = tx.get("service", id);
  if (service === undefined) throw new ClusterError("NOT_FOUND", `service ${id} not found`);
  return service;
}
