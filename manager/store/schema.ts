/**
 * Which tables there are, under which keys an object of each is found, and how it is written.
 * `same` says cheaply that a change leaves an index alone: most changes leave most indexes alone.
 */
import type { skep } from "../../proto/messages.ts";
import { decodeTask, encodeTask } from "../../shared/domain/codec.ts";
import {
  decodeCluster,
  decodeConfig,
  decodeNetwork,
  decodeNode,
  decodeSecret,
  decodeService,
  decodeSpecRevision,
  decodeVolume,
  encodeCluster,
  encodeConfig,
  encodeNetwork,
  encodeNode,
  encodeSecret,
  encodeService,
  encodeSpecRevision,
  encodeVolume,
} from "../../shared/domain/codec-objects.ts";
import type { Service } from "../../shared/domain/objects.ts";
import { publishedPorts } from "../../shared/domain/published-ports.ts";
import type { ServiceSpec } from "../../shared/domain/spec.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { Indexes, TableName, Tables } from "./types.ts";

export interface IndexRule<T> {
  readonly keys: (object: T) => readonly string[];
  readonly same: (before: T, after: T) => boolean;
}

type Schema = {
  readonly [T in TableName]: { readonly [I in Indexes[T]]: IndexRule<Tables[T]> };
};

function single<T>(key: (object: T) => string): IndexRule<T> {
  return {
    keys: (object) => [key(object)],
    same: (before, after) => key(before) === key(after),
  };
}

/** Names are found without regard to case, as in Swarm. */
export function nameKey(name: string | undefined): string {
  return (name ?? "").toLowerCase();
}

const named: IndexRule<{ readonly spec: { readonly Name?: string } }> = {
  keys: (object) => [nameKey(object.spec.Name)],
  same: (before, after) =>
    before.spec === after.spec || nameKey(before.spec.Name) === nameKey(after.spec.Name),
};

const volumeNamed = single<Tables["volume"]>((volume) => {
  const name: unknown = "Name" in volume.spec ? volume.spec.Name : "";
  return nameKey(typeof name === "string" ? name : "");
});

function distinct(keys: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(keys.filter((key) => key !== undefined))];
}

/** Keys that only a service's spec decides. */
function ofSpec(keys: (spec: ServiceSpec) => readonly (string | undefined)[]): IndexRule<Service> {
  return {
    keys: (service) => distinct(keys(service.spec)),
    same: (before, after) => before.spec === after.spec,
  };
}

export const SCHEMA: Schema = {
  node: {
    name: {
      keys: (node) => [nameKey(node.description?.hostname)],
      same: (before, after) => before.description?.hostname === after.description?.hostname,
    },
    role: single((node) => node.role),
    membership: single((node) => node.membership),
  },
  service: {
    name: named,
    network: ofSpec((spec) =>
      [...(spec.TaskTemplate?.Networks ?? []), ...(spec.Networks ?? [])].map((n) => n.Target),
    ),
    secret: ofSpec((spec) =>
      (spec.TaskTemplate?.ContainerSpec?.Secrets ?? []).map((ref) => ref.SecretID),
    ),
    config: ofSpec((spec) =>
      (spec.TaskTemplate?.ContainerSpec?.Configs ?? []).map((ref) => ref.ConfigID),
    ),
    port: {
      keys: publishedPorts,
      same: (before, after) => before.spec === after.spec && before.endpoint === after.endpoint,
    },
  },
  task: {
    service: single((task) => task.serviceId),
    node: {
      // Nobody looks for tasks without a node here; the posting of "" would be a huge one.
      keys: (task) => (task.nodeId === "" ? [] : [task.nodeId]),
      same: (before, after) => before.nodeId === after.nodeId,
    },
  },
  network: { name: named },
  cluster: { name: named },
  secret: { name: named },
  config: { name: named },
  specRevision: { service: single((revision) => revision.serviceId) },
  volume: { name: volumeNamed },
};

export const TABLE_NAMES: readonly TableName[] = Object.freeze(Object.keys(SCHEMA) as TableName[]);

export function tableNamed(name: string): TableName {
  if (!Object.hasOwn(SCHEMA, name)) throw new ClusterError("DATA_LOSS", `table ${name}: unknown`);
  return name as TableName;
}

type Encoders = {
  readonly [T in TableName]: (object: Tables[T]) => skep.v1.StoreObject.$Properties;
};

const encoders: Encoders = {
  node: (object) => ({ node: encodeNode(object) }),
  service: (object) => ({ service: encodeService(object) }),
  task: (object) => ({ task: encodeTask(object) }),
  network: (object) => ({ network: encodeNetwork(object) }),
  cluster: (object) => ({ cluster: encodeCluster(object) }),
  secret: (object) => ({ secret: encodeSecret(object) }),
  config: (object) => ({ config: encodeConfig(object) }),
  specRevision: (object) => ({ specRevision: encodeSpecRevision(object) }),
  volume: (object) => ({ volume: encodeVolume(object) }),
};

export function encodeStoreObject<T extends TableName>(
  table: T,
  object: Tables[T],
): skep.v1.StoreObject.$Properties {
  return encoders[table](object);
}

/** An object together with the table that it belongs to. */
export type Row = {
  [T in TableName]: { readonly table: T; readonly object: Tables[T] };
}[TableName];

export function decodeStoreObject(wire: skep.v1.StoreObject.$Properties): Row {
  if (wire.task) return { table: "task", object: decodeTask(wire.task) };
  if (wire.service) return { table: "service", object: decodeService(wire.service) };
  if (wire.specRevision) {
    return { table: "specRevision", object: decodeSpecRevision(wire.specRevision) };
  }
  if (wire.node) return { table: "node", object: decodeNode(wire.node) };
  if (wire.network) return { table: "network", object: decodeNetwork(wire.network) };
  if (wire.cluster) return { table: "cluster", object: decodeCluster(wire.cluster) };
  if (wire.secret) return { table: "secret", object: decodeSecret(wire.secret) };
  if (wire.config) return { table: "config", object: decodeConfig(wire.config) };
  if (wire.volume) return { table: "volume", object: decodeVolume(wire.volume) };
  throw new ClusterError("DATA_LOSS", "store object: of a kind that this version does not know");
}
