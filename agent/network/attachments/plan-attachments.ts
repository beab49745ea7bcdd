/**
 * Which container of the engine stands behind each attachment? By its address, which both sides
 * know: nothing about it has to be kept, and an agent that restarts finds what there is.
 */
import type { TaskId } from "../../../shared/ids.ts";
import { parseIp, sameIp } from "../../../shared/ip.ts";
import { isEngineNetworkOf } from "../kernel/names.ts";
import type { NetworkMember } from "../model.ts";

/** What the engine's list says of a container's place on a network. */
export interface EngineEndpoint {
  readonly IPAddress?: string;
  readonly GlobalIPv6Address?: string;
  /** What was asked for: kept while the container is stopped. */
  readonly IPAMConfig?: {
    readonly IPv4Address?: string;
    readonly IPv6Address?: string;
  } | null;
}

export interface EngineContainer {
  readonly Id: string;
  readonly State?: string;
  readonly NetworkSettings?: {
    readonly Networks?: Readonly<Record<string, EngineEndpoint | null>> | null;
  };
}

export interface Match {
  readonly taskId: TaskId;
  /** Undefined: no container has the address. */
  readonly container: EngineContainer | undefined;
}

export function matchAttachments(
  members: readonly NetworkMember[],
  containers: readonly EngineContainer[],
): readonly Match[] {
  return members.map((member) => ({
    taskId: member.taskId,
    container: containers.find((container) => holds(container, member)),
  }));
}

function holds({ NetworkSettings: settings }: EngineContainer, member: NetworkMember): boolean {
  const endpoints = Object.entries(settings?.Networks ?? {}).flatMap(([name, endpoint]) =>
    endpoint !== null && isEngineNetworkOf(name, member.networkId) ? [endpoint] : [],
  );
  const known = endpoints
    .flatMap(({ IPAddress, GlobalIPv6Address, IPAMConfig }) => [
      IPAddress,
      GlobalIPv6Address,
      IPAMConfig?.IPv4Address,
      IPAMConfig?.IPv6Address,
    ])
    .flatMap((text) => parseIp(text ?? "") ?? []);
  return member.addresses.some((cidr) => {
    const own = parseIp(cidr.split("/")[0] ?? "");
    return own !== undefined && known.some((one) => sameIp(one, own));
  });
}
