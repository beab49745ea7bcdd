/**
 * A small world of networks, for tests of what agents are told: objects to choose from, tables
 * that tell their changes as a store does, and what a node should know, said the plain way.
 */
import { decodeNetworkState } from "../../agent/network/decode-state.ts";
import type { NetworkUpdate } from "../../agent/network/model.ts";
import type { Change, ReadTx } from "../../manager/store/types.ts";
import type { skep } from "../../proto/messages.ts";
import type { Network, Node, Service, Task } from "../../shared/domain/objects.ts";
import type { NetworkId, NodeId, ServiceId, TaskId } from "../../shared/ids.ts";

const meta = { versionIndex: 1, createdMs: 0, updatedMs: 0 };
export const NETWORKS = ["ingress", "front", "back"] as const;
export const NODES = ["a1", "a2", "b1", "c1", "x1"] as const;
export const STATES = ["assigned", "running", "running", "running", "complete"] as const;
export const DESIRED = ["running", "running", "shutdown", "remove"] as const;

type Row = Network | Node | Service | Task;
type TableName = "network" | "node" | "service" | "task";

/** A store's tables, without Raft. Objects are copies each time, as they are after a decode. */
export class Tables {
  readonly rows: Record<TableName, Map<string, Row>> = {
    network: new Map(),
    node: new Map(),
    service: new Map(),
    task: new Map(),
  };

  put(table: TableName, after: Row): Change {
    const copy = structuredClone(after);
    const before = this.rows[table].get(after.id);
    this.rows[table].set(after.id, copy);
    const kind = before === undefined ? "create" : "update";
    return { table, kind, before, after: copy } as Change;
  }

  remove(table: TableName, id: string): Change | undefined {
    const before = this.rows[table].get(id);
    this.rows[table].delete(id);
    return before && ({ table, kind: "remove", before } as Change);
  }

  get tx(): ReadTx {
    const read = {
      all: (table: string) => this.rows[table as TableName]?.values() ?? [],
      each: (table: TableName, visit: (row: Row) => void) => this.rows[table].forEach(visit),
    };
    return read as unknown as ReadTx;
  }
}

export function network(id: (typeof NETWORKS)[number], allocated: boolean, label: string): Network {
  const third = NETWORKS.indexOf(id);
  return {
    id: id as unknown as NetworkId,
    meta,
    spec: { Name: id, Labels: { l: label }, Ingress: id === "ingress" },
    ...(allocated && {
      driverState: { vni: 4096 + third },
      ipam: { pools: [{ subnet: `10.0.${third}.0/24`, gateway: `10.0.${third}.1` }] },
    }),
    pendingDelete: false,
  };
}

export interface NodePick {
  readonly id: (typeof NODES)[number];
  readonly moved: boolean;
  readonly down: boolean;
  readonly process: boolean;
  readonly on: readonly (typeof NETWORKS)[number][];
}

/** a1 and a2 share a stack; x1 has none. */
export function node({ id, moved, down, process, on }: NodePick): Node {
  const stack = id === "x1" ? undefined : `${id.slice(0, 1)}${moved ? "'" : ""}`;
  return {
    id: id as unknown as NodeId,
    meta,
    spec: {},
    role: "worker",
    membership: "accepted",
    status: { state: down ? "down" : "ready", message: "", addr: `192.0.2.${NODES.indexOf(id)}` },
    description: {
      runtime: process ? "process" : "docker",
      ...(stack !== undefined && { networkStack: stack }),
    } as NonNullable<Node["description"]>,
    attachments: [...new Set(on)].sort().map((networkId) => ({
      networkId: networkId as unknown as NetworkId,
      addresses: [`10.0.${NETWORKS.indexOf(networkId)}.${200 + "abcx".indexOf(id.slice(0, 1))}/24`],
      aliases: [],
    })),
  };
}

export interface ServicePick {
  readonly id: number;
  readonly on: readonly (typeof NETWORKS)[number][];
  readonly publishes: boolean;
  readonly alias: string;
}

export function service({ id, on, publishes, alias }: ServicePick): Service {
  const port = { name: "", protocol: "tcp", targetPort: 80, publishedPort: 8080 + id } as const;
  const targets = [...new Set(on)].filter((one) => one !== "ingress");
  return {
    id: `s${id}` as ServiceId,
    meta,
    specVersion: 1,
    spec: {
      Name: `web${id}`,
      Labels: { "skep.lb.sticky": "true", other: "x" },
      TaskTemplate: { Networks: targets.map((Target) => ({ Target, Aliases: [alias] })) },
    },
    endpoint: {
      spec: {},
      ports: publishes ? [{ ...port, publishMode: "ingress" }] : [],
      virtualIps: targets.map((one) => ({
        networkId: one as unknown as NetworkId,
        addr: `10.0.${NETWORKS.indexOf(one)}.${100 + id}/24`,
      })),
    },
  };
}

export interface TaskPick {
  readonly id: number;
  readonly node: (typeof NODES)[number];
  readonly state: (typeof STATES)[number];
  readonly desired: (typeof DESIRED)[number];
  readonly withdrawn: boolean;
  readonly on: readonly (typeof NETWORKS)[number][];
}

