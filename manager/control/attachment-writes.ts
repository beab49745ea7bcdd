/** Containers that no service started, on the cluster's networks: a task stands for each. */
import type { Task } from "../../shared/domain/objects.ts";
import { holdsAddresses, isNetworkAttachment } from "../../shared/domain/task-networks.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { NetworkId, NodeId, ServiceId, TaskId } from "../../shared/ids.ts";
import { contains, parseCidr, parseIp } from "../../shared/ip.ts";
import type { ReadTx, WriteTx } from "../store/types.ts";
import { newMeta } from "./new-meta.ts";
import { findNetwork } from "./service-references.ts";

export interface AttachRequest {
  readonly network: string;
  readonly containerId: string;
  readonly containerName: string;
  readonly addresses: readonly string[];
  readonly aliases: readonly string[];
  readonly nodeId: NodeId;
}

/** Returns the task that stands for the container: this one, or one that did already. */
export function attachContainer(tx: WriteTx, id: TaskId, request: AttachRequest): TaskId {
  const { nodeId, containerId, containerName, addresses, aliases } = request;
  if (containerId === "") {
    throw new ClusterError("INVALID_ARGUMENT", "container_id: expected a container's id");
  }
  if (tx.get("node", nodeId) === undefined) {
    throw new ClusterError("NOT_FOUND", `node ${nodeId} not found`);
  }
  const networkId = attachable(tx, request);
  const known = tx.by("task", "node", nodeId).find((task) => {
    const { NetworkAttachmentSpec: spec, Networks: networks } = task.ownSpec ?? {};
    return (
      spec?.ContainerID === containerId &&
      networks?.[0]?.Target === networkId &&
      holdsAddresses(task)
    );
  });
  if (known !== undefined) return known.id;
  const task: Task = {
    id,
    meta: newMeta(),
    serviceId: "" as ServiceId,
    serviceName: containerName || containerId.slice(0, 12),
    slot: 0,
    nodeId,
    specVersion: 0,
    desiredState: "running",
    status: { state: "new", timestampMs: 0, message: "created" },
    networks: [],
    endpointPorts: [],
    assignedGeneric: [],
    ownSpec: {
      Runtime: "attachment",
      NetworkAttachmentSpec: { ContainerID: containerId },
      Networks: [{ Target: networkId, Aliases: aliases, Addresses: addresses }],
    },
  };
  tx.create("task", task);
  return id;
}

function attachable(tx: ReadTx, { network: target, addresses }: AttachRequest): NetworkId {
  const network = findNetwork(tx, target);
  if (network === undefined) {
    throw new ClusterError("NOT_FOUND", `network ${target} not found`);
  }
  if (network.spec.Attachable !== true) {
    throw new ClusterError("PERMISSION_DENIED", `network ${target} not manually attachable`);
  }
  const subnets = (network.ipam?.pools ?? []).flatMap(({ subnet }) => parseCidr(subnet) ?? []);
  for (const text of addresses) {
    const address = parseIp(text);
    if (address === undefined || !subnets.some((subnet) => contains(subnet, address))) {
      throw new ClusterError(
        "INVALID_ARGUMENT",
        `addresses: ${text}: expected an address of network ${network.spec.Name}`,
      );
    }
  }
  return network.id;
}

/** Of a container that is gone already: done. */
export function detachContainer(tx: WriteTx, id: TaskId, nodeId: NodeId): void {
  const task = tx.get("task", id);
  if (task === undefined) return;
  if (!isNetworkAttachment(task) || task.nodeId !== nodeId) {
    throw new ClusterError(
      "PERMISSION_DENIED",
      `task ${id} is not an attachment of node ${nodeId}`,
    );
  }
  tx.remove("task", id);
}
