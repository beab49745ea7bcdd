/** Which of the host's devices are the ends of an overlay's containers? */
import { NetCommands } from "./commands-driver.ts";
import type { EngineNetworks } from "./engine-networks-driver.ts";
import { type LinkView, parseList } from "./links.ts";
import type { OverlayPlan } from "./plan-overlay.ts";

/** Asked when they are in no bridge any more: each container's end tells the number of ours. */
export async function containerPorts(
  engines: EngineNetworks,
  overlay: OverlayPlan,
  links: readonly LinkView[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const names = new Map(links.map(({ ifindex, ifname }) => [ifindex, ifname]));
  const ports: string[] = [];
  for (const { pid, mac } of await engines.containers(overlay, signal)) {
    const inside = new NetCommands(["nsenter", `--net=/proc/${pid}/ns/net`]);
    const { stdout } = await inside.run("ip", ["-json", "link", "show"], signal);
    const end = parseList<LinkView>(stdout).find(({ address }) => address === mac);
    const port = end?.link_index === undefined ? undefined : names.get(end.link_index);
    if (port !== undefined) ports.push(port);
  }
  return ports;
}
