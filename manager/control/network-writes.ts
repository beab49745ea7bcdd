/** Creating and removing networks. What a network gets is decided in the same transaction. */
import type { Cluster, Network } from "../../shared/domain/objects.ts";
import type { NetworkSpec } from "../../shared/domain/spec.ts";
import { holdsAddresses } from "../../shared/domain/task-networks.ts";
import { ClusterError } from "../../shared/errors.ts";
import type { NetworkId } from "../../shared/ids.ts";
import { publishesIngress } from "../allocator/needs.ts";
import { type NetworkPlan, planNetwork } from "../allocator/network-plan.ts";
import type { ReadTx, WriteTx } from "../store/types.ts";
import { newMeta } from "./new-meta.ts";

export const INGRESS_SPEC: NetworkSpec = {
  Name: "ingress",
  Driver: "overlay",
  Scope: "swarm",
  Ingress: true,
};

/** @param hostNetworks that this machine is in, in CIDR form */
export function createNetwork(
  tx: WriteTx,
  id: NetworkId,
  spec: NetworkSpec,
  hostNetworks: readonly string[],
): void {
  const name = spec.Name ?? "";
  if (tx.by("network", "name", name).length > 0) {
    throw new ClusterError("ALREADY_EXISTS", `network with name ${name} already exists`);
  }
  const networks = [...tx.all("network")];
  const ingress = networks.find((network) => network.spec.Ingress === true);
  if (spec.Ingress === true && ingress !== undefined) {
    throw new ClusterError(
      "ALREADY_EXISTS",
      `ingress network (${ingress.spec.Name}) is already present`,
    );
  }
  const [cluster] = tx.all("cluster");
  if (cluster === undefined) throw new ClusterError("NOT_FOUND", "cluster default not found");
  tx.create("network", newNetwork(tx, id, spec, { cluster, hostNetworks }));
}

/** The network with all that it gets, or a refusal. */
function newNetwork(
  tx: ReadTx,
  id: NetworkId,
  spec: NetworkSpec,
  {
    cluster,
    hostNetworks,
  }: { readonly cluster: Cluster; readonly hostNetworks: readonly string[] },
): Network {
  const networks = [...tx.all("network")];
  const around = { cluster, networks, lingering: lingering(tx), hostNetworks };
  const plan = planNetwork(spec, around);
  if (plan.kind !== "planned") throw refusalOf(plan, spec, cluster);
  const { driverState, pools } = plan;
  return { id, meta: newMeta(), spec, driverState, ipam: { pools }, pendingDelete: false };
}

function refusalOf(
  plan: Exclude<NetworkPlan, { kind: "planned" }>,
  spec: NetworkSpec,
  cluster: Cluster,
): ClusterError {
  switch (plan.kind) {
    case "overlap": {
      const subnet = spec.IPAM?.Config?.[plan.config]?.Subnet;
      return new ClusterError(
        "INVALID_ARGUMENT",
        `IPAM.Config[${plan.config}].Subnet: ${subnet}: invalid pool request: ` +
          `Pool overlaps with other one on this address space: ${plan.with}`,
      );
    }
    case "no-subnet":
      return new ClusterError(
        "FAILED_PRECONDITION",
        "could not find an available, non-overlapping IPv4 address pool among the defaults " +
          `(${cluster.defaultAddressPool.join(", ")}) to assign to the network`,
      );
    case "no-vni":
      return new ClusterError("FAILED_PRECONDITION", "no network number is free");
  }
}

/** Addresses that tasks still have on networks that are gone. */
function lingering(tx: ReadTx): readonly string[] {
  const found: string[] = [];
  tx.each("task", (task) => {
    if (task.networks.length === 0 || !holdsAddresses(task)) return;
    for (const { networkId, addresses } of task.networks) {
      if (tx.get("network", networkId) === undefined) found.push(...addresses);
    }
  });
  return found;
}

export function removeNetwork(tx: WriteTx, id: NetworkId): void {
  const network = tx.get("network", id);
  if (network === undefined) throw new ClusterError("NOT_FOUND", `network ${id} not found`);
  const refuse = (why: string): never => {
    throw new ClusterError("FAILED_PRECONDITION", why);
  };
  if (network.spec.Ingress === true) {
    for (const service of tx.all("service")) {
      if (publishesIngress(service.spec)) {
        refuse(`ingress network cannot be removed because service ${service.id} depends on it`);
      }
    }
  }
  const [user] = tx.by("service", "network", id);
  if (user !== undefined) refuse(`network ${id} is in use by service ${user.id}`);
  tx.each("task", (task) => {
    const wanted = task.desiredState !== "shutdown" && task.desiredState !== "remove";
    if (!wanted || !holdsAddresses(task)) return;
    const needed = task.ownSpec?.Networks?.some(({ Target }) => Target === id) ?? false;
    if (needed || task.networks.some(({ networkId }) => networkId === id)) {
      refuse(`network ${id} is in use by task ${task.id}`);
    }
  });
  tx.remove("network", id);
}
