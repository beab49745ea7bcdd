/**
 * Which ports does a machine without a container engine publish, and where does each lead? To
 * processes at their hosts' addresses, and to containers through the published port of a node that
 * runs one: this machine is on no overlay.
 */
import type { NetworkMember, NetworkModel } from "../model.ts";

export interface Backend {
  readonly host: string;
  readonly port: number;
}

export interface Forward {
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  readonly service: string;
  /** Sorted; empty: nobody is ready. */
  readonly backends: readonly Backend[];
}

export function forwardKey({ protocol, port }: Pick<Forward, "protocol" | "port">): string {
  return `${port}/${protocol}`;
}

export function planForwards(model: NetworkModel): readonly Forward[] {
  const ingress = model.ingress();
  if (ingress === undefined) return [];
  const forwards: Forward[] = [];
  for (const service of model.servicesOn(ingress.id)) {
    const ready = model.backends(service.id, ingress.id);
    for (const { publishMode, protocol, publishedPort, targetPort } of service.ports) {
      if (publishMode !== "ingress" || protocol === "sctp" || publishedPort === 0) continue;
      const backends = ready.flatMap((member) =>
        member.hostAddr === ""
          ? throughItsNode(model, member, publishedPort)
          : atItsHost(member, protocol, targetPort),
      );
      forwards.push({
        protocol,
        port: publishedPort,
        service: service.name,
        backends: backends.toSorted(byPlace),
      });
    }
  }
  return forwards.toSorted((a, b) => (forwardKey(a) < forwardKey(b) ? -1 : 1));
}

function atItsHost(member: NetworkMember, protocol: string, target: number): readonly Backend[] {
  const port = member.hostPorts.find(
    (one) => one.targetPort === target && one.protocol === protocol,
  )?.publishedPort;
  return port === undefined ? [] : [{ host: member.hostAddr, port }];
}

function throughItsNode(
  model: NetworkModel,
  member: NetworkMember,
  port: number,
): readonly Backend[] {
  const addr = model.peer(member.nodeId)?.addr ?? "";
  return addr === "" ? [] : [{ host: addr, port }];
}

function byPlace(a: Backend, b: Backend): number {
  if (a.host !== b.host) return a.host < b.host ? -1 : 1;
  return a.port - b.port;
}
