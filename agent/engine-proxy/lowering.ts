/**
 * What must change in a request so that an engine that speaks less than the client still does what
 * the client meant? The version in the path, and the few calls whose meaning changed on the way.
 */
import {
  type ApiVersion,
  compareApiVersions,
  formatApiVersion,
  isBefore,
} from "../../shared/docker-api.ts";
import { ClusterError } from "../../shared/errors.ts";

/** The version that both sides can speak. */
export function loweredVersion(asked: ApiVersion, engine: ApiVersion): ApiVersion {
  return compareApiVersions(asked, engine) <= 0 ? asked : engine;
}

/** The target to ask the engine for. A path without a version stays so: the engine's own then. */
export function loweredTarget(
  asked: ApiVersion | undefined,
  path: string,
  query: string,
  engine: ApiVersion,
): string {
  if (asked === undefined) return `${path}${query}`;
  return `/v${formatApiVersion(loweredVersion(asked, engine))}${path}${query}`;
}

/**
 * From 1.42 on `volume prune` spares named volumes unless `all` is asked for; before, it never
 * did. Passing the new call to an old engine would delete data that the client meant to keep.
 */
export function pruneQuery(
  asked: ApiVersion | undefined,
  engine: ApiVersion,
  query: URLSearchParams,
): string | undefined {
  if (asked === undefined || isBefore(asked, "1.42") || !isBefore(engine, "1.42")) return undefined;
  const filters = parseFilters(query.get("filters"));
  const all = valuesOf(filters["all"]).some((v) => v === "1" || v.toLowerCase() === "true");
  if (!all) {
    throw new ClusterError(
      "UNIMPLEMENTED",
      `the engine (API ${formatApiVersion(engine)}) cannot prune only anonymous volumes: ` +
        "use --all to prune named volumes too",
    );
  }
  const { all: _, ...rest } = filters;
  const lowered = new URLSearchParams(query);
  lowered.set("filters", JSON.stringify(rest));
  return `?${lowered.toString()}`;
}

function parseFilters(text: string | null): Record<string, unknown> {
  if (text === null || text === "") return {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) {
      return { ...parsed };
    }
  } catch {
    // Told below, like any other shape that is not an object.
  }
  throw new ClusterError("INVALID_ARGUMENT", "filters: expected a JSON object");
}

function valuesOf(filter: unknown): readonly string[] {
  if (Array.isArray(filter)) return filter.map(String);
  return typeof filter === "object" && filter !== null ? Object.keys(filter) : [];
}

/** Before 1.44 a container's hardware address stood beside its networks, and it had one network. */
export interface LoweredCreate {
  readonly document: unknown;
  /** Networks to connect once it is created, by name. */
  readonly connect: readonly { readonly network: string; readonly endpoint: unknown }[];
}

export function lowerContainerCreate(document: unknown, engine: ApiVersion): LoweredCreate {
  const unchanged: LoweredCreate = { document, connect: [] };
  if (!isBefore(engine, "1.44") || !isObject(document)) return unchanged;
  const networking = document["NetworkingConfig"];
  const endpoints = isObject(networking) ? networking["EndpointsConfig"] : undefined;
  if (!isObject(networking) || !isObject(endpoints)) return unchanged;
  const host = document["HostConfig"];
  const mode = isObject(host) && typeof host["NetworkMode"] === "string" ? host["NetworkMode"] : "";
  const names = Object.keys(endpoints);
  const first = names.find((name) => name === mode) ?? names[0];
  if (first === undefined) return unchanged;
  const endpoint = endpoints[first];
  const mac = isObject(endpoint) ? endpoint["MacAddress"] : undefined;
  const own = document["MacAddress"];
  return {
    document: {
      ...document,
      ...(typeof mac === "string" && mac !== "" && (own ?? "") === "" && { MacAddress: mac }),
      NetworkingConfig: { ...networking, EndpointsConfig: { [first]: endpoint } },
    },
    connect: names
      .filter((name) => name !== first)
      .map((name) => ({ network: name, endpoint: endpoints[name] })),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
