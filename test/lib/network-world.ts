/**
 * A small world of networks, for tests of what agents are told: objects to choose from, tables
 * that tell their changes as a store does, and what a node should know, said the plain way.
 */
import { decodeNetworkState } from "../../agent/network/decode-state.ts";
import type { NetworkUpdate } from "../../agent/network/model.ts";
import type { Change, ReadTx } from "../../manager/store/types.ts";
import type { skep } from "../../proto/messages.ts";
import type {
  Network,
  NetworkAttachment,
  Node,
  Service,
  Task,
} from "../../shared/domain/objects.ts";
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

export interface Objects {
  readonly nodes: readonly Node[];
  readonly networks: readonly Network[];
  readonly services: readonly Service[];
  readonly tasks: readonly Task[];
}

export function objectsIn(tx: Pick<ReadTx, "all">): Objects {
  return {
    nodes: [...tx.all("node")].sort((a, b) => (a.id < b.id ? -1 : 1)),
    networks: [...tx.all("network")],
    services: [...tx.all("service")],
    tasks: [...tx.all("task")],
  };
}

/** What a node should know, said the plain way: everything looked at, nothing remembered. */
export function expected(objects: Objects, nodeId: string): NetworkUpdate {
  const { nodes, services, tasks } = objects;
  const stack = nodes.find(({ id }) => id === nodeId)?.description?.networkStack;
  const allocated = objects.networks.filter((one) => one.driverState !== undefined);
  const own = nodes
    .filter(({ description }) => description?.networkStack === stack)
    .flatMap(({ attachments = [] }) => attachments);
  const ours = allocated.filter(({ id }) => own.some(({ networkId }) => networkId === id));
  const ourIds = new Set<string>(ours.map(({ id }) => id));
  const ingress = allocated.find(({ spec }) => spec.Ingress === true)?.id;
  return decodeNetworkState([
    {
      complete: true,
      networks: ours.map((one) => networkRow(one, own)),
      peers: nodes.flatMap((node) => peerRow(node, stack, ourIds)),
      members: tasks.flatMap((task) => memberRows(task, nodes, ourIds)),
      services: services.flatMap((service) => serviceRow(service, ingress, ourIds)),
    },
  ]);
}

function networkRow(
  { id, spec, driverState, ipam }: Network,
  own: readonly NetworkAttachment[],
): skep.v1.OverlayNetwork.$Properties {
  const attachment = own.find(({ networkId }) => networkId === id);
  return {
    id,
    name: spec.Name ?? "",
    vni: driverState?.vni ?? 0,
    // All subnets here are /24s.
    subnets: (ipam?.pools ?? []).map(({ subnet }) => {
      const [start = ""] = subnet.split("0/24");
      const gateway = attachment?.addresses.find((address) => address.startsWith(start));
      return { subnet, gateway: gateway?.split("/")[0] ?? "" };
    }),
    ingress: spec.Ingress ?? false,
    labels: { ...spec.Labels },
    dataPathPort: 4789,
  };
}

function peerRow(
  { id, description, status, attachments = [] }: Node,
  stack: string | undefined,
  ourIds: ReadonlySet<string>,
): skep.v1.NetworkPeer.$Properties[] {
  const shared = attachments.filter(({ networkId }) => ourIds.has(networkId));
  const networkStack = description?.networkStack;
  if (networkStack === undefined || networkStack === stack || shared.length === 0) return [];
  const gateways = shared.map((one) => ({ ...one, addresses: [...one.addresses], aliases: [] }));
  return [{ nodeId: id, networkStack, addr: status.addr, gateways }];
}

function memberRows(
  task: Task,
  nodes: readonly Node[],
  ourIds: ReadonlySet<string>,
): skep.v1.NetworkMember.$Properties[] {
  const { status, desiredState, serviceId } = task;
  const node = nodes.find(({ id }) => id === task.nodeId);
  const networkStack = node?.description?.networkStack;
  if (node === undefined || networkStack === undefined) return [];
  if (!PLACED.includes(status.state)) return [];
  const onHost = node.description?.runtime === "process";
  const stays = ["running", "complete"].includes(desiredState) && status.withdrawn !== true;
  return task.networks
    .filter(({ networkId }) => ourIds.has(networkId))
    .map(({ networkId, addresses, aliases }) => ({
      id: `${task.id}/${networkId}`,
      taskId: task.id,
      networkId,
      serviceId,
      nodeId: node.id,
      networkStack,
      addresses: onHost ? [] : [...addresses],
      aliases: serviceId === "" ? [...aliases] : [],
      taskName: `${task.serviceName}.${task.slot}.${task.id}`,
      ready: status.state === "running" && stays && node.status.state !== "down",
      hostAddr: onHost ? node.status.addr : "",
    }));
}

function serviceRow(
  { id, spec, endpoint }: Service,
  ingress: NetworkId | undefined,
  ourIds: ReadonlySet<string>,
): skep.v1.NetworkService.$Properties[] {
  const attached = spec.TaskTemplate?.Networks ?? [];
  const on = attached.map(({ Target }) => Target ?? "");
  const ports = endpoint?.ports ?? [];
  const virtualIps = (endpoint?.virtualIps ?? []).map((one) => ({ ...one }));
  on.push(...virtualIps.map(({ networkId }) => networkId));
  if (ports.length > 0 && ingress !== undefined) on.push(ingress);
  if (!on.some((one) => ourIds.has(one))) return [];
  const sticky = spec.Labels?.["skep.lb.sticky"];
  return [
    {
      id,
      name: spec.Name ?? "",
      virtualIps,
      ports: ports.map((port) => ({ ...port })),
      aliases: attached
        .filter(({ Aliases = [] }) => Aliases.length > 0)
        .map(({ Target = "", Aliases = [] }) => ({ networkId: Target, names: [...Aliases] })),
      labels: sticky === undefined ? {} : { "skep.lb.sticky": sticky },
      networkIds: [...new Set(on)].sort(),
    },
  ];
}

const PLACED: readonly string[] = [
  "assigned",
  "accepted",
  "preparing",
  "ready",
  "starting",
  "running",
];

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
