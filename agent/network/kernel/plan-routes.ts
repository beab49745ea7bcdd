/**
 * Which ways must a container have that the engine does not give it? Clients of published ports are
 * answered over the ingress network: by the default route, not by a rule for its address, since a
 * datagram's reply gets its source address from the route. The other segments of its networks are
 * behind its own bridge there, whichever network has its default route.
 */
import type { OverlayPlan } from "./plan-overlay.ts";
import { isIpv6 } from "./world.ts";

export interface ContainerRoute {
  /** `default`, or a subnet. */
  readonly to: string;
  readonly via: string;
  /** Its device is the one that these are on, or else one of this MTU. */
  readonly subnets: readonly string[];
  readonly mtu: number;
}

/** @param overlayIds that the container is on */
export function planRoutes(
  overlays: readonly OverlayPlan[],
  overlayIds: ReadonlySet<string>,
): readonly ContainerRoute[] {
  const own = overlays.filter(({ id }) => overlayIds.has(id));
  const routes: ContainerRoute[] = [];
  for (const { ingress, subnets, ways, mtu } of own) {
    const at = { subnets: subnets.map(({ subnet }) => subnet), mtu };
    if (ingress)
      routes.push(...subnets.map(({ gateway }) => ({ to: "default", via: gateway, ...at })));
    for (const { subnet } of ways.flatMap((way) => way.subnets)) {
      const via = subnets.find(({ gateway }) => isIpv6(gateway) === isIpv6(subnet))?.gateway;
      if (via !== undefined) routes.push({ to: subnet, via, ...at });
    }
  }
  return routes;
}

/** A device's addresses' subnets, as `ip route show` has them, and its MTU. */
export interface ContainerDevice {
  readonly name: string;
  readonly subnets: readonly string[];
  readonly mtu: number;
}

/** As `ip route show` prints it; undefined: the container has no such device. */
export function routeWords(
  { to, via, subnets, mtu }: ContainerRoute,
  devices: readonly ContainerDevice[],
): string | undefined {
  const device =
    devices.find((one) => one.subnets.some((subnet) => subnets.includes(subnet))) ??
    devices.find((one) => one.mtu === mtu);
  return device && `${to} via ${via} dev ${device.name}`;
}
