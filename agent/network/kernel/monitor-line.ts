/** What do lines of `ip monitor link address neigh` tell of what is ours? */
import { isVxlan } from "./names.ts";

export type Removed =
  | { readonly kind: "neighbour"; readonly device: string; readonly address: string }
  | { readonly kind: "forward"; readonly device: string; readonly mac: string };

/** `look`: a device or an address changed, and that is rare enough to look at all. */
export type Told = Removed | "look" | "nothing";

const NEIGHBOUR =
  /^(?:Deleted )?(?:(\S+) )?dev (\S+) (?:lladdr (\S+) )?.*\b(?:PERMANENT|NOARP|FAILED|STALE|REACHABLE|DELAY|PROBE|INCOMPLETE)\b/;

export function toldBy(line: string): Told {
  const neighbour = NEIGHBOUR.exec(line);
  if (neighbour !== null) {
    const [, address = "", device = "", mac = ""] = neighbour;
    if (!line.startsWith("Deleted ") || !device.startsWith("sk")) return "nothing";
    // Entries of a VXLAN device and of the bridge that it is in; the latter have no address.
    if (isVxlan(device)) return { kind: "forward", device, mac };
    return { kind: "neighbour", device, address };
  }
  return /sk[bx]/.test(line) ? "look" : "nothing";
}
