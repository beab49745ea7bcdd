/** Where a container engine listens, and which version of its API to speak with it. */

export type EngineAddress =
  | { readonly kind: "unix"; readonly path: string }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number };

const DEFAULT_TCP_PORT = 2375;

/** Newest version of the Docker Engine API whose fields we write. */
export const NEWEST_API = "1.52";
/** Docker Engine 20.10. */
export const OLDEST_API = "1.40";

export function parseEngineAddress(text: string): EngineAddress {
  const expected = "unix:///path or tcp://host:port";
  if (text.startsWith("unix://")) {
    const path = text.slice("unix://".length);
    if (path.startsWith("/")) return { kind: "unix", path };
    throw new Error(`engine: "${text}" is not an absolute path; expected ${expected}`);
  }
  const match = /^(?:tcp|http):\/\/(\[[0-9a-fA-F:.]+\]|[^/:]+)(?::(\d{1,5}))?\/?$/.exec(text);
  if (match?.[1] === undefined) throw new Error(`engine: "${text}" is not ${expected}`);
  const port = match[2] === undefined ? DEFAULT_TCP_PORT : Number(match[2]);
  if (port < 1 || port > 65535) throw new Error(`engine: port ${port} of "${text}" is not 1–65535`);
  return { kind: "tcp", host: match[1].replace(/^\[|\]$/g, ""), port };
}

export function compareApiVersions(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split(".").map(Number);
  const [majorB = 0, minorB = 0] = b.split(".").map(Number);
  return majorA - majorB || minorA - minorB;
}

/** Is `version` at least `floor`? */
export function speaks(version: string, floor: string): boolean {
  return compareApiVersions(version, floor) >= 0;
}

/** The version to speak: the engine's, but no newer than ours. */
export function negotiateApi(engineVersion: string | undefined): string {
  const offered = engineVersion ?? OLDEST_API;
  if (!/^\d+\.\d+$/.test(offered)) {
    throw new Error(`engine: API version "${offered}" is not of the form 1.41`);
  }
  if (!speaks(offered, OLDEST_API)) {
    throw new Error(`engine: API version ${offered} is older than ${OLDEST_API}`);
  }
  return speaks(NEWEST_API, offered) ? offered : NEWEST_API;
}
