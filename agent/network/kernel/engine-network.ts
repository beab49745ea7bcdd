/** An overlay in the engine's words. */
import { NETWORK_LABEL } from "./names.ts";
import type { OverlayPlan } from "./plan-overlay.ts";
import { isIpv6 } from "./world.ts";

/** What the engine says of a network. */
export interface EngineNetworkView {
  readonly Id: string;
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly Internal?: boolean;
  readonly Options?: Readonly<Record<string, string>> | null;
  readonly IPAM?: {
    readonly Config?: readonly { readonly Subnet?: string; readonly Gateway?: string }[] | null;
  };
  readonly Containers?: Readonly<Record<string, { readonly MacAddress?: string }>> | null;
}

const BRIDGE_OPTION = "com.docker.network.bridge.name";
const MASQUERADE_OPTION = "com.docker.network.bridge.enable_ip_masquerade";
const MTU_OPTION = "com.docker.network.driver.mtu";

export function engineNetworkBody(plan: OverlayPlan): object {
  return {
    Name: plan.engineName,
    CheckDuplicate: true,
    Driver: "bridge",
    Internal: plan.internal,
    EnableIPv6: plan.subnets.some(({ subnet }) => isIpv6(subnet)),
    IPAM: {
      Driver: "default",
      Config: plan.subnets.map(({ subnet, gateway }) => ({ Subnet: subnet, Gateway: gateway })),
    },
    Options: {
      [BRIDGE_OPTION]: plan.bridge,
      [MTU_OPTION]: String(plan.mtu),
      // Ours masquerades what leaves the network; the engine's, what goes to another segment too.
      ...(plan.ways.length > 0 && { [MASQUERADE_OPTION]: "false" }),
    },
    Labels: { [NETWORK_LABEL]: plan.id, "skep.network.name": plan.name },
  };
}

export function sameNetwork(view: EngineNetworkView, plan: OverlayPlan): boolean {
  const key = (subnet = "", gateway = ""): string => `${subnet} ${gateway}`;
  const seen = (view.IPAM?.Config ?? []).map((one) => key(one.Subnet, one.Gateway)).toSorted();
  const wanted = plan.subnets.map((one) => key(one.subnet, one.gateway)).toSorted();
  return (
    view.Labels?.[NETWORK_LABEL] === plan.id &&
    (view.Internal ?? false) === plan.internal &&
    view.Options?.[BRIDGE_OPTION] === plan.bridge &&
    view.Options?.[MTU_OPTION] === String(plan.mtu) &&
    seen.length === wanted.length &&
    seen.every((one, at) => one === wanted[at])
  );
}
