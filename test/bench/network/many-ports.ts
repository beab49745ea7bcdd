/** Published ports in numbers, each leading to a task that runs. */
import { ApiClient, targetFrom } from "../../../cli/api-client.ts";
import type { Host } from "../../lib/hosts.ts";
import { HTTP_IMAGE } from "../../lib/http-image/image.ts";
import { eventually } from "../../lib/wait.ts";

const FIRST_PORT = 10_001;
/** A machine has no room for a container a port: as many as this share one. */
const PORTS_A_SERVICE = 1_000;
const BOUND_MS = 300_000;

/**
 * Publishes the ports from number `from` to number `to`.
 * @returns milliseconds until the host has all in force
 */
export async function publishMany(
  host: Host,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<number> {
  const since = performance.now();
  const api = new ApiClient(targetFrom(host.host));
  for (let first = from; first < to; first += PORTS_A_SERVICE) {
    const body = serviceOf(first, Math.min(to, first + PORTS_A_SERVICE));
    await api.call("/services/create", { method: "POST", body });
  }
  await eventually(`${to} ports are in force`, BOUND_MS, async () => {
    const { stdout } = await host.run("nft", "list", "map", "inet", "skep", "ports");
    const numbers = [...stdout.matchAll(/tcp \. (\d+) : goto/g)].map((match) => Number(match[1]));
    return numbers.filter((port) => port >= FIRST_PORT && port < FIRST_PORT + to).length === to;
  });
  return performance.now() - since;
}

function serviceOf(first: number, end: number): object {
  const ports = Array.from({ length: end - first }, (_, i) => FIRST_PORT + first + i);
  return {
    Name: `many-${first}`,
    TaskTemplate: { ContainerSpec: { Image: HTTP_IMAGE } },
    Mode: { Replicated: { Replicas: 1 } },
    EndpointSpec: {
      Ports: ports.map((port) => ({
        ...{ Protocol: "tcp", TargetPort: 8080, PublishedPort: port, PublishMode: "ingress" },
      })),
    },
  };
}