export function task({ id, node: nodeId, state, desired, withdrawn, on }: TaskPick): Task {
  return {
    id: `t${id}` as TaskId,
    meta,
    serviceId: (id % 4 === 0 ? "" : `s${id % 3}`) as ServiceId,
    serviceName: `web${id % 3}`,
    slot: id + 1,
    nodeId: nodeId as unknown as NodeId,
    specVersion: 1,
    desiredState: desired,
    status: { state, timestampMs: 0, message: "", ...(withdrawn && { withdrawn }) },
    networks: [...new Set(on)].map((one) => ({
      networkId: one as unknown as NetworkId,
      addresses: [`10.0.${NETWORKS.indexOf(one)}.${id + 2}/24`],
      aliases: ["mine"],
    })),
    endpointPorts: [],
    assignedGeneric: [],
  };
}

/** What a node should know, said the plain way: everything looked at, nothing remembered. */
export function expected(tables: Tables, nodeId: string): NetworkUpdate {
  const nodes = [...tables.rows.node.values()] as Node[];
  const stack = (tables.rows.node.get(nodeId) as Node).description?.networkStack;
  const allocated = ([...tables.rows.network.values()] as Network[]).filter((n) => n.driverState);
  const mates = nodes.filter((n) => n.description?.networkStack === stack);
  const ours = allocated.filter(({ id }) =>
    mates.some((n) => (n.attachments ?? []).some(({ networkId }) => networkId === id)),
  );
  const ourIds = new Set<string>(ours.map(({ id }) => id));
  const ingress = allocated.find((n) => n.spec.Ingress === true)?.id;
  const state: skep.v1.NetworkState.$Properties = { complete: true };
  state.networks = ours.map((n) => ({
    id: n.id,
    name: n.spec.Name ?? "",
    vni: n.driverState?.vni ?? 0,
    subnets: (n.ipam?.pools ?? []).map(({ subnet }) => ({
      subnet,
      gateway: mates
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .flatMap((m) => m.attachments ?? [])
        .filter(({ networkId }) => networkId === n.id)
        .map(({ addresses }) => addresses[0]?.replace("/24", "") ?? "")[0] as string,
    })),
    ingress: n.spec.Ingress ?? false,
    labels: { ...n.spec.Labels },
    dataPathPort: 4789,
  }));
  state.peers = nodes.flatMap((n) => {
    const shared = (n.attachments ?? []).filter(({ networkId }) => ourIds.has(networkId));
    const networkStack = n.description?.networkStack;
    if (networkStack === undefined || networkStack === stack || shared.length === 0) return [];
    const gateways = shared.map((one) => ({ ...one, addresses: [...one.addresses], aliases: [] }));
    return [{ nodeId: n.id, networkStack, addr: n.status.addr, gateways }];
  });
  state.members = ([...tables.rows.task.values()] as Task[]).flatMap((t) => {
    const at = tables.rows.node.get(t.nodeId) as Node | undefined;
    if (at?.description?.networkStack === undefined) return [];
    if (!["assigned", "running"].includes(t.status.state)) return [];
    const onHost = at.description.runtime === "process";
    return t.networks
      .filter(({ networkId }) => ourIds.has(networkId))
      .map(({ networkId, addresses }) => ({
        id: `${t.id}/${networkId}`,
        taskId: t.id,
        networkId,
        serviceId: t.serviceId,
        nodeId: t.nodeId,
        networkStack: at.description?.networkStack ?? "",
        addresses: onHost ? [] : [...addresses],
        aliases: t.serviceId === "" ? ["mine"] : [],
        taskName: `${t.serviceName}.${t.slot}.${t.id}`,
        ready:
          t.status.state === "running" &&
          t.desiredState === "running" &&
          t.status.withdrawn !== true &&
          at.status.state !== "down",
        hostAddr: onHost ? at.status.addr : "",
      }));
  });
  state.services = ([...tables.rows.service.values()] as Service[]).flatMap((s) => {
    const attached = s.spec.TaskTemplate?.Networks ?? [];
    const on = attached.map(({ Target }) => Target ?? "");
    const ports = s.endpoint?.ports ?? [];
    if (ports.length > 0 && ingress !== undefined) on.push(ingress);
    if (!on.some((id) => ourIds.has(id))) return [];
    return [
      {
        id: s.id,
        name: s.spec.Name ?? "",
        virtualIps: (s.endpoint?.virtualIps ?? []).map((one) => ({ ...one })),
        ports: ports.map((port) => ({ ...port, protocol: port.protocol, publishMode: "ingress" })),
        aliases: attached.map(({ Target = "", Aliases = [] }) => ({
          networkId: Target,
          names: [...Aliases],
        })),
        labels: { "skep.lb.sticky": "true" },
        networkIds: [...new Set(on)].sort(),
      },
    ];
  });
  return decodeNetworkState([state]);
}

export function ordered(update: NetworkUpdate): object {
  const byText = (rows: readonly object[]): readonly string[] =>
    rows.map((row) => JSON.stringify(row)).sort();
  const { networks, peers, members, services } = update;
  return {
    networks: byText(networks),
    peers: byText(peers),
    members: byText(members),
    services: byText(services),
  };
}
