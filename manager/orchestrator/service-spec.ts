/**
 * How a service moves from spec to spec: what its object and its spec's revision look like after
 * it was created, changed or rolled back. Tasks name a spec by version, so each version that a
 * task may run is kept as a revision, written in the same transaction as the service.
 *
 * A rollback takes a new version too: versions only grow, so that of two tasks the one with the
 * higher version is the later. Whether a task must be replaced is decided by comparing specs,
 * not versions: see dirty.ts.
 */
import type { Instant } from "../../shared/clock.ts";
import type { Draft } from "../../shared/domain/codec.ts";
import type { Service, SpecRevision, UpdateStatus } from "../../shared/domain/objects.ts";
import type { ServiceSpec } from "../../shared/domain/spec.ts";
import { type ServiceId, specRevisionId } from "../../shared/ids.ts";
import { endpointOf } from "../allocator/allocation.ts";

export interface ServiceWithRevision {
  readonly service: Service;
  readonly revision: SpecRevision;
}

const NEW_META = { versionIndex: 0, createdMs: 0, updatedMs: 0 } as const;

export function isJob(spec: ServiceSpec): boolean {
  return spec.Mode?.ReplicatedJob !== undefined || spec.Mode?.GlobalJob !== undefined;
}

export function newService(
  id: ServiceId,
  spec: ServiceSpec,
  registryAuth: Uint8Array | undefined,
  now: Instant,
): ServiceWithRevision {
  const service: Draft<Service> = {
    id,
    meta: NEW_META,
    spec,
    specVersion: 1,
    endpoint: endpointOf(spec.EndpointSpec, undefined),
  };
  if (registryAuth !== undefined) service.registryAuth = registryAuth;
  if (isJob(spec)) {
    service.jobIteration = 0;
    service.jobLastExecutionMs = now;
  }
  return { service, revision: revisionOf(service) };
}

/** The current spec becomes the previous one; the status of an earlier update is dropped. */
export function changedService(
  service: Service,
  spec: ServiceSpec,
  registryAuth: Uint8Array | undefined,
  now: Instant,
): ServiceWithRevision {
  return moved(service, spec, registryAuth, now, undefined);
}

/** As `docker service rollback` asks: specs change places, so that a second one is a redo. */
export function rolledBackService(
  service: Service,
  registryAuth: Uint8Array | undefined,
  now: Instant,
): ServiceWithRevision {
  return moved(service, service.previousSpec ?? service.spec, registryAuth, now, {
    state: "rollback_started",
    startedMs: now,
    message: "manually requested rollback",
  });
}

/**
 * As the updater does when an update fails: back to the previous spec, and no previous one then,
 * so that a rollback that fails has nothing to roll back to.
 */
export function automaticallyRolledBack(
  service: Service,
  now: Instant,
  message: string,
): ServiceWithRevision {
  const { service: next, revision } = moved(
    service,
    service.previousSpec ?? service.spec,
    service.previousRegistryAuth ?? service.registryAuth,
    now,
    { state: "rollback_started", startedMs: now, message },
  );
  const { previousSpec, previousSpecVersion, previousRegistryAuth, ...rest } = next;
  return { service: rest, revision };
}

/** What control needs of this file, as one value. */
export const SERVICE_REVISIONS: {
  readonly created: typeof newService;
  readonly changed: typeof changedService;
  readonly rolledBack: typeof rolledBackService;
} = { created: newService, changed: changedService, rolledBack: rolledBackService };

function moved(
  service: Service,
  spec: ServiceSpec,
  registryAuth: Uint8Array | undefined,
  now: Instant,
  updateStatus: UpdateStatus | undefined,
): ServiceWithRevision {
  const { updateStatus: _, registryAuth: previousAuth, previousRegistryAuth, ...kept } = service;
  const next: Draft<Service> = {
    ...kept,
    spec,
    specVersion: service.specVersion + 1,
    previousSpec: service.spec,
    previousSpecVersion: service.specVersion,
    endpoint: endpointOf(spec.EndpointSpec, service.endpoint),
  };
  if (updateStatus !== undefined) next.updateStatus = updateStatus;
  if (registryAuth !== undefined) next.registryAuth = registryAuth;
  if (previousAuth !== undefined) next.previousRegistryAuth = previousAuth;
  if (isJob(spec)) {
    next.jobIteration = (service.jobIteration ?? 0) + 1;
    next.jobLastExecutionMs = now;
  }
  return { service: next, revision: revisionOf(next) };
}

function revisionOf(service: Service): SpecRevision {
  return {
    id: specRevisionId(service.id, service.specVersion),
    meta: NEW_META,
    serviceId: service.id,
    specVersion: service.specVersion,
    spec: service.spec,
  };
}
