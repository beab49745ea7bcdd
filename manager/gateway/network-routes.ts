/**
 * The swarm's side of /networks. The predefined ones of every node can be named by services, and
 * are hidden from lists as in the reference.
 */
import { ClusterError } from "../../shared/errors.ts";
import type { NodeId } from "../../shared/ids.ts";
import { PREDEFINED_NETWORKS } from "../allocator/needs.ts";
import { NO_BYTES } from "../control/requests.ts";
import { lookUp } from "./lookup.ts";
import {
  checkNetworkFilters,
  NETWORK_FILTERS,
  networkMatches,
  PRUNE_FILTERS,
  pruneMatches,
  untilOf,
} from "./network-filter.ts";
import type { GatewayPorts } from "./ports.ts";
import { booleanOf, filtersOf } from "./query.ts";
import { asRpcError } from "./refusal.ts";
import { renderInspected, renderNetwork } from "./render-network.ts";
import { empty, type Handler, idOf, json, type Route, read, write } from "./route.ts";

const listNetworks: Handler = (request, ports) => {
  const filters = filtersOf(request.query, NETWORK_FILTERS);
  checkNetworkFilters(filters);
  return read(ports, request.signal, (tx) =>
    json(
      [...tx.all("network")]
        .filter((network) => networkMatches(tx, filters, network))
        .map(renderNetwork),
    ),
  );
};

const inspectNetwork: Handler = (request, ports) => {
  const input = idOf(request);
  const verbose = booleanOf(request.query, "verbose");
  const scope = request.query.get("scope") ?? "";
  return read(ports, request.signal, (tx) => {
    const name = PREDEFINED_NETWORKS.find((known) => known === input);
    if (name !== undefined) return json(predefined(name));
    if (scope !== "" && scope !== "swarm" && scope !== "global") {
      throw new ClusterError("NOT_FOUND", `network ${input} not found`);
    }
    return json(renderInspected(tx, lookUp(tx, "network", input), selfOf(ports), verbose));
  });
};

/** The node that this manager is on. */
function selfOf({ consensus }: GatewayPorts): NodeId | undefined {
  const { members, raftId } = consensus.status();
  return members.find((member) => member.raftId === raftId)?.nodeId;
}

/** Its id is its name: whatever a client puts into a service's spec, the node understands. */
function predefined(name: (typeof PREDEFINED_NETWORKS)[number]): object {
  return {
    Name: name,
    Id: name,
    Created: "0001-01-01T00:00:00Z",
    Scope: "swarm",
    Driver: name === "none" ? "null" : name,
    EnableIPv4: true,
    EnableIPv6: false,
    IPAM: { Driver: "default", Options: null, Config: [] },
    Internal: false,
    Attachable: false,
    Ingress: false,
    ConfigFrom: { Network: "" },
    ConfigOnly: false,
    Containers: null,
    Options: null,
    Labels: { "com.docker.swarm.predefined": "true" },
  };
}

const createNetwork: Handler = async (request, ports) => {
  const { id } = await write(
    ports.control.create(
      { kind: "network", specJson: request.body, registryAuth: NO_BYTES },
      request.signal,
    ),
  );
  return json({ Id: id, Warning: "" }, 201);
};

const removeNetwork: Handler = async (request, ports) => {
  const input = idOf(request);
  if (PREDEFINED_NETWORKS.some((known) => known === input)) {
    throw new ClusterError(
      "PERMISSION_DENIED",
      `${input} is a pre-defined network and cannot be removed`,
    );
  }
  const network = await read(ports, request.signal, (tx) => lookUp(tx, "network", input));
  await write(
    ports.control.remove({ kind: "network", id: network.id, force: false }, request.signal),
  );
  return empty(204);
};

/** In use, or removed by somebody else. */
const STAYS: ReadonlySet<string> = new Set(["FAILED_PRECONDITION", "NOT_FOUND"]);

/** All that nothing uses, but for the ingress network; one that is used meanwhile stays. */
const pruneNetworks: Handler = async (request, ports) => {
  const filters = filtersOf(request.query, PRUNE_FILTERS);
  const before = untilOf(filters, request.now);
  const candidates = await read(ports, request.signal, (tx) =>
    [...tx.all("network")].filter(
      (network) =>
        network.spec.Ingress !== true &&
        network.meta.createdMs < before &&
        pruneMatches(filters, network),
    ),
  );
  const removed: string[] = [];
  for (const { id, spec } of candidates) {
    try {
      await ports.control.remove({ kind: "network", id, force: false }, request.signal);
      removed.push(spec.Name ?? id);
    } catch (error) {
      if (!(error instanceof ClusterError) || !STAYS.has(error.code)) throw asRpcError(error);
    }
  }
  return json({ NetworksDeleted: removed });
};

/** Only the cluster's volumes come here, and there are none. */
const refuseVolume: Handler = async () => {
  throw new ClusterError("UNIMPLEMENTED", "ClusterVolumeSpec: cluster volumes are not supported");
};

export const NETWORK_ROUTES: readonly Route[] = [
  { method: "GET", path: "/networks", handler: listNetworks },
  { method: "GET", path: "/networks/:id", handler: inspectNetwork },
  { method: "POST", path: "/networks/create", handler: createNetwork },
  { method: "POST", path: "/networks/prune", handler: pruneNetworks },
  { method: "DELETE", path: "/networks/:id", handler: removeNetwork },
  { method: "POST", path: "/volumes/create", handler: refuseVolume },
  { method: "PUT", path: "/volumes/:id", handler: refuseVolume },
];
