/**
 * The swarm's side of /networks. Networks of the swarm's own are a later step; the predefined ones
 * of every node can be named by services, and are hidden from lists as in the reference.
 */
import { ClusterError } from "../../shared/errors.ts";
import { NO_BYTES } from "../control/requests.ts";
import { PREDEFINED_NETWORKS } from "../control/service-spec.ts";
import { filtersOf } from "./query.ts";
import { type Handler, idOf, json, type Route, read, write } from "./route.ts";

const NETWORK_FILTERS = ["dangling", "driver", "id", "label", "name", "scope", "type"] as const;

const listNetworks: Handler = (request, ports) => {
  filtersOf(request.query, NETWORK_FILTERS);
  return read(ports, request.signal, () => json([]));
};

const inspectNetwork: Handler = async (request) => {
  const input = idOf(request);
  const name = PREDEFINED_NETWORKS.find((known) => known === input);
  if (name === undefined) throw new ClusterError("NOT_FOUND", `network ${input} not found`);
  return json(predefined(name));
};

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

const removeNetwork: Handler = async (request) => {
  const input = idOf(request);
  if (PREDEFINED_NETWORKS.some((known) => known === input)) {
    throw new ClusterError(
      "PERMISSION_DENIED",
      `${input} is a pre-defined network and cannot be removed`,
    );
  }
  throw new ClusterError("NOT_FOUND", `network ${input} not found`);
};

/** Only the cluster's volumes come here, and there are none. */
const refuseVolume: Handler = async () => {
  throw new ClusterError("UNIMPLEMENTED", "ClusterVolumeSpec: cluster volumes are not supported");
};

export const NETWORK_ROUTES: readonly Route[] = [
  { method: "GET", path: "/networks", handler: listNetworks },
  { method: "GET", path: "/networks/:id", handler: inspectNetwork },
  { method: "POST", path: "/networks/create", handler: createNetwork },
  { method: "DELETE", path: "/networks/:id", handler: removeNetwork },
  { method: "POST", path: "/volumes/create", handler: refuseVolume },
  { method: "PUT", path: "/volumes/:id", handler: refuseVolume },
];
