/** A network as the API shows it: to `ls`, to `inspect`, and to `inspect --verbose`. */
import type {
  Network,
  NetworkDriverState,
  Node,
  Service,
  Task,
} from "../../shared/domain/objects.ts";
import { taskName } from "../../shared/domain/task-name.ts";
import { holdsAddresses } from "../../shared/domain/task-networks.ts";
import type { NodeId } from "../../shared/ids.ts";
import { macOfIpv4, macOfIpv6 } from "../../shared/network/mac.ts";
import { vnisOf } from "../../shared/network/segments.ts";
import { networksOf, overlaysOf, publishesIngress } from "../allocator/needs.ts";
import type { ReadTx } from "../store/types.ts";
import { bareAddress, timestamp } from "./json.ts";

const VNI_OPTION = "com.docker.network.driver.overlay.vxlanid_list";

/** As libnetwork tells them: one a segment. */
export function vniOptions(state: NetworkDriverState | undefined): object {
  return state === undefined ? {} : { [VNI_OPTION]: vnisOf(state).join(",") };
}

export function renderNetwork(network: Network): Record<string, unknown> {
  const { spec, driverState } = network;
  return {
    Name: spec.Name ?? "",
    Id: network.id,
    Created: timestamp(network.meta.createdMs),
    Scope: "swarm",
    Driver: spec.Driver ?? "overlay",
    EnableIPv4: true,
    EnableIPv6: spec.EnableIPv6 === true,
    IPAM: {
      Driver: "default",
      Options: spec.IPAM?.Options ?? null,
      Config: (network.ipam?.pools ?? []).map(({ subnet, gateway, ipRange }) => ({
        Subnet: subnet,
        ...(ipRange !== undefined && { IPRange: ipRange }),
        Gateway: gateway,
        ...auxOf(network, subnet),
      })),
    },
    Internal: spec.Internal === true,
    Attachable: spec.Attachable === true,
    Ingress: spec.Ingress === true,
    ConfigFrom: { Network: "" },
    ConfigOnly: false,
    Containers: null,
    Options: {
      ...vniOptions(driverState),
      ...spec.Options,
    },
    Labels: spec.Labels ?? {},
  };
}

function auxOf({ spec }: Network, subnet: string): object {
  const config = spec.IPAM?.Config?.find(({ Subnet }) => Subnet === subnet);
  const aux = config?.AuxiliaryAddresses ?? {};
  return Object.keys(aux).length > 0 ? { AuxiliaryAddresses: aux } : {};
}

/**
 * With the containers of one node, as the engine there would tell them.
 * @param self the node that answers; undefined if that is not known
 */
export function renderInspected(
  tx: ReadTx,
  network: Network,
  self: NodeId | undefined,
  verbose: boolean,
): object {
  const rendered = renderNetwork(network);
  const node = self === undefined ? undefined : tx.get("node", self);
  if (node?.attachments?.some(({ networkId }) => networkId === network.id)) {
    rendered["Containers"] = containersOf(tx, network, node);
  }
  const peers = [...tx.all("node")].filter((other) =>
    other.attachments?.some(({ networkId }) => networkId === network.id),
  );
  if (peers.length > 0) rendered["Peers"] = peers.map(renderPeer);
  if (verbose) rendered["Services"] = servicesOn(tx, network);
  return rendered;
}

function renderPeer(node: Node): object {
  const name = node.description?.hostname ?? node.id;
  return { Name: `${name}-${node.id.slice(0, 12)}`, IP: bareAddress(node.status.addr) };
}

function addressesOn(task: Task, network: Network): readonly string[] {
  return task.networks.find(({ networkId }) => networkId === network.id)?.addresses ?? [];
}

function containersOf(tx: ReadTx, network: Network, node: Node): object {
  const containers: Record<string, object> = {};
  for (const task of tx.by("task", "node", node.id)) {
    const addresses = addressesOn(task, network);
    const id =
      task.status.container?.containerId ?? task.ownSpec?.NetworkAttachmentSpec?.ContainerID;
    if (task.status.state !== "running" || addresses.length === 0 || id === undefined) continue;
    const ipv4 = addresses.find((address) => !address.includes(":")) ?? "";
    const ipv6 = addresses.find((address) => address.includes(":")) ?? "";
    containers[id] = {
      Name: nameOf(task),
      EndpointID: task.id,
      MacAddress: ipv4 === "" ? macOfIpv6(bare(ipv6)) : macOfIpv4(bare(ipv4)),
      IPv4Address: ipv4,
      IPv6Address: ipv6,
    };
  }
  return containers;
}

function nameOf(task: Task): string {
  return task.serviceId === "" ? task.serviceName : taskName(task);
}

function bare(cidr: string): string {
  return cidr.split("/")[0] ?? cidr;
}

/** Who is on the network, by service; containers that were attached by hand under "". */
function servicesOn(tx: ReadTx, network: Network): object {
  const services: Record<string, object> = {};
  const on = [...tx.all("service")].filter((service) => isOn(service, network));
  for (const [at, service] of on.entries()) {
    const tasks = tx.by("task", "service", service.id);
    services[service.spec.Name ?? service.id] = renderMembers(tx, network, service, tasks, at);
  }
  return services;
}

export function isOn(service: Service, network: Network): boolean {
  if (network.spec.Ingress === true) return publishesIngress(service.spec);
  return overlaysOf(networksOf(service.spec)).includes(network.id);
}

function renderMembers(
  tx: ReadTx,
  network: Network,
  service: Service,
  tasks: readonly Task[],
  at: number,
): object {
  const vip = service.endpoint?.virtualIps.find(({ networkId }) => networkId === network.id);
  return {
    VIP: vip === undefined ? "" : bare(vip.addr),
    Ports: (service.endpoint?.ports ?? [])
      .filter(({ publishMode }) => publishMode === "ingress")
      .map((port) => `Target: ${port.targetPort}, Publish: ${port.publishedPort}`),
    LocalLBIndex: at + 1,
    Tasks: tasks
      .filter((task) => task.status.state === "running" && holdsAddresses(task))
      .flatMap((task) => {
        const [address] = addressesOn(task, network);
        return address === undefined ? [] : [renderMember(tx, task, address)];
      }),
  };
}

function renderMember(tx: ReadTx, task: Task, address: string): object {
  return {
    Name: taskName(task),
    EndpointID: task.id,
    EndpointIP: bare(address),
    Info: { "Host IP": bareAddress(tx.get("node", task.nodeId)?.status.addr ?? "") },
  };
}
