/**
 * What should Prometheus scrape? The answer to its HTTP discovery (http_sd): every node that serves
 * metrics, and the tasks of services that ask for it by their labels:
 *
 *   prometheus.scrape=true   prometheus.port=9090   prometheus.path=/metrics
 *   prometheus.job=NAME      prometheus.scheme=http prometheus.network=NAME
 */
import type { Node, Service, Task } from "../../shared/domain/objects.ts";
import type { NodeId } from "../../shared/ids.ts";
import { contains, type IpNetwork, parseCidr, parseIp } from "../../shared/ip.ts";
import type { ReadTx } from "../store/types.ts";

export interface TargetGroup {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

const LABEL_PORT = /^[1-9]\d{0,4}$/;

/** host:port, an IPv6 address in brackets. */
function hostPort(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function nodeLabels(node: Node): Record<string, string> {
  return {
    __meta_skep_node_id: node.id,
    __meta_skep_node_hostname: node.description?.hostname ?? "",
    __meta_skep_node_role: node.role,
    __meta_skep_node_state: node.status.state,
    __meta_skep_node_availability: node.spec.Availability ?? "active",
  };
}

const LOOPBACK = ["127.0.0.0/8", "::1/128"].map(parseCidr).filter((net) => net !== undefined);

function isLoopback(host: string): boolean {
  const address = parseIp(host);
  if (address === undefined) return host === "localhost";
  return LOOPBACK.some((network: IpNetwork) => contains(network, address));
}

/**
 * Where the node's metrics are reached from outside; "" if they are not. What listens everywhere is
 * reached at the node's address. What listens on loopback is reached by nobody but the node's own
 * machine, and so is told only when that is where the question came from: it was put to `self`.
 */
function metricsTarget(node: Node, self: NodeId | undefined): string {
  const match = /^\[?(.*?)\]?:(\d+)$/.exec(node.description?.metricsAddr ?? "");
  if (match === null) return "";
  const [, host = "", port = ""] = match;
  if (host === "" || parseIp(host)?.bits === 0n) {
    return node.status.addr === "" ? "" : hostPort(node.status.addr, Number(port));
  }
  const here = node.id === self || isLoopback(node.status.addr);
  return isLoopback(host) && !here ? "" : hostPort(host, Number(port));
}

function nodeTargets(node: Node, self: NodeId | undefined): readonly TargetGroup[] {
  const target = metricsTarget(node, self);
  if (target === "") return [];
  const node_name = node.description?.hostname ?? node.id;
  return [{ targets: [target], labels: { job: "skep", node: node_name, ...nodeLabels(node) } }];
}

/**
 * Where the task's port is reached: on its node if it is published there, else on its network.
 * A task without a network of its own shares its node's.
 */
function addressOf(tx: ReadTx, task: Task, node: Node, port: number, network: string): string {
  const bound = [...(task.status.ports ?? []), ...task.endpointPorts].find(
    ({ publishMode, targetPort, publishedPort }) =>
      publishMode === "host" && targetPort === port && publishedPort !== 0,
  );
  if (bound !== undefined) return hostPort(node.status.addr, bound.publishedPort);
  for (const attachment of task.networks) {
    const spec = tx.get("network", attachment.networkId)?.spec;
    const fits =
      network === ""
        ? spec?.Ingress !== true
        : spec?.Name === network || attachment.networkId === network;
    const [address] = attachment.addresses;
    if (fits && address !== undefined) return hostPort(address.split("/")[0] ?? address, port);
  }
  return task.networks.length === 0 && network === "" ? hostPort(node.status.addr, port) : "";
}

function taskTargets(tx: ReadTx, service: Service): readonly TargetGroup[] {
  const labels = service.spec.Labels ?? {};
  const portLabel = labels["prometheus.port"] ?? "";
  if (labels["prometheus.scrape"] !== "true" || !LABEL_PORT.test(portLabel)) return [];
  const name = service.spec.Name ?? service.id;
  return tx.by("task", "service", service.id).flatMap((task): TargetGroup[] => {
    if (task.status.state !== "running" || task.desiredState !== "running") return [];
    const node = tx.get("node", task.nodeId);
    if (node === undefined) return [];
    const network = labels["prometheus.network"] ?? "";
    const target = addressOf(tx, task, node, Number(portLabel), network);
    if (target === "") return [];
    const slot = task.slot === 0 ? task.nodeId : String(task.slot);
    return [
      {
        targets: [target],
        labels: {
          job: labels["prometheus.job"] ?? name,
          __metrics_path__: labels["prometheus.path"] ?? "/metrics",
          __scheme__: labels["prometheus.scheme"] ?? "http",
          service: name,
          task: `${name}.${slot}`,
          node: node.description?.hostname ?? node.id,
          __meta_skep_service_id: service.id,
          __meta_skep_task_id: task.id,
          ...nodeLabels(node),
        },
      },
    ];
  });
}

/** @param self the node whose manager answers; undefined if that is not known */
export function prometheusTargets(tx: ReadTx, self?: NodeId): readonly TargetGroup[] {
  const groups: TargetGroup[] = [];
  for (const node of tx.all("node")) groups.push(...nodeTargets(node, self));
  for (const service of tx.all("service")) groups.push(...taskTargets(tx, service));
  return groups;
}
