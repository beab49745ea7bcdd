/** Which ports does a service publish, as keys PORT/PROTOCOL? */
import type { Service } from "./objects.ts";

export function portKey(port: number, protocol: string): string {
  return `${port}/${protocol}`;
}

const NONE: readonly string[] = [];

/**
 * Those that its spec names and those that were chosen, on whichever nodes: a port that a node has
 * bound is no good for the mesh.
 */
export function publishedPorts({
  spec,
  endpoint,
}: Pick<Service, "spec" | "endpoint">): readonly string[] {
  const specified = spec.EndpointSpec?.Ports ?? NONE;
  const chosen = endpoint?.ports ?? NONE;
  if (specified.length + chosen.length === 0) return NONE;
  const keys = new Set<string>();
  for (const port of spec.EndpointSpec?.Ports ?? []) {
    if ((port.PublishedPort ?? 0) !== 0) {
      keys.add(portKey(port.PublishedPort ?? 0, port.Protocol ?? "tcp"));
    }
  }
  for (const { publishedPort, protocol } of endpoint?.ports ?? []) {
    if (publishedPort !== 0) keys.add(portKey(publishedPort, protocol));
  }
  return [...keys];
}
