/** Can this machine have WireGuard devices? The kernel's own, else wireguard-go's. */
import { closeSync, openSync } from "node:fs";
import { messageOf } from "../../../shared/errors.ts";
import { findCommand } from "../installed-driver.ts";
import type { NetCommands } from "../kernel/commands-driver.ts";
import type { TunnelKind } from "./plan-tunnel.ts";

export type TunnelAbility =
  | { readonly kind: TunnelKind }
  | { readonly kind: "none"; readonly why: string };

const TUN = "/dev/net/tun";
export const USERSPACE = "wireguard-go";

export async function tunnelAbility(
  commands: NetCommands,
  signal: AbortSignal,
  folders?: readonly string[],
): Promise<TunnelAbility> {
  const isInstalled = (command: string): boolean => findCommand(command, folders) !== undefined;
  const none = (why: string): TunnelAbility => ({ kind: "none", why });
  if (!isInstalled("wg")) return none("wg (wireguard-tools) is not installed");
  const ipv6 = await commands.run("cat", ["/proc/net/if_inet6"], signal);
  if (ipv6.code !== 0) return none("IPv6 is off in this kernel, and tunnels use it inside");
  const probe = `skwp${process.pid % 10_000_000}`;
  const made = await commands.run("ip", ["link", "add", probe, "type", "wireguard"], signal);
  if (made.code === 0) {
    await commands.run("ip", ["link", "del", probe], signal);
    return { kind: "kernel" };
  }
  if (!isInstalled(USERSPACE)) {
    return none(`the kernel has no WireGuard, and ${USERSPACE} is not installed`);
  }
  try {
    closeSync(openSync(TUN, "r+"));
  } catch (error) {
    return none(`the kernel has no WireGuard, and ${USERSPACE} needs ${TUN}: ${messageOf(error)}`);
  }
  return { kind: "userspace" };
}
