/** A cluster in a real store with the allocator at work on it, for tests; and what it must keep. */
import type { Network, Node, Service, Task } from "../../shared/domain/objects.ts";
import type { NetworkSpec, ServiceSpec } from "../../shared/domain/spec.ts";
import { holdsAddresses } from "../../shared/domain/task-networks.ts";
import type { NetworkId, NodeId, ServiceId, TaskId } from "../../shared/ids.ts";
import { seededRng } from "../../shared/rng.ts";
import { newTask } from "../orchestrator/new-task.ts";
import { changedService, newService } from "../orchestrator/service-spec.ts";
import type { ReadTx, WriteTx } from "../store/types.ts";
import { planNetwork } from "./network-plan.ts";

const META = { versionIndex: 0, createdMs: 0, updatedMs: 0 };
const CLUSTER = { id: "c", defaultAddressPool: ["10.0.0.0/8"], subnetSize: 24 };

export function networkFor(tx: ReadTx, id: string, spec: NetworkSpec): Network {
  const plan = planNetwork(spec, {
    cluster: CLUSTER as never,
    networks: [...tx.all("network")],
    lingering: [],
    hostNetworks: [],
  });
  if (plan.kind !== "planned") throw new Error(`network ${id}: ${plan.kind}`);
  const { driverState, pools } = plan;
  return {
    id: id as NetworkId,
    meta: META,
    spec: { Name: id, ...spec },
    driverState,
    ipam: { pools },
    pendingDelete: false,
  };
}

export function nodeFor(id: string, networkStack: string | undefined): Node {
  return {
    id: id as NodeId,
    meta: META,
    spec: {},
    status: { state: "ready", message: "", addr: "" },
    role: "worker",
    membership: "accepted",
    ...(networkStack !== undefined && { description: descriptionFor(networkStack) }),
  };
}

export function descriptionFor(networkStack: string): NonNullable<Node["description"]> {
  return {
    hostname: "h",
    os: "linux",
    architecture: "x86_64",
    resources: { nanoCpus: 0, memoryBytes: 0, generic: [] },
    engineVersion: "",
    engineLabels: {},
    plugins: [],
    tls: {
      trustRootPem: "",
      certIssuerSubject: new Uint8Array(),
      certIssuerPublicKey: new Uint8Array(),
    },
    runtime: "docker",
    skepVersion: "",
    engineId: "",
    networkStack,
  };
}

export function putService(tx: WriteTx, id: string, spec: ServiceSpec): void {
  const known = tx.get("service", id as ServiceId);
  const { service, revision } =
    known === undefined
      ? newService(id as ServiceId, spec, undefined, 0)
      : changedService(known, spec, undefined, 0);
  if (known === undefined) tx.create("service", service);
  else tx.update("service", service);
  tx.create("specRevision", revision);
}

const rng = seededRng(1);

/** One more task of the service, as the orchestrator makes it. */
export function addTask(tx: WriteTx, id: string, service: Service, nodeId = ""): Task {
  const place = { slot: 1, nodeId: nodeId as NodeId };
  const task = { ...newTask(service, place, "running", 0, rng), id: id as TaskId };
  tx.create("task", task);
  return task;
}

/** Each address that an object holds, by who holds it; nodes of a stack hold as one. */
export function holders(tx: ReadTx): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const note = (networkId: string, address: string, holder: string): void => {
    const key = `${networkId} ${address.split("/")[0]}`;
    found.set(key, (found.get(key) ?? new Set()).add(holder));
  };
  for (const { id, ipam } of tx.all("network")) {
    for (const { gateway } of ipam?.pools ?? []) note(id, gateway, "gateway");
  }
  for (const { id, endpoint } of tx.all("service")) {
    for (const { networkId, addr } of endpoint?.virtualIps ?? []) note(networkId, addr, id);
  }
  for (const node of tx.all("node")) {
    for (const { networkId, addresses } of node.attachments ?? []) {
      for (const address of addresses) {
        note(networkId, address, `stack ${node.description?.networkStack}`);
      }
    }
  }
  for (const task of tx.all("task")) {
    if (!holdsAddresses(task)) continue;
    for (const { networkId, addresses } of task.networks) {
      for (const address of addresses) note(networkId, address, task.id);
    }
  }
  return found;
}
